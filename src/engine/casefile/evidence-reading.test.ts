import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import { sampleCase, SHA_A, SHA_B, custody } from './sample.testing.ts';

const MAPPING: TableMapping = { delimiter: ',', quote: '"', header: true, time: { column: 0, format: 'month-first' }, message: 3 };

test('how evidence is read is a step like any other: history says so, undo takes it back, the journal leads to it', () => {
  const { file } = sampleCase();
  expect(file.artifact(SHA_A)).not.toHaveProperty('reading');
  expect(unwrap(file.run({ name: 'evidence.read', input: { sha256: SHA_A, zone: 'Europe/Berlin', mapping: MAPPING } }, 'ada')).summary)
    .toBe('Read “access.log” in zone Europe/Berlin; Set the columns of “access.log”');
  expect(file.artifact(SHA_A)).toMatchObject({ zone: 'Europe/Berlin', reading: { zone: 'Europe/Berlin', mapping: MAPPING } });
  expect(file.custody().find((c) => c.sha256 === SHA_B)).not.toHaveProperty('reading');
  // Absent stays, null takes away.
  unwrap(file.run({ name: 'evidence.read', input: { sha256: SHA_A, mapping: null } }, 'ada'));
  expect(file.artifact(SHA_A)?.reading).toEqual({ zone: 'Europe/Berlin' });
  unwrap(file.undo('ada'));
  expect(file.artifact(SHA_A)?.reading).toEqual({ zone: 'Europe/Berlin', mapping: MAPPING });
  unwrap(file.undo('ada'));
  expect(file.artifact(SHA_A)).toMatchObject({ zone: 'UTC' });
  expect(file.artifact(SHA_A)).not.toHaveProperty('reading');
  unwrap(file.check().journal);
});

test('what is no zone and no evidence is refused', () => {
  const { file } = sampleCase();
  expect(file.run({ name: 'evidence.read', input: { sha256: SHA_A, zone: 'Mars/Olympus' } }, 'ada')).toMatchObject({ ok: false, failure: { code: 'case/unknown-zone' } });
  expect(file.run({ name: 'evidence.read', input: { sha256: 'f'.repeat(64), zone: 'UTC' } }, 'ada')).toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
});

test('evidence that moved: one step for all of it; a copy outranks it, and undo still works then', () => {
  const { file } = sampleCase();
  const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
  for (const sha256 of [one, two]) file.addCustody({ ...custody(sha256, `${sha256[0]}.log`), storage: 'referenced', location: `/old/${sha256[0]}.log` });
  const links = [one, two].map((sha256) => ({ sha256, location: `/new/${sha256[0]}.log` }));
  expect(unwrap(file.run({ name: 'evidence.relink', input: { links } }, 'ada')).summary).toBe('Relinked 2 pieces of evidence');
  expect(file.artifact(one)?.location).toBe('/new/1.log');
  file.addCustody({ ...custody(one, '1.log'), storage: 'copied', location: 'evidence/11/1' });
  expect(file.artifact(one)).toMatchObject({ storage: 'copied', location: 'evidence/11/1' });
  unwrap(file.undo('ada'));
  expect(file.artifact(two)?.location).toBe('/old/2.log');
  expect(file.artifact(one)?.location).toBe('evidence/11/1');
  unwrap(file.check().journal);
});
