import type { ViewDefinition } from '../../ui/index.ts';
import { ExploreView } from './explore-view.tsx';

export const view: ViewDefinition = { id: 'explore', title: 'Explore', icon: 'explore', keys: 'Ctrl+2', component: ExploreView };
