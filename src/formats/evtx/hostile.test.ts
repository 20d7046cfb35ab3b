import { describe, expect, it } from 'vitest';
import { parseAll, type Parsed } from '../../../test/support/formats.ts';
import { event, guidOf } from '../../../test/support/evtx-samples.ts';
import { chunkOf, fileHeader, sumChunk, val, type El, type Piece, type Template, type Val } from '../../../test/support/evtx-writer.ts';
import { evtx } from './index.ts';

const NS = 1_791_974_038_000_000_000n;

function read(bytes: Uint8Array): Promise<Parsed> {
  return parseAll(evtx, Buffer.concat([fileHeader(1, 9n), bytes]), { chunkBytes: 1 << 20 });
}

function one(root: El, values: readonly Val[]): Promise<Parsed> {
  const data: Template = { guid: guidOf(77), root };
  return read(chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c', data, values })]).bytes);
}

const sub = (index: number, type = 1): Piece => ({ sub: index, type });

/** Whatever a record is made to be, it is told and bounded. */
function bounded({ records, diagnostics }: Parsed): void {
  expect(records.length).toBe(1);
  expect(records[0]!.body.length).toBeLessThanOrEqual(256 * 1024);
  if (!records[0]!.understood) expect(diagnostics.map((d) => d.code)).toContain('evtx/record-not-read');
}

describe('records that are made to harm', () => {
  it('one value named thousands of times, each an array of thousands', async () => {
    const parsed = await one({ name: 'EventData', content: Array.from({ length: 1200 }, (_, i) => ({ name: 'Data', attributes: [['Name', `n${i % 3}`]], content: [sub(0)] })) }, [val.u32s(...Array.from({ length: 2000 }, (_, i) => i))]);
    bounded(parsed);
    expect(parsed.records[0]!.understood).toBe(false);
    expect(parsed.diagnostics[0]?.message).toContain('grow beyond all measure');
  });

  it('a chunk of such records costs no more than a chunk', async () => {
    const data: Template = { guid: guidOf(78), root: { name: 'EventData', content: Array.from({ length: 700 }, () => sub(0)) } };
    const records = Array.from({ length: 40 }, (_, i) => event(BigInt(i), NS, { provider: 'p', eventId: 1, channel: 'c', data, values: [val.u32s(...Array.from({ length: 100 }, () => i))] }));
    const parsed = await read(chunkOf(records).bytes);
    expect(parsed.records.length).toBe(40);
    // Each asks for 70,000 units; a chunk has a million.
    expect(parsed.records.filter((record) => record.understood).length).toBeLessThanOrEqual(15);
    expect(parsed.records.filter((record) => record.understood).length).toBeGreaterThan(5);
  });

  it('values in values, deeper than any event', async () => {
    const inner: Template = { guid: guidOf(79), root: { name: 'In', content: [sub(0, 0x21)] } };
    let value: Val = val.string('bottom');
    for (let i = 0; i < 400; i++) value = { template: inner, values: [value] };
    bounded(await one({ name: 'EventData', content: [{ name: 'Data', attributes: [['Name', 'x']], content: [sub(0, 0x21)] }] }, [value]));
  });

  it('elements in elements, deeper than any event', async () => {
    let root: El = { name: 'x', content: ['bottom'] };
    for (let i = 0; i < 1000; i++) root = { name: 'x', content: [root] };
    const parsed = await one({ name: 'EventData', content: [root] }, []);
    bounded(parsed);
    expect(parsed.diagnostics[0]?.message).toContain('nested too deep');
  });

  it('both at once', async () => {
    let root: El = { name: 'x', content: [sub(0, 0x21)] };
    for (let i = 0; i < 55; i++) root = { name: 'x', content: [root] };
    const inner: Template = { guid: guidOf(80), root };
    let value: Val = val.string('bottom');
    for (let i = 0; i < 100; i++) value = { template: inner, values: [value] };
    bounded(await one({ name: 'EventData', content: [{ name: 'Data', attributes: [['Name', 'x']], content: [sub(0, 0x21)] }] }, [value]));
  });

  const chunk = (): Buffer => chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c' })]).bytes;
  /** Offset of the definition of the first record's template. */
  const reference = 512 + 24 + 4 + 6;

  it.each([
    ['out of the chunk', 0xffff_fff0], ['at the end of the chunk', 65_530], ['in the header', 0], ['at the instance itself', 512 + 24 + 4], ['in the middle of itself', 512 + 24 + 60],
  ])('a definition %s', async (_name, offset) => {
    const bytes = chunk();
    bytes.writeUInt32LE(offset, reference);
    sumChunk(bytes);
    const parsed = await read(bytes);
    bounded(parsed);
    expect(parsed.records[0]).toMatchObject({ understood: false, timeNs: NS });
  });

  it('a name out of the chunk, and more values than bytes', async () => {
    for (const [at, value] of [[reference + 4 + 24 + 4 + 1 + 2 + 4, 0xffff_0000], [reference + 4 + 20, 0xffff_fff0]] as const) {
      const bytes = chunk();
      bytes.writeUInt32LE(value, at);
      sumChunk(bytes);
      const parsed = await read(bytes);
      bounded(parsed);
      expect(parsed.records[0]!.understood).toBe(false);
    }
  });

  it('a template that another was written over is not taken for it', async () => {
    const bytes = chunk();
    bytes.writeUInt32LE(0x1234_5678, reference - 4);
    sumChunk(bytes);
    const parsed = await read(bytes);
    expect(parsed.diagnostics[0]?.message).toContain('was overwritten');
  });
});

describe('chunks', () => {
  it('a chunk whose header is gone has no records, and says what stands in it', async () => {
    const bytes = chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c' }), event(8n, NS, { provider: 'p', eventId: 1, channel: 'c' })]).bytes;
    bytes.fill(0, 0, 512);
    const { records, diagnostics, summary } = await read(bytes);
    expect(records).toEqual([]);
    expect(summary.counts).toMatchObject({ chunks: 0, damagedChunks: 1, recovered: 2 });
    expect(diagnostics.map((d) => d.code)).toEqual(['evtx/chunk-damaged', 'evtx/recoverable']);
  });

  it('a file that begins with a chunk, and one whose header is gone, are read', async () => {
    const { bytes } = chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c' })]);
    for (const file of [bytes, Buffer.concat([Buffer.alloc(4096, 7), bytes])]) {
      expect(evtx.detect({ bytes: file.subarray(0, 65_536), complete: false, name: 'x', sizeBytes: file.length })?.confidence).toBeGreaterThan(0.9);
      const { records } = await parseAll(evtx, file);
      expect(records.map((record) => [record.understood, record.fields[5]])).toEqual([[true, 7]]);
    }
  });

  it('checksums that are not kept are not missed', async () => {
    const { bytes } = chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c' })]);
    bytes.writeUInt32LE(5, 120);
    bytes.writeUInt32LE(0, 52);
    const { diagnostics } = await parseAll(evtx, Buffer.concat([fileHeader(1, 8n, 4), bytes]));
    expect(diagnostics).toEqual([]);
  });

  it('records behind the last one of the header are of before, even where the header does not call them free', async () => {
    const { bytes } = chunkOf([7n, 8n, 9n].map((id) => event(id, NS, { provider: 'p', eventId: 1, channel: 'c' })));
    bytes.writeUInt32LE(512 + bytes.readUInt32LE(512 + 4), 44);
    sumChunk(bytes);
    const { records, diagnostics, summary } = await read(bytes);
    expect(records.map((record) => record.fields[5])).toEqual([7, 8]);
    expect(summary.counts['recovered']).toBe(1);
    expect(diagnostics.map((d) => d.code)).toEqual(['evtx/recoverable']);
  });

  it('zeros behind the last record are no damage', async () => {
    const { bytes } = chunkOf([event(7n, NS, { provider: 'p', eventId: 1, channel: 'c' })]);
    bytes.writeUInt32LE(65_536, 48);
    sumChunk(bytes);
    const { records, diagnostics } = await read(bytes);
    expect(records.length).toBe(1);
    expect(diagnostics).toEqual([]);
  });
});
