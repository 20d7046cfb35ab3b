import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';

/** Models have some megabytes at most; what is larger is not one. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_INCLUDED = 100;

/** A file of fault trees with those beside it that it names. */
export interface FaultTreeSource {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** By name. */
  readonly beside: Readonly<Record<string, Uint8Array>>;
}

/**
 * Reads a file that a person chose, and from the same folder what it names: the database of an OpenFTA tree, and what
 * XInclude brings in whole, as SCRAM's own models use it. What is not there stays for the reader to say.
 */
export async function readFaultTreeSource(path: string): Promise<Result<FaultTreeSource>> {
  if (!isAbsolute(path)) return fail('fault-tree/not-readable', `${path} is not an absolute path. Give the whole path of the file.`, { path });
  const bytes = await readWhole(path);
  if (!bytes.ok) return bytes;
  const source = { fileName: basename(path), bytes: bytes.value, beside: {} };
  if (/\.fta$/i.test(path)) {
    const named = basename((new TextDecoder().decode(bytes.value.subarray(0, 300)).split(/\r?\n/)[0] ?? '').replaceAll('\\', '/').trim());
    const database = /\.ped$/i.test(named) ? await readWhole(join(dirname(path), named)) : undefined;
    return ok({ ...source, beside: database?.ok === true ? { [named]: database.value } : {} });
  }
  const text = new TextDecoder().decode(bytes.value);
  if (!text.includes(INCLUDE)) return ok(source);
  return ok({ ...source, bytes: new TextEncoder().encode(await withIncludes(text, dirname(path), new Set([basename(path)]))) });
}

const INCLUDE = '<xi:include';

/** Puts the contents of included files of the same folder in their places, each once. */
async function withIncludes(text: string, folder: string, seen: Set<string>): Promise<string> {
  let whole = '';
  let from = 0;
  for (const { begin, end, name } of includesIn(text)) {
    whole += text.slice(from, begin);
    from = begin;
    if (seen.size > MOST_INCLUDED) break;
    const content = seen.has(name) ? '' : await contentOf(name, folder, seen);
    if (content === undefined) continue;
    whole += content;
    from = end;
  }
  return whole + text.slice(from);
}

/** What stands between the tags of a model; `undefined`: there is none of this name, or it is none. */
async function contentOf(name: string, folder: string, seen: Set<string>): Promise<string | undefined> {
  seen.add(name);
  const file = await readWhole(join(folder, name));
  if (!file.ok) return undefined;
  const text = new TextDecoder().decode(file.value);
  const begin = text.indexOf('<opsa-mef');
  const inside = text.indexOf('>', begin) + 1;
  const end = text.lastIndexOf('</opsa-mef');
  return begin < 0 || inside === 0 || end < inside ? undefined : withIncludes(text.slice(inside, end), folder, seen);
}

/** Empty elements outside comments that name a file without a folder, in their order. */
function* includesIn(text: string): Generator<{ begin: number; end: number; name: string }> {
  let comment = text.indexOf('<!--');
  let at = 0;
  for (let begin = text.indexOf(INCLUDE); begin >= 0; begin = text.indexOf(INCLUDE, at)) {
    at = begin + INCLUDE.length;
    while (comment >= 0 && comment < begin) {
      const ends = text.indexOf('-->', comment);
      if (ends < 0) return;
      if (ends > begin) at = ends;
      comment = text.indexOf('<!--', ends);
    }
    if (at > begin + INCLUDE.length) continue;
    const close = text.indexOf('>', begin);
    if (close < 0) return;
    const tag = text.slice(begin, Math.min(close + 1, begin + 1000));
    const name = /\bhref="([^"<>]{1,300})"/.exec(tag)?.[1];
    const after = tag.endsWith('/>') ? close + 1 : /^\s{0,100}<\/xi:include>/.exec(text.slice(close + 1, close + 200))?.[0].length;
    if (name === undefined || name !== basename(name) || after === undefined) continue;
    at = tag.endsWith('/>') ? after : close + 1 + after;
    yield { begin, end: at, name };
  }
}

async function readWhole(path: string): Promise<Result<Uint8Array>> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail('fault-tree/not-readable', `${path} is not a file.`, { path });
    if (found.size > MOST_BYTES) return fail('fault-tree/too-large', `${path} is larger than ${MOST_BYTES / 1024 / 1024} MB, which no model of a fault tree is.`, { path });
    return ok(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return fail('fault-tree/not-readable', code === 'ENOENT' ? `${path} is not there.` : `${path} could not be read${code === '' ? '' : ` (${code})`}.`, { path });
  }
}
