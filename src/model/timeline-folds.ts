import { NS_PER_MIN } from '../base/time.ts';
import { byTime, isHindsight, LANE_OF_KIND, type Lane, type TimelineEntry } from './timeline.ts';

/** The longest time from one entry of a run to the next. */
export const REPEAT_GAP_NS = 15n * NS_PER_MIN;
/** Two of a kind are told as fast as one mark is understood. */
export const FEWEST_REPEATS = 3;

/** The same thing several times in a row in one lane, told as one. */
export interface Repeat {
  /** The id of `entry`; of no entry of the case. */
  readonly id: string;
  /** In time order. */
  readonly entries: readonly TimelineEntry[];
  /** All of them as one entry, to be laid out and spoken like any other. */
  readonly entry: TimelineEntry;
}

export interface FoldedTimeline {
  /** In time order, each run at its first entry's place. */
  readonly entries: readonly TimelineEntry[];
  /** Runs that stand folded among `entries`, by the id of their entry. */
  readonly repeats: ReadonlyMap<string, Repeat>;
}

/**
 * Runs of at least `FEWEST_REPEATS` entries that follow one another in their lane, at most `REPEAT_GAP_NS` apart, of
 * one kind and one title but for the numbers in it, known since the same moment. Milestones are never part of one, nor
 * is a "between": what is special about an entry must stay in sight.
 */
export function repeatsOf(entries: readonly TimelineEntry[]): Repeat[] {
  const runs = new Map<Lane, { key: string; endNs: bigint; entries: TimelineEntry[] }>();
  const found: TimelineEntry[][] = [];
  for (const entry of [...entries].sort(byTime)) {
    const lane = LANE_OF_KIND[entry.kind];
    const key = keyOf(entry);
    const run = runs.get(lane);
    const endNs = entry.time.endNs ?? entry.time.startNs;
    if (key !== undefined && run?.key === key && entry.time.startNs - run.endNs <= REPEAT_GAP_NS) {
      run.entries.push(entry);
      if (endNs > run.endNs) run.endNs = endNs;
    } else if (key === undefined) {
      runs.delete(lane);
    } else {
      const started = { key, endNs, entries: [entry] };
      runs.set(lane, started);
      found.push(started.entries);
    }
  }
  return found.filter((run) => run.length >= FEWEST_REPEATS).map(asOne);
}

/** The timeline with its repeats folded, but for those whose first entry is in `unfolded`. */
export function foldRepeats(entries: readonly TimelineEntry[], repeats: readonly Repeat[], unfolded: ReadonlySet<string>): FoldedTimeline {
  const folded = repeats.filter((repeat) => !unfolded.has(repeat.entries[0]!.id));
  if (folded.length === 0) return { entries, repeats: new Map() };
  const hidden = new Set(folded.flatMap((repeat) => repeat.entries.map((e) => e.id)));
  return {
    entries: [...entries.filter((e) => !hidden.has(e.id)), ...folded.map((repeat) => repeat.entry)].sort(byTime),
    repeats: new Map(folded.map((repeat) => [repeat.id, repeat])),
  };
}

/** Numbers, also in hexadecimal words of some length, are what differs from one repeat to the next. */
const NUMBER = /\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b|\d+(?:[.,:]\d+)*/gi;

function keyOf(entry: TimelineEntry): string | undefined {
  if (entry.milestone !== undefined || entry.time.form === 'between') return undefined;
  return `${entry.kind}\n${isHindsight(entry) ? String(entry.knownSinceNs) : ''}\n${entry.title.replace(NUMBER, '#')}`;
}

function asOne(run: readonly TimelineEntry[]): Repeat {
  const [first] = run;
  const { time } = first!;
  const endNs = run.reduce((latest, e) => (later(e) > latest ? later(e) : latest), time.startNs);
  const uncertaintyNs = run.reduce((widest, e) => (e.time.uncertaintyNs > widest ? e.time.uncertaintyNs : widest), 0n);
  const roles = new Set(run.map((e) => e.role));
  const id = `repeats-of-${first!.id}`;
  const entry: TimelineEntry = {
    id, kind: first!.kind, title: `×${run.length} ${commonTitle(run.map((e) => e.title))}`, note: '', role: roles.size === 1 ? first!.role : '',
    time: { form: 'interval', startNs: time.startNs, endNs, uncertaintyNs, basis: run.every((e) => e.time.basis === time.basis) ? time.basis : 'estimated', zone: time.zone },
    evidence: run.every((e) => e.evidence.length > 0) ? run.flatMap((e) => e.evidence) : [],
  };
  if (isHindsight(first!) && first!.knownSinceNs !== undefined) entry.knownSinceNs = first!.knownSinceNs;
  return { id, entries: run, entry };
}

function later(entry: TimelineEntry): bigint {
  return entry.time.endNs ?? entry.time.startNs;
}

/** The title they share, with "…" for numbers that differ. */
function commonTitle(titles: readonly string[]): string {
  const numbers = titles.map((title) => title.match(NUMBER) ?? []);
  let at = -1;
  return titles[0]!.replace(NUMBER, (number) => {
    at++;
    return numbers.every((list) => list[at] === number) ? number : '…';
  });
}
