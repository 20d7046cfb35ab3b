import { formatCount, plural } from '../../../../base/text.ts';
import { formatTerm } from '../../../../model/filter-text.ts';
import type { WindowChange } from '../../../../protocol/methods/message-templates.ts';

/** What happened to a thing, in a word for its column. */
export const CHANGE_WORDS: Readonly<Record<WindowChange['change'], string>> = { new: 'new', vanished: 'vanished', more: 'more', less: 'less', same: 'as before' };

/** What the comparison calls a row by, in a link and among its rows. */
export function rowKey({ kind, field, value }: Pick<WindowChange, 'kind' | 'field' | 'value'>): string {
  return `${kind}:${field}:${value}`;
}

/** The filter that finds its records, as one types it. */
export function filterOf({ field, value }: Pick<WindowChange, 'field' | 'value'>): string {
  return formatTerm({ kind: 'field', field, op: ':', value, negated: false });
}

/** `12 ×`, `0.08 ×`; nothing where one side has none. */
export function ratioText({ change, ratio }: Pick<WindowChange, 'change' | 'ratio'>): string {
  if (change === 'new' || change === 'vanished') return '';
  return `${short(ratio)} ×`;
}

/** Two digits say how much; more would be noise. */
function short(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  return value >= 100 ? formatCount(Math.round(value)) : value >= 10 ? value.toFixed(0) : value.toFixed(value < 0.1 ? 2 : 1);
}

/** `4.2/s`, `3/min`, `2/h`: in the unit that leaves at least one. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return 'none';
  for (const [unit, seconds] of [['s', 1], ['min', 60], ['h', 3600]] as const) if (perSecond * seconds >= 1) return `${short(perSecond * seconds)}/${unit}`;
  return `${short(perSecond * 86_400)}/day`;
}

/** How sure it is, for people: the share of such findings that would be chance. */
export function chanceText({ p, q }: Pick<WindowChange, 'p' | 'q'>): string {
  const chance = q < 0.0001 ? 'less than 1 in 10,000' : q < 0.01 ? `about 1 in ${formatCount(Math.round(1 / q))}` : `about ${(q * 100).toFixed(q < 0.1 ? 1 : 0)} %`;
  return `Of findings as strong as this, ${chance} would be chance (q ${small(q)}, p ${small(p)}).`;
}

/** One sentence of what changed. */
export function changeSentence(row: WindowChange): string {
  const [before, after] = [rateText(row.baselineRate), rateText(row.incidentRate)];
  switch (row.change) {
    case 'new': return `${plural(row.incidentCount, 'record')} in the incident window and none in the baseline${row.isFirstSeen ? '; never before in this case' : '; seen earlier in this case'}.`;
    case 'vanished': return `${plural(row.baselineCount, 'record')} in the baseline and none in the incident window.`;
    case 'same': return `${before} before, ${after} in the incident window: no more than chance.`;
    default: return `${before} before, ${after} in the incident window: ${short(row.ratio)} times as often (95 % ${row.ratioHigh === undefined ? `at least ${short(row.ratioLow)}` : `between ${short(row.ratioLow)} and ${short(row.ratioHigh)}`}).`;
  }
}

function small(value: number): string {
  return value === 0 ? '0' : value < 0.001 ? value.toExponential(0) : value.toFixed(3);
}

/** Constant words and places of what varies. */
export function patternPieces(pattern: string): Array<{ readonly text: string; readonly varies: boolean }> {
  return pattern.split(/(<\*>)/).filter((text) => text !== '').map((text) => ({ text, varies: text === '<*>' }));
}

/** Heights of a line of bars, as one path: `x y` in units of a bar and of its height. */
export function sparkPath(counts: ArrayLike<number>, heightPx: number): string {
  const highest = Array.from(counts).reduce((a, b) => Math.max(a, b), 0);
  if (highest === 0) return '';
  // What happened once is seen as well.
  return Array.from(counts).flatMap((count, i) => (count === 0 ? [] : [`M${i} ${heightPx}v${-Math.max(1, Math.round((count / highest) * heightPx))}h1V${heightPx}z`])).join('');
}
