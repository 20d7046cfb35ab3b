import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { documents, saying } from './documents.testing.ts';
import { writeMef } from './mef-write.ts';
import { escaped, unescaped } from './mef-words.ts';
import { readFaultTree } from './read.ts';

const scram = spawnSync('scram', ['--version']).status === 0;

describe('Open-PSA MEF', () => {
  it('says the same when written and read again', () => {
    fc.assert(fc.property(documents(), (document) => {
      const { text, left } = writeMef(document);
      expect(left).toEqual([]);
      const read = readFaultTree(new TextEncoder().encode(text), 'x.xml');
      expect(read.problems).toEqual([]);
      expect(read.documents.map(saying)).toEqual([saying(document)]);
      expect(writeMef(read.documents[0]!).text.length).toBe(text.length);
    }), { numRuns: 300 });
  });

  it('keeps any words on one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(unescaped(escaped(text))).toBe(text);
      // oxlint-disable-next-line no-control-regex
      expect(escaped(text)).not.toMatch(/[\u0000-\u001f]/);
    }));
  });
});

describe.skipIf(!scram)('Open-PSA MEF as SCRAM takes it (skipped where scram is not installed)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tephra-mef-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('passes the schema and the checks of references', () => {
    let at = 0;
    fc.assert(fc.property(documents(), (document) => {
      const path = join(dir, `${at++}.xml`);
      // Numbers are any numbers here: SCRAM would refuse their ranges, which are not the writer's.
      const commonCauses = document.tree.commonCauses.filter((group) => group.factors.length < group.members.length && group.model === 'MGL').map((group) => ({ ...group, distribution: '0.1', factors: group.factors.map(() => '0.25') }));
      const plain = {
        tree: { ...document.tree, parameters: document.tree.parameters.map((one) => ({ ...one, expression: '0.5' })), commonCauses },
        nodes: document.nodes.map((node) => (node.type === 'event' ? { ...node, probability: node.probability === '' ? '' : '0.25' } : node)),
      };
      writeFileSync(path, writeMef(plain).text);
      const { status, stderr, stdout } = spawnSync('scram', ['--validate', path], { encoding: 'utf8' });
      expect(`${stderr}${stdout}`).toBe('');
      expect(status).toBe(0);
    }), { numRuns: 25 });
  });
});
