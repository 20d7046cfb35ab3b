import { formatDuration, formatTimeOfDay, formatUncertaintyOf, NS_PER_MIN } from '../base/time.ts';
import { formatDayMonth } from '../base/time-ticks.ts';
import type { Repeat } from '../model/timeline-folds.ts';
import {
  byTime, isHindsight, LANE_OF_KIND, LANES, MILESTONE_TITLE, milestoneDurations, startEstimate, type Lane, type Milestone, type MilestoneDuration,
  type TimelineEntry,
} from '../model/timeline.ts';
import { placeInRows, type Extent, type Row } from './row-packing.ts';
import { fitText, textWidthPx } from './text-metrics.ts';

/**
 * Where everything on a timeline stands, as numbers only: the report's figure and the lanes view both draw from this.
 * x is px from the origin `fromNs` at `nsPerPx`; y is px from the top of the lanes. Without `bounds` the result
 * depends on the scale alone, not on the part in view, so that panning moves things and never reorders them.
 */
export interface TimelineLayoutInput {
  readonly entries: readonly TimelineEntry[];
  /** Which of `entries` stand for a run of repeats (model/timeline-folds.ts), by id. */
  readonly repeats?: ReadonlyMap<string, Repeat> | undefined;
  readonly fromNs: bigint;
  readonly nsPerPx: number;
  readonly zone: string;
  /** Lanes to show, drawn in the order of `LANES`, or as given with `lanesAsGiven`. */
  readonly lanes: readonly Lane[];
  readonly lanesAsGiven?: boolean;
  /** Lanes that take one low row: marks without words. */
  readonly folded?: ReadonlySet<Lane>;
  readonly milestones: boolean;
  readonly rowPx: number;
  readonly fontPx: number;
  /** Labels keep inside these, turning to the left of their mark or getting shorter as they must. */
  readonly bounds?: Extent;
  /** Write each point's time behind its title. */
  readonly times: boolean;
  readonly maxRows: number;
  readonly maxLabelPx: number;
  readonly showText: (text: string) => string;
  /** Quiet words of the caller's own behind the title ("2 comments"); the same function for as long as it says the same. */
  readonly remarkOf?: ((entry: TimelineEntry) => string) | undefined;
}

export interface MarkLabel {
  readonly text: string;
  /** Quiet words behind the title (a time); may be empty. */
  readonly detail: string;
  /** Left edge of the text. */
  readonly x: number;
  readonly widthPx: number;
  readonly side: 'right' | 'left' | 'inside';
}

export interface Mark {
  readonly entry: TimelineEntry;
  readonly row: number;
  /** Middle of the row. */
  readonly y: number;
  readonly startX: number;
  /** Equals `startX` for a point. */
  readonly endX: number;
  readonly uncertaintyPx: number;
  /** Of a run of repeats: where each of them is, but for those that would touch the one before. */
  readonly ticks?: readonly number[];
  readonly label: MarkLabel;
  /** All the room the mark and its label take. */
  readonly extent: Extent;
}

/** Entries a lane has no row left for, drawn as one. */
export interface Fold {
  readonly entries: readonly TimelineEntry[];
  readonly y: number;
  readonly text: string;
  readonly extent: Extent;
}

export interface LaneLayout {
  readonly lane: Lane;
  readonly title: string;
  readonly subtitle: string;
  /** Entries, each of a run counted. */
  readonly count: number;
  readonly y: number;
  readonly heightPx: number;
  readonly marks: readonly Mark[];
  readonly folds: readonly Fold[];
}

export interface Flag {
  readonly entry: TimelineEntry;
  readonly milestone: Milestone;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly extent: Extent;
}

/** A dimension line: caps at both ends, its text in the middle or beside it. */
export interface Dimension {
  readonly duration: MilestoneDuration;
  readonly startX: number;
  readonly endX: number;
  readonly y: number;
  readonly text: string;
  readonly textX: number;
  readonly side: 'middle' | 'right' | 'left';
  readonly extent: Extent;
}

export interface MilestoneLayout {
  readonly heightPx: number;
  readonly flags: readonly Flag[];
  readonly dimensions: readonly Dimension[];
}

export interface TimelineLayout {
  readonly milestones: MilestoneLayout | undefined;
  readonly lanes: readonly LaneLayout[];
  readonly heightPx: number;
}

export const LANE_TITLE: Readonly<Record<Lane, { readonly title: string; readonly subtitle: string }>> = {
  impact: { title: 'Impact', subtitle: 'what users met' },
  detection: { title: 'Detection', subtitle: 'alerts and reports' },
  response: { title: 'Response', subtitle: 'what responders did' },
  decisions: { title: 'Decisions', subtitle: 'choices and why' },
  changes: { title: 'Changes', subtitle: 'deploys and config' },
  communication: { title: 'Communication', subtitle: 'status and chat' },
  evidence: { title: 'Observations', subtitle: 'what records show' },
};

export const DIAMOND_PX = 5.5;
export const FLAG_HEIGHT_PX = 16;
export const FLAG_FONT_PX = 11;
export const DIMENSION_FONT_PX = 12;
const FLAG_PADDING_PX = 6;
const FLAG_ROW_PX = 20;
const DIMENSION_ROW_PX = 18;
const LABEL_GAP_PX = 5;
export const DETAIL_GAP_PX = 7;
const ITEM_GAP_PX = 8;
const LANE_PADDING_PX = 6;
const MIN_LABEL_PX = 40;
const MIN_BAR_PX = 4;

export function layoutTimeline(input: TimelineLayoutInput): TimelineLayout {
  const sorted = [...input.entries].sort(byTime);
  const milestones = input.milestones ? layoutMilestones(sorted, input) : undefined;
  let y = milestones?.heightPx ?? 0;
  const lanes = (input.lanesAsGiven ? input.lanes : LANES.filter((lane) => input.lanes.includes(lane))).map((lane) => {
    const laid = (input.folded?.has(lane) ? foldedLane : layoutLane)(lane, sorted.filter((e) => LANE_OF_KIND[e.kind] === lane), y, input);
    y += laid.heightPx;
    return laid;
  });
  return { milestones, lanes, heightPx: y };
}

/** Position of an instant; a double holds it to a fraction of a px over any span a screen can show. */
export function xOf(ns: bigint, fromNs: bigint, nsPerPx: number): number {
  return Number(ns - fromNs) / nsPerPx;
}

/** A label with the room its mark and text take together. */
interface Candidate extends Extent {
  readonly label: MarkLabel;
}

function layoutLane(lane: Lane, entries: readonly TimelineEntry[], y: number, input: TimelineLayoutInput): LaneLayout {
  const rows: Row[] = [];
  const marks: Mark[] = [];
  const left: TimelineEntry[] = [];
  const rowY = (row: number): number => y + LANE_PADDING_PX + (row + 0.5) * input.rowPx;
  for (const entry of entries) {
    const body = bodyOf(entry, input);
    const placed = placeInRows(rows, labelCandidates(entry, body, input), ITEM_GAP_PX, input.maxRows);
    if (!placed) {
      left.push(entry);
      continue;
    }
    const { chosen, row } = placed;
    marks.push({
      entry, row, y: rowY(row), startX: body.startX, endX: body.endX, uncertaintyPx: body.uncertaintyPx, ...ticksOf(entry, input), label: chosen.label,
      extent: { left: chosen.left, right: chosen.right },
    });
  }
  const folds = foldEntries(left, rowY(rows.length), input);
  const rowCount = Math.max(1, rows.length + (folds.length > 0 ? 1 : 0));
  return {
    lane, ...LANE_TITLE[lane], count: countOf(entries, input), y, heightPx: rowCount * input.rowPx + 2 * LANE_PADDING_PX, marks, folds,
  };
}

/** Marks alone, one behind the other: that something was, and when. */
function foldedLane(lane: Lane, entries: readonly TimelineEntry[], y: number, input: TimelineLayoutInput): LaneLayout {
  const middle = y + input.rowPx / 2;
  const marks = entries.map((entry): Mark => {
    const body = bodyOf(entry, input);
    return {
      entry, row: 0, y: middle, startX: body.startX, endX: body.endX, uncertaintyPx: body.uncertaintyPx, ...ticksOf(entry, input),
      label: { text: '', detail: '', x: body.right, widthPx: 0, side: 'right' }, extent: { left: body.left, right: body.right },
    };
  });
  return { lane, ...LANE_TITLE[lane], count: countOf(entries, input), y, heightPx: input.rowPx, marks, folds: [] };
}

function countOf(entries: readonly TimelineEntry[], { repeats }: TimelineLayoutInput): number {
  return entries.reduce((sum, e) => sum + (repeats?.get(e.id)?.entries.length ?? 1), 0);
}

function ticksOf(entry: TimelineEntry, { repeats, fromNs, nsPerPx }: TimelineLayoutInput): { ticks?: number[] } {
  const repeat = repeats?.get(entry.id);
  if (!repeat) return {};
  const ticks: number[] = [];
  for (const { time } of repeat.entries) {
    const x = xOf(time.startNs, fromNs, nsPerPx);
    if (ticks.length === 0 || x - ticks.at(-1)! >= DIAMOND_PX) ticks.push(x);
  }
  return { ticks };
}

interface Body extends Extent {
  readonly startX: number;
  readonly endX: number;
  readonly uncertaintyPx: number;
}

function bodyOf(entry: TimelineEntry, input: TimelineLayoutInput): Body {
  const { time } = entry;
  const startX = xOf(time.startNs, input.fromNs, input.nsPerPx);
  const end = time.endNs === undefined ? startX : xOf(time.endNs, input.fromNs, input.nsPerPx);
  const endX = time.form === 'point' ? startX : Math.max(end, startX + (time.form === 'interval' ? MIN_BAR_PX : 2 * DIAMOND_PX));
  const uncertaintyPx = Number(time.uncertaintyNs) / input.nsPerPx;
  const half = time.form === 'point' || input.repeats?.has(entry.id) ? DIAMOND_PX : 0;
  return {
    startX, endX, uncertaintyPx,
    left: Math.max(startX - Math.max(uncertaintyPx, half), input.bounds?.left ?? -Infinity),
    right: Math.min(endX + Math.max(uncertaintyPx, half), input.bounds?.right ?? Infinity),
  };
}

/** Where the label may stand, best first. There is always one, shortened when nothing else helps. */
function labelCandidates(entry: TimelineEntry, body: Body, input: TimelineLayoutInput): Candidate[] {
  const bounds = input.bounds ?? { left: -Infinity, right: Infinity };
  const full = measureEntry(entry, input);
  const candidates: Candidate[] = [];
  const innerLeft = Math.max(body.startX, bounds.left) + 8;
  const innerRight = Math.min(body.endX, bounds.right) - 6;
  const isRun = input.repeats?.has(entry.id) ?? false;
  if (entry.time.form === 'interval' && !isRun && full.widthPx <= innerRight - innerLeft) {
    candidates.push({ left: body.left, right: body.right, label: { ...at(full, innerLeft), side: 'inside' } });
  }
  if (body.right + LABEL_GAP_PX + full.widthPx <= bounds.right) {
    candidates.push({ left: body.left, right: body.right + LABEL_GAP_PX + full.widthPx, label: { ...at(full, body.right + LABEL_GAP_PX), side: 'right' } });
  }
  if (body.left - LABEL_GAP_PX - full.widthPx >= bounds.left) {
    const x = body.left - LABEL_GAP_PX - full.widthPx;
    candidates.push({ left: x, right: body.right, label: { ...at(full, x), side: 'left' } });
  }
  if (candidates.length > 0) return candidates;
  const roomRight = bounds.right - body.right - LABEL_GAP_PX;
  const roomLeft = body.left - LABEL_GAP_PX - bounds.left;
  const roomInside = entry.time.form === 'point' || isRun ? 0 : innerRight - innerLeft;
  if (roomInside >= Math.max(roomLeft, roomRight, MIN_LABEL_PX)) {
    const short = measure(full.text, full.detail, roomInside, input);
    return [{ left: body.left, right: body.right, label: { ...at(short, innerLeft), side: 'inside' } }];
  }
  const short = measure(full.text, full.detail, Math.max(0, roomLeft, roomRight), input);
  return roomRight >= roomLeft
    ? [{ left: body.left, right: body.right + LABEL_GAP_PX + short.widthPx, label: { ...at(short, body.right + LABEL_GAP_PX), side: 'right' } }]
    : [{ left: body.left - LABEL_GAP_PX - short.widthPx, right: body.right, label: { ...at(short, body.left - LABEL_GAP_PX - short.widthPx), side: 'left' } }];
}

interface Measured { readonly text: string; readonly detail: string; readonly widthPx: number }

interface Remembered { readonly measured: Measured; readonly zone: string; readonly fontPx: number; readonly maxPx: number; readonly times: boolean; readonly showText: (text: string) => string; readonly remarkOf: TimelineLayoutInput['remarkOf'] }

/** The width of a label does not change with the scale: measured once for each entry, however often one zooms. */
const remembered = new WeakMap<TimelineEntry, Remembered>();

function measureEntry(entry: TimelineEntry, input: TimelineLayoutInput): Measured {
  const { zone, fontPx, maxLabelPx: maxPx, times, showText, remarkOf } = input;
  const known = remembered.get(entry);
  if (known && known.zone === zone && known.fontPx === fontPx && known.maxPx === maxPx && known.times === times && known.showText === showText && known.remarkOf === remarkOf) return known.measured;
  const measured = measure(showText(entry.title), detailOf(entry, input), maxPx, input);
  remembered.set(entry, { measured, zone, fontPx, maxPx, times, showText, remarkOf });
  return measured;
}

/** Title and detail within `maxPx`: the title gets shorter first, the detail goes when little would be left of it. */
function measure(title: string, detail: string, maxPx: number, input: TimelineLayoutInput): Measured {
  const detailPx = detail === '' ? 0 : DETAIL_GAP_PX + textWidthPx(detail, FLAG_FONT_PX);
  const keepsDetail = detail !== '' && maxPx - detailPx >= MIN_LABEL_PX;
  const text = fitText(title, keepsDetail ? maxPx - detailPx : maxPx, input.fontPx);
  return { text, detail: keepsDetail ? detail : '', widthPx: textWidthPx(text, input.fontPx) + (keepsDetail ? detailPx : 0) };
}

function at(measured: Measured, x: number): Omit<MarkLabel, 'side'> {
  return { text: measured.text, detail: measured.detail, x, widthPx: measured.widthPx };
}

function detailOf(entry: TimelineEntry, input: TimelineLayoutInput): string {
  const { time } = entry;
  const when = time.form === 'interval' ? formatDuration(time.endNs! - time.startNs)
    : time.form === 'between' ? `${shortTime(time.startNs, input.zone)} to ${shortTime(time.endNs!, input.zone)}`
      : input.times ? shortTime(time.startNs, input.zone) : '';
  return [when, learnedText(entry, input.zone), input.remarkOf?.(entry) ?? ''].filter((part) => part !== '').join(', ');
}

/** `learned 11:20`, `learned 15 Oct 09:00`: when an entry came to be known that nobody knew of as it happened. */
export function learnedText(entry: Pick<TimelineEntry, 'time' | 'knownSinceNs'>, zone: string): string {
  const { time, knownSinceNs } = entry;
  if (knownSinceNs === undefined || !isHindsight(entry)) return '';
  const day = formatDayMonth(knownSinceNs, zone);
  return `learned ${day === formatDayMonth(time.startNs, zone) ? '' : `${day} `}${shortTime(knownSinceNs, zone)}`;
}

/** `10:31` on the minute, `10:31:07` else: a label is not the place for milliseconds. */
function shortTime(ns: bigint, zone: string): string {
  return formatTimeOfDay(ns, zone, ns % NS_PER_MIN === 0n ? 'minute' : 'second');
}

function foldEntries(entries: readonly TimelineEntry[], y: number, input: TimelineLayoutInput): Fold[] {
  const groups: Array<{ entries: TimelineEntry[]; left: number; right: number }> = [];
  for (const entry of entries) {
    const body = bodyOf(entry, input);
    const last = groups.at(-1);
    if (last && body.left < last.right + ITEM_GAP_PX) {
      last.entries.push(entry);
      last.right = Math.max(last.right, body.right, last.left + foldWidth(last.entries.length));
    } else {
      groups.push({ entries: [entry], left: body.left, right: Math.max(body.right, body.left + foldWidth(1)) });
    }
  }
  return groups.map((group) => {
    const over = Math.max(0, group.right - (input.bounds?.right ?? Infinity));
    return { entries: group.entries, y, text: foldText(group.entries.length), extent: { left: group.left - over, right: group.right - over } };
  });
}

const foldText = (count: number): string => `${count} more`;
const foldWidth = (count: number): number => textWidthPx(`+ ${foldText(count)}`, FLAG_FONT_PX) + 16;

function layoutMilestones(sorted: readonly TimelineEntry[], input: TimelineLayoutInput): MilestoneLayout | undefined {
  const held = sorted.filter((e) => e.milestone !== undefined);
  if (held.length === 0) return undefined;
  const bounds = input.bounds ?? { left: -Infinity, right: Infinity };
  const flagRows: Row[] = [];
  const flags = held.flatMap((entry): Flag[] => {
    const x = xOf(startEstimate(entry.time).estimateNs, input.fromNs, input.nsPerPx);
    if (x < bounds.left || x > bounds.right) return [];
    const text = MILESTONE_TITLE[entry.milestone!];
    const width = textWidthPx(text, FLAG_FONT_PX, 'bold') + 2 * FLAG_PADDING_PX;
    const sides = [{ left: x, right: x + width }, { left: x - width, right: x }];
    const inside = sides.filter((s) => s.left >= bounds.left && s.right <= bounds.right);
    const { row, chosen } = placeInRows(flagRows, inside.length > 0 ? inside : sides, 4, Infinity)!;
    return [{ entry, milestone: entry.milestone!, x, y: 6 + row * FLAG_ROW_PX, text, extent: { left: chosen.left, right: chosen.right } }];
  });
  const top = 6 + flagRows.length * FLAG_ROW_PX;
  const dimensionRows: Row[] = [];
  const dimensions = milestoneDurations(sorted).flatMap((duration): Dimension[] => {
    const a = xOf(duration.fromNs, input.fromNs, input.nsPerPx);
    const b = xOf(duration.toNs, input.fromNs, input.nsPerPx);
    const startX = Math.max(Math.min(a, b), bounds.left);
    const endX = Math.min(Math.max(a, b), bounds.right);
    if (startX > endX) return [];
    const text = dimensionText(duration);
    const width = textWidthPx(text, DIMENSION_FONT_PX, 'bold');
    const candidates: Array<Extent & { textX: number; side: Dimension['side'] }> = [];
    if (endX - startX >= width + 32) candidates.push({ left: startX, right: endX, textX: (startX + endX - width) / 2, side: 'middle' });
    else {
      candidates.push({ left: startX, right: endX + 6 + width, textX: endX + 6, side: 'right' });
      candidates.push({ left: startX - 6 - width, right: endX, textX: startX - 6 - width, side: 'left' });
    }
    const inside = candidates.filter((c) => c.left >= bounds.left && c.right <= bounds.right);
    const { row, chosen } = placeInRows(dimensionRows, inside.length > 0 ? inside : candidates, ITEM_GAP_PX, Infinity)!;
    return [{
      duration, startX, endX, y: top + (row + 0.5) * DIMENSION_ROW_PX + 2, text, textX: chosen.textX, side: chosen.side,
      extent: { left: chosen.left, right: chosen.right },
    }];
  });
  return { heightPx: top + dimensionRows.length * DIMENSION_ROW_PX + 8, flags, dimensions };
}

/** `TTD 6 min 51 s ±2 s` */
function dimensionText({ id, durationNs, uncertaintyNs }: MilestoneDuration): string {
  return [id, formatDuration(durationNs), formatUncertaintyOf(durationNs, uncertaintyNs)].filter((part) => part !== '').join(' ');
}

/** The span that shows all entries, their uncertainty and a margin; an hour around `fallbackNs` when there are none. */
export function timelineSpan(entries: readonly TimelineEntry[], fallbackNs = 0n): { readonly fromNs: bigint; readonly toNs: bigint } {
  if (entries.length === 0) return { fromNs: fallbackNs - 30n * NS_PER_MIN, toNs: fallbackNs + 30n * NS_PER_MIN };
  let from = entries[0]!.time.startNs;
  let to = from;
  for (const { time } of entries) {
    const start = time.startNs - time.uncertaintyNs;
    const end = (time.endNs ?? time.startNs) + time.uncertaintyNs;
    if (start < from) from = start;
    if (end > to) to = end;
  }
  const margin = to === from ? 5n * NS_PER_MIN : (to - from) / 20n + 1n;
  return { fromNs: from - margin, toNs: to + margin };
}

