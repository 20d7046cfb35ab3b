import { join } from 'node:path';
import { z } from 'zod';
import { isCaseFolder } from '../casefile/open.ts';
import type { Log } from './context.ts';
import { PersonFile } from './person-file.ts';

const KEPT = 30;
const RecentFile = z.object({
  cases: z.array(z.object({ path: z.string(), title: z.string(), openedAtNs: z.string().regex(/^\d{1,19}$/) })),
});

export interface RecentCase {
  readonly path: string;
  readonly title: string;
  readonly openedAtNs: bigint;
  readonly exists: boolean;
}

/** The cases this person opened last, newest first, in `recent.json`. */
export class RecentCases {
  readonly #file: PersonFile<z.infer<typeof RecentFile>>;

  constructor(appDataDir: string, log: Log) {
    this.#file = new PersonFile(join(appDataDir, 'recent.json'), RecentFile, { cases: [] }, log);
  }

  async list(): Promise<RecentCase[]> {
    const { cases } = await this.#file.read();
    return cases.map(({ path, title, openedAtNs }) => ({ path, title, openedAtNs: BigInt(openedAtNs), exists: isCaseFolder(path) }));
  }

  opened(path: string, title: string, atNs: bigint): Promise<void> {
    return this.#file.change(({ cases }) => ({ cases: [{ path, title, openedAtNs: String(atNs) }, ...cases.filter((c) => c.path !== path)].slice(0, KEPT) }));
  }

  /** Resolves when what was opened is on disk. */
  saved(): Promise<void> {
    return this.#file.saved();
  }

  forget(path: string): Promise<void> {
    return this.#file.change(({ cases }) => ({ cases: cases.filter((c) => c.path !== path) }));
  }
}
