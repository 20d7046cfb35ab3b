import { useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { clockText, COMPARED_RECORDS } from '../../../model/clock.ts';
import type { EventRow } from '../../../model/event.ts';
import { formatDurationText } from '../../../model/time-text.ts';
import { api } from '../../../protocol/api.ts';
import type { ClockEstimate } from '../../../protocol/methods/clocks.ts';
import { useRead } from '../../rpc/react.tsx';
import type { PickedEvent } from '../../state/moments.ts';
import { Button, Skeleton } from '../../ui/index.ts';
import { Half } from './clock-half.tsx';

type Found = NonNullable<ClockEstimate['found']>;

/** What the other sources say of this clock, by the requests, sessions and traces that stand in both: to be taken over, or not. */
export function Estimates({ family, zone, onUse }: { family: readonly Artifact[]; zone: string; onUse: (estimate: ClockEstimate, found: Found) => void }): ReactNode {
  const { data, failure } = useRead(api.estimateClock, { sha256s: family.map((a) => a.sha256) }, { dependsOn: 'index', enabled: family.length > 0 });
  const [open, setOpen] = useState<string>();
  const records = family.reduce((sum, a) => sum + a.records, 0);
  if (failure) return <p className="t3 clock-text">{failure.code === 'query/too-slow' ? 'Comparing with the other sources took longer than a minute and was ended. Align by an event instead.' : `What other sources say of it could not be worked out: ${failure.message}`}</p>;
  if (!data) return <Skeleton label="Comparing with the other sources" rows={3} />;
  const found = data.flatMap((one) => (one.found ? [{ ...one, found: one.found }] : []));
  return (
    <section aria-label="What other sources say">
      <h3>What other sources say</h3>
      {found.length > 0 && (
        <ul className="clock-estimates">
          {found.map((one) => (
            <li key={one.source}>
              <div className="clock-estimate">
                <b className="mono nowrap">{clockText(one.found)}</b>
                <span className="ell grow" title={one.source}>{visibleText(short(one.source))}</span>
                <span className="t3 nowrap">{`${formatCount(one.found.agreeing)} of ${plural(one.anchors, 'shared value')} agree`}</span>
                <Button kind="quiet" aria-expanded={open === one.source} onPress={() => setOpen(open === one.source ? undefined : one.source)}>Pairs</Button>
                <Button onPress={() => onUse(one, one.found)}>Use</Button>
              </div>
              {one.found.drift !== undefined && <p className="t2">{driftText(one.found.drift)}</p>}
              {open === one.source && (
                <ul className="clock-pairs" aria-label={`Pairs with ${visibleText(short(one.source))}`}>
                  {one.found.examples.map((pair) => (
                    <li key={pair.value}><Half event={recorded(pair.here)} zone={zone} /><Half event={recorded(pair.there)} zone={zone} /><span className="mono t2 ell" title={pair.value}>{visibleText(pair.value)}</span></li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="t3 clock-text">{restText(data, found.length)}</p>
      {records > COMPARED_RECORDS && <p className="t3 clock-text">{`Its first ${formatCount(COMPARED_RECORDS)} records were compared, of ${formatCount(records)}.`}</p>}
    </section>
  );
}

/** How it is known, for the note of the clock. */
export function estimateNote(one: ClockEstimate, { agreeing, examples }: Found): string {
  const value = examples[0]?.value;
  return `${formatCount(agreeing)} of ${plural(one.anchors, 'value')} shared with ${short(one.source)} agree${value === undefined ? '' : `, such as ${value}`}`;
}

const short = (source: string): string => source.split('/').slice(-2).join('/');

function driftText(drift: number): string {
  const perDay = formatDurationText(BigInt(Math.round(Math.abs(drift) * 86_400e9)));
  return `It ${drift > 0 ? 'gains' : 'loses'} about ${perDay} a day against that source: one offset is right in the middle of the log, and its ± covers most of it.`;
}

function restText(all: readonly ClockEstimate[], found: number): string {
  const some = all.filter((one) => one.reason !== undefined && one.reason !== 'no-anchors').map((one) => `${short(one.source)} (${one.reason === 'too-few' ? `${plural(one.anchors, 'value')} in common, too few` : 'values in common, but their times agree on nothing'})`);
  const nothing = all.filter((one) => one.reason === 'no-anchors').length;
  const rest = [...some.map((one) => visibleText(one)), ...(nothing > 0 ? [`${plural(nothing, 'source')} with nothing in common`] : [])];
  if (all.length === 0) return 'No other source is of about the same time.';
  if (rest.length === 0) return 'A delay that is the same in every pair looks like an offset: ± allows for 50 ms of it.';
  return `${found === 0 ? 'Nothing can be known from the other sources' : 'Nothing can be known from the others'}: ${rest.join('; ')}.`;
}

function recorded(row: EventRow): PickedEvent {
  return { ...row, recordedNs: (row.timeNs ?? 0n) - (row.clock?.offsetNs ?? 0n) };
}
