/** Part of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** After these a full stop ends no sentence. Lower case, without the last stop. */
const ABBREVIATIONS = new Set([
  'e.g', 'i.e', 'etc', 'vs', 'approx', 'cf', 'mr', 'mrs', 'ms', 'dr', 'prof', 'no', 'fig', 'sec', 'min', 'max', 'inc', 'ltd', 'corp', 'jr', 'a.m', 'p.m', 'u.s',
  'z.b', 'z. b', 'd.h', 'd. h', 'u.a', 'u. a', 'o.ä', 'bzw', 'ca', 'nr', 'usw', 'ggf', 'evtl', 'inkl', 'exkl', 'sog', 'vgl', 'std', 'sek', 'abs', 'bspw', 'zzgl', 'str', 'tel',
]);
const ORDINAL = /(?:^|\s)\d{1,2}\.\s*$/;

let segmenters: Map<string, Intl.Segmenter> | undefined;

/** Sentences of a text without line breaks, in order, blanks at both ends left out. UAX #29, minus breaks after abbreviations. */
export function sentencesOf(text: string, language: string): Span[] {
  segmenters ??= new Map();
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, segmenter = new Intl.Segmenter(language, { granularity: 'sentence' }));
  const spans: Span[] = [];
  let open: number | undefined;
  for (const { segment, index } of segmenter.segment(text)) {
    open ??= index;
    const end = index + segment.length;
    if (end < text.length && goesOn(text.slice(open, end), language)) continue;
    spans.push({ start: open, end });
    open = undefined;
  }
  if (open !== undefined) spans.push({ start: open, end: text.length });
  return spans.map((span) => trimmed(text, span)).filter((span) => span.end > span.start);
}

function goesOn(sentence: string, language: string): boolean {
  const said = sentence.trimEnd();
  if (!said.endsWith('.')) return false;
  if (language === 'de' && ORDINAL.test(said)) return true;
  const word = /(?:^|[\s([])([\p{L}.]+(?:\s\p{L})?)\.$/u.exec(said)?.[1];
  if (word === undefined) return false;
  const last = /(\S+)$/.exec(word)?.[1] ?? word;
  return ABBREVIATIONS.has(word.toLowerCase()) || ABBREVIATIONS.has(last.toLowerCase()) || (language === 'de' && /^(?:z|d|u|o)$/.test(last));
}

function trimmed(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}
