import type { Barrier, Factor, Why } from '../model/cause.ts';
import type { EvidenceReference } from '../model/evidence.ts';
import { newBarrier, newFactor } from '../model/factor.ts';
import { newFailureMode } from '../model/failure-mode.ts';
import type { Item } from '../model/item.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import { newWhy } from '../model/why-edit.ts';

/** How far the team had come with why: some steps are shown, some are still said only. */
export function sampleReasoning(entries: readonly TimelineEntry[], createdAtNs: bigint): Item[] {
  const evidenceOf = (...ids: readonly string[]): EvidenceReference[] => ids.flatMap((id) => entries.find((e) => e.id === `sample-${id}`)!.evidence);
  const ids = (names: readonly string[]): string[] => names.map((name) => `sample-${name}`);
  const why = (id: string, parent: string | undefined, order: number, statement: string, shown: readonly string[], more: Partial<Why> = {}): Why => newWhy(`sample-why-${id}`, statement, createdAtNs, {
    ...(parent === undefined ? {} : { parentId: `sample-why-${parent}` }), order, evidence: evidenceOf(...shown), entries: ids(shown), ...more,
  });
  const factor = (id: string, part: Factor['part'], title: string, shown: readonly string[], more: Partial<Factor> = {}): Factor => newFactor(`sample-factor-${id}`, title, part, createdAtNs, { evidence: evidenceOf(...shown), entries: ids(shown), ...more });
  const barrier = (order: number, title: string, state: Barrier['state'], does: Barrier['function'], shown: readonly string[], actions: readonly string[] = []): Barrier => newBarrier(`sample-barrier-${order}`, title, createdAtNs, {
    hazard: 'Connections that are not given back', target: 'Customers who pay', state, function: does, order, evidence: evidenceOf(...shown), actions: ids(actions),
  });
  return [
    why('failed', undefined, 0, 'Customers could not see prices or pay', ['impact'], { state: 'closed', join: 'any' }),
    why('pool', 'failed', 0, 'No database connection was free: the pool was used up', ['pool'], { state: 'closed' }),
    why('kept', 'pool', 0, '2.31.0 keeps its connection when a coupon is not found', ['finding'], { state: 'closed' }),
    why('return', 'kept', 0, 'The lookup returns before the line that releases it', []),
    why('test', 'kept', 1, 'No test asks for unknown coupons more often than the pool has connections', []),
    why('coupons', 'pool', 1, 'Customers try coupons that nobody knows all the time', ['coupon'], { state: 'closed' }),
    why('edge', 'failed', 1, 'edge lost requests in its new log buffer', ['not-edge'], { state: 'ruled-out' }),
    why('long', undefined, 1, 'It took until the rollback for it to end', ['rollback'], { join: 'any' }),
    why('suspect', 'long', 0, 'edge was the first suspect: it had changed a minute before', ['revert'], { state: 'closed' }),
    why('crash', 'long', 1, 'The crash of checkout looked like a recovery', ['answers'], { state: 'closed' }),
    why('unseen', 'long', 2, 'The state of the pool was in the log, and nothing watched it', ['pool']),
    factor('release', 'trigger', 'Release 2.31.0 looks coupons up in a new way', ['release'], { tags: ['google-sre/binary-push'] }),
    factor('coupons', 'enabler', 'Unknown coupons are common', ['coupon'], { tags: ['google-sre/user-behavior'], whys: ['sample-why-coupons'] }),
    factor('kept', 'latent', 'The path for a coupon that is not found does not release its connection', ['finding'], { tags: ['google-sre/software', 'tim/exhaustion'], whys: ['sample-why-kept'], actions: ['sample-release'] }),
    factor('cache', 'latent', 'The price cache has no bound', ['death'], { tags: ['google-sre/software', 'tim/exhaustion'], actions: ['sample-cache'] }),
    factor('unwatched', 'detection', 'Nothing watches how much of the pool is in use', ['pool'], { tags: ['cast/absent', 'tim/detecting'], whys: ['sample-why-unseen'], actions: ['sample-alert'] }),
    factor('two', 'response', 'Two changes went out within a minute of each other', ['edge', 'release'], { tags: ['human-factors/assessment', 'tim/diagnosing'], whys: ['sample-why-suspect'] }),
    factor('crash', 'response', 'A restart empties the pool: for a while all looked well', ['answers'], { tags: ['human-factors/cues', 'tim/diagnosing'], whys: ['sample-why-crash'] }),
    factor('decision', 'mitigator', 'Roll back first, read the code afterwards', ['decision'], { tags: ['human-factors/goals', 'tim/lessened'] }),
    factor('schema', 'luck', 'The release before still ran on the current schema', ['rollback']),
    barrier(0, 'Review of 2.31.0', 'failed', 'prevent', []),
    barrier(1, 'Tests with unknown coupons under load', 'missing', 'prevent', [], ['release']),
    barrier(2, 'Alert on pool use', 'missing', 'detect', ['pool'], ['alert']),
    barrier(3, 'Restart by the supervisor', 'failed', 'contain', ['death']),
    barrier(4, 'Rollback to 2.30.4', 'held', 'recover', ['rollback']),
    newFailureMode('sample-mode-1', createdAtNs, {
      component: 'Connection pool of checkout', function: 'Gives each request a connection', mode: 'Used up', effect: 'Nobody sees prices or pays', cause: 'A path does not give its connection back',
      prevention: 'Review', detection: 'Alert on errors, minutes later', severity: 8, occurrence: 5, detectability: 7, evidence: evidenceOf('pool'), factors: ['sample-factor-kept'], actions: ['sample-release', 'sample-alert'],
    }),
    newFailureMode('sample-mode-2', createdAtNs, {
      component: 'Price cache of checkout', function: 'Keeps prices at hand', mode: 'Grows without bound', effect: 'checkout dies out of memory and is restarted', cause: 'Entries are never dropped',
      prevention: 'None', detection: 'The supervisor, once it is dead', severity: 6, occurrence: 6, detectability: 5, evidence: evidenceOf('death'), factors: ['sample-factor-cache'], actions: ['sample-cache'],
    }),
  ];
}
