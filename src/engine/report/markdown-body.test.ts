import { describe, expect, test } from 'vitest';
import { findCitations } from '../../model/evidence.ts';
import { parsePostmortem } from '../../model/postmortem.ts';
import { citationsInMarkdown, hasProse, toBlocks } from './markdown-body.ts';
import type { Block } from './document.ts';

let cited = 0;
const blocks = (text: string): Block[] => {
  cited = 0;
  return toBlocks(parsePostmortem(text), { topLevel: 1, cite: () => ({ kind: 'citation', number: ++cited, occurrence: 1 }) });
};
const words = (text: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text }] });

describe('toBlocks', () => {
  test('comments are gone, other HTML is the text it is', () => {
    expect(blocks('<!-- hint\nmore -->\n\n<script>alert(1)</script>\n\na <b>bold</b> <!-- inline --> word')).toEqual([
      words('<script>alert(1)</script>'),
      { kind: 'paragraph', children: ['a ', '<b>', 'bold', '</b>', ' ', ' word'].map((text) => ({ kind: 'text', text })) },
    ]);
  });

  test('a comment does not hide what stands behind it', () => {
    expect(blocks('<!-- a --> shown <!-- b -->')).toEqual([words('<!-- a --> shown <!-- b -->')]);
  });

  test('citations get numbers in text, not in code', () => {
    expect(blocks('Slow [@3be1d07a:0x10+4], see `[@3be1d07a:0x10+4]`.')).toEqual([{
      kind: 'paragraph',
      children: [
        { kind: 'text', text: 'Slow ' }, { kind: 'citation', number: 1, occurrence: 1 }, { kind: 'text', text: ', see ' },
        { kind: 'code', text: '[@3be1d07a:0x10+4]' }, { kind: 'text', text: '.' },
      ],
    }]);
  });

  test('the highest heading becomes a section; one with nothing below says so', () => {
    expect(blocks('## A\n\n### B\n\ntext\n\n## C')).toEqual([
      { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'A' }] },
      { kind: 'heading', level: 2, children: [{ kind: 'text', text: 'B' }] },
      words('text'),
      { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'C' }] },
      { kind: 'nothing-written' },
    ]);
  });

  test('our blocks become what they say, any other code is code', () => {
    const text = '```tephra timeline\n```\n\n> ```tephra table\n> x\n> ```\n\n```c++\ny\n```';
    const live = toBlocks(parsePostmortem(text), { cite: () => ({ kind: 'break' }), topLevel: 1, live: (_, info) => [{ kind: 'problem', text: info }] });
    expect(live).toEqual([{ kind: 'problem', text: 'timeline' }, { kind: 'quote', blocks: [{ kind: 'problem', text: 'table' }] }, { kind: 'code', text: 'y', language: 'c++' }]);
    expect(blocks(text)[0]).toEqual({ kind: 'code', text: '', language: 'tephra' });
  });

  test('a heading is never more than one level below the one above', () => {
    expect(blocks('# a\n\n#### b\n\n##### c\n\n## d\n\nx').flatMap((block) => (block.kind === 'heading' ? [block.level] : []))).toEqual([1, 2, 3, 2]);
  });

  test('only addresses a reader may be sent to are links', () => {
    expect(blocks('[a](https://example.org/x) [b](javascript:alert) [c][d]\n\n[d]: mailto:x@example.org')).toEqual([{
      kind: 'paragraph',
      children: [
        { kind: 'link', url: 'https://example.org/x', children: [{ kind: 'text', text: 'a' }] }, { kind: 'text', text: ' ' },
        { kind: 'text', text: 'b' }, { kind: 'text', text: ' (javascript:alert)' }, { kind: 'text', text: ' ' },
        { kind: 'link', url: 'mailto:x@example.org', children: [{ kind: 'text', text: 'c' }] },
      ],
    }]);
  });

  test('notes that refer to notes do not multiply', () => {
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
    const notes = letters.map((c, i) => `[^${c}]: ${`[^${letters[i + 1] ?? 'a'}] `.repeat(3)}`).join('\n');
    expect(JSON.stringify(blocks(`x[^a]\n\n${notes}`)).length).toBeLessThan(20_000);
  });

  test('nesting without end is printed as text instead of exhausting a stack', () => {
    expect(blocks(`${'>'.repeat(12_000)} deep`)).toEqual([{ kind: 'code', text: `${'>'.repeat(12_000)} deep`, language: '' }]);
    expect(JSON.stringify(blocks(`${'> '.repeat(100)}deep`))).toContain('"text":"deep"');
  });
});

test('citationsInMarkdown finds the citations of running text in order', () => {
  const text = '> [@3be1d07a]\n\n- b [@deadbeef:0x1+2]\n\n```\n[@00000000]\n```\n<!-- [@11111111] -->\n\n| [@22222222] |\n|-|\n| [@33333333:4+5] |';
  expect(citationsInMarkdown(parsePostmortem(text)).map((c) => c.hashPrefix)).toEqual(['3be1d07a', 'deadbeef', '22222222', '33333333']);
  expect(findCitations(text)).toHaveLength(6);
});

test('hasProse: headings, comments and the timeline block alone are not a postmortem', () => {
  const template = '# Postmortem\n\n## Summary\n\n<!-- Three sentences. -->\n\n```tephra timeline\n```\n\n---\n';
  expect(hasProse(parsePostmortem(template))).toBe(false);
  expect(hasProse(parsePostmortem(`${template}\n- x`))).toBe(true);
});
