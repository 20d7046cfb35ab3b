import { alignedClock, correctedTime, movedEntries, type Clock } from '../../../model/clock.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { Command, SimpleCommand } from '../../../model/command.ts';
import type { Mark } from '../../../model/saved.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
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
  readonly before: Clock | undefined;
  /** `undefined`: what was said is taken back. */
  readonly after: Clock | undefined;
  readonly note: string;
  /** Artifacts of sources without a clock that this one was measured against: their clock is the one to go by. */
  readonly right: readonly string[];
}

/** What moves with a clock: entries that stand on its source, and marks. */
export function movedBy({ artifacts, before, after }: Pick<ClockChange, 'artifacts' | 'before' | 'after'>, entries: readonly TimelineEntry[]): TimelineEntry[] {
  return movedEntries(entries, new Set(artifacts.map((a) => a.sha256)), before, after);
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
  const byNs = (change.after?.offsetNs ?? 0n) - (change.before?.offsetNs ?? 0n);
  const of = new Set(artifacts);
  for (const mark of marks) {
    if (byNs !== 0n && mark.timeNs !== undefined && of.has(mark.sha256)) commands.push({ name: 'mark.set', input: { mark: { ...mark, timeNs: correctedTime(mark.timeNs, { offsetNs: byNs }) } } });
  }
  return commands.length === 1 ? commands[0]! : { name: 'batch', input: { label, commands } };
}
