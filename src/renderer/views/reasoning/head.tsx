import { useMemo, type ReactNode } from 'react';
import { formatCount } from '../../../base/text.ts';
import { Segmented } from '../../ui/index.ts';
import type { Reasoning } from './use-reasoning.ts';

export const TABS = ['whys', 'factors', 'barriers', 'fmea'] as const;
export type Tab = (typeof TABS)[number];

/** What each tab of the view gets. */
export interface TabProps {
  readonly reasoning: Reasoning;
  /** Goes to another tab, to where it was left. */
  readonly onTab: (tab: Tab) => void;
  readonly show: (text: string) => string;
}

/** The bar above every tab: which one, and what can be done there. */
export function Head({ tab, reasoning, onTab, children }: { tab: Tab; reasoning: Reasoning; onTab: (tab: Tab) => void; children?: ReactNode }): ReactNode {
  const options = useMemo(() => {
    const counted = (label: string, count: number): string => (count === 0 ? label : `${label} ${formatCount(count)}`);
    return [
      { id: 'whys' as const, label: counted('Whys', reasoning.forest.length) }, { id: 'factors' as const, label: counted('Factors', reasoning.factors.length) },
      { id: 'barriers' as const, label: counted('Barriers', reasoning.barriers.length) }, { id: 'fmea' as const, label: counted('FMEA', reasoning.modes.length) },
    ];
  }, [reasoning]);
  return (
    <div className="toolbar">
      <h1>Reasoning</h1>
      <Segmented<Tab> label="What of it" value={tab} options={options} onChange={onTab} />
      <span className="grow" />
      {children}
    </div>
  );
}
