import { parseJson } from './contract-json.ts';

/** Most members that the end of a line may add. */
const MAX_PAIRS = 200;
const PAIR = /([A-Za-z_@][\w.@/-]{0,79})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;"']*))/y;
const BETWEEN = /[\s,;]+|[^\s,;]+/y;

/** `key=value, key="value"` of the end of a line into attributes; words between are passed over. */
export function readPairs(text: string, attributes: Record<string, unknown>): void {
  let count = 0;
  for (let at = 0; at < text.length && count < MAX_PAIRS;) {
    PAIR.lastIndex = at;
    const m = PAIR.exec(text);
    if (m) {
      const value = m[2] ?? m[3] ?? m[4]!;
      if (value !== '') attributes[m[1]!] = value;
      count++;
      at = PAIR.lastIndex;
      continue;
    }
    BETWEEN.lastIndex = at;
    BETWEEN.exec(text);
    at = BETWEEN.lastIndex;
  }
}

/** Members of a JSON object at the end of a line; what is no object stays in the line alone. */
export function readJsonTail(text: string, attributes: Record<string, unknown>): void {
  if (!text.startsWith('{')) return;
  try {
    const value = parseJson(text);
    if (typeof value === 'object' && value !== null) for (const [key, member] of Object.entries(value)) attributes[key] = member;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}
