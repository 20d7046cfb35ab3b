import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { UNOBSERVED, type FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { analyse } from '../analyse/fault-tree/analyse.ts';
import { documents } from './documents.testing.ts';
import { writeMef } from './mef-write.ts';
import { readFaultTree } from './read.ts';

const scram = spawnSync('scram', ['--version']).status === 0;

/** Gates that have what they need, events with a probability, one top event; names that XML takes as they are. Nothing observed: times decide the order of a PAND, which a formula cannot say. */
const finished = documents().map(({ tree, nodes }): FaultTreeDocument => ({
  tree: { ...tree, parameters: [], commonCauses: [], tops: tree.tops.slice(0, 1) },
  nodes: nodes.map((node, at) => (node.type === 'event' ? { ...node, observed: UNOBSERVED, probability: String((at % 7 + 1) / 9) } : { ...node, observed: UNOBSERVED })),
})).filter(({ nodes }) => nodes.every((node) => node.type === 'event' || (node.inputs.length >= (node.gate === 'null' || node.gate === 'not' ? 1 : 2) && node.name.match(/^\w+$/) !== null)));

const probability = (document: FaultTreeDocument): number | undefined => analyse(document).tops[0]?.probability;

const dir = mkdtempSync(join(tmpdir(), 'tephra-scram-'));
afterAll(() => rmSync(dir, { recursive: true }));

/**
 * Whether a gate that counts has the same node for an input more than once, or one under another. SCRAM 0.16.2 is wrong there: two of
 * (A, not not A, B) is A, and for it is B.
 */
function countsTwice({ nodes }: FaultTreeDocument): boolean {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = (id: string, seen: Set<string>): Set<string> => {
    const node = byId.get(id);
    if (seen.has(id)) return seen;
    seen.add(id);
    if (node?.type === 'gate') for (const input of node.inputs) below(input.id, seen);
    return seen;
  };
  return nodes.some((node) => {
    if (node.type !== 'gate' || !['atleast', 'cardinality'].includes(node.gate)) return false;
    const parts = node.inputs.map((input) => below(input.id, new Set()));
    return parts.some((one, i) => parts.slice(i + 1).some((other) => [...one].some((id) => other.has(id))));
  });
}

describe('a gate that SCRAM has no connective for', () => {
  it('means the same as the formula in its place', () => {
    fc.assert(fc.property(finished, (document) => {
      const bare = writeMef(document).text.replace(/<attributes>[\s\S]*?<\/attributes>/g, '');
      const [read] = readFaultTree(new TextEncoder().encode(bare), 'x.xml').documents;
      const top = document.nodes.find((node) => node.id === document.tree.tops[0])!.name;
      const again = { ...read!, tree: { ...read!.tree, tops: [read!.nodes.find((node) => node.name === top)!.id] } };
      expect(probability(again)).toBeCloseTo(probability(document)!, 12);
    }), { numRuns: 150 });
  });

  it.skipIf(!scram)('has the probability that SCRAM works out (skipped where scram is not installed)', () => {
    let at = 0;
    fc.assert(fc.property(finished, (document) => {
      fc.pre(!countsTwice(document));
      const path = join(dir, `${at++}.xml`);
      writeFileSync(path, writeMef(document).text);
      const { stdout, stderr } = spawnSync('scram', ['--bdd', '--probability', 'true', path], { encoding: 'utf8', maxBuffer: 2 ** 26 });
      const top = document.nodes.find((node) => node.id === document.tree.tops[0])!.name;
      const said = new RegExp(`<sum-of-products name="${top}"[^>]* probability="([^"]*)"`).exec(stdout)?.[1];
      expect(said, stderr).toBeDefined();
      // It writes six digits.
      expect(Math.abs(Number(said) - probability(document)!)).toBeLessThanOrEqual(1e-5 * Math.max(1e-3, Number(said)));
    }), { numRuns: 15 });
  });

  it.skipIf(!scram).each([['beta-factor', '<factor level="3"><float value="0.2"/></factor>'], ['MGL', '<factor><float value="0.2"/></factor><factor><float value="0.3"/></factor>'], ['MGL', '<factor><float value="0.2"/></factor>'],
    ['alpha-factor', '<factor><float value="0.7"/></factor><factor><float value="0.2"/></factor><factor><float value="0.1"/></factor>'], ['phi-factor', '<factor><float value="0.8"/></factor><factor><float value="0.15"/></factor><factor><float value="0.05"/></factor>']])(
    'common causes by %s are those of SCRAM (skipped where scram is not installed) %#', (model, factors) => {
      const text = `<opsa-mef><define-fault-tree name="T"><define-gate name="G"><atleast min="2"><event name="a"/><event name="b"/><event name="c"/></atleast></define-gate>
        <define-CCF-group name="C" model="${model}"><members><basic-event name="a"/><basic-event name="b"/><basic-event name="c"/></members><distribution><float value="0.3"/></distribution><factors>${factors}</factors></define-CCF-group></define-fault-tree></opsa-mef>`;
      const [document] = readFaultTree(new TextEncoder().encode(text), 'x.xml').documents;
      for (const [name, content] of [['given', text], ['written', writeMef(document!).text]] as const) {
        const path = join(dir, `ccf-${name}.xml`);
        writeFileSync(path, content);
        const { stdout, stderr } = spawnSync('scram', ['--bdd', '--ccf', 'true', '--probability', 'true', path], { encoding: 'utf8' });
        const said = /<sum-of-products name="G"[^>]* probability="([^"]*)"/.exec(stdout)?.[1];
        expect(said, stderr).toBeDefined();
        expect(probability(document!)).toBeCloseTo(Number(said), 5);
      }
    });
});
