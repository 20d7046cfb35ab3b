import { describe, expect, it } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../../base/time.ts';
import { parseAll } from '../../../test/support/formats.ts';
import { syslog } from './index.ts';

async function dates(lines: readonly string[], options: { newest?: string; zone?: string } = {}): Promise<Array<string | undefined>> {
  const parsed = await parseAll(syslog, new TextEncoder().encode(lines.map((line) => (line.startsWith('--') ? line : `${line} host app[1]: x`)).join('\n')), {
    ...(options.newest === undefined ? {} : { newestNs: parseRfc3339(options.newest)! }), ...(options.zone === undefined ? {} : { zone: options.zone }),
  });
  return parsed.records.map((record) => (record.timeNs === undefined ? undefined : formatRfc3339(record.timeNs).slice(0, 16)));
}

describe('years of a log that names none', () => {
  it('are the newest in which nothing lies in the future', async () => {
    expect(await dates(['Oct 14 10:00:00'], { newest: '2026-10-14T11:00:00Z' })).toEqual(['2026-10-14T10:00']);
    expect(await dates(['Oct 14 10:00:00'], { newest: '2026-10-12T11:00:00Z' })).toEqual(['2025-10-14T10:00']);
    // A clock that is ahead by less than a day is no reason to take a year off.
    expect(await dates(['Oct 14 10:00:00'], { newest: '2026-10-13T11:00:00Z' })).toEqual(['2026-10-14T10:00']);
  });

  it('are looked for in the zone of the case', async () => {
    expect(await dates(['Jan  1 12:30:00'], { newest: '2025-12-31T23:30:00Z', zone: 'Pacific/Auckland' })).toEqual(['2025-12-31T23:30']);
  });

  it('go on from December to January, more than once, and over quiet months', async () => {
    expect(await dates(['Dec 31 23:59:59', 'Jan  1 00:00:00', 'Nov  3 09:00:00', 'Feb  3 09:00:00'], { newest: '2026-03-01T00:00:00Z' }))
      .toEqual(['2024-12-31T23:59', '2025-01-01T00:00', '2025-11-03T09:00', '2026-02-03T09:00']);
  });

  it('stay where lines are late by hours or days', async () => {
    expect(await dates(['Mar  5 10:00:00', 'Mar  4 09:00:00', 'Mar  5 10:00:01', 'Feb 28 00:00:00'], { newest: '2026-03-06T00:00:00Z' }))
      .toEqual(['2026-03-05T10:00', '2026-03-04T09:00', '2026-03-05T10:00', '2026-02-28T00:00']);
  });

  it('have a 29 February', async () => {
    expect(await dates(['Feb 29 10:00:00', 'Mar  1 10:00:00'], { newest: '2026-10-14T11:00:00Z' })).toEqual(['2024-02-29T10:00', '2024-03-01T10:00']);
  });

  it('follow a date in a message, if most say so and it is not in the future', async () => {
    const at = async (...messages: string[]): Promise<Array<string | undefined>> => {
      const parsed = await parseAll(syslog, new TextEncoder().encode(messages.map((message) => `Oct 14 10:00:00 host app[1]: ${message}`).join('\n')));
      return parsed.records.map((record) => formatRfc3339(record.timeNs!).slice(0, 4));
    };
    expect(await at('it is 2019-10-14T08:00:00Z', 'x')).toEqual(['2019', '2019']);
    expect(await at('since Mon Oct 14 10:00:00 2019')).toEqual(['2019']);
    expect(await at('on 2019-10-14', 'on 2018-10-14', 'on 2018-10-14')).toEqual(['2018', '2018', '2018']);
    expect(await at('the certificate ends 2031-10-14')).toEqual(['2026']);
    expect(await at('another day: 2019-10-15')).toEqual(['2026']);
  });

  it('end where journalctl says that the journal ends', async () => {
    expect((await dates(['-- Logs begin at Mon 2021-12-27 10:00:00 UTC, end at Sat 2022-01-01 10:00:00 UTC. --', 'Dec 31 23:00:00', 'Jan  1 09:00:00'])).slice(1))
      .toEqual(['2021-12-31T23:00', '2022-01-01T09:00']);
  });
});

describe('what stands where a year should', () => {
  it('is no year when it is no number: the line is kept, the file read on', async () => {
    const text = '<165>2026-10-14T10:33:58+02:00 h a[1]: x\n<191>2z26-10-14 10:33:59 h a[1]: y\n<165>2026-10-14T10:34:00+02:00 h a[1]: z\n';
    const { records } = await parseAll(syslog, new TextEncoder().encode(text));
    expect(records.at(-1)).toMatchObject({ body: 'z', timeNs: parseRfc3339('2026-10-14T08:34:00Z') });
    expect(records.map((record) => record.body).join('\n')).toContain('2z26-10-14');
  });
});
