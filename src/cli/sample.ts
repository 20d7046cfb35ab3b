import { ok, type Result } from '../base/result.ts';
import { NS_PER_MS, NS_PER_S, formatTimeOfDay, parseRfc3339 } from '../base/time.ts';
import type { CaseInfo } from '../model/case.ts';
import type { SimpleCommand } from '../model/command.ts';
import { formatCitation, referenceKey, type EvidenceReference } from '../model/evidence.ts';
import type { EntryKind, EntryTime, Milestone, TimelineEntry } from '../model/timeline.ts';
import { api } from '../protocol/api.ts';
import type { Client } from '../protocol/handler.ts';
import { Bundle, referenceTo, type FoundLine } from './sample-bundle.ts';
import { samplePostmortem } from './sample-postmortem.ts';

const ACCESS = 'edge/access.log';
const APP = 'checkout/app.jsonl';
const PLATFORM = 'platform/otel-logs.jsonl';
const NOTES = 'notes/on-call.txt';

export const SAMPLE_TITLE = 'Sample: checkout fails after release 2.31.0';

/**
 * The sample incident as an open case in `dir`: made from the evidence in `sampleFolder` the first time, with a
 * timeline begun and a postmortem drafted; later opened as the user left it. A start that was cut off is completed
 * by the next one: evidence twice changes nothing, and people's half is one command.
 */
export async function ensureSampleCase(client: Client, dir: string, sampleFolder: string, signal?: AbortSignal): Promise<Result<CaseInfo>> {
  const options = signal === undefined ? {} : { signal };
  const opened = await client.call(api.openCase, { path: dir }, options);
  const info = opened.ok || opened.failure.code !== 'case/not-found' ? opened : await client.call(api.createCase, { path: dir, title: SAMPLE_TITLE }, options);
  if (!info.ok || info.value.workRevision > 0) return info;
  const added = await client.call(api.addEvidence, { paths: [sampleFolder] }, options);
  if (!added.ok) return added;
  const hashes = new Map<string, EvidenceOrigin>();
  for (const file of [ACCESS, APP, PLATFORM, NOTES]) {
    const artifact = added.value.artifacts.find(({ path }) => path === file || path.endsWith(`/${file}`));
    if (artifact === undefined) throw new Error(`the sample incident came in without ${file}`);
    hashes.set(file, { sha256: artifact.sha256, addedBy: artifact.addedBy, addedAtNs: artifact.addedAtNs });
  }
  const bundle = await Bundle.read(sampleFolder, [...hashes.keys()]);
  const postmortem = await client.call(api.getPostmortem, {}, options);
  if (!postmortem.ok) return postmortem;
  const story = new Story(bundle, hashes);
  const entries = story.entries();
  const text = samplePostmortem({
    title: SAMPLE_TITLE,
    entries,
    cite: (id) => story.cite(entries, id),
    failedRequests: bundle.all(ACCESS, FAILED).length,
    requests: bundle.last(ACCESS, FAILED).line - bundle.first(ACCESS, FAILED).line + 1,
    couponMisses: bundle.all(APP, /not found"\}$/).length,
  });
  const commands: SimpleCommand[] = [
    { name: 'case.update', input: { title: SAMPLE_TITLE, incidentId: 'SAMPLE-1' } },
    ...story.cited(text, entries).map((reference): SimpleCommand => ({ name: 'evidence.cite', input: { reference } })),
    ...entries.map((entry): SimpleCommand => ({ name: 'timeline.add', input: { entry } })),
    { name: 'postmortem.edit', input: { baseRevision: postmortem.value.revision, edits: [{ offset: 0, deleted: postmortem.value.text, inserted: text }] } },
  ];
  const done = await client.call(api.doCommand, { command: { name: 'batch', input: { label: 'the sample’s timeline and draft', commands } } }, options);
  // Another start that was quicker has made the same entries.
  if (!done.ok && done.failure.code !== 'timeline/entry-exists' && done.failure.code !== 'postmortem/conflict') return done;
  const now = await client.call(api.caseInfo, {}, options);
  return now.ok ? ok(now.value) : now;
}

interface EvidenceOrigin {
  readonly sha256: string;
  readonly addedBy: string;
  readonly addedAtNs: bigint;
}

/** A request that the edge answered with 5xx because no database connection came free. */
const FAILED = /" 5\d\d 178 /;

/** What the bundle says, as entries that cite it. */
class Story {
  readonly #bundle: Bundle;
  readonly #origins: ReadonlyMap<string, EvidenceOrigin>;

  constructor(bundle: Bundle, origins: ReadonlyMap<string, EvidenceOrigin>) {
    this.#bundle = bundle;
    this.#origins = origins;
  }

  entries(): TimelineEntry[] {
    const b = this.#bundle;
    const platform = (pattern: RegExp): FoundLine => b.first(PLATFORM, pattern);
    const note = (clock: string): FoundLine => b.first(NOTES, new RegExp(`^${clock} `));
    const pool = (host: string, inUse: RegExp): FoundLine => b.first(APP, new RegExp(`"hostname":"${host}".*"inUse":${inUse.source},.*"pool stats"`));
    const firstMiss = b.first(APP, /coupon .* not found/);
    const rising = pool('web-3', /1[5-9]/);
    const firstFailure = b.first(ACCESS, FAILED);
    const firstTimeout = b.first(APP, /PoolTimeoutError/);
    const lastFailure = b.last(ACCESS, FAILED);
    const restarted = b.all(APP, /"hostname":"web-3".*checkout 2\.31\.0 listening/).at(-1)!;
    const risingAgain = b.all(APP, /"hostname":"web-3".*"inUse":1[5-9],.*"pool stats"/).find(({ offsetBytes }) => offsetBytes > restarted.offsetBytes)!;
    const lastMiss = b.last(APP, /coupon .* not found/);
    const healthy = b.first(ACCESS, /:10:15:\d\d \+0000\] "GET \/healthz .*" 200 /);
    const started = platform(/rollout of checkout 2\.31\.0 started/);
    const finished = platform(/rollout of checkout 2\.31\.0 finished/);
    const backStarted = platform(/rollback of checkout to 2\.30\.4 started/);
    const backFinished = platform(/rollback of checkout to 2\.30\.4 finished/);
    const firing = platform(/CheckoutErrorRatioHigh firing/);
    return [
      this.#entry('release', 'change', 'Release 2.31.0 of checkout rolled out to all three hosts', 'deploy robot', during(started, finished), [started, finished]),
      this.#entry('coupon', 'observation', 'Campaign coupon tried for the first time, and not found', 'customers', atLine(firstMiss), [firstMiss], {
        note: `The warning repeats until ${formatTimeOfDay(timeOf(lastMiss), 'UTC', 'minute')}. Each time on 2.31.0 the pool of that host has one connection fewer.`,
      }),
      this.#entry('pool', 'observation', 'Connection pool of web-3 three quarters used and still rising', 'checkout', atLine(rising), [rising]),
      this.#entry('impact', 'impact', 'First customers get errors: no database connection within 3 s', 'customers', atLine(firstFailure, NS_PER_S), [firstFailure, firstTimeout], { milestone: 'impact-start' }),
      this.#entry('pending', 'detection', 'Alert on the error ratio pending', 'alerting', atLine(platform(/CheckoutErrorRatioHigh pending/)), [platform(/CheckoutErrorRatioHigh pending/)]),
      this.#entry('alert', 'detection', 'Alert on the error ratio fires and pages', 'alerting', atLine(firing), [firing, note('10:09')], { milestone: 'detected' }),
      this.#entry('acknowledged', 'action', 'Page acknowledged', 'on-call of the shop team', stated('10:11'), [note('10:11')], { milestone: 'acknowledged' }),
      this.#entry('database', 'diagnosis', 'Database ruled out: about 40 of 200 connections, no long transaction', 'on-call of the shop team', stated('10:12'), [note('10:12'), this.#databaseAt('10:11')]),
      this.#entry('restart', 'action', 'checkout restarted on web-3', 'on-call of the shop team', atLine(restarted), [restarted, note('10:13')]),
      this.#entry('healthy', 'observation', 'Health checks answer 200 while requests fail', 'edge', atLine(healthy, NS_PER_S), [healthy]),
      this.#entry('rising-again', 'observation', 'Connection pool of web-3 three quarters used again', 'checkout', atLine(risingAgain), [risingAgain, note('10:19')], {
        note: 'A restart only empties something that fills up again.',
      }),
      this.#entry('decision', 'decision', 'Roll back to 2.30.4 rather than look for the line first', 'incident lead', stated('10:21'), [note('10:20'), note('10:21')]),
      this.#entry('rollback', 'change', 'Rollback to 2.30.4 on all three hosts', 'deploy robot', during(backStarted, backFinished), [backStarted, backFinished]),
      this.#entry('mitigated', 'recovery', 'Last failed request; rollback finished', 'customers', during(lastFailure, backFinished, 'between'), [lastFailure, backFinished], { milestone: 'mitigated' }),
      this.#entry('support', 'communication', 'Support asks about the campaign coupon', 'customer support', stated('10:35'), [note('10:35')]),
      this.#entry('resolved', 'recovery', 'All clear', 'on-call of the shop team', stated('10:40'), [note('10:40'), platform(/CheckoutErrorRatioHigh resolved/)], { milestone: 'resolved' }),
    ];
  }

  /** The citations of an entry's evidence, as the postmortem writes them. */
  cite(entries: readonly TimelineEntry[], id: string): string {
    const entry = entries.find((e) => e.id === `sample-${id}`);
    if (entry === undefined) throw new Error(`the sample has no entry ${id}`);
    return entry.evidence.map((reference) => formatCitation(reference)).join('');
  }

  /** Every reference that the text cites, once. */
  cited(text: string, entries: readonly TimelineEntry[]): EvidenceReference[] {
    const byKey = new Map(entries.flatMap(({ evidence }) => evidence).map((reference) => [referenceKey(reference), reference]));
    return [...byKey.values()].filter((reference) => text.includes(formatCitation(reference)));
  }

  /** What the database said of itself in the five minutes around a clock time. */
  #databaseAt(clock: string): FoundLine {
    const ns = at(clock);
    const lines = this.#bundle.all(PLATFORM, /connections: \d+ active/);
    return lines.findLast((line) => timeOf(line) <= ns + 60n * NS_PER_S) ?? lines[0]!;
  }

  #entry(
    id: string, kind: EntryKind, title: string, role: string, time: EntryTime, lines: readonly FoundLine[],
    more: { readonly note?: string; readonly milestone?: Milestone } = {},
  ): TimelineEntry {
    const seen = new Set<string>();
    const evidence = lines.flatMap((line) => {
      const origin = this.#origins.get(line.file)!;
      const reference = referenceTo(line, origin.sha256, origin.addedBy, origin.addedAtNs);
      const key = referenceKey(reference);
      if (seen.has(key)) return [];
      seen.add(key);
      return [reference];
    });
    const entry = { id: `sample-${id}`, kind, title, note: more.note ?? '', time, role, evidence };
    return more.milestone === undefined ? entry : { ...entry, milestone: more.milestone };
  }
}

/** A time of the day of the incident, as the notes write it. */
function at(clock: string): bigint {
  return parseRfc3339(`2026-10-08T${clock}:00Z`)!;
}

const MONTHS: Readonly<Record<string, string>> = { Oct: '10' };

/** When a line of the bundle says it was written. */
function timeOf({ text }: FoundLine): bigint {
  const pino = /"time":(\d{13}),/.exec(text);
  if (pino) return BigInt(pino[1]!) * NS_PER_MS;
  const otlp = /"timeUnixNano":"(\d+)"/.exec(text);
  if (otlp) return BigInt(otlp[1]!);
  const clf = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) \+0000\]/.exec(text);
  if (clf) return parseRfc3339(`${clf[3]}-${MONTHS[clf[2]!]}-${clf[1]}T${clf[4]}Z`)!;
  throw new Error(`a line of the sample has no time: ${text}`);
}

function atLine(line: FoundLine, uncertaintyNs = 0n): EntryTime {
  return { form: 'point', startNs: timeOf(line), uncertaintyNs, basis: 'evidence', zone: 'UTC' };
}

function during(from: FoundLine, to: FoundLine, form: 'interval' | 'between' = 'interval'): EntryTime {
  return { form, startNs: timeOf(from), endNs: timeOf(to), uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' };
}

/** A time that a person wrote down to the minute. */
function stated(clock: string): EntryTime {
  return { form: 'point', startNs: at(clock), uncertaintyNs: 60n * NS_PER_S, basis: 'stated', zone: 'UTC', text: clock };
}
