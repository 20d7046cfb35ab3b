import type { ViewDefinition } from '../../ui/index.ts';
import { ReviewView } from './review-view.tsx';

export const view: ViewDefinition = {
  id: 'review',
  title: 'Review',
  icon: 'review',
  keys: 'Ctrl+9',
  component: ReviewView,
  fillsWindow: (params) => params['on'] === 'stage' || params['on'] === 'presenter',
  commands: (navigate) => [
    { id: 'review.open', label: 'Plan or run the review', icon: 'review', run: () => navigate('review', {}) },
  ],
};
