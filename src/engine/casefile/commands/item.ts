import type { EvidenceReference } from '../../../model/evidence.ts';
import { severityLevel } from '../../../model/incident-severity.ts';
import type { Item, ItemKind } from '../../../model/item.ts';
import { encodeCanonical } from '../canonical-json.ts';
import { checkReference, defineCommand, NOTHING, refuse } from './define.ts';
import { quote } from './words.ts';

/** The same again changes nothing. What an item cites must be evidence of the case. */
export const itemSave = defineCommand({
  name: 'item.save',
  apply(store, { item }) {
    const before = store.items.find(item.kind, item.id);
    if (before !== undefined && encodeCanonical(before) === encodeCanonical(item)) return { inverse: NOTHING, summary: `${nameOf(item)} stays as it is` };
    for (const reference of referencesOf(item)) checkReference(store, reference);
    store.items.put(item);
    return {
      inverse: [before === undefined ? { name: 'item.remove', input: { kind: item.kind, id: item.id } } : { name: 'item.save', input: { item: before } }],
      summary: saidOf(item, before),
    };
  },
});

export const itemRemove = defineCommand({
  name: 'item.remove',
  apply(store, { kind, id }) {
    const item = store.items.find(kind, id) ?? refuse('item/not-found', `The case has no such ${WORD[kind]}; it may have been removed elsewhere.`, { kind, id });
    store.items.remove(kind, id);
    return { inverse: [{ name: 'item.save', input: { item } }], summary: `Removed ${nameOf(item)}` };
  },
});

const WORD: Readonly<Record<ItemKind, string>> = {
  action: 'action', person: 'person', review: 'review', minute: 'minute', severity: 'severity', status: 'status', gates: 'gates', version: 'version',
  'fault-tree': 'fault tree', 'fault-node': 'node', why: 'why', factor: 'factor', taxonomy: 'taxonomy', barrier: 'barrier', 'failure-mode': 'failure mode', query: 'query',
};

const STATE_WORDS = { draft: 'a draft', 'in-review': 'in review', reviewed: 'reviewed', closed: 'signed off' } as const;

const OBSERVED_WORDS = { happened: 'happened', 'did-not-happen': 'did not happen', unknown: 'not known whether it happened' } as const;

function nameOf(item: Item): string {
  switch (item.kind) {
    case 'action': return `the action ${quote(item.title)}`;
    case 'person': return `the person ${quote(item.name)}`;
    case 'review': return `the review ${quote(item.title)}`;
    case 'minute': return `the ${item.form === 'parked' ? 'parked item' : item.form} ${quote(item.text)}`;
    case 'severity': return 'the severity';
    case 'status': return 'the status';
    case 'gates': return 'the gates';
    case 'version': return `the version ${quote(item.label)}`;
    case 'fault-tree': return `the fault tree ${quote(item.title)}`;
    case 'fault-node': return `the ${item.type} ${quote(item.title || item.name)}`;
    case 'why': return `the why ${quote(item.statement)}`;
    case 'factor': return `the factor ${quote(item.title)}`;
    case 'taxonomy': return `the taxonomy ${quote(item.title)}`;
    case 'barrier': return `the barrier ${quote(item.title)}`;
    case 'failure-mode': return `the failure mode ${quote(item.mode)}`;
    case 'query': return `the query ${quote(item.name)}`;
    default: return item satisfies never;
  }
}

/** One line for the history. */
function saidOf(item: Item, before: Item | undefined): string {
  if (item.kind === 'severity') return `Set the severity to ${severityLevel(item).level}`;
  if (item.kind === 'status') return `The postmortem is ${STATE_WORDS[item.state]}`;
  if (item.kind === 'gates') return 'Changed what a postmortem must have before it goes on';
  if (item.kind === 'version') return `Kept the version ${quote(item.label)}`;
  if (item.kind === 'action' && before?.kind === 'action' && before.state !== item.state) return `The action ${quote(item.title)} is ${item.state.replace('-', ' ')}`;
  if (item.kind === 'fault-node' && before?.kind === 'fault-node' && before.observed.state !== item.observed.state) return `${quote(item.title || item.name)}: ${OBSERVED_WORDS[item.observed.state]}`;
  if (item.kind === 'review' && before?.kind === 'review') {
    if (before.startedAtNs === undefined && item.startedAtNs !== undefined) return `Began ${nameOf(item)}`;
    if (before.endedAtNs === undefined && item.endedAtNs !== undefined) return `Ended ${nameOf(item)}`;
  }
  return `${before === undefined ? 'Added' : 'Changed'} ${nameOf(item)}`;
}

function referencesOf(item: Item): readonly EvidenceReference[] {
  switch (item.kind) {
    case 'action': case 'why': case 'factor': case 'barrier': case 'failure-mode': return item.evidence;
    case 'severity': return item.why.flatMap((step) => step.evidence);
    case 'fault-node': return item.observed.evidence;
    default: return [];
  }
}
