import { describe, expect, it } from 'vitest';
import { nextZoneMode } from './case-ui.ts';

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
