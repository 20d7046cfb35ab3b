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
  const dayOf = new Date(Number(entries[0]!.time.startNs / 1_000_000n)).toISOString().slice(0, 10);
  return `# ${title}

## Summary

On ${dayOf} customers of the shop could not see prices or pay from ${timeOf('impact')} UTC on ${cite('impact')}. Release 2.31.0 of checkout keeps a database connection whenever a coupon is not found, and after some minutes none was left. It also grew in memory until it died ${cite('death')}, which for a while looked like a recovery. Rolling back to 2.30.4 ended it ${cite('mitigated')}.

## Impact

${formatCount(failedRequests)} of ${formatCount(requests)} requests at the edge were answered with 5xx between the first and the last failure ${cite('impact')}.

\`\`\`tephra chart area
SELECT time_bucket(INTERVAL 10 SECOND, time) AS time,
  CASE WHEN "http.response.status_code" >= 500 THEN 'failed' ELSE 'answered' END AS answer,
  count(*) AS requests
FROM web_access
GROUP BY ALL
ORDER BY time
\`\`\`

## What happened

edge was changed first ${cite('edge')}, checkout a moment later: 2.31.0 was out at ${timeOf('release')} ${cite('release')}. The first unknown coupon came at ${timeOf('coupon')} ${cite('coupon')}; the log has ${formatCount(couponMisses)} such lines, those before the release without harm. Connections in use rose with each of them ${cite('pool')} until requests waited 3 s in vain ${cite('impact')}.

\`\`\`tephra timeline
\`\`\`

## Detection

The alert on the error ratio fired at ${timeOf('alert')} ${cite('alert')}. The state of the pool was in the log every ten seconds ${cite('pool')}, and nothing watched it.

## Response and recovery

edge was the first suspect, having changed last but one, and was put back ${cite('revert')}; that made no difference ${cite('not-edge')}. At ${timeOf('death')} checkout died out of memory ${cite('death')} and answered again ${cite('answers')}, until the errors were back ${cite('again')}. The database's own view of its sessions gave the lead ${cite('finding')}. The incident lead chose the rollback over reading the code first ${cite('decision')}${cite('rollback')}.

## Contributing factors

- The path for a coupon that is not found does not release its connection ${cite('finding')}.
- The price cache of 2.31.0 has no bound. It did not cause the errors, and its crash hid their cause ${cite('death')}.
- Two changes went out within a minute of each other ${cite('edge')}${cite('release')}.

## Ruled out

- edge: as it was yesterday, with the errors as before ${cite('not-edge')}.

## Where we got lucky

- The previous release still ran on the current schema, so a rollback was possible at once ${cite('rollback')}.

## Open questions

- The clocks of edge and checkout disagree by some seconds. Which of the two is right?
- How many customers left without an order?
- Why did the review of 2.31.0 not see the early return?

## Actions

\`\`\`tephra actions
\`\`\`
`;
}
