import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import { memorySource } from '../../test/support/formats.ts';
import { parseJson } from './contract-json.ts';
import { readDocuments, type DocumentElement } from './contract-json-stream.ts';
import { MAX_ELEMENT_BYTES } from './contract-json-scanner.ts';
import type { RecordSink } from './contract.ts';

const plan = { elements: ['groups[].items[]', '[]'], context: { 'groups[]': ['head', 'tail'], '': ['title'] } };

interface Outcome {
  readonly elements: Array<{ path: string; from: number; to: number; line: number; value: unknown; around: unknown }>;
  readonly broken: Array<{ from: number; to: number }>;
  readonly diagnostics: Diagnostic[];
}

async function read(bytes: Uint8Array, chunkBytes = 65_536): Promise<Outcome> {
  const out: Outcome = { elements: [], broken: [], diagnostics: [] };
  const sink: RecordSink = { record: () => undefined, diagnostic: (d) => void out.diagnostics.push(d), room: () => undefined };
  await readDocuments('t', memorySource(bytes, chunkBytes), sink, new AbortController().signal, {
    plan,
    element: (e) => void out.elements.push({ path: e.path, from: e.offsetBytes, to: e.offsetBytes + e.lengthBytes, line: e.line, value: e.value, around: around(e) }),
    broken: (b) => void out.broken.push({ from: b.offsetBytes, to: b.offsetBytes + b.lengthBytes }),
  });
  return out;
}

function around(element: DocumentElement): unknown {
  const found: unknown[] = [];
  for (let e = element.enclosing; e; e = e.parent) found.push({ ...e.members });
  return found;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const comparable = (outcome: Outcome): string => JSON.stringify(outcome, (_key, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));

const item = fc.record({ id: fc.integer(), any: fc.jsonValue({ maxDepth: 3 }), text: fc.string({ unit: 'binary' }) });
const group = fc.tuple(fc.array(item, { maxLength: 6 }), fc.option(fc.string(), { nil: undefined }), fc.option(fc.string(), { nil: undefined }), fc.boolean())
  .map(([items, head, tail, after]) => (after ? { items, head, tail } : { tail, head, items }));
const document = fc.tuple(fc.array(group, { maxLength: 4 }), fc.string(), fc.boolean(), fc.constantFrom(undefined, 1, '\t'))
  .map(([groups, title, after, indent]) => ({
    groups, title, text: JSON.stringify(after ? { groups, other: [[{ items: [1] }]], title } : { title, groups }, undefined, indent),
  }));

describe('readDocuments', () => {
  it('hands out every element with its value, its bytes, its line and what it stands in, in any chunks', async () => {
    await fc.assert(fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '\n', ',\n', '\u001e'), fc.integer({ min: 1, max: 200 }), async (documents, between, chunkBytes) => {
      const bytes = bytesOf(documents.map((d) => d.text).join(between));
      const found = await read(bytes, chunkBytes);
      expect(found.diagnostics).toEqual([]);
      expect(found.elements.map((e) => [e.value, e.around])).toEqual(documents.flatMap((d) => d.groups.flatMap((g) => g.items.map((i) => [
        parseJson(JSON.stringify(i)),
        [{ ...(g.head === undefined ? {} : { head: g.head }), ...(g.tail === undefined ? {} : { tail: g.tail }) }, { title: d.title }],
      ]))));
      for (const e of found.elements) {
        const text = Buffer.from(bytes.subarray(e.from, e.to)).toString('utf8');
        expect(parseJson(text)).toEqual(e.value);
        expect(e.line).toBe(Buffer.from(bytes.subarray(0, e.from)).toString('latin1').split('\n').length);
      }
    }), { numRuns: 200 });
  });

  it('a document cut anywhere keeps every element before the cut, and says where it breaks off', async () => {
    await fc.assert(fc.asyncProperty(document, fc.nat(), async ({ text }, at) => {
      const bytes = bytesOf(text);
      const end = at % bytes.length;
      const whole = await read(bytes);
      const found = await read(bytes.subarray(0, end), 7);
      expect(comparable(found)).toBe(comparable(await read(bytes.subarray(0, end))));
      expect(found.elements.map((e) => e.from)).toEqual(whole.elements.filter((e) => e.to <= end).map((e) => e.from));
      expect(found.diagnostics.map((d) => d.code)).toEqual(end === 0 ? [] : ['t/truncated']);
      for (const d of found.diagnostics) expect(d.offsetBytes + d.lengthBytes).toBe(end);
    }), { numRuns: 300 });
  });

  it('bytes written over cost what they hit: elements before stand, chunks change nothing, ranges stay apart', async () => {
    await fc.assert(fc.asyncProperty(document, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 40 }), async ({ text }, at, junk, chunkBytes) => {
      const bytes = bytesOf(text);
      const place = at % bytes.length;
      const whole = await read(bytes);
      bytes.set(junk.subarray(0, bytes.length - place), place);
      const found = await read(bytes);
      expect(comparable(await read(bytes, chunkBytes))).toBe(comparable(found));
      const before = whole.elements.filter((e) => e.to <= place).map((e) => e.from);
      expect(found.elements.slice(0, before.length).map((e) => e.from)).toEqual(before);
      const ranges = [...found.elements, ...found.broken].sort((a, b) => a.from - b.from);
      ranges.forEach((range, i) => expect(range.from).toBeGreaterThanOrEqual(ranges[i - 1]?.to ?? 0));
    }), { numRuns: 300 });
  });

  it('an element that lost its end takes none of those behind it along', async () => {
    const text = '{"groups":[{"head":"h","items":[{"id":1,"a":{}},{"id":2,"a":{"b":[1,2},{"id":3},{"id":4}]},{"head":"g","items":[{"id":5}]}]}';
    const found = await read(bytesOf(text));
    expect(found.elements.map((e) => e.value)).toEqual([{ id: 1, a: {} }, { id: 3 }, { id: 4 }, { id: 5 }]);
    // What the damage may have taken with it is not claimed: 3 and 4 stand in nothing that is certain.
    expect(found.elements.map((e) => e.around)).toEqual([[{ head: 'h' }, {}], [{}], [{}], [{ head: 'g' }, {}]]);
    expect(found.diagnostics.map((d) => [d.code, text.slice(d.offsetBytes, d.offsetBytes + d.lengthBytes)])).toEqual([['t/damaged', '{"id":2,"a":{"b":[1,2},']]);
  });

  it('after a line that breaks off, the next line is a document', async () => {
    const found = await read(bytesOf('{"groups":[{"items":[{"id":1},{"id":"cut he\n{"groups":[{"items":[{"id":2}]}]}\n{"groups":[{"items":[{"id":3\n{"title":"t","groups":[{"items":[{"id":4}]}]}\n'));
    expect(found.elements.map((e) => e.value)).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
    expect(found.diagnostics.map((d) => d.code)).toEqual(['t/damaged', 't/damaged']);
  });

  it('a line that begins like an element, where a document is of no interest, is passed over', async () => {
    const bytes = bytesOf('[{"id":1,"a":"",\n{"i.":1}\n');
    const codes: string[] = [];
    const sink: RecordSink = { record: () => undefined, diagnostic: (d) => void codes.push(d.code), room: () => undefined };
    await readDocuments('t', memorySource(bytes, 5), sink, new AbortController().signal, { plan: { elements: ['[]'] }, element: () => undefined });
    expect(codes).toContain('t/damaged');
  });

  it.each([['[', 100_000], ['{"a":', 100_000], ['[', 3_000_000]])('nesting of %s %i deep is followed or told, not fallen over', async (open, depth) => {
    const found = await read(bytesOf(`{"groups":[{"items":[{"id":1},${open.repeat(depth)}`), 1 << 16);
    expect(found.elements.map((e) => e.value)).toEqual([{ id: 1 }]);
    expect(found.diagnostics.length).toBe(1);
    const close = open === '[' ? ']' : '0}';
    if (depth > 1_000_000) return;
    const closed = await read(bytesOf(`{"groups":[{"items":[${open.repeat(depth)}${open === '[' ? close.repeat(depth) : `0${'}'.repeat(depth)}`},{"id":2}]}]}`), 1 << 16);
    expect(closed.diagnostics.map((d) => d.code)).toEqual(['t/too-deep']);
    expect(closed.elements.map((e) => e.value)).toEqual([{ id: 2 }]);
  });

  it('an element longer than can be read is told, and the next is read', async () => {
    const found = await read(bytesOf(`{"groups":[{"items":[{"id":1,"x":"${'x'.repeat(MAX_ELEMENT_BYTES)}"},{"id":2}]}]}`), 1 << 20);
    expect(found.elements.map((e) => e.value)).toEqual([{ id: 2 }]);
    expect(found.diagnostics.map((d) => d.code)).toEqual(['t/too-long']);
    expect(found.broken.length).toBe(1);
  });

  it('names are compared as they mean, and the first of two counts', async () => {
    const found = await read(bytesOf('{"title":"a","gr\\u006fups":[{"items":[{"id":1}],"head":1,"head":2}],"title":"b"}'), 3);
    expect(found.elements.map((e) => e.around)).toEqual([[{ head: 1 }, { title: 'a' }]]);
  });

  it('a member too long to keep is told once, and what stands in the object is kept', async () => {
    const found = await read(bytesOf(`{"groups":[{"items":[{"id":1},{"id":2}],"head":"${'h'.repeat(1 << 20)}","tail":9}]}`));
    expect(found.elements.map((e) => e.around)).toEqual([[{ tail: 9 }, {}], [{ tail: 9 }, {}]]);
    expect(found.diagnostics.map((d) => d.code)).toEqual(['t/context-not-read']);
  });
});
