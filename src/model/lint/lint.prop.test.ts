import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LintContext } from './lint-blocks.ts';
import { lintPostmortem } from './lint.ts';
import { durationsIn, timesIn } from './said.ts';

const PIECES = [
  'The root cause was human error.', 'In hindsight, the team should have rolled back.', 'Es wurde versehentlich gelöscht.', 'Wir hätten früher reagieren sollen.', '@jdoe', 'Anna Keller forgot', '# ', '## Actions\n\n', '- ', '> ',
  '```\n', '`', '**', '|', '\n', '\n\n', '“', '”', '"', '<!-- lint-ok: human-error -->', '<!--', '-->', '[@3be1d07a:0x10+4]', '[x](y)', 'at 10:42 UTC', '47 minutes', '1 h 5 min', '\ud800', '🔥', 'İ', 'ß', 'z. B.', '1.', '---\n', 'Detected', 'The outage lasted', '3 of 12 pods failed', '\u2028', '\0',
];
const document = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }), { maxLength: 40 }).map((parts) => parts.join(' '));

const CONTEXT: LintContext = {
  zone: 'Europe/Berlin', people: [{ kind: 'person', id: 'p', name: 'İo Xanthe', aliases: ['jdoe', '12 pods'], role: 'on-call' }],
  entries: [
    { id: 'a', kind: 'impact', title: '12 pods failed at once', note: '', role: 'on-call', evidence: [], milestone: 'impact-start', time: { form: 'point', startNs: 1_791_453_600_000_000_000n, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } },
    { id: 'b', kind: 'detection', title: 'Alert fired', note: '', role: '', evidence: [], milestone: 'detected', time: { form: 'between', startNs: 1_791_453_900_000_000_000n, endNs: 1_791_453_960_000_000_000n, uncertaintyNs: 5n, basis: 'stated', zone: 'UTC' } },
  ],
};

describe('lintPostmortem', () => {
  it('never throws; findings and what they rewrite lie inside the text, in order', () => {
    fc.assert(fc.property(document, (text) => {
      const found = lintPostmortem(text, CONTEXT);
      let last = 0;
      for (const finding of found) {
        expect(finding.offset).toBeGreaterThanOrEqual(last);
        last = finding.offset;
        expect(finding.length).toBeGreaterThan(0);
        for (const part of [finding, finding.sentence, ...finding.rewrites.filter((one) => one.kind === 'replace')]) {
          expect(part.offset).toBeGreaterThanOrEqual(0);
          expect(part.offset + part.length).toBeLessThanOrEqual(text.length);
        }
      }
    }), { numRuns: 400 });
  });

  it('says the same of a paragraph whatever neutral paragraphs stand around it', () => {
    const sentence = fc.constantFrom('The root cause was human error.', 'In hindsight, the team should have rolled back.', 'Die Tabelle wurde am Montag versehentlich gelöscht und war weg.', 'Nothing of interest happened on that day.');
    const neutral = fc.constantFrom('The disk was full.', 'The pods were restarted at noon and came back.', '```\nlog\n```', '| a | b |\n|---|---|\n| 1 | 2 |');
    fc.assert(fc.property(sentence, fc.array(neutral, { maxLength: 5 }), fc.array(neutral, { maxLength: 5 }), (middle, before, after) => {
      const alone = lintPostmortem(middle);
      const text = [...before, middle, ...after].join('\n\n');
      const at = text.indexOf(middle);
      expect(lintPostmortem(text).map((f) => [f.rule, f.offset - at, f.length])).toEqual(alone.map((f) => [f.rule, f.offset, f.length]));
    }));
  });

  it('gets to the end of endless sentences', () => {
    for (const piece of ['we should ', 'would have been ', 'the ', 'Anna Keller ', 'it was ', '10:42 ', '5 minutes ', 'if we had ', 'aaaa', '“', '@a ']) {
      expect(lintPostmortem(piece.repeat(4000), CONTEXT).length).toBeLessThan(2000);
    }
  });
});

describe('what is said', () => {
  it('lies where it says', () => {
    fc.assert(fc.property(document, (text) => {
      for (const one of [...timesIn(text), ...durationsIn(text, 'en')]) {
        expect(one.start).toBeLessThan(one.end);
        expect(one.end).toBeLessThanOrEqual(text.length);
      }
    }));
  });
});
