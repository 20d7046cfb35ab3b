import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const Settings = z.object({
  /** In device-independent pixels; where the window was when it was last closed. */
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(400), height: z.number().int().min(300) }).optional(),
  maximized: z.boolean().default(false),
  /** The case that the last window showed: the next start opens it again. */
  lastCase: z.string().optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Conveniences only: a file that is missing or damaged means starting with none. */
export class SettingsFile {
  readonly #path: string;
  #settings: Settings;

  constructor(path: string) {
    this.#path = path;
    this.#settings = read(path);
  }

  get value(): Settings {
    return this.#settings;
  }

  /** Replaces the file atomically. A disk that is full must not keep the app from closing. */
  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const temporary = `${this.#path}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(this.#settings, undefined, 2));
      renameSync(temporary, this.#path);
    } catch (error) {
      process.stderr.write(`tephra: window places were not saved: ${String(error)}\n`);
    }
  }
}

function read(path: string): Settings {
  try {
    return Settings.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return Settings.parse({});
  }
}
