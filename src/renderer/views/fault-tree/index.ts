import type { ViewDefinition } from '../../ui/index.ts';
import { FaultTreeView } from './fault-tree-view.tsx';

export const view: ViewDefinition = {
  id: 'fault-tree',
  title: 'Fault tree',
  icon: 'fault-tree',
  keys: 'Ctrl+7',
  component: FaultTreeView,
  commands: (navigate) => [
    { id: 'fault-tree.new', label: 'New fault tree', icon: 'plus', run: () => navigate('fault-tree', { new: '1' }) },
    { id: 'fault-tree.show-probability', label: 'Fault tree with probabilities', icon: 'fault-tree', run: () => navigate('fault-tree', { as: 'probability' }) },
  ],
};
