import { describe, expect, it } from 'vitest';
import { stepped } from './time-brush.tsx';

const domain = { fromNs: 0n, toNs: 1000n };

describe('stepped', () => {
  it('moves an edge by a hundredth, with Shift by a tenth', () => {
    expect(stepped('ArrowRight', false, 'from', domain, domain)).toEqual({ fromNs: 10n, toNs: 1000n });
    expect(stepped('ArrowLeft', true, 'to', domain, domain)).toEqual({ fromNs: 0n, toNs: 900n });
  });
  it('never lets the edges pass one another or leave the domain', () => {
    const now = { fromNs: 500n, toNs: 505n };
    expect(stepped('ArrowRight', false, 'from', now, domain)).toEqual({ fromNs: 504n, toNs: 505n });
    expect(stepped('ArrowLeft', true, 'to', now, domain)).toEqual({ fromNs: 500n, toNs: 501n });
    expect(stepped('ArrowRight', true, 'to', { fromNs: 0n, toNs: 990n }, domain)).toEqual({ fromNs: 0n, toNs: 1000n });
  });
  it('goes to the ends', () => {
    expect(stepped('Home', false, 'from', { fromNs: 5n, toNs: 9n }, domain)).toEqual({ fromNs: 0n, toNs: 9n });
    expect(stepped('End', false, 'to', { fromNs: 5n, toNs: 9n }, domain)).toEqual({ fromNs: 5n, toNs: 1000n });
  });
  it('leaves other keys alone', () => {
    expect(stepped('a', false, 'from', domain, domain)).toBeUndefined();
  });
});
