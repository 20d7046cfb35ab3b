/** Keys whose strings are no words of people or of evidence: shapes, ids, hashes, what a program reads. */
const NO_WORDS: ReadonlySet<string> = new Set([
  'kind', 'id', 'sha256', 'language', 'align', 'mediaType', 'form', 'basis', 'state', 'milestone', 'audience', 'mark', 'date', 'zone', 'zoneText', 'utc', 'asOf', 'due', 'priority',
  'hashPrefix', 'addedBy', 'parentId', 'join', 'part', 'function', 'as',
  'treeId', 'tops', 'members', 'type', 'gate', 'event', 'model', 'pageId', 'morePages', 'probability', 'expression', 'distribution', 'factors',
]);

/**
 * The same data with every text of people and of evidence in it replaced by what `show` makes of it. Walks whatever
 * there is, so that no new field of a report is forgotten; `key` is the field's name ("url" for addresses).
 */
export function mapTexts<T>(value: T, show: (text: string, key: string) => string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a walk that keeps every shape and changes strings into strings
  return walk(value, '', show) as T;
}

function walk(value: unknown, key: string, show: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return NO_WORDS.has(key) ? value : show(value, key);
  if (Array.isArray(value)) return value.map((one) => walk(one, key, show));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, show)]));
}

/** Every text that `mapTexts` would show, in order. */
export function textsIn(value: unknown): string[] {
  const found: string[] = [];
  mapTexts(value, (text) => {
    if (text !== '') found.push(text);
    return text;
  });
  return found;
}
