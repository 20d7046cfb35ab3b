import type { ViewDefinition } from '../../ui/index.ts';
import { ReasoningView } from './reasoning-view.tsx';

export const view: ViewDefinition = {
  id: 'reasoning',
  title: 'Reasoning',
  icon: 'reasoning',
  keys: 'Ctrl+6',
  component: ReasoningView,
  commands: (navigate) => [
    { id: 'reasoning.ask', label: 'Ask why', icon: 'reasoning', run: () => navigate('reasoning', { tab: 'whys', edit: 'new' }) },
    { id: 'reasoning.factors', label: 'Contributing factors', icon: 'board', run: () => navigate('reasoning', { tab: 'factors' }) },
    { id: 'reasoning.barriers', label: 'Barriers', run: () => navigate('reasoning', { tab: 'barriers' }) },
    { id: 'reasoning.fmea', label: 'Failure modes (FMEA)', icon: 'columns', run: () => navigate('reasoning', { tab: 'fmea' }) },
  ],
};
