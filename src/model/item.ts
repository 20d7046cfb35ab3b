import { z } from 'zod';
import { Action } from './action.ts';
import { Barrier, Factor, FailureMode, Taxonomy, Why } from './cause.ts';
import { FaultNode, FaultTree } from './fault-tree/document.ts';
import { IncidentSeverity } from './incident-severity.ts';
import { KeptQuery } from './kept-query.ts';
import { Person } from './person.ts';
import { Gates, PostmortemStatus, PostmortemVersion } from './postmortem-status.ts';
import { Minute, Review } from './review.ts';

/**
 * What people write into a case beside timeline and postmortem: each an item of one kind, saved whole under its id
 * (`item.save`) and taken away by it (`item.remove`). A new kind: a schema with its `kind` here, its words in casefile's items.ts.
 */
export const Item = z.discriminatedUnion('kind', [Action, Person, Review, Minute, IncidentSeverity, PostmortemStatus, Gates, PostmortemVersion, FaultTree, FaultNode, Why, Factor, Taxonomy, Barrier, FailureMode, KeptQuery]);
export type Item = z.infer<typeof Item>;

export const ITEM_KINDS = ['action', 'person', 'review', 'minute', 'severity', 'status', 'gates', 'version', 'fault-tree', 'fault-node', 'why', 'factor', 'taxonomy', 'barrier', 'failure-mode', 'query'] as const satisfies ReadonlyArray<Item['kind']>;
export const ItemKind = z.enum(ITEM_KINDS);
export type ItemKind = z.infer<typeof ItemKind>;

export type ItemOf<Kind extends ItemKind> = Extract<Item, { kind: Kind }>;

/** Items of one kind, in the order given. */
export function itemsOf<Kind extends ItemKind>(items: readonly Item[], kind: Kind): Array<ItemOf<Kind>> {
  return items.filter((item): item is ItemOf<Kind> => item.kind === kind);
}
