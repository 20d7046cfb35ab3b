import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { COMMENT_SUBJECTS } from '../../model/comment.ts';
import type { Command, SimpleCommand } from '../../model/command.ts';
import { ACTION_STATES } from '../../model/action.ts';
import { referenceKey } from '../../model/evidence.ts';
import { HIGHLIGHT_COLOURS } from '../../model/saved.ts';
import { POSTMORTEM_STATES } from '../../model/postmortem-status.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import { ENTRY_KINDS, MILESTONES, type TimelineEntry } from '../../model/timeline.ts';
import { caseFileOn } from './case-file.ts';
import type { CaseFile } from './contract.ts';
import { memoryDatabase } from './database.ts';
import { appendJournal, startJournal } from './journal.ts';
import { encodeCanonical } from './canonical-json.ts';
import { CASE_CREATED, type CaseCreated } from './replay.ts';
import { custody, readable, reference, sampleAction, SHA_A, SHA_B, T0 } from './sample.testing.ts';
import { Store } from './store.ts';

/** The real thing on a database in memory: the disk has tests of its own, and here thousands of cases are made. */
function caseInMemory(nowNs: () => bigint): CaseFile {
  const db = memoryDatabase();
  onTestFinished(() => void db.close());
  const created: CaseCreated = { meta: { caseId: 'c', title: 'T', incidentId: '', zone: 'UTC', createdAtNs: T0 }, postmortem: 'Start 😀\n' };
  new Store(db).initialise(created.meta, created.postmortem);
  startJournal(db);
  appendJournal(db, () => ({
    atNs: T0, author: 'ada', kind: 'note', command: CASE_CREATED, input: encodeCanonical(created), inverse: undefined, group: undefined, summary: '',
  }));
  const file = caseFileOn(db, ':memory:', nowNs);
  file.addCustody(custody(SHA_A, 'a.log'));
  file.addCustody(custody(SHA_B, 'b.log'));
  return file;
}

// Few ids, references and places, so that commands meet one another.
const ids = fc.constantFrom('e1', 'e2', 'e3');
const ref = fc.record({ sha: fc.constantFrom(SHA_A, SHA_B), at: fc.constantFrom(0, 7), by: fc.constantFrom('ada', 'bob') })
  .map(({ sha, at, by }) => ({ ...reference(sha, at), addedBy: by }));
const words = fc.string({ minLength: 1, maxLength: 6, unit: 'binary' });
const time = fc.record({ form: fc.constantFrom('point', 'interval', 'between'), start: fc.bigInt(-5n, 5n), width: fc.bigInt(0n, 3n), said: fc.option(words, { nil: undefined }) })
  .map(({ form, start, width, said }): TimelineEntry['time'] => ({
    form, startNs: T0 + start, uncertaintyNs: width, basis: 'stated', zone: 'UTC',
    ...(form === 'point' ? {} : { endNs: T0 + start + width }), ...(said === undefined ? {} : { text: said }),
  }));
const entry = fc.record(
  { id: ids, kind: fc.constantFrom(...ENTRY_KINDS), title: words, note: words, time, role: words, evidence: fc.array(ref, { maxLength: 3 }), milestone: fc.constantFrom(...MILESTONES), knownSinceNs: fc.bigInt(T0 - 2n, T0 + 2n) },
  { requiredKeys: ['id', 'kind', 'title', 'note', 'time', 'role', 'evidence'] },
);
const patch = fc.record(
  { internal: fc.boolean(), kind: fc.constantFrom(...ENTRY_KINDS), title: words, note: words, time, role: words, milestone: fc.constantFrom(null, ...MILESTONES), knownSinceNs: fc.constantFrom(null, T0, T0 + 9n), evidence: fc.array(ref, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const MAPPING: TableMapping = { delimiter: ';', quote: '"', header: true, time: { column: 0, clock: 1, format: 'day-first' } };
/** Edits as seeds: places are shares of the text there is when they run. */
const editSeed = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(4), inserted: fc.string({ maxLength: 4, unit: 'binary' }) });

type Seed =
  | { readonly kind: 'command'; readonly command: SimpleCommand }
  | { readonly kind: 'edit'; readonly at: number; readonly remove: number; readonly inserted: string }
  | { readonly kind: 'batch'; readonly parts: readonly Seed[] };

const simple: fc.Arbitrary<Seed> = fc.oneof(
  entry.map((e): Seed => ({ kind: 'command', command: { name: 'timeline.add', input: { entry: e } } })),
  fc.record({ id: ids, patch }).map((input): Seed => ({ kind: 'command', command: { name: 'timeline.update', input } })),
  ids.map((id): Seed => ({ kind: 'command', command: { name: 'timeline.remove', input: { id } } })),
  ref.map((r): Seed => ({ kind: 'command', command: { name: 'evidence.cite', input: { reference: r } } })),
  ref.map((r): Seed => ({ kind: 'command', command: { name: 'evidence.uncite', input: { key: referenceKey(r) } } })),
  fc.record(
    { sha256: fc.constantFrom(SHA_A, SHA_B), zone: fc.constantFrom(null, 'UTC', 'Europe/Berlin', '+02:00'), mapping: fc.constantFrom(null, MAPPING, { ...MAPPING, message: 2 }) },
    { requiredKeys: ['sha256'] },
  ).map((input): Seed => ({ kind: 'command', command: { name: 'evidence.read', input } })),
  fc.record({ title: words, incidentId: words, zone: fc.constantFrom('UTC', 'Europe/Berlin') }, { requiredKeys: [] })
    .map((input): Seed => ({ kind: 'command', command: { name: 'case.update', input } })),
  editSeed.map((s): Seed => ({ kind: 'edit', ...s })),
  fc.record({ id: ids, name: words, text: words }).map((filter): Seed => ({ kind: 'command', command: { name: 'filter.save', input: { filter } } })),
  ids.map((id): Seed => ({ kind: 'command', command: { name: 'filter.remove', input: { id } } })),
  fc.record({ id: ids, text: words, colour: fc.constantFrom(...HIGHLIGHT_COLOURS), active: fc.boolean() })
    .map((highlighter): Seed => ({ kind: 'command', command: { name: 'highlighter.save', input: { highlighter } } })),
  ids.map((id): Seed => ({ kind: 'command', command: { name: 'highlighter.remove', input: { id } } })),
  fc.record(
    { sha256: fc.constantFrom(SHA_A, SHA_B), offsetBytes: fc.constantFrom(0, 7, 999), lengthBytes: fc.constantFrom(0, 1, 5), timeNs: fc.bigInt(-2n, 2n), excerpt: words },
    { requiredKeys: ['sha256', 'offsetBytes', 'lengthBytes', 'excerpt'] },
  ).map((mark): Seed => ({ kind: 'command', command: { name: 'mark.set', input: { mark } } })),
  fc.record({ sha256: fc.constantFrom(SHA_A, SHA_B), offsetBytes: fc.constantFrom(0, 7, 999) })
    .map((input): Seed => ({ kind: 'command', command: { name: 'mark.remove', input } })),
  fc.record({ id: ids, title: words, evidence: fc.array(ref, { maxLength: 2 }), state: fc.constantFrom(...ACTION_STATES) })
    .map((some): Seed => ({ kind: 'command', command: { name: 'item.save', input: { item: sampleAction(some) } } })),
  fc.constantFrom(...POSTMORTEM_STATES).map((state): Seed => ({ kind: 'command', command: { name: 'item.save', input: { item: { kind: 'status', id: 'status', state } } } })),
  fc.record({ kind: fc.constantFrom('action', 'status', 'person'), id: fc.oneof(ids, fc.constant('status')) })
    .map((input): Seed => ({ kind: 'command', command: { name: 'item.remove', input } })),
);
const comments: fc.Arbitrary<Seed> = fc.oneof(
  fc.record(
    { id: ids, subjectKind: fc.constantFrom(...COMMENT_SUBJECTS), subjectId: ids, quote: words, text: words, author: words, role: words, atNs: fc.bigInt(-2n, 2n), resolvedAtNs: fc.bigInt(-2n, 2n), resolvedBy: words },
    { requiredKeys: ['id', 'subjectKind', 'subjectId', 'quote', 'text'] },
  ).map((comment): Seed => ({ kind: 'command', command: { name: 'comment.add', input: { comment } } })),
  fc.record({ id: ids, text: words }).map((input): Seed => ({ kind: 'command', command: { name: 'comment.edit', input } })),
  fc.record({ id: ids, resolved: fc.boolean(), by: words, atNs: fc.bigInt(-2n, 2n) }, { requiredKeys: ['id', 'resolved'] })
    .map((input): Seed => ({ kind: 'command', command: { name: 'comment.resolve', input } })),
  ids.map((id): Seed => ({ kind: 'command', command: { name: 'comment.remove', input: { id } } })),
);
const seed: fc.Arbitrary<Seed> = fc.oneof(
  { weight: 5, arbitrary: simple },
  { weight: 2, arbitrary: comments },
  { weight: 1, arbitrary: fc.array(fc.oneof(simple, comments), { minLength: 1, maxLength: 3 }).map((parts): Seed => ({ kind: 'batch', parts })) },
);

function grow(seed: Seed, file: CaseFile): Command {
  if (seed.kind === 'command') return seed.command;
  if (seed.kind === 'batch') {
    return { name: 'batch', input: { label: 'Batch', commands: seed.parts.map((p) => grow(p, file)).filter((c) => c.name !== 'batch') } };
  }
  const { text, revision } = file.postmortem();
  const offset = Math.floor(seed.at * text.length);
  return { name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset, deleted: text.slice(offset, offset + seed.remove), inserted: seed.inserted }] } };
}

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ seed, author: fc.constantFrom('ada', 'bob'), pauseNs: fc.constantFrom(0n, 5_000_000_000n) }) },
  { weight: 1, arbitrary: fc.constant('undo' as const) },
  { weight: 1, arbitrary: fc.constant('redo' as const) },
);

function clock(): { nowNs: () => bigint; pause: (ns: bigint) => void } {
  let atNs = T0;
  return { nowNs: () => atNs, pause: (ns) => { atNs += ns; } };
}

test('a command and its inverse are the identity; redo gives the change back', () => {
  let changed = 0;
  fc.assert(fc.property(fc.array(seed, { maxLength: 12 }), seed, (before, last) => {
    const { nowNs, pause } = clock();
    const file = caseInMemory(nowNs);
    for (const s of before) {
      file.run(grow(s, file), 'ada');
      pause(5_000_000_000n);
    }
    const start = readable(file);
    const revision = file.workRevision();
    const result = file.run(grow(last, file), 'ada');
    const end = readable(file);
    if (!result.ok || result.value.workRevision === revision) {
      expect(end).toEqual(start);
      return;
    }
    changed++;
    expect(file.undo('bob').ok).toBe(true);
    expect(readable(file)).toEqual(start);
    expect(file.redo('bob').ok).toBe(true);
    expect(readable(file)).toEqual(end);
  }), { numRuns: 150 });
  expect(changed).toBeGreaterThan(30);
});

test('random work: undo walks back through every state to the first and redo forward again; the journal verifies', () => {
  fc.assert(fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
    const { nowNs, pause } = clock();
    const file = caseInMemory(nowNs);
    const first = readable(file);
    for (const a of actions) {
      if (a === 'undo') file.undo('ada');
      else if (a === 'redo') file.redo('ada');
      else {
        pause(a.pauseNs);
        file.run(grow(a.seed, file), a.author);
      }
    }
    const states = [readable(file)];
    while (file.undo('ada').ok) states.push(readable(file));
    expect(states.at(-1)).toEqual(first);
    for (let i = states.length - 2; i >= 0; i--) {
      expect(file.redo('ada').ok).toBe(true);
      expect(readable(file)).toEqual(states[i]);
    }
    const { database, journal } = file.check();
    expect(database).toMatchObject({ ok: true });
    expect(journal).toMatchObject({ ok: true });
  }), { numRuns: 60 });
});
