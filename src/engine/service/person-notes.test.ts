import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { PersonNotes } from './person-notes.ts';

const quiet = (): void => {};

test('what is kept is there after a restart, beside what was kept before', async () => {
  const dir = join(temporaryFolder(), 'not', 'yet');
  const notes = new PersonNotes(dir, quiet);
  expect(await notes.read()).toEqual({});
  await Promise.all([notes.keep({ tourDone: true }), notes.keep({})]);
  expect(await new PersonNotes(dir, quiet).read()).toEqual({ tourDone: true });
  await notes.keep({ tourDone: false });
  expect(JSON.parse(readFileSync(join(dir, 'notes.json'), 'utf8'))).toEqual({ tourDone: false });
});

test('notes that cannot be understood count as none', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'notes.json'), '{"tourDone": "yes"}');
  expect(await new PersonNotes(dir, quiet).read()).toEqual({});
});
