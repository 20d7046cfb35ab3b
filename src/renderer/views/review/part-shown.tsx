import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatDuration, formatUncertaintyOf } from '../../../base/time.ts';
import { actionGaps } from '../../../model/action.ts';
import { severityLevel } from '../../../model/incident-severity.ts';
import { itemsOf } from '../../../model/item.ts';
import type { AgendaItem, Minute } from '../../../model/review.ts';
import { milestoneDurations, type TimelineEntry } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { Checkbox } from '../../ui/index.ts';
import type { Driver } from './use-driver.ts';
import { useReviewWork, type ReviewData } from './use-review.ts';
import { Walk } from './walk.tsx';

/** What the part that is on shows to the room. */
export function PartShown({ data, part, driver }: { data: ReviewData; part: AgendaItem; driver: Driver }): ReactNode {
  if (part.shows === 'timeline' && driver.entry) return <Walk entries={data.entries} entry={driver.entry} driver={driver} />;
  return (
    <section className="rv-part-shown" aria-live="polite">
      <h2>{visibleText(part.title)}</h2>
      {part.words.split(/\n{2,}/).filter((words) => words.trim() !== '').map((words) => <p key={words}>{visibleText(words, true)}</p>)}
      {part.shows === 'timeline' && <p>The timeline has no entries yet.</p>}
      {part.shows === 'facts' && <Facts entries={data.entries} />}
      {part.shows === 'learnings' && <MinuteList minutes={data.minutes.filter((m) => m.form === 'learning')} none="Press L to write the first one down." />}
      {part.shows === 'parking-lot' && <MinuteList minutes={data.minutes.filter((m) => m.form === 'parked' || m.form === 'question')} settles none="Nothing was parked." />}
      {part.shows === 'actions' && <Actions data={data} />}
    </section>
  );
}

function Facts({ entries }: { entries: readonly TimelineEntry[] }): ReactNode {
  const info = useCaseInfo();
  const severity = itemsOf(useRead(api.listItems, { kinds: ['severity'] }, { dependsOn: 'work' }).data ?? [], 'severity')[0];
  return (
    <>
      <p>{visibleText(info.title)}</p>
      <dl className="rv-facts">
        {severity && <div><dt>Severity</dt><dd>{severityLevel(severity).level}</dd><dd className="rv-why">{severityLevel(severity).why}</dd></div>}
        {milestoneDurations(entries).map((d) => (
          <div key={d.id}><dt>{d.title}</dt><dd>{`${formatDuration(d.durationNs)} ${formatUncertaintyOf(d.durationNs, d.uncertaintyNs)}`}</dd><dd className="rv-why">{d.definition}</dd></div>
        ))}
      </dl>
    </>
  );
}

function MinuteList({ minutes, settles, none }: { minutes: readonly Minute[]; settles?: boolean; none: string }): ReactNode {
  const work = useReviewWork();
  const asRoles = useAsRoles();
  if (minutes.length === 0) return <p className="t3">{none}</p>;
  return (
    <ul className="rv-list">
      {minutes.map((minute) => (
        <li key={minute.id}>
          {settles
            ? <Checkbox isSelected={minute.settled} onChange={(settled) => void work.change(minute.id, (m) => ({ ...m, settled }))}>{visibleText(asRoles(minute.text))}</Checkbox>
            : visibleText(asRoles(minute.text))}
          {minute.votes.length > 0 && <span className="rv-why">{`+${minute.votes.length}`}</span>}
        </li>
      ))}
    </ul>
  );
}

function Actions({ data }: { data: ReviewData }): ReactNode {
  const asRoles = useAsRoles();
  const open = data.actions.filter((a) => a.state !== 'declined' && a.state !== 'done');
  if (open.length === 0) return <p className="t3">Press A to write the first one down.</p>;
  return (
    <ul className="rv-list">
      {open.map((action) => {
        const gaps = actionGaps(action).filter((gap) => gap !== 'priority');
        return (
          <li key={action.id}>
            {visibleText(asRoles(action.title))}
            <span className="rv-why">{gaps.length > 0 ? `no ${gaps.map((gap) => (gap === 'due' ? 'date' : gap)).join(', no ')}` : `${visibleText(asRoles(action.ownerRole))}, ${action.due}`}</span>
          </li>
        );
      })}
    </ul>
  );
}
