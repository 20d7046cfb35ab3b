import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleText } from '../../../base/text.ts';
import { sampleInput, HOSTILE_EXCERPT } from '../fixtures/sample.ts';
import { parsePostmortem, walkMarkdown } from '../../../model/postmortem.ts';
import { plainText, toBlocks } from '../markdown-body.ts';
import { buildReport } from '../model.ts';
import { codeBlock, codeSpan, escapeInline, escapeLineStart } from './escape.ts';
import { MarkdownWriter } from './blocks.ts';
import { renderMarkdown } from './render-markdown.ts';

const sample = renderMarkdown(buildReport(sampleInput())).text;
const body = (text: string): string => new MarkdownWriter({ timeline: () => ['(timeline)'] }).blocks(toBlocks(parsePostmortem(text), { topLevel: 1, cite: () => ({ kind: 'citation', number: 1, occurrence: 1 }) }), 0).join('\n');

describe('the sample', () => {
  const root = parsePostmortem(sample);

  test('every citation leads to a heading of the appendix', () => {
    const anchors = new Set([...walkMarkdown(root)].filter((n) => n.type === 'heading').map((n) => `#${plainText(n).toLowerCase().replaceAll(' ', '-')}`));
    const links = [...walkMarkdown(root)].flatMap((n) => (n.type === 'link' && n.url.startsWith('#') ? [n.url] : []));
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((url) => !anchors.has(url))).toEqual([]);
  });

  test('no HTML, no comment of the template, every excerpt whole', () => {
    expect([...walkMarkdown(root)].filter((n) => n.type === 'html')).toEqual([]);
    expect(sample).not.toContain('guidance');
    const excerpts = [...walkMarkdown(root)].flatMap((n) => (n.type === 'code' && n.lang === 'text' ? [n.value] : []));
    expect(excerpts).toContain(visibleText(HOSTILE_EXCERPT));
  });

  test('the timeline stands where the document draws it, once, as a table', () => {
    expect(sample.match(/First failed checkout[^|\n]* \|/g)).toHaveLength(1);
    expect(sample.indexOf('## Timeline')).toBeLessThan(sample.indexOf('## Detection and response'));
    const table = root.children.find((n) => n.type === 'table' && n.children.length === 31);
    expect(table).toBeDefined();
  });

  test('footnotes are at the end, with text', () => {
    expect(sample).toMatch(/see the note\[\^1\]\./);
    expect(sample).toMatch(/\n\[\^1\]: Counted by session cookie/);
  });

  test('the same twice', () => expect(renderMarkdown(buildReport(sampleInput())).text).toBe(sample));
});

test('without a postmortem: the timeline in a section of its own', () => {
  const text = renderMarkdown(buildReport(sampleInput({ postmortem: { text: '', revision: 0 } }))).text;
  expect(text).toContain('Timeline and evidence, INC-2417');
  expect(text).toContain('\n## Timeline\n\n| Time, Europe/Berlin (+02:00) |');
});

test('a note in the table keeps its words and its cell', () => {
  const [entry] = sampleInput().entries;
  const text = renderMarkdown(buildReport(sampleInput({ entries: [{ ...entry!, note: 'a | b\n\n- c\n- `d|e`' }], postmortem: { text: '', revision: 0 } }))).text;
  const rows = [...walkMarkdown(parsePostmortem(text))].flatMap((n) => (n.type === 'table' ? n.children : [])).filter((row) => plainText(row).includes('Deploy'));
  expect(rows).toHaveLength(1);
  expect(rows[0]!.children).toHaveLength(5);
  expect(plainText(rows[0]!)).toContain('a | b - c - d|e');
});

describe('what is written reads as itself', () => {
  const textOf = (markdown: string): string => parsePostmortem(markdown).children.map(plainText).join('\n');

  test.each([
    'a * b _c_ `d` [e](f) <g> #h ~~i~~ | j & &amp; ![k](l)', '# not a heading', '- not a list', '1. not either', '1) nor this', '+ x', '> no quote', '=== no setext', '--- no rule',
    '[@3be1d07a:0x1+2]', '<!-- x -->', '\\* backslash \\', 'snake_case and _edge_ and __dunder__', '![x]', '[^1]', '[x]: http://a.b', '~~~', '```', '***',
  ])('%s', (text) => {
    expect(textOf(escapeLineStart(escapeInline(text)))).toBe(text);
  });

  test('whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab1 *_`[]()<>#~|&!\\-+=.:/@;"\'^'.split(''), '\0', '\n', '中', '🔥') }), (text) => {
      const shown = visibleText(text).trim();
      fc.pre(shown !== '' && !/@|:\/|www\./.test(shown));
      expect(textOf(escapeLineStart(escapeInline(shown)))).toBe(shown);
    }), { numRuns: 2000 });
  });

  test('code spans and blocks hold any run of backticks', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '~', '|', '\0') }), (text) => {
      const inlineText = visibleText(text);
      if (inlineText.trim() !== '') {
        const [paragraph] = parsePostmortem(`x${codeSpan(text)}x`).children;
        expect(paragraph?.type === 'paragraph' && paragraph.children[1]).toMatchObject({ type: 'inlineCode', value: inlineText });
      }
      const [block] = parsePostmortem(codeBlock(text).join('\n')).children;
      expect(block).toMatchObject({ type: 'code', value: visibleText(text, true).replace(/\n$/, '') });
    }), { numRuns: 500 });
  });
});

describe('blocks written and read again are the same blocks', () => {
  test.each([
    '1. a\n2. b\n   - c\n\n     d\n\n   ```sh\n   e\n   ```', '> a\n>\n> - b\n>   > c', '- [ ] a\n- [x] b `c|d`', '| a | b |\n|:-:|---|\n| `x\\|y` | **z** |',
    '**a** *b* ~~c~~ `d`', 'a\\\nb', '[a](https://x.y/z?a=b&c=(d))', '7. seven', '- a\n\n<!-- -->\n\n- b', '````md\n```\n````', '# A\n\n## B\n\nc\n\n---\n\nd',
  ])('%s', (text) => {
    const once = body(text);
    expect(body(once)).toBe(once);
    const blocks = (markdown: string): unknown => toBlocks(parsePostmortem(markdown), { topLevel: 1, cite: () => ({ kind: 'break' }) });
    expect(blocks(once)).toEqual(blocks(text));
  });
});
