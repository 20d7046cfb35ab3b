import { useEffect, useRef, type ReactNode } from 'react';
import { useAsRoles } from '../../people/use-as-roles.ts';
import type { ParamPatch } from '../../state/place.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useActions, useParam, usePlace, usePlaceStore } from '../../state/react.tsx';
import { FailurePanel, Skeleton, useCommands } from '../../ui/index.ts';
import { BarriersTab } from './barriers-tab.tsx';
import { FactorsTab } from './factors-tab.tsx';
import { FmeaTab } from './fmea-tab.tsx';
import { Head, TABS, type Tab } from './head.tsx';
import { useReasoning } from './use-reasoning.ts';
import { WhysTab } from './whys-tab.tsx';
import './reasoning.css';

/** How one came to say why: whys, what contributed, what stood in between, what can fail again. */
export function ReasoningView(): ReactNode {
  const { reading, reasoning, line } = useReasoning();
  const { edit } = line;
  const actions = useActions();
  const info = useCaseInfo();
  useCommands([{
    // In place of the app's: what was made last is taken back, and not what was on disk before it.
    id: 'work.undo', label: info.canUndo ? `Undo: ${info.undoLabel}` : 'Undo', icon: 'undo', keys: 'Ctrl+Z', group: 'Case',
    when: () => (info.canUndo || line.isSending()) && !(document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement),
    run: async () => { await line.settled(); await actions.undo(); },
  }]);
  const show = useAsRoles();
  const tabParam = useParam('tab');
  const tab: Tab = TABS.find((id) => id === tabParam) ?? 'whys';
  const place = usePlaceStore();
  const left = useRef(new Map<Tab, ParamPatch>());
  const params = usePlace((now) => now.params);
  // Presses within a tab lead to others too.
  useEffect(() => { if (params['tab'] === tab || params['tab'] === undefined) left.current.set(tab, params); }, [params, tab]);
  const onTab = (to: Tab): void => {
    // What was being begun is not begun again.
    place.go('reasoning', { ...left.current.get(to), edit: undefined, entry: undefined, part: undefined, tab: to });
  };
  const props = { reasoning, edit, show, onTab };
  return (
    <div className="view">
      {reading.failure && reading.data === undefined ? (
        <section className="main rs-main" aria-label="Reasoning"><Head tab={tab} reasoning={reasoning} onTab={onTab} /><FailurePanel title="What people reasoned cannot be read" message={reading.failure.message} onRetry={reading.reload} /></section>
      ) : reading.loading ? (
        <section className="main rs-main" aria-label="Reasoning"><Head tab={tab} reasoning={reasoning} onTab={onTab} /><Skeleton rows={12} rowHeight={28} label="Loading" /></section>
      ) : tab === 'whys' ? <WhysTab {...props} /> : tab === 'factors' ? <FactorsTab {...props} /> : tab === 'barriers' ? <BarriersTab {...props} /> : <FmeaTab {...props} />}
    </div>
  );
}
