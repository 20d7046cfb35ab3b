import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRfc3339 } from '../../../base/time.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { artifacts, entries } from '../fixtures/sample.ts';
import { parsePostmortem } from '../../../model/postmortem.ts';
import { plainText } from '../markdown-body.ts';
import { csvText, words } from './csv.ts';
import type { TimelineInput } from './input.ts';
import { TIMELINE_EXPORTERS, type TimelineFormat } from './render-timeline.ts';

const input: TimelineInput = {
  title: 'Checkout outage', incidentId: 'INC-2417', zone: 'Europe/Berlin', entries, paths: new Map(artifacts.map((a) => [a.sha256, a.paths[0]!])),
};
const render = (format: TimelineFormat, change: Partial<TimelineInput> = {}): string => TIMELINE_EXPORTERS[format].render({ ...input, ...change });

/** RFC 4180, read by its grammar. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const m of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    row.push(m[1] === undefined ? m[2]! : m[1].replaceAll('""', '"'));
    if (m[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  expect(row).toEqual([]);
  return rows;
}

const odd: TimelineEntry = {
  ...entries[0]!, id: 'odd', title: '=HYPERLINK("http://x","y"), 支付 🔥', note: 'line 1\r\nline 2, "quoted"\n\u0000\u001b[31m', role: '@SUM(1)',
  time: { form: 'point', startNs: parseRfc3339('1969-12-31T23:59:59.999999999Z')!, uncertaintyNs: 1n, basis: 'stated', zone: 'UTC' },
};

describe('csv', () => {
  test('a record per entry, in time order, readable by the grammar of RFC 4180', () => {
    const [header, ...rows] = parseCsv(render('csv', { entries: entries.toReversed() }));
    expect(header).toEqual(['id', 'start', 'end', 'form', 'uncertainty_ns', 'basis', 'zone', 'time_text', 'kind', 'lane', 'milestone', 'title', 'note', 'role', 'evidence', 'known_since']);
    expect(rows).toHaveLength(30);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([16]));
    expect(rows.map((row) => row[0])).toEqual(entries.map((e) => e.id).sort((a, b) => {
      const [x, y] = [entries.find((e) => e.id === a)!, entries.find((e) => e.id === b)!];
      return x.time.startNs === y.time.startNs ? (a < b ? -1 : 1) : x.time.startNs < y.time.startNs ? -1 : 1;
    }));
    expect(rows.find((row) => row[0] === 'e04')).toEqual([
      'e04', '2026-10-14T10:30:58.113000000Z', '', 'point', '0', 'evidence', 'UTC', '', 'observation', 'evidence', '', 'Database refuses ordinary connections', '', '',
      `${artifacts[3]!.sha256}:0x1f0010+124`, '',
    ]);
  });

  test('says since when something was known, where that was later', () => {
    const late = { ...entries[0]!, knownSinceNs: parseRfc3339('2026-10-15T07:00:00Z')! };
    expect(parseCsv(render('csv', { entries: [late] }))[1]!.at(-1)).toBe('2026-10-15T07:00:00.000000000Z');
    expect(render('md', { entries: [late] })).toContain('| Known since |');
    expect(render('md', { entries: [late] })).toMatch(/2026\\?-10\\?-15 09:00:00 \|/);
    expect(render('md')).not.toContain('Known since');
  });

  test('a spreadsheet runs nothing, control characters are shown', () => {
    const [, row] = parseCsv(render('csv', { entries: [odd] }));
    expect(row!.slice(11, 14)).toEqual([`'=HYPERLINK("http://x","y"), 支付 🔥`, 'line 1␍\nline 2, "quoted"\n␀␛[31m', "'@SUM(1)"]);
    expect(row![1]).toBe('1969-12-31T23:59:59.999999999Z');
  });

  test('any text comes back as its visible form', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.string({ unit: fc.constantFrom(...'ab,"\r\n=+-@\t\0 '.split(''), '中') }), { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const cells = rows.map((row) => row.map(words));
      expect(parseCsv(csvText(cells))).toEqual(cells);
      for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    }));
  });
});

const Event = z.record(z.string(), z.unknown());

describe('timesketch-jsonl', () => {
  const events = render('timesketch-jsonl').trimEnd().split('\n').map((line) => Event.parse(JSON.parse(line)));

  test('the fields Timesketch asks for, on every line', () => {
    expect(events).toHaveLength(30);
    for (const event of events) {
      expect(event['message']).toEqual(expect.any(String));
      expect(event['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
      expect(event['timestamp_desc']).toEqual(expect.any(String));
      expect(Number(event['timestamp'])).toBe(Number(parseRfc3339(String(event['datetime']))! / 1000n));
    }
  });

  test('everything an entry says can be read back', () => {
    const back = events.map((event) => ({
      id: event['id'], kind: event['kind'], title: event['message'], note: event['note'], role: event['role'],
      milestone: event['milestone'] === '' ? undefined : event['milestone'], form: event['form'], basis: event['basis'],
      startNs: parseRfc3339(String(event['start'])), endNs: event['end'] === '' ? undefined : parseRfc3339(String(event['end'])), uncertaintyNs: BigInt(String(event['uncertainty_ns'])),
    }));
    const all = entries.map((e) => ({
      id: e.id, kind: e.kind, title: e.title, note: e.note, role: e.role, milestone: e.milestone, form: e.time.form, basis: e.time.basis,
      startNs: e.time.startNs, endNs: e.time.endNs, uncertaintyNs: e.time.uncertaintyNs,
    }));
    expect(back.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))).toEqual(all);
    expect(events.find((e) => e['id'] === 'e07')).toMatchObject({ timestamp_desc: 'Impact, start of interval', evidence_path: ['bundle/web-1/access.log'] });
  });

  test('text is exactly what was written; microseconds before 1970 round down', () => {
    const event = Event.parse(JSON.parse(render('timesketch-jsonl', { entries: [odd] })));
    expect(event).toMatchObject({ message: odd.title, note: odd.note, timestamp: -1, datetime: '1969-12-31T23:59:59.999999+00:00' });
  });
});

describe('l2tcsv', () => {
  test('17 columns as plaso has them, a line per entry', () => {
    const text = render('l2tcsv', { entries: [...entries, odd] });
    expect(text.split('\r\n')[0]).toBe('date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra');
    const [, ...rows] = parseCsv(text);
    expect(rows).toHaveLength(31);
    expect(text.trimEnd().split(/\r?\n/)).toHaveLength(32);
    for (const row of rows) {
      expect(row).toHaveLength(17);
      expect(row[0]).toMatch(/^\d\d\/\d\d\/\d{4}$/);
      expect(row[1]).toMatch(/^\d\d:\d\d:\d\d$/);
      expect(row.slice(2, 5)).toEqual(['UTC', '....', 'TEPHRA']);
      expect(row[11]).toBe('2');
      expect(row.every((cell) => cell !== '')).toBe(true);
    }
    expect(rows[0]!.slice(0, 2)).toEqual(['12/31/1969', '23:59:59']);
    expect(rows.find((row) => row[9]!.startsWith('Database refuses'))).toEqual([
      '10/14/2026', '10:30:58', 'UTC', '....', 'TEPHRA', 'Timeline evidence', 'Observation', '-', '-', 'Database refuses ordinary connections', 'Database refuses ordinary connections', '2',
      'bundle/postgres/postgresql-2026-10-14_000000.log', '-', `${artifacts[3]!.sha256.slice(0, 8)} @0x1f0010+124`, 'tephra/timeline',
      `id: e04; kind: observation; zone: UTC; form: point; start: 2026-10-14T10:30:58.113000000Z; basis: evidence; evidence: ${artifacts[3]!.sha256}:0x1f0010+124`,
    ]);
  });
});

describe('md', () => {
  test('a table of all entries and the durations their milestones define', () => {
    const root = parsePostmortem(render('md'));
    const table = root.children.find((node) => node.type === 'table');
    expect(table?.type === 'table' && table.children.length).toBe(31);
    expect(render('md')).toContain('- Time to detect: **6 min 51 s** ±2 s (impact start to detected)');
    expect(render('md')).toContain('Times are in Europe/Berlin (+02:00).');
    expect(root.children.map(plainText).join(' ')).toContain('运维记录: 支付恢复正常');
  });

  test('no UTC column where the zone is UTC, no table where there is no entry', () => {
    expect(render('md', { zone: 'UTC' })).toContain('| Time | Kind |');
    expect(render('md', { entries: [] })).toBe('# Timeline: Checkout outage, INC-2417\n\nThe timeline has no entries.\n');
  });
});
