import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { webAccess } from '../../formats/web-access/index.ts';
import { bodyContains, staysInside, textParts } from './body-text.ts';
import { loadDuckdb, rows, Sql } from './duck.ts';
import { bodySql, formatTable, storeTable, type TableFormat } from './schema.ts';

const format: TableFormat = webAccess;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
let bodies: string[];

beforeAll(async () => {
  instance = await (await loadDuckdb()).DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run('CREATE SCHEMA store');
  await connection.run(formatTable(format));
  await connection.run(`INSERT INTO ${storeTable(format.id)} (id, body, time_text, "client.address", "user.name", "http.request.method", "url.path", "url.query",
    "network.protocol.version", "http.response.status_code", "http.response.body.size", "http.request.header.referer", "user_agent.original") VALUES
    (0, NULL, '08/Oct/2026:10:00:00 +0000', '10.0.0.1', NULL, 'GET', '/Items/7', NULL, '1.1', 200, 512, NULL, 'Mozilla/5.0 (X11)'),
    (1, NULL, '08/Oct/2026:10:00:01 +0000', 'http', 'alice', 'POST', '/a-b', 'q=http/1', '2', 503, NULL, 'https://shop.example/', '-x'),
    (2, 'a line that was not plain: GET /items/8 200', '08/Oct/2026:10:00:02 +0000', '10.0.0.2', NULL, 'GET', '/other', '', '1.0', 404, 0, NULL, NULL),
    (3, NULL, '08/Oct/2026:10:00:03 +0000', NULL, NULL, 'HEAD', '/?', '', '1.1', 200, 1, NULL, NULL),
    (4, 'order \u212a-77 9 of GET', '08/Oct/2026:10:00:04 +0000', NULL, NULL, 'HEAD', '/k-77', NULL, '1.1', 200, 1, NULL, NULL),
    (5, NULL, '08/Oct/2026:10:00:05 +0000', '10.0.0.3', NULL, 'GET', '/k-770', NULL, '1.1', 200, 7, NULL, 'k-77')`);
  bodies = (await rows(connection, `SELECT ${bodySql(format, 'e')} FROM ${storeTable(format.id)} e ORDER BY id`)).map(([body]) => String(body));
});

afterAll(() => {
  connection.disconnectSync();
  instance.closeSync();
});

test('bodies are made of fields, or are what was stored', () => {
  expect(bodies).toEqual([
    '10.0.0.1 - - [08/Oct/2026:10:00:00 +0000] "GET /Items/7 HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11)"',
    'http - alice [08/Oct/2026:10:00:01 +0000] "POST /a-b?q=http/1 HTTP/2" 503 - "https://shop.example/" "-x"',
    'a line that was not plain: GET /items/8 200',
    '- - - [08/Oct/2026:10:00:03 +0000] "HEAD /?? HTTP/1.1" 200 1 "-" "-"',
    'order \u212a-77 9 of GET',
    '10.0.0.3 - - [08/Oct/2026:10:00:05 +0000] "GET /k-770 HTTP/1.1" 200 7 "-" "k-77"',
  ]);
});

test('a text is found wherever it stands in a body, over the ends of fields too', async () => {
  const piece = fc.tuple(fc.nat(5), fc.nat(110), fc.integer({ min: 1, max: 14 })).map(([which, from, length]) => bodies[which]!.slice(from % bodies[which]!.length).slice(0, length));
  const typed = fc.oneof({ weight: 8, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: fc.constantFrom('-', '?', ' http/', '/1', 'HTTP', '200', '0', '"', '- -', 'K', '\u212a', 'k-77', '\u212a-77', 'K-77 ', 'other', 'head') });
  await fc.assert(fc.asyncProperty(typed.chain((text) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase())), async (text) => {
    fc.pre(text !== '');
    const sql = new Sql();
    const condition = bodyContains(format, 'e', text, sql);
    const found = (await rows(connection, `SELECT id FROM ${storeTable(format.id)} e WHERE ${condition} ORDER BY id`, sql.values)).map(([id]) => Number(id));
    const expected = bodies.flatMap((body, id) => (body.toLowerCase().includes(text.toLowerCase()) ? [id] : []));
    expect(found).toEqual(expected);
    const parts = new Sql();
    const union = textParts(format, 'e', text, parts).map(({ condition: one, counts }) => `SELECT e.id, ${counts} AS counts FROM ${storeTable(format.id)} e WHERE ${one}`).join(' UNION ALL ');
    const byPart = (await rows(connection, `SELECT DISTINCT id FROM (${union}) WHERE counts ORDER BY id`, parts.values)).map(([id]) => Number(id));
    expect(byPart).toEqual(expected);
  }), { numRuns: 500 });
});

test('what can only stand inside a field is sought there', () => {
  const inside = (text: string): boolean => staysInside(webAccess.bodyParts!, text);
  expect(['items/7', 'Mozilla', '10.0.0', 'zq-7731904562', '503'].filter((text) => !inside(text))).toEqual([]);
  expect(['GET /', '" 200', '/1.1', 'HTTP', 'p/', ' ', '-', '?q', 'é', ''].filter(inside)).toEqual([]);
});
