import type { ReactNode } from 'react';
import { plural, truncate, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDuration, formatTimeOfDay, formatUncertaintyOf } from '../../../base/time.ts';
import { isHindsight, MILESTONE_TITLE, type MilestoneDuration, type TimelineEntry } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { Prose } from '../../parts/prose.tsx';
import { Comments } from '../../comments/comments.tsx';
import { References } from '../../parts/references.tsx';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useRead } from '../../rpc/react.tsx';
import { useClockOf } from '../../rpc/use-clocks.ts';
import { Button, Facts, Section } from '../../ui/index.ts';
import { marginText } from './order-runs.ts';
import { BASIS_TITLE, clockText, deltaText, KIND_TITLE, uncertaintyText, whenText, zoneText } from './words.ts';

/** Everything known of one entry: when, who, the note, its proof, and what stands next to it. */
export function EntryDetails({ entry, before, after, durations, impactStartNs, zone, focusComments, onLeaveComments, onSelect }: {
  entry: TimelineEntry; before: TimelineEntry | undefined; after: TimelineEntry | undefined; durations: readonly MilestoneDuration[]; impactStartNs: bigint | undefined; zone: string;
  /** Grows when the keyboard asks for the place to write a comment. */
  focusComments: number; onLeaveComments: () => void;
  onSelect: (id: string) => void;
}): ReactNode {
  const { time } = entry;
  const asRoles = useAsRoles();
  const clockOf = useClockOf();
  const facts: Array<readonly [string, ReactNode]> = [
    ['When', <span key="when">{`${whenText(time, zone)} ${zoneText(time.startNs, zone)}`}{' '}<span className="t3">{[uncertaintyText(time), BASIS_TITLE[time.basis].toLowerCase()].filter((t) => t !== '').join(', ')}</span></span>],
    ['Date', formatDayMonth(time.startNs, zone, true)],
  ];
  if (time.endNs !== undefined) facts.push([time.form === 'interval' ? 'Lasted' : 'Window', formatDuration(time.endNs - time.startNs)]);
  if (time.zone !== zone) facts.push(['Said in', time.zone]);
  if (time.text !== undefined && time.text !== '') facts.push(['In words', <span key="text" className="mono">{visibleText(time.text)}</span>]);
  if (impactStartNs !== undefined && entry.milestone !== 'impact-start') facts.push(['Since impact', formatDuration(time.startNs - impactStartNs)]);
  if (entry.role !== '') facts.push(['Who', visibleText(asRoles(entry.role))]);
  if (entry.milestone) facts.push(['Milestone', MILESTONE_TITLE[entry.milestone]]);
  for (const d of durations.filter(({ to }) => to === entry.milestone)) {
    facts.push([d.title, <span key={d.id}>{`${formatDuration(d.durationNs)} ${formatUncertaintyOf(d.durationNs, d.uncertaintyNs)} `}<span className="t3">{d.definition}</span></span>]);
  }
  if (entry.knownSinceNs !== undefined) {
    facts.push(['Known since', <span key="known">{`${formatDayMonth(entry.knownSinceNs, zone, true)}, ${clockText(entry.knownSinceNs, zone)} `}<span className="t3">{isHindsight(entry) ? `${formatDuration(entry.knownSinceNs - time.startNs)} after it happened` : 'while it went on'}</span></span>]);
  }
  facts.push(['Kind', KIND_TITLE[entry.kind]]);
  return (
    <>
      <h2 className="tl-entry-title">{visibleText(asRoles(entry.title))}</h2>
      <Facts facts={facts} />
      {entry.note !== '' && <div className="tl-note"><Prose text={entry.note} show={asRoles} /></div>}
      <Section title="Evidence" aside={entry.evidence.length === 0 ? undefined : entry.evidence.length}>
        {entry.evidence.length === 0
          ? <p className="tl-section-text tl-no-evidence">No evidence. Pin a record in Explore, or paste a citation in Edit.</p>
          : <References references={entry.evidence} />}
      </Section>
      {(before ?? after) && (
        <Section title="Order" aside="to neighbours">
          <ul className="tl-order">
            {before && <Neighbour word="After" entry={before} delta={deltaText(before, entry, clockOf)} margin={marginText(before, entry, clockOf)} onSelect={onSelect} />}
            {after && <Neighbour word="Before" entry={after} delta={deltaText(entry, after, clockOf)} margin={marginText(entry, after, clockOf)} onSelect={onSelect} />}
          </ul>
        </Section>
      )}
      <Comments key={entry.id} subjectKind="entry" subjectId={entry.id} zone={zone} focusWhen={focusComments} onLeave={onLeaveComments} />
      <EntryHistory id={entry.id} zone={zone} />
    </>
  );
}

/** Who wrote the entry and who changed it, newest first; what was undone stays on record. */
function EntryHistory({ id, zone }: { id: string; zone: string }): ReactNode {
  const asRoles = useAsRoles();
  const history = useRead(api.entryHistory, { id }, { dependsOn: 'work' });
  const steps = history.data;
  if (!steps || steps.length === 0) return null;
  return (
    <Section title="History" aside={plural(steps.length, 'change')}>
      <ol className="tl-history" aria-label="History of the entry">
        {steps.map((step) => (
          <li key={step.seq} className={step.undone ? 'undone' : ''}>
            <span className="t3">{`${formatDayMonth(step.atNs, zone)}, ${formatTimeOfDay(step.atNs, zone, 'second')} ${zoneText(step.atNs, zone)}, ${visibleText(asRoles(step.author))}`}{step.undone ? ', undone' : ''}</span>
            <p>{visibleText(asRoles(step.summary))}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Neighbour({ word, entry, delta, margin, onSelect }: { word: string; margin: string; entry: TimelineEntry; delta: ReturnType<typeof deltaText>; onSelect: (id: string) => void }): ReactNode {
  const asRoles = useAsRoles();
  return (
    <li>
      <span className="t3">{delta.unordered ? 'Near' : word}</span>
      <span className="ell"><Button kind="link" onPress={() => onSelect(entry.id)}>{truncate(visibleText(asRoles(entry.title)), 48)}</Button></span>
      <span className={delta.unordered ? 'tl-unordered' : ''} title={margin}>{delta.unordered ? 'not established' : delta.text}</span>
    </li>
  );
}
