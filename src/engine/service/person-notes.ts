import { join } from 'node:path';
import type { z } from 'zod';
import { PersonNotes as Shape } from '../../protocol/methods/shell.ts';
import type { Log } from './context.ts';
import { PersonFile } from './person-file.ts';

/** What the screen remembers about a person on this machine, in `notes.json`: all shells share it. */
export class PersonNotes {
  readonly #file: PersonFile<z.infer<typeof Shape>>;

  constructor(appDataDir: string, log: Log) {
    this.#file = new PersonFile(join(appDataDir, 'notes.json'), Shape, {}, log);
  }

  read(): Promise<z.infer<typeof Shape>> {
    return this.#file.read();
  }

  keep(notes: z.infer<typeof Shape>): Promise<void> {
    return this.#file.change((kept) => ({ ...kept, ...notes }));
  }
}
