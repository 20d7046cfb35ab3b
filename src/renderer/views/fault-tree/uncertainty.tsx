import { useState, type ReactNode } from 'react';
import type { Uncertainty } from '../../../model/fault-tree/result.ts';
import { formatCount } from '../../../base/text.ts';
import { Button, Facts, Section, TextField } from '../../ui/index.ts';
import { measureText, Probability } from './numbers.tsx';

/** What is asked of the sampling, `undefined`: nothing. */
export interface Sampling {
  readonly asked: { readonly samples: number; readonly seed: number } | undefined;
  readonly onAsk: (ask: { readonly samples: number; readonly seed: number } | undefined) => void;
}

const HEIGHT_PX = 48;
const WIDTH_PX = 300;

/** How uncertain the top event is when its probabilities are: samples on demand, the same again with the same seed. */
export function UncertaintySection({ uncertainty, sampling, isPossible }: { uncertainty: Uncertainty | undefined; sampling: Sampling; isPossible: boolean }): ReactNode {
  const [samples, setSamples] = useState('10000');
  const [seed, setSeed] = useState('1');
  const count = Number(samples);
  const isCount = Number.isInteger(count) && count >= 1 && count <= 1_000_000;
  const isSeed = /^\d{1,9}$/.test(seed);
  return (
    <Section title="Uncertainty" aside={uncertainty ? `${formatCount(uncertainty.samples)} samples, seed ${uncertainty.seed}` : undefined}>
      {uncertainty && (
        <>
          <Histogram uncertainty={uncertainty} />
          <Facts facts={[
            ['Mean', <Probability key="mean" value={uncertainty.mean} />], ['Median', <Probability key="median" value={uncertainty.median} />],
            ['5 % to 95 %', <span key="range"><Probability value={uncertainty.p05} />{' to '}<Probability value={uncertainty.p95} /></span>],
            ['Sigma', <Probability key="sigma" value={uncertainty.sigma} />],
            ...(uncertainty.errorFactor === undefined ? [] : [['Error factor', measureText(uncertainty.errorFactor)] as const]),
          ]}
          />
        </>
      )}
      <div className="ft-sampling">
        <TextField label="Samples" value={samples} onChange={setSamples} mono error={isCount ? undefined : '1 to 1,000,000'} />
        <TextField label="Seed" value={seed} onChange={setSeed} mono error={isSeed ? undefined : 'A number'} />
        <Button isDisabled={!isCount || !isSeed || !isPossible} onPress={() => sampling.onAsk({ samples: count, seed: Number(seed) })}>{sampling.asked ? 'Sample again' : 'Sample'}</Button>
        {sampling.asked && <Button kind="quiet" onPress={() => sampling.onAsk(undefined)}>Leave out</Button>}
      </div>
      {!isPossible && <p className="ft-remark t2">Events need probabilities first.</p>}
    </Section>
  );
}

function Histogram({ uncertainty: { edges, counts, p05, p95 } }: { uncertainty: Uncertainty }): ReactNode {
  const most = Math.max(1, ...counts);
  const [low = 0] = edges;
  const high = edges.at(-1) ?? 1;
  const x = (value: number): number => (high === low ? 0 : ((value - low) / (high - low)) * WIDTH_PX);
  return (
    <svg className="ft-histogram" viewBox={`0 0 ${WIDTH_PX} ${HEIGHT_PX}`} preserveAspectRatio="none" role="img" aria-label="How the samples are spread; the numbers below say it.">
      {counts.map((count, i) => <rect key={i} x={x(edges[i] ?? low)} width={Math.max(0.5, x(edges[i + 1] ?? high) - x(edges[i] ?? low) - 0.5)} y={HEIGHT_PX - (count / most) * HEIGHT_PX} height={(count / most) * HEIGHT_PX} />)}
      <path d={`M${x(p05)} 0V${HEIGHT_PX}M${x(p95)} 0V${HEIGHT_PX}`} />
    </svg>
  );
}
