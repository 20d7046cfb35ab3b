import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from './context.ts';
import { replaceFile } from './replace-file.ts';

/**
 * A small JSON file in the person's own folder. It is a convenience: one that cannot be read counts as empty, one that
 * cannot be written is logged, and nothing fails because of it.
 */
export class PersonFile<T> {
  readonly #path: string;
  readonly #shape: z.ZodType<T>;
  readonly #empty: T;
  readonly #log: Log;
  /** Changes run one after the other: each reads what the one before wrote. */
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, shape: z.ZodType<T>, empty: T, log: Log) {
    this.#path = path;
    this.#shape = shape;
    this.#empty = empty;
    this.#log = log;
  }

  async read(): Promise<T> {
    await this.#last;
    return this.#now();
  }

  /** Resolves when all changes are on disk. Never rejects. */
  saved(): Promise<void> {
    return this.#last;
  }

  /** Never rejects. */
  change(edit: (content: T) => T): Promise<void> {
    this.#last = this.#last.then(() => this.#write(edit));
    return this.#last;
  }

  async #write(edit: (content: T) => T): Promise<void> {
    try {
      const content = edit(await this.#now());
      await mkdir(dirname(this.#path), { recursive: true });
      const written = await replaceFile(this.#path, `${JSON.stringify(content, undefined, 2)}\n`);
      if (!written.ok) this.#log({ level: 'warn', message: written.failure.message });
    } catch (error) {
      this.#log({ level: 'warn', message: `${basename(this.#path)} was not saved`, data: { error: String(error) } });
    }
  }

  async #now(): Promise<T> {
    try {
      const parsed = this.#shape.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      return parsed.success ? parsed.data : this.#empty;
    } catch {
      return this.#empty;
    }
  }
}
