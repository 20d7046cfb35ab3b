import { citationsOf, type MarkdownRoot } from './postmortem.ts';
import { languageOf } from './lint/language.ts';
import { OBJECT, proseOf } from './lint/prose.ts';
import { sentencesOf } from './lint/sentences.ts';

/** What makes a sentence state a fact that evidence can show or refute. */
export type ClaimReason = 'time' | 'number' | 'cause' | 'name';

export const CLAIM_REASON: Readonly<Record<ClaimReason, string>> = {
  time: 'says when', number: 'gives a number', cause: 'says why', name: 'names a service or an entry',
};

/** A sentence, or a row of a table, that states a fact. */
export interface Claim {
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  /** 1-based line it begins on. */
  readonly line: number;
  /** Title of the heading it stands under; empty before the first. */
  readonly section: string;
  /** What it says, without markup. */
  readonly text: string;
  readonly reason: ClaimReason;
  /** It cites evidence. */
  readonly cited: boolean;
}

/** What will be, and what is asked, is no claim about what was. */
const NO_CLAIMS = /^(?:.*\b(?:actions?|action items?|follow[- ]?ups?|next steps?|to-?dos?|open questions?|questions|recommendations?|remediation|glossary|attendees|responders|appendix)\b.*|.*(?:maßnahmen|offene fragen|nächste schritte|empfehlungen|teilnehmer|anhang).*)$/i;

const TIME = /\b\d{1,2}:\d{2}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d+(?:[.,]\d+)?\s?(?:ns|µs|us|ms|s|sec|seconds?|min|minutes?|h|hours?|days?|weeks?|sekunden?|minuten?|stunden?|tagen?)\b/iu;
const NUMBER = /(?<![\p{L}\p{N}])[\d][\d.,\u00a0\u202f]*(?:\s?%|\p{L}{0,3})?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hunderte|tausende)\b/iu;
const CAUSE = /\b(?:because|caus(?:e|es|ed|ing)|due to|led to|leads to|result(?:s|ed|ing)? (?:in|from)|trigger(?:s|ed|ing)?|therefore|as a result|owing to|brought (?:down|about)|made [\w ]{1,30} (?:fail|crash|time out))\b|\b(?:weil|wegen|aufgrund|verursacht\w*|führte[n]? (?:zu|dazu)|löste[n]? [\p{L} ]{1,40}aus|ausgelöst|dadurch|deshalb|daher)\b/iu;
/** A sentence that itself says that it is not known. */
const NOT_KNOWN = /\b(?:(?:is|are|was|were) (?:unknown|unclear|not known|not established)|(?:we|nobody|no one) (?:do not|does not|don't|cannot|could not|knows|know)\b|remains? open)|\b(?:unbekannt|unklar|nicht geklärt|wissen wir nicht)\b/i;

export interface ClaimContext {
  /** Names of services, titles of entries: what a sentence about the incident is about. */
  readonly names: readonly string[];
}

/**
 * The claims of a postmortem, in order. A claim is a sentence of its prose that says when, how many or why, or names a
 * service or an entry, and is no question. A citation within it, or right behind its full stop, supports it; in a table
 * one in any cell supports the row. Not looked at: headings, comments, code, quotes, live blocks, and what stands under
 * headings of actions and questions. It finds what looks like a fact; whether the citation shows it, people judge.
 */
export function claimsOf(text: string, root: MarkdownRoot, { names }: ClaimContext): Claim[] {
  const citations = citationsOf(text, root).map((c) => c.start);
  const lines = lineStarts(text);
  const named = nameMatcher(names);
  const blocks = proseOf(text, root).filter((block) => block.kind !== 'heading' && !block.under.some((title) => NO_CLAIMS.test(title)));
  const whole = languageOf(blocks.slice(0, 100).map((block) => block.text).join(' '), 'en');
  const claims: Claim[] = [];
  const rows = new Map<number, Claim>();
  for (const block of blocks) {
    const sentences = sentencesOf(block.text, languageOf(block.text, whole));
    sentences.forEach((span, i) => {
      const said = block.text.slice(span.start, span.end).replaceAll(OBJECT, '…').replace(/\s+/g, ' ').trim();
      const reason = reasonOf(block.text.slice(span.start, span.end), named, block.kind === 'cell');
      if (!reason) return;
      const start = block.offset + span.start;
      const line = lineOf(lines, start);
      const claim: Claim = { start, end: block.offset + span.end, line, section: block.under.at(-1) ?? '', text: said, reason, cited: has(citations, i === 0 ? block.offset : start, block.offset + (sentences[i + 1]?.start ?? block.text.length)) };
      if (block.kind !== 'cell') {
        claims.push(claim);
        return;
      }
      const [from, to] = [lines[line - 1]!, lines[line] ?? text.length + 1];
      const row = rows.get(line);
      rows.set(line, row ? { ...row, end: claim.end } : { ...claim, text: rowText(text.slice(from, to)), cited: has(citations, from, to) });
    });
  }
  return [...claims, ...rows.values()].sort((a, b) => a.start - b.start);
}

function reasonOf(said: string, named: ((said: string) => boolean) | undefined, isCell: boolean): ClaimReason | undefined {
  const sentence = said.trim();
  if ((!isCell && !/\p{L}.*\p{L}/su.test(sentence)) || sentence.endsWith('?') || NOT_KNOWN.test(sentence)) return undefined;
  if (TIME.test(sentence)) return 'time';
  if (CAUSE.test(sentence)) return 'cause';
  if (NUMBER.test(sentence)) return 'number';
  return named?.(sentence) ? 'name' : undefined;
}

/** Names as whole words, as they are written: "edge" is a service, "Edge cases" is not. */
function nameMatcher(names: readonly string[]): ((said: string) => boolean) | undefined {
  const wanted = [...new Set(names.map((name) => name.trim()))].filter((name) => name.length > 2).slice(0, 2000);
  if (wanted.length === 0) return undefined;
  const escaped = wanted.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}_-])(?:${escaped})(?![\p{L}\p{N}_-])`, 'u');
  return (said) => pattern.test(said);
}

/** Cells of a row that say something, without its citations. */
function rowText(row: string): string {
  return row.replace(/\[@[^\]\s]*\]/g, '').split('|').map((cell) => cell.replace(/\s+/g, ' ').trim()).filter((cell) => cell !== '').join(', ');
}

function has(sorted: readonly number[], from: number, to: number): boolean {
  return sorted.some((at) => at >= from && at < to);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
