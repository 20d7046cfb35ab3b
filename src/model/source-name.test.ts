import { describe, expect, it } from 'vitest';
import { slicePath, slicePlace, sourceName } from './source-name.ts';

const inOrder = (paths: string[]): string[] => [...paths].sort((a, b) => (sourceName(a).age < sourceName(b).age ? -1 : 1));

describe('sourceName', () => {
  it.each([
    ['logs/access.log', 'logs/access.log'],
    ['logs/access.log.1', 'logs/access.log'],
    ['logs/access.log.12.gz', 'logs/access.log'],
    ['logs/access.log.2.gz/access.log.2', 'logs/access.log'],
    ['access.log-20261014.gz/access.log-20261014', 'access.log'],
    ['access.log-2026101412', 'access.log'],
    ['access.log-20261014-1791975600', 'access.log'],
    ['access.log.2026-10-14', 'access.log'],
    ['app-20261014.log', 'app.log'],
    ['app.2026-10-14.0.log', 'app.log'],
    ['messages.1', 'messages'],
    ['bundle.tar.gz/var/log/syslog.3.gz/syslog.3', 'bundle.tar.gz/var/log/syslog'],
  ])('%s is %s', (path, source) => expect(sourceName(path).path).toBe(source));

  it.each(['notes.txt', 'a/20261014', 'v1.2', '1.2.3.4', 'core.99999', 'report-20261399.log', '.gz', 'app.log.old', 'x.gz/y'])('%s is itself', (path) => {
    expect(sourceName(path).path).toBe(path);
  });

  it('orders a family from the oldest to the one that is written now', () => {
    const numbered = ['a.log.10.gz', 'a.log.2.gz', 'a.log.1', 'a.log'];
    expect(inOrder(numbered.toReversed())).toEqual(numbered);
    const dated = ['a.log-20261013', 'a.log-20261014', 'a.log-2026101412', 'a.log'];
    expect(inOrder(dated.toReversed())).toEqual(dated);
    const perDay = ['a.2026-10-14.2.log', 'a.2026-10-14.10.log', 'a.2026-10-15.0.log', 'a.log'];
    expect(inOrder(perDay.toReversed())).toEqual(perDay);
    const slices = ['a.log.1', slicePath('a.log', 1, 0), slicePath('a.log', 1, 512), slicePath('a.log', 2, 0), slicePath('a.log', 10, 0)];
    expect(inOrder(slices.toReversed())).toEqual(slices);
    expect(new Set(slices.map((path) => sourceName(path).path))).toEqual(new Set(['a.log']));
  });

  it('reads the place of a slice from its path', () => {
    expect(slicePlace(slicePath('var/log/app.log', 3, 4096))).toEqual({ source: 'var/log/app.log', run: 3, offsetBytes: 4096 });
    expect(slicePlace('var/log/app.log')).toBeUndefined();
  });
});
