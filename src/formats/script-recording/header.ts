import { parseTimeText } from '../contract-time.ts';
import type { LineMeaning } from '../contract-terminal-records.ts';

/**
 * The first and the last line of a typescript. util-linux writes ISO times and what it knows in brackets (since 2.35);
 * before, and on BSD, the time stands there as date(1) writes it.
 */
const EDGE = /^Script (started on|done on) ([^[]{1,80}?)(?: ?\[(.*)\]?)?$/s;
/** date(1) in an English locale of Linux: Tue 14 Oct 2025 10:34:11 AM UTC. Of zone names only these are certain. */
const DATE = /^[A-Z][a-z]{2} (\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?: ([AP])M)?(?: (UTC|GMT))?$/;

export interface Edge extends LineMeaning {
  readonly event: 'header' | 'end';
  readonly facts: Readonly<Record<string, string>>;
  readonly timeText: string;
}

export function readEdge(text: string, zone: string): Edge | undefined {
  const m = EDGE.exec(text);
  if (!m) return undefined;
  const timeText = m[2]!.trim();
  const facts = readFacts(m[3] ?? '');
  const code = facts['COMMAND_EXIT_CODE'];
  const number = (name: string): number | undefined => (/^\d{1,15}$/.test(facts[name] ?? '') && Number(facts[name]) > 0 ? Number(facts[name]) : undefined);
  return {
    event: m[1] === 'started on' ? 'header' : 'end', timeText, timeNs: timeOf(timeText, zone), facts,
    exitCode: code !== undefined && /^-?\d{1,10}$/.test(code) ? Number(code) : undefined,
    columns: number('COLUMNS'), rows: number('LINES'), attributes: Object.keys(facts).length > 0 ? facts : undefined,
  };
}

/** `TERM="xterm" TTY="/dev/pts/1"`; a value may hold quotes, which nothing escapes: it ends where the next name begins. */
function readFacts(text: string): Record<string, string> {
  const facts: Record<string, string> = Object.create(null);
  const starts = [...text.matchAll(/(?:^|(?<=" ))([A-Z_]{1,40})="/g)];
  for (const [i, start] of starts.entries()) {
    const rest = text.slice(start.index + start[0].length, starts[i + 1]?.index ?? text.length);
    facts[start[1]!] = rest.slice(0, Math.max(0, rest.lastIndexOf('"')));
  }
  return facts;
}

export function timeOf(text: string, zone: string): bigint | undefined {
  const m = DATE.exec(text);
  if (!m) return parseTimeText(text, zone);
  const hour = m[7] === undefined ? Number(m[4]) : (Number(m[4]) % 12) + (m[7] === 'P' ? 12 : 0);
  return parseTimeText(`${m[1]} ${m[2]} ${m[3]} ${String(hour).padStart(2, '0')}:${m[5]}:${m[6]}${m[8] === undefined ? '' : ` ${m[8]}`}`, zone);
}
