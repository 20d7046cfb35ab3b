import type { Value } from './values.ts';

/** What elements are in attributes: text, values, objects by name. */
export type Json = Value | readonly Json[] | JsonObject;

export interface JsonObject {
  [name: string]: Json | undefined;
}

/** Without a prototype: an element named `__proto__` is only that. */
export function emptyObject(): JsonObject {
  const object: JsonObject = Object.create(null);
  return object;
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && !isArray(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Values of elements of one name, unlike an array that one of them holds. */
class Several extends Array<Json> {}

/** Adds a member; several of one name are an array. */
export function put(into: JsonObject, name: string, value: Json | undefined): void {
  if (value === undefined) return;
  const before = into[name];
  if (before === undefined) into[name] = value;
  else if (before instanceof Several) before.push(value);
  else {
    const both = new Several();
    both.push(before, value);
    into[name] = both;
  }
}

/** A value as text, in text. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (isArray(value)) return value.map(textOf).join(', ');
  return isObject(value) ? said(value) : String(value);
}

/** A value in the body. */
export function said(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return trimmed(value);
  if (isArray(value)) return value.map(said).join(', ');
  if (isObject(value)) return `(${Object.entries(value).map(([name, inner]) => (name === '#text' ? said(inner) : `${name}=${said(inner)}`)).join(' ')})`;
  return String(value);
}

/** Text among others in a line. */
function trimmed(text: string): string {
  return text.charCodeAt(text.length - 1) <= 0x20 || text.charCodeAt(0) <= 0x20 ? text.trim() : text;
}
