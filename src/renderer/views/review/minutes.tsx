import type { ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { formatDate, formatDuration } from '../../../base/time.ts';
import { phaseOf } from '../../../model/review-plan.ts';
import { MINUTE_FORMS, type Review } from '../../../model/review.ts';
import { zoneText } from '../../parts/entry-words.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, IconButton, useCommands } from '../../ui/index.ts';
import { Attendance } from './plan.tsx';
import { useReviewWork, type ReviewData } from './use-review.ts';
import { clockText, FORM_PLURAL } from './words.ts';

/** What a review has left in the case: while it runs and nobody looks at the stage, and when it is over. */
export function Minutes({ data, review }: { data: ReviewData; review: Review }): ReactNode {
  const place = usePlaceStore();
  const work = useReviewWork();
  const asRoles = useAsRoles();
  const zone = useZone(useCaseInfo().zone);
  const running = phaseOf(review) === 'running';
  const toStage = (): void => place.set({ on: 'stage' });
  const again = (): void => void work.add({ kind: 'review', id: uuidv7(), title: review.title, agenda: review.agenda, attendance: review.attendance });
  useCommands([{ id: 'review.start', label: running ? 'Back to the stage' : 'Plan another review', icon: 'play', keys: 'Ctrl+Enter', group: 'Review', run: running ? toStage : again }]);
  const startedNs = review.startedAtNs!;
  const of = new Map(data.entries.map((e) => [e.id, e]));
  const actions = data.actions.filter((a) => a.createdAtNs >= startedNs && (review.endedAtNs === undefined || a.createdAtNs <= review.endedAtNs));
  return (
    <div className="view">
      <div className="main rv-plan">
        <div className="toolbar">
          <h1>Review</h1>
          <span className="t3 grow">
            {running ? `Running since ${clockText(startedNs, zone)} ${zoneText(startedNs, zone)}` : `Held ${formatDate(startedNs, zone)}, ${formatDuration(review.endedAtNs! - startedNs)}`}
          </span>
          {running
            ? <Button kind="primary" icon="play" keys="Ctrl+Enter" onPress={toStage}>Back to the stage</Button>
            : <Button icon="plus" keys="Ctrl+Enter" onPress={again}>Plan another review</Button>}
        </div>
        <div className="rv-plan-columns">
          <section aria-label="Minutes" className="rv-minutes-list">
            <h2 className="rv-minutes-title">{visibleText(review.title)}</h2>
            {MINUTE_FORMS.map((form) => {
              const minutes = data.minutes.filter((m) => m.form === form);
              return minutes.length === 0 ? null : (
                <section key={form}>
                  <div className="panel-head"><h3 className="grow">{FORM_PLURAL[form]}</h3><span className="t3">{minutes.length}</span></div>
                  <ul>
                    {minutes.map((m) => (
                      <li key={m.id}>
                        <span className="grow">
                          {visibleText(asRoles(m.text))}
                          {m.entryId !== undefined && of.has(m.entryId) && (
                            <> <Button kind="link" onPress={() => place.go('timeline', { sel: m.entryId })}>{visibleText(asRoles(of.get(m.entryId)!.title))}</Button></>
                          )}
                        </span>
                        {m.votes.length > 0 && <span className="t3">{plural(m.votes.length, 'vote')}</span>}
                        {m.settled && <span className="t3">settled</span>}
                        <IconButton icon="close" size="small" label={`Take out: ${m.text}`} onPress={() => void work.remove(m)} />
                      </li>
                    ))}
                  </ul>
                </section>
              );
            })}
            {actions.length > 0 && (
              <section>
                <div className="panel-head"><h3 className="grow">Actions</h3><span className="t3">{actions.length}</span></div>
                <ul>{actions.map((a) => <li key={a.id}><Button kind="link" onPress={() => place.go('actions', { sel: a.id })}>{visibleText(asRoles(a.title))}</Button></li>)}</ul>
              </section>
            )}
            {data.minutes.length === 0 && actions.length === 0 && <p className="rv-none">Nothing was written down{running ? ' yet' : ''}.</p>}
            {!running && (
              <p className="rv-none rv-next">
                These minutes stand in the report behind its text. Next: <Button kind="link" onPress={() => place.go('actions')}>complete the actions</Button>, then <Button kind="link" onPress={() => place.go('postmortem', { panel: 'status' })}>move the postmortem on</Button>.
              </p>
            )}
          </section>
          <Attendance data={data} review={review} />
        </div>
      </div>
    </div>
  );
}
