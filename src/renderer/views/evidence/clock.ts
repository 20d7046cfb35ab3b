import { alignedClock, correctedTime, movedEntries, type Clock } from '../../../model/clock.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { Command, SimpleCommand } from '../../../model/command.ts';
import type { Mark } from '../../../model/saved.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { sourceOf } from '../../rpc/use-clocks.ts';
import type { PickedEvent, PickedMoment } from '../../state/moments.ts';

/** A pair, the way round that the panel's source needs it. */
export interface Pair {
  readonly here: PickedEvent;
  readonly there: PickedEvent;
}

/** Complete pairs that have one half among the artifacts of a source. */
export function pairsOf(moments: readonly PickedMoment[], source: ReadonlySet<string>): Pair[] {
  return moments.flatMap(({ here, there }): Pair[] => {
    if (!there) return [];
    if (source.has(here.sha256)) return [{ here, there }];
    return source.has(there.sha256) ? [{ here: there, there: here }] : [];
  });
}

/** The clock that pairs make, against the clocks that the other source has now. */
export function clockOfPairs(pairs: readonly Pair[], clockOf: (sha256: string) => Clock | undefined, resolutionOf: (sha256: string) => bigint): Clock | undefined {
  const others = pairs.map(({ there }) => clockOf(there.sha256)?.uncertaintyNs ?? 0n);
  const widest = others.reduce((a, b) => (a > b ? a : b), 0n);
  return alignedClock(pairs.map(({ here, there }) => {
    const [one, two] = [resolutionOf(here.sha256), resolutionOf(there.sha256)];
    return { recordedNs: here.recordedNs, thereNs: correctedTime(there.recordedNs, clockOf(there.sha256)), resolutionNs: one > two ? one : two };
  }), widest);
}

export interface ClockChange {
  readonly name: string;
  readonly artifacts: readonly Artifact[];
  /** `undefined`: what was said is taken back. */
  readonly after: Clock | undefined;
  readonly note: string;
  /** Artifacts of sources without a clock that this one was measured against: their clock is the one to go by. */
  readonly right: readonly string[];
}

interface Group { readonly before: Clock | undefined; readonly artifacts: ReadonlySet<string> }

/** Files of a source, and other sources with it, may have different clocks until now: each moves by its own difference. */
function groupsOf(artifacts: readonly Artifact[]): Group[] {
  const groups = Map.groupBy(artifacts, ({ clock }) => (clock ? `${clock.offsetNs} ${clock.uncertaintyNs}` : ''));
  return [...groups.values()].map((group) => ({ before: group[0]!.clock, artifacts: new Set(group.map((a) => a.sha256)) }));
}

/** What moves with a clock: entries that stand on its sources, and marks. */
export function movedBy({ artifacts, after }: Pick<ClockChange, 'artifacts' | 'after'>, entries: readonly TimelineEntry[]): TimelineEntry[] {
  const moved = new Map(groupsOf(artifacts).flatMap((group) => movedEntries(entries, group.artifacts, group.before, after).map((entry) => [entry.id, entry] as const)));
  return entries.flatMap(({ id }) => moved.get(id) ?? []);
}

/** One step of undo for all of it. */
export function clockCommand(change: ClockChange, moved: readonly TimelineEntry[], marks: readonly Mark[], label: string): Command {
  const artifacts = change.artifacts.map((a) => a.sha256);
  const commands: SimpleCommand[] = [
    change.after === undefined
      ? { name: 'clock.clear', input: { artifacts } }
      : { name: 'clock.set', input: { artifacts, ...change.after, note: change.note } },
  ];
  if (change.right.length > 0) commands.push({ name: 'clock.set', input: { artifacts: [...change.right], offsetNs: 0n, uncertaintyNs: 0n, note: `The clock that ${change.name} was measured against` } });
  for (const { id, time } of moved) commands.push({ name: 'timeline.update', input: { id, patch: { time } } });
  for (const { before, artifacts: of } of groupsOf(change.artifacts)) {
    const byNs = (change.after?.offsetNs ?? 0n) - (before?.offsetNs ?? 0n);
    for (const mark of marks) {
      if (byNs !== 0n && mark.timeNs !== undefined && of.has(mark.sha256)) commands.push({ name: 'mark.set', input: { mark: { ...mark, timeNs: correctedTime(mark.timeNs, { offsetNs: byNs }) } } });
    }
  }
  return commands.length === 1 ? commands[0]! : { name: 'batch', input: { label, commands } };
}

/** Another source that may run on the same clock. */
export interface Neighbour {
  /** Its path, and its name in the folder that it shares. */
  readonly source: string;
  readonly name: string;
  readonly artifacts: readonly Artifact[];
  /** What it shares with the source: all its records name the same host, or it lies in the same folder. */
  readonly by: 'host' | 'folder';
  readonly clock: Clock | undefined;
  /** Taken along unless a person says otherwise. */
  readonly suggested: boolean;
}

/**
 * Sources that are likely of the same clock: those whose records name the same host, and those in the same folder, as
 * long as they name no other host. A folder that holds all evidence with times says nothing of hosts, and one that a
 * pair was measured against has another clock: these are not suggested, nor is one whose clock somebody set otherwise.
 */
export function neighboursOf(source: string, artifacts: readonly Artifact[], hostOf: ReadonlyMap<string, string>, against: ReadonlySet<string>): Neighbour[] {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const sources = Map.groupBy(artifacts.filter((a) => a.records > 0 && a.fromNs !== undefined), sourceOf);
  const own = sources.get(source) ?? [];
  const hosts = new Set(own.flatMap(({ sha256 }) => hostOf.get(sha256) ?? []));
  const clock = own[0]?.clock;
  const isWhole = [...sources.keys()].every((path) => path.startsWith(folder));
  return [...sources].flatMap(([path, family]): Neighbour[] => {
    const theirs = new Set(family.flatMap(({ sha256 }) => hostOf.get(sha256) ?? []));
    const isHost = hosts.size === 1 && theirs.size === 1 && hosts.has([...theirs][0]!);
    const isFolder = folder !== '' && path.startsWith(folder) && !path.slice(folder.length).includes('/') && (theirs.size === 0 || hosts.size === 0 || isHost);
    if (path === source || against.has(path) || !(isHost || isFolder)) return [];
    const their = family[0]!.clock;
    const isSame = their?.offsetNs === clock?.offsetNs && their?.uncertaintyNs === clock?.uncertaintyNs;
    return [{ source: path, name: path.startsWith(folder) ? path.slice(folder.length) : path, artifacts: family, by: isHost ? 'host' : 'folder', clock: their, suggested: isSame && (isHost || !isWhole) }];
  }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
