import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAMILIES, formatsOf } from './families.ts';
import { formats } from '../../src/formats/index.ts';
import { corpus, inputOf, Judge } from './fuzzer.ts';

/** A slice of what `npm run fuzz` does: the same inputs each time. */
const INPUTS = 60;

describe.each(FAMILIES)('fuzz %s', (family) => {
  let judge: Judge;
  beforeAll(() => {
    judge = new Judge(family);
  });
  afterAll(() => judge.close());

  it('holds the contract on mutated fixtures', { timeout: 180_000 }, async () => {
    const from = corpus(family);
    expect(from.inputs.length).toBeGreaterThan(2);
    for (let seed = 20_261_014; seed < 20_261_014 + INPUTS; seed++) {
      expect(await judge.broken(seed, inputOf(from, seed)), `npm run fuzz -- ${family} --seed ${seed} --only`).toBeUndefined();
    }
  });
});

describe('fuzz', () => {
  it('makes the same input of a seed, and others of others', () => {
    const from = corpus('text');
    expect(Buffer.from(inputOf(from, 7)).equals(inputOf(from, 7))).toBe(true);
    expect(new Set(Array.from({ length: 50 }, (_, i) => Buffer.from(inputOf(from, i)).toString('latin1'))).size).toBeGreaterThan(40);
  });

  it('knows every format', () => {
    expect(FAMILIES.flatMap(formatsOf).map((f) => f.id).sort()).toEqual(formats.map((f) => f.id).sort());
  });
});
