import { useMemo, type ReactNode } from 'react';
import { plural, truncate, visibleText } from '../../../base/text.ts';
import { citationLabel, referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import { knownThen } from '../../../model/review-plan.ts';
import { PROMPT_QUESTION, PROMPTS } from '../../../model/review.ts';
import { isHindsight, LANE_OF_KIND, MILESTONE_TITLE, type TimelineEntry } from '../../../model/timeline.ts';
import { learnedText } from '../../../figures/timeline-layout.ts';
import { api } from '../../../protocol/api.ts';
import { KIND_TITLE, uncertaintyText, zoneText } from '../../parts/entry-words.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useOpenBytes, useZone } from '../../state/react.tsx';
import { Cite, Keys, PlainButton } from '../../ui/index.ts';
import type { Driver } from './use-driver.ts';
import { clockText, PROMPT_TITLE, whenText } from './words.ts';

/** How many pieces of evidence stand beside an entry; the rest are counted. */
const SHOWN = 3;

/** One entry of the timeline, large, with what proves it and what was known then. */
export function Walk({ entries, entry, driver }: { entries: readonly TimelineEntry[]; entry: TimelineEntry; driver: Driver }): ReactNode {
  const { live, entryIndex: index } = driver;
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const asRoles = useAsRoles();
  const { time } = entry;
  return (
    <section className="rv-walk" aria-label={`Entry ${index + 1} of ${entries.length}`}>
      <Strip entries={entries} index={index} zone={zone} onEntry={driver.toEntry} />
      <div aria-live="polite">
        <div className="rv-when">
          <span className="rv-time">{whenText(time, zone)}</span>
          <span className="rv-zone">{`${zoneText(time.startNs, zone)} ${uncertaintyText(time)}`.trim()}</span>
          <span className="rv-kind" data-lane={LANE_OF_KIND[entry.kind]}><i aria-hidden />{[KIND_TITLE[entry.kind], asRoles(visibleText(entry.role))].filter((t) => t !== '').join(', ')}</span>
        </div>
        <h2>{visibleText(asRoles(entry.title))}</h2>
        {(entry.milestone !== undefined || isHindsight(entry)) && (
          <p className="rv-marks">{[entry.milestone && `Milestone: ${MILESTONE_TITLE[entry.milestone].toLowerCase()}`, isHindsight(entry) && `Not known at the time, ${learnedText(entry, zone)}`].filter(Boolean).join('. ')}</p>
        )}
        {entry.note !== '' && <p className="rv-note">{truncate(visibleText(asRoles(entry.note), true), 600)}</p>}
      </div>
      {live.knownThen ? <KnownThen entries={entries} entry={entry} zone={zone} /> : <Proof entry={entry} />}
      <div className="rv-prompts" role="group" aria-label="Questions to ask">
        {PROMPTS.map((prompt, i) => (
          <PlainButton key={prompt} className={`rv-prompt${live.prompt === prompt ? ' on' : ''}`} label={`${PROMPT_TITLE[prompt]}: ${PROMPT_QUESTION[prompt]}`} onPress={() => driver.ask(prompt)}>
            <Keys keys={String(i + 1)} /> {PROMPT_TITLE[prompt]}
          </PlainButton>
        ))}
        {live.prompt && <p className="rv-question" aria-live="polite">{PROMPT_QUESTION[live.prompt]}</p>}
      </div>
    </section>
  );
}

/** All entries as marks in order, the one on the screen larger, those to come hollow. */
function Strip({ entries, index, zone, onEntry }: { entries: readonly TimelineEntry[]; index: number; zone: string; onEntry: (id: string) => void }): ReactNode {
  const asRoles = useAsRoles();
  const first = entries[0]!;
  const last = entries.at(-1)!;
  const say = (e: TimelineEntry): string => `${clockText(e.time.startNs, zone)} ${truncate(visibleText(asRoles(e.title)), 28)}`;
  return (
    <div className="rv-strip">
      <div className="rv-marks-line" role="group" aria-label="Entries">
        {entries.map((e, i) => (
          // The arrow keys walk; a mark is for the pointer, so that sixty of them are not sixty stops of Tab.
          <button key={e.id} type="button" tabIndex={-1} className={i === index ? 'on' : i < index ? 'past' : 'to-come'} data-lane={LANE_OF_KIND[e.kind]} style={{ left: `${entries.length === 1 ? 50 : (i / (entries.length - 1)) * 100}%` }} title={say(e)} aria-label={say(e)} onClick={() => onEntry(e.id)}><i aria-hidden /></button>
        ))}
      </div>
      <div className="rv-strip-words"><span className="ell">{say(first)}</span><span>{`Entry ${index + 1} of ${entries.length}`}</span><span className="ell">{entries.length > 1 ? say(last) : ''}</span></div>
    </div>
  );
}

function Proof({ entry }: { entry: TimelineEntry }): ReactNode {
  if (entry.evidence.length === 0) return <p className="rv-proof rv-none">No evidence is cited for this.</p>;
  return (
    <ul className="rv-proof" aria-label="Evidence">
      {entry.evidence.slice(0, SHOWN).map((reference) => <Piece key={referenceKey(reference)} reference={reference} />)}
      {entry.evidence.length > SHOWN && <li className="rv-none">{`and ${entry.evidence.length - SHOWN} more`}</li>}
    </ul>
  );
}

/** A piece of evidence: what it says where it is a record, else its words as they were cited. The bytes are a click away. */
function Piece({ reference }: { reference: EvidenceReference }): ReactNode {
  const openBytes = useOpenBytes();
  const asRoles = useAsRoles();
  const { sha256, locator } = reference;
  const bytes = locator.kind === 'bytes' ? locator : undefined;
  const resolved = useRead(api.resolveCitations, { citations: [{ hashPrefix: sha256, locator }] }, { dependsOn: 'index' });
  const event = useRead(api.getEvent, { sha256, offsetBytes: bytes?.offsetBytes ?? 0 }, { dependsOn: 'index', enabled: bytes !== undefined });
  const [found] = resolved.data ?? [];
  const path = found && 'path' in found ? found.path : undefined;
  const body = event.data?.lengthBytes === bytes?.lengthBytes ? event.data?.body : undefined;
  return (
    <li>
      <div><Cite onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite><span className="ell">{path === undefined ? '' : `${visibleText(path)}${bytes?.line === undefined ? '' : `:${bytes.line}`}`}</span></div>
      {body === undefined || body === ''
        ? <p className="mono">{truncate(visibleText(asRoles(reference.excerpt)), 320)}</p>
        : <p className="rv-said">{truncate(visibleText(asRoles(body)), 320)}</p>}
    </li>
  );
}

/** What had happened by then, split by whether anybody could know. */
function KnownThen({ entries, entry, zone }: { entries: readonly TimelineEntry[]; entry: TimelineEntry; zone: string }): ReactNode {
  const asRoles = useAsRoles();
  const { known, unknown } = useMemo(() => knownThen(entries, entry), [entries, entry]);
  const line = (e: TimelineEntry, extra = ''): ReactNode => <li key={e.id}><span className="rv-t">{clockText(e.time.startNs, zone)}</span><span className="ell">{visibleText(asRoles(e.title))}{extra}</span></li>;
  return (
    <div className="rv-known">
      <div>
        <h3>Known by then</h3>
        <ul>{known.slice(0, 5).map((e) => line(e))}</ul>
        {known.length > 5 && <p className="t3">{`and ${plural(known.length - 5, 'earlier entry', 'earlier entries')}`}</p>}
        {known.length === 0 && <p className="t3">Nothing of this timeline.</p>}
      </div>
      <div>
        <h3>Happened, not known yet</h3>
        <ul>{unknown.map((e) => line(e, `, ${learnedText(e, zone)}`))}</ul>
        {unknown.length === 0 && <p className="t3">Nothing that the timeline marks so.</p>}
      </div>
    </div>
  );
}
