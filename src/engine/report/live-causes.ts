import { plural } from '../../base/text.ts';
import { causeOfFactors, causeOfWhys } from '../../figures/cause.ts';
import { barrierLines, BARRIER_FUNCTION_TITLE, BARRIER_STATE_TITLE, FACTOR_PART_TITLE } from '../../model/factor.ts';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import { whyForest, whySteps, WHY_STATE_TITLE, type WhyNode } from '../../model/why.ts';
import type { Block, Inline, ListItem } from './document.ts';
import type { LiveContext } from './live.ts';

/** Whys, factors and barriers as blocks of the document. Drawings cite under them what lists and tables cite in place. */

type Of<K extends LiveBlock['kind']> = Extract<LiveBlock, { kind: K }>;
type Cite = (evidence: readonly EvidenceReference[]) => Inline[];

const words = (text: string): Inline => ({ kind: 'text', text });
const paragraph = (children: readonly Inline[]): Block => ({ kind: 'paragraph', children });

function citing({ register }: LiveContext): Cite {
  return (evidence) => evidence.flatMap(({ sha256, locator }): Inline[] => [words(' '), { kind: 'citation', ...register.number({ hashPrefix: sha256, locator }) }]);
}

/** What whys, factors and barriers cite, in the order they are told in. */
export function causeEvidence(block: LiveBlock): readonly EvidenceReference[] {
  switch (block.kind) {
    case 'whys': return whyForest(block.whys).flatMap(whySteps).flatMap(({ why }) => why.evidence);
    case 'factors': return block.factors.flatMap((factor) => factor.evidence);
    case 'barriers': return block.barriers.flatMap((barrier) => barrier.evidence);
    default: return [];
  }
}

export function whysBlocks(block: Of<'whys'>, context: LiveContext): Block[] {
  const forest = whyForest(block.whys);
  const cite = citing(context);
  if (forest.length === 0) return [{ kind: 'problem', text: 'There are no whys to show.' }];
  return forest.map((root): Block => {
    if (block.as === 'text') return { kind: 'list', start: undefined, items: [itemOf(root, cite)] };
    const steps = whySteps(root);
    return {
      kind: 'figure', figure: { kind: 'causes', form: block.as, cause: causeOfWhys(root) }, inWords: { kind: 'list', start: undefined, items: [itemOf(root, () => [])] },
      caption: [words(`${block.as === 'map' ? 'Cause map' : 'Fishbone'}, ${plural(steps.length, 'step')}; dashed or empty is what nothing shows yet`), ...cite(steps.flatMap(({ why }) => why.evidence))],
    };
  });
}

function itemOf({ why, children }: WhyNode, cite: Cite): ListItem {
  const because = children.length === 0 ? '' : children.length === 1 ? ', because:' : why.join === 'all' ? ', because of all of these:' : ', because of any of these:';
  const said: Inline[] = [why.state === 'ruled-out' ? { kind: 'strike', children: [words(why.statement)] } : words(why.statement)];
  const about = [...(why.state === 'open' ? [] : [WHY_STATE_TITLE[why.state].toLowerCase()]), ...(why.evidence.length === 0 && why.state !== 'ruled-out' ? ['no evidence'] : [])];
  return {
    checked: undefined,
    blocks: [
      paragraph([...said, ...cite(why.evidence), ...(about.length === 0 ? [] : [words(' '), { kind: 'emphasis', children: [words(`(${about.join(', ')})`)] } as const]), words(because)]),
      ...(children.length === 0 ? [] : [{ kind: 'list' as const, start: undefined, items: children.map((child) => itemOf(child, cite)) }]),
    ],
  };
}

export function factorsBlocks({ as, effect, factors, tags }: Of<'factors'>, context: LiveContext): Block[] {
  if (factors.length === 0) return [{ kind: 'problem', text: 'There are no contributing factors to show.' }];
  const cite = citing(context);
  const titleOf = new Map(tags.map(({ tag, title }) => [tag, title]));
  const actionTitle = new Map(context.actions.map((action) => [action.id, action.title]));
  const table = (withEvidence: boolean): Block => ({
    kind: 'table', caption: plural(factors.length, 'contributing factor'), align: ['left', 'left', 'left', 'left'], header: ['Part', 'What contributed', 'Tags', 'Actions'].map((text) => [words(text)]),
    rows: factors.map((factor) => [
      [words(FACTOR_PART_TITLE[factor.part])], [words(factor.title), ...(withEvidence ? cite(factor.evidence) : [])], listed(factor.tags.map((tag) => titleOf.get(tag) ?? tag)),
      listed(factor.actions.flatMap((id) => actionTitle.get(id) ?? [])),
    ]),
  });
  if (as === 'table') return [table(true)];
  return [{
    kind: 'figure', figure: { kind: 'causes', form: 'fishbone', cause: causeOfFactors({ id: 'effect', title: effect }, factors) }, inWords: table(false),
    caption: [words(`${plural(factors.length, 'contributing factor')} by the part they played`), ...cite(factors.flatMap((factor) => factor.evidence))],
  }];
}

const listed = (texts: readonly string[]): Inline[] => (texts.length === 0 ? [] : [words(texts.join('; '))]);

export function barriersBlocks({ barriers }: Of<'barriers'>, context: LiveContext): Block[] {
  if (barriers.length === 0) return [{ kind: 'problem', text: 'There are no barriers to show.' }];
  const lines = barrierLines(barriers);
  const name = (text: string): string => (text === '' ? 'not said' : text);
  return [{
    kind: 'figure', figure: { kind: 'barriers', lines },
    caption: [words(`${plural(barriers.length, 'barrier')} between hazard and target`), ...citing(context)(barriers.flatMap((barrier) => barrier.evidence))],
    inWords: {
      kind: 'table', align: ['left', 'left', 'left', 'left'], header: ['Hazard to target', 'Barrier', 'Function', 'State'].map((text) => [words(text)]),
      rows: lines.flatMap(({ hazard, target, barriers: of }) => of.map((barrier, i) => [[words(i === 0 ? `${name(hazard)} to ${name(target)}` : '')], [words(barrier.title)], [words(BARRIER_FUNCTION_TITLE[barrier.function])], [words(BARRIER_STATE_TITLE[barrier.state])]].map((cell) => cell.filter((inline) => inline.kind !== 'text' || inline.text !== '')))),
    },
  }];
}
