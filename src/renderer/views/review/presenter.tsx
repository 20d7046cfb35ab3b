import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { plannedMinutes } from '../../../model/review-plan.ts';
import { PROMPT_QUESTION, PROMPTS, type Review } from '../../../model/review.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { Button, Keys, Section, useCommands } from '../../ui/index.ts';
import { Capture } from './capture.tsx';
import { Hands } from './hands.tsx';
import { useDriver } from './use-driver.ts';
import { clockOf, useNowMs, type ReviewData } from './use-review.ts';
import { clockText, PROMPT_TITLE } from './words.ts';

/** The presenter's own window: notes, what comes next, the same keys. What it changes, the stage shows. */
export function Presenter({ data, review }: { data: ReviewData; review: Review }): ReactNode {
  const driver = useDriver(data, review);
  const { live, part, onTimeline } = driver;
  const asRoles = useAsRoles();
  const zone = useZone(useCaseInfo().zone);
  const nowMs = useNowMs();
  const nextPart = review.agenda[driver.partIndex + 1];
  const nextEntry = data.entries[driver.entryIndex + 1];
  useCommands(driver.commands);
  const elapsedMs = nowMs - Number(review.startedAtNs! / 1_000_000n);
  const leftMs = (part?.minutes ?? 0) * 60_000 - (nowMs - live.sinceMs);
  return (
    <div className="rv rv-presenter">
      <aside className="rv-agenda" aria-label="Clock">
        <div className="rv-head"><h1>Presenter</h1></div>
        <p className="rv-sub">{visibleText(review.title)}</p>
        <div className="rv-clock"><b role="timer" aria-label="Time since the review began">{clockOf(elapsedMs)}</b><span>{`of ${clockOf(plannedMinutes(review.agenda) * 60_000)}`}</span></div>
        <p className="rv-sub">{`${visibleText(part?.title ?? '')}: ${leftMs >= 0 ? `${clockOf(leftMs)} left` : `${clockOf(-leftMs)} over`}`}</p>
        <Hands data={data} driver={driver} />
      </aside>
      <div className="rv-stage">
        <section className="rv-part-shown">
          <h2>{visibleText(part?.title ?? '')}</h2>
          {part?.presenterNotes ? <p className="rv-notes">{visibleText(part.presenterNotes, true)}</p> : <p className="t3">No notes for this part.</p>}
          {onTimeline && driver.entry && (
            <Section title="On the screen">
              <p className="rv-note">{`${clockText(driver.entry.time.startNs, zone)} ${visibleText(asRoles(driver.entry.title))}`}</p>
              <ul className="rv-list">{PROMPTS.map((prompt, i) => <li key={prompt} className={live.prompt === prompt ? 'on' : ''}><Keys keys={String(i + 1)} /> {`${PROMPT_TITLE[prompt]}: ${PROMPT_QUESTION[prompt]}`}</li>)}</ul>
            </Section>
          )}
          <Section title="Next">
            <p className="rv-note">{onTimeline && nextEntry ? `${clockText(nextEntry.time.startNs, zone)} ${visibleText(asRoles(nextEntry.title))}` : nextPart ? visibleText(nextPart.title) : 'The end.'}</p>
          </Section>
        </section>
        <div className="rv-keys">
          <Button icon="chevron-left" keys="Left" onPress={() => driver.step(-1)}>Previous</Button>
          <Button icon="chevron-right" keys="Right" onPress={() => driver.step(1)}>Next</Button>
          <Button kind="quiet" keys="PageDown" onPress={driver.nextPart}>Next part</Button>
        </div>
      </div>
      <Capture data={data} review={review} driver={driver} />
    </div>
  );
}
