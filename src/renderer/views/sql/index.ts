import type { ViewDefinition } from '../../ui/index.ts';
import { SqlView } from './sql-view.tsx';

export const view: ViewDefinition = { id: 'sql', title: 'SQL', icon: 'sql', keys: 'Ctrl+3', component: SqlView };
