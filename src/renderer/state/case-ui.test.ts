import { describe, expect, it } from 'vitest';
import { createCaseUiStore, nextZoneMode, toggleMark } from './case-ui.ts';

describe('nextZoneMode', () => {
  it('goes round all three', () => {
    const next = (mode: 'utc' | 'case' | 'local') => nextZoneMode(mode, 'Europe/Berlin', 'Asia/Tokyo');
    expect([next('utc'), next('case'), next('local')]).toEqual(['case', 'local', 'utc']);
  });
  it('passes over a zone that would change nothing', () => {
    expect(nextZoneMode('utc', 'UTC', 'Asia/Tokyo')).toBe('local');
    expect(nextZoneMode('utc', 'UTC', 'UTC')).toBe('utc');
    expect(nextZoneMode('case', 'Asia/Tokyo', 'Asia/Tokyo')).toBe('utc');
  });
});

describe('toggleMark', () => {
  it('adds, then takes away, and gives each case its own marks', () => {
    const one = createCaseUiStore();
    const other = createCaseUiStore();
    expect(toggleMark(one, 'k', { sha256: 'a', offsetBytes: 0, timeNs: 1n })).toBe(true);
    expect(other.getState().marks.size).toBe(0);
    expect(toggleMark(one, 'k', { sha256: 'a', offsetBytes: 0, timeNs: 1n })).toBe(false);
    expect(one.getState().marks.size).toBe(0);
  });
});
