import { plural } from '../base/text.ts';
import { FACTOR_PARTS, type Factor, type WhyState } from '../model/cause.ts';
import type { ObservedState } from '../model/fault-tree/document.ts';
import type { KnownState } from '../model/fault-tree/state.ts';
import { FACTOR_PART_TITLE } from '../model/factor.ts';
import type { WhyNode } from '../model/why.ts';
import type { Box } from './fault-tree/place.ts';
import type { Figure } from './figure.ts';

/** An effect and what brought it about: what cause maps and fishbones are drawn from. */
export interface Cause {
  readonly id: string;
  readonly text: string;
  /** `undefined`: a heading, that claims nothing. */
  readonly state: WhyState | undefined;
  /** How many references show it; 0 is drawn hollow. */
  readonly citations: number;
  /** Whether all of `children` are needed together. */
  readonly join: 'all' | 'any';
  readonly children: readonly Cause[];
}

/** A drawing with the places of what it is drawn from, in px of the drawing. */
export interface CauseFigure extends Figure {
  readonly places: ReadonlyArray<{ readonly id: string; readonly box: Box }>;
}

export function causeOfWhys({ why, children }: WhyNode): Cause {
  return { id: why.id, text: why.statement, state: why.state, citations: why.evidence.length, join: why.join, children: children.map(causeOfWhys) };
}

/** Factors under the parts they played; parts that nothing played are left out. */
export function causeOfFactors(effect: { readonly id: string; readonly title: string }, factors: readonly Factor[]): Cause {
  const heading = { state: undefined, citations: 0, join: 'all' } as const;
  return {
    ...heading, id: effect.id, text: effect.title,
    children: FACTOR_PARTS.flatMap((part): Cause[] => {
      const of = factors.filter((factor) => factor.part === part);
      return of.length === 0 ? [] : [{
        ...heading, id: part, text: FACTOR_PART_TITLE[part],
        children: of.map((factor) => ({ id: factor.id, text: factor.title, state: 'closed', citations: factor.evidence.length, join: 'all', children: [] })),
      }];
    }),
  };
}

/** As marks of observed states: shown to be so, shown not to be so, still asked. */
export const MARK_OF: Readonly<Record<WhyState, ObservedState>> = { closed: 'happened', 'ruled-out': 'did-not-happen', open: 'unknown' };

export function markOf(state: WhyState): KnownState {
  return { state: MARK_OF[state], derived: false };
}

export const WHY_WORDS: Readonly<Record<WhyState, string>> = { closed: 'closed', 'ruled-out': 'ruled out', open: 'open' };

export function citationWords(count: number): string {
  return count === 0 ? 'no evidence' : plural(count, 'citation');
}

/** A cause and all below it, each before its own causes. */
export function allCauses(root: Cause): Cause[] {
  const found: Cause[] = [];
  const open = [root];
  for (let cause = open.pop(); cause; cause = open.pop()) {
    found.push(cause);
    open.push(...cause.children.toReversed());
  }
  return found;
}

/** The whole drawing in words: a sentence, then the causes as an indented list. */
export function wordsOfCauses(kind: string, root: Cause, showText: (text: string) => string): { readonly alt: string; readonly text: string } {
  const all = allCauses(root).filter((cause) => cause.state !== undefined);
  const without = all.filter((cause) => cause.state !== 'ruled-out' && cause.citations === 0).length;
  const lines: string[] = [];
  const tell = (cause: Cause, depth: number): void => {
    const about = cause.state === undefined ? '' : ` (${WHY_WORDS[cause.state]}, ${citationWords(cause.citations)})`;
    lines.push(`${'  '.repeat(Math.min(depth, 30))}${showText(cause.text)}${about}`);
    for (const child of cause.children) tell(child, depth + 1);
  };
  tell(root, 0);
  return {
    alt: `${kind} of ${showText(root.text)}: ${plural(Math.max(0, allCauses(root).length - 1), 'step')} below it${without === 0 ? '' : `, ${without} without evidence`}.`,
    text: lines.join('\n'),
  };
}
