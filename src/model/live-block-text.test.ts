import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../base/result.ts';
import { parseRfc3339 } from '../base/time.ts';
import { LIVE_BLOCK_KINDS, freezeBlocks, thawBlocks, type LiveBlock } from './live-block.ts';
import { LIVE_BLOCK_HELP, parseLiveBlock } from './live-block-text.ts';
import { liveBlocksOf, parsePostmortem } from './postmortem.ts';

const context = { zone: 'Europe/Berlin', nearNs: parseRfc3339('2026-10-14T08:00:00Z')! };
const read = (info: string, body = ''): ReturnType<typeof parseLiveBlock> => parseLiveBlock({ info, body }, context);
const said = (info: string, body = ''): string => {
  const result = read(info, body);
  return result.ok ? 'understood' : result.failure.message;
};

describe('live blocks as text', () => {
  it('reads a slice of the timeline in the zone of the case, times of day on the day of the incident', () => {
    expect(unwrap(read('timeline from=10:40 to="2026-10-14 11:10 UTC" lane=response,impact kind=Decision'))).toEqual({
      kind: 'timeline', fromNs: parseRfc3339('2026-10-14T08:40:00Z'), toNs: parseRfc3339('2026-10-14T11:10:00Z'), lanes: ['response', 'impact'], kinds: ['decision'],
    });
    expect(said('timeline from=11:00 to=10:00')).toBe('“to” is not after “from”.');
    expect(said('timeline from=now')).toContain('is no time');
    expect(said('timeline lane=moon')).toBe('“moon” is no lane. There are impact, detection, response, decisions, changes, communication, evidence.');
  });
  it('reads a record cited or a filter, and not both', () => {
    expect(unwrap(read('log [@3be1d07a:0x10+5] before=1 after=4'))).toEqual({
      kind: 'log', of: { place: { hashPrefix: '3be1d07a', locator: { kind: 'bytes', offsetBytes: 16, lengthBytes: 5 } }, before: 1, after: 4 },
    });
    expect(unwrap(read('log limit=5', 'level:error\n  service:checkout'))).toMatchObject({ kind: 'log', of: { limit: 5, filter: { terms: [{ field: 'level', value: 'error' }, { field: 'service', value: 'checkout' }] } } });
    expect(said('log')).toBe('Cite a record ([@…]), or write a filter between the fences, such as level:error.');
    expect(said('log [@3be1d07a:0x10+5]', 'level:error')).toBe('Either a citation or a filter, not both.');
    expect(said('log [@3be1d07a]')).toContain('cites a record');
    expect(said('log [@nothex:1]')).toContain('is no citation');
    expect(said('log limit=0', 'x')).toBe('limit= takes a number from 1 to 500.');
  });
  it('reads which whys and factors, and as what', () => {
    expect(unwrap(read('whys set="Checkout failed" as=map'))).toEqual({ kind: 'whys', set: 'Checkout failed', as: 'map' });
    expect(unwrap(read('whys'))).toEqual({ kind: 'whys', set: undefined, as: 'text' });
    expect(unwrap(read('factors part=trigger,latent as=fishbone'))).toEqual({ kind: 'factors', parts: ['trigger', 'latent'], as: 'fishbone' });
    expect(said('whys as=pie')).toBe('“pie” is no as. There are text, map, fishbone.');
    expect(said('factors as=table,fishbone')).toBe('as= takes one of table, fishbone.');
    expect(said('barriers as=map')).toBe('“as” is nothing that barriers takes. It has no options.');
  });
  it('says what is wrong with each other kind', () => {
    expect(said('')).toContain('Name what is to be shown: timeline, metrics');
    expect(said('pie')).toContain('“pie” is no live block');
    expect(said('metrics from=1')).toBe('“from” is nothing that metrics takes. It has no options.');
    expect(said('actions status=open')).toBe('“status” is nothing that actions takes. It takes state=, type=.');
    expect(said('table')).toContain('Write the query between the fences');
    expect(said('chart pie', 'SELECT 1')).toBe('“pie” is no kind of chart. There are line, bar, area, scatter.');
    expect(said('trace')).toContain('Name the trace by its id');
    expect(said('trace a b')).toBe('“b” is nothing that trace takes.');
    expect(said('terminal [@3be1d07a]')).toContain('Cite a moment of a recording');
    expect(said('image [@3be1d07a:0x1+2]')).toContain('Cite an image or a region');
    expect(said('image [@3be1d07a:xywh=1,2,3,4]')).toBe('understood');
    expect(said('timeline', 'something')).toBe('timeline takes nothing between its fences.');
    expect(said('timeline [@3be1d07a]')).toBe('timeline takes no citation.');
  });
  it('reads what the chooser puts in, but for what is still to be filled in', () => {
    for (const kind of LIVE_BLOCK_KINDS) {
      const [request] = liveBlocksOf(parsePostmortem(LIVE_BLOCK_HELP[kind].text));
      expect(request!.info.split(' ')[0]).toBe(kind);
      expect(parseLiveBlock(request!, context).ok, kind).toBe(!['trace', 'terminal', 'image'].includes(kind));
    }
  });
  it('never throws, whatever is typed', () => {
    const piece = fc.oneof(fc.constantFrom(...LIVE_BLOCK_KINDS, 'from=', 'to=10:00', '[@', '[@3be1d07a:0x1+2]', '"', 'limit=9', 'lane=impact', ' '), fc.string({ maxLength: 8 }));
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), fc.string({ maxLength: 30 }), (pieces, body) => {
      const result = read(pieces.join(' '), body);
      expect(result.ok || result.failure.message.length > 5).toBe(true);
    }), { numRuns: 500 });
  });
  it('finds blocks in document order, those in quotes too, and no other code', () => {
    const text = '```tephra metrics\n```\n\n> ```tephra log limit=2\n> level:error\n> ```\n\n```sql\nSELECT 1\n```\n\n~~~tephra timeline\n~~~\n';
    expect(liveBlocksOf(parsePostmortem(text))).toEqual([{ info: 'metrics', body: '' }, { info: 'log limit=2', body: 'level:error' }, { info: 'timeline', body: '' }]);
  });
});

describe('frozen blocks', () => {
  it('come back as they were, times to the nanosecond', () => {
    const blocks: LiveBlock[] = [
      { kind: 'problem', message: '{"$n":"1"}' },
      { kind: 'log', more: false, lines: [{ sha256: 'ab'.repeat(32), locator: { kind: 'bytes', offsetBytes: 1, lengthBytes: 2 }, timeNs: 1_791_974_300_123_456_789n, severityNumber: 17, service: 's', text: 't', cited: true }] },
    ];
    expect(thawBlocks(freezeBlocks(blocks))).toEqual(blocks);
  });
  it('are nothing when they are not what was written', () => {
    for (const text of ['', '{', '{}', '[{"kind":"log"}]', 'null']) expect(thawBlocks(text)).toBeUndefined();
  });
});
