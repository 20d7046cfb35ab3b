import { visibleText } from '../../../base/text.ts';
import { formatRfc3339 } from '../../../base/time.ts';
import type { EventRow } from '../../../model/event.ts';
import { citationLabel, formatCitation } from '../../../model/evidence.ts';
import type { HighlightColour, Highlighter } from '../../../model/saved.ts';

/** Records as text to paste anywhere: time in UTC, text, and where the bytes are. */
export function copyText(rows: ReadonlyArray<EventRow & { readonly path?: string }>): string {
  return rows.map((r) => {
    const reference = citationLabel({ sha256: r.sha256, locator: { kind: 'bytes', offsetBytes: r.offsetBytes, lengthBytes: Math.max(1, r.lengthBytes) } });
    const line = r.line > 0 ? `, line ${r.line}` : '';
    return `${r.timeNs === undefined ? '' : `${formatRfc3339(r.timeNs)} `}${visibleText(r.body)} [${reference}${line}, ${visibleText(r.path ?? r.source)}]`;
  }).join('\n');
}

/** At most `max` characters, cut in the middle: of paths the end tells more than the beginning. */
export function shortenMiddle(text: string, max: number): string {
  const characters = Array.from(text);
  if (characters.length <= max) return text;
  const head = Math.floor((max - 1) * 0.3);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (max - 1 - head)).join('')}`;
}

/** Records as a Markdown quote: the lines as code, so that nothing in them is markup, and below them the citation of each. */
export function quoteText(rows: ReadonlyArray<EventRow & { readonly path?: string }>): string {
  const lines = rows.map((r) => `${r.timeNs === undefined ? '' : `${formatRfc3339(r.timeNs)} `}${visibleText(r.body, true)}`);
  // A fence outgrows what it holds (CommonMark 4.5).
  const fence = '`'.repeat(Math.max(3, ...lines.flatMap((l) => [...l.matchAll(/`+/g)].map((m) => m[0].length + 1))));
  const quoted = [`${fence}text`, ...lines.join('\n').split('\n'), fence].map((l) => `> ${l}`).join('\n');
  const cited = rows.map((r) => `> ${citationOf(r)} ${visibleText(r.path ?? r.source).replace(/([\\`*_[\]<>])/g, '\\$1')}${r.line > 0 ? `, line ${r.line}` : ''}`);
  return `${quoted}\n>\n${cited.join('\\\n')}\n`;
}

function citationOf(row: EventRow): string {
  return formatCitation({ sha256: row.sha256, locator: { kind: 'bytes', offsetBytes: row.offsetBytes, lengthBytes: Math.max(1, row.lengthBytes) } });
}

export interface Piece { readonly text: string; readonly hit: boolean; readonly colour?: HighlightColour | undefined }

/** What is looked for: text, or with slashes a regular expression. With a colour it is a highlighter's, without what was searched for. */
export interface Find { readonly kind: 'text' | 'regex'; readonly text: string; readonly colour?: HighlightColour | undefined }

/** Highlighters that are on, as what to look for. */
export function findsOf(highlighters: readonly Highlighter[]): Find[] {
  return highlighters.flatMap((h) => {
    const find = h.active ? parseFind(h.text) : undefined;
    return find ? [{ ...find, colour: h.colour }] : [];
  });
}

export function parseFind(typed: string): Find | undefined {
  const regex = /^\/(.+)\/(i?)$/s.exec(typed);
  if (regex) return { kind: 'regex', text: regex[2] === 'i' ? `(?i)${regex[1]!}` : regex[1]! };
  return typed.trim() === '' ? undefined : { kind: 'text', text: typed };
}

/** A line in pieces, hits marked: of the text looked for, whatever its case. A pattern that JavaScript cannot read marks nothing. */
export function pieces(line: string, finds: readonly Find[]): Piece[] {
  const ranges: Array<readonly [from: number, to: number, colour: HighlightColour | undefined]> = [];
  for (const find of finds) for (const [from, to] of hits(line, find)) ranges.push([from, to, find.colour]);
  // At one place what was searched for comes before what is highlighted.
  ranges.sort((a, b) => a[0] - b[0] || Number(a[2] !== undefined) - Number(b[2] !== undefined));
  const out: Piece[] = [];
  let at = 0;
  for (const [from, to, colour] of ranges) {
    if (to <= at) continue;
    const start = Math.max(from, at);
    if (start > at) out.push({ text: line.slice(at, start), hit: false });
    out.push({ text: line.slice(start, to), hit: true, ...(colour === undefined ? {} : { colour }) });
    at = to;
  }
  if (at < line.length || out.length === 0) out.push({ text: line.slice(at), hit: false });
  return out;
}

const MOST_HITS = 50;

function hits(line: string, find: Find): Array<[number, number]> {
  const found: Array<[number, number]> = [];
  const lower = line.toLowerCase();
  const sought = find.text.toLowerCase();
  // Case may change length (İ); places would no longer agree.
  if (find.kind === 'text' && lower.length === line.length) {
    for (let at = lower.indexOf(sought); at >= 0 && found.length < MOST_HITS; at = lower.indexOf(sought, at + sought.length)) found.push([at, at + sought.length]);
  } else if (find.kind === 'regex' && isPlain(find.text)) {
    try {
      const anyCase = find.text.startsWith('(?i)');
      for (const m of line.slice(0, 500).matchAll(new RegExp(anyCase ? find.text.slice(4) : find.text, anyCase ? 'giu' : 'gu'))) {
        if (m[0] !== '') found.push([m.index, m.index + m[0].length]);
        if (found.length >= MOST_HITS) break;
      }
    } catch {
      // RE2 knows it, JavaScript does not: the engine found the row, only the marking is missing.
    }
  }
  return found;
}

/** No repeated group: such a pattern takes at most quadratic time here, where it runs without RE2's promise. */
function isPlain(pattern: string): boolean {
  return !/\)[*+{?]/.test(pattern) && (pattern.match(/[*+{]/g)?.length ?? 0) <= 3;
}
