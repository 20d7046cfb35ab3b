import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../src/base/time.ts';
import { detectFormat, formats, rankFormats } from '../../src/formats/index.ts';
import { lineDefinitions } from '../../src/formats/line-formats/index.ts';
import type { Format } from '../../src/formats/contract.ts';
import { headOf, parseAll } from '../support/formats.ts';

/**
 * Golden fixtures: `src/formats/<format>/fixtures/<case>/{input*, expected.json}`. `UPDATE_GOLDEN=1 npx vitest …`
 * writes what comes out now; the difference is for a person to read before it is committed.
 */
const root = new URL('../../src/formats', import.meta.url).pathname;
const update = process.env['UPDATE_GOLDEN'] === '1';

interface Fixture {
  readonly format: Format;
  readonly name: string;
  readonly dir: string;
  readonly inputName: string;
  readonly bytes: Uint8Array;
}

const declared = new Set(lineDefinitions.map(({ id }) => id));
const fixtures: Fixture[] = formats.filter(({ id }) => !declared.has(id)).flatMap((format) => {
  const dir = join(root, format.id, 'fixtures');
  return readdirSync(dir).filter((name) => statSync(join(dir, name)).isDirectory()).sort().map((name) => {
    const inputName = readdirSync(join(dir, name)).find((file) => file.startsWith('input'))!;
    return { format, name: `${format.id}/${name}`, dir: join(dir, name), inputName, bytes: new Uint8Array(readFileSync(join(dir, name, inputName))) };
  });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v)));
}

async function outcome({ format, bytes, inputName }: Fixture): Promise<unknown> {
  const detected = detectFormat(headOf(bytes, inputName));
  const { records, diagnostics, summary } = await parseAll(format, bytes, { name: inputName });
  return plain({
    detected: { kind: detected.format?.id, confidence: detected.confidence, reason: detected.reason },
    records: records.map(({ fields, timeNs, observedTimeNs, ...record }) => ({
      ...record,
      time: timeNs === undefined ? undefined : formatRfc3339(timeNs),
      observedTime: observedTimeNs === undefined ? undefined : formatRfc3339(observedTimeNs),
      fields: Object.fromEntries(format.fields.flatMap((field, i) => (fields[i] === undefined ? [] : [[field.name, fields[i]]]))),
    })),
    diagnostics,
    ...summary,
  });
}

describe('golden fixtures', () => {
  it.each(fixtures.map((f) => [f.name, f] as const))('%s', async (_name, fixture) => {
    const file = join(fixture.dir, 'expected.json');
    const found = await outcome(fixture);
    if (update) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});

describe('detection', () => {
  it('knows each kind by an id of its own: tables are named after them', () => {
    expect(formats.map((f) => f.id).filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  });

  it.each(fixtures.map((f) => [f.name, f] as const))('%s is of one kind, and says so again', (_name, { format, bytes, inputName }) => {
    const ranked = rankFormats(headOf(bytes, inputName));
    expect(ranked[0]?.format.id).toBe(format.id);
    // The contract: two formats within 0.05 are an ambiguity.
    if (ranked[1]) expect(ranked[0]!.confidence - ranked[1].confidence).toBeGreaterThan(0.05);
    expect(rankFormats(headOf(bytes, inputName))).toEqual(ranked);
    // The name is a hint only: without it the answer is the same.
    expect(rankFormats(headOf(bytes, 'x'))[0]?.format.id).toBe(format.id);
  });

  it.each([
    ['an ELF file', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), 'no known kind; first bytes 7f 45 4c 46 02 01 01 00'],
    ['an empty file', new Uint8Array(), 'the file is empty'],
  ])('%s is of no known kind', (_name, bytes, reason) => {
    const found = detectFormat(headOf(bytes, 'x.log'));
    expect(found.format).toBeUndefined();
    expect(found.reason).toBe(reason);
  });

  it.each([
    ['a document in which nothing says when', '{\n  "uptime": 1791974051,\n  "expires_at": "2026-10-14T10:00:00Z",\n  "message": "x"\n}\n'],
    ['prose with commas', 'Hello, world\nOne, two\nRed, green\n'],
    ['a list of imports', 'import a, b, c\nimport d, e, f\nimport g, h, i\n'],
    ['a document on one line', '{"name":"pkg","version":"1.0.0","dependencies":{}}\n'],
  ])('%s is plain text', (_name, text) => {
    expect(detectFormat(headOf(new TextEncoder().encode(text), 'x.json')).format?.id).toBe('plain-text');
  });

  it.each([
    ['a single line with a time', '2026-10-14 10:34:11 restarted\n'],
    ['output of grep -H', 'app.log:2026-10-14 10:34:11 one\napp.log:2026-10-14 10:34:12 two\n'],
  ])('%s is text with times', (_name, text) => {
    expect(detectFormat(headOf(new TextEncoder().encode(text), 'x.json')).format?.id).toBe('timestamped-text');
  });
});

describe('every format', () => {
  it.each(formats.map((f) => [f.id, f] as const))('%s cites a specification and has fixtures', (id, format) => {
    expect(format.specification.length).toBeGreaterThan(0);
    for (const { url } of format.specification) expect(url).toMatch(/^https:\/\//);
    if (!declared.has(id)) expect(fixtures.filter((f) => f.format.id === id).length).toBeGreaterThan(0);
  });
});
