import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { put, SHA_A, SHA_B, withIndex } from './index.testing.ts';

const at = (offsetBytes: number, sha256 = SHA_A) => ({ sha256, offsetBytes });

describe('fields and their values', () => {
  it('names what every record has, typed fields of kinds that occur, and attributes', async () => {
    await withIndex(async (index) => {
      expect((await index.fields()).map((f) => f.field)).toEqual(['level', 'source', 'service', 'host', 'kind', 'file', 'trace_id', 'span_id', 'body', 'template', 'line']);
      await put(index, SHA_A, 'a.log', [{ body: 'x', attributes: { 'k8s.pod.name': 'web-1', rare: 1 } }, { body: 'y', attributes: { 'k8s.pod.name': 'web-2' } }]);
      const fields = await index.fields();
      expect(fields.slice(11).map((f) => f.field)).toEqual(['status', 'url', 'seconds', 'k8s.pod.name', 'rare']);
      expect(fields.find((f) => f.field === 'status')).toMatchObject({ type: 'number' });
    });
  });

  it('counts values of any field among what passes, the most frequent first', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'logs/a.log', [
        { body: 'one', status: 200, serviceName: 'web', severityNumber: 9, attributes: { region: 'eu-1' } },
        { body: 'two', status: 503, serviceName: 'web', severityNumber: 17, attributes: { region: 'eu-1' } },
        { body: 'three', status: 503, severityNumber: 17, attributes: { region: 'us-1' } },
      ]);
      const values = async (field: string, contains = '', filter = {}) => unwrap(await index.values({ terms: [], ...filter }, field, contains, 10)).values.map((v) => [v.value, v.count]);
      expect(await values('status')).toEqual([['503', 2], ['200', 1]]);
      expect(await values('http.response.status_code', '20')).toEqual([['200', 1]]);
      expect(await values('level')).toEqual([['error', 2], ['info', 1]]);
      expect(await values('source')).toEqual([['web', 2], ['logs/a.log', 1]]);
      expect(await values('kind')).toEqual([['test-log', 3]]);
      expect(await values('file')).toEqual([['logs/a.log', 3]]);
      expect(await values('region')).toEqual([['eu-1', 2], ['us-1', 1]]);
      expect(await values('region', 'US')).toEqual([['us-1', 1]]);
      expect(await values('region', '', { terms: [{ kind: 'field', field: 'status', op: ':', value: '200', negated: false }] })).toEqual([['eu-1', 1]]);
      expect(await values('body')).toEqual([]);
      expect(await values("no'such\"field")).toEqual([]);
    });
  });
});

describe('overview', () => {
  it('says the worst of each stretch and where events are', async () => {
    await withIndex(async (index) => {
      const drafts = Array.from({ length: 100 }, (_, i) => ({ body: `r${i}`, timeNs: BigInt(i), severityNumber: i === 42 ? 17 : i >= 90 ? 13 : 9 }));
      await put(index, SHA_A, 'a.log', drafts);
      const all = unwrap(await index.overview({ terms: [] }, 10, [at(420), at(30), at(7), at(30, SHA_B)]));
      expect(all).toEqual({ total: 100, worst: Uint8Array.from([3, 3, 3, 3, 5, 3, 3, 3, 3, 4]), share: Uint8Array.from([255, 255, 255, 255, 26, 255, 255, 255, 255, 255]), rows: [3, 42] });
      const some = unwrap(await index.overview({ terms: [{ kind: 'field', field: 'level', op: ':', value: 'error', negated: false }] }, 4, [at(420), at(30)]));
      expect(some).toEqual({ total: 1, worst: Uint8Array.from([5, 5, 5, 5]), share: new Uint8Array(4).fill(255), rows: [0] });
      expect(unwrap(await index.overview({ terms: [{ kind: 'text', text: 'nowhere', negated: false }] }, 3, [at(30)]))).toEqual({ total: 0, worst: new Uint8Array(3), share: new Uint8Array(3), rows: [] });
    });
  });

  it('finds the next of several events, either way', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 20 }, (_, i) => ({ body: `r${i}`, timeNs: BigInt(i) })));
      const events = [at(150), at(40), at(90)];
      const seek = async (from: number, direction: 'next' | 'previous') => unwrap(await index.seek({ terms: [] }, from, direction, { events }));
      expect(await seek(-1, 'next')).toBe(4);
      expect(await seek(4, 'next')).toBe(9);
      expect(await seek(15, 'next')).toBeUndefined();
      expect(await seek(15, 'previous')).toBe(9);
      expect(unwrap(await index.seek({ terms: [] }, -1, 'next', { events: [] }))).toBeUndefined();
    });
  });
});
