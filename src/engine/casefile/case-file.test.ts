import { describe, expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command, SimpleCommand } from '../../model/command.ts';
import { referenceKey } from '../../model/evidence.ts';
import type { CaseFile } from './contract.ts';
import { openCaseFile } from './open.ts';
import { custody, entry, handClock, readable, reference, sampleCase, SHA_A, SHA_B, T0 } from './sample.testing.ts';

const SECOND = 1_000_000_000n;

function run(file: CaseFile, command: Command, author = 'ada'): { workRevision: number; summary: string } {
  return unwrap(file.run(command, author));
}

function failureOf(result: { ok: true } | { ok: false; failure: { code: string } }): string | undefined {
  return result.ok ? undefined : result.failure.code;
}

function type(file: CaseFile, offset: number, inserted: string, author = 'ada', deleted = ''): void {
  run(file, { name: 'postmortem.edit', input: { baseRevision: file.postmortem().revision, edits: [{ offset, deleted, inserted }] } }, author);
}

test('the history of one entry: who did what to it, newest first; undone steps stay and are marked', () => {
  const { file } = sampleCase();
  unwrap(file.run({ name: 'timeline.add', input: { entry: entry('one', { title: 'First "id":"two"' }) } }, 'ada'));
  unwrap(file.run({ name: 'timeline.add', input: { entry: entry('two') } }, 'ada'));
  unwrap(file.run({ name: 'batch', input: { label: 'Changed kind of 2 entries', commands: ['one', 'two'].map((id) => ({ name: 'timeline.update', input: { id, patch: { kind: 'decision' } } })) } }, 'bob'));
  unwrap(file.run({ name: 'timeline.update', input: { id: 'two', patch: { title: 'Second' } } }, 'bob'));
  unwrap(file.undo('ada'));
  expect(file.entryHistory('two', 10).map((h) => [h.author, h.command, h.undone])).toEqual([['bob', 'timeline.update', true], ['bob', 'batch', false], ['ada', 'timeline.add', false]]);
  expect(file.entryHistory('one', 10).map((h) => h.command)).toEqual(['batch', 'timeline.add']);
  expect(file.entryHistory('one', 1)).toHaveLength(1);
  expect(file.entryHistory('none', 10)).toEqual([]);
});

describe('a new case', () => {
  test('has a title from its folder, the template, and nothing to undo', () => {
    const { file } = sampleCase();
    expect(file.meta()).toMatchObject({ title: 'sample', incidentId: '', zone: 'UTC', createdAtNs: T0 + 10n * SECOND });
    expect(file.postmortem().text).toMatch(/^# Postmortem\n[^]*## Timeline\n[^]*```tephra timeline\n```[^]*## Open questions/);
    expect(file.postmortem().revision).toBe(0);
    expect(file.undoState()).toEqual({ undoLabel: undefined, redoLabel: undefined });
    expect(failureOf(file.undo('ada'))).toBe('work/nothing-to-undo');
    expect(failureOf(file.redo('ada'))).toBe('work/nothing-to-redo');
    expect(file.workRevision()).toBe(0);
  });
});

describe('undo and redo', () => {
  test('go back to the first step after a restart, and forward again', () => {
    const { dir, file } = sampleCase();
    const start = readable(file);
    run(file, { name: 'case.update', input: { title: 'Checkout outage', zone: 'Europe/Berlin' } });
    run(file, { name: 'timeline.add', input: { entry: entry('e1') } });
    run(file, { name: 'evidence.cite', input: { reference: reference(SHA_A, 5) } });
    const end = readable(file);
    file.close();

    const again = unwrap(openCaseFile(dir));
    expect(readable(again)).toEqual(end);
    expect(again.undoState()).toEqual({ undoLabel: `Cited aaaaaaaa @0x5+10`, redoLabel: undefined });
    for (let i = 0; i < 3; i++) unwrap(again.undo('bob'));
    expect(readable(again)).toEqual(start);
    expect(failureOf(again.undo('bob'))).toBe('work/nothing-to-undo');
    again.close();

    const third = unwrap(openCaseFile(dir));
    for (let i = 0; i < 3; i++) unwrap(third.redo('bob'));
    expect(readable(third)).toEqual(end);
    expect(third.check().journal.ok).toBe(true);
    third.close();
  });

  test('take 400 entries and what was done to all of them back to the first one after a restart, and forward again', () => {
    const { dir, file } = sampleCase();
    const ids = Array.from({ length: 400 }, (_, i) => `e${i}`);
    for (const id of ids) run(file, { name: 'timeline.add', input: { entry: entry(id) } });
    const written = readable(file);
    const each = (label: string, of: (id: string) => SimpleCommand): unknown => run(file, { name: 'batch', input: { label, commands: ids.map(of) } });
    each('Gave all a role', (id) => ({ name: 'timeline.update', input: { id, patch: { role: 'lead' } } }));
    run(file, { name: 'timeline.update', input: { id: 'e0', patch: { title: 'The first one' } } });
    each('Removed all', (id) => ({ name: 'timeline.remove', input: { id } }));
    expect(file.timeline()).toEqual([]);
    file.close();

    const again = unwrap(openCaseFile(dir));
    onTestFinished(() => again.close());
    for (let i = 0; i < 3; i++) unwrap(again.undo('bob'));
    expect(readable(again)).toEqual(written);
    for (let left = 399; left >= 1; left--) {
      unwrap(again.undo('bob'));
      expect(again.timeline()).toHaveLength(left);
    }
    expect(again.timeline().map((e) => [e.id, e.title])).toEqual([['e0', entry('e0').title]]);
    for (let i = 0; i < 399; i++) unwrap(again.redo('bob'));
    expect(readable(again)).toEqual(written);
    expect(again.check().journal.ok).toBe(true);
  });

  test('a new command empties redo, and what it abandons stays in history as undone', () => {
    const { file } = sampleCase();
    run(file, { name: 'timeline.add', input: { entry: entry('e1') } });
    unwrap(file.undo('ada'));
    run(file, { name: 'timeline.add', input: { entry: entry('e2') } });
    expect(failureOf(file.redo('ada'))).toBe('work/nothing-to-redo');
    const steps = file.history(undefined, 10).map(({ kind, command, summary, undone }) => ({ kind, command, summary, undone }));
    expect(steps.slice(0, 3)).toEqual([
      { kind: 'do', command: 'timeline.add', summary: 'Added “Entry e2” to Changes', undone: false },
      { kind: 'undo', command: 'work.undo', summary: 'Undid: Added “Entry e1” to Changes', undone: false },
      { kind: 'do', command: 'timeline.add', summary: 'Added “Entry e1” to Changes', undone: true },
    ]);
  });

  test('a command that changes nothing is no step', () => {
    const { file } = sampleCase();
    const { workRevision } = run(file, { name: 'timeline.add', input: { entry: entry('e1') } });
    expect(run(file, { name: 'timeline.update', input: { id: 'e1', patch: { title: 'Entry e1' } } }).workRevision).toBe(workRevision);
    expect(run(file, { name: 'case.update', input: { title: 'sample' } }).workRevision).toBe(workRevision);
    expect(file.history(undefined, 1)[0]!.command).toBe('timeline.add');
  });

  test('a batch is one step, all or nothing', () => {
    const { file } = sampleCase();
    const before = readable(file);
    const failed = file.run({ name: 'batch', input: { label: 'Pin', commands: [
      { name: 'timeline.add', input: { entry: entry('e1') } },
      { name: 'timeline.add', input: { entry: entry('e1') } },
    ] } }, 'ada');
    expect(failureOf(failed)).toBe('timeline/entry-exists');
    expect(readable(file)).toEqual(before);
    run(file, { name: 'batch', input: { label: 'Pinned two lines', commands: [
      { name: 'timeline.add', input: { entry: entry('e1', { evidence: [reference(SHA_A, 1)] }) } },
      { name: 'timeline.update', input: { id: 'e1', patch: { note: 'Seen twice' } } },
    ] } });
    expect(file.undoState().undoLabel).toBe('Pinned two lines');
    unwrap(file.undo('ada'));
    expect(readable(file)).toEqual(before);
  });
});

describe('milestones', () => {
  test('move from the entry that holds one, and undo restores both', () => {
    const { file } = sampleCase();
    run(file, { name: 'timeline.add', input: { entry: entry('e1', { milestone: 'detected' }) } });
    run(file, { name: 'timeline.add', input: { entry: entry('e2', { milestone: 'mitigated' }) } });
    const before = readable(file);
    run(file, { name: 'timeline.update', input: { id: 'e2', patch: { milestone: 'detected' } } });
    expect(file.timeline().map((e) => [e.id, e.milestone])).toEqual([['e1', undefined], ['e2', 'detected']]);
    unwrap(file.undo('ada'));
    expect(readable(file)).toEqual(before);
    run(file, { name: 'timeline.add', input: { entry: entry('e3', { milestone: 'detected' }) } });
    expect(file.timeline().map((e) => e.milestone)).toEqual([undefined, 'mitigated', 'detected']);
    unwrap(file.undo('ada'));
    expect(readable(file)).toEqual(before);
    run(file, { name: 'timeline.update', input: { id: 'e1', patch: { milestone: null } } });
    expect(file.timeline()[0]).not.toHaveProperty('milestone');
  });
});

describe('evidence', () => {
  test('citing the same bytes again changes nothing; taking it out and undoing puts it back as it was', () => {
    const { file } = sampleCase();
    const cited = reference(SHA_A, 5);
    const { workRevision } = run(file, { name: 'evidence.cite', input: { reference: cited } });
    expect(run(file, { name: 'evidence.cite', input: { reference: { ...cited, excerpt: 'other', addedBy: 'bob' } } }).workRevision).toBe(workRevision);
    expect(file.references()).toEqual([cited]);
    run(file, { name: 'evidence.uncite', input: { key: referenceKey(cited) } });
    expect(file.references()).toEqual([]);
    unwrap(file.undo('ada'));
    expect(file.references()).toEqual([cited]);
  });

  test('a reference must point into evidence of the case', () => {
    const { file } = sampleCase();
    expect(failureOf(file.run({ name: 'evidence.cite', input: { reference: reference('c'.repeat(64), 0) } }, 'ada'))).toBe('evidence/not-found');
    expect(failureOf(file.run({ name: 'evidence.cite', input: { reference: reference(SHA_A, 991) } }, 'ada'))).toBe('evidence/not-found');
    expect(failureOf(file.run({ name: 'timeline.add', input: { entry: entry('e1', { evidence: [reference('c'.repeat(64), 0)] }) } }, 'ada'))).toBe('evidence/not-found');
    expect(failureOf(file.run({ name: 'evidence.uncite', input: { key: 'x' } }, 'ada'))).toBe('evidence/not-found');
  });

  test('custody: the same bytes twice are news only under another path; a copy outranks a reference', () => {
    const { file } = sampleCase();
    expect(file.addCustody(custody(SHA_A, 'logs/access.log'))).toBe(false);
    expect(file.addCustody({ ...custody(SHA_A, 'elsewhere/access.log'), addedBy: 'bob', addedAtNs: T0 + 1n })).toBe(true);
    expect(file.artifact(SHA_A)).toEqual({ ...custody(SHA_A, ''), paths: ['logs/access.log', 'elsewhere/access.log'] });
    const sha = 'd'.repeat(64);
    file.addCustody({ ...custody(sha, 'big.log'), storage: 'referenced', location: '/var/big.log', sizeBytes: 2 ** 40 });
    expect(file.addCustody(custody(sha, 'big.log'))).toBe(true);
    expect(file.artifact(sha)).toMatchObject({ storage: 'copied', location: `evidence/dd/${sha}`, sizeBytes: 2 ** 40 });
    expect(file.custody().map((c) => c.sha256)).toEqual([SHA_A, SHA_B, sha]);
    expect(file.check().journal.ok).toBe(true);
  });

  test('what was asked for is on record until it is finished', () => {
    const { dir, file } = sampleCase();
    const request = { id: 'r1', path: '/var/log', storage: 'copied', zone: 'UTC', requestedBy: 'ada', requestedAtNs: T0 } as const;
    file.requestIntake(request);
    file.requestIntake({ ...request, id: 'r0', requestedAtNs: T0 + 1n });
    file.close();
    const again = unwrap(openCaseFile(dir));
    expect(again.pendingIntake()).toEqual([request, { ...request, id: 'r0', requestedAtNs: T0 + 1n }]);
    again.finishIntake('r1');
    expect(again.pendingIntake().map((r) => r.id)).toEqual(['r0']);
    again.close();
  });
});

describe('the postmortem', () => {
  test('edits apply one after the other and raise the revision by one', () => {
    const { file } = sampleCase();
    const { text } = file.postmortem();
    run(file, { name: 'postmortem.edit', input: { baseRevision: 0, edits: [
      { offset: 0, deleted: '# Postmortem', inserted: '# Checkout 😀' },
      { offset: 11, deleted: '😀', inserted: 'outage' },
    ] } });
    expect(file.postmortem()).toEqual({ text: text.replace('# Postmortem', '# Checkout outage'), revision: 1 });
    unwrap(file.undo('ada'));
    expect(file.postmortem()).toEqual({ text, revision: 2 });
  });

  test('an edit of another text is a conflict that carries the current one', () => {
    const { file } = sampleCase();
    type(file, 0, 'x');
    const stale = file.run({ name: 'postmortem.edit', input: { baseRevision: 0, edits: [{ offset: 0, deleted: '', inserted: 'y' }] } }, 'bob');
    expect(stale).toMatchObject({ ok: false, failure: { code: 'postmortem/conflict', data: file.postmortem() } });
    const wrong = file.run({ name: 'postmortem.edit', input: { baseRevision: 1, edits: [{ offset: 0, deleted: 'z', inserted: '' }] } }, 'bob');
    expect(failureOf(wrong)).toBe('postmortem/conflict');
    const beyond = file.run({ name: 'postmortem.edit', input: { baseRevision: 1, edits: [{ offset: 1e6, deleted: '', inserted: 'z' }] } }, 'bob');
    expect(failureOf(beyond)).toBe('postmortem/conflict');
  });

  test('holds what evidence throws at it: NUL, ANSI, right-to-left marks, lone surrogates', () => {
    const { dir, file } = sampleCase();
    const { text } = file.postmortem();
    type(file, 0, '日本 \u0000 \u001b[31m \u202e \ud83d!');
    const shown = `日本 \u0000 \u001b[31m \u202e \ufffd!${text}`;
    expect(file.postmortem().text).toBe(shown);
    file.close();
    const again = unwrap(openCaseFile(dir));
    expect(again.postmortem().text).toBe(shown);
    // Half a pair taken away leaves no half behind, and comes back whole.
    type(again, 0, '😀');
    type(again, 1, '', 'bob', '\ude00');
    expect(again.postmortem().text.slice(0, 3)).toBe('\ufffd日本');
    unwrap(again.undo('ada'));
    expect(again.postmortem().text.slice(0, 4)).toBe('😀日本');
    expect(again.check().journal).toMatchObject({ ok: true });
    again.close();
  });
});

describe('typing is undone in stretches', () => {
  function typed(act: (file: CaseFile, clock: ReturnType<typeof handClock>) => void): string[] {
    const clock = handClock();
    const { dir, file } = sampleCase(clock.nowNs);
    run(file, { name: 'postmortem.edit', input: { baseRevision: 0, edits: [{ offset: 0, deleted: file.postmortem().text, inserted: '' }] } });
    clock.advance(10n * SECOND);
    act(file, clock);
    file.close();
    // After a restart, so that what counts is what was written down.
    const again = unwrap(openCaseFile(dir));
    const texts = [again.postmortem().text];
    while (again.postmortem().text !== '') {
      unwrap(again.undo('ada'));
      texts.push(again.postmortem().text);
    }
    again.close();
    return texts;
  }

  test('letters in a row, backspace included, are one step', () => {
    expect(typed((file, clock) => {
      'outage'.split('').forEach((c, i) => { type(file, i, c); clock.advance(SECOND); });
      type(file, 5, '', 'ada', 'e');
      type(file, 5, 'es');
    })).toEqual(['outages', '']);
  });

  test('a pause, another place, another author or another command starts a new one', () => {
    expect(typed((file, clock) => { type(file, 0, 'a'); clock.advance(2n * SECOND + 1n); type(file, 1, 'b'); })).toEqual(['ab', 'a', '']);
    expect(typed((file) => { type(file, 0, 'ab'); type(file, 0, 'c'); })).toEqual(['cab', 'ab', '']);
    expect(typed((file) => { type(file, 0, 'a'); type(file, 1, 'b', 'bob'); })).toEqual(['ab', 'a', '']);
    expect(typed((file) => {
      type(file, 0, 'a');
      run(file, { name: 'case.update', input: { title: 'T' } });
      type(file, 1, 'b');
    })).toEqual(['ab', 'a', 'a', '']);
    expect(typed((file) => { type(file, 0, 'a'); unwrap(file.undo('ada')); unwrap(file.redo('ada')); type(file, 1, 'b'); })).toEqual(['ab', 'a', '']);
  });

  test('a stretch ends after half a minute', () => {
    const texts = typed((file, clock) => {
      for (let i = 0; i < 40; i++) { type(file, i, 'x'); clock.advance(SECOND); }
    });
    expect(texts.map((t) => t.length)).toEqual([40, 31, 0]);
  });
});

test('notes are on the record, cannot be undone and do not change the work revision', () => {
  const { file } = sampleCase();
  const revision = file.workRevision();
  file.note('report.write', 'Wrote report.pdf', { path: '/tmp/report.pdf', bytes: 12, atNs: 5n }, 'ada');
  expect(file.workRevision()).toBe(revision);
  expect(file.history(undefined, 1)[0]).toMatchObject({ kind: 'note', command: 'report.write', summary: 'Wrote report.pdf', undone: false });
  expect(failureOf(file.undo('ada'))).toBe('work/nothing-to-undo');
  expect(() => file.note('custody.add', '', {}, 'ada')).toThrow(/carries state/);
});

test('history pages backwards', () => {
  const { file } = sampleCase();
  for (let i = 0; i < 5; i++) run(file, { name: 'timeline.add', input: { entry: entry(`e${i}`) } });
  const first = file.history(undefined, 3);
  expect(first.map((e) => e.seq)).toEqual([8, 7, 6]);
  expect(file.history(6, 100).map((e) => e.seq)).toEqual([5, 4, 3, 2, 1]);
});

test('summaries say what changed', () => {
  const { file } = sampleCase();
  run(file, { name: 'timeline.add', input: { entry: entry('e1', { title: 'Deploy v14' }) } });
  const said = (patch: Extract<Command, { name: 'timeline.update' }>['input']['patch']): string =>
    run(file, { name: 'timeline.update', input: { id: 'e1', patch } }).summary;
  expect(said({ title: 'Deploy v15' })).toBe('Renamed “Deploy v14” to “Deploy v15”');
  expect(said({ time: { ...entry('x').time, startNs: T0 + SECOND, zone: 'Europe/Berlin' } })).toBe('Moved “Deploy v15” to 2026-10-14 12:00:01 +02:00');
  expect(said({ kind: 'detection' })).toBe('Moved “Deploy v15” to Detection');
  expect(said({ milestone: 'detected' })).toBe('Made “Deploy v15” the milestone Detected');
  expect(said({ evidence: [reference(SHA_B, 0)] })).toBe('Added evidence to “Deploy v15”');
  expect(said({ role: 'database on-call', note: 'x' })).toBe('Changed note, role of “Deploy v15”');
  expect(run(file, { name: 'case.update', input: { title: 'Outage', incidentId: 'INC-1' } }).summary).toBe('Renamed the case to “Outage”; Set the incident number to “INC-1”');
});

test('an unknown zone is refused', () => {
  const { file } = sampleCase();
  expect(failureOf(file.run({ name: 'case.update', input: { zone: 'Europe/Atlantis' } }, 'ada'))).toBe('case/unknown-zone');
});
