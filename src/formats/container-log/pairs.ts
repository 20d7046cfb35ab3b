import { emptyAttributes } from '../contract-record.ts';

const PAIR = / *([A-Za-z_@][\w.@/-]*)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s"]*))(?= |$)/y;
const MAX_PAIRS = 200;

/**
 * A line that is `key=value` from end to end, as an object; `undefined` when anything else stands in it: text with a
 * few pairs in it is a sentence, not logfmt.
 */
export function readPairs(text: string): Record<string, unknown> | undefined {
  let pairs: Record<string, unknown> | undefined;
  const end = text.trimEnd().length;
  PAIR.lastIndex = 0;
  for (let count = 0; PAIR.lastIndex < end; count++) {
    const m = count < MAX_PAIRS ? PAIR.exec(text) : null;
    if (!m) return undefined;
    (pairs ??= emptyAttributes())[m[1]!] = m[2] === undefined ? m[3]! : unquoted(m[2]);
  }
  return pairs;
}

function unquoted(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text.replace(/\\(.)/g, '$1');
  }
}
