import type { ViewDefinition } from '../../ui/index.ts';
import { EvidenceView } from './evidence-view.tsx';

export const view: ViewDefinition = { id: 'evidence', title: 'Evidence', icon: 'evidence', keys: 'Ctrl+1', component: EvidenceView };
