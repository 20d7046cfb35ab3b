import { fail, ok, type Result } from '../base/result.ts';
import { NS_PER_S } from '../base/time.ts';
import type { CaseInfo } from '../model/case.ts';
import type { SimpleCommand } from '../model/command.ts';
import { formatCitation, referenceKey, type EvidenceReference } from '../model/evidence.ts';
import type { EntryKind, EntryTime, Milestone, TimelineEntry } from '../model/timeline.ts';
import { api } from '../protocol/api.ts';
import type { Client } from '../protocol/handler.ts';
import { SampleEvidence, type Found } from './sample-evidence.ts';
import { sampleFaultTree } from './sample-fault-tree.ts';
import { sampleItems } from './sample-items.ts';
import { samplePostmortem } from './sample-postmortem.ts';

export const SAMPLE_TITLE = 'Sample: checkout fails after release 2.31.0';

/**
 * The sample incident as an open case in `dir`: made from the evidence in `sampleFolder` the first time, with a
 * timeline begun and a postmortem drafted, as a good team would have them after an hour; later opened as the user left
 * it. A start that was cut off is completed by the next one: evidence twice changes nothing, and people's half is one
 * command.
 */
export async function ensureSampleCase(client: Client, dir: string, sampleFolder: string, signal?: AbortSignal): Promise<Result<CaseInfo>> {
  const options = signal === undefined ? {} : { signal };
  const opened = await client.call(api.openCase, { path: dir }, options);
  const info = opened.ok || opened.failure.code !== 'case/not-found' ? opened : await client.call(api.createCase, { path: dir, title: SAMPLE_TITLE }, options);
  if (!info.ok || info.value.workRevision > 0) return info;
  const added = await client.call(api.addEvidence, { paths: [sampleFolder] }, options);
  if (!added.ok) return added;
  const [refused] = added.value.refused;
  if (refused) return fail('evidence/nothing-readable', `The sample incident cannot be read: ${refused.message}`);
  const postmortem = await client.call(api.getPostmortem, {}, options);
  if (!postmortem.ok) return postmortem;
  const evidence = new SampleEvidence(client, options);
  await evidence.load();
  const entries = await story(evidence);
  const text = samplePostmortem({
    title: SAMPLE_TITLE, entries, cite: (id) => cite(entries, id),
    failedRequests: await evidence.number(`SELECT count(*) FROM web_access WHERE "http.response.status_code" >= 500`),
    requests: await evidence.number(`SELECT count(*) FROM web_access WHERE time_ns BETWEEN (SELECT min(time_ns) FROM web_access WHERE "http.response.status_code" >= 500)
      AND (SELECT max(time_ns) FROM web_access WHERE "http.response.status_code" >= 500)`),
    couponMisses: await evidence.number("SELECT count(*) FROM events WHERE path LIKE '%app.jsonl' AND body = 'coupon SUMMER25 not found'"),
  });
  const commands: SimpleCommand[] = [
    { name: 'case.update', input: { title: SAMPLE_TITLE, incidentId: 'INC-2417' } },
    ...cited(text, entries).map((reference): SimpleCommand => ({ name: 'evidence.cite', input: { reference } })),
    ...entries.map((entry): SimpleCommand => ({ name: 'timeline.add', input: { entry } })),
    ...[...sampleItems(entries), ...sampleFaultTree(entries)].map((item): SimpleCommand => ({ name: 'item.save', input: { item } })),
    { name: 'postmortem.edit', input: { baseRevision: postmortem.value.revision, edits: [{ offset: 0, deleted: postmortem.value.text, inserted: text }] } },
  ];
  const done = await client.call(api.doCommand, { command: { name: 'batch', input: { label: 'the sample’s timeline and draft', commands } } }, options);
  // Another start that was quicker has made the same entries.
  if (!done.ok && done.failure.code !== 'timeline/entry-exists' && done.failure.code !== 'postmortem/conflict') return done;
  const now = await client.call(api.caseInfo, {}, options);
  return now.ok ? ok(now.value) : now;
}

const APP = 'checkout/app.jsonl';
const DEPLOYS = 'deploys/deploys.jsonl';
const CHAT = 'chat/inc-2417-checkout/2026-11-20.json';
const SUPERVISOR = 'checkout/supervisor.log';
/** A process that has just begun uses its whole pool for a moment. */
const SETTLED_NS = 30n * NS_PER_S;

/** What a team had put together after an hour. Only what was captured is cited; test/staging tells how it came about. */
async function story(evidence: SampleEvidence): Promise<TimelineEntry[]> {
  const deploy = (service: string, version: string, status: 'started' | 'succeeded'): Promise<Found> =>
    evidence.event(DEPLOYS, `body = '${status === 'started' ? 'Deploying' : 'Deployed'} ${service} ${version} to production'`);
  const app = (condition: string, which: 'first' | 'last' = 'first'): Promise<Found> => evidence.event(APP, condition, which);
  const chat = (text: string): Promise<Found> => evidence.event(CHAT, `body LIKE '%${text}%'`);
  const edgeStarted = await deploy('edge', 'buffered-log', 'started');
  const edgeDone = await deploy('edge', 'buffered-log', 'succeeded');
  const started = await deploy('checkout', '2.31.0', 'started');
  const finished = await deploy('checkout', '2.31.0', 'succeeded');
  const revertStarted = await deploy('edge', 'plain-log', 'started');
  const revertDone = await deploy('edge', 'plain-log', 'succeeded');
  const backStarted = await deploy('checkout', '2.30.4', 'started');
  const backFinished = await deploy('checkout', '2.30.4', 'succeeded');
  const after = (found: Found): string => `time_ns > ${found.timeNs}`;
  const miss = await app(`body = 'coupon SUMMER25 not found' AND ${after(finished)}`);
  const rising = await app(`body = 'pool stats' AND regexp_matches(attributes::VARCHAR, '"inUse":(?:[89]|10)\\b') AND time_ns > ${finished.timeNs + SETTLED_NS}`);
  const failure = await app(`severity_number >= 17 AND body LIKE '% failed' AND ${after(finished)}`);
  const lastFailure = await app(`severity_number >= 17 AND body LIKE '% failed' AND time_ns < ${backFinished.timeNs + 30n * NS_PER_S}`, 'last');
  const refused = await evidence.event('edge/access.log', `severity_number >= 17 AND ${after(failure)}`);
  const firing = await evidence.point('prometheus/alerts.json', "(labels->>'alertname') = 'CheckoutErrorRatioHigh' AND (labels->>'alertstate') = 'firing'");
  const page = await chat('Page: CheckoutErrorRatioHigh');
  const firstGuess = await chat('My first guess');
  const noDifference = await chat('It was not edge');
  const death = await evidence.event(SUPERVISOR, "body LIKE '%ended unexpectedly%'");
  const answersAgain = await chat('came back by itself');
  const backAgain = await chat('The errors are back');
  const finding = await chat('idle in transaction');
  const decision = await chat('Decision: back to 2.30.4');
  const over = await chat('Alert is over');
  const support = await chat('Support sees it too');
  return [
    entry('edge', 'change', 'edge writes its access log through a buffer', 'deploy robot', during(edgeStarted, edgeDone), [edgeStarted, edgeDone]),
    entry('release', 'change', 'Release 2.31.0 of checkout', 'deploy robot', during(started, finished), [started, finished]),
    entry('coupon', 'observation', 'First unknown coupon on 2.31.0', 'customers', at(miss), [miss], { note: 'On 2.30.4 the same coupon was refused without harm.' }),
    entry('pool', 'observation', 'The connection pool nearly used up', 'checkout', at(rising), [rising]),
    entry('impact', 'impact', 'First customers get “busy”: no database connection within 3 s', 'customers', at(failure), [failure, refused], { milestone: 'impact-start' }),
    entry('alert', 'detection', 'Alert on the error ratio fires and pages', 'alerting', upTo(firing, 5n * NS_PER_S), [firing], { milestone: 'detected', note: 'Prometheus was asked in steps of 5 s: it fired between this one and the one before.' }),
    entry('acknowledged', 'action', 'Page acknowledged', 'on-call of the shop team', at(page), [page], { milestone: 'acknowledged' }),
    entry('support', 'communication', 'Support reports customers who cannot pay', 'customer support', at(support), [support]),
    entry('revert', 'action', 'edge put back as it was yesterday', 'on-call of the shop team', during(revertStarted, revertDone), [revertStarted, revertDone, firstGuess], { note: 'It had been changed a minute before checkout.' }),
    entry('not-edge', 'diagnosis', 'edge ruled out: no difference', 'on-call of the shop team', at(noDifference), [noDifference]),
    entry('death', 'observation', 'checkout dies out of memory and is restarted', 'supervisor', at(death), [death]),
    entry('answers', 'observation', 'Requests are answered again, for a while', 'on-call of the shop team', at(answersAgain), [answersAgain], { note: 'A restart empties the pool and the heap; both fill up again.' }),
    entry('again', 'observation', 'The errors are back', 'on-call of the shop team', at(backAgain), [backAgain]),
    entry('finding', 'diagnosis', 'Connections idle in transaction, each after the coupon update', 'on-call of the shop team', at(finding), [finding]),
    entry('decision', 'decision', 'Roll back first, read the code afterwards', 'incident lead', at(decision), [decision]),
    entry('rollback', 'change', 'Rollback to 2.30.4', 'deploy robot', during(backStarted, backFinished), [backStarted, backFinished]),
    entry('mitigated', 'recovery', 'Last failed request', 'customers', between(lastFailure, backFinished), [lastFailure, backFinished].toSorted((a, b) => (a.timeNs < b.timeNs ? -1 : 1)), { milestone: 'mitigated' }),
    entry('resolved', 'recovery', 'Alert is over', 'on-call of the shop team', at(over), [over], { milestone: 'resolved' }),
  ];
}

function entry(
  id: string, kind: EntryKind, title: string, role: string, time: EntryTime, found: readonly Found[],
  more: { readonly note?: string; readonly milestone?: Milestone } = {},
): TimelineEntry {
  const evidence = [...new Map(found.map(({ reference }) => [referenceKey(reference), reference])).values()];
  const made = { id: `sample-${id}`, kind, title, note: more.note ?? '', time, role, evidence };
  return more.milestone === undefined ? made : { ...made, milestone: more.milestone };
}

function at(found: Found): EntryTime {
  return { form: 'point', startNs: found.timeNs, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' };
}

/** At some moment in the `beforeNs` that end with a record. */
function upTo(found: Found, beforeNs: bigint): EntryTime {
  return { form: 'between', startNs: found.timeNs - beforeNs, endNs: found.timeNs, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' };
}

function during(from: Found, to: Found): EntryTime {
  return { form: 'interval', startNs: from.timeNs, endNs: to.timeNs, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' };
}

function between(a: Found, b: Found): EntryTime {
  const [from, to] = a.timeNs <= b.timeNs ? [a, b] : [b, a];
  return { form: 'between', startNs: from.timeNs, endNs: to.timeNs, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' };
}

/** The citations of an entry's evidence, as the postmortem writes them. */
function cite(entries: readonly TimelineEntry[], id: string): string {
  const found = entries.find((e) => e.id === `sample-${id}`);
  if (found === undefined) throw new Error(`the sample has no entry ${id}`);
  return found.evidence.map((reference) => formatCitation(reference)).join('');
}

/** Every reference that the text cites, once. */
function cited(text: string, entries: readonly TimelineEntry[]): EvidenceReference[] {
  const byKey = new Map(entries.flatMap(({ evidence }) => evidence).map((reference) => [referenceKey(reference), reference]));
  return [...byKey.values()].filter((reference) => text.includes(formatCitation(reference)));
}
