import { formatTimeOfDay } from '../base/time.ts';
import { formatCount } from '../base/text.ts';
import type { TimelineEntry } from '../model/timeline.ts';

interface SampleFacts {
  readonly title: string;
  readonly entries: readonly TimelineEntry[];
  /** Citations of an entry's evidence. */
  readonly cite: (entryId: string) => string;
  readonly failedRequests: number;
  readonly requests: number;
  readonly couponMisses: number;
}

/** The draft that the sample opens with: begun, cited, and with open questions left to the reader. */
export function samplePostmortem({ title, entries, cite, failedRequests, requests, couponMisses }: SampleFacts): string {
  const timeOf = (id: string): string => formatTimeOfDay(entries.find((e) => e.id === `sample-${id}`)!.time.startNs, 'UTC', 'second');
  return `# ${title}

> A drafted example. Change anything: this case is yours, in your own data folder.

## Summary

On 8 October 2026 customers of the shop got errors from checkout, cart and catalogue from ${timeOf('impact')} UTC on ${cite('impact')}. Release 2.31.0 keeps a database connection whenever a coupon is not found. A campaign that day used a coupon that had never been loaded, so the pools of the hosts ran dry one after the other. Rolling back to 2.30.4 ended it ${cite('mitigated')}.

## Impact

${formatCount(failedRequests)} of ${formatCount(requests)} requests at the edge failed with 5xx between the first and the last failure ${cite('mitigated')}. Static pages were served throughout ${cite('acknowledged')}.

## What happened

The rollout began at ${timeOf('release')} and all hosts reported healthy ${cite('release')}. At ${timeOf('coupon')} the campaign coupon was tried for the first time and not found ${cite('coupon')}; the log has ${formatCount(couponMisses)} such lines. The pool of web-3 rose from then on ${cite('pool')} until requests waited 3 s in vain ${cite('impact')}.

## Detection

The alert on the error ratio fired at ${timeOf('alert')} ${cite('alert')}. "pool stats" had shown the rise since before ten ${cite('pool')}, and nothing watched it. Health checks answered 200 all the time ${cite('healthy')}.

## Response and recovery

The database was the first suspect and was soon ruled out ${cite('database')}. Restarting web-3 helped for a few minutes ${cite('restart')} and the pool rose again ${cite('rising-again')}, which showed that something fills up again. The incident lead chose the rollback over looking for the line first ${cite('decision')}.

## Contributing factors

- The path for a coupon that is not found does not release its connection.
- The campaign coupon was never loaded ${cite('support')}, which turned a rare path into a common one.
- The health check does not touch the database ${cite('healthy')}, so the rollout counted every host as healthy ${cite('release')}.

## Ruled out

- Database overload: about 40 of 200 connections and no long transaction during the outage ${cite('database')}.

## Where we got lucky

- The previous release still ran on the current schema, so a rollback was possible at once.

## Open questions

- Why did the review of 2.31.0 not see the early return?
- How many customers left without an order?

## Actions

| Action | Owner | Done when |
|---|---|---|
| Release the connection on every path of the coupon lookup | shop team | a test with 30 unknown coupons leaves the pool as it was |
| Alert on pool use above 80 % for 5 min | shop team | the alert fires on this incident's pool statistics |
| Check that a campaign's coupons exist before it is announced | campaign team | an announcement with an unknown coupon is refused |
`;
}
