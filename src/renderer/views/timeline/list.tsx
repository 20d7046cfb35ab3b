import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDuration, formatUncertaintyOf } from '../../../base/time.ts';
import type { ClockOf } from '../../../model/clock.ts';
import type { FoldedTimeline, Repeat } from '../../../model/timeline-folds.ts';
import { isHindsight, LANE_OF_KIND, MILESTONE_TITLE, type MilestoneDuration, type EntryTime, type MilestoneProblem, type TimelineEntry } from '../../../model/timeline.ts';
import { useClockOf } from '../../rpc/use-clocks.ts';
import { learnedText } from '../../../figures/timeline-layout.ts';
import { Button, Icon, IconButton, PlainButton, Tip } from '../../ui/index.ts';
import { interludesBefore, type Interlude } from './gaps.ts';
import { LaneGlyph } from './marks.tsx';
import { marginText } from './order-runs.ts';
import { idsOf, isTaken, placeOf } from './units.ts';
import { takeOf, type Selection, type Take } from './selection.ts';
import { betweenText, certaintyText, deltaText, fromT0Text, KIND_TITLE, remarkText, shortestWhenText, shortWhenText, spokenEntry, whenText, zoneText } from './words.ts';

export interface EntryListProps {
  /** What is listed, with runs of repeats as one row. */
  readonly folded: FoldedTimeline;
  readonly durations: readonly MilestoneDuration[];
  readonly zone: string;
  readonly selection: Selection;
  /** Comments open on entries, by id. */
  readonly comments: ReadonlyMap<string, number>;
  readonly onSelect: (id: string, take: Take) => void;
  readonly onEdit: (id: string) => void;
  /** Runs that stand unfolded, by their first entry. */
  readonly runs: ReadonlyMap<string, Repeat>;
  readonly onToggleRepeat: (repeat: Repeat) => void;
  /** What stands between the rows: gaps of the evidence, quiet stretches. */
  readonly interludes: readonly Interlude[];
  /** Times of the third column: since the row above, or from T0, the entry given; `undefined` while no entry is T0. */
  readonly fromT0: boolean;
  readonly zero: TimelineEntry | undefined;
  readonly onFromT0: (fromT0: boolean) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
  /** Entries that the brush of the time ruler leaves out, and what shows them again. */
  readonly outside: number;
  readonly onShowAll: () => void;
}

/** The lanes' twin: everything they say and do, as a grid that arrows walk and screen readers read. */
export const EntryList = memo(({ folded, durations, zone, selection, comments, onSelect, onEdit, runs, onToggleRepeat, interludes, fromT0, zero, onFromT0, listRef, outside, onShowAll }: EntryListProps): ReactNode => {
  const { entries, repeats } = folded;
  const days = useMemo(() => entries.map((e) => formatDayMonth(e.time.startNs, zone, true)), [entries, zone]);
  const between = useMemo(() => interludesBefore(entries.map((e) => e.time.startNs), interludes), [entries, interludes]);
  const clockOf = useClockOf();
  const selectedId = selection.lead;
  const selected = placeOf(folded, selectedId);
  const inHand = entries[selected]?.id;
  useEffect(() => {
    if (inHand === undefined) return undefined;
    // In the frame, which lays out the page anyway, and not in the task of the key.
    const frame = requestAnimationFrame(() => document.getElementById(rowId(inHand))?.scrollIntoView({ block: 'nearest' }));
    return () => cancelAnimationFrame(frame);
  }, [inHand]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowDown: selected + 1, ArrowUp: selected - 1, PageDown: selected + 15, PageUp: selected - 15, Home: 0, End: entries.length - 1,
    }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const entry = entries[Math.max(0, Math.min(entries.length - 1, to))];
    if (entry) onSelect(entry.id, event.shiftKey ? 'extend' : 'only');
  };
  return (
    <>
      {durations.length > 0 && <Durations durations={durations} />}
      <div
        className="tl-list scroll focus-inside" ref={listRef} role="grid" tabIndex={0} aria-label="Entries of the timeline" aria-multiselectable aria-rowcount={entries.length + 1} onKeyDown={onKeyDown}
        {...(inHand === undefined ? {} : { 'aria-activedescendant': rowId(inHand) })}
      >
        <div className="grid-head tl-row" role="row" aria-rowindex={1}>
          {[entries[0] ? zoneText(entries[0].time.startNs, zone) : 'Time', '±', 'Delta', 'Kind', 'What happened', 'Who', 'Evidence'].map((title, i) => (
            <span key={title} role="columnheader" className={i === 2 ? 'right' : ''}>{i === 2 ? <DeltaHead fromT0={fromT0} zero={zero} onFromT0={onFromT0} /> : title}</span>
          ))}
        </div>
        {Array.from({ length: Math.ceil(entries.length / GROUP_ROWS) }, (_, group) => (
          <RowGroup key={group} root={listRef} isFirst={group === 0}>
            {(isNear) => entries.slice(group * GROUP_ROWS, (group + 1) * GROUP_ROWS).map((entry, at) => {
              const i = group * GROUP_ROWS + at;
              return (
                <Row
                  key={entry.id} entry={entry} repeat={repeats.get(entry.id)} before={between[i]!} previous={entries[i - 1]} zero={fromT0 ? zero : undefined} unfolded={runs.get(entry.id)} day={i === 0 || days[i] !== days[i - 1] ? days[i] : undefined} zone={zone} index={i + 2} isNear={isNear}
                  isSelected={isTaken(entry, repeats, selection)} comments={idsOf(entry, repeats).reduce((sum, id) => sum + (comments.get(id) ?? 0), 0)} clockOf={clockOf} onSelect={onSelect} onEdit={onEdit} onToggleRepeat={onToggleRepeat}
                />
              );
            })}
          </RowGroup>
        ))}
        <div role="rowgroup"><Interludes interludes={between.at(-1)!} /></div>
        {outside > 0 && (
          <p className="tl-outside">
            {`${plural(outside, 'entry lies', 'entries lie')} outside the time ruler's span.`}
            <Button kind="link" onPress={onShowAll}>Show all times</Button>
          </p>
        )}
      </div>
    </>
  );
});

/** Rows that come and go together. */
const GROUP_ROWS = 25;

/** Rows far from the window stand there with their height and nothing in them: they are filled as they come near. */
function RowGroup({ root, isFirst, children }: { root: RefObject<Element | null>; isFirst: boolean; children: (isNear: boolean) => ReactNode }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(isFirst);
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => setNear(seen.at(-1)!.isIntersecting), { root: root.current, rootMargin: '600px 0px' });
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, [root]);
  return <div role="rowgroup" ref={ref}>{children(isNear)}</div>;
}

function rowId(id: string): string {
  return `row-${id}`;
}

/** A mouse selects when it goes down and drags on from there; fingers and assistive technology when they click. */
function isMouse(event: Event): boolean {
  return event instanceof PointerEvent && event.pointerType === 'mouse';
}

/** What the third column counts from, and the switch between both. */
function DeltaHead({ fromT0, zero, onFromT0 }: { fromT0: boolean; zero: TimelineEntry | undefined; onFromT0: (fromT0: boolean) => void }): ReactNode {
  if (!zero) return <span title="No entry is the milestone Impact start, which T0 would be.">Since the last</span>;
  return (
    <Tip text={fromT0 ? 'Show times since the row above' : 'Show times from T0, the impact start'} keys="t">
      <PlainButton className="tl-delta-head" onPress={() => onFromT0(!fromT0)}>{fromT0 ? 'From T0' : 'Since the last'}</PlainButton>
    </Tip>
  );
}

function deltaTitle(from: TimelineEntry | undefined, entry: TimelineEntry, isUnordered: boolean, clockOf: ClockOf): string | undefined {
  if (!from || from.id === entry.id) return undefined;
  return isUnordered ? `Order not established: ${marginText(from, entry, clockOf)}. The clocks cannot tell which came first.` : betweenText(from, entry, clockOf);
}

/** Rows that say that there is nothing. */
function Interludes({ interludes }: { interludes: readonly Interlude[] }): ReactNode {
  return interludes.map(({ key, kind, text }) => (
    <div key={key} className={`tl-interlude ${kind}`} role="row"><span role="gridcell" className="ell" title={text}>{kind === 'gap' && <i aria-hidden />}{text}</span></div>
  ));
}

interface CellsProps {
  readonly entry: TimelineEntry;
  readonly repeat: Repeat | undefined;
  /** The run whose first entry this is, where it stands unfolded. */
  readonly unfolded: Repeat | undefined;
  readonly previous: TimelineEntry | undefined;
  /** Set where times are counted from it. */
  readonly zero: TimelineEntry | undefined;
  readonly zone: string;
  readonly comments: number;
  readonly clockOf: ClockOf;
  readonly onToggleRepeat: (repeat: Repeat) => void;
}

const Row = memo(({ before, day, index, isNear, isSelected, onSelect, onEdit, ...cells }: CellsProps & {
  before: readonly Interlude[]; day: string | undefined; index: number; isNear: boolean; isSelected: boolean; onSelect: (id: string, take: Take) => void; onEdit: (id: string) => void;
}): ReactNode => {
  const { entry, repeat, zone, comments, onToggleRepeat } = cells;
  return (
    <>
      <Interludes interludes={before} />
      {day !== undefined && <div className="tl-day" role="row"><span role="gridcell">{day}</span></div>}
      <div
        className="grid-row tl-row" role="row" id={rowId(entry.id)} aria-rowindex={index} aria-selected={isSelected} aria-label={isNear ? spokenEntry(entry, zone, comments, repeat !== undefined) : undefined} aria-hidden={isNear ? undefined : true}
        onPointerDown={(event) => { if (event.button === 0 && event.pointerType === 'mouse') onSelect(entry.id, takeOf(event)); }}
        onClick={(event) => { if (!isMouse(event.nativeEvent)) onSelect(entry.id, takeOf(event)); }}
        onPointerEnter={(event) => { if (event.buttons === 1 && event.pointerType === 'mouse') onSelect(entry.id, 'extend'); }}
        onDoubleClick={() => (repeat ? onToggleRepeat(repeat) : onEdit(entry.id))}
      >
        {isNear && <Cells {...cells} />}
      </div>
    </>
  );
});

const Cells = memo(({ entry, repeat, unfolded, previous, zero, zone, comments, clockOf, onToggleRepeat }: CellsProps): ReactNode => {
  const from = zero ?? previous;
  const delta = zero ? fromT0Text(zero, entry, clockOf) : previous && deltaText(previous, entry, clockOf);
  return (
    <>
      <span role="gridcell" className="mono tl-when" title={whenText(entry.time, zone)}><When time={entry.time} zone={zone} /></span>
      <span role="gridcell" className="t3" title={certaintyText(entry.time)}>{certaintyText(entry.time)}</span>
      <span role="gridcell" className={delta?.unordered ? 'right tl-unordered' : 'right t3'} title={deltaTitle(from, entry, delta?.unordered ?? false, clockOf)}>
        {delta?.unordered && !zero ? 'not established' : delta?.text}
      </span>
      <span role="gridcell" className="tl-kind"><LaneGlyph lane={LANE_OF_KIND[entry.kind]} /><span className="ell">{KIND_TITLE[entry.kind]}</span></span>
      <span role="gridcell" className="tl-what" title={visibleText(entry.title)}>
        {repeat && <IconButton icon="chevron-right" size="small" label={`Unfold ${repeat.entries.length} repeats`} keys="Enter" onPress={() => onToggleRepeat(repeat)} />}
        {unfolded && <IconButton icon="chevron-down" size="small" label={`Fold ${unfolded.entries.length} repeats`} keys="r" onPress={() => onToggleRepeat(unfolded)} />}
        <span className={entry.evidence.length === 0 ? 'ell tl-unproven' : 'ell'}><span className="tl-title">{visibleText(entry.title)}</span></span>
        {isHindsight(entry) && <span className="tl-learned">{learnedText(entry, zone)}</span>}
        {comments > 0 && <span className="tl-comments">{remarkText(comments)}</span>}
        {entry.milestone && <span className="tl-milestone">{MILESTONE_TITLE[entry.milestone]}</span>}
      </span>
      <span role="gridcell" className="t2">{visibleText(entry.role)}</span>
      <span role="gridcell" className={entry.evidence.length === 0 ? 'tl-no-evidence' : 'tl-proof'}>{entry.evidence.length === 0 ? 'no evidence' : plural(entry.evidence.length, 'reference')}</span>
    </>
  );
});

/** Both ends of a time where they fit, else the start and how long; which of both, the width decides. */
function When({ time, zone }: { time: EntryTime; zone: string }): ReactNode {
  return time.form === 'point' ? shortWhenText(time, zone) : <><span className="tl-when-whole">{shortWhenText(time, zone)}</span><span className="tl-when-short">{shortestWhenText(time, zone)}</span></>;
}

function Within({ of: { durationNs, uncertaintyNs } }: { of: MilestoneDuration }): ReactNode {
  const text = formatUncertaintyOf(durationNs, uncertaintyNs);
  return text !== '' && <span className="t3">{` ${text}`}</span>;
}

/** The milestones' durations in words, with what they measure. */
export function Durations({ durations }: { durations: readonly MilestoneDuration[] }): ReactNode {
  return (
    <dl className="tl-durations" aria-label="Durations between milestones">
      {durations.map((d) => (
        <div key={d.id} title={`${d.title}: ${d.definition}`}>
          <dt><abbr title={d.title}>{d.id}</abbr></dt>
          <dd><b>{formatDuration(d.durationNs)}</b><Within of={d} /><span className="t3 micro">{d.definition}</span></dd>
        </div>
      ))}
    </dl>
  );
}

/** What is wrong with the milestones, with the way to the entry. */
export function MilestoneProblems({ problems, onSelect }: { problems: readonly MilestoneProblem[]; onSelect: (id: string) => void }): ReactNode {
  return (
    <ul className="tl-problems" aria-label="Milestones to look at">
      {problems.map((problem) => (
        <li key={problem.text} className={problem.kind}>
          <Icon name="warning" size={12} /><span>{problem.text}</span><Button kind="link" onPress={() => onSelect(problem.entryId)}>Show the entry</Button>
        </li>
      ))}
    </ul>
  );
}
