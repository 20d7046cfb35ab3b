import { formatValue } from './filter-text.ts';

/** What can be put in at a place of a half-typed filter. `start` to `end` (UTF-16) is what a completion replaces. */
export type CompletionPlace =
  | { readonly kind: 'field'; readonly prefix: string; readonly start: number; readonly end: number; readonly hasOperator: boolean }
  | { readonly kind: 'value'; readonly field: string; readonly op: string; readonly prefix: string; readonly start: number; readonly end: number };

const NAME = /^[A-Za-z_@][\w.@-]*$/;
const FIELD_AND_OPERATOR = /^([A-Za-z_@][\w.@-]*|"(?:[^"\\]|\\.)*")(:?(?:>=|<=|>|<)|:)/;

/** What is being typed at `caret`; `undefined` inside a text in quotes, a pattern, or anything else that is free. */
export function completionPlace(text: string, caret: number): CompletionPlace | undefined {
  const token = tokenAt(text, caret);
  const minus = text[token.start] === '-' ? 1 : 0;
  const start = token.start + minus;
  const head = text.slice(start, caret);
  if (caret < start) return undefined;
  const m = FIELD_AND_OPERATOR.exec(text.slice(start, token.end));
  if (m && caret >= start + m[0].length) {
    // An address is text.
    if (m[2] === ':' && text.startsWith('//', start + m[0].length)) return undefined;
    const valueStart = start + m[0].length;
    return { kind: 'value', field: unquoted(m[1]!), op: m[2]!, prefix: unquoted(text.slice(valueStart, caret)), start: valueStart, end: token.end };
  }
  if (!m && /["/]/.test(text[start] ?? '')) return undefined;
  if (head !== '' && !NAME.test(head)) return undefined;
  if (m) return { kind: 'field', prefix: head, start, end: start + m[1]!.length, hasOperator: true };
  const rest = /^[\w.@-]*/.exec(text.slice(caret))![0];
  return { kind: 'field', prefix: head, start, end: caret + rest.length, hasOperator: false };
}

/** The text with `insert` at a place, and where the caret then is. Fields get a colon, values the quotes they need. */
export function withCompletion(text: string, place: CompletionPlace, insert: string): { text: string; caret: number } {
  const put = place.kind === 'field' ? `${insert}${place.hasOperator ? '' : ':'}` : formatValue(insert);
  const caret = place.start + put.length + (place.kind === 'field' && place.hasOperator ? 1 : 0);
  return { text: text.slice(0, place.start) + put + text.slice(place.end), caret };
}

/** From the start of a word to its end; spaces in quotes belong to it. */
function tokenAt(text: string, caret: number): { start: number; end: number } {
  let start = 0;
  let quoted = false;
  let i = 0;
  for (; i < text.length; i++) {
    const c = text[i]!;
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(c)) {
      if (i >= caret) break;
      start = i + 1;
    }
  }
  return { start: Math.min(start, caret), end: Math.min(i, text.length) };
}

/** A value without its quotes; the closing one may still be missing. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1).replace(/(?<!\\)"$/, '').replace(/\\(["\\])/g, '$1');
}
