import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { openTestCase, temporaryFolder } from './ingest.testing.ts';

it('files that a rotation made are one source, the oldest first', async () => {
  const folder = temporaryFolder();
  const [dir, logs] = [join(folder.path, 'x.tephra'), join(folder.path, 'logs')];
  mkdirSync(dir);
  mkdirSync(logs);
  writeFileSync(join(logs, 'app.log'), 'fourth\n');
  writeFileSync(join(logs, 'app.log.1'), 'third\n');
  writeFileSync(join(logs, 'app.log.2.gz'), gzipSync('second\n'));
  writeFileSync(join(logs, 'app.log.10.gz'), gzipSync('first\n'));
  writeFileSync(join(logs, 'other.log'), 'other\n');
  const open = await openTestCase(dir, { create: true });
  unwrap(await open.add([logs]));
  const { rows } = unwrap(await open.index.page({ terms: [] }, 0, 10));
  expect(rows.map((row) => row.body)).toEqual(['first', 'second', 'third', 'fourth', 'other']);
  expect(new Set(rows.slice(0, 4).map((row) => row.source))).toEqual(new Set(['app.log']));
  const facets = unwrap(await open.index.facets({ terms: [] }, 10));
  expect(facets.find((facet) => facet.field === 'source')!.values.map((v) => [v.value, v.count])).toEqual([['app.log', 4], ['other.log', 1]]);
  expect(unwrap(await open.index.count({ terms: [{ kind: 'field', field: 'source', op: ':', value: 'app.log', negated: false }] }))).toBe(4);
  await open.close();
  folder.remove();
});
