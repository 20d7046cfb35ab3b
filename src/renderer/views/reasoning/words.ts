import { formatCount, plural, truncate, visibleText } from '../../../base/text.ts';
import { isAssertion, WHY_STATE_TITLE, type WhyCount, type WhyNode } from '../../../model/why.ts';

export const now = (): bigint => BigInt(Date.now()) * 1_000_000n;

export function short(text: string, most = 60): string {
  return truncate(visibleText(text), most);
}

/** "7 steps, 3 open, 2 without evidence". */
export function countText({ steps, open, withoutEvidence }: WhyCount): string {
  return [plural(steps, 'step'), ...(open > 0 ? [`${formatCount(open)} open`] : ['none open']), ...(withoutEvidence > 0 ? [`${formatCount(withoutEvidence)} without evidence`] : [])].join(', ');
}

/** Everything a step says, for who hears it. */
export function spokenWhy({ why, children }: WhyNode, show: (text: string) => string, asked: boolean): string {
  return [
    visibleText(show(why.statement)), WHY_STATE_TITLE[why.state].toLowerCase(), isAssertion(why) ? 'no evidence' : plural(why.evidence.length, 'piece of evidence', 'pieces of evidence'),
    ...(children.length > 0 ? [`${plural(children.length, 'answer')}${children.length > 1 ? (why.join === 'all' ? ', all together' : ', any of them') : ''}`] : []),
    ...(why.entries.length > 0 ? [plural(why.entries.length, 'timeline entry', 'timeline entries')] : []), ...(asked ? ['its wording asks a question'] : []),
  ].join(', ');
}
