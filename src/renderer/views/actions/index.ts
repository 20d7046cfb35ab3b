import type { ViewDefinition } from '../../ui/index.ts';
import { ActionsView } from './actions-view.tsx';

export const view: ViewDefinition = {
  id: 'actions',
  title: 'Actions',
  icon: 'actions',
  keys: 'Ctrl+0',
  component: ActionsView,
  commands: (navigate) => [
    { id: 'actions.new', label: 'New action', icon: 'plus', run: () => navigate('actions', { edit: 'new' }) },
    { id: 'actions.show-list', label: 'Actions as list', icon: 'list', run: () => navigate('actions', { as: 'list' }) },
    { id: 'actions.overdue', label: 'Actions that are late', icon: 'clock', run: () => navigate('actions', { as: 'list', late: '1' }) },
  ],
};
