import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPostmortemParser } from './postmortem-parser.ts';
import { parsePostmortem } from './postmortem.ts';

const piece = fc.oneof(
  fc.constantFrom(
    '# H', '## Two', '####### seven', '#no', '\n', '\n', '\n\n', '\n\n', '- ', '  - ', '1. ', '> ', '    ', '  ', '```', '````', '~~~', '```tephra log\n', '`', '<!--', '-->', '<!-- c -->', '<div>', '</div>',
    '<pre>', '[x]: y', '[x]', '[^1]', '[^1]: n', '| a | b |\n|---|---|\n| c | d |\n', '---', '===', '\\', '&amp;', 'text', '[@3be1d07a:0x1+2]', '\t', '\r\n', '![i](u)', 'http://a.b', '~~s~~', '🔥',
  ),
  fc.string({ maxLength: 4 }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

it('gives the tree of the whole text, whatever was parsed before', () => {
  fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
    const parse = createPostmortemParser();
    for (const one of texts) expect(parse(one).children).toEqual(parsePostmortem(one).children);
  }), { numRuns: 400 });
});

it('the same while one types', () => {
  fc.assert(fc.property(text, text, fc.nat(), (before, typed, where) => {
    const parse = createPostmortemParser();
    const at = where % (before.length + 1);
    for (let i = 0; i <= typed.length; i++) {
      const now = before.slice(0, at) + typed.slice(0, i) + before.slice(at);
      expect(parse(now).children).toEqual(parsePostmortem(now).children);
    }
  }), { numRuns: 40 });
});

it('keeps the nodes of parts that did not change', () => {
  const parse = createPostmortemParser();
  const [first, , , second] = parse('# One\n\na\n\n## Two\n\nb\n').children;
  const [firstAgain, , , secondMoved] = parse('# One\n\na\n\n## Two\n\nb c\n').children;
  expect(firstAgain).toBe(first);
  expect(secondMoved).not.toBe(second);
});
