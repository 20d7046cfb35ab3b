import { emptyAttributes } from '../contract-record.ts';

/** STRUCTURED-DATA of RFC 5424 §6.3 as read: elements by SD-ID, each with its parameters; a parameter that comes twice is a list. */
export interface StructuredData {
  /** `undefined` for the NILVALUE. */
  readonly elements: Record<string, unknown> | undefined;
  /** Where it ends. */
  readonly end: number;
}

const SPACE = 32;
const QUOTE = 34;
const EQUALS = 61;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;

/** Reads it at a place; `undefined` when it is neither `-` nor closed elements. */
export function readStructuredData(text: string, at: number): StructuredData | undefined {
  if (text.charCodeAt(at) === 45 && (at + 1 === text.length || text.charCodeAt(at + 1) === SPACE)) return { elements: undefined, end: at + 1 };
  let elements: Record<string, unknown> | undefined;
  let p = at;
  while (text.charCodeAt(p) === OPEN) {
    const idEnd = nameEnd(text, p + 1);
    if (idEnd === p + 1) return undefined;
    const id = text.slice(p + 1, idEnd);
    const parameters = emptyAttributes();
    p = idEnd;
    while (text.charCodeAt(p) === SPACE) {
      while (text.charCodeAt(p) === SPACE) p++;
      if (text.charCodeAt(p) === CLOSE) break;
      const end = nameEnd(text, p);
      if (end === p || text.charCodeAt(end) !== EQUALS || text.charCodeAt(end + 1) !== QUOTE) return undefined;
      const close = valueEnd(text, end + 2);
      if (close < 0) return undefined;
      add(parameters, text.slice(p, end), unescape(text.slice(end + 2, close)));
      p = close + 1;
    }
    if (text.charCodeAt(p) !== CLOSE) return undefined;
    (elements ??= emptyAttributes())[id] = parameters;
    p++;
  }
  return elements === undefined || (p < text.length && text.charCodeAt(p) !== SPACE) ? undefined : { elements, end: p };
}

/** SD-NAME: anything but `=`, blank, `]` and `"`. */
function nameEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= SPACE || code === EQUALS || code === CLOSE || code === QUOTE) break;
  }
  return at;
}

/** Where a value closes, -1 when it does not. */
function valueEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** `]`, `"` and `\` are escaped with a backslash; before anything else a backslash is itself. */
function unescape(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\\]])/g, '$1') : value;
}

function add(parameters: Record<string, unknown>, name: string, value: string): void {
  const before = parameters[name];
  if (before === undefined) parameters[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else parameters[name] = [before, value];
}
