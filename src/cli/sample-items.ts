import { formatDate, NS_PER_S } from '../base/time.ts';
import type { Action } from '../model/action.ts';
import type { EvidenceReference } from '../model/evidence.ts';
import type { Item } from '../model/item.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import { sampleReasoning } from './sample-reasoning.ts';

/** Who took part in the sample incident, how severe it was, and what the team means to do: as far as it had come after an hour. */
export function sampleItems(entries: readonly TimelineEntry[]): Item[] {
  const evidenceOf = (id: string): EvidenceReference[] => entries.find((e) => e.id === `sample-${id}`)!.evidence;
  const createdAtNs = entries.find((e) => e.id === 'sample-resolved')!.time.startNs;
  const inDays = (days: bigint): string => formatDate(createdAtNs + days * 86_400n * NS_PER_S, 'UTC');
  const person = (id: string, name: string, role: string): Item => ({ kind: 'person', id: `sample-${id}`, name, aliases: [id], role });
  const action = (id: string, title: string, more: Partial<Action> & Pick<Action, 'type'>): Action => ({
    kind: 'action', id: `sample-${id}`, title, note: '', state: 'proposed', ownerRole: 'shop team', due: '', doneWhen: '', dependsOn: [], entries: [], evidence: [], links: [],
    reason: '', createdAtNs, ...more,
  });
  return [
    person('mira', 'Mira Okafor', 'developer of checkout'),
    person('jonas', 'Jonas Weber', 'incident lead'),
    person('ana', 'Ana Lima', 'on-call of the shop team'),
    person('sam', 'Sam Whitfield', 'operations'),
    person('lee', 'Lee Castellano', 'customer support'),
    {
      kind: 'severity', id: 'severity', impact: 'major', urgency: 'high', sla: 'none', interruption: 'outage',
      why: [
        { question: 'What could users not do?', answer: 'See prices or pay, whoever asked.', evidence: evidenceOf('impact') },
        { question: 'Was there a way around it?', answer: 'No. Support heard of it from customers.', evidence: evidenceOf('support') },
      ],
    },
    action('release', 'Release the connection on every path of the coupon lookup', {
      type: 'prevent', state: 'in-progress', recurrence: 5, impact: 5, effort: 1, due: inDays(3n), doneWhen: 'A test with 30 unknown coupons leaves the pool as it was.',
      entries: ['sample-finding'], evidence: evidenceOf('finding'),
    }),
    action('alert', 'Alert on pool use above 80 % for one minute', {
      type: 'detect', state: 'accepted', recurrence: 3, impact: 4, effort: 2, due: inDays(14n), doneWhen: 'The alert fires on the metrics of this incident.', entries: ['sample-pool', 'sample-alert'], evidence: evidenceOf('pool'),
    }),
    action('cache', 'Bound the price cache', {
      type: 'prevent', recurrence: 4, impact: 3, effort: 2, doneWhen: 'The heap stays below 150 MB in an hour of load.', dependsOn: ['sample-release'], entries: ['sample-death'], evidence: evidenceOf('death'),
    }),
    action('freeze', 'Forbid two deploys within ten minutes', {
      type: 'process', state: 'declined', recurrence: 3, impact: 2, effort: 4, entries: ['sample-edge', 'sample-release'],
      reason: 'It would have cost every team a slot a day and saved ten minutes once. Deploy records beside the alert show the same.',
    }),
    ...sampleReasoning(entries, createdAtNs),
  ];
}
