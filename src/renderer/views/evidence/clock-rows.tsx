import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { clockText } from '../../../model/clock.ts';
import { sourceOf } from '../../rpc/use-clocks.ts';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, Icon } from '../../ui/index.ts';

/** Sources whose clocks people spoke of, and files of the same source that came in since and have none. */
export function ClockRows({ artifacts }: { artifacts: readonly Artifact[] }): ReactNode {
  const place = usePlaceStore();
  const sources = new Map<string, Artifact[]>();
  for (const artifact of artifacts) if (artifact.records > 0) sources.set(sourceOf(artifact), [...(sources.get(sourceOf(artifact)) ?? []), artifact]);
  const set = [...sources].flatMap(([source, family]) => {
    const first = family.find((a) => a.clock);
    return first?.clock ? [{ source, first, clock: first.clock, without: family.filter((a) => !a.clock).length, differ: new Set(family.flatMap((a) => (a.clock ? [clockText(a.clock)] : []))).size > 1 }] : [];
  });
  if (set.length === 0) return null;
  return (
    <ul className="evidence-followed" aria-label="Clocks">
      {set.map(({ source, first, clock, without, differ }) => (
        <li key={source}>
          <Icon name="clock" /><b className="ell" title={source}>{visibleText(source.split('/').pop() ?? source)}</b>
          <span className="mono nowrap">{clockText(clock)}</span>
          <span className="t3 ell grow" title={visibleText(clock.note)}>{visibleText(clock.note)}</span>
          {differ && <span className="t2 nowrap">its files differ</span>}
          {without > 0 && <span className="t2 nowrap">{`${without} of its files without a clock`}</span>}
          <Button kind="quiet" onPress={() => place.set({ sel: first.sha256, clock: '1' })}>Change</Button>
        </li>
      ))}
    </ul>
  );
}
