import type { ViewDefinition } from '../../ui/index.ts';
import { PostmortemView } from './postmortem-view.tsx';

export const view: ViewDefinition = {
  id: 'postmortem',
  title: 'Postmortem',
  icon: 'postmortem',
  keys: 'Ctrl+8',
  component: PostmortemView,
};
