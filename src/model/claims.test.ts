import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOf, type Claim } from './claims.ts';
import { parsePostmortem } from './postmortem.ts';

const read = (text: string, names: readonly string[] = []): Claim[] => claimsOf(text, parsePostmortem(text), { names });
const uncited = (text: string, names?: readonly string[]): string[] => read(text, names).filter((c) => !c.cited).map((c) => c.text);
const CITE = '[@3be1d07a:0x10+5]';

describe('claims', () => {
  it('are sentences that say when, how many or why', () => {
    const claims = read('## Impact\n\nOrders failed at 10:34. About 60 connections were in use. The retry caused it. Everybody was calm.\n');
    expect(claims.map((c) => [c.text, c.reason, c.line, c.section, c.cited])).toEqual([
      ['Orders failed at 10:34.', 'time', 3, 'Impact', false],
      ['About 60 connections were in use.', 'number', 3, 'Impact', false],
      ['The retry caused it.', 'cause', 3, 'Impact', false],
    ]);
  });
  it('or name a service or an entry, as whole words', () => {
    expect(uncited('The checkout was slow. Their edgecases were many. It was edge.', ['checkout', 'edge'])).toEqual(['The checkout was slow.', 'It was edge.']);
    expect(uncited('Alert fired early. Calm day.', ['Alert fired'])).toEqual(['Alert fired early.']);
  });
  it('are supported by a citation within them or right behind their full stop, and by no other', () => {
    expect(uncited(`At 10:31 it began. ${CITE} At 10:34 it hurt ${CITE}. At 10:40 it paged.`)).toEqual(['At 10:40 it paged.']);
    expect(uncited(`${CITE} At 10:31 it began.\n\nAt 10:32 more.`)).toEqual(['At 10:32 more.']);
  });
  it('in German too', () => {
    expect(uncited('Der Dienst war um 10:31 nicht erreichbar. Das führte zu Fehlern. Alle blieben ruhig. Es waren z. B. 40 Kunden.')).toEqual([
      'Der Dienst war um 10:31 nicht erreichbar.', 'Das führte zu Fehlern.', 'Es waren z. B. 40 Kunden.',
    ]);
  });
  it('are not questions, headings, comments, code, quotes, live blocks, actions or open questions', () => {
    expect(read([
      '# 60 connections at 10:31', '<!-- 3 sentences because -->', '> It failed at 10:31.', '```\n10:31 failed\n```', '```tephra timeline from=10:31\n```',
      'Was it 10:31 or 10:32?', 'How many customers left at 10:31 is unknown.', '## Action items', 'Alert within 5 min.', '### Later', 'Mend 3 things.',
      '## Open questions', 'Was the clock 3 s off because of NTP.',
    ].join('\n\n'))).toEqual([]);
  });
  it('of a table are its rows, and any cell of a row can cite', () => {
    const text = `| What | How many | Shown by |\n|---|---|---|\n| Orders | 1,204 | ${CITE} |\n| Refunds | 17 | 3 mails |\n| Nothing | none | |\n`;
    expect(read(text).map((c) => [c.text, c.cited, c.line])).toEqual([['Orders, 1,204', true, 3], ['Refunds, 17, 3 mails', false, 4]]);
  });
  it('of a list are its items', () => {
    expect(uncited(`- Two changes went out. ${CITE}\n- The pool was full because of it.\n  - After 3 min nobody knew.\n`)).toEqual(['The pool was full because of it.', 'After 3 min nobody knew.']);
  });
  it('lie where they are said to, whatever the text', () => {
    const piece = fc.constantFrom('At 10:31 it failed. ', 'It was 3 %.', ' because ', CITE, '\n\n', '\n', '- ', '| a 1 | b |\n|---|---|\n| c 2 | d |\n', '> ', '# ', '**', '`', 'z. B. ', 'e.g. ', '<!--', '-->', 'é🔥');
    fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let before = -1;
      for (const claim of read(text)) {
        expect(claim.start).toBeGreaterThanOrEqual(before);
        expect(claim.end).toBeGreaterThan(claim.start);
        expect(claim.end).toBeLessThanOrEqual(text.length);
        expect(text.slice(0, claim.start).split('\n').length).toBe(claim.line);
        before = claim.start;
      }
    }), { numRuns: 300 });
  });
});
