import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCitation } from './evidence.ts';
import { citationsOf, countWords, isComment, liveBlockOf, numberCitations, parsePostmortem, plainTextOf, sectionsOf, walkMarkdown } from './postmortem.ts';

const TEXT = `# Checkout *outage*

Intro. [@aaaaaaaa]

## What happened

<!-- [@11111111:0x1+1] in a comment -->

At 10:31 version **.14-2** reached pods. [@3be1d07a:0x10+5] Again [@3be1d07a:16+5].
\`[@22222222:0x1+1]\`

\`\`\`
[@33333333:0x1+1]
\`\`\`

| a | b |
|---|---|
| x | [@b8f21c04:0x0+9] |

## Timeline

\`\`\`tephra timeline
\`\`\`

## Why we were surprised
`;

describe('a postmortem', () => {
  const root = parsePostmortem(TEXT);
  it('has its citations in running text and tables, at their place, and none from code or comments', () => {
    const found = citationsOf(TEXT, root);
    expect(found.map((c) => TEXT.slice(c.start, c.end))).toEqual(['[@aaaaaaaa]', '[@3be1d07a:0x10+5]', '[@3be1d07a:16+5]', '[@b8f21c04:0x0+9]']);
  });
  it('numbers them in order of first use, the same bytes alike', () => {
    expect(numberCitations(citationsOf(TEXT, root)).map((c) => c.number)).toEqual([1, 2, 2, 3]);
  });
  it('has an outline that says what is cited, live and empty', () => {
    expect(sectionsOf(TEXT, root).map((s) => [s.level, s.title, s.line, s.citations, s.live, s.words])).toEqual([
      [1, 'Checkout outage', 1, 1, false, 1],
      [2, 'What happened', 5, 3, false, 10],
      [2, 'Timeline', 20, 0, true, 0],
      [2, 'Why we were surprised', 25, 0, false, 0],
    ]);
    expect(countWords(root)).toBe(11);
  });
  it('knows its live block', () => {
    expect(root.children.flatMap((node) => liveBlockOf(node) ?? [])).toEqual(['timeline']);
  });
  it('says what a heading says', () => {
    expect(plainTextOf(root.children[0]!)).toBe('Checkout outage');
  });
});

describe('numberCitations', () => {
  it('sees the same bytes behind a short and a long hash', () => {
    const text = `[@abcdef01:0x1+2] [@abcdef0122334455:0x1+2] [@abcdef01:0x1+3] [@abcdef01:0x1+2]`;
    expect(numberCitations(citationsOf(text, parsePostmortem(text))).map((c) => c.number)).toEqual([1, 1, 2, 1]);
  });
  it('uses each number from 1 on without a gap', () => {
    const citation = fc.record({ hash: fc.constantFrom('aaaaaaaa', 'aaaaaaaabb', 'cccccccc'), offsetBytes: fc.nat(3), lengthBytes: fc.integer({ min: 1, max: 3 }) });
    fc.assert(fc.property(fc.array(citation, { maxLength: 20 }), (list) => {
      const text = list.map((c) => formatCitation({ sha256: c.hash, locator: { kind: 'bytes', offsetBytes: c.offsetBytes, lengthBytes: c.lengthBytes } }, c.hash.length)).join(' and ');
      const numbers = numberCitations(citationsOf(text, parsePostmortem(text))).map((c) => c.number);
      expect(numbers).toHaveLength(list.length);
      let most = 0;
      for (const number of numbers) {
        expect(number).toBeLessThanOrEqual(most + 1);
        most = Math.max(most, number);
      }
    }));
  });
});

describe('markdown that is hostile', () => {
  it('is walked however deep it nests', () => {
    const root = parsePostmortem(`${'> '.repeat(500)}deep [@aaaaaaaa]`);
    expect([...walkMarkdown(root)].some((node) => node.type === 'text')).toBe(true);
  });
  it('is a comment only when it is nothing but one', () => {
    expect(isComment('<!-- a -->')).toBe(true);
    expect(isComment('<!-- a --><script>x</script><!-- b -->')).toBe(false);
    expect(isComment('<b>')).toBe(false);
  });
});
