import { createHash } from 'node:crypto';
import { uuidv7 } from '../../base/ids.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { NS_PER_MS } from '../../base/time.ts';
import { claimsOf, type Claim } from '../../model/claims.ts';
import { itemsOf } from '../../model/item.ts';
import { lintPostmortem } from '../../model/lint/lint.ts';
import { freezeBlocks, type LiveBlock } from '../../model/live-block.ts';
import { checkGates, gatesBetween, requiredGates, stateOf, type GateResult } from '../../model/postmortem-gates.ts';
import { GATE_TITLE, POSTMORTEM_STATES, type Gates, type PostmortemState, type PostmortemVersion } from '../../model/postmortem-status.ts';
import { countWords, liveBlocksOf, parsePostmortem } from '../../model/postmortem.ts';
import { resolveLiveBlocks } from './live-blocks.ts';
import type { AnalyseTree } from './tree-block.ts';
import type { OpenCase } from './open-case.ts';

/** Services that the text may name; more than these nobody names. */
const MOST_SERVICES = 200;
/** Somebody who types while it is signed off makes the answer wait for another look at most so often. */
const TRIES = 4;

const LABEL: Readonly<Record<PostmortemState, string>> = { draft: 'Back to draft', 'in-review': 'Sent to review', reviewed: 'Reviewed', closed: 'Signed off' };

/** What a sentence about the incident names: services of the evidence, titles of entries. */
export async function claimNames({ work, index }: Pick<OpenCase, 'work' | 'index'>): Promise<string[]> {
  const services = await index.values({ terms: [] }, 'service', '', MOST_SERVICES);
  return [...(services.ok ? services.value.values.map((v) => v.value) : []), ...work.timeline().map((e) => e.title)];
}

export async function caseClaims(open: Pick<OpenCase, 'work' | 'index'>): Promise<Claim[]> {
  const names = await claimNames(open);
  const { text } = open.work.postmortem();
  return claimsOf(text, parsePostmortem(text), { names });
}

export interface GateAnswer {
  readonly state: PostmortemState;
  readonly required: Gates['required'];
  readonly gates: GateResult[];
}

export async function gatesOf(open: Pick<OpenCase, 'work' | 'index'>): Promise<GateAnswer> {
  return gatesNow(open.work, await claimNames(open));
}

/** Without a pause in between: what it says is true of one state of the case. */
function gatesNow(work: OpenCase['work'], names: readonly string[]): GateAnswer {
  const { text } = work.postmortem();
  const root = parsePostmortem(text);
  const items = work.items(['action', 'person', 'review', 'severity', 'status', 'gates']);
  const entries = work.timeline();
  const findings = lintPostmortem(text, { entries, zone: work.meta().zone, people: itemsOf(items, 'person') }, root).map((f) => text.slice(0, f.offset).split('\n').length);
  return {
    state: stateOf(items), required: requiredGates(items),
    gates: checkGates({ text, entries, comments: work.comments(), items, claims: claimsOf(text, root, { names }), findings }),
  };
}

export type VersionHead = Omit<PostmortemVersion, 'text' | 'frozen'> & { readonly words: number };

export function headOf({ kind, id, label, state, author, atNs, sha256, text }: PostmortemVersion): VersionHead {
  return { kind, id, label, state, author, atNs, sha256, words: countWords(parsePostmortem(text)) };
}

/** Kept versions, newest first. */
export function versionsOf({ work }: Pick<OpenCase, 'work'>): PostmortemVersion[] {
  return itemsOf(work.items(['version']), 'version').toReversed();
}

type Kept = Result<{ workRevision: number; summary: string; version: VersionHead }>;

/** Keeps the text as it stands, with what its live blocks say. */
export function keep(open: OpenCase, label: string, author: string, signal: AbortSignal, analyse: AnalyseTree): Promise<Kept> {
  return withFrozen(open, signal, analyse, (text, blocks) => {
    const version = versionOf(text, blocks, label, stateOf(open.work.items(['status'])), author);
    const done = open.work.run({ name: 'item.save', input: { item: version } }, author);
    return done.ok ? ok({ ...done.value, version: headOf(version) }) : done;
  });
}

/** Goes to another state; see `postmortem.advance` of the protocol. */
export async function advance(open: OpenCase, to: PostmortemState, author: string, signal: AbortSignal, analyse: AnalyseTree): Promise<Result<{ workRevision: number; summary: string; version?: VersionHead }>> {
  const from = stateOf(open.work.items(['status']));
  if (POSTMORTEM_STATES.indexOf(to) <= POSTMORTEM_STATES.indexOf(from)) {
    const status = { name: 'item.save', input: { item: { kind: 'status', id: 'status', state: to } } } as const;
    const done = open.work.run(from === 'closed' && to !== 'closed' ? { name: 'batch', input: { label: 'Opened the postmortem again', commands: [status] } } : status, author);
    if (done.ok) open.changed();
    return done;
  }
  const names = await claimNames(open);
  return withFrozen(open, signal, analyse, (text, blocks) => {
    const now = gatesNow(open.work, names);
    const wanted = new Set(gatesBetween(now.required, now.state, to));
    const closed = now.gates.filter((g) => wanted.has(g.gate) && !g.ok);
    if (closed.length > 0) {
      return fail('postmortem/gate-closed', closed.length === 1 ? `${GATE_TITLE[closed[0]!.gate]}: not yet. ${closed[0]!.reason}` : `${closed.length} things stand before that: ${closed.map((g) => GATE_TITLE[g.gate].toLowerCase()).join('; ')}.`, { gates: closed });
    }
    const version = versionOf(text, blocks, LABEL[to], to, author);
    const done = open.work.run({
      name: 'batch',
      input: { label: LABEL[to], commands: [{ name: 'item.save', input: { item: version } }, { name: 'item.save', input: { item: { kind: 'status', id: 'status', state: to } } }] },
    }, author);
    return done.ok ? ok({ ...done.value, version: headOf(version) }) : done;
  });
}

/** Asks the live blocks, then does `work` with the very text they were asked for. */
async function withFrozen<T>(open: OpenCase, signal: AbortSignal, analyse: AnalyseTree, work: (text: string, blocks: readonly LiveBlock[]) => Result<T>): Promise<Result<T>> {
  for (let i = 0; i < TRIES; i++) {
    const { text, revision } = open.work.postmortem();
    const blocks = await resolveLiveBlocks(open, liveBlocksOf(parsePostmortem(text)), signal, analyse);
    if (open.work.postmortem().revision === revision) {
      const done = work(text, blocks);
      if (done.ok) open.changed();
      return done;
    }
  }
  return fail('postmortem/conflict', 'The text was being changed all the while. Try again when nobody types.');
}

function versionOf(text: string, blocks: readonly LiveBlock[], label: string, state: PostmortemState, author: string): PostmortemVersion {
  return {
    kind: 'version', id: uuidv7(), label, state, author, atNs: BigInt(Date.now()) * NS_PER_MS, text, sha256: createHash('sha256').update(text).digest('hex'), frozen: freezeBlocks(blocks),
  };
}

