import type { ViewDefinition } from '../../ui/index.ts';
import { TimelineView } from './timeline-view.tsx';

export const view: ViewDefinition = {
  id: 'timeline',
  title: 'Timeline',
  icon: 'timeline',
  keys: 'Ctrl+5',
  component: TimelineView,
  commands: (navigate) => [
    { id: 'timeline.new-entry', label: 'New timeline entry', icon: 'plus', run: () => navigate('timeline', { edit: 'new' }) },
    { id: 'timeline.show-list', label: 'Timeline as list', icon: 'list', run: () => navigate('timeline', { as: 'list' }) },
  ],
};
