import { z } from 'zod';
import { Action } from './action.ts';
import { Barrier, Factor, Why } from './cause.ts';
import { Locator } from './evidence.ts';
import { CutSet, Importance, TopEventResult } from './fault-tree/result.ts';
import { FaultNode, FaultTree } from './fault-tree/document.ts';
import { Count, Nanoseconds, Sha256 } from './primitives.ts';
import { TimelineEntry } from './timeline.ts';

/**
 * Live blocks of a postmortem: fenced code whose info string begins with `tephra`. What they say comes from the case
 * whenever somebody looks, until the postmortem is signed off: then what they said stands (`PostmortemVersion.frozen`).
 *
 *     tephra timeline [from=10:40 to=11:10 lane=response kind=decision]   a slice, drawn
 *     tephra metrics                                                      the durations that milestones define
 *     tephra actions [state=accepted type=prevent]                        a table
 *     tephra whys [set="Checkout failed" as=map]                          a set of whys (all of them): as text, cause map or fishbone
 *     tephra factors [part=trigger,latent as=fishbone]                    contributing factors by the part they played
 *     tephra barriers                                                     what stood between hazard and target
 *     tephra tree [of="Checkout cannot" page=G4 depth=3]                   a fault tree, drawn: all its pages, one, or its upper rows
 *     tephra tree [Checkout cannot] show=tree,cut-sets,importance         also, or alone, its cut sets and which events matter, as tables
 *     tephra log [@3be1d07a:0x219e2e0+412] [before=2 after=5]             the record cited, with those around it
 *     tephra log limit=20                                                 body: a filter as in Explore
 *     tephra table | tephra chart line|bar|area|scatter                   body: SQL over the index
 *     tephra trace 4bf92f3577b34da6a3ce929d0e0e4736                       its spans
 *     tephra terminal [@3be1d07a:0x1f0+88] [lines=12]                     what the screen of a recording said
 *     tephra image [@3be1d07a:xywh=10,20,300,200]                         an image or a region of it
 */
export const LIVE_BLOCK_KINDS = ['timeline', 'metrics', 'actions', 'whys', 'factors', 'barriers', 'tree', 'log', 'table', 'chart', 'trace', 'terminal', 'image'] as const;
export type LiveBlockKind = (typeof LIVE_BLOCK_KINDS)[number];

/** A block as it stands in the text: the info string after `tephra` and the lines within. */
export const LiveBlockRequest = z.object({ info: z.string().max(2000), body: z.string().max(50_000) });
export type LiveBlockRequest = z.infer<typeof LiveBlockRequest>;

const Place = z.object({ sha256: Sha256, locator: Locator });
/** A cell as SQL answers: integers beyond 2^53 and decimals as text. */
const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Table = { columns: z.array(z.object({ name: z.string(), type: z.string() })), rows: z.array(z.array(Cell)), more: z.boolean() };

export const TREE_PARTS = ['tree', 'cut-sets', 'importance'] as const;
const TreePart = z.enum(TREE_PARTS);
export type TreePart = z.infer<typeof TreePart>;

/** What the analysis of a tree found, by top event, as far as tables show it. */
export const TreeNumbers = z.object({
  tops: z.array(z.object({
    id: z.string(), probability: z.number().optional(), method: TopEventResult.shape.method, coherent: z.boolean(), count: z.bigint().optional(), more: z.boolean(),
    /** Sentences: what is left out, what is not as drawn. */
    notes: z.array(z.string()), sets: z.array(CutSet.pick({ events: true, probability: true, state: true })), importance: z.array(Importance),
  })),
  commonCauses: z.array(z.object({ id: z.string(), members: z.array(z.string()) })),
});
export type TreeNumbers = z.infer<typeof TreeNumbers>;

/** What a block says now. `problem`: why it says nothing, in a sentence that names the next step. `more`: there is more than is shown. */
export const LiveBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('timeline'), entries: z.array(TimelineEntry), fromNs: Nanoseconds.optional(), toNs: Nanoseconds.optional() }),
  z.object({ kind: z.literal('metrics'), metrics: z.array(z.object({ id: z.string(), title: z.string(), value: z.string(), definition: z.string() })) }),
  z.object({ kind: z.literal('actions'), actions: z.array(Action) }),
  z.object({ kind: z.literal('whys'), as: z.enum(['text', 'map', 'fishbone']), whys: z.array(Why) }),
  /** `tags`: what the tags of these factors said; `effect`: what they contributed to. */
  z.object({ kind: z.literal('factors'), as: z.enum(['table', 'fishbone']), effect: z.string(), factors: z.array(Factor), tags: z.array(z.object({ tag: z.string(), title: z.string() })) }),
  z.object({ kind: z.literal('barriers'), barriers: z.array(Barrier) }),
  z.object({
    kind: z.literal('tree'), tree: FaultTree, nodes: z.array(FaultNode), pageId: z.string().optional(), depth: Count.optional(),
    /** The drawing alone unless said. `numbers`: what the analysis found, where a table is shown. */
    show: z.array(TreePart).optional(), numbers: TreeNumbers.optional(),
  }),
  z.object({
    kind: z.literal('log'), more: z.boolean(),
    lines: z.array(Place.extend({ timeNs: Nanoseconds.optional(), severityNumber: Count, service: z.string(), text: z.string(), cited: z.boolean() })),
  }),
  z.object({ kind: z.literal('table'), ...Table }),
  z.object({ kind: z.literal('chart'), mark: z.enum(['line', 'bar', 'area', 'scatter']), ...Table }),
  z.object({
    kind: z.literal('trace'), traceId: z.string(), startNs: Nanoseconds, durationNs: Nanoseconds, more: z.boolean(),
    spans: z.array(Place.extend({ depth: Count, service: z.string(), name: z.string(), startNs: Nanoseconds, durationNs: Nanoseconds, error: z.boolean() })),
  }),
  z.object({ kind: z.literal('terminal'), ...Place.shape, title: z.string(), atNs: Nanoseconds.optional(), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('image'), ...Place.shape, path: z.string(), mediaType: z.string(), width: Count, height: Count }),
  z.object({ kind: z.literal('problem'), message: z.string() }),
]);
export type LiveBlock = z.infer<typeof LiveBlock>;

/** What blocks said, as the text of `PostmortemVersion.frozen`. A bigint is `{"$n":"123"}`. */
export function freezeBlocks(blocks: readonly LiveBlock[]): string {
  return JSON.stringify(blocks, (_, value: unknown) => (typeof value === 'bigint' ? { $n: value.toString() } : value));
}

/** Reads what `freezeBlocks` wrote; `undefined` when it is not that. */
export function thawBlocks(frozen: string): LiveBlock[] | undefined {
  try {
    const read: unknown = JSON.parse(frozen, (_, value: unknown) => (isBigInteger(value) ? BigInt(value.$n) : value));
    return z.array(LiveBlock).safeParse(read).data;
  } catch {
    return undefined;
  }
}

function isBigInteger(value: unknown): value is { $n: string } {
  return typeof value === 'object' && value !== null && '$n' in value && typeof value.$n === 'string' && /^-?\d{1,40}$/.test(value.$n) && Object.keys(value).length === 1;
}
