/**
 * Where a tree can begin: for a class of failures the events that reviews of such outages came back to, with where to
 * look for each. They are questions: what does not apply is removed, what is missing added. Outlines are those of
 * outline.ts. Drawn from the categories of Google's SRE books (cascading failures, release engineering), of
 * Gunawi et al., "Why does the cloud stop computing?" (SoCC 2016), and of Alquraan et al., "An analysis of
 * network-partitioning failures in cloud systems" (OSDI 2018).
 */
export interface FaultTreeTemplate {
  readonly id: string;
  readonly title: string;
  /** When to take it, as a sentence. */
  readonly about: string;
  /** What the top event is called until somebody says it better. */
  readonly top: string;
  readonly outline: string;
}

export const FAULT_TREE_TEMPLATES: readonly FaultTreeTemplate[] = [
  {
    id: 'resource-exhaustion',
    title: 'Resource exhaustion',
    about: 'A pool, memory, disk, threads, descriptors or a quota ran out.',
    top: 'Requests fail because a resource is used up',
    outline: `
or Requests fail because a resource is used up
  and The resource is used faster than it is given back
    or Use grows
      basic More load than planned for | Requests a second against the usual; retries counted apart
      basic A leak: what is taken is not given back | Use that grows with requests and never falls
      basic One caller takes more than its share | Use by caller, tenant or query
    basic Nothing sheds load before the limit | Limits, queues and timeouts as configured
  and The limit is lower than it was
    basic The limit was changed | Configuration and deploy records
    basic Nothing compares the limit with the use | Alerts on use in percent of the limit
  and Growth was not seen in time
    basic No alert on use of the resource | Alert rules, and what fired
    basic The load test does not reach this state | What the last load test covered`,
  },
  {
    id: 'bad-deploy',
    title: 'Bad deploy',
    about: 'A release, a flag, a migration or a configuration change came before it.',
    top: 'The service fails after a change',
    outline: `
and The service fails after a change
  or The change breaks something
    basic Faulty code on a path that production takes | The diff, and stacks of the errors
    basic Configuration that does not fit the code | Diff of the configuration, start-up logs
    basic A schema or data migration that the old code cannot read | Migration records, database errors
    basic A new version of a dependency | Lock files and images before and after
  or The change gets past the checks
    basic No test covers the path | Tests of the change
    basic Staging is unlike production | Data, traffic and flags in both
    basic The canary is skipped, too small or too short | Deploy records: steps and their length
  or It is not taken back at once
    basic The alert comes late | First error against the first alert
    basic Rolling back is not possible, or not known | Runbook and deploy records
    undeveloped Something else is suspected first | The timeline of what people tried`,
  },
  {
    id: 'dependency-outage',
    title: 'Dependency outage',
    about: 'Something that the service calls was down, slow or wrong.',
    top: 'The service fails because a dependency does',
    outline: `
and The service fails because a dependency does
  or The dependency does not answer as it should
    basic It is down | Its status page, connection errors
    basic It is slow | Durations of the calls, by percentile
    basic It answers with errors or wrong data | Status codes and bodies
    basic It limits or refuses us | 429 answers, quota and credentials
  or The service cannot go on without it
    and A slow call holds what others need
      basic No timeout, or one longer than the callers’ | Timeouts as configured, in order of the calls
      basic Calls share a pool with everything else | Pools and their use
    and Retries make it worse
      basic Retries without backoff or budget | Attempts for each request
      basic No circuit breaker | State changes of the breaker, if any
    basic There is no fallback: cache, default, queue | What the code does on failure`,
  },
  {
    id: 'network-partition',
    title: 'Network partition',
    about: 'Parts of the system could not reach one another, wholly or one way.',
    top: 'Parts of the system disagree or stop',
    outline: `
and Parts of the system disagree or stop
  or Some nodes cannot reach others
    basic A link, switch or zone fails | Packet loss between zones, provider’s notices
    basic A rule drops traffic: firewall, security group, policy | Changes to rules, counters of drops
    basic Names do not resolve | Failures of DNS by resolver
    basic A node is too busy to answer in time | CPU, pauses for garbage collection, heartbeats
  or The system does not bear it
    and Two leaders at once
      basic The old leader goes on writing | Terms or epochs in the logs of both
      basic Nothing fences it | Leases, fencing tokens
    basic No quorum is left on any side | Members on each side
    basic Clients stay with nodes that are cut off | Pinned connections, health checks
  or Coming together again fails
    basic Data that diverged is merged wrongly, or lost | Conflicts and repairs in the logs
    basic Everything reconnects at once | Connection rate as the link came back`,
  },
  {
    id: 'certificate-expiry',
    title: 'Certificate expiry',
    about: 'A certificate, key, token or licence ran out or was not trusted.',
    top: 'Connections are refused: a certificate is not accepted',
    outline: `
and Connections are refused: a certificate is not accepted
  or The certificate is not good
    basic It has expired | notAfter of the certificate that was served
    basic It does not fit the name, or its chain is incomplete | Names and chain as served
    basic The issuer is no longer trusted, or it was revoked | Trust stores, CRL and OCSP
    basic A clock is wrong | Offset of the clocks on both sides
  or Nobody replaces it in time
    and Renewal does not run
      basic The renewal job fails | Logs of the job since the last good run
      basic Nobody hears of it | Alerts of the job, and who gets them
    basic It is renewed but not loaded | Time of the file against the start of the process
    basic It is in no inventory | The list of certificates that are watched
  basic No alert on days left | Alert rules on expiry, and what fired`,
  },
  {
    id: 'data-corruption',
    title: 'Data corruption',
    about: 'Data was wrong, lost or written twice.',
    top: 'Users see wrong or missing data',
    outline: `
and Users see wrong or missing data
  or Data is damaged
    basic A fault in the code writes wrong values | Diff and time of the first wrong row
    basic Two writers overwrite each other | Writes to the same rows, isolation level
    basic A migration or a script runs on the wrong data | Audit log, shell history
    basic Storage returns other than was written | Checksums, kernel and disk errors
    basic Somebody with access changes it | Audit log of access
  or It is not stopped on its way
    basic No constraint or check refuses it | Schema, checks on write
    basic It is copied on before anybody looks | Replication and cache delays
  or It cannot be put right at once
    basic The backup is missing, too old, or holds the damage | Backups and their last restore test
    basic Nobody knows which rows are affected | What is logged of each write`,
  },
];
