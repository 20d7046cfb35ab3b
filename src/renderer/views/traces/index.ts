import type { ViewDefinition } from '../../ui/index.ts';
import { TracesView } from './traces-view.tsx';

export const view: ViewDefinition = { id: 'traces', title: 'Traces', icon: 'traces', keys: 'Ctrl+4', component: TracesView };
