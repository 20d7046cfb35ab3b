import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import type { Item } from '../../model/item.ts';
import type { CaseFile } from './contract.ts';
import { openCaseFile } from './open.ts';
import { reference, sampleAction, sampleCase, SHA_A, T0 } from './sample.testing.ts';

const save = (item: Item): Command => ({ name: 'item.save', input: { item } });
const said = (file: CaseFile, command: Command): string => unwrap(file.run(command, 'ada')).summary;
const failure = (file: CaseFile, command: Command): string | undefined => {
  const result = file.run(command, 'ada');
  return result.ok ? undefined : result.failure.code;
};

describe('items', () => {
  test('are there again after the case was closed, with their times and evidence', () => {
    const { dir, file } = sampleCase();
    const action = sampleAction({ evidence: [reference(SHA_A, 3)], tracker: { system: 'jira', key: 'OPS-1', url: '', status: 'Open', readAtNs: T0 } });
    said(file, save(action));
    said(file, save({ kind: 'person', id: 'p1', name: 'Maya Chen', aliases: ['maya'], role: 'payments on-call' }));
    file.close();
    const again = unwrap(openCaseFile(dir));
    expect(again.items(['action'])).toEqual([action]);
    expect(again.items().map((i) => i.kind)).toEqual(['action', 'person']);
    expect(again.check().journal.ok).toBe(true);
    again.close();
  });

  test('each change says what it was; the same again changes nothing; undo takes back', () => {
    const { file } = sampleCase();
    expect(said(file, save(sampleAction({})))).toBe('Added the action “Alert on pool saturation”');
    const revision = file.workRevision();
    said(file, save(sampleAction({})));
    expect(file.workRevision()).toBe(revision);
    expect(said(file, save(sampleAction({ state: 'in-progress' })))).toBe('The action “Alert on pool saturation” is in progress');
    expect(said(file, { name: 'item.remove', input: { kind: 'action', id: 'a1' } })).toBe('Removed the action “Alert on pool saturation”');
    unwrap(file.undo('bob'));
    unwrap(file.undo('bob'));
    expect(file.items()).toEqual([sampleAction({})]);
    expect(said(file, save({ kind: 'severity', id: 'severity', impact: 'major', urgency: 'high', sla: 'none', interruption: 'outage', why: [] }))).toBe('Set the severity to SEV1');
  });

  test('cite only evidence of the case', () => {
    const { file } = sampleCase();
    expect(failure(file, save(sampleAction({ evidence: [{ ...reference(SHA_A, 0), sha256: 'f'.repeat(64) }] })))).toBe('evidence/not-found');
    expect(failure(file, { name: 'item.remove', input: { kind: 'minute', id: 'none' } })).toBe('item/not-found');
  });

  test('a postmortem that is signed off keeps its text until it is opened again', () => {
    const { file } = sampleCase();
    const { revision } = file.postmortem();
    const edit: Command = { name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset: 0, deleted: '', inserted: 'x' }] } };
    expect(said(file, save({ kind: 'status', id: 'status', state: 'closed' }))).toBe('The postmortem is signed off');
    expect(failure(file, edit)).toBe('postmortem/signed-off');
    said(file, save({ kind: 'status', id: 'status', state: 'draft' }));
    expect(failure(file, edit)).toBeUndefined();
  });
});

test('an entry kept internal stays so, and undo lets it out again', () => {
  const { file } = sampleCase();
  const id = 'e-internal';
  said(file, { name: 'timeline.add', input: { entry: { id, kind: 'action', title: 'Called the bank', note: '', role: '', evidence: [], time: { form: 'point', startNs: T0, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } } } });
  const isInternal = (): boolean | undefined => file.timeline().find((e) => e.id === id)!.internal;
  expect(said(file, { name: 'timeline.update', input: { id, patch: { internal: true } } })).toBe('Kept “Called the bank” internal');
  expect(isInternal()).toBe(true);
  unwrap(file.undo('ada'));
  expect(isInternal()).toBeUndefined();
});
