import { describe, expect, it } from 'vitest';
import { completionsAt, type Knowledge } from './complete.ts';

const known: Knowledge = {
  evidence: [{ citation: '[@3be1d07a:0x10+5]', excerpt: 'pool  empty', hint: 'citation 1', key: 'k1' }],
  entries: [{ id: 'a', when: '10:42', title: 'Alert fired', insert: '10:42 UTC, Alert fired [@3be1d07a:0x10+5]', kind: 'detection' }],
  roles: ['payments on-call'],
  pictures: [{ citation: '[@e0c64a4d]', path: 'oncall/chart.png' }],
  traces: [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', says: 'web POST /pay, 3.2 s' }],
  fields: [{ field: 'level', description: 'Level' }, { field: 'service', description: 'service.name' }],
  services: ['checkout', 'order db'],
  tables: [{ table: 'events', description: 'All', columns: [{ name: 'time', type: 'TIMESTAMP_NS', description: '' }, { name: 'http.status', type: 'BIGINT', description: '' }] }, { table: 'spans', description: 'Spans', columns: [{ name: 'duration_ns', type: 'BIGINT', description: '' }] }],
};

/** `|` is the cursor. What would stand there after the item with this label is taken. */
function taken(marked: string, label: string | RegExp, asked = false): string {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const found = completionsAt(text, offset, known, asked);
  const item = found?.items.find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)));
  if (!found || !item) return `nothing of ${found?.items.map((one) => one.label).join(', ') ?? 'anything'}`;
  return text.slice(0, found.from) + item.insert + text.slice(found.to);
}

describe('completion', () => {
  it('cites evidence after [@, also where the bracket is closed already', () => {
    expect(taken('It was full [@|', 'pool empty')).toBe('It was full [@3be1d07a:0x10+5]');
    expect(taken('It was full [@3b|] then', 'pool empty')).toBe('It was full [@3be1d07a:0x10+5] then');
  });
  it('puts in entries and roles after @, and anything when asked', () => {
    expect(taken('At @10|', '10:42 Alert fired')).toBe('At 10:42 UTC, Alert fired [@3be1d07a:0x10+5]');
    expect(taken('the @pay|', 'payments on-call')).toBe('the payments on-call');
    expect(taken('mail a@b|', 'payments on-call')).toBe('nothing of anything');
    expect(taken('the pay|', 'payments on-call')).toBe('nothing of anything');
    expect(taken('the pay|', 'payments on-call', true)).toBe('the payments on-call');
  });
  it('names live blocks, their options and values', () => {
    expect(taken('```|', 'tephra metrics')).toBe('```tephra metrics\n```');
    expect(taken('```tephra ti|', 'timeline')).toBe('```tephra timeline');
    expect(taken('```tephra timeline from=10:40 la|', 'lane=')).toBe('```tephra timeline from=10:40 lane=');
    expect(taken('```tephra timeline lane=impact,re|', 'response')).toBe('```tephra timeline lane=impact,response');
    expect(taken('```tephra chart |', 'bar')).toBe('```tephra chart bar');
    expect(taken('```tephra log [@|', 'pool empty')).toBe('```tephra log [@3be1d07a:0x10+5]');
    expect(taken('```tephra image [@|]', 'oncall/chart.png')).toBe('```tephra image [@e0c64a4d]');
    expect(taken('```tephra trace |', '4bf92f3577b34da6a3ce929d0e0e4736')).toBe('```tephra trace 4bf92f3577b34da6a3ce929d0e0e4736');
    expect(taken('text\n/me|', '/metrics')).toBe('text\n```tephra metrics\n```');
  });
  it('knows columns of the tables a query names, and fields and values of a filter', () => {
    expect(taken('```tephra table\nSELECT ht| FROM events\n```', 'http.status')).toBe('```tephra table\nSELECT "http.status" FROM events\n```');
    expect(taken('```tephra table\nSELECT d| FROM spans\n```', 'duration_ns')).toContain('SELECT duration_ns');
    expect(taken('```tephra table\nSELECT d| FROM spans\n```', 'time')).toContain('nothing of');
    expect(taken('```tephra log\nle|\n```', 'level')).toBe('```tephra log\nlevel:\n```');
    expect(taken('```tephra log\nlevel:error service:o|\n```', 'order db')).toBe('```tephra log\nlevel:error service:"order db"\n```');
  });
  it('keeps out of code that is not ours, and goes on behind it', () => {
    expect(taken('```sh\necho @|\n```', /./)).toBe('nothing of anything');
    expect(taken('```tephra metrics\n```\n\nthe @pay|', 'payments on-call')).toContain('the payments on-call');
    expect(taken('~~~tephra log\n```\nle|', 'level')).toContain('level:');
  });
});
