import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { LineFormatDefinition } from '../../model/line-format.ts';
import { knownFormats } from '../ingest/known-formats.ts';
import { replaceFile } from './replace-file.ts';

export interface OwnFormatFile {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly problems: string[];
  /** Where it can be used. */
  readonly definition: LineFormatDefinition | undefined;
}

const MOST_BYTES = 1 << 20;
const MOST_FORMATS = 500;
/** Who puts a file into the folder by hand need not start Tephra again. */
const FRESH_MS = 2000;

/** What a text says of a format, and all that is wrong with it, in words. */
export async function readDefinition(text: string): Promise<{ readonly definition: LineFormatDefinition | undefined; readonly problems: string[] }> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { definition: undefined, problems: [`The text is no JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = LineFormatDefinition.safeParse(value);
  if (!parsed.success) {
    return { definition: undefined, problems: parsed.error.issues.slice(0, 20).map(({ path, message }) => `${path.length === 0 ? 'The definition' : path.join('.')}: ${message}`) };
  }
  const { formatById, proveLineFormat } = await knownFormats();
  const taken = formatById(parsed.data.id);
  const problems = await proveLineFormat(parsed.data);
  if (taken) problems.unshift(`The id ${parsed.data.id} is that of a format that Tephra knows (${taken.title}); take another.`);
  return { definition: parsed.data, problems };
}

/** Formats that a person described: JSON files in their folder, to be read, shared and copied without us. */
export class FormatLibrary {
  readonly #dir: string;
  #read: { readonly atMs: number; readonly list: Promise<OwnFormatFile[]> } | undefined;

  constructor(appDataDir: string) {
    this.#dir = join(appDataDir, 'formats');
  }

  list(): Promise<OwnFormatFile[]> {
    if (!this.#read || performance.now() - this.#read.atMs > FRESH_MS) this.#read = { atMs: performance.now(), list: this.#load() };
    return this.#read.list;
  }

  /** Those that can be used. */
  async definitions(): Promise<LineFormatDefinition[]> {
    return (await this.list()).flatMap(({ definition, problems }) => (definition && problems.length === 0 ? [definition] : []));
  }

  /** Codes: `format/unsound`, `file/not-writable`. */
  async add(text: string): Promise<Result<{ id: string; title: string; file: string }>> {
    const { definition, problems } = await readDefinition(text);
    if (!definition || problems.length > 0) return fail('format/unsound', problems.join(' '), { problems });
    await mkdir(this.#dir, { recursive: true }).catch(() => undefined);
    const file = join(this.#dir, `${definition.id}.json`);
    const written = await replaceFile(file, `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    this.#read = undefined;
    return written.ok ? ok({ id: definition.id, title: definition.title, file }) : written;
  }

  /** Code: `format/not-found`. */
  async remove(id: string): Promise<Result<Record<string, never>>> {
    const known = (await this.list()).find((one) => one.id === id);
    if (!known) return fail('format/not-found', 'There is no such format any more.', { id });
    await rm(known.file, { force: true });
    this.#read = undefined;
    return ok({});
  }

  async #load(): Promise<OwnFormatFile[]> {
    const names = (await readdir(this.#dir).catch(() => [])).filter((name) => name.endsWith('.json')).sort().slice(0, MOST_FORMATS);
    const seen = new Set<string>();
    const list: OwnFormatFile[] = [];
    for (const name of names) {
      const file = join(this.#dir, name);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined || text.length > MOST_BYTES) continue;
      const { definition, problems } = await readDefinition(text);
      const id = definition?.id ?? name.slice(0, -5);
      if (seen.has(id)) problems.push(`Another file has a format with the id ${id}.`);
      seen.add(id);
      list.push({ id, title: definition?.title ?? name, file, problems, definition });
    }
    return list;
  }
}
