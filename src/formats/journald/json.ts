import { isObject } from '../contract-json-object.ts';
import { parseJson, stringifyJson } from '../contract-json.ts';
import type { Entry } from '../contract-journal.ts';

/**
 * An entry as `journalctl -o json` writes it: strings; lists of numbers where bytes are not UTF-8 text; null where a
 * value is longer than 4096 bytes and `--all` was not given; lists of these where a field stands several times.
 * `-o json-sse` puts `data: ` before it, `-o json-seq` the record separator of RFC 7464.
 * https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format
 */
export function readJsonEntry(line: string): { readonly entry: Entry; readonly leftOut: readonly string[] } | undefined {
  const text = line.startsWith('data: ') ? line.slice(6) : line.charCodeAt(0) === 0x1e ? line.slice(1) : line;
  if (text.charCodeAt(0) !== 0x7b) return undefined;
  try {
    const object = parseJson(text);
    return isObject(object) && isJournal(object) ? entryOf(object) : undefined;
  } catch (error) {
    // Not JSON, or nested deeper than the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function entryOf(object: Record<string, unknown>): { entry: Entry; leftOut: string[] } {
  const entry: Entry = new Map();
  const leftOut: string[] = [];
  for (const name of Object.keys(object)) {
    const values = valuesOf(object[name]);
    if (values.length > 0) entry.set(name, values);
    else leftOut.push(name);
  }
  return { entry, leftOut };
}

/** Names that journald alone gives: trusted fields begin with underscores. */
export function isJournal(object: Record<string, unknown>): boolean {
  return '__REALTIME_TIMESTAMP' in object && ('__CURSOR' in object || 'MESSAGE' in object || '_BOOT_ID' in object || '__MONOTONIC_TIMESTAMP' in object);
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [stringifyJson(value)];
  if (isBytes(value)) return [Buffer.from(value).toString('utf8')];
  return value.flatMap((v: unknown) => (Array.isArray(v) && isBytes(v) ? [Buffer.from(v).toString('utf8')] : v === null ? [] : [typeof v === 'string' ? v : stringifyJson(v)]));
}

function isBytes(value: readonly unknown[]): value is number[] {
  return value.length > 0 && value.every((v) => typeof v === 'number' && Number.isInteger(v) && v >= 0 && v <= 255);
}
