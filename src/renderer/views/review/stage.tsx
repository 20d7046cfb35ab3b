import { useEffect, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { plannedMinutes } from '../../../model/review-plan.ts';
import type { Review } from '../../../model/review.ts';
import { useOpenBytes, usePlaceStore } from '../../state/react.tsx';
import { Button, Icon, IconButton, Keys, useCommands, useToast, type Command } from '../../ui/index.ts';
import { Capture } from './capture.tsx';
import { Hands } from './hands.tsx';
import { openPresenter } from './open-presenter.ts';
import { PartShown } from './part-shown.tsx';
import { useDriver, type Driver } from './use-driver.ts';
import { clockOf, nowNs, useNowMs, useReviewWork, type ReviewData } from './use-review.ts';

/** What the room looks at: large, calm, driven by keys. */
export function Stage({ data, review }: { data: ReviewData; review: Review }): ReactNode {
  const place = usePlaceStore();
  const work = useReviewWork();
  const toast = useToast();
  const openBytes = useOpenBytes();
  const driver = useDriver(data, review);
  const { live, part, entry, onTimeline, toPart } = driver;
  const end = async (): Promise<void> => {
    if (await work.edit(review.id, (r) => ({ ...r, endedAtNs: nowNs() }), 'The review is over')) place.set({ on: undefined, bytes: undefined });
  };
  const openEvidence = (): void => {
    const [first] = entry?.evidence ?? [];
    if (first) openBytes(first);
    else toast({ text: 'This entry cites no evidence.' });
  };
  const command = (id: string, label: string, keys: string, run: Command['run'], more: Partial<Command> = {}): Command => ({ id: `review.${id}`, label, keys, run, group: 'Review', ...more });
  useCommands([
    ...driver.commands,
    command('evidence', 'Open the evidence of the entry', 'Enter', openEvidence, { when: () => onTimeline && !isOnControl() }),
    command('presenter', 'Presenter’s window', 'w', () => openPresenter(place.state.getState())),
    command('full-screen', 'Full screen', 'f', () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())),
    command('leave', 'Leave the stage', 'Escape', () => place.set({ on: undefined }), { hidden: true, when: () => driver.capture === undefined && !driver.raising && !document.querySelector('.drawer') }),
    command('end', 'End the review', 'Ctrl+Enter', end, { when: () => driver.capture === undefined }),
  ]);
  // The first part is on when the first window opens; its clock starts then.
  const first = review.agenda[0]?.id;
  useEffect(() => {
    if (live.agendaId === undefined && first !== undefined) toPart(first);
  });
  return (
    <div className="rv">
      <AgendaRail driver={driver} review={review} entriesToGo={data.entries.length - driver.entryIndex - 1} onLeave={() => place.set({ on: undefined })}>
        <Hands data={data} driver={driver} />
        <div className="rv-rail-foot">
          <Button kind="quiet" icon="open" keys="w" onPress={() => openPresenter(place.state.getState())}>Presenter</Button>
          <Button kind="quiet" onPress={end}>End the review</Button>
        </div>
      </AgendaRail>
      <div className="rv-stage">
        {part && <PartShown data={data} part={part} driver={driver} />}
        <div className="rv-keys">
          {onTimeline ? (
            <>
              <span><Keys keys="Left" /> <Keys keys="Right" /> entries</span><span><Keys keys="Enter" /> evidence</span><span><Keys keys="k" /> known then</span>
            </>
          ) : <span><Keys keys="Left" /> <Keys keys="Right" /> parts</span>}
          <span><Keys keys="PageDown" /> next part</span><span><Keys keys="h" /> hand</span><span><Keys keys="Ctrl+Enter" /> end</span>
        </div>
      </div>
      <Capture data={data} review={review} driver={driver} />
    </div>
  );
}

/** Enter belongs to a control that has the focus. */
function isOnControl(): boolean {
  return document.activeElement !== null && document.activeElement.closest('button, a, input, textarea, [role=button]') !== null;
}

function AgendaRail({ driver, review, entriesToGo, onLeave, children }: { driver: Driver; review: Review; entriesToGo: number; onLeave: () => void; children: ReactNode }): ReactNode {
  const nowMs = useNowMs();
  const { partIndex, live: { sinceMs } } = driver;
  const people = review.attendance.filter((a) => a.present).length;
  const plannedMs = plannedMinutes(review.agenda) * 60_000;
  const elapsedMs = Math.max(0, nowMs - Number(review.startedAtNs! / 1_000_000n));
  return (
    <aside className="rv-agenda" aria-label="Agenda">
      <div className="rv-head">
        <h1>{visibleText(review.title)}</h1>
        <IconButton icon="close" label="Leave the stage" keys="Escape" onPress={onLeave} />
      </div>
      <p className="rv-sub">{`Review, ${plural(people, 'person', 'people')}`}</p>
      <div className="rv-clock"><b role="timer" aria-label="Time since the review began">{clockOf(elapsedMs)}</b><span>{`of ${clockOf(plannedMs)}${elapsedMs > plannedMs ? ', over' : ''}`}</span></div>
      <div className="rv-bar" aria-hidden><i style={{ width: `${plannedMs === 0 ? 100 : Math.min(100, (elapsedMs / plannedMs) * 100)}%` }} /></div>
      <ol>
        {review.agenda.map((part, i) => {
          const leftMs = part.minutes * 60_000 - (nowMs - sinceMs);
          return (
            <li key={part.id} className={i < partIndex ? 'done' : i === partIndex ? 'now' : ''}>
              <button type="button" aria-current={i === partIndex ? 'step' : undefined} onClick={() => driver.toPart(part.id)}>
                <span>{i < partIndex && <Icon name="check" size={16} label="Done" />}</span>
                <span className="rv-part">{visibleText(part.title)}</span>
                <span className="rv-minutes">{`${part.minutes} min`}</span>
                {i === partIndex && (
                  <span className="rv-left">{`${leftMs >= 0 ? `${clockOf(leftMs)} left` : `${clockOf(-leftMs)} over`}${part.shows === 'timeline' ? `, ${plural(Math.max(0, entriesToGo), 'entry', 'entries')} to go` : ''}`}</span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
      {children}
    </aside>
  );
}
