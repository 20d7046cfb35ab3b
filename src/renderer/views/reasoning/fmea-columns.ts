import { actionPriority, riskPriorityNumber } from '../../../model/action-priority.ts';
import type { FailureMode } from '../../../model/cause.ts';
import { NOT_NAMED } from '../../../model/failure-mode.ts';

/** The sheet's columns: what each holds, and how what is typed becomes it. */

export type TextColumn = 'component' | 'function' | 'mode' | 'effect' | 'cause' | 'prevention' | 'detection';
export type RatingColumn = 'severity' | 'occurrence' | 'detectability';

export interface Column {
  readonly id: TextColumn | RatingColumn | 'rpn' | 'ap';
  readonly title: string;
  /** What the heading says to who asks. */
  readonly about: string;
  readonly kind: 'text' | 'rating' | 'worked-out';
  readonly most: number;
}

export const COLUMNS: readonly Column[] = [
  { id: 'component', title: 'Component', about: 'What fails', kind: 'text', most: 300 },
  { id: 'function', title: 'Function', about: 'What it is for', kind: 'text', most: 1000 },
  { id: 'mode', title: 'Failure mode', about: 'How it fails', kind: 'text', most: 1000 },
  { id: 'effect', title: 'Effect', about: 'What follows for those who depend on it', kind: 'text', most: 2000 },
  { id: 'severity', title: 'S', about: 'Severity of the effect, 1 to 10', kind: 'rating', most: 2 },
  { id: 'cause', title: 'Cause', about: 'Why it fails', kind: 'text', most: 2000 },
  { id: 'prevention', title: 'Prevention', about: 'What keeps the cause from coming about', kind: 'text', most: 2000 },
  { id: 'occurrence', title: 'O', about: 'Occurrence of the cause, 1 to 10', kind: 'rating', most: 2 },
  { id: 'detection', title: 'Detection', about: 'What finds it before it does harm', kind: 'text', most: 2000 },
  { id: 'detectability', title: 'D', about: 'Detection, 1 (always before harm) to 10 (nothing looks for it)', kind: 'rating', most: 2 },
  { id: 'rpn', title: 'RPN', about: 'S × O × D', kind: 'worked-out', most: 0 },
  { id: 'ap', title: 'AP', about: 'Action priority, AIAG & VDA FMEA Handbook 2019: high, medium, low', kind: 'worked-out', most: 0 },
];

/** What a cell shows. */
export function cellText(mode: FailureMode, { id }: Column): string {
  switch (id) {
    case 'rpn': return String(riskPriorityNumber(mode) ?? '');
    case 'ap': return actionPriority(mode) ?? '';
    case 'component': case 'mode': return mode[id] === NOT_NAMED ? '' : mode[id];
    case 'severity': case 'occurrence': case 'detectability': return String(mode[id] ?? '');
    default: return mode[id];
  }
}

/** What is changed by a text in a cell, or why it cannot stand there. */
export function cellChange(column: Column, text: string): { readonly change: Partial<FailureMode> } | { readonly problem: string } {
  const words = text.trim();
  if (column.kind === 'rating') {
    if (words === '') return { change: { [column.id]: undefined } };
    return /^(?:[1-9]|10)$/.test(words) ? { change: { [column.id]: Number(words) } } : { problem: `${column.about.split(',')[0]!} is a number from 1 to 10.` };
  }
  if (column.kind === 'worked-out') return { problem: `${column.title} is worked out from the ratings.` };
  return { change: { [column.id]: (column.id === 'component' || column.id === 'mode') && words === '' ? NOT_NAMED : words.slice(0, column.most) } };
}

/** The cell a step to the right or left of another, row by row. */
export function cellBeside(row: number, column: number, by: 1 | -1, rows: number): { readonly row: number; readonly column: number } | undefined {
  const at = row * COLUMNS.length + column + by;
  return at < 0 || at >= rows * COLUMNS.length ? undefined : { row: Math.floor(at / COLUMNS.length), column: at % COLUMNS.length };
}
