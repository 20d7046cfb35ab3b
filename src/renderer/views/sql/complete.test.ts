import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionsAt, docAt, type SqlKnowledge } from './complete.ts';

const column = (name: string, type = 'VARCHAR') => ({ name, type, description: `The ${name}.` });
const known: SqlKnowledge = {
  tables: [
    { table: 'events', description: 'Every record.', columns: [column('time', 'TIMESTAMP_NS'), column('service_name'), column('kind'), column('attributes', 'JSON')] },
    { table: 'access_log', description: 'Requests.', columns: [column('time', 'TIMESTAMP_NS'), column('http.response.status_code', 'BIGINT')] },
    { table: 'spans', description: 'Spans.', columns: [column('duration_ns', 'BIGINT')] },
  ],
  values: new Map([['kind', ['access-log', "it's"]], ['service_name', ['orders']]]),
  attributes: ['http.route'],
};

/** Completions at `|`, applied: what the text becomes with each of them. */
function at(marked: string): { labels: string[]; kinds: Set<string>; with: (label: string) => string } {
  const offset = marked.indexOf('|');
  const sql = marked.replace('|', '');
  const { from, to, items } = completionsAt(sql, offset, known);
  expect(from).toBeLessThanOrEqual(offset);
  expect(to).toBeGreaterThanOrEqual(offset);
  return {
    labels: items.map((i) => i.label), kinds: new Set(items.map((i) => i.kind)),
    with: (label) => sql.slice(0, from) + items.find((i) => i.label === label)!.insert + sql.slice(to),
  };
}

describe('completions', () => {
  it('tables where a table stands', () => {
    expect(at('SELECT * FROM |').labels).toEqual(['events', 'access_log', 'spans']);
    expect(at('SELECT * FROM events e JOIN sp|').with('spans')).toBe('SELECT * FROM events e JOIN spans');
    expect(at('SELECT * FROM events, |').kinds).toEqual(new Set(['table']));
    expect(at('WITH slow AS (SELECT 1) SELECT * FROM |').labels).toContain('slow');
    expect(at('SELECT a FROM events WHERE x IN (SELECT y, |').kinds).not.toEqual(new Set(['table']));
  });
  it('columns of the tables in the query, also of those named after the cursor', () => {
    const found = at('SELECT | FROM spans s');
    expect(found.labels).toContain('duration_ns');
    expect(found.labels).not.toContain('service_name');
    expect(found.labels).toEqual(expect.arrayContaining(['time_bucket', 'ASOF JOIN', 'GROUP BY ALL']));
  });
  it('columns of what stands before the point', () => {
    expect(at('SELECT e.| FROM events e, spans s').labels).toEqual(['time', 'service_name', 'kind', 'attributes']);
    expect(at('SELECT s.du| FROM events AS e JOIN spans AS s USING (trace_id)').labels).toEqual(['duration_ns']);
    expect(at('SELECT nothing.| FROM events').labels).toEqual([]);
  });
  it('in quotes where the name needs them', () => {
    expect(at('SELECT http| FROM access_log').with('http.response.status_code')).toBe('SELECT "http.response.status_code" FROM access_log');
    expect(at('SELECT "ht|" FROM access_log').with('http.response.status_code')).toBe('SELECT "http.response.status_code" FROM access_log');
  });
  it('values that occur, in a comparison or a list', () => {
    expect(at("SELECT 1 FROM events WHERE kind = '|").with("it's")).toBe("SELECT 1 FROM events WHERE kind = 'it''s'");
    expect(at("SELECT 1 FROM events e WHERE e.kind NOT IN ('access-log', '|') AND true").with('access-log')).toBe("SELECT 1 FROM events e WHERE e.kind NOT IN ('access-log', 'access-log') AND true");
    expect(at("SELECT 1 FROM events WHERE service_name LIKE 'or|").labels).toEqual(['orders']);
    expect(at("SELECT 'a|").labels).toEqual([]);
  });
  it('attributes by their path', () => {
    expect(at("SELECT attributes->>'|' FROM events").with('http.route')).toBe(`SELECT attributes->>'$."http.route"' FROM events`);
  });
  it('of the statement the cursor is in', () => {
    expect(at('SELECT * FROM spans; SELECT | FROM access_log').labels).toContain('http.response.status_code');
    expect(at('SELECT * FROM spans; SELECT | FROM access_log').labels).not.toContain('duration_ns');
  });
  it('for any text at any place', () => {
    const sql = fc.array(fc.constantFrom('SELECT', 'FROM', 'events', 'e', '.', ',', '(', ')', "'", '"', ' ', ';', '->>', 'kind', '=', '--', '\n', '1')).map((parts) => parts.join(''));
    fc.assert(fc.property(sql, fc.nat(), (text, n) => {
      const offset = n % (text.length + 1);
      const { from, to } = completionsAt(text, offset, known);
      expect(from).toBeLessThanOrEqual(offset);
      expect(to).toBeGreaterThanOrEqual(offset);
      expect(to).toBeLessThanOrEqual(text.length);
      docAt(text, offset, known);
    }));
  });
});

describe('what a word means', () => {
  const sql = 'SELECT time_bucket(x, time) FROM events ASOF JOIN spans';
  it.each([['time_bucket', /beginning of the bucket/], ['time)', /The time\./], ['events', /Every record\./], ['ASOF', /what was true just before/]])('%s', (word, doc) => {
    expect(docAt(sql, sql.indexOf(word) + 1, known)?.doc).toMatch(doc);
  });
  it('nothing of what it does not know', () => expect(docAt(sql, sql.indexOf('(x') + 1, known)).toBeUndefined());
});
