import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/engine/analyse/fault-tree/analyse.ts';
import { readFaultTree } from '../../src/engine/fault-tree-files/read.ts';
import type { TopEventResult } from '../../src/model/fault-tree/result.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';

const folder = join(REAL_EVIDENCE, '10-fault-trees');
const here = existsSync(folder);
if (!here) console.log('Real evidence is not on this machine: the tests over models of fault trees are skipped.');

function quantified(path: string): TopEventResult {
  const { documents } = readFaultTree(new Uint8Array(readFileSync(join(folder, path))), path.split('/').at(-1)!);
  return analyse(documents[0]!, { products: 'minimal-cut-sets' }).tops[0]!;
}

/** What SCRAM did not answer: the counts are those published for the Aralia set (A. Rauzy). */
const BEYOND: Readonly<Record<string, { count?: bigint; probability: string }>> = {
  das9209: { count: 82_000_000_000n, probability: '1.058e-13' },
  das9701: { count: 26_299_506n, probability: '0.0744694' },
  edf9206: { probability: '8.615e-12' },
};

describe.skipIf(!here)('models of fault trees', () => {
  const expected = here ? readFileSync(join(folder, 'Aralia/EXPECTED_scram.csv'), 'utf8').trim().split('\n').slice(1).map((line) => {
    const [file = '', count = '', events = '', probability = ''] = line.trim().split(',');
    return [file, count, events, probability] as const;
  }) : [];

  it('has the answers for every model', () => {
    expect(expected.map(([name]) => name).toSorted()).toEqual(readdirSync(join(folder, 'Aralia')).filter((name) => name.endsWith('.xml')).toSorted());
  });

  // The largest takes seconds of a processor, and more of a busy one.
  it.each(expected)('%s', { timeout: 240_000 }, (file, count, events, probability) => {
    const top = quantified(`Aralia/${file}`);
    const beyond = BEYOND[file.replace('.xml', '')];
    const number = probability === '' ? beyond!.probability : probability;
    expect(top.method).toBe('exact');
    // To the precision given.
    expect(top.probability!.toPrecision(digitsOf(number))).toBe(Number(number).toPrecision(digitsOf(number)));
    if (count !== '') expect(String(top.cutSets.count)).toBe(count);
    else if (beyond?.count !== undefined) expect(top.cutSets.count).toBe(beyond.count);
    if (events !== '') expect(String(top.importance.filter((of) => of.cutSets > 0n).length)).toBe(events);
    expect(top.cutSets.byOrder.reduce((sum, of) => sum + of.count, 0n)).toBe(top.cutSets.count);
    expect(top.coherent).toBe(!['das9601.xml', 'das9701.xml'].includes(file));
    expect(top.cutSets.truncated).toEqual([]);
    if (top.coherent) expect(top.probability!).toBeLessThanOrEqual(top.minCutUpperBound! * (1 + 1e-9));
    expect(top.minCutUpperBound!).toBeLessThanOrEqual(top.rareEvent! * (1 + 1e-9));
  });

  it('BSCU, HIPPS and ne574: what SCRAM’s own tests assert', () => {
    const bscu = quantified('BSCU/BSCU.xml');
    expect(bscu.cutSets.count).toBe(10n);
    expect(bscu.probability!).toBeCloseTo(0.1124087, 4);
    expect(bscu.rareEvent!).toBeCloseTo(0.135372, 4);
    const hipps = quantified('HIPPS/HIPPS.xml');
    expect(hipps.cutSets.count).toBe(9n);
    expect(hipps.probability!).toBeCloseTo(0.0016209, 5);
    expect(hipps.rareEvent!).toBeCloseTo(0.00162188, 5);
    const ne574 = quantified('ne574/ne574.xml');
    expect(ne574.cutSets.count).toBe(7n);
    expect(ne574.probability!).toBeCloseTo(0.662208, 6);
    expect(Math.min(1, ne574.rareEvent!)).toBe(1);
  });
});

function digitsOf(number: string): number {
  return number.replace(/e.*$/i, '').replace('.', '').replace(/^0+/, '').length;
}
