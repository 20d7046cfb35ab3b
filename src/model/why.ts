import type { Why } from './cause.ts';

/** A step with the steps that answer it. A first step has no parent. */
export interface WhyNode {
  readonly why: Why;
  readonly parent: WhyNode | undefined;
  /** The first step of its set, itself included. */
  readonly root: WhyNode;
  readonly depth: number;
  readonly children: readonly WhyNode[];
}

/** Among the answers to one step. */
export function byOrder(a: Pick<Why, 'order' | 'id'>, b: Pick<Why, 'order' | 'id'>): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * Sets of whys as trees, in their order. Every step stands in exactly one: one whose parent is not there, or that stands in
 * a circle (two windows that moved steps under each other), begins a set, so that nothing somebody wrote is hidden.
 */
export function whyForest(whys: readonly Why[]): WhyNode[] {
  const ids = new Set(whys.map(({ id }) => id));
  const below = new Map<string, Why[]>();
  const first: Why[] = [];
  for (const why of whys) {
    if (why.parentId === undefined || why.parentId === why.id || !ids.has(why.parentId)) first.push(why);
    else below.set(why.parentId, [...(below.get(why.parentId) ?? []), why]);
  }
  const seen = new Set<string>();
  const build = (why: Why): WhyNode => {
    const grow = (step: Why, parent: WhyNode | undefined): WhyNode => {
      seen.add(step.id);
      const children: WhyNode[] = [];
      const node: WhyNode = { why: step, parent, depth: parent ? parent.depth + 1 : 0, children, get root() { return parent ? parent.root : node; } };
      for (const child of (below.get(step.id) ?? []).toSorted(byOrder)) if (!seen.has(child.id)) children.push(grow(child, node));
      return node;
    };
    return grow(why, undefined);
  };
  const forest = first.toSorted(byOrder).map(build);
  for (const why of whys.toSorted(byOrder)) if (!seen.has(why.id)) forest.push(build(why));
  return forest;
}

/** The step and all below it, each before its answers. */
export function whySteps(node: WhyNode): WhyNode[] {
  return [node, ...node.children.flatMap(whySteps)];
}

export function findWhy(forest: readonly WhyNode[], id: string | undefined): WhyNode | undefined {
  return id === undefined ? undefined : forest.flatMap(whySteps).find((node) => node.why.id === id);
}

/** Says something and shows nothing: drawn hollow. */
export function isAssertion(why: Pick<Why, 'evidence'>): boolean {
  return why.evidence.length === 0;
}

/** Why a step cannot be closed, in a sentence with the next step; `undefined`: it can. */
export function whyNotClosable(why: Pick<Why, 'evidence'>, root: Pick<Why, 'strict'>): string | undefined {
  return root.strict && isAssertion(why) ? 'This set is strict: a step without evidence cannot be closed. Cite what shows it, or rule it out.' : undefined;
}

export interface WhyCount {
  readonly steps: number;
  readonly open: number;
  /** Of those that are not ruled out. */
  readonly withoutEvidence: number;
}

export function countWhys(root: WhyNode): WhyCount {
  const steps = whySteps(root).map(({ why }) => why);
  return {
    steps: steps.length, open: steps.filter(({ state }) => state === 'open').length, withoutEvidence: steps.filter((why) => why.state !== 'ruled-out' && isAssertion(why)).length,
  };
}

export const WHY_STATE_TITLE = { open: 'Open', closed: 'Closed', 'ruled-out': 'Ruled out' } as const satisfies Record<Why['state'], string>;
/** What a state says. */
export const WHY_STATE_ABOUT = {
  open: 'Still being asked', closed: 'Shown to be so, and asked far enough', 'ruled-out': 'Shown not to be so',
} as const satisfies Record<Why['state'], string>;
