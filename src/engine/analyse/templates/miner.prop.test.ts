import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashText } from './hash.ts';
import { learnHeader } from './header.ts';
import { TemplateMiner } from './miner.ts';
import { MOST_TOKENS, Scanner } from './scan.ts';

/** Text as logs have it: words, values, brackets, quotes, colons, slashes; and any other. */
const piece = fc.oneof(
  fc.constantFrom('user', 'ok', 'a', 'ü', "can't", 'INFO', '10.0.0.7:80', '/var/x', 'http://h/p?q=1', '0x1f', '12 ms', 'a=b', 'a=', 'k:v', 'a::b', 'aa:bb:cc:dd:ee:0f', '<1 sec', '<1>', '()', '[]', '(1.7 KB)', '5 bytes', 'Jul 9', 'Sat Jul', '***', '...', '=====', 'x@y.de', 'C:\\a\\b', "u'x'", '"q 1"', '\t', '\n', '#1', '%'),
  fc.string({ maxLength: 6 }), fc.integer().map(String),
);
const message = fc.array(fc.tuple(piece, fc.constantFrom('', ' ', '  ', ',', ':')), { maxLength: 14 }).map((parts) => parts.map(([text, gap]) => text + gap).join(''));

it('tokens stand in the first line, one behind the other, and the same message has the same hash', () => {
  const scanner = new Scanner();
  fc.assert(fc.property(message, (text) => {
    scanner.scan(text);
    const { count, hash1, hash2 } = scanner;
    expect(count).toBeLessThanOrEqual(MOST_TOKENS + 8);
    const end = text.includes('\n') ? text.indexOf('\n') : text.length;
    let at = 0;
    for (let t = 0; t < count; t++) {
      expect(scanner.from[t]).toBeGreaterThanOrEqual(at);
      expect(scanner.to[t]).toBeGreaterThanOrEqual(scanner.from[t]!);
      at = scanner.to[t]!;
    }
    expect(at).toBeLessThanOrEqual(end);
    scanner.scan(text);
    expect([scanner.count, scanner.hash1, scanner.hash2]).toEqual([count, hash1, hash2]);
  }), { numRuns: 1000 });
});

it('numbers of a message say its template, counts add up, ids are of patterns; few kinds or many', () => {
  fc.assert(fc.property(fc.array(message, { maxLength: 60 }), fc.constantFrom(4, 16, 1000), (messages, mostKinds) => {
    const miner = new TemplateMiner({ mostKinds });
    const numbers = messages.map((text) => miner.add(text));
    const { templates, templateOf } = miner.finish();
    const counts = templates.map(() => 0);
    for (const number of numbers) counts[templateOf[number]!]! += 1;
    expect(counts).toEqual(templates.map((t) => t.count));
    expect(new Set(templates.map((t) => t.id)).size).toBe(templates.length);
    for (const { id, pattern, parameters } of templates) {
      expect(id).toBe(hashText(pattern));
      // Evidence may hold the sign itself: then there are more of it than places that vary.
      expect(pattern.split('<*>').length - 1).toBeGreaterThanOrEqual(parameters.length);
    }
    const again = new Map<string, number>();
    messages.forEach((text, n) => {
      const template = templateOf[numbers[n]!]!;
      expect(again.get(text) ?? template).toBe(template);
      again.set(text, template);
    });
  }), { numRuns: 300 });
});

it('a header ends inside its line', () => {
  fc.assert(fc.property(fc.array(message, { minLength: 10, maxLength: 40 }), (messages) => {
    const lines = messages.map((text, n) => `2026-10-08 10:02:${10 + n} ${text}`);
    const find = learnHeader(lines);
    for (const line of [...lines, ...messages, '']) {
      const at = find?.(line) ?? 0;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(line.length);
    }
  }), { numRuns: 100 });
});
