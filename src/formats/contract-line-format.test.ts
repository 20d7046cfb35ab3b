import { describe, expect, it } from 'vitest';
import { headOf, parseAll } from '../../test/support/formats.ts';
import { formatRfc3339 } from '../base/time.ts';
import type { LineFormatSource } from '../model/line-format.ts';
import { checkLineFormat } from './contract-line-check.ts';
import { lineFormat } from './contract-line-format.ts';
import { checkLinePattern, readLinePattern } from './contract-line-pattern.ts';
import { LineTimeReader } from './contract-line-time.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const shop: LineFormatSource = {
  id: 'shop', title: 'Shop', fields: [{ name: 'http.route', type: 'string', description: 'r' }, { name: 'took', type: 'double', description: 's', scale: 0.001 }],
  lines: [String.raw`\[(?<time>[^\]]+)\] (?<level>[A-Z]+) (?<http_route>[^ ]+) (?<took>\d+)ms (?<body>.*)`, '=+ (?<body>begins) =+'],
  time: { forms: ['%d/%b/%Y:%H:%M:%S %z'] }, level: { values: { ODD: 'error' }, otherwise: 'info' }, missing: ['-'], continuation: 'belongs', samples: [{ line: 'x' }],
};

describe('patterns', () => {
  it.each([
    '(?:a+)+', String.raw`.* \([\w. ]+\)`, String.raw`(?:.* \(\w+\)|b)c?`, '(?:[a-z]+ ?)*x', '.*: .*', String.raw`\S+:\d+ .*`, String.raw`(?:a|a)*b`, String.raw`a+a+`, String.raw`[^x]*\s+y`, '(?=.*b)a', String.raw`(?:a{1,9}){2,}b`, '(?:a?){3,}', String.raw`\w+\d.*`,
    '.{0,90}?-.{0,90}?-.*', String.raw`(?<a>[^é]+)è.*`, '(?:[a-z]{1,9}[a-z]{1,9}){2,5}',
  ])('refuses %s: a line could take longer than its length asks for', (pattern) => {
    expect(() => checkLinePattern(pattern)).toThrow(/loop|repeat|several ways|ways on one line|decided|one character|swallow/);
  });

  it.each([
    '[^ ]+ .*', String.raw`\[.{0,9}\] .* \([\w.]+\)`, String.raw`\S+\s+\d+(?:\.\d+)? x`, '"[^"\\\\]*(?:\\\\.[^"\\\\]*){0,200}" b', '(?:[^ ,]+,){0,20}[^ ,]+ ', '.{0,90}?: .*', '(?:ab|cd)+ x', String.raw`(?:\[(?<a>[^\]]*)\] )?(?<b>.*)`, 'a(?= b) b.*', String.raw`\(?\d+\)?`,
  ])('takes %s', (pattern) => {
    expect(() => checkLinePattern(pattern)).not.toThrow();
  });

  it('says in words what a pattern cannot have', () => {
    for (const [pattern, words] of [['(a', 'not closed'], ['a)', 'closes nothing'], ['*a', 'stands for nothing'], [String.raw`(a)\1`, 'not understood'], ['[a', 'not closed'], ['a{2000}', 'too often'], ['(?<1>a)', 'no known kind']] as const) {
      expect(() => checkLinePattern(pattern)).toThrow(words);
    }
  });

  it('gives names numbers and says with what a line may begin', () => {
    const { names, source, starts, startsOther } = readLinePattern(String.raw`(?:(?<b>x)|(?<a>\d+))(y)`);
    expect([names, source]).toEqual([['b', 'a'], String.raw`(?:(x)|(\d+))(?:y)`]);
    expect([starts[120], starts[48], starts[97], startsOther]).toEqual([true, true, false, false]);
    expect(readLinePattern('(?:a)?.').startsOther).toBe(true);
  });
});

describe('times', () => {
  it.each([
    ['%Y-%m-%d %H:%M:%S,%f', '2026-10-14 10:34:11,204', '2026-10-14T10:34:11.204000000Z'],
    ['%d/%b/%Y:%H:%M:%S%.f %z', '4/Oct/2026:10:34:11 -0730', '2026-10-04T18:04:11.000000000Z'],
    ['%a %b %d %H:%M:%S %?z %Y', 'Wed Oct  4 10:34:11 CEST 2026', '2026-10-04T08:34:11.000000000Z'],
    ['%Y-%m-%dT%H:%M:%S%.f%?z', '2026-10-14T10:34:11.2+02:00', '2026-10-14T08:34:11.200000000Z'],
    ['%Y-%m-%dT%H:%M:%S%.f%?z', '2026-10-14T10:34:11', '2026-10-14T10:34:11.000000000Z'],
    ['%m/%d/%y %I:%M:%S %p', '10/14/26 12:34:11 AM', '2026-10-14T00:34:11.000000000Z'],
    ['%Y%m%d%H%M%S', '20261014103411', '2026-10-14T10:34:11.000000000Z'],
    ['%j/%Y %H:%M:%S', '287/2026 10:34:11', '2026-10-14T10:34:11.000000000Z'],
    ['%s', '1791974051.204', '2026-10-14T10:34:11.204000000Z'],
    ['%d.%m.%Y %H:%M:%S', '31.02.2026 10:34:11', undefined],
    ['%d.%m.%Y %H:%M:%S', '14.10.2026 10:34:11 x', undefined],
    ['%d.%m.%Y %H:%M:%S', '40.10.2026 10:34:11', undefined],
    ['%Y-%m-%d %H:%M:%S %z', '2026-10-14 10:34:11 NOPE', undefined],
  ])('%s reads %s', (form, text, expected) => {
    const time = new LineTimeReader([form], 'UTC').read(text);
    const ns = time && (time.epochNs ?? BigInt(Math.round(time.local - (time.offsetSeconds ?? 0))) * 1_000_000_000n + BigInt(time.nanosecond));
    expect(ns === undefined ? undefined : formatRfc3339(ns)).toBe(expected);
  });
});

describe('a declared format', () => {
  const read = (text: string, source: LineFormatSource = shop, newestNs?: bigint): ReturnType<typeof parseAll> => parseAll(lineFormat(source), encode(text), newestNs === undefined ? {} : { newestNs });

  it('reads roles, typed fields and what belongs to the record above', async () => {
    const { records, diagnostics, summary } = await read('==== begins ====\n[14/Oct/2026:10:34:11 +0000] ODD /cart 1204ms failed\n  at x\n\n  at y\n[14/Oct/2026:10:34:12 +0000] WHAT - 5ms ok\n2026-10-14 10:34:13 of another log\n  and more of that\n');
    expect(records.map(({ body, severityNumber, fields, understood }) => [body, severityNumber, fields, understood])).toEqual([
      ['begins', 9, [undefined, undefined], true], ['failed\n  at x\n  at y', 17, ['/cart', 1.204], true], ['ok', 9, [undefined, 0.005], true], ['2026-10-14 10:34:13 of another log\n  and more of that', 0, [], false],
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['shop/not-understood']);
    expect(summary.counts).toMatchObject({ lines: 8, joinedLines: 3, notUnderstood: 1 });
  });

  it('keeps a record whose time is none', async () => {
    const { records, diagnostics } = await read('[99/Oct/2026:10:34:11 +0000] INFO /a 1ms x\n');
    expect(records.map(({ timeNs, timeText, understood }) => [timeNs, timeText, understood])).toEqual([[undefined, '99/Oct/2026:10:34:11 +0000', true]]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['shop/unreadable-time']);
  });

  it('takes years from the newest time the evidence can have, and days likewise, and says so', async () => {
    const yearless: LineFormatSource = { ...shop, fields: [], lines: ['(?<time>[^|]+)\\|(?<body>.*)'], time: { forms: ['%m-%d %H:%M:%S'] } };
    const { records } = await read('12-31 23:59:59|a\n01-01 00:00:01|b\n02-29 10:00:00|c\n', yearless, 1_709_400_000_000_000_000n);
    expect(records.map(({ timeNs, attributes }) => [timeNs === undefined ? '' : formatRfc3339(timeNs).slice(0, 19), attributes])).toEqual([
      ['2023-12-31T23:59:59', { 'tephra.time.inferred': 'year' }], ['2024-01-01T00:00:01', { 'tephra.time.inferred': 'year' }], ['2024-02-29T10:00:00', { 'tephra.time.inferred': 'year' }],
    ]);
    const dateless = { ...yearless, time: { forms: ['%H:%M:%S'] } };
    const days = await read('23:00:00|a\n01:00:00|b\n', dateless, 1_709_400_000_000_000_000n);
    expect(days.records.map(({ timeNs }) => formatRfc3339(timeNs!).slice(0, 19))).toEqual(['2024-03-01T23:00:00', '2024-03-02T01:00:00']);
    expect(days.records[0]!.attributes).toEqual({ 'tephra.time.inferred': 'date' });
  });

  it('takes the year that the log says itself: in a heading, or in a date of the same day', async () => {
    const yearless: LineFormatSource = { ...shop, fields: [], lines: ['(?<time>[^|]+)\\|(?<body>.*)', '(?<body>Log file created at: .*)'], time: { forms: ['%m-%d %H:%M:%S'] } };
    const times = async (text: string): Promise<string[]> => (await read(text, yearless)).records.map(({ timeNs }) => (timeNs === undefined ? '' : formatRfc3339(timeNs).slice(0, 10)));
    expect(await times('Log file created at: 2019/12/31 23:59:58\n12-31 23:59:59|a\n01-01 00:00:01|b\n')).toEqual(['', '2019-12-31', '2020-01-01']);
    expect(await times('02-26 23:08:47|from 26/Feb/2019:23:08:46\n02-27 00:00:00|b\n')).toEqual(['2019-02-26', '2019-02-27']);
  });

  it('is surer of a file the more of its lines it knows; lines of other logs speak against it', () => {
    const format = lineFormat(shop);
    const of = (text: string): number => format.detect(headOf(encode(text), 'x'))?.confidence ?? 0;
    const line = '[14/Oct/2026:10:34:11 +0000] INFO /a 1ms x\n';
    expect(of(line.repeat(5))).toBe(0.93);
    expect(of(line + '  at x\n'.repeat(3))).toBeGreaterThan(0.6);
    expect(of(line.repeat(2) + '2026-10-14 10:34:13 of another log\n'.repeat(8))).toBe(0);
    expect(of('==== begins ====\n')).toBe(0);
    expect(of('')).toBe(0);
  });

  it('says in words what is wrong with a definition', () => {
    expect(checkLineFormat({ ...shop, fields: [{ name: 'other', type: 'string', description: 'x' }], time: { forms: ['%Q'], zone: 'Mars/Base' } })).toEqual([
      'The field other has no group: write (?<other>…) where it stands.',
      expect.stringContaining('The group http_route is no field') as unknown, expect.stringContaining('The group took is no field') as unknown,
      'The form of time %Q: %Q is no part of a time.', '"Mars/Base" is no zone.',
    ]);
  });
});
