import type { ReactNode } from 'react';
import { formatDuration, NS_PER_S } from '../../base/time.ts';
import { doubts, type TimeDoubt } from '../../model/time-doubts.ts';
import { api } from '../../protocol/api.ts';
import { useRead } from '../rpc/react.tsx';
import { usePlaceStore } from '../state/react.tsx';
import { Button } from '../ui/index.ts';

const WORDS: Readonly<Record<TimeDoubt, string>> = { order: 'records out of order', year: 'year inferred', zone: 'zone not said' };

/** What the time of a record of this source is good for; nothing where there is no doubt. */
export function TrustNote({ sha256 }: { sha256: string }): ReactNode {
  const place = usePlaceStore();
  const trust = useRead(api.evidenceTrust, {}, { dependsOn: 'index' }).data?.find((one) => one.sha256 === sha256);
  if (!trust) return null;
  const words = [...(trust.resolutionNs !== undefined && trust.resolutionNs >= NS_PER_S ? [`to ${formatDuration(trust.resolutionNs)}`] : []), ...doubts(trust).map((doubt) => WORDS[doubt])];
  if (words.length === 0) return null;
  return (
    <p className="clock-note">
      <span className="t2">{`Its times: ${words.join(', ')}`}</span>
      <Button kind="link" onPress={() => place.go('evidence', { sel: sha256 })}>Trust</Button>
    </p>
  );
}
