import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCaseFolder } from '../casefile/open.ts';
import type { Log } from './context.ts';
import { replaceFile } from './replace-file.ts';

const KEPT = 30;
const RecentFile = z.object({
  cases: z.array(z.object({ path: z.string(), title: z.string(), openedAtNs: z.string().regex(/^\d{1,19}$/) })),
});
type RecentFile = z.infer<typeof RecentFile>;

export interface RecentCase {
  readonly path: string;
  readonly title: string;
  readonly openedAtNs: bigint;
  readonly exists: boolean;
}

/**
 * The cases this person opened last, newest first, in `recent.json`. It is a convenience: a file that cannot be
 * read counts as empty, one that cannot be written is logged, and no case fails to open because of it.
 */
export class RecentCases {
  readonly #dir: string;
  readonly #path: string;
  readonly #log: Log;
  /** Changes run one after the other: each reads what the one before wrote. */
  #last: Promise<void> = Promise.resolve();

  constructor(appDataDir: string, log: Log) {
    this.#dir = appDataDir;
    this.#path = join(appDataDir, 'recent.json');
    this.#log = log;
  }

  async list(): Promise<RecentCase[]> {
    await this.#last;
    const { cases } = await this.#read();
    return cases.map(({ path, title, openedAtNs }) => ({ path, title, openedAtNs: BigInt(openedAtNs), exists: isCaseFolder(path) }));
  }

  opened(path: string, title: string, atNs: bigint): Promise<void> {
    return this.#change((cases) => [{ path, title, openedAtNs: String(atNs) }, ...cases.filter((c) => c.path !== path)].slice(0, KEPT));
  }

  forget(path: string): Promise<void> {
    return this.#change((cases) => cases.filter((c) => c.path !== path));
  }

  #change(edit: (cases: RecentFile['cases']) => RecentFile['cases']): Promise<void> {
    this.#last = this.#last.then(() => this.#write(edit));
    return this.#last;
  }

  /** Never rejects. */
  async #write(edit: (cases: RecentFile['cases']) => RecentFile['cases']): Promise<void> {
    try {
      const { cases } = await this.#read();
      await mkdir(this.#dir, { recursive: true });
      const written = await replaceFile(this.#path, `${JSON.stringify({ cases: edit(cases) }, undefined, 2)}\n`);
      if (!written.ok) this.#log({ level: 'warn', message: written.failure.message });
    } catch (error) {
      this.#log({ level: 'warn', message: 'The list of recent cases was not saved', data: { error: String(error) } });
    }
  }

  async #read(): Promise<RecentFile> {
    try {
      const parsed = RecentFile.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      return parsed.success ? parsed.data : { cases: [] };
    } catch {
      return { cases: [] };
    }
  }
}
