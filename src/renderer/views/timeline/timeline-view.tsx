import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import { uuidv7 } from '../../../base/ids.ts';
import { NS_PER_DAY } from '../../../base/time.ts';
import { LANE_TITLE, timelineSpan } from '../../../figures/timeline-layout.ts';
import { byTime, ENTRY_KINDS, isHindsight, LANE_OF_KIND, milestoneDurations, milestoneProblems, type Lane, type TimelineEntry } from '../../../model/timeline.ts';
import { formatOffsetText } from '../../../model/clock.ts';
import type { Comment } from '../../../model/comment.ts';
import { foldRepeats, repeatsOf, type Repeat } from '../../../model/timeline-folds.ts';
import { quietStretches } from '../../../model/timeline-quiet.ts';
import { timeZeroOf } from '../../../model/time-text.ts';
import { api } from '../../../protocol/api.ts';
import { useComments, useOpenComments } from '../../comments/use-comments.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useClockOf } from '../../rpc/use-clocks.ts';
import type { LaneState } from '../../state/case-ui.ts';
import { useCaseUi, useCaseUiStore, useOpenBytes, useParam, usePlaceStore, useTimeRange, useZone } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Skeleton, useCommands, useSteady, useToast, type Command } from '../../ui/index.ts';
import { bulkCommands, bulkLabel, mergeCommands, mergeLabel, merged, removeCommands, splitCommands, type BulkEdit } from './bulk.ts';
import { BulkDrawer } from './bulk-drawer.tsx';
import { movedTime } from './draft.ts';
import { DetailsDrawer, EditDrawer } from './drawers.tsx';
import { filterOf, paramsOf, passes, type EntryFilter } from './entry-filter.ts';
import { interludesOf, useGaps, type Interlude } from './gaps.ts';
import { laneActions } from './lane-heads.tsx';
import { lanesInOrder, toggledIn } from './lane-state.ts';
import { Lanes } from './lanes.tsx';
import { EntryList, MilestoneProblems } from './list.tsx';
import { PasteSheet } from './paste-sheet.tsx';
import { all as allOf, NONE, only, type Take } from './selection.ts';
import { SplitSheet } from './split-sheet.tsx';
import { Toolbar, ZOOM_STEP, type As } from './toolbar.tsx';
import { orderOf, placeOf, takenUnit } from './units.ts';
import { useSelection } from './use-selection.ts';
import { useRest, useViewport } from './use-viewport.ts';
import { handStep, lengthOf, middleOf, panBy, reveal, snap, zoomAt, type Span } from './viewport.ts';
import { betweenText, clockText, nameOf, spokenEntry, zoneText } from './words.ts';
import { useTimelineWork } from './work.ts';
import { useEntriesAsRoles } from '../../people/use-as-roles.ts';
import './timeline.css';

const NO_ENTRIES: readonly TimelineEntry[] = [];
const NO_INTERLUDES: readonly Interlude[] = [];
const NO_COMMENTS: readonly Comment[] = [];

/** What happened, when: lanes or list, with everything about one entry at the right. */
export function TimelineView(): ReactNode {
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const place = usePlaceStore();
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const wantedAs: As = useParam('as') === 'list' ? 'list' : 'lanes';
  const fromT0 = useParam('delta') === 't0';
  const setFromT0 = useCallback((on: boolean): void => place.set({ delta: on ? 't0' : undefined }, { replace: true }), [place]);
  const editing = useParam('edit');
  const [q, kinds, roles, unsupported, known] = [useParam('q'), useParam('kinds'), useParam('roles'), useParam('unsupported'), useParam('known')];
  const filter = useMemo(() => filterOf({ q, kinds, roles, unsupported, known }), [q, kinds, roles, unsupported, known]);
  // Keys and presses come first: what is drawn of all entries follows them, in as many pieces as it takes.
  const data = useDeferredValue(timeline.data);
  const applied = useDeferredValue(filter);
  const as = useDeferredValue(wantedAs);
  const setFilter = (change: Partial<EntryFilter>): void => place.set(paramsOf(change), { replace: true });
  const { asKnownThen } = applied;
  const caseUi = useCaseUiStore();
  const laneState = useCaseUi((s) => s.lanes);
  const setLanes = (lanes: LaneState): void => caseUi.setState({ lanes });
  const onlyLane = (lane: Lane): void => setFilter({ kinds: ENTRY_KINDS.filter((kind) => LANE_OF_KIND[kind] === lane) });
  const all = data ?? NO_ENTRIES;
  const comments = useOpenComments('entry');
  const said = useComments('entry').data ?? NO_COMMENTS;
  const zero = useMemo(() => all.find((e) => e.milestone === 'impact-start'), [all]);
  const clockOf = useClockOf();
  const [selection, setSelection] = useSelection(all);
  const selectedId = selection.lead;
  const entries = useMemo(() => [...all].sort(byTime).filter((e) => passes(e, applied)), [all, applied]);
  const wholeSpan = useMemo((): Span => (
    entries.length === 0 && info.fromNs !== undefined && info.toNs !== undefined && info.toNs > info.fromNs
      ? { fromNs: info.fromNs, toNs: info.toNs }
      : roomForLabels(timelineSpan(entries, info.toNs ?? info.createdAtNs))
  ), [entries, info.fromNs, info.toNs, info.createdAtNs]);
  const viewport = useViewport(wholeSpan);
  const { fit } = viewport;
  const gaps = useGaps(wholeSpan, useRest(viewport));
  const work = useTimelineWork();
  const openBytes = useOpenBytes();
  const plotRef = useRef<HTMLDivElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const filterRef = useRef<HTMLInputElement>(null);
  const pointerNs = useRef<bigint>(undefined);
  const range = useTimeRange();
  const inRange = useMemo(() => (range ? entries.filter((e) => (e.time.endNs ?? e.time.startNs) >= range.fromNs && e.time.startNs < range.toNs) : entries), [entries, range]);
  const listed = as === 'list' ? inRange : entries;
  // What was just written is in hand before all entries have been read again.
  const [written, setWritten] = useState<{ readonly entry: TimelineEntry; readonly before: readonly TimelineEntry[] }>();
  const selected = all.find((e) => e.id === selectedId) ?? (written?.before === all && written.entry.id === selectedId ? written.entry : undefined);
  const repeats = useMemo(() => repeatsOf(listed), [listed]);
  const unfolded = useCaseUi((s) => s.unfolded);
  const folded = useMemo(() => foldRepeats(listed, repeats, unfolded), [listed, repeats, unfolded]);
  // What is drawn, and never what is saved.
  const shownEntries = useEntriesAsRoles(entries);
  const shownUnits = useEntriesAsRoles(folded.entries);
  const shownFolded = useMemo(() => (shownUnits === folded.entries ? folded : { ...folded, entries: shownUnits }), [folded, shownUnits]);
  const unfoldedRuns = useMemo(() => new Map(repeats.filter((repeat) => !folded.repeats.has(repeat.id)).map((repeat) => [repeat.entries[0]!.id, repeat])), [repeats, folded]);
  const units = folded.entries;
  const index = placeOf(folded, selectedId);
  /** The run that the entry in hand is of, folded or not. */
  const run = selectedId === undefined ? undefined : repeats.find((repeat) => repeat.entries.some((e) => e.id === selectedId));
  const runInHand = run && folded.repeats.has(run.id) && selection.ids.size === run.entries.length && run.entries.every((e) => selection.ids.has(e.id)) ? run : undefined;

  const order = useMemo(() => orderOf(folded), [folded]);
  const several = useMemo(() => (selection.ids.size > 1 ? onlySeveral(listed.filter((e) => selection.ids.has(e.id))) : NO_ENTRIES), [listed, selection]);
  const select = useCallback((id: string | undefined): void => setSelection(id === undefined ? NONE : only(id)), [setSelection]);
  const take = (id: string | undefined, how: Take): void => setSelection(id === undefined ? NONE : takenUnit(selection, id, how, folded.repeats, order));
  const takeBand = (ids: readonly string[], add: boolean): void => {
    const wanted = add ? [...new Set([...selection.ids, ...ids])] : [...ids];
    setSelection(wanted.length === 0 ? NONE : allOf(selection, wanted));
  };
  const focusMain = useCallback((): void => { (plotRef.current ?? listRef.current)?.focus(); }, []);
  /** Selects an entry and brings it into view. */
  const show = (entry: TimelineEntry, how: Take = 'only'): void => {
    take(entry.id, how);
    const span = viewport.now();
    const shown = reveal(span, entry.time.startNs);
    if (as === 'lanes' && shown !== span) viewport.show(shown);
  };
  const step = (by: number, how: Take = 'only'): void => {
    if (units.length === 0) return;
    show(units[index < 0 ? (by > 0 ? 0 : units.length - 1) : Math.max(0, Math.min(units.length - 1, index + by))]!, how);
  };
  const setUnfolded = (next: ReadonlySet<string>): void => caseUi.setState({ unfolded: next });
  /** Unfolds or folds a run. Unfolded, its first entry is in hand; folded, all of it. */
  const toggleRepeat = useCallback((repeat: Repeat): void => {
    const [first] = repeat.entries;
    const next = new Set(caseUi.getState().unfolded);
    const folds = next.delete(first!.id);
    if (!folds) next.add(first!.id);
    caseUi.setState({ unfolded: next });
    setSelection(folds ? { lead: first!.id, anchor: first!.id, ids: new Set(repeat.entries.map((e) => e.id)) } : only(first!.id));
  }, [caseUi, setSelection]);
  const toast = useToast();
  const [focusForm, setFocusForm] = useState(0);
  const [focusComments, setFocusComments] = useState(0);
  const [newAtNs, setNewAtNs] = useState<bigint>();
  const startNew = (ns: bigint | undefined): void => {
    setNewAtNs(ns);
    place.set({ edit: 'new' }, { replace: true });
  };
  /** "Now" while the incident runs. Afterwards a moment in view: nobody means today, weeks later. */
  const defaultNewNs = (): bigint | undefined => {
    if (selected) return selected.time.startNs;
    const now = nowNs();
    const last = all.reduce((latest, e) => (e.time.startNs > latest ? e.time.startNs : latest), info.toNs ?? info.createdAtNs);
    return now - last < NS_PER_DAY ? undefined : snap(middleOf(viewport.now()), handStep(Number(lengthOf(viewport.now())) / 800));
  };
  const edit = useCallback((id: string): void => place.set({ sel: id, edit: id }, { replace: true }), [place]);
  const stopEditing = (): void => {
    place.set({ edit: undefined }, { replace: true });
    // Once the form is gone; a next one that was asked for meanwhile keeps the focus it has.
    requestAnimationFrame(() => { if (place.state.getState().params['edit'] === undefined) focusMain(); });
  };
  const remove = async (entry: TimelineEntry): Promise<void> => {
    const next = units[index + 1] ?? units[index - 1];
    if (await work.remove(entry)) take(next?.id, 'only');
  };
  const removeSeveral = async (): Promise<void> => {
    const last = listed.findLastIndex((e) => selection.ids.has(e.id));
    const next = listed[last + 1] ?? listed.find((e) => !selection.ids.has(e.id));
    if (await work.batch(`Removed ${plural(several.length, 'entry', 'entries')}`, removeCommands(several))) select(next?.id);
  };
  const applyEdit = (edit: BulkEdit): Promise<boolean> => work.batch(bulkLabel(edit, several.length), bulkCommands(several, edit));
  const merge = async (): Promise<void> => {
    const into = merged(several, zone);
    if (!into.ok) toast({ kind: 'failed', text: into.failure.message });
    else if (await work.batch(mergeLabel(several, into.value), mergeCommands(several, into.value, said, uuidv7))) show(into.value);
  };
  const [pasted, setPasted] = useState<string>();
  /** All of them as one step; the first of them in hand. */
  const addPasted = async (added: readonly TimelineEntry[]): Promise<boolean> => {
    const done = await work.batch(`Added ${plural(added.length, 'entry', 'entries')}`, added.map((entry) => ({ name: 'timeline.add', input: { entry } })));
    if (done) show(added.toSorted(byTime)[0]!);
    return done;
  };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea, [contenteditable], [role=dialog]')) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      setPasted(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
  const [splitting, setSplitting] = useState<{ readonly entry: TimelineEntry; readonly atNs: bigint }>();
  const split = async (entry: TimelineEntry, atNs: bigint): Promise<void> => {
    setSplitting(undefined);
    const id = uuidv7();
    const commands = splitCommands(entry, atNs, id);
    if (!commands.ok) toast({ kind: 'failed', text: commands.failure.message });
    else if (await work.batch(`Split “${nameOf(entry)}” in two`, commands.value)) edit(id);
  };
  const splitAt = (entry: TimelineEntry): bigint => {
    const { startNs, endNs } = entry.time;
    const pointer = pointerNs.current;
    const step = handStep(Number(lengthOf(viewport.now())) / (plotRef.current?.clientWidth ?? 800));
    if (pointer !== undefined && pointer > startNs && pointer < endNs!) return snap(pointer, step);
    const middle = startNs + (endNs! - startNs) / 2n;
    const round = snap(middle, 1_000_000_000n);
    return round > startNs && round < endNs! ? round : middle;
  };
  const startSplit = (entry: TimelineEntry): void => {
    if (entry.time.form === 'interval') setSplitting({ entry, atNs: splitAt(entry) });
    else void split(entry, entry.time.startNs);
  };
  const move = (entry: TimelineEntry, startNs: bigint): Promise<boolean> => (
    several.length > 0 && selection.ids.has(entry.id)
      ? work.batch(`Moved ${plural(several.length, 'entry', 'entries')} by ${formatOffsetText(startNs - entry.time.startNs)}`, bulkCommands(several, { shiftNs: startNs - entry.time.startNs }))
      : work.update(entry, { time: movedTime(entry.time, startNs) }, `Moved “${nameOf(entry)}” to ${clockText(startNs, zone)} ${zoneText(startNs, zone)}`)
  );
  const zoom = (factor: number, anchorNs?: bigint): void => viewport.show(zoomAt(viewport.now(), factor, anchorNs ?? centre(viewport.now(), selected)));
  const nudge = (by: number): void => {
    if (!selected) return;
    const width = plotRef.current?.clientWidth ?? 800;
    const shiftNs = BigInt(by) * handStep(Number(lengthOf(viewport.now())) / width);
    // No message for each press of a key: the mark moves, and Ctrl+Z takes a press back.
    if (several.length > 0) void work.batch(`Moved ${plural(several.length, 'entry', 'entries')} by ${formatOffsetText(shiftNs)}`, bulkCommands(several, { shiftNs }), 'quiet');
    else void work.update(selected, { time: movedTime(selected.time, selected.time.startNs + shiftNs) });
  };

  const steady = useSteady({
    take, takeBand, edit, startNew, setLanes, onlyLane, setFilter, zoom, step, select,
    showAs: (shown: As) => place.set({ as: shown === 'list' ? 'list' : undefined }),
    newHere: () => startNew(defaultNewNs()),
    paste: () => setPasted(''),
    selectAll: () => setSelection(allOf(selection, order)),
    toggleRepeat,
    unfoldAll: () => setUnfolded(new Set(repeats.map((repeat) => repeat.entries[0]!.id))),
    foldAll: () => setUnfolded(new Set()),
    moveTo: (entry: TimelineEntry, ns: bigint) => void move(entry, ns),
    pointAt: (ns: bigint | undefined) => { pointerNs.current = ns; },
    unfold: (folded: readonly TimelineEntry[]) => {
      // What folds because it is one instant unfolds at no scale: the list has it.
      if (folded.every((e) => e.time.startNs === folded[0]!.time.startNs)) place.set({ as: 'list', sel: folded[0]!.id });
      else viewport.show(closerTo(timelineSpan(folded), viewport.now(), pointerNs.current));
    },
    closeEntry: () => { select(undefined); focusMain(); },
    editSelected: () => edit(selected!.id),
    openSelected: () => openBytes(selected!.evidence[0]!),
    removeSelected: () => void remove(selected!),
    splitSelected: () => startSplit(selected!),
    applyEdit, closeSeveral: () => { select(selectedId); focusMain(); },
    mergeSelected: () => void merge(),
    removeAll: () => void removeSeveral(),
    showProblem: (id: string) => { const entry = all.find((e) => e.id === id); if (entry) show(entry); },
  });

  /** Keys of one letter act on the timeline unless another control has the focus. */
  const inMain = (): boolean => {
    const active = document.activeElement;
    return active === null || active === document.body || active === plotRef.current || active === listRef.current || (active instanceof HTMLElement && active.tabIndex < 0);
  };
  const hasSelection = (): boolean => selected !== undefined && editing === undefined && inMain();
  const lanesShown = (): boolean => as === 'lanes';
  /** On arriving nothing has the focus yet: the arrows work from there too. */
  const inLanes = (): boolean => lanesShown() && inMain();
  const onFold = useMemo(() => (run && !folded.repeats.has(run.id) ? { count: run.entries.length, run: () => steady.toggleRepeat(run) } : undefined), [run, folded, steady]);
  const laneCommands = useMemo(() => {
    const whenLanes = (): boolean => as === 'lanes';
    return lanesInOrder(laneState).flatMap((lane) => laneActions(lane, laneState, steady.setLanes, steady.onlyLane).filter((a) => !a.isDisabled && (a.id !== 'reset' || lane === 'impact')).map((a): Command => ({
      id: `timeline.lane-${a.id}-${lane}`, label: a.id === 'reset' ? a.label : `Lane ${LANE_TITLE[lane].title}: ${a.label.toLowerCase()}`, group: 'Timeline', when: whenLanes, run: a.run, ...(a.icon ? { icon: a.icon } : {}),
    })));
  }, [laneState, as, steady]);
  const commands: Command[] = [
    { id: 'timeline.new-entry', label: 'New entry', icon: 'plus', keys: 'n', group: 'Timeline', run: () => startNew(pointerNs.current ?? defaultNewNs()) },
    { id: 'timeline.from-text', label: 'Entries from text', icon: 'list', group: 'Timeline', run: () => setPasted('') },
    { id: 'timeline.next', label: 'Next entry', keys: '.', group: 'Timeline', hidden: true, run: () => step(1) },
    { id: 'timeline.previous', label: 'Previous entry', keys: ',', group: 'Timeline', hidden: true, run: () => step(-1) },
    { id: 'timeline.step-right', label: 'Next entry, in the lanes', keys: 'Right Down', group: 'Timeline', hidden: true, when: inLanes, run: () => step(1) },
    { id: 'timeline.step-left', label: 'Previous entry, in the lanes', keys: 'Left Up', group: 'Timeline', hidden: true, when: inLanes, run: () => step(-1) },
    { id: 'timeline.edit', label: 'Edit the entry', icon: 'edit', keys: 'Enter', group: 'Timeline', when: hasSelection, run: () => { if (runInHand) toggleRepeat(runInHand); else if (several.length > 0) setFocusForm((n) => n + 1); else edit(selected!.id); } },
    { id: 'timeline.comment', label: 'Comment on the entry', icon: 'note', keys: 'c', group: 'Timeline', when: () => hasSelection() && several.length === 0, run: () => setFocusComments((n) => n + 1) },
    { id: 'timeline.fold-repeats', label: 'Fold or unfold the repeats of the entry', icon: 'chevron-right', keys: 'r', group: 'Timeline', when: () => run !== undefined && hasSelection(), run: () => toggleRepeat(run!) },
    { id: 'timeline.unfold-repeats', label: 'Unfold all repeats', icon: 'chevron-down', group: 'Timeline', when: () => folded.repeats.size > 0, run: () => setUnfolded(new Set(repeats.map((repeat) => repeat.entries[0]!.id))) },
    { id: 'timeline.refold-repeats', label: 'Fold all repeats', icon: 'chevron-right', group: 'Timeline', when: () => folded.repeats.size < repeats.length, run: () => setUnfolded(new Set()) },
    { id: 'timeline.from-t0', label: fromT0 ? 'Times since the row above' : 'Times from T0, the impact start', icon: 'clock', keys: 't', group: 'Timeline', when: () => as === 'list' && zero !== undefined, run: () => setFromT0(!fromT0) },
    { id: 'timeline.select-all', label: 'Select all entries', icon: 'check', keys: 'Ctrl+A', group: 'Timeline', when: () => listed.length > 0 && editing === undefined && inMain(), run: () => setSelection(allOf(selection, order)) },
    { id: 'timeline.extend-right', label: 'Select up to the next entry', keys: 'Shift+Right Shift+Down', group: 'Timeline', hidden: true, when: inLanes, run: () => step(1, 'extend') },
    { id: 'timeline.extend-left', label: 'Select up to the previous entry', keys: 'Shift+Left Shift+Up', group: 'Timeline', hidden: true, when: inLanes, run: () => step(-1, 'extend') },
    { id: 'timeline.merge', label: 'Merge the selected entries', icon: 'merge', keys: 'm', group: 'Timeline', when: () => several.length > 0 && inMain(), run: merge },
    { id: 'timeline.action', label: 'Action from this entry', icon: 'actions', group: 'Timeline', when: () => hasSelection() && several.length === 0, run: () => place.go('actions', { edit: 'new', entry: selected!.id }) },
    { id: 'timeline.split', label: 'Split the entry in two', icon: 'split', keys: 'x', group: 'Timeline', when: () => hasSelection() && several.length === 0, run: () => startSplit(selected!) },
    { id: 'timeline.remove', label: 'Remove the entry', icon: 'trash', keys: 'Delete Backspace', group: 'Timeline', when: hasSelection, run: () => (several.length > 0 ? removeSeveral() : remove(selected!)) },
    { id: 'timeline.earlier', label: 'Move the entry earlier', keys: 'Alt+Left', group: 'Timeline', hidden: true, when: hasSelection, run: () => nudge(-1) },
    { id: 'timeline.later', label: 'Move the entry later', keys: 'Alt+Right', group: 'Timeline', hidden: true, when: hasSelection, run: () => nudge(1) },
    { id: 'timeline.pan-left', label: 'Pan to earlier', keys: 'a', group: 'Timeline', hidden: true, when: lanesShown, run: () => viewport.show(panBy(viewport.now(), -0.15)) },
    { id: 'timeline.pan-right', label: 'Pan to later', keys: 'd', group: 'Timeline', hidden: true, when: lanesShown, run: () => viewport.show(panBy(viewport.now(), 0.15)) },
    { id: 'timeline.zoom-in', label: 'Zoom in', icon: 'zoom-in', keys: 'w', group: 'Timeline', when: lanesShown, run: () => zoom(ZOOM_STEP, pointerNs.current) },
    { id: 'timeline.zoom-out', label: 'Zoom out', icon: 'zoom-out', keys: 's', group: 'Timeline', when: lanesShown, run: () => zoom(1 / ZOOM_STEP, pointerNs.current) },
    { id: 'timeline.fit', label: 'Fit all entries', icon: 'fit', keys: 'f', group: 'Timeline', when: lanesShown, run: fit },
    { id: 'timeline.toggle', label: as === 'lanes' ? 'Show as list' : 'Show as lanes', icon: as === 'lanes' ? 'list' : 'timeline', keys: 'l', group: 'Timeline', run: () => place.set({ as: as === 'lanes' ? 'list' : undefined }) },
    { id: 'timeline.as-known-then', label: asKnownThen ? 'Show what was learned later' : 'Only what was known at the time', icon: 'eye', keys: 'h', group: 'Timeline', run: () => setFilter({ asKnownThen: !asKnownThen }) },
    { id: 'timeline.fold-lane', label: 'Fold or unfold the lane of the entry', icon: 'chevron-right', keys: 'o', group: 'Timeline', when: () => lanesShown() && selected !== undefined && inMain(), run: () => setLanes({ ...laneState, folded: toggledIn(laneState.folded, LANE_OF_KIND[selected!.kind]) }) },
    ...laneCommands,
    { id: 'timeline.filter', label: 'Filter entries', icon: 'filter', keys: '/', group: 'Timeline', run: () => filterRef.current?.focus() },
    { id: 'timeline.close', label: 'Close the entry', keys: 'Escape', group: 'Timeline', hidden: true, when: () => selectedId !== undefined && editing === undefined && inMain(), run: () => (several.length > 0 ? select(selectedId) : select(undefined)) },
  ];
  useCommands(commands);

  const interludes = useMemo(() => {
    const isShown = ({ fromNs, toNs }: Span): boolean => !range || (toNs >= range.fromNs && fromNs < range.toNs);
    // Of all entries: where a filter hides some it is not quiet.
    return as === 'list' ? interludesOf(gaps.filter(isShown), quietStretches(all).filter(isShown), zone) : NO_INTERLUDES;
  }, [as, gaps, range, all, zone]);
  const durations = useMemo(() => milestoneDurations(asKnownThen ? all.filter((e) => !isHindsight(e)) : all), [all, asKnownThen]);
  const problems = useMemo(() => milestoneProblems(asKnownThen ? all.filter((e) => !isHindsight(e)) : all), [all, asKnownThen]);
  // What a drawer says may come a moment after the mark is taken: one may step faster than it can be drawn.
  const details = useLater(useMemo(() => {
    if (!selected) return undefined;
    // Next to the entry in hand in time, folded or not.
    const at = listed.findIndex((e) => e.id === selected.id);
    return { entry: selected, before: listed[at - 1], after: at < 0 ? undefined : listed[at + 1], durations, zone, impactStartNs: zero?.time.startNs, onFold };
  }, [selected, listed, durations, zone, zero, onFold]));
  const bulk = useLater(useMemo(() => (
    several.length === 0 ? undefined : { entries: several, zone, t0: timeZeroOf(all), onUnfold: runInHand && (() => steady.toggleRepeat(runInHand)) }
  ), [several, zone, all, runInHand, steady]));
  return (
    <div className="view">
      <section className="main tl-main" aria-label="Timeline">
        <Toolbar
          as={wantedAs} all={data} entries={entries} filter={filter} viewport={viewport} filterRef={filterRef}
          onAs={steady.showAs} onFilter={steady.setFilter} onZoom={steady.zoom} onNew={steady.newHere} onPaste={steady.paste} onSelectAll={steady.selectAll}
          onUnfoldAll={folded.repeats.size > 0 ? steady.unfoldAll : undefined} onFoldAll={folded.repeats.size < repeats.length ? steady.foldAll : undefined}
        />
        {problems.length > 0 && <MilestoneProblems problems={problems} onSelect={steady.showProblem} />}
        {timeline.failure && !data
          ? <FailurePanel title="The timeline cannot be read" message={timeline.failure.message} onRetry={() => timeline.reload()} />
          : !data
            ? <Skeleton rows={12} rowHeight={28} label="Loading the timeline" />
            : all.length === 0
              ? <Empty action={<span className="tl-zoom"><Button kind="primary" icon="plus" keys="n" onPress={() => startNew(defaultNewNs())}>New entry</Button><Button icon="list" onPress={() => setPasted('')}>Entries from text</Button></span>}>No timeline entries yet. Pin a record in Explore, write the first one, or paste rows of a spreadsheet or chat.</Empty>
              : entries.length === 0
                ? <Empty action={<Button onPress={() => setFilter({ query: '', kinds: [], roles: [], evidence: 'any', asKnownThen: false })}>Show all entries</Button>}>{emptyText(filter)}</Empty>
                : as === 'lanes'
                  ? (
                    <Lanes
                      entries={shownEntries} folded={shownFolded} viewport={viewport} wholeSpan={wholeSpan} zone={zone} selection={selection} comments={comments} laneState={laneState} gaps={gaps} plotRef={plotRef}
                      onLanes={steady.setLanes} onOnlyLane={steady.onlyLane} onPointerTime={steady.pointAt} onSelect={steady.take} onBand={steady.takeBand}
                      onEdit={steady.edit} onNew={steady.startNew} onMove={steady.moveTo} onUnfold={steady.unfold} onUnfoldRepeat={steady.toggleRepeat}
                    />
                  )
                  : <EntryList fromT0={fromT0} zero={zero} onFromT0={setFromT0} interludes={interludes} folded={shownFolded} runs={unfoldedRuns} onToggleRepeat={steady.toggleRepeat} outside={entries.length - inRange.length} onShowAll={fit} durations={durations} zone={zone} selection={selection} comments={comments} onSelect={steady.take} onEdit={steady.edit} listRef={listRef} />}
        <div className="tl-spoken" aria-live="polite">{several.length === 2 ? `2 entries selected, ${betweenText(several[0]!, several[1]!, clockOf)}` : several.length > 0 ? `${plural(several.length, 'entry', 'entries')} selected` : selected && as === 'lanes' ? spokenEntry(selected, zone, comments.get(selected.id)) : ''}</div>
      </section>
      {editing !== undefined && (editing === 'new' || selected)
        ? (
          <EditDrawer
            key={editing === 'new' ? `new-${String(newAtNs)}` : editing} entry={editing === 'new' ? undefined : selected} all={all} zone={zone} newAtNs={newAtNs}
            nearNs={selected?.time.startNs ?? middleOf(wholeSpan)} onDone={(saved) => { stopEditing(); if (saved) { setWritten({ entry: saved, before: all }); show(saved); } }} work={work}
          />
        )
        : bulk
          ? (
            <BulkDrawer
              {...bulk} focusForm={focusForm} onApply={steady.applyEdit} onMerge={steady.mergeSelected} onRemove={steady.removeAll} onSelect={steady.select} onClose={steady.closeSeveral}
            />
          )
        : details && (
          <DetailsDrawer
            {...details} focusComments={focusComments} onLeaveComments={focusMain}
            onStep={steady.step} onClose={steady.closeEntry} onSelect={steady.select} onEdit={steady.editSelected}
            onOpen={details.entry.evidence[0] && steady.openSelected} onRemove={steady.removeSelected} onSplit={steady.splitSelected}
          />
        )}
      {pasted !== undefined && <PasteSheet text={pasted} zone={zone} nearNs={selected?.time.startNs ?? middleOf(wholeSpan)} onAdd={addPasted} onClose={() => { setPasted(undefined); requestAnimationFrame(focusMain); }} />}
      {splitting && <SplitSheet entry={splitting.entry} suggestedNs={splitting.atNs} zone={zone} t0={timeZeroOf(all)} onSplit={(atNs) => void split(splitting.entry, atNs)} onClose={() => setSplitting(undefined)} />}
    </div>
  );
}

/** `value`, or while there is a newer one that takes long to draw, the one before it. */
function useLater<T>(value: T | undefined): T | undefined {
  const later = useDeferredValue(value);
  return value && (later ?? value);
}

function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** Titles stand to the right of their marks: the last ones need room too. */
function roomForLabels(span: Span): Span {
  return { fromNs: span.fromNs, toNs: span.toNs + lengthOf(span) / 7n };
}

/** All of `wanted` when that is much closer than now; else a third of what is in view, around the pointer. */
function closerTo(wanted: Span, now: Span, pointerNs: bigint | undefined): Span {
  return lengthOf(wanted) * 2n < lengthOf(now) ? wanted : zoomAt(now, 0.33, pointerNs ?? middleOf(wanted));
}

function centre(span: Span, selected: TimelineEntry | undefined): bigint {
  const ns = selected?.time.startNs;
  return ns !== undefined && ns > span.fromNs && ns < span.toNs ? ns : middleOf(span);
}

/** One entry alone is not several, whatever else a filter hides of those selected. */
function onlySeveral(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return entries.length > 1 ? entries : NO_ENTRIES;
}

function emptyText({ query, kinds, roles, evidence, asKnownThen }: EntryFilter): string {
  const others = kinds.length + roles.length > 0;
  if (query !== '') return `No entry matches “${query}”${others || evidence !== 'any' || asKnownThen ? ' among those shown' : ''}.`;
  if (others) return 'No entry is of these kinds and roles.';
  if (evidence !== 'any') return evidence === 'without' ? 'Every entry has evidence.' : 'No entry has evidence.';
  return 'Everything here was learned later.';
}
