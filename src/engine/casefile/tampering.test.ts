import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { CaseFile } from './contract.ts';
import { openCaseFile } from './open.ts';
import { entry, reference, sampleCase, SHA_A } from './sample.testing.ts';

/** A case with every kind of row, closed; `edit` gets at its tables past Tephra, then it is checked. */
function checkedAfter(edit: (db: Database.Database) => void): ReturnType<CaseFile['check']> {
  const { dir, file } = sampleCase();
  unwrap(file.run({ name: 'timeline.add', input: { entry: entry('e1') } }, 'ada'));
  unwrap(file.run({ name: 'evidence.cite', input: { reference: reference(SHA_A, 1) } }, 'ada'));
  unwrap(file.run({ name: 'postmortem.edit', input: { baseRevision: 0, edits: [{ offset: 0, deleted: '', inserted: 'x' }] } }, 'ada'));
  unwrap(file.undo('bob'));
  file.note('report.write', 'Wrote a report', {}, 'bob');
  file.close();
  const db = new Database(`${dir}/case.sqlite`);
  db.exec('DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_keeps_words;');
  edit(db);
  db.close();
  const again = unwrap(openCaseFile(dir));
  const found = again.check();
  again.close();
  return found;
}

const ROWS = 8;

test('untouched, it verifies and names its head', () => {
  const { database, journal } = checkedAfter(() => {});
  expect(database.ok).toBe(true);
  expect(journal).toMatchObject({ ok: true, value: expect.stringMatching(/^8 steps, chain complete, head [0-9a-f]{64}\./) });
});

test('a change of any field of any row is found', () => {
  const fields = ["author = author || 'x'", 'at_ns = at_ns + 1', "summary = 'other'", "command = command || 'x'", "input = coalesce(input, '') || ' '", "inverse = coalesce(inverse, '') || ' '"];
  for (let seq = 1; seq <= ROWS; seq++) {
    const field = fields[seq % fields.length]!;
    expect(checkedAfter((db) => db.exec(`UPDATE journal SET ${field} WHERE seq = ${seq}`)).journal, `${field} of ${seq}`).toMatchObject({ ok: false, failure: { data: { seq } } });
  }
});

test('a row taken out is found, wherever it was; the last ones too', () => {
  // Notes, which opening does not look at: the middle, the last.
  for (const seq of [2, ROWS]) {
    expect(checkedAfter((db) => db.exec(`DELETE FROM journal WHERE seq = ${seq}`)).journal).toMatchObject({ ok: false, failure: { code: 'case/journal-broken', data: { seq } } });
  }
});

test('a step taken out from under undo ends undo there, and the work goes on', () => {
  const { dir, file } = sampleCase();
  unwrap(file.run({ name: 'timeline.add', input: { entry: entry('e1') } }, 'ada'));
  unwrap(file.undo('ada'));
  file.close();
  const db = new Database(`${dir}/case.sqlite`);
  db.exec('DROP TRIGGER journal_keeps_rows; DELETE FROM journal WHERE seq = 4; UPDATE journal_head SET rows = 2');
  db.close();
  const again = unwrap(openCaseFile(dir));
  expect(again.undoState()).toEqual({ undoLabel: undefined, redoLabel: undefined });
  unwrap(again.run({ name: 'timeline.add', input: { entry: entry('e2') } }, 'ada'));
  unwrap(again.undo('ada'));
  expect(again.timeline()).toEqual([]);
  expect(again.check().journal).toMatchObject({ ok: false, failure: { data: { seq: 4 } } });
  again.close();
});

test('a changed hash, a moved head and an added row are found', () => {
  for (const sql of [
    "UPDATE journal SET hash = prev_hash WHERE seq = 3",
    "UPDATE journal_head SET rows = rows - 1",
    "UPDATE journal_head SET hash = (SELECT prev_hash FROM journal ORDER BY seq DESC LIMIT 1)",
    "INSERT INTO journal SELECT 9, at_ns, author, kind, command, input, inverse, step_group, summary, hash, hash FROM journal WHERE seq = 8",
  ]) {
    expect(checkedAfter((db) => db.exec(sql)).journal, sql).toMatchObject({ ok: false, failure: { code: 'case/journal-broken' } });
  }
});

test('a change of the case itself, past the journal, is found', () => {
  for (const [part, sql] of [
    ['facts', "UPDATE case_info SET title = 'other'"],
    ['timeline', 'UPDATE timeline_entry SET start_ns = start_ns + 1'],
    ['postmortem', "UPDATE postmortem SET text = text || ' '"],
    ['citations', "UPDATE postmortem_reference SET excerpt = 'other'"],
    ['custody', "UPDATE custody SET location = 'evidence/other'"],
  ] as const) {
    expect(checkedAfter((db) => db.exec(sql)).journal, sql).toMatchObject({ ok: false, failure: { data: { part } } });
  }
});

test('the journal refuses changes by accident', () => {
  const { dir, file } = sampleCase();
  file.close();
  const db = new Database(`${dir}/case.sqlite`);
  expect(() => db.exec("UPDATE journal SET author = 'x'")).toThrow(/only grows/);
  expect(() => db.exec('DELETE FROM journal')).toThrow(/only grows/);
  db.close();
});
