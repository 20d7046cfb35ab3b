import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineFormatDefinition } from '../../model/line-format.ts';
import { chunked, readAll } from '../direct.testing.ts';
import { formatById } from '../index.ts';
import { lineDefinitions } from './index.ts';

const NEWEST_NS = 1_791_974_051_204_000_000n;
const DAMAGE = ['', ' ', '  ', '-', '0', '9', '59', '60', '99', ':', '.', '"', '[', ']', '\t', '\0', '\r', 'é', '日', '\u{1f600}', '\u00a0', '\u001b[31m', 'trace_id=4bf92f3577b34da6a3ce929d0e0e4736', '[object] (', 'x'.repeat(300)];

/** A line with pieces taken out, put in and written over. */
function mutated(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(line, fc.array(fc.tuple(fc.nat(400), fc.nat(4), fc.constantFrom(...DAMAGE)), { maxLength: 3 })).map(([text, edits]) => edits.reduce((now, [at, taken, put]) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + put + now.slice(place + taken);
  }, text));
}

/** Digits written over: other times, other numbers. */
function counted(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(line, fc.array(fc.tuple(fc.nat(400), fc.nat(9)), { maxLength: 4 })).map(([text, edits]) => edits.reduce((now, [at, digit]) => {
    const place = at % now.length;
    return /\d/.test(now[place] ?? '') ? `${now.slice(0, place)}${digit}${now.slice(place + 1)}` : now;
  }, text));
}

const definitions = lineDefinitions.map((source) => LineFormatDefinition.parse(source));

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const format = formatById(id)!;
  const sample = fc.constantFrom(...definition.samples.map(({ line }) => line));
  const line = fc.oneof({ weight: 3, arbitrary: sample }, { weight: 3, arbitrary: counted(sample) }, { weight: 2, arbitrary: mutated(sample) }, { weight: 1, arbitrary: fc.constantFrom('', ' ', '\tat a.b.C(D.java:1)', 'none of it', '2026-10-14 of another log', 'Log file created at: 2025/10/14 10:34:11') });
  const bytes = fc.tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n')), { maxLength: 12 }), fc.boolean(), fc.array(fc.tuple(fc.nat(100_000), fc.constantFrom(0xff, 0xc3, 0)), { maxLength: 1 }))
    .map(([lines, ended, damage]) => {
      const text = lines.map(([one, end]) => one + end).join('');
      const all = new TextEncoder().encode(ended ? text : text.trimEnd());
      if (all.length > 0) for (const [at, byte] of damage) all[at % all.length] = byte;
      return all;
    });

  test('lines read from their bytes say what the same lines say when they are read as text', async () => {
    await fc.assert(fc.asyncProperty(bytes, fc.constantFrom('UTC', 'Europe/Berlin'), fc.integer({ min: 20, max: 4000 }), async (all, zone, chunkBytes) => {
      const options = { name: 'input', zone, newestNs: NEWEST_NS };
      const slow = await readAll(format, chunked(all, chunkBytes), false, options);
      const fast = await readAll(format, chunked(all, chunkBytes), true, options);
      expect(fast.said).toEqual(slow.said);
      expect(fast.diagnostics).toEqual(slow.diagnostics);
      expect(fast.summary).toEqual(slow.summary);
    }), { numRuns: Number(process.env['TEPHRA_DIRECT_RUNS'] ?? 25) });
  });
});

test('most declared formats are read from their bytes', async () => {
  const read: string[] = [];
  const others: string[] = [];
  for (const { id, samples } of definitions) {
    const text = samples.flatMap(({ line }) => Array.from({ length: 20 }, () => line)).join('\n');
    const { direct } = await readAll(formatById(id)!, chunked(new TextEncoder().encode(`${text}\n`), 1 << 20), true, { name: 'input', zone: 'UTC', newestNs: NEWEST_NS });
    (direct > 0 ? read : others).push(id);
  }
  // Those with members of JSON or pairs at their end, a time of day apart from its date, or no time at all.
  expect(others).toMatchInlineSnapshot(`
    [
      "openam-debug",
      "zap-console",
      "otel-python",
      "rails-development",
      "unifi",
      "fsck-hfs",
      "tcsh-history",
      "vcsa-procstate",
    ]
  `);
  expect(read).toEqual(expect.arrayContaining(['glog', 'haproxy', 'redis', 'squid', 'zookeeper']));
});
