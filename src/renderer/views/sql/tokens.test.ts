import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifier, statementAt, statements, stringLiteral, tokenize } from './tokens.ts';

const texts = (sql: string): string[] => tokenize(sql).map((t) => t.text);

describe('tokens of SQL', () => {
  it('cuts words, quotes, numbers and symbols, and leaves comments out', () => {
    expect(texts(`SELECT e."a ""b""", 'it''s' /* a /* nested */ ; */ FROM x -- 'y\nWHERE n >= 1.5e3`)).toEqual(
      ['SELECT', 'e', '.', '"a ""b"""', ',', "'it''s'", 'FROM', 'x', 'WHERE', 'n', '>=', '1.5e3'],
    );
  });
  it('knows escaped and dollar quotes', () => {
    expect(texts(String.raw`E'a\'b' $$x;y$$ $t$ $$ $t$ a->>'$.b'`)).toEqual([String.raw`E'a\'b'`, '$$x;y$$', '$t$ $$ $t$', 'a', '->>', "'$.b'"]);
  });
  it('says which quote is open', () => {
    expect(tokenize("kind = 'ngi").at(-1)).toMatchObject({ kind: 'string', open: true, start: 7 });
    expect(tokenize("kind = 'nginx'").at(-1)).not.toHaveProperty('open');
  });
  it('covers any text in order, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", '"', '$', '-', '/', '*', ';', 'E', 'a', '\\', '\n', ' ', '1', 'ä') }), (sql) => {
      let at = 0;
      for (const token of tokenize(sql)) {
        expect(token.start).toBeGreaterThanOrEqual(at);
        expect(token.end).toBeGreaterThan(token.start);
        expect(sql.slice(token.start, token.end)).toBe(token.text);
        at = token.end;
      }
      expect(at).toBeLessThanOrEqual(sql.length);
    }));
  });
});

describe('statements', () => {
  const sql = "SELECT ';' AS a;\n\n-- the second; really\nSELECT 2\n;  SELECT 3";
  it('are parted by semicolons outside of quotes and comments', () => {
    expect(statements(sql).map((s) => s.text)).toEqual(["SELECT ';' AS a", 'SELECT 2', 'SELECT 3']);
  });
  it.each([
    [0, "SELECT ';' AS a"], [10, "SELECT ';' AS a"], [16, "SELECT ';' AS a"], [17, 'SELECT 2'], [30, 'SELECT 2'], [sql.length, 'SELECT 3'],
  ])('at %i', (offset, text) => {
    expect(statementAt(sql, offset)?.text).toBe(text);
  });
  it('none in a text without any', () => {
    expect(statementAt(' -- nothing\n;', 3)).toBeUndefined();
  });
});

describe('names and texts in SQL', () => {
  it('quotes where it must', () => {
    expect([identifier('service_name'), identifier('order'), identifier('http.route'), identifier('a"b'), identifier('Mixed')]).toEqual(
      ['service_name', '"order"', '"http.route"', '"a""b"', '"Mixed"'],
    );
    expect(stringLiteral("it's")).toBe("'it''s'");
  });
});
