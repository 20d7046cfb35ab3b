import { actionPriority, riskPriorityNumber, type ActionPriority } from './action-priority.ts';
import type { Factor, FailureMode } from './cause.ts';
import { guarded, readDelimited, unguarded, writeDelimited } from './delimited-text.ts';
import type { FaultEvent } from './fault-tree/document.ts';

/** Rows of the FMEA sheet: made from what is known, exchanged as CSV, ordered by what to look at first. */

/** Stands where a component or a mode is not named yet: sheets of FMEA have a question mark there. */
export const NOT_NAMED = '?';

export function newFailureMode(id: string, createdAtNs: bigint, more: Partial<Omit<FailureMode, 'kind' | 'id' | 'createdAtNs'>> = {}): FailureMode {
  return {
    kind: 'failure-mode', id, component: NOT_NAMED, function: '', mode: NOT_NAMED, effect: '', cause: '', prevention: '', detection: '', evidence: [], factors: [], nodes: [], actions: [],
    createdAtNs, ...more,
  };
}

/** What contributed once as a way to fail again. */
export function failureModeOfFactor(id: string, factor: Factor, createdAtNs: bigint): FailureMode {
  return newFailureMode(id, createdAtNs, {
    mode: factor.title, cause: factor.part === 'trigger' || factor.part === 'enabler' || factor.part === 'latent' ? factor.note.slice(0, 2000) : '',
    detection: factor.part === 'detection' ? factor.note.slice(0, 2000) : '', prevention: factor.part === 'mitigator' ? factor.note.slice(0, 2000) : '',
    evidence: factor.evidence, factors: [factor.id], nodes: factor.nodes, actions: factor.actions,
  });
}

export function failureModeOfEvent(id: string, event: FaultEvent, treeTitle: string, createdAtNs: bigint): FailureMode {
  const words = event.title.trim() === '' ? event.name : event.title;
  return newFailureMode(id, createdAtNs, { mode: words, effect: treeTitle, cause: event.note.slice(0, 2000), evidence: event.observed.evidence, nodes: [event.id] });
}

const RANK: Readonly<Record<ActionPriority, number>> = { H: 0, M: 1, L: 2 };

/** What to look at first: by action priority, then by number; what is not rated comes last, in the order it was written. */
export function byActionPriority(a: FailureMode, b: FailureMode): number {
  const rank = (mode: FailureMode): number => { const priority = actionPriority(mode); return priority === undefined ? 3 : RANK[priority]; };
  return rank(a) - rank(b) || (riskPriorityNumber(b) ?? 0) - (riskPriorityNumber(a) ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

const TEXTS = ['component', 'function', 'mode', 'effect', 'cause', 'prevention', 'detection'] as const;
const RATINGS = ['severity', 'occurrence', 'detectability'] as const;
type Column = (typeof TEXTS)[number] | (typeof RATINGS)[number];

const MOST: Readonly<Record<(typeof TEXTS)[number], number>> = { component: 300, function: 1000, mode: 1000, effect: 2000, cause: 2000, prevention: 2000, detection: 2000 };

/** The columns as they are headed in files, in the order of a sheet; what else they may be called. */
const COLUMNS: ReadonlyArray<readonly [Column, string, RegExp]> = [
  ['component', 'Component', /^(?:component|item|element|system|service|process step)\b/i],
  ['function', 'Function', /^(?:function|requirement)/i],
  ['mode', 'Failure mode', /^(?:(?:potential )?failure ?modes?|mode|fm)\b/i],
  ['effect', 'Effect', /^(?:(?:potential )?(?:failure )?effects?|fe|consequence)/i],
  ['severity', 'S', /^(?:s|sev|severity)\b/i],
  ['cause', 'Cause', /^(?:(?:potential )?(?:failure )?causes?|fc)\b/i],
  ['prevention', 'Prevention', /^(?:(?:current )?prevent)/i],
  ['occurrence', 'O', /^(?:o|occ|occurrence)\b/i],
  ['detection', 'Detection', /^(?:(?:current )?detection(?: controls?)?|controls?)$/i],
  ['detectability', 'D', /^(?:d|det|detectability|detection rating)$/i],
];

/** The sheet for spreadsheets and other cases: RFC 4180, a line of headings, RPN and action priority worked out. */
export function failureModesCsv(modes: readonly FailureMode[]): string {
  return writeDelimited([
    [...COLUMNS.map(([, heading]) => heading), 'RPN', 'AP'],
    ...modes.map((mode) => [
      ...COLUMNS.map(([column]) => { const value = mode[column]; return typeof value === 'string' ? guarded(value) : value === undefined ? '' : String(value); }),
      String(riskPriorityNumber(mode) ?? ''), actionPriority(mode) ?? '',
    ]),
  ]);
}

export interface FailureModeRow {
  /** 1-based row of what was pasted, headings included. */
  readonly row: number;
  readonly mode: Omit<FailureMode, 'id' | 'createdAtNs'> | undefined;
  /** Why it became nothing, or what of it was left out. */
  readonly problem: string | undefined;
}

/**
 * Rows of another sheet: this one's CSV, or cells copied from a spreadsheet under headings as FMEA sheets have them; without
 * headings the columns are those of this sheet, in their order. RPN and AP are worked out, not read.
 */
export function readFailureModes(text: string): FailureModeRow[] {
  const cells = readDelimited(text);
  const headings = headingsOf(cells[0] ?? []);
  const columns = headings ?? COLUMNS.map(([column]) => column);
  return cells.slice(headings ? 1 : 0).slice(0, 5000).map((row, i) => readRow(row, columns, i + (headings ? 2 : 1)));
}

function headingsOf(row: readonly string[]): Array<Column | undefined> | undefined {
  const columns = row.map((cell) => COLUMNS.find(([, heading, other]) => heading === cell.trim() || other.test(cell.trim()))?.[0]);
  return columns.filter((column) => column !== undefined).length >= 2 && columns.includes('mode') ? columns : undefined;
}

function readRow(cells: readonly string[], columns: ReadonlyArray<Column | undefined>, row: number): FailureModeRow {
  const mode = newFailureMode('', 0n);
  const { id: _, createdAtNs: __, ...empty } = mode;
  const read: Record<string, string | number> = {};
  const left: string[] = [];
  columns.forEach((column, i) => {
    const cell = unguarded(cells[i]?.trim() ?? '');
    if (column === undefined || cell === '') return;
    const text = TEXTS.find((one) => one === column);
    if (text) {
      read[text] = cell.slice(0, MOST[text]);
      if (cell.length > MOST[text]) left.push(`${text} is longer than ${MOST[text]} characters`);
    } else if (/^(?:[1-9]|10)$/.test(cell)) read[column] = Number(cell);
    else left.push(`“${cell.slice(0, 20)}” is no rating from 1 to 10`);
  });
  if (read['mode'] === undefined) return { row, mode: undefined, problem: 'No failure mode is named in this row.' };
  return { row, mode: { ...empty, ...read }, problem: left.length === 0 ? undefined : `Left out: ${left.join('; ')}.` };
}

/** Whether a row says what another says already. */
export function sameFailureMode(a: Pick<FailureMode, 'component' | 'mode' | 'cause'>, b: Pick<FailureMode, 'component' | 'mode' | 'cause'>): boolean {
  const flat = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return flat(a.component) === flat(b.component) && flat(a.mode) === flat(b.mode) && flat(a.cause) === flat(b.cause);
}
