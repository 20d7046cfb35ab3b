import { isObject } from './contract-json-object.ts';
import { parseJson } from './contract-json.ts';
import type { Head } from './contract.ts';

/** What the head of a file of JSON documents says. */
export interface DocumentHead {
  /** The first document; when the head cuts it, what stands of it, closed. */
  readonly first: unknown;
  /** Whether the first document ends within the head. */
  readonly firstEnds: boolean;
  /** Documents that end within the head and lie on a line of their own, the first included; at most `MAX_DOCUMENTS`. */
  readonly documents: readonly unknown[];
  /** Whether nothing but documents stands in the head. */
  readonly only: boolean;
}

const MAX_DOCUMENTS = 100;
const known = new WeakMap<Head, DocumentHead | 'none'>();

/** The JSON a file begins with; `undefined` when it begins with something else. UTF-8 only. */
export function documentHead(head: Head): DocumentHead | undefined {
  let found = known.get(head);
  if (found === undefined) known.set(head, (found = readHead(head) ?? 'none'));
  return found === 'none' ? undefined : found;
}

function readHead(head: Head): DocumentHead | undefined {
  const { bytes } = head;
  let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const documents: unknown[] = [];
  let cut: unknown;
  let only = true;
  while (documents.length < MAX_DOCUMENTS) {
    while (from < bytes.length && (bytes[from]! <= 0x20 || (bytes[from] === 0x2c && documents.length > 0))) from++;
    if (bytes[from] !== 0x7b && bytes[from] !== 0x5b) {
      only = from >= bytes.length;
      break;
    }
    const { end, closed } = valueEnd(bytes, from);
    try {
      const value = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset + from, (end ?? closed.at) - from).toString('utf8') + (end === undefined ? closed.closers : ''));
      if (end === undefined) {
        cut = value;
        break;
      }
      documents.push(value);
      from = end;
    } catch {
      only = documents.length === 0;
      if (only) cut = beforeDamage(bytes.subarray(from));
      break;
    }
  }
  if (documents.length === 0 && cut === undefined) return undefined;
  return { first: documents.length > 0 ? documents[0] : cut, firstEnds: documents.length > 0, documents, only };
}

/** What stands before the place where a document breaks, closed: the longest beginning that can be read. */
function beforeDamage(bytes: Uint8Array): unknown {
  let found: unknown;
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const { closed } = valueEnd(bytes.subarray(0, middle), 0);
    try {
      found = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, closed.at).toString('utf8') + closed.closers);
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return found;
}

/** End of the value at `from`; without one, the last place where it can be closed, and with what. */
function valueEnd(bytes: Uint8Array, from: number): { end: number | undefined; closed: { at: number; closers: string } } {
  const open: number[] = [];
  let safeAt = from;
  let safeDepth = 0;
  for (let i = from; i < bytes.length; i++) {
    const c = bytes[i]!;
    if (c === 0x22) {
      for (i++; i < bytes.length && bytes[i] !== 0x22; i++) if (bytes[i] === 0x5c) i++;
    } else if (c === 0x7b || c === 0x5b) {
      open.push(c === 0x7b ? 0x7d : 0x5d);
      safeAt = i + 1;
      safeDepth = open.length;
    } else if (c === 0x2c) {
      safeAt = i;
      safeDepth = open.length;
    } else if (c === 0x7d || c === 0x5d) {
      // Brackets that do not belong together are for the parse to refuse.
      open.pop();
      safeAt = i + 1;
      safeDepth = open.length;
      if (open.length === 0) return { end: i + 1, closed: { at: i + 1, closers: '' } };
    }
  }
  return { end: undefined, closed: { at: safeAt, closers: String.fromCharCode(...open.slice(0, Math.min(safeDepth, 1000)).toReversed()) } };
}

/** An object of the head's first document, or nothing. */
export function headObject(head: Head): Readonly<Record<string, unknown>> | undefined {
  const first = documentHead(head)?.first;
  return isObject(first) ? first : undefined;
}
