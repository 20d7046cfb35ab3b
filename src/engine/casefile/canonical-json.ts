/**
 * JSON with one spelling per value, for what is hashed and kept for good: keys in code-unit order, no white space,
 * absent and `undefined` properties the same. A bigint is `{"$n":"123"}`; a key that starts with `$` gets another
 * one, so that no object of a caller can be taken for a bigint. (RFC 8785 has no bigint, hence our own.)
 */
export function encodeCanonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
      return JSON.stringify(value);
    case 'bigint':
      return `{"$n":"${value}"}`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(encodeCanonical).join(',')}]`;
      return encodeObject(value);
    default:
      throw new TypeError(`a value of type ${typeof value} has no JSON form`);
  }
}

function encodeObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('only plain objects have a JSON form');
  const parts = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, v]) => `${JSON.stringify(key.startsWith('$') ? `$${key}` : key)}:${encodeCanonical(v)}`);
  return `{${parts.join(',')}}`;
}

/** Reads what `encodeCanonical` wrote. Throws SyntaxError on anything that is not JSON. */
export function decodeCanonical(text: string): unknown {
  return revive(JSON.parse(text));
}

/**
 * Reads what this program wrote into case.sqlite. Its shape was checked by the protocol on the way in and the hash
 * chain keeps it; it is not checked again, so that an input schema may become stricter without closing old cases.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function decodeTrusted<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return decodeCanonical(text) as T;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const entries: Array<[string, unknown]> = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first![0] === '$n') {
    if (typeof first![1] !== 'string') throw new SyntaxError('a big integer is not written as text');
    return BigInt(first![1]);
  }
  // `fromEntries` defines properties, so that a key "__proto__" stays data.
  return Object.fromEntries(entries.map(([key, v]) => [key.startsWith('$') ? key.slice(1) : key, revive(v)]));
}
