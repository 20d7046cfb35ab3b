import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { plural, visibleText } from '../../../base/text.ts';
import type { EventId, EventRow } from '../../../model/event.ts';
import { formatCitation } from '../../../model/evidence.ts';
import type { Filter } from '../../../model/filter.ts';
import { entryOf, referenceOf } from '../../../model/pin.ts';
import { recordTitle } from '../../../model/record-title.ts';
import { isStandIn } from '../../../model/stand-in.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useRead, useSame, useWholeSpan } from '../../rpc/react.tsx';
import { sourceOf } from '../../rpc/use-clocks.ts';
import { pickedEvent, pickMoment } from '../../state/moments.ts';
import { formatEventId, parseEventId, rangeParams, type TimeRange } from '../../state/place.ts';
import { useActions, useCaseUiStore, useParam, usePlaceStore, useTimeRange, useZone } from '../../state/react.tsx';
import { useToast, type VirtualRowsHandle } from '../../ui/index.ts';
import { filterOf, toggleTerm, type FilterPlace } from './filter-state.ts';
import { copyText, parseFind, quoteText, type Find } from './lines.ts';
import { pinnedIn } from './pinned.ts';
import { useSaved, type SavedWork } from './use-saved.ts';
import { createRowModel, selectedRange, type Anchor, type RowModel, type SeekTarget } from './row-model.ts';

/** Most records of one pin or one copy: a selection larger than that is a filter, not a finding. */
const MOST_PINNED = 50;
const MOST_COPIED = 1000;
const MOST_QUOTED = 50;
const MOST_MARKS = 1000;

export interface Explore {
  readonly filter: Filter;
  readonly filterText: string | undefined;
  readonly filterFailure: ReturnType<typeof filterOf>['failure'];
  readonly range: TimeRange | undefined;
  readonly whole: TimeRange | undefined;
  readonly zone: string;
  readonly model: RowModel;
  readonly list: RefObject<VirtualRowsHandle | null>;
  readonly selected: EventId | undefined;
  readonly find: Find | undefined;
  readonly setFind: (typed: string) => void;
  readonly setFilter: (place: FilterPlace) => void;
  readonly setRange: (range: TimeRange | undefined) => void;
  readonly onVisible: (first: number, end: number) => void;
  readonly moveTo: (row: number, extend?: boolean) => void;
  readonly moveBy: (rows: number, extend?: boolean) => void;
  readonly seek: (direction: 'next' | 'previous', target: SeekTarget, nothing: string) => Promise<void>;
  readonly goToEvent: (event: EventId) => Promise<void>;
  readonly saved: SavedWork;
  /** The table stays at the end while rows come in. */
  readonly isFollowing: boolean;
  readonly setFollowing: (following: boolean) => void;
  /** Time of the record one is at. */
  readonly atNs: () => bigint | undefined;
  readonly selection: () => { readonly from: number; readonly count: number } | undefined;
  readonly mark: () => Promise<void>;
  readonly nextMark: (direction: 'next' | 'previous') => Promise<void>;
  /** Picks the record as one half of a pair that is the same moment in two sources. */
  readonly sameMoment: () => Promise<void>;
  readonly pin: () => Promise<void>;
  readonly copyLines: () => Promise<void>;
  readonly copyQuote: () => Promise<void>;
  readonly hideSource: () => void;
  readonly cite: () => Promise<void>;
  readonly close: () => void;
}

export function useExplore(): Explore {
  const info = useCaseInfo();
  const session = useCaseSession();
  const place = usePlaceStore();
  const actions = useActions();
  const toast = useToast();
  const ui = useCaseUiStore();
  const zone = useZone(info.zone);
  const range = useTimeRange();
  const filterText = useParam('filter');
  const selText = useParam('sel');
  const selected = useMemo(() => parseEventId(selText), [selText]);
  const [typedFind, setFind] = useState('');
  const find = useMemo(() => parseFind(typedFind), [typedFind]);
  const list = useRef<VirtualRowsHandle>(null);
  const { filter: parsed, failure: filterFailure } = useMemo(() => filterOf(filterText, range, { zone, dayNs: info.fromNs }), [filterText, range, zone, info.fromNs]);
  // The day of the first record, which becomes known while one looks, is for times without a day alone.
  const filter = useSame(parsed);
  const whole = useWholeSpan();

  const [model] = useState(() => createRowModel({
    page: (f, from, count, signal) => session.read(api.pageEvents, { filter: f, from, count }, { signal }),
    seek: (f, fromRow, direction, target, signal) => session.read(api.seekEvent, { filter: f, fromRow, direction, ...target }, { signal }),
  }));
  useEffect(() => () => model.close(), [model]);
  const saved = useSaved();
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data;
  const [isFollowing, showFollowing] = useState(false);
  /** The top row when the list last stood at its end: who scrolls above it follows no more. `undefined`: not following. */
  const followed = useRef<number>(undefined);
  const standAtEnd = useCallback(() => {
    list.current?.scrollTo(model.store.getState().total ?? 0);
    followed.current = list.current?.top().row ?? 0;
  }, [model]);
  const setFollowing = useCallback((following: boolean) => {
    if (following) standAtEnd();
    else followed.current = undefined;
    showFollowing(following);
  }, [standAtEnd]);

  // A new question, or the same one of a changed index. What one looks at is found again in the answer.
  const visible = useRef({ first: 0, end: 0 });
  const asked = useRef({ filter, revision: -1, topRow: 0, sameFilter: false });
  useEffect(() => {
    const isFirst = asked.current.revision === -1;
    if (asked.current.filter === filter && asked.current.revision === info.indexRevision) return;
    asked.current = { filter, revision: info.indexRevision, topRow: list.current?.top().row ?? 0, sameFilter: asked.current.filter === filter };
    void model.ask(filter, followed.current !== undefined ? 'end' : isFirst ? firstAnchor(place.state.getState().params['sel']) : anchorOf(model, list.current, visible.current));
  }, [model, filter, info.indexRevision, place]);

  const stand = useStore(model.store, (s) => s.stand);
  useEffect(() => {
    if (!list.current) return;
    if (followed.current !== undefined) return standAtEnd();
    const { row, intoPx } = list.current.top();
    // Who scrolled on while the same records were asked for anew goes on from there.
    const since = asked.current.sameFilter ? row - asked.current.topRow : 0;
    list.current.scrollTo(Math.max(0, stand.row - stand.screenRow + since), asked.current.sameFilter ? intoPx : 0);
  }, [stand, standAtEnd]);

  const onVisible = useCallback((first: number, end: number) => {
    visible.current = { first, end };
    model.want(first, end);
    if (followed.current !== undefined && first < followed.current && end < (model.store.getState().total ?? 0)) setFollowing(false);
  }, [model, setFollowing]);
  // After an answer the rows on screen may be the same numbers: ask for what is missing of them.
  const answered = useStore(model.store, (s) => (s.outdated ? undefined : s.stand));
  useEffect(() => {
    if (answered) model.want(visible.current.first, visible.current.end);
  }, [model, answered]);

  const select = useCallback(async (row: number): Promise<void> => {
    const event = await model.load(row);
    const { cursor } = model.store.getState();
    const at = cursor === undefined ? undefined : model.row(cursor);
    if (event && at && formatEventId(at) === formatEventId(event)) place.set({ sel: formatEventId(event), bytes: undefined }, { replace: true });
  }, [model, place]);

  const moveTo = useCallback((row: number, extend = false) => {
    const rows = model.store.getState().total ?? 0;
    if (rows === 0) return;
    const target = Math.max(0, Math.min(rows - 1, row));
    // Who goes to a record reads it: it must not be taken away.
    if (target < rows - 1) setFollowing(false);
    model.setCursor(target, extend);
    list.current?.show(target);
    void select(target);
  }, [model, select, setFollowing]);

  const moveBy = useCallback((rows: number, extend: boolean) => {
    const { cursor } = model.store.getState();
    moveTo(cursor === undefined ? (list.current?.top().row ?? 0) : cursor + rows, extend);
  }, [model, moveTo]);
  // What was pressed while the rows of a new filter were on their way is done in them.
  useEffect(() => {
    if (answered) for (const step of model.held()) step();
  }, [answered, model]);

  const goToEvent = useCallback(async (event: EventId): Promise<void> => {
    const found = await session.read(api.seekEvent, { filter, fromRow: -1, direction: 'next', event });
    if (found.ok && found.value.row !== undefined) return moveTo(found.value.row);
    // The filter hides it: without the filter it is there.
    place.go('explore', { sel: formatEventId(event), from: undefined, to: undefined });
  }, [session, filter, moveTo, place]);

  // The link names a record that the cursor is not at: a deep link, the back button, another view.
  useEffect(() => {
    const { cursor } = model.store.getState();
    const at = cursor === undefined ? undefined : model.row(cursor);
    if (!selected || !answered || (at && formatEventId(at) === selText)) return undefined;
    let stale = false;
    void session.read(api.seekEvent, { filter, fromRow: -1, direction: 'next', event: selected }).then((found) => {
      if (stale || !found.ok || found.value.row === undefined) return undefined;
      model.setCursor(found.value.row);
      list.current?.show(found.value.row);
      const row = model.row(found.value.row);
      if (row && isStandIn(selected.sha256) && !isStandIn(row.sha256)) place.set({ sel: formatEventId(row) }, { replace: true });
      return undefined;
    });
    return () => { stale = true; };
  }, [selected, selText, answered, model, session, filter, place]);

  const atNs = useCallback(() => {
    const { cursor } = model.store.getState();
    return cursor === undefined ? undefined : model.row(cursor)?.timeNs;
  }, [model]);
  const setFilter = useCallback((next: FilterPlace) => place.set({ filter: next.text, ...rangeParams(next.range) }), [place]);
  const setRange = useCallback((next: TimeRange | undefined) => place.set(rangeParams(next)), [place]);
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'both' }).data;

  async function selectedRows(most: number): Promise<EventRow[]> {
    const chosen = selectedRange(model.store.getState());
    if (!chosen) {
      // While the rows are asked for anew the drawer still shows the record.
      const shown = selected && await session.read(api.getEvent, selected);
      return shown?.ok ? [shown.value] : [];
    }
    const count = Math.min(most, chosen.last - chosen.first + 1);
    const asked = { filter: model.store.getState().filter, from: chosen.first, count };
    let page = await session.read(api.pageEvents, asked);
    // What is cited or copied names its evidence.
    if (page.ok && page.value.rows.some((row) => isStandIn(row.sha256))) page = await session.read(api.pageEvents, { ...asked, named: true });
    if (!page.ok) toast({ kind: 'failed', text: page.failure.message });
    return page.ok ? page.value.rows : [];
  }

  function withPaths(rows: readonly EventRow[]): Array<EventRow & { path: string }> {
    const paths = new Map((artifacts ?? []).map((a) => [a.sha256, a.paths[0]!]));
    return rows.map((r) => ({ ...r, path: paths.get(r.sha256) ?? r.source }));
  }

  async function seek(direction: 'next' | 'previous', target: SeekTarget, nothing: string): Promise<void> {
    if (model.hold(() => void seek(direction, target, nothing))) return undefined;
    const state = model.store.getState();
    const from = state.cursor ?? (direction === 'next' ? (list.current?.top().row ?? 0) - 1 : list.current?.top().row ?? 0);
    const found = await session.read(api.seekEvent, { filter: state.filter, fromRow: Math.max(-1, from), direction, ...target });
    if (!found.ok) return toast({ kind: 'failed', text: found.failure.message });
    // Of other rows than those that are shown by now the number says nothing.
    if (model.store.getState().filter !== state.filter) return seek(direction, target, nothing);
    if (found.value.row === undefined) return toast({ text: nothing });
    return moveTo(found.value.row);
  }

  async function excerptOf(row: EventRow): Promise<string> {
    // The first 16 KiB hold any excerpt of 4,000 characters of UTF-8.
    const bytes = await session.read(api.readBytes, { sha256: row.sha256, offsetBytes: row.offsetBytes, lengthBytes: Math.min(row.lengthBytes, 16_384) });
    // The bytes of a binary record are nothing to read.
    return bytes.ok && !bytes.value.bytes.includes(0) ? new TextDecoder().decode(bytes.value.bytes) : row.body;
  }

  async function pin(): Promise<void> {
    const rows = await selectedRows(MOST_PINNED);
    const [first] = rows;
    if (!first) return toast({ text: 'Select a record first, then pin it.' });
    const already = pinnedIn(entries ?? [], rows);
    if (already) {
      toast({ text: `Already on the timeline: “${visibleText(already.title)}”.` });
      return place.go('timeline', { sel: already.id });
    }
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const [detail, excerpts] = await Promise.all([
      session.read(api.getEvent, { sha256: first.sha256, offsetBytes: first.offsetBytes }),
      Promise.all(rows.map(excerptOf)),
    ]);
    const titled = detail.ok ? [{ ...first, attributes: detail.value.attributes }, ...rows.slice(1)] : rows;
    const entry = entryOf(titled, rows.map((row, i) => referenceOf(row, excerpts[i]!, nowNs)), detail.ok ? detail.value.timeText : undefined);
    if (!entry) return toast({ kind: 'failed', text: 'This record has no time of its own. Make an entry in the timeline and cite the record there.' });
    const done = await session.run({ name: 'timeline.add', input: { entry } });
    if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
    toast({
      text: rows.length === 1 ? 'Pinned to the timeline.' : `Pinned ${plural(rows.length, 'record')} to the timeline as one entry.`,
      actions: [
        { label: 'Undo', run: () => void session.run({ name: 'timeline.remove', input: { id: entry.id } }) },
        { label: 'Open', run: () => place.go('timeline', { sel: entry.id }) },
      ],
    });
  }

  return {
    saved, isFollowing, setFollowing, atNs, filter, filterText, filterFailure, range, whole, zone, model, list, selected, find,
    selection() {
      const chosen = selectedRange(model.store.getState());
      return chosen && chosen.last > chosen.first ? { from: chosen.first, count: chosen.last - chosen.first + 1 } : undefined;
    }, setFind, onVisible, moveTo, goToEvent, seek, pin,
    setFilter, setRange,
    moveBy(rows, extend = false) {
      if (!model.hold(() => moveBy(rows, extend))) moveBy(rows, extend);
    },
    async sameMoment() {
      const [row] = await selectedRows(1);
      if (!row) return toast({ text: 'Select a record first: an event that another source has as well.' });
      const event = pickedEvent(row);
      if (!event) return toast({ text: 'This record has no time. Pick one that has.' });
      const names = new Map((artifacts ?? []).map((a) => [a.sha256, sourceOf(a)]));
      const picked = pickMoment(ui.getState().moments, event, (sha256) => names.get(sha256) ?? sha256);
      ui.setState({ moments: picked.moments });
      if (picked.state === 'complete') place.go('evidence', { sel: picked.moments.at(-1)!.here.sha256, clock: '1' });
      else if (picked.state === 'again') toast({ text: 'Picked this record instead: it is of the same source. Its other half must be in another.' });
    },
    async mark() {
      const { cursor } = model.store.getState();
      const row = cursor === undefined ? undefined : model.row(cursor);
      if (!row) return toast({ text: 'Select a record first, then mark it.' });
      const { sha256, offsetBytes, lengthBytes, timeNs } = row;
      if (saved.marks.some((m) => m.sha256 === sha256 && m.offsetBytes === offsetBytes)) return saved.removeMark({ sha256, offsetBytes });
      const detail = await session.read(api.getEvent, { sha256, offsetBytes });
      const excerpt = recordTitle(row.body, detail.ok ? detail.value.attributes : {});
      return saved.setMark({ sha256, offsetBytes, lengthBytes, excerpt, ...(timeNs === undefined ? {} : { timeNs }) });
    },
    async nextMark(direction) {
      if (saved.marks.length === 0) return toast({ text: 'Nothing is marked. Press m on a record.' });
      const events = saved.marks.slice(0, MOST_MARKS).map(({ sha256, offsetBytes }) => ({ sha256, offsetBytes }));
      await seek(direction, { events }, direction === 'next' ? 'No mark further down.' : 'No mark further up.');
    },
    async copyLines() {
      const rows = await selectedRows(MOST_COPIED);
      if (rows.length === 0) return toast({ text: 'Select a record first, then copy it.' });
      await actions.copy(copyText(withPaths(rows)), `Copied ${plural(rows.length, 'line')} with ${rows.length === 1 ? 'its reference' : 'their references'}.`);
    },
    async copyQuote() {
      const rows = await selectedRows(MOST_QUOTED);
      if (rows.length === 0) return toast({ text: 'Select a record first, then copy it.' });
      await actions.copy(quoteText(withPaths(rows)), `Copied ${plural(rows.length, 'line')} as a Markdown quote with ${rows.length === 1 ? 'its citation' : 'their citations'}.`);
    },
    hideSource() {
      const { cursor } = model.store.getState();
      const row = cursor === undefined ? undefined : model.row(cursor);
      if (!row) return toast({ text: 'Select a record first, then leave out its source.' });
      place.set({ filter: toggleTerm(filter, { kind: 'field', field: 'source', op: ':', value: row.source, negated: true }) });
    },
    async cite() {
      const [row] = await selectedRows(1);
      if (!row) return toast({ text: 'Select a record first, then cite it.' });
      const reference = referenceOf(row, await excerptOf(row), BigInt(Date.now()) * 1_000_000n);
      const done = await session.run({ name: 'evidence.cite', input: { reference } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      await actions.copy(formatCitation(reference), 'Citation copied. Paste it into the postmortem.');
    },
    close() {
      model.setCursor(undefined);
      place.set({ sel: undefined }, { replace: true });
    },
  };
}

function firstAnchor(selText: string | undefined): Anchor | undefined {
  const event = parseEventId(selText);
  return event && { event, timeNs: undefined, screenRow: 8, isCursor: true };
}

/** What to keep in its place: the cursor when it is on screen, else the first row, unless one is at the very top. */
function anchorOf(model: RowModel, list: VirtualRowsHandle | null, visible: { first: number; end: number }): Anchor | { row: number } | undefined {
  const { cursor } = model.store.getState();
  const top = list?.top().row ?? 0;
  const row = cursor === undefined ? undefined : model.row(cursor);
  if (cursor !== undefined && row) {
    const screenRow = cursor >= visible.first && cursor < visible.end ? cursor - top : 8;
    return { event: idOf(row), timeNs: row.timeNs, screenRow, isCursor: true };
  }
  const first = model.row(top);
  if (top > 0 && !first) return { row: top };
  return top === 0 || !first ? undefined : { event: idOf(first), timeNs: first.timeNs, screenRow: 0, isCursor: false };
}

function idOf(row: EventRow): EventId {
  return { sha256: row.sha256, offsetBytes: row.offsetBytes };
}
