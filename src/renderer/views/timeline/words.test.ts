import { expect, test } from 'vitest';
import { parseRfc3339 } from '../../../base/time.ts';
import type { EntryTime } from '../../../model/timeline.ts';
import { shortestWhenText, shortWhenText } from './words.ts';

const time = (form: EntryTime['form'], start: string, end?: string): EntryTime => ({
  form, startNs: parseRfc3339(start)!, ...(end === undefined ? {} : { endNs: parseRfc3339(end)! }), uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC',
});

test('a time with two ends for a wide column, and for a narrow one', () => {
  const interval = time('interval', '2026-11-20T10:26:18.875Z', '2026-11-20T10:26:19.915Z');
  expect([shortWhenText(interval, 'UTC'), shortestWhenText(interval, 'UTC')]).toEqual(['10:26:18.875 to 10:26:19.915', '10:26:18.875 +1.04 s']);
  const between = time('between', '2026-11-20T23:59:00Z', '2026-11-21T00:01:00Z');
  expect([shortWhenText(between, 'UTC'), shortestWhenText(between, 'UTC')]).toEqual(['23:59:00 to 21 Nov 00:01:00', '23:59:00 +2 min 00 s']);
  expect(shortestWhenText(time('point', '2026-11-20T10:28:27Z'), 'UTC')).toBe('10:28:27');
});
