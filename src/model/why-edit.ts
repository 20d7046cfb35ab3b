import { fail, ok, type Result } from '../base/result.ts';
import { truncate } from '../base/text.ts';
import type { Why, WhyState } from './cause.ts';
import { removeItem, saveItem, type ItemChange } from './item-change.ts';
import type { TimelineEntry } from './timeline.ts';
import { byOrder, findWhy, isAssertion, whyForest, whyNotClosable, whySteps, WHY_STATE_TITLE } from './why.ts';

/**
 * Edits of whys, each one step of undo: pure, from the whys of a case to commands. None makes a circle, none leaves two
 * answers at the same place, and one that changes nothing has no commands.
 */

const NOTHING: ItemChange = { label: '', commands: [] };
const quoted = (why: Pick<Why, 'statement'>): string => `“${truncate(why.statement, 60)}”`;

/** A step that nobody has said anything about but what it states. */
export function newWhy(id: string, statement: string, createdAtNs: bigint, more: Partial<Omit<Why, 'kind' | 'id' | 'statement' | 'createdAtNs'>> = {}): Why {
  return { kind: 'why', id, order: 0, statement, note: '', join: 'all', state: 'open', evidence: [], entries: [], strict: false, createdAtNs, ...more };
}

/** A set of whys that begins with what an entry of the timeline says, with its evidence. */
export function setFromEntry(id: string, entry: Pick<TimelineEntry, 'id' | 'title' | 'evidence'>, createdAtNs: bigint): Why {
  return newWhy(id, entry.title, createdAtNs, { entries: [entry.id], evidence: [...entry.evidence] });
}

/** Adds a first step, after the other sets. */
export function addSet(whys: readonly Why[], why: Why): ItemChange {
  const last = answersOf(whys, undefined).at(-1);
  const { parentId: _, ...first } = why;
  return { label: `Asked why ${quoted(why)}`, commands: [saveItem({ ...first, order: last ? last.order + 1 : 0 })] };
}

/** Adds an answer to a step: after the answer `afterId`, or last. */
export function addAnswer(whys: readonly Why[], parentId: string, why: Why, afterId?: string): ItemChange {
  if (!whys.some(({ id }) => id === parentId)) return NOTHING;
  return { label: `Answered ${quoted(why)}`, commands: placed(answersOf(whys, parentId), { ...why, parentId }, afterId) };
}

/** One thing said differently. The first step alone is strict. */
export function changeWhy(whys: readonly Why[], id: string, change: Partial<Pick<Why, 'statement' | 'note' | 'join' | 'entries'>>): ItemChange {
  const why = whys.find((one) => one.id === id);
  if (!why || (change.statement !== undefined && change.statement.trim() === '')) return NOTHING;
  return saved(why, { ...why, ...change }, `Changed ${quoted(why)}`);
}

/** Failure `why/without-evidence`: the set is strict, and nothing shows the step. */
export function setWhyState(whys: readonly Why[], id: string, state: WhyState): Result<ItemChange> {
  const node = findWhy(whyForest(whys), id);
  if (!node) return ok(NOTHING);
  const refused = state === 'closed' ? whyNotClosable(node.why, node.root.why) : undefined;
  if (refused !== undefined) return fail('why/without-evidence', refused);
  return ok(saved(node.why, { ...node.why, state }, `${WHY_STATE_TITLE[state]}: ${quoted(node.why)}`));
}

/** In a strict set a closed step that loses its last evidence is open again. */
export function setWhyEvidence(whys: readonly Why[], id: string, evidence: Why['evidence']): ItemChange {
  const node = findWhy(whyForest(whys), id);
  if (!node) return NOTHING;
  const after = { ...node.why, evidence };
  return saved(node.why, after.state === 'closed' && whyNotClosable(after, node.root.why) !== undefined ? { ...after, state: 'open' } : after, `Changed what shows ${quoted(node.why)}`);
}

/** Makes a set strict, or not. What is closed without evidence is open again once it is. */
export function setStrict(whys: readonly Why[], id: string, strict: boolean): ItemChange {
  const root = findWhy(whyForest(whys), id)?.root;
  if (!root || root.why.strict === strict) return NOTHING;
  const reopened = strict ? whySteps(root).filter(({ why }) => why.state === 'closed' && isAssertion(why)) : [];
  const isReopened = reopened.includes(root);
  return {
    label: strict ? 'Made the set strict' : 'Made the set not strict',
    commands: [
      saveItem({ ...root.why, strict, ...(isReopened ? { state: 'open' as const } : {}) }),
      ...reopened.filter((node) => node !== root).map(({ why }) => saveItem({ ...why, state: 'open' })),
    ],
  };
}

/** Takes a step away with everything below it. */
export function removeWhy(whys: readonly Why[], id: string): ItemChange {
  const node = findWhy(whyForest(whys), id);
  if (!node) return NOTHING;
  const steps = whySteps(node);
  return { label: steps.length === 1 ? `Removed ${quoted(node.why)}` : `Removed ${quoted(node.why)} and the ${steps.length - 1} below it`, commands: steps.toReversed().map(({ why }) => removeItem(why)) };
}

export const WHY_MOVES = ['up', 'down', 'in', 'out'] as const;
export type WhyMove = (typeof WHY_MOVES)[number];

/** Among the answers beside it, under the one before it, or up beside the step it answers. First steps stay first. */
export function moveWhy(whys: readonly Why[], id: string, move: WhyMove): ItemChange {
  const node = findWhy(whyForest(whys), id);
  if (!node) return NOTHING;
  const beside = answersOf(whys, node.parent?.why.id, node.parent === undefined);
  const at = beside.findIndex((why) => why.id === id);
  if (move === 'up' || move === 'down') {
    if (at < 0 || !beside[at + (move === 'up' ? -1 : 1)]) return NOTHING;
    const without = beside.filter((why) => why.id !== id);
    return { label: `Moved ${quoted(node.why)}`, commands: placed(without, node.why, move === 'up' ? beside[at - 2]?.id ?? 'first' : beside[at + 1]!.id) };
  }
  if (!node.parent) return NOTHING;
  if (move === 'in') return at < 1 ? NOTHING : moveWhyTo(whys, id, beside[at - 1]!.id);
  return node.parent.parent ? moveWhyTo(whys, id, node.parent.parent.why.id, node.parent.why.id) : NOTHING;
}

/** Makes a step an answer to another: after the answer `afterId` (`first`: before them all), or last. Not to one below itself. */
export function moveWhyTo(whys: readonly Why[], id: string, parentId: string, afterId?: string): ItemChange {
  const forest = whyForest(whys);
  const [node, parent] = [findWhy(forest, id), findWhy(forest, parentId)];
  if (!node || !parent || !node.parent || whySteps(node).includes(parent) || afterId === id) return NOTHING;
  const without = answersOf(whys, parentId).filter((why) => why.id !== id);
  return { label: `Moved ${quoted(node.why)}`, commands: placed(without, { ...node.why, parentId }, afterId) };
}

/** The answers to a step in their order; the first steps without one. */
function answersOf(whys: readonly Why[], parentId: string | undefined, first = parentId === undefined): readonly Why[] {
  return first ? whyForest(whys).map(({ why }) => why) : whys.filter((why) => why.parentId === parentId).toSorted(byOrder);
}

/** Puts a step among others: numbers between their neighbours while there is room, else all of them anew. */
function placed(others: readonly Why[], why: Why, afterId: string | undefined): ItemChange['commands'] {
  const found = afterId === undefined ? others.length - 1 : others.findIndex(({ id }) => id === afterId);
  const at = afterId === 'first' ? 0 : (found < 0 ? others.length : found + 1);
  const [before, after] = [others[at - 1]?.order, others[at]?.order];
  const order = before === undefined ? (after === undefined ? 0 : after - 1) : after === undefined ? before + 1 : (before + after) / 2;
  if ((before === undefined || before < order) && (after === undefined || order < after)) return [saveItem({ ...why, order })];
  return others.toSpliced(at, 0, why).flatMap((one, i) => (one === why || one.order !== i ? [saveItem({ ...one, order: i })] : []));
}

function saved(before: Why, after: Why, label: string): ItemChange {
  const then = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).every(([key, value]) => then.get(key) === value) ? NOTHING : { label, commands: [saveItem(after)] };
}
