import { describe, expect, it } from 'vitest';
import type { WindowChange } from '../../../../protocol/methods/message-templates.ts';
import { changeSentence, chanceText, filterOf, patternPieces, rateText, ratioText, rowKey, sparkPath } from './words.ts';

const row: WindowChange = {
  kind: 'template', field: 'template', value: '0123456789abcdef', label: 'lost <*> after <*>', change: 'more', baselineCount: 12, incidentCount: 240, baselineRate: 0.02, incidentRate: 0.4,
  ratio: 19.2, ratioLow: 10.1, ratioHigh: 38, dispersion: 1, p: 1e-40, q: 1e-38, isFirstSeen: false, severityNumber: 17, sparkline: Float64Array.of(0, 1, 8),
};

describe('a change in words', () => {
  it('says how much, how sure, and since when', () => {
    expect(changeSentence(row)).toBe('1.2/min before, 24/min in the incident window: 19 times as often (95 % between 10 and 38).');
    expect(changeSentence({ ...row, change: 'new', baselineCount: 0, isFirstSeen: true })).toBe('240 records in the incident window and none in the baseline; never before in this case.');
    expect(changeSentence({ ...row, change: 'new', baselineCount: 0 })).toMatch(/seen earlier in this case\.$/);
    expect(changeSentence({ ...row, change: 'vanished' })).toBe('12 records in the baseline and none in the incident window.');
    expect(changeSentence({ ...row, change: 'same' })).toMatch(/no more than chance\.$/);
    expect(chanceText(row)).toBe('Of findings as strong as this, less than 1 in 10,000 would be chance (q 1e-38, p 1e-40).');
    expect(chanceText({ p: 0.004, q: 0.04 })).toBe('Of findings as strong as this, about 4.0 % would be chance (q 0.040, p 0.004).');
    expect(chanceText({ p: 0, q: 0.005 })).toContain('about 1 in 200');
  });
  it('says a bound where there is no other', () => {
    expect(changeSentence({ ...row, ratioHigh: undefined })).toContain('(95 % at least 10)');
  });
  it('has rates in a unit that leaves one at least', () => {
    expect([0, 250, 4.24, 0.5, 0.02, 0.0005, 0.00002].map(rateText)).toEqual(['none', '250/s', '4.2/s', '30/min', '1.2/min', '1.8/h', '1.7/day']);
  });
  it('has a ratio where both sides have some', () => {
    expect(ratioText(row)).toBe('19 ×');
    expect(ratioText({ change: 'less', ratio: 0.043 })).toBe('0.04 ×');
    expect(ratioText({ change: 'new', ratio: 300 })).toBe('');
  });
  it('is found by a filter, whatever its value', () => {
    expect(filterOf(row)).toBe('template:0123456789abcdef');
    expect(filterOf({ field: 'service.name', value: 'order service "b"' })).toBe('service.name:"order service \\"b\\""');
    expect(rowKey(row)).toBe('template:template:0123456789abcdef');
  });
});

describe('what is drawn', () => {
  it('is a pattern with its places', () => {
    expect(patternPieces('lost <*> after <*>')).toEqual([{ text: 'lost ', varies: false }, { text: '<*>', varies: true }, { text: ' after ', varies: false }, { text: '<*>', varies: true }]);
    expect(patternPieces('')).toEqual([]);
  });
  it('is a line of bars in which a single record shows', () => {
    expect(sparkPath([0, 1, 1000], 16)).toBe('M1 16v-1h1V16zM2 16v-16h1V16z');
    expect(sparkPath([0, 0], 16)).toBe('');
  });
});
