/** What parts the columns of a W3C extended log: blanks by the draft, tabs of CloudFront, commas of Exchange. */
export type Separator = 'blank' | 'tab' | 'comma';

/** By the directive: the names are parted as the values are, only CloudFront names them with blanks and parts values by tabs. */
export function separatorOf(names: string): Separator {
  if (names.includes('\t') || names.includes(' x-edge-location ')) return 'tab';
  return names.includes(',') && !/\s/.test(names.trim()) ? 'comma' : 'blank';
}

/** The values of a line. Quotes hold a value together; a quote inside is doubled. */
export function splitColumns(text: string, separator: Separator): string[] {
  if (separator === 'tab') return text.split('\t');
  if (!text.includes('"')) return separator === 'comma' ? text.split(',') : text.split(/[ \t]+/).filter((value) => value !== '');
  const values: string[] = [];
  let at = 0;
  const isEnd = (code: number): boolean => (separator === 'comma' ? code === 44 : code === 32 || code === 9);
  while (at < text.length) {
    if (separator === 'blank') while (at < text.length && isEnd(text.charCodeAt(at))) at++;
    if (at >= text.length && separator === 'blank') break;
    let to = at;
    if (text.charCodeAt(at) === 34) {
      to = text.indexOf('"', at + 1);
      while (to >= 0 && text.charCodeAt(to + 1) === 34) to = text.indexOf('"', to + 2);
      if (to < 0) to = text.length;
      values.push(text.slice(at + 1, to).replaceAll('""', '"'));
      to++;
      while (to < text.length && !isEnd(text.charCodeAt(to))) to++;
    } else {
      while (to < text.length && !isEnd(text.charCodeAt(to))) to++;
      values.push(text.slice(at, to));
    }
    at = to + 1;
  }
  // A comma at the end has a value behind it.
  if (separator === 'comma' && text.charCodeAt(text.length - 1) === 44) values.push('');
  return values;
}
