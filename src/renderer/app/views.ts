import type { ViewDefinition } from '../ui/index.ts';
import { view as actions } from '../views/actions/index.ts';
import { view as evidence } from '../views/evidence/index.ts';
import { view as explore } from '../views/explore/index.ts';
import { view as faultTree } from '../views/fault-tree/index.ts';
import { view as postmortem } from '../views/postmortem/index.ts';
import { view as reasoning } from '../views/reasoning/index.ts';
import { view as review } from '../views/review/index.ts';
import { view as sql } from '../views/sql/index.ts';
import { view as terminal } from '../views/terminal/index.ts';
import { view as timeline } from '../views/timeline/index.ts';
import { view as traces } from '../views/traces/index.ts';

/** Every view of a case, in the order of the activity bar. A group is parted from the next by a line. */
export const VIEW_GROUPS: ReadonlyArray<readonly ViewDefinition[]> = [[evidence, explore, sql, traces], [timeline, reasoning, faultTree], [postmortem, review, actions]];

/** Those of the activity bar, and what is reached from a piece of evidence. */
export const VIEWS: readonly ViewDefinition[] = [...VIEW_GROUPS.flat(), terminal];
