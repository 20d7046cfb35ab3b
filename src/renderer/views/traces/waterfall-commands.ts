import type { Command } from '../../ui/index.ts';
import { has } from './trace-model.ts';
import type { WaterfallState } from './use-waterfall.ts';

export const FIND_ID = 'traces-find';

/** Keys of a trace: those of Explore where they mean the same, those of the timeline for its window of time. */
export function waterfallCommands(w: WaterfallState, canClose: boolean): Command[] {
  const command = (id: string, label: string, keys: string, run: Command['run'], more: Partial<Command> = {}): Command => ({ id: `traces.${id}`, label, keys, run, group: 'Trace', ...more });
  const hidden = { hidden: true };
  const isError = (row: number): boolean => has(w.trace, row, 'error');
  const isCritical = (row: number): boolean => has(w.trace, row, 'critical');
  const hit = { when: () => w.isHit !== undefined };
  const { fromNs, toNs } = w.window;
  const width = toNs - fromNs;
  const zoom = (by: number): void => {
    const middle = (fromNs + toNs) / 2;
    w.setWindow({ fromNs: middle - (width * by) / 2, toNs: middle + (width * by) / 2 });
  };
  const pan = (by: number): void => w.setWindow({ fromNs: fromNs + width * by, toNs: toNs + width * by });
  return [
    command('down', 'Next span', 'j', () => w.moveBy(1), hidden),
    command('up', 'Previous span', 'k', () => w.moveBy(-1), hidden),
    command('first', 'First span', 'g', () => w.moveToEnd('first'), hidden),
    command('last', 'Last span', 'G', () => w.moveToEnd('last'), hidden),
    command('next-error', 'Next span with an error', 'e', () => w.seek('next', isError, 'No error further down.')),
    command('previous-error', 'Previous span with an error', 'E', () => w.seek('previous', isError, 'No error further up.')),
    command('next-critical', 'Next span on the critical path', '.', () => w.seek('next', isCritical, 'No span of the critical path further down.')),
    command('previous-critical', 'Previous span on the critical path', ',', () => w.seek('previous', isCritical, 'No span of the critical path further up.')),
    command('find', 'Find in this trace', '/', () => document.getElementById(FIND_ID)?.focus(), { icon: 'search' }),
    command('find-next', 'Next hit', 'n', () => findNext(w, 'next'), hit),
    command('find-previous', 'Previous hit', 'N', () => findNext(w, 'previous'), hit),
    command('unfold-all', 'Unfold all spans', '+', () => w.unfoldAll()),
    command('fold-all', 'Fold all spans', '-', () => w.foldAll()),
    command('zoom-in', 'Zoom in on the time', 'w', () => zoom(0.5), { icon: 'zoom-in' }),
    command('zoom-out', 'Zoom out of the time', 's', () => zoom(2), { icon: 'zoom-out' }),
    command('earlier', 'Earlier in the trace', 'a', () => pan(-0.25), hidden),
    command('later', 'Later in the trace', 'd', () => pan(0.25), hidden),
    command('fit', 'Show the whole trace', 'f', () => w.setWindow({ fromNs: 0, toNs: Infinity }), { icon: 'fit' }),
    command('fit-span', 'Zoom to the span', 'z', () => zoomToSpan(w), { when: () => w.row !== undefined }),
    command('pin', 'Pin the span to the timeline', 'p', () => w.pin(), { icon: 'pin' }),
    command('copy', 'Copy the span with its reference', 'c', () => w.copy(), { icon: 'copy' }),
    command('cite', 'Copy a citation for the postmortem', 'y', () => w.cite(), { icon: 'cite' }),
    command('logs', 'Logs of this trace', 'l', () => w.openLogs('trace'), { icon: 'explore' }),
    command('close', 'Close the span, then the trace', 'Escape', () => (w.row === undefined ? w.back() : w.select(undefined)), { ...hidden, when: () => canClose }),
  ];
}

export function findNext(w: WaterfallState, direction: 'next' | 'previous'): void {
  if (w.isHit) w.seek(direction, w.isHit, direction === 'next' ? 'Not found further down.' : 'Not found further up.');
}

/** A tenth of room on either side. */
function zoomToSpan({ trace, row, setWindow }: WaterfallState): void {
  if (row === undefined) return;
  const start = trace.startNs[row]!;
  const duration = trace.durationsNs[row]!;
  if (Number.isNaN(start) || !(duration > 0)) return;
  setWindow({ fromNs: start - duration * 0.1, toNs: start + duration * 1.1 });
}
