import { ticks } from 'd3';
import { formatDuration, NS_PER_MIN, NS_PER_MS, NS_PER_S, NS_PER_US } from '../../../base/time.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { SPAN_FLAG, type SpanFlag } from '../../../model/trace.ts';
import { has, lengthNs, type Trace } from './trace-model.ts';

/** A duration in ns that arithmetic may have given a fraction. */
export function durationText(ns: number): string {
  return Number.isFinite(ns) ? formatDuration(BigInt(Math.round(ns))) : '';
}

export function serviceText(service: string): string {
  return service === '' ? 'no service' : visibleText(service);
}

export function nameText(name: string): string {
  return name === '' ? 'no name' : visibleText(name);
}

/** What is odd about a span, a sentence each. */
export function oddities(trace: Trace, row: number): string[] {
  const parent = trace.parent[row]!;
  const of = (r: number): string => serviceText(trace.texts[trace.service[r]!]!);
  const said: ReadonlyArray<readonly [SpanFlag, () => string]> = [
    ['missingParent', () => 'Its parent is not in the evidence. It is shown as a root.'],
    ['cycle', () => 'Its parents lead back to itself. The loop is cut here.'],
    ['beginsBeforeParent', () => `Begins ${durationText(trace.startNs[parent]! - trace.startNs[row]!)} before its parent${clocks(trace, row, parent, of)}.`],
    ['endsAfterParent', () => `Ends ${durationText(trace.startNs[row]! + lengthNs(trace, row) - trace.startNs[parent]! - lengthNs(trace, parent))} after its parent: handed over, or a clock that differs.`],
    ['neverEnded', () => 'It has no end.'],
    ['noTime', () => 'It has no time.'],
    ['endsBeforeStart', () => `It ends ${durationText(-trace.durationsNs[row]!)} before it begins.`],
    ['duplicateId', () => 'Another span of this trace has the same id.'],
  ];
  return said.flatMap(([flag, sentence]) => (has(trace, row, flag) ? [sentence()] : []));
}

function clocks(trace: Trace, row: number, parent: number, of: (row: number) => string): string {
  return trace.service[row] === trace.service[parent] ? '' : `: the clocks of ${of(parent)} and ${of(row)} differ by at least that`;
}

const COUNTED: ReadonlyArray<readonly [SpanFlag, (n: number) => string]> = [
  ['missingParent', (n) => `${plural(n, 'span')} without ${n === 1 ? 'its' : 'their'} parent`],
  ['cycle', (n) => plural(n, 'loop of parents', 'loops of parents')],
  ['beginsBeforeParent', (n) => `${plural(n, 'span')} before ${n === 1 ? 'its' : 'their'} parent`],
  ['neverEnded', (n) => `${plural(n, 'span')} without an end`],
  ['noTime', (n) => `${plural(n, 'span')} without a time`],
  ['duplicateId', (n) => `${plural(n, 'span')} with an id that stands twice`],
  ['endsBeforeStart', (n) => `${plural(n, 'span')} ending before ${n === 1 ? 'it begins' : 'they begin'}`],
];

/** What is odd about a trace, a phrase each, with the first row it is true of. */
export function traceOddities(trace: Trace): Array<{ text: string; row: number }> {
  return COUNTED.flatMap(([flag, phrase]) => {
    let count = 0;
    let first = -1;
    for (let row = 0; row < trace.rows; row++) {
      if ((trace.flags[row]! & SPAN_FLAG[flag]) === 0) continue;
      if (count++ === 0) first = row;
    }
    return count === 0 ? [] : [{ text: phrase(count), row: first }];
  });
}

const UNITS: ReadonlyArray<readonly [ns: number, name: string]> = [
  [Number(NS_PER_MIN), 'min'], [Number(NS_PER_S), 's'], [Number(NS_PER_MS), 'ms'], [Number(NS_PER_US), 'µs'], [1, 'ns'],
];

export interface OffsetTick { readonly ns: number; readonly label: string }

/** Round offsets from the start of a trace within `fromNs … toNs`, about `count` of them. */
export function offsetTicks(fromNs: number, toNs: number, count: number): OffsetTick[] {
  const most = Math.max(Math.abs(fromNs), Math.abs(toNs));
  // Up to ten minutes in seconds: 90 s is easier to reckon with than 1.5 min.
  const [unit, name] = UNITS.find(([ns]) => most >= (ns === Number(NS_PER_MIN) ? 10 * ns : ns)) ?? UNITS.at(-1)!;
  const found = ticks(fromNs / unit, toNs / unit, Math.max(1, count));
  const step = found.length > 1 ? found[1]! - found[0]! : 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return found.map((value) => ({ ns: value * unit, label: `${value.toFixed(digits)} ${name}` }));
}

const DURATION = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(ns|us|µs|μs|ms|s|min|m|h)?\s*$/i;
const NS_OF: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, min: 60e9, m: 60e9, h: 3600e9 };

/** A duration as people type it, `250 ms`, `1.5s`, `2 min`; a number alone is milliseconds. */
export function parseDuration(text: string): bigint | undefined {
  const m = DURATION.exec(text);
  if (!m) return undefined;
  const ns = Number(m[1]) * NS_OF[(m[2] ?? 'ms').toLowerCase()]!;
  return Number.isFinite(ns) && ns < 2 ** 62 ? BigInt(Math.round(ns)) : undefined;
}
