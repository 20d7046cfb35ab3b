import type { ReactNode } from 'react';
import type { Artifact } from '../../../model/artifact.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { rangeParams } from '../../state/place.ts';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, Facts, Section, Skeleton } from '../../ui/index.ts';
import { doubts, recordFacts, trustFacts, type ShownFact, type Trust } from './trust-words.ts';

/** How far an artifact can be trusted: what its times do not say, what is missing of it and what stands twice, each number with the way to what shows it. */
export function TrustSection({ artifact, trust }: { artifact: Artifact; trust: Trust }): ReactNode {
  const records = useRead(api.artifactTrust, { sha256: artifact.sha256 }, { dependsOn: 'index' });
  const more = records.data ? recordFacts(records.data) : [];
  const isGood = doubts(trust).length === 0 && more.every((fact) => fact.show === undefined);
  return (
    <Section title="Trust" aside={isGood ? 'good' : 'with care'}>
      <Facts facts={trustFacts(trust, artifact.zone)} />
      {records.loading && <Skeleton label="Looking for what is missing" rows={3} />}
      {records.failure && <p className="drawer-note">{`What is missing of it could not be worked out: ${records.failure.message}`}</p>}
      {more.length > 0 && <Facts facts={more.map((fact) => [fact.name, <Shown key={fact.name} sha256={artifact.sha256} fact={fact} />])} />}
    </Section>
  );
}

function Shown({ sha256, fact: { name, text, show } }: { sha256: string; fact: ShownFact }): ReactNode {
  const place = usePlaceStore();
  if (!show) return text;
  const about = { filter: `artifact:${sha256}` };
  return (
    <>
      {text}{' '}
      <Button
        kind="link" aria-label={`Show: ${name}`}
        onPress={() => ('offsetBytes' in show ? place.go('explore', { ...about, sel: `${sha256}:${show.offsetBytes}` }) : place.go('explore', { ...about, sel: undefined, ...rangeParams(around(show)) }))}
      >
        Show
      </Button>
    </>
  );
}

/** As much before and after as it is long: what it is like otherwise is part of it. */
function around({ fromNs, toNs }: { readonly fromNs: bigint; readonly toNs: bigint }): { fromNs: bigint; toNs: bigint } {
  return { fromNs: fromNs - (toNs - fromNs), toNs: toNs + (toNs - fromNs) };
}
