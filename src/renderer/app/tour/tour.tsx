import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useConnection, useShellRead } from '../../rpc/react.tsx';
import { useParam, usePlace, usePlaceStore } from '../../state/react.tsx';
import { Button, IconButton, isOnArrival, Keys, useCommands } from '../../ui/index.ts';
import { lookInSample } from './look.ts';
import { placePanel } from './place-panel.ts';
import { STEPS, stepOfView, type TourStep } from './steps.ts';
import type { TourStore } from './store.ts';
import { findAnchor, useAnchor, type Sight } from './use-anchor.ts';
import './tour.css';

/** The tour of the sample incident, in the frame of its case. It comes by itself until it was taken or dismissed once. */
export function Tour({ tour, arrived }: {
  tour: TourStore;
  /** The view of the link one came by, which one is not led away from; none where it named none. */
  arrived: string;
}): ReactNode {
  const session = useCaseSession();
  const connection = useConnection();
  const { path } = useCaseInfo();
  const place = usePlaceStore();
  const view = usePlace((p) => p.view);
  const { at, asked, seen } = useStore(tour.state);
  const sample = useShellRead(api.sampleCase, {});
  const notes = useShellRead(api.personNotes, {});
  const isSample = sample.data?.path === path;

  const goTo = useCallback(async (index: number, options?: { replace: boolean }): Promise<void> => {
    const step = STEPS[index]!;
    place.go(step.view, step.params(await lookInSample(session)), options);
  }, [session, place]);

  const begin = useCallback((from: string): void => {
    const there = from === '' ? undefined : stepOfView(from, 0);
    tour.begin(there);
    if (from === '' || there === 0) void goTo(0, { replace: true });
  }, [tour, goTo]);
  const known = notes.data !== undefined && !notes.outdated;
  useEffect(() => {
    if (!isSample || at !== undefined) return;
    if (asked) begin('');
    else if (!seen && known && notes.data?.tourDone !== true) begin(arrived);
  }, [isSample, at, asked, seen, known, notes.data, arrived, begin]);
  // Whoever goes to the view of another step by himself is at that step.
  useEffect(() => {
    const now = tour.state.getState().at;
    const there = now === undefined ? undefined : stepOfView(view, now);
    if (there !== undefined && there !== now) tour.follow(there);
  }, [view, tour]);
  // The tour is of this case: it ends with it.
  useEffect(() => () => tour.end(), [tour]);

  const end = (): void => {
    tour.end();
    void connection.call(api.keepPersonNotes, { tourDone: true });
  };
  const go = (by: 1 | -1): void => {
    const next = tour.go(by);
    if (next === undefined) end();
    else void goTo(next);
  };
  const bytes = useParam('bytes');
  const on = at !== undefined && isSample;
  useCommands([
    // Views and drawers in front have Escape first.
    { id: 'tour.dismiss', label: 'Dismiss the tour', keys: 'Escape', group: 'Everywhere', hidden: true, when: () => on && bytes === undefined, run: end },
    { id: 'tour.next', label: 'Next step of the tour', keys: 'Alt+T', group: 'Everywhere', when: () => on, run: () => go(1) },
  ]);
  const step = on ? STEPS[at] : undefined;
  return step && <Callout step={step} index={at!} isHere={step.view === view} onGo={go} onReturn={() => void goTo(at!)} onEnd={end} />;
}

/** What has the view's own keys. */
const LIST = 'main :is([role=treegrid], [role=grid], [role=listbox])[tabindex="0"]';

interface CalloutProps {
  readonly step: TourStep;
  readonly index: number;
  /** Whether one is in the view it speaks of. */
  readonly isHere: boolean;
  readonly onGo: (by: 1 | -1) => void;
  readonly onReturn: () => void;
  readonly onEnd: () => void;
}

function Callout({ step, index, isHere, onGo, onReturn, onEnd }: CalloutProps): ReactNode {
  const sight = useAnchor(step.anchors);
  const panel = useRef<HTMLElement>(null);
  const next = useRef<HTMLSpanElement>(null);
  const [size, setSize] = useState({ width: 344, height: 180 });
  useEffect(() => {
    const mine = panel.current!;
    const watcher = new ResizeObserver(() => setSize({ width: mine.offsetWidth, height: mine.offsetHeight }));
    watcher.observe(mine);
    return () => watcher.disconnect();
  }, []);
  // It is called with a key or comes with the window: the keyboard is here, and back where it was afterwards.
  useEffect(() => {
    let frame = 0;
    let was: Element | null = null;
    const take = (): void => {
      // The palette it was called from gives the keyboard back to where that was, when it is gone.
      if (document.querySelector('.overlay') !== null) {
        frame = requestAnimationFrame(take);
        return;
      }
      was = document.activeElement;
      if (was?.matches('input, textarea, [contenteditable=true]') !== true) next.current?.querySelector('button')?.focus();
    };
    frame = requestAnimationFrame(take);
    const mine = panel.current;
    return () => {
      cancelAnimationFrame(frame);
      if (mine?.contains(document.activeElement) !== true && !isOnArrival()) return;
      const to = was instanceof HTMLElement && was.isConnected && was !== document.body ? was : document.querySelector<HTMLElement>(LIST);
      to?.focus();
    };
  }, []);

  const here = isHere ? sight?.anchor : undefined;
  const placed = placePanel(here, size, sight?.room ?? { x: 0, y: 0, width: window.innerWidth, height: window.innerHeight }, step.beside);
  const onKeyDown = (event: KeyboardEvent): void => {
    const run = { ArrowRight: () => onGo(1), ArrowLeft: () => onGo(-1), Escape: onEnd }[event.key];
    if (!run || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const tryIt = (): void => {
    const found = findAnchor(step.anchors);
    (found?.matches('button, [tabindex="0"]') === true ? found : found?.closest<HTMLElement>('[tabindex="0"]') ?? found?.querySelector<HTMLElement>('[tabindex="0"], button'))?.focus();
  };
  const last = index === STEPS.length - 1;
  return (
    <>
      {here && <Ring sight={here} />}
      <section
        ref={panel} className="tour" aria-label="Tour of the sample incident" style={{ left: placed.x, top: placed.y }} onKeyDownCapture={onKeyDown}
      >
        {placed.side && <i className={`tour-notch ${placed.side}`} aria-hidden style={placed.side === 'top' || placed.side === 'bottom' ? { left: placed.notch } : { top: placed.notch }} />}
        <div className="tour-head">
          <span className="tour-count">{`${index + 1} of ${STEPS.length}`}</span>
          <IconButton icon="close" size="small" label="Dismiss the tour" keys="Escape" onPress={onEnd} />
        </div>
        <div aria-live="polite" aria-atomic>
          <h2>{step.title}</h2>
          <p>{step.sentence}</p>
        </div>
        {isHere
          ? <p className="tour-try"><Button kind="link" onPress={tryIt}>Try it</Button><Keys keys={step.keys} /><span><span className="sr-only">{`${step.keys} `}</span>{step.trial}</span></p>
          : <p className="tour-try"><Button kind="link" onPress={onReturn}>Show it</Button><span>takes you back there</span></p>}
        <div className="tour-foot">
          <Button isDisabled={index === 0} onPress={() => onGo(-1)}>Back</Button>
          <span ref={next}><Button kind="primary" onPress={() => onGo(1)}>{last ? 'Done' : 'Next'}</Button></span>
        </div>
      </section>
    </>
  );
}

/** Around what is spoken of; it takes no clicks. */
function Ring({ sight }: { sight: NonNullable<Sight['anchor']> }): ReactNode {
  return <div className="tour-ring" aria-hidden style={{ left: sight.x - 2, top: sight.y - 2, width: sight.width + 4, height: sight.height + 4 }} />;
}
