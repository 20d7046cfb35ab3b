import { externalEntries, externalText, internalPassages, isInternalAt } from '../../model/audience.ts';
import type { Item } from '../../model/item.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import { liveBlockOf, parsePostmortem, walkMarkdown } from '../../model/postmortem.ts';
import { milestoneDurations } from '../../model/timeline.ts';
import type { Evidence } from './document.ts';
import type { ReportInput } from './input.ts';

const LEFT_OUT: Readonly<Partial<Record<LiveBlock['kind'], string>>> = {
  log: 'A log excerpt', table: 'A table made from evidence', trace: 'A trace', terminal: 'A terminal excerpt', image: 'An image',
  whys: 'A set of whys', factors: 'A list of contributing factors', barriers: 'A drawing of barriers', tree: 'A fault tree',
};

/**
 * The input of the external variant: without what is marked internal, without what the review said, without declined
 * actions, links and trackers, and with a sentence in place of each block that shows evidence itself.
 */
export function externalInput(input: ReportInput): ReportInput {
  const { text } = input.postmortem;
  const passages = internalPassages(text);
  const offsets = [...walkMarkdown(parsePostmortem(text))].filter((node) => liveBlockOf(node) !== undefined).map((node) => node.position?.start.offset ?? 0);
  const entries = externalEntries(input.entries);
  const kept = new Set(entries.map((entry) => entry.id));
  const removed = new Set(input.entries.filter((entry) => !kept.has(entry.id)).map((entry) => entry.id));
  const measured = new Set<string>(milestoneDurations(entries).map((duration) => duration.id));
  return {
    ...input,
    postmortem: { ...input.postmortem, text: externalText(text) },
    entries,
    items: input.items.flatMap(externalItem),
    blocks: input.blocks.filter((_, i) => !isInternalAt(passages, offsets[i] ?? 0)).map((block) => externalBlock(block, removed, measured)),
    images: [],
    options: { ...input.options, roles: true },
  };
}

function externalItem(item: Item): Item[] {
  switch (item.kind) {
    case 'action':
      return item.state === 'declined' ? [] : [{ ...item, note: '', links: [], tracker: undefined, evidence: [], dependsOn: [] }];
    case 'severity':
      return [{ ...item, why: [] }];
    case 'review':
    case 'minute':
      return [];
    default:
      return [item];
  }
}

function externalBlock(block: LiveBlock, removed: ReadonlySet<string>, measured: ReadonlySet<string>): LiveBlock {
  switch (block.kind) {
    case 'timeline':
      return { ...block, entries: externalEntries(block.entries).filter((entry) => !removed.has(entry.id)) };
    case 'actions':
      return { ...block, actions: block.actions.flatMap(externalItem).filter((item) => item.kind === 'action') };
    case 'metrics':
      return { ...block, metrics: block.metrics.filter((metric) => measured.has(metric.id)) };
    case 'chart':
      return block;
    default:
      return { kind: 'problem', message: `${LEFT_OUT[block.kind] ?? 'Something'} stands here in the internal version.` };
  }
}

/** Of a piece of evidence its number, its kind and the beginning of its hash stay. */
export function externalEvidence(item: Evidence): Evidence {
  return {
    ...item, label: item.sha256.slice(0, 8), path: undefined, sha256: item.sha256.slice(0, 8), line: undefined, offsetBytes: undefined, lengthBytes: undefined,
    excerpt: undefined, problem: undefined,
  };
}
