import { emptyAttributes } from '../contract-record.ts';

/** STRUCTURED-DATA of RFC 5424 §6.3 as read: elements by SD-ID, each with its parameters; a parameter that comes twice is a list. */
export interface StructuredData {
  /** `undefined` for the NILVALUE. */
  readonly elements: Record<string, unknown> | undefined;
  /** Where it ends. */
  readonly end: number;
}

/** Reads it at a place; `undefined` when it is neither `-` nor closed elements. */
export function readStructuredData(text: string, at: number): StructuredData | undefined {
  if (text.charCodeAt(at) === 45 && (at + 1 === text.length || text.charCodeAt(at + 1) === 32)) return { elements: undefined, end: at + 1 };
  let elements: Record<string, unknown> | undefined;
  let p = at;
  while (text.charCodeAt(p) === 91) {
    ID.lastIndex = p + 1;
    const id = ID.exec(text);
    if (!id) return undefined;
    const parameters = emptyAttributes();
    p = ID.lastIndex;
    PARAMETER.lastIndex = p;
    for (let m = PARAMETER.exec(text); m !== null; m = PARAMETER.exec(text)) {
      p = PARAMETER.lastIndex;
      const name = m[1]!;
      const value = m[2]!.includes('\\') ? m[2]!.replace(/\\(["\\\]])/g, '$1') : m[2]!;
      const before = parameters[name];
      if (before === undefined) parameters[name] = value;
      else if (Array.isArray(before)) before.push(value);
      else parameters[name] = [before, value];
    }
    if (text.charCodeAt(p) !== 93) return undefined;
    (elements ??= emptyAttributes())[id[0]] = parameters;
    p++;
  }
  return elements === undefined || (p < text.length && text.charCodeAt(p) !== 32) ? undefined : { elements, end: p };
}

const ID = /[^\s="\]]+/y;
/** `]`, `"` and `\` are escaped with a backslash; before anything else a backslash is itself. */
const PARAMETER = / +([^\s="\]]+)="((?:[^"\\]|\\[^])*)"/y;
