import type { LintRule, RuleId } from '../rule.ts';
import { TIMELINE_FACT } from '../timeline-fact.ts';
import { BLAME_NAME } from './blame-name.ts';
import { COUNTERFACTUAL } from './counterfactual.ts';
import { HIDDEN_DECISION } from './hidden-decision.ts';
import { HINDSIGHT } from './hindsight.ts';
import { HUMAN_ERROR } from './human-error.ts';
import { JUDGEMENT } from './judgement.ts';
import { SINGLE_ROOT_CAUSE } from './single-root-cause.ts';
import { VAGUE_ACTION } from './vague-action.ts';

/** Rules about wording, in the order of lists. */
export const WORDING_RULES: readonly LintRule[] = [
  BLAME_NAME, HUMAN_ERROR, COUNTERFACTUAL, JUDGEMENT, HINDSIGHT, HIDDEN_DECISION, SINGLE_ROOT_CAUSE, VAGUE_ACTION,
];

/** Title and reason of a rule, whichever kind it is. */
export function ruleInfo(id: RuleId): Pick<LintRule, 'title' | 'reason'> {
  return WORDING_RULES.find((rule) => rule.id === id) ?? TIMELINE_FACT;
}
