import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { formatRfc3339, parseRfc3339 } from '../../base/time.ts';
import { LineFormatDefinition } from '../../model/line-format.ts';
import { severityFromText } from '../../model/severity.ts';
import { headOf, parseAll } from '../../../test/support/formats.ts';
import { checkLineFormat } from '../contract-line-check.ts';
import { detectFormat, formatById, rankFormats } from '../index.ts';
import { lineDefinitions } from './index.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const definitions = lineDefinitions.map((source) => LineFormatDefinition.parse(source));
const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const format = formatById(id)!;

  it('is sound: patterns in linear time, every group a role or a field, told in the README', () => {
    expect(checkLineFormat(definition)).toEqual([]);
    expect(readme).toContain(`\`${id}\``);
    expect(definition.specification.length).toBeGreaterThan(0);
  });

  it.each(definition.samples.map((sample) => [sample.line.slice(0, 120), sample] as const))('reads %s', async (_line, sample) => {
    const { records, diagnostics } = await parseAll(format, encode(`${sample.line}\n`));
    expect(diagnostics).toEqual([]);
    expect(records.length).toBe(1);
    const record = records[0]!;
    const fields = Object.fromEntries(definition.fields.map(({ name }, i) => [name, record.fields[i]]).filter(([, value]) => value !== undefined));
    expect({
      understood: record.understood, time: record.timeNs === undefined ? undefined : formatRfc3339(record.timeNs), severity: record.severityNumber, fields,
      ...(sample.body === undefined ? {} : { body: record.body }),
    }).toEqual({
      understood: true, time: sample.time === undefined ? undefined : formatRfc3339(parseRfc3339(sample.time)!), severity: sample.level === undefined || sample.level === 'unset' ? 0 : severityFromText(sample.level),
      fields: expect.objectContaining(sample.fields ?? {}) as unknown,
      ...(sample.body === undefined ? {} : { body: sample.body }),
    });
  });

  it('gives a line up in the time that its length asks for, wherever something in it goes on for ever', async () => {
    // What takes longer than its length does not end within the time of a test: 200,000 characters squared.
    for (const { line } of definition.samples.slice(0, 3)) {
      const text = line.split('\n')[0]!;
      for (let at = 0; at < text.length; at += Math.ceil(text.length / 8)) {
        const hostile = `${text.slice(0, at)}${text[at]!.repeat(200_000)}${text.slice(at)}\u0001`;
        const { records } = await parseAll(format, encode(`${hostile}\n`), { chunkBytes: 1 << 20 });
        expect(records.length).toBe(1);
      }
    }
  });

  it('is told from every other format by its samples, together and those with a time each alone', () => {
    const all = encode(`${definition.samples.map(({ line }) => line).join('\n')}\n`);
    for (const bytes of [all, ...definition.samples.filter(({ time }) => time !== undefined).map(({ line }) => encode(`${line}\n`))]) {
      const [first, second] = rankFormats(headOf(bytes, 'x.log'));
      expect(`${first?.format.id} ${first?.confidence} (then ${second?.format.id} ${second?.confidence})`).toContain(`${id} `);
      expect(detectFormat(headOf(bytes, 'x.log')).format?.id).toBe(id);
      expect((first?.confidence ?? 0) - (second?.confidence ?? 0)).toBeGreaterThan(0.05);
    }
  });
});
