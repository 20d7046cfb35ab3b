import type { ViewDefinition } from '../../ui/index.ts';
import { TerminalRecordings } from './recordings.tsx';

/** Not in the activity bar: reached from a recording in Evidence, from a record in Explore, or by its key. */
export const view: ViewDefinition = { id: 'terminal', title: 'Terminal', icon: 'play', keys: 'Ctrl+Alt+R', component: TerminalRecordings };
