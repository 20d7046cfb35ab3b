import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionPriority, ratingWords, riskPriorityNumber, type ActionPriority } from './action-priority.ts';
import { FailureMode } from './cause.ts';
import { guarded, readDelimited, unguarded, writeDelimited } from './delimited-text.ts';
import { byActionPriority, failureModeOfFactor, failureModesCsv, newFailureMode, readFailureModes, sameFailureMode } from './failure-mode.ts';

const RATINGS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const LEVEL: Readonly<Record<ActionPriority, number>> = { L: 0, M: 1, H: 2 };
const ap = (severity: number, occurrence: number, detectability: number): ActionPriority | undefined => actionPriority({ severity, occurrence, detectability });

describe('action priority, AIAG & VDA FMEA Handbook 2019', () => {
  test('all thousand combinations have one, and 318 are high, 214 medium, 468 low', () => {
    const counts = { H: 0, M: 0, L: 0 };
    for (const s of RATINGS) for (const o of RATINGS) for (const d of RATINGS) counts[ap(s, o, d)!]++;
    expect(counts).toEqual({ H: 318, M: 214, L: 468 });
  });

  test('worse in any rating is never less of a priority', () => {
    for (const s of RATINGS) for (const o of RATINGS) for (const d of RATINGS) {
      const here = LEVEL[ap(s, o, d)!];
      if (s < 10) expect(LEVEL[ap(s + 1, o, d)!]).toBeGreaterThanOrEqual(here);
      if (o < 10) expect(LEVEL[ap(s, o + 1, d)!]).toBeGreaterThanOrEqual(here);
      if (d < 10) expect(LEVEL[ap(s, o, d + 1)!]).toBeGreaterThanOrEqual(here);
    }
  });

  test('nobody notices, or prevention rules it out: low, whatever else', () => {
    for (const a of RATINGS) for (const b of RATINGS) {
      expect(ap(1, a, b)).toBe('L');
      expect(ap(a, 1, b)).toBe('L');
    }
  });

  // Rows as they stand in the handbook's table.
  test.each<readonly [number, number, string]>([
    [10, 10, 'HHHH'], [9, 6, 'HHHH'], [10, 5, 'HHHM'], [9, 3, 'HMLL'], [10, 1, 'LLLL'],
    [8, 8, 'HHHH'], [7, 7, 'HHHM'], [8, 4, 'HMMM'], [7, 2, 'MMLL'], [8, 1, 'LLLL'],
    [6, 9, 'HHMM'], [5, 6, 'MMML'], [4, 5, 'MLLL'], [6, 3, 'LLLL'],
    [3, 10, 'MMLL'], [2, 7, 'LLLL'], [1, 10, 'LLLL'],
  ])('severity %i, occurrence %i: %s by detection', (s, o, letters) => {
    expect([[7, 8, 9, 10], [5, 6], [2, 3, 4], [1]].map((band) => [...new Set(band.map((d) => ap(s, o, d)))].join(''))).toEqual(letters.split(''));
  });

  test('it is severity first, which the number is not', () => {
    expect([riskPriorityNumber({ severity: 9, occurrence: 4, detectability: 2 }), ap(9, 4, 2)]).toEqual([72, 'H']);
    expect([riskPriorityNumber({ severity: 3, occurrence: 5, detectability: 10 }), ap(3, 5, 10)]).toEqual([150, 'L']);
  });

  test('nothing until all three are rated from 1 to 10', () => {
    expect(actionPriority({ severity: 9, occurrence: 9 })).toBeUndefined();
    expect(ap(0, 5, 5)).toBeUndefined();
    expect(ap(5.5, 5, 5)).toBeUndefined();
    expect(riskPriorityNumber({ severity: 11, occurrence: 1, detectability: 1 })).toBeUndefined();
    for (const scale of ['severity', 'occurrence', 'detectability'] as const) for (const rating of RATINGS) expect(ratingWords(scale, rating)).not.toBe('');
  });
});

const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', ',', ';', '\t', '"', '\n', '\r\n', '=', '-', "'", 'ü'), maxLength: 12 });
const rating = fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined });

describe('the sheet as CSV', () => {
  test('cells come back as they were', () => {
    fc.assert(fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const kept = [['x', 'y', 'z', 'w'], ...rows].filter((row) => row.some((cell) => cell.trim() !== ''));
      expect(readDelimited(writeDelimited(kept))).toEqual(kept);
    }));
    fc.assert(fc.property(text, (cell) => { expect(unguarded(guarded(cell))).toBe(cell); }));
  });

  test('any text is read without an error', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\t', ';', '\r') }), (any) => { readFailureModes(any); }));
  });

  test('failure modes go out and come in again', () => {
    const word = text.map((one) => one.trim());
    fc.assert(fc.property(fc.array(fc.record({ component: word, function: word, mode: word, effect: word, cause: word, prevention: word, detection: word, severity: rating, occurrence: rating, detectability: rating }), { maxLength: 4 }), (rows) => {
      const modes = rows.map(({ severity, occurrence, detectability, ...more }, i) => newFailureMode(`m${i}`, 0n, {
        ...more, component: more.component || 'Pool', mode: more.mode || 'Empty',
        ...(severity === undefined ? {} : { severity }), ...(occurrence === undefined ? {} : { occurrence }), ...(detectability === undefined ? {} : { detectability }),
      }));
      const back = readFailureModes(failureModesCsv(modes));
      expect(back.map(({ problem }) => problem)).toEqual(modes.map(() => undefined));
      expect(back.map(({ mode }, i) => FailureMode.parse({ ...mode, id: `m${i}`, createdAtNs: 0n }))).toEqual(modes);
    }));
  });

  test('other sheets’ headings are understood, ratings that are none are said, rows without a mode too', () => {
    const [first, second] = readFailureModes('Item\tPotential Failure Mode\tSeverity\tOcc\tDet\tRPN\nPool\tempty\t8\tten\t7\t99\n\t\t\t\t\t\n');
    expect(first).toMatchObject({ row: 2, mode: { component: 'Pool', mode: 'empty', severity: 8, detectability: 7 }, problem: 'Left out: “ten” is no rating from 1 to 10.' });
    expect(first?.mode).not.toHaveProperty('occurrence');
    expect(second).toBeUndefined();
    expect(readFailureModes('Component,Failure mode,Effect\nPool,,slow')).toEqual([{ row: 2, mode: undefined, problem: 'No failure mode is named in this row.' }]);
  });

  test('without headings the columns are those of the sheet', () => {
    expect(readFailureModes('Pool,Hands out connections,Empty,Checkout fails,8')[0]?.mode).toMatchObject({ component: 'Pool', function: 'Hands out connections', mode: 'Empty', effect: 'Checkout fails', severity: 8 });
  });
});

test('what to look at first comes first, what is not rated last', () => {
  const rated = (id: string, severity: number, occurrence: number, detectability: number): FailureMode => newFailureMode(id, 0n, { severity, occurrence, detectability });
  expect([newFailureMode('none', 0n), rated('low', 3, 5, 10), rated('high', 9, 4, 2), rated('higher', 10, 4, 2)].toSorted(byActionPriority).map(({ id }) => id)).toEqual(['higher', 'high', 'low', 'none']);
});

test('a factor becomes a failure mode with its proof and its actions', () => {
  const mode = failureModeOfFactor('m', {
    kind: 'factor', id: 'f', title: 'The pool leaks on an unknown coupon', note: 'No finally.', part: 'latent', tags: [], evidence: [], whys: ['w'], entries: [], nodes: ['n'], actions: ['a'], createdAtNs: 0n,
  }, 7n);
  expect(mode).toMatchObject({ mode: 'The pool leaks on an unknown coupon', cause: 'No finally.', factors: ['f'], nodes: ['n'], actions: ['a'] });
  expect(sameFailureMode(mode, { ...mode, mode: 'the pool  LEAKS on an unknown coupon ' })).toBe(true);
});
