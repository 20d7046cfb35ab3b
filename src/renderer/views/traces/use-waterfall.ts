import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { formatCitation } from '../../../model/evidence.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession } from '../../rpc/react.tsx';
import { useActions, useParam, usePlaceStore, useTimeRange, useZone } from '../../state/react.tsx';
import { isOnArrival, useToast, type VirtualRowsHandle } from '../../ui/index.ts';
import { copyText, pinnedSpan, spanReference } from './pin-span.ts';
import { foldedAtFirst, foldedFrom, matcher, nextRow, placeOf, rowOfKey, spanKey, unfoldedTo, visibleOf, type Trace } from './trace-model.ts';

/** A stretch of a trace, in ns from its start. */
export interface Window { readonly fromNs: number; readonly toNs: number }

/** A trace at the screen: what is folded, where one stands, what one looks for. */
export interface WaterfallState {
  readonly trace: Trace;
  readonly zone: string;
  readonly folded: ReadonlySet<number>;
  /** Rows on screen, were it high enough, in ascending order. */
  readonly visible: Uint32Array;
  /** Selected row; its drawer is open. */
  readonly row: number | undefined;
  readonly window: Window;
  readonly find: string;
  readonly isHit: ((row: number) => boolean) | undefined;
  readonly list: RefObject<VirtualRowsHandle | null>;
  readonly setWindow: (window: Window) => void;
  readonly setFind: (text: string) => void;
  readonly select: (row: number | undefined) => void;
  readonly moveBy: (rows: number) => void;
  readonly moveToEnd: (end: 'first' | 'last') => void;
  readonly fold: (row: number) => void;
  readonly unfold: (row: number) => void;
  readonly foldAll: () => void;
  readonly unfoldAll: () => void;
  /** To the next row of a kind; says so when there is none. */
  readonly seek: (direction: 'next' | 'previous', test: (row: number) => boolean, nothing: string) => void;
  readonly pin: (row?: number) => Promise<void>;
  readonly cite: () => Promise<void>;
  readonly copy: () => Promise<void>;
  readonly openLogs: (of: 'span' | 'trace') => void;
  readonly back: () => void;
}

/** Bytes that hold any excerpt of 4,000 characters. */
const EXCERPT_BYTES = 16_384;
/** Nothing shorter is looked at: a window of no width has no scale. */
const LEAST_NS = 10;

export function useWaterfall(trace: Trace, back: () => void): WaterfallState {
  const session = useCaseSession();
  const place = usePlaceStore();
  const actions = useActions();
  const toast = useToast();
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const range = useTimeRange();
  const spanParam = useParam('span');
  const list = useRef<VirtualRowsHandle>(null);
  const [folded, setFolded] = useState<ReadonlySet<number>>(() => foldedAtFirst(trace));
  const [at, setAt] = useState<number>();
  const [find, setFind] = useState('');
  const whole = useMemo((): Window => ({ fromNs: 0, toNs: Math.max(trace.durationNs, LEAST_NS) }), [trace]);
  const [zoomed, setZoomed] = useState<Window>();
  const isHit = useMemo(() => matcher(trace, find), [trace, find]);

  // The link decides; the row kept beside it tells spans apart that bear the same id.
  const row = useMemo(() => {
    if (spanParam === undefined) return undefined;
    return at !== undefined && at < trace.rows && spanKey(trace, at) === spanParam ? at : rowOfKey(trace, spanParam);
  }, [trace, spanParam, at]);
  const open = useMemo(() => (row === undefined ? folded : unfoldedTo(trace, folded, row)), [trace, folded, row]);
  const visible = useMemo(() => visibleOf(trace, open), [trace, open]);
  useEffect(() => {
    if (row !== undefined) list.current?.show(placeOf(visible, row));
    // Only a move brings the row into view: folding elsewhere leaves one where one looks.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [row, trace]);
  useEffect(() => {
    if (isOnArrival()) list.current?.focus();
  }, []);

  // What the way to a span opened stays open when one goes on.
  const go = useCallback((next: number | undefined, stillFolded: ReadonlySet<number>): void => {
    setAt(next);
    setFolded(stillFolded);
    place.set({ span: next === undefined ? undefined : spanKey(trace, next), bytes: undefined }, { replace: true });
  }, [place, trace]);
  const select = useCallback((next: number | undefined): void => go(next, open), [go, open]);
  const setWindow = useCallback((next: Window): void => {
    const width = Math.max(LEAST_NS, Math.min(whole.toNs, next.toNs - next.fromNs));
    const fromNs = Math.max(0, Math.min(whole.toNs - width, next.fromNs));
    setZoomed(width >= whole.toNs ? undefined : { fromNs, toNs: fromNs + width });
  }, [whole]);

  function reference(of: number): ReturnType<typeof spanReference> {
    return spanReference(trace, of, BigInt(Date.now()) * 1_000_000n);
  }
  async function withExcerpt(of: number): Promise<ReturnType<typeof spanReference>> {
    const bare = reference(of);
    const { locator } = bare;
    if (locator.kind !== 'bytes') return bare;
    const bytes = await session.read(api.readBytes, { sha256: bare.sha256, offsetBytes: locator.offsetBytes, lengthBytes: Math.min(locator.lengthBytes, EXCERPT_BYTES) });
    return bytes.ok ? { ...bare, excerpt: new TextDecoder().decode(bytes.value.bytes).slice(0, 4000) } : bare;
  }

  return {
    trace, zone, folded: open, visible, row, window: zoomed ?? whole, find, isHit, list, setWindow, setFind, select, back,
    moveBy(rows) {
      const from = row === undefined ? -1 : placeOf(visible, row);
      const next = row === undefined ? Math.max(0, Math.min(visible.length - 1, list.current?.top().row ?? 0)) : Math.max(0, Math.min(visible.length - 1, from + rows));
      select(visible[next]);
    },
    moveToEnd: (end) => select(visible.at(end === 'first' ? 0 : -1)),
    fold(of) {
      if (trace.subtree[of]! > 1 && !open.has(of)) {
        const next = new Set(open).add(of);
        // A span that would be hidden gives way to the one that hides it.
        if (row !== undefined && row > of && row < of + trace.subtree[of]!) go(of, next);
        else setFolded(next);
      } else if (trace.parent[of]! >= 0) {
        select(trace.parent[of]);
      }
    },
    unfold(of) {
      if (open.has(of)) {
        const next = new Set(open);
        next.delete(of);
        setFolded(next);
      } else if (trace.subtree[of]! > 1) {
        select(of + 1);
      }
    },
    foldAll() {
      // To the span that stands on the outermost level, or it would be opened again.
      let root = row;
      while (root !== undefined && trace.parent[root]! >= 0) root = trace.parent[root]!;
      if (root === row) setFolded(foldedFrom(trace, 0));
      else go(root, foldedFrom(trace, 0));
    },
    unfoldAll: () => setFolded(new Set()),
    seek(direction, test, nothing) {
      const from = row ?? (direction === 'next' ? -1 : trace.rows);
      const found = nextRow(trace, from, direction, test);
      if (found === undefined) return toast({ text: nothing });
      select(found);
    },
    async pin(of) {
      const target = of ?? row;
      if (target === undefined) return toast({ text: 'Select a span first, then pin it.' });
      const entry = pinnedSpan(trace, target, await withExcerpt(target));
      if (!entry) return toast({ kind: 'failed', text: 'This span has no time of its own. Make an entry in the timeline and cite the span there.' });
      const done = await session.run({ name: 'timeline.add', input: { entry } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      toast({
        text: 'Pinned to the timeline.',
        actions: [
          { label: 'Undo', run: () => void session.run({ name: 'timeline.remove', input: { id: entry.id } }) },
          { label: 'Open', run: () => place.go('timeline', { sel: entry.id }) },
        ],
      });
    },
    async cite() {
      if (row === undefined) return toast({ text: 'Select a span first, then cite it.' });
      const done = await session.run({ name: 'evidence.cite', input: { reference: await withExcerpt(row) } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      await actions.copy(formatCitation(reference(row)), 'Citation copied. Paste it into the postmortem.');
    },
    async copy() {
      if (row === undefined) return toast({ text: 'Select a span first, then copy it.' });
      await actions.copy(copyText(trace, row), 'Copied the span with its reference.');
    },
    openLogs(of) {
      const start = trace.baseNs;
      const end = start + BigInt(Math.round(Math.max(0, trace.durationNs)));
      const within = !range || (range.fromNs <= start && end < range.toNs);
      const span = of === 'span' && row !== undefined && trace.spanId[row] !== '' ? ` span_id:${trace.spanId[row]!}` : '';
      // Its records may lie outside the time that is chosen: then all time is.
      place.go('explore', { filter: `trace_id:${trace.traceId}${span}`, ...(within ? {} : { from: undefined, to: undefined }) });
    },
  };
}
