import { describe, expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import type { CaseFile } from './contract.ts';
import { openCaseFile } from './open.ts';
import { sampleCase, SHA_A, T0 } from './sample.testing.ts';

const run = (file: CaseFile, command: Command): string => unwrap(file.run(command, 'ada')).summary;
const failureOf = (file: CaseFile, command: Command): string | undefined => {
  const result = file.run(command, 'ada');
  return result.ok ? undefined : result.failure.code;
};
const mark = (offsetBytes: number, timeNs?: bigint) => ({ sha256: SHA_A, offsetBytes, lengthBytes: 5, excerpt: `at ${offsetBytes}`, ...(timeNs === undefined ? {} : { timeNs }) });

describe('what people keep of a search', () => {
  test('is there again after the case was closed, in its order', () => {
    const { dir, file } = sampleCase();
    run(file, { name: 'filter.save', input: { filter: { id: 'f1', name: 'slow', text: 'duration>2' } } });
    run(file, { name: 'filter.save', input: { filter: { id: 'f2', name: 'Errors', text: 'level>=error' } } });
    run(file, { name: 'highlighter.save', input: { highlighter: { id: 'h1', text: 'timeout', colour: 'amber', active: true } } });
    run(file, { name: 'mark.set', input: { mark: mark(30) } });
    run(file, { name: 'mark.set', input: { mark: mark(20, T0) } });
    run(file, { name: 'mark.set', input: { mark: mark(10, T0 + 1n) } });
    file.close();
    const again = unwrap(openCaseFile(dir));
    expect(again.saved().filters.map((f) => f.name)).toEqual(['Errors', 'slow']);
    expect(again.saved().highlighters).toEqual([{ id: 'h1', text: 'timeout', colour: 'amber', active: true }]);
    expect(again.saved().marks.map((m) => m.offsetBytes)).toEqual([20, 10, 30]);
    expect(again.check().journal.ok).toBe(true);
    again.close();
  });

  test('each change says what it was, and undo takes it back', () => {
    const { file } = sampleCase();
    const filter = { id: 'f1', name: 'Errors', text: 'level:error' };
    expect(run(file, { name: 'filter.save', input: { filter } })).toBe('Saved the filter “Errors”');
    expect(run(file, { name: 'filter.save', input: { filter: { ...filter, text: 'level>=error' } } })).toBe('Changed the filter “Errors”');
    unwrap(file.undo('bob'));
    expect(file.saved().filters).toEqual([filter]);
    const highlighter = { id: 'h1', text: 'x', colour: 'red' as const, active: true };
    run(file, { name: 'highlighter.save', input: { highlighter } });
    expect(run(file, { name: 'highlighter.save', input: { highlighter: { ...highlighter, active: false } } })).toBe('Switched off the highlighter “x”');
    expect(run(file, { name: 'highlighter.remove', input: { id: 'h1' } })).toBe('Removed the highlighter “x”');
    unwrap(file.undo('bob'));
    expect(file.saved().highlighters[0]?.active).toBe(false);
    run(file, { name: 'mark.set', input: { mark: mark(7) } });
    run(file, { name: 'mark.remove', input: { sha256: SHA_A, offsetBytes: 7 } });
    unwrap(file.undo('bob'));
    expect(file.saved().marks).toEqual([mark(7)]);
  });

  test('the same again is no step', () => {
    const { file } = sampleCase();
    run(file, { name: 'mark.set', input: { mark: mark(7) } });
    const revision = file.workRevision();
    run(file, { name: 'mark.set', input: { mark: mark(7) } });
    expect(file.workRevision()).toBe(revision);
  });

  test('refuses what is not there and marks outside evidence', () => {
    const { file } = sampleCase();
    expect(failureOf(file, { name: 'filter.remove', input: { id: 'none' } })).toBe('filter/not-found');
    expect(failureOf(file, { name: 'highlighter.remove', input: { id: 'none' } })).toBe('highlighter/not-found');
    expect(failureOf(file, { name: 'mark.remove', input: { sha256: SHA_A, offsetBytes: 1 } })).toBe('mark/not-found');
    expect(failureOf(file, { name: 'mark.set', input: { mark: { ...mark(0), sha256: 'c'.repeat(64) } } })).toBe('evidence/not-found');
    expect(failureOf(file, { name: 'mark.set', input: { mark: mark(999) } })).toBe('evidence/not-found');
  });
});
