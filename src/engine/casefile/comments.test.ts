import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import type { NewComment } from '../../model/comment.ts';
import type { CaseFile } from './contract.ts';
import { openCaseFile } from './open.ts';
import { entry, handClock, sampleCase, T0 } from './sample.testing.ts';

const run = (file: CaseFile, command: Command, author = 'ada'): string => unwrap(file.run(command, author)).summary;
const failureOf = (file: CaseFile, command: Command): string | undefined => {
  const result = file.run(command, 'ada');
  return result.ok ? undefined : result.failure.code;
};
const onEntry = (id: string, text: string, subjectId = 'e1'): NewComment => ({ id, subjectKind: 'entry', subjectId, quote: '', text });
const add = (comment: NewComment): Command => ({ name: 'comment.add', input: { comment } });

describe('comments', () => {
  test('say who and when, stay over a restart, and every change of one can be taken back', () => {
    const { nowNs, advance } = handClock();
    const { dir, file } = sampleCase(nowNs);
    run(file, { name: 'timeline.add', input: { entry: entry('e1', { title: 'Deploy v14' }) } });
    expect(run(file, add({ ...onEntry('c1', 'Was this *really* the cause?'), role: 'database on-call' }))).toBe('Commented on “Deploy v14”: “Was this *really* the cause?”');
    advance(5n);
    run(file, add({ id: 'c2', subjectKind: 'postmortem', subjectId: '', quote: 'All users', text: 'Only those in Europe.' }), 'bob');
    const first = { ...onEntry('c1', 'Was this *really* the cause?'), role: 'database on-call', author: 'ada', atNs: T0 };
    const second = { id: 'c2', subjectKind: 'postmortem', subjectId: '', quote: 'All users', text: 'Only those in Europe.', author: 'bob', atNs: T0 + 5n };
    expect(file.comments()).toEqual([first, second]);
    expect(file.comments('entry')).toEqual([first]);
    expect(file.comments('entry', 'other')).toEqual([]);
    expect(file.comments('postmortem', '')).toEqual([second]);

    expect(run(file, { name: 'comment.resolve', input: { id: 'c1', resolved: true } }, 'bob')).toBe('Resolved the comment “Was this *really* the cause?” on “Deploy v14”');
    const settled = { ...first, resolvedAtNs: T0 + 5n, resolvedBy: 'bob' };
    advance(5n);
    run(file, { name: 'comment.edit', input: { id: 'c1', text: 'It was.' } });
    run(file, { name: 'comment.resolve', input: { id: 'c1', resolved: false } });
    expect(file.comments('entry')).toEqual([{ ...first, text: 'It was.' }]);
    run(file, { name: 'comment.remove', input: { id: 'c1' } });
    expect(file.comments('entry')).toEqual([]);

    file.close();
    const again = unwrap(openCaseFile(dir, { nowNs }));
    for (const expected of [[{ ...first, text: 'It was.' }], [{ ...settled, text: 'It was.' }], [settled], [first]]) {
      unwrap(again.undo('carol'));
      expect(again.comments('entry')).toEqual(expected);
    }
    expect(unwrap(again.check().journal)).toContain('chain complete');
    again.close();
  });

  test('on a removed entry are not seen, nor changed, and come back with it', () => {
    const { file } = sampleCase();
    run(file, { name: 'timeline.add', input: { entry: entry('e1') } });
    run(file, add(onEntry('c1', 'Why?')));
    const [comment] = file.comments();
    run(file, { name: 'timeline.remove', input: { id: 'e1' } });
    expect(file.comments()).toEqual([]);
    for (const command of [{ name: 'comment.edit', input: { id: 'c1', text: 'x' } }, { name: 'comment.resolve', input: { id: 'c1', resolved: true } }, { name: 'comment.remove', input: { id: 'c1' } }] as const) {
      expect(failureOf(file, command)).toBe('comment/not-found');
    }
    expect(failureOf(file, add(onEntry('c1', 'Again')))).toBe('comment/exists');
    expect(unwrap(file.check().journal)).toContain('chain complete');
    unwrap(file.undo('bob'));
    expect(file.comments()).toEqual([comment]);
  });

  test('carried over to another entry keep who and when; the same again is no step', () => {
    const { file } = sampleCase();
    run(file, { name: 'timeline.add', input: { entry: entry('e1') } });
    run(file, { name: 'batch', input: { label: 'Merged', commands: [{ name: 'comment.add', input: { comment: { ...onEntry('c9', 'Old'), author: 'eve', atNs: 7n, resolvedAtNs: 8n, resolvedBy: 'bob' } } }] } });
    expect(file.comments()).toEqual([{ ...onEntry('c9', 'Old'), author: 'eve', atNs: 7n, resolvedAtNs: 8n, resolvedBy: 'bob' }]);
    const revision = file.workRevision();
    run(file, { name: 'comment.resolve', input: { id: 'c9', resolved: true } });
    run(file, { name: 'comment.edit', input: { id: 'c9', text: 'Old' } });
    expect(file.workRevision()).toBe(revision);
  });

  test('refuses what they would be about nothing', () => {
    const { file } = sampleCase();
    expect(failureOf(file, add(onEntry('c1', 'x', 'none')))).toBe('timeline/entry-not-found');
    expect(failureOf(file, { name: 'comment.remove', input: { id: 'none' } })).toBe('comment/not-found');
  });
});
