import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { onPath } from '../../../../test/support/machine.ts';
import { timelineFigure } from '../../../figures/timeline-figure.ts';
import { entries, references, sampleInput } from '../fixtures/sample.ts';
import { printable } from '../fonts/printable.ts';
import { buildReport, type ReportInput } from '../model.ts';
import { compile, renderPdf } from './compile.ts';
import { separateLabels } from './figure-labels.ts';
import { TEMPLATE } from './template.ts';
import { literal } from './literal.ts';
import { breakable, typstSource } from './typst-source.ts';

const FONTS = fileURLToPath(new URL('../../../../resources/fonts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'tephra-pdf-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Without the second try: a refusal fails the test. */
const print = (input: ReportInput): Uint8Array => {
  const report = buildReport(input);
  return compile(typstSource(report), report.asOfNs, FONTS);
};
const file = (name: string, bytes: Uint8Array): string => {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
};
/** Other eyes than ours. Where a tool is missing its tests are skipped, and the run says so. */
const tool = (name: string): boolean => {
  const there = onPath(name) !== undefined;
  if (!there) process.stderr.write(`SKIPPED: ${name} is not installed, so tests that read the PDF with it do not run.\n`);
  return there;
};
const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const has = { text: tool('pdftotext'), info: tool('pdfinfo'), fonts: tool('pdffonts'), qpdf: tool('qpdf') };

let pdf: Uint8Array;
let path: string;
beforeAll(() => {
  pdf = print(sampleInput());
  path = file('sample.pdf', pdf);
});

describe('the same case gives the same bytes', () => {
  test('twice', () => expect(sha256(print(sampleInput()))).toBe(sha256(pdf)));

  test('in another process, whatever fonts are installed there', () => {
    const script = fileURLToPath(new URL('../fixtures/print-sample.ts', import.meta.url));
    const outcome = (home: string): unknown => {
      const env = { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: join(home, '.local/share'), TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' };
      return JSON.parse(execFileSync(process.execPath, [script, FONTS, 'Xephra Emoji'], { encoding: 'utf8', env }));
    };
    const bare = join(dir, 'bare');
    const rich = join(dir, 'rich');
    const installed = join(rich, '.local/share/fonts');
    mkdirSync(bare, { recursive: true });
    mkdirSync(installed, { recursive: true });
    // Fonts with the same glyphs under other names: a fallback to what is installed would take them.
    for (const name of readdirSync(FONTS).filter((n) => n.endsWith('.ttf'))) {
      writeFileSync(join(installed, name), Buffer.from(readFileSync(join(FONTS, name)).toString('latin1').replaceAll('\0T\0e\0p\0h\0r\0a', '\0X\0e\0p\0h\0r\0a'), 'latin1'));
    }
    expect(outcome(bare)).toEqual({ visible: false, sha256: sha256(pdf) });
    // fontconfig folders are a matter of Linux; elsewhere the second home shows nothing new.
    expect(outcome(rich)).toEqual({ visible: process.platform === 'linux', sha256: sha256(pdf) });
  }, 60_000);

  test('another change of the case is another date', () => {
    const input = sampleInput();
    expect(sha256(print({ ...input, asOfNs: input.asOfNs + 60_000_000_000n }))).not.toBe(sha256(pdf));
  });
});

describe('PDF/A-2a', () => {
  test('says so in its metadata', () => {
    const xmp = /<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/.exec(Buffer.from(pdf).toString('utf8'))?.[0] ?? '';
    expect(xmp).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
    expect(xmp).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/);
    expect(xmp).toContain('Checkout outage of 14 October');
    expect(xmp).toContain('<xmp:CreateDate>2026-10-16T09:41:12+00:00<');
  });

  test.runIf(has.info)('tagged, with a title, the date of the case and a structure of headings, tables and figures', () => {
    const info = run('pdfinfo', path);
    expect(info).toMatch(/^Tagged: +yes$/m);
    expect(info).toMatch(/^Title: +Checkout outage of 14 October$/m);
    // poppler reads the text of a structure slowly: a short report has every kind of element too.
    const structure = run('pdfinfo', '-struct-text', file('short.pdf', print(sampleInput({ entries: entries.slice(0, 3) }))));
    for (const tag of ['H1', 'H2', 'Table', 'TH', 'Figure', 'Link', 'LI', 'Note']) expect(structure).toMatch(new RegExp(`^ *${tag}\\b`, 'm'));
    expect(structure).toMatch(/H1 "Summary"/);
  }, 60_000);

  test.runIf(has.qpdf)('sound, with bookmarks for every section', () => {
    expect(spawnSync('qpdf', ['--check', path]).status).toBe(0);
    const Outline = z.object({ outlines: z.array(z.object({ title: z.string(), kids: z.array(z.object({ title: z.string() })) })) });
    const { outlines } = Outline.parse(JSON.parse(run('qpdf', '--json', '--json-key=outlines', path)));
    expect(outlines.map((o) => o.title)).toEqual([
      'Summary', 'Impact', 'Timeline', 'Detection and response', 'Contributors', 'What helped', 'Actions', 'Open questions', 'Timeline, entry by entry',
      'Evidence cited', 'Evidence in this case',
    ]);
    expect(outlines[9]!.kids.map((o) => o.title)).toEqual(['Entries without evidence']);
  });

  test.runIf(has.fonts)('all fonts are ours and embedded', () => {
    const fonts = run('pdffonts', path).trimEnd().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(5);
    for (const line of fonts) expect(line).toMatch(/^[A-Z]{6}\+Tephra\w+ +CID TrueType +Identity-H +yes yes yes/);
  });
});

describe.runIf(has.text)('what a reader finds', () => {
  let text: string;
  beforeAll(() => {
    text = run('pdftotext', '-layout', path, '-');
  });

  test('an excerpt with CJK, emoji, NUL, ANSI and right-to-left marks in its visible form', () => {
    const squeezed = text.replace(/\s/g, '');
    expect(squeezed).toContain('level=errormsg="支付服务超时🔥␀␛[31mred␛[0m\\u{202e}evil\\u{202c}');
    expect(squeezed).toContain('한국어\\u{d800}\\u{12000}"`code`#let$x$*b*\\n');
    for (const word of ['עברית', 'العربية']) {
      const either = [word, Array.from(word).toReversed().join('')];
      expect(either.some((w) => squeezed.normalize('NFKC').includes(w)), word).toBe(true);
    }
  });

  test('hash, line and byte range of what is cited, unbroken', () => {
    expect(text).toContain(references[0]!.sha256);
    expect(text).toContain('web-access, line 240,011, bytes 35,250,912 to 35,251,053 (0x219e2e0+142)');
    expect(text).toContain('No artifact of this case has a SHA-256 that begins with deadbeef.');
    expect(text).toMatch(/Cited on pages 2, \d/);
  });

  test('facts, page numbers, the date of the case; nothing of the template', () => {
    expect(text).toMatch(/Time to detect +6 min 51 s ±2 s +impact start to detected/);
    expect(text).toMatch(/INC-2417 +3 ?\/ ?9$/m);
    expect(text).toContain('Case as of 2026-10-16 11:41 +02:00');
    expect(text).not.toContain('guidance');
    expect(text).toContain('<b>No evidence yet</b>');
  });

  test('the words of the figure are text', () => expect(text).toMatch(/TTR 46 min 58 s/));
});

test.runIf(has.text)('without a postmortem: timeline and evidence appendix', () => {
  const text = run('pdftotext', '-layout', file('bare.pdf', print(sampleInput({ postmortem: { text: '', revision: 0 } }))), '-');
  expect(text).toMatch(/^ *TIMELINE AND EVIDENCE +INC-2417/);
  expect(text).not.toContain('Summary');
  expect(text).toContain('First failed checkout');
  expect(text).toContain(references[0]!.sha256);
});

test('a timeline higher than a page is drawn in parts', () => {
  const many = Array.from({ length: 400 }, (_, i) => {
    const from = entries[i % 28]!;
    return { ...from, id: `x${i}`, milestone: i < 28 ? from.milestone : undefined, evidence: [], time: { ...from.time, form: 'point' as const, endNs: undefined } };
  });
  const input = sampleInput({ entries: many, postmortem: { text: '', revision: 0 } });
  const figures = Array.from(typstSource(buildReport(input)).source.matchAll(/\bfig\("<svg (?:[^"\\]|\\.)*", (\d+), (\d+), /g), (m) => Number(m[2]));
  expect(figures.length).toBeGreaterThan(1);
  expect(Math.max(...figures)).toBeLessThanOrEqual(980);
  expect(print(input).length).toBeGreaterThan(5000);
});

test.each([
  '> ```tephra timeline\n> ```', '- a\n  ```tephra timeline\n  ```', `${'> - '.repeat(12)}deep`, '| a | b |\n|---|---|\n| `c` |', '- [ ]\n- [x] y\n- z', '1000000000. far',
  '[a](https://example.org/%zz?q=ü "t") ![i](x.png) <https://e.org>', '#\n\n## \n\n***', 'a[^1] b[^1]\n\n[^1]: c[^2]\n\n[^2]: d [@deadbeef]',
])('odd structure prints: %s', (text) => {
  expect(print(sampleInput({ postmortem: { text, revision: 1 } })).length).toBeGreaterThan(5000);
});

test('an empty case prints', () => {
  expect(print(sampleInput({ entries: [], artifacts: [], postmortem: { text: '', revision: 0 } })).length).toBeGreaterThan(5000);
});

describe('no text of a person or of evidence is code', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('#', '$', '\\', '"', '*', '_', '`', '@', '<', '>', '//', '/*', '\0', '\n', '\u001b[1m', '\u202e', '\ud800', 'a', ' ', '支', '🔥', 'ع', '\u0301', '\u200d'), maxLength: 60 }),
  );

  test('in any place, Typst takes it as text', () => {
    fc.assert(fc.property(fc.array(anything, { minLength: 12, maxLength: 12 }), (s) => {
      const one = <T>(text: string, make: (text: string) => T): T => make(text === '' ? 'x' : text);
      const input = sampleInput({
        entries: [{
          ...entries[5]!, title: one(s[0]!, (t) => t), role: s[1]!, note: s[2]!, evidence: [{ ...references[0]!, excerpt: s[3]! }],
          time: { ...entries[5]!.time, basis: 'stated', text: s[4]! },
        }],
        postmortem: { revision: 1, text: `# ${s[5]!}\n\n${s[6]!}\n\n\`\`\`\n${s[7]!}\n\`\`\`\n\n| a |\n|---|\n| ${s[8]!} |\n\n\`\`\`tephra timeline\n\`\`\`\n\n${s[9]!}` },
      });
      const [citation] = input.citations;
      const changed: ReportInput = {
        ...input, title: s[10]!, incidentId: s[11]!, artifacts: input.artifacts.map((a) => ({ ...a, paths: [s[0]!, s[1]!], title: s[2]! })),
        citations: citation?.state === 'found' ? [{ ...citation, path: s[3]!, kind: s[4]!, text: s[5]! }, ...input.citations.slice(1)] : input.citations,
      };
      expect(print(changed).length).toBeGreaterThan(5000);
    }), { numRuns: 25 });
  }, 60_000);

  // One font's ligature or one script's reordering is no loss; what is compared is every line of left-to-right text.
  test.runIf(has.text)('and it comes out as its visible form', () => {
    const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
    const line = anything.filter((text) => !rightToLeft.test(text) && !/\p{M}/u.test(text) && text.trim() !== '');
    fc.assert(fc.property(fc.array(line, { minLength: 30, maxLength: 30 }), (lines) => {
      const input = sampleInput({ entries: [entries[5]!], artifacts: [], postmortem: { text: '', revision: 0 } });
      const [citation] = input.citations;
      if (citation?.state !== 'found') throw new Error('the sample resolves');
      const text = lines.map((l, i) => `(${i}${l.replace(/[\n\t]/g, ' ')}${i})`).join('\n');
      // A letter of which a font draws two halves is extracted twice (ṝ).
      const compared = (words: string): string => words.replace(/\s/g, '').normalize('NFKC').replaceAll(/(.)\1+/gu, '$1');
      const out = compared(run('pdftotext', '-raw', file('lines.pdf', print({ ...input, citations: [{ ...citation, text }] })), '-'));
      for (const l of text.split('\n')) expect(out).toContain(compared(printable(l, 'mono')));
    }), { numRuns: 12 });
  }, 60_000);

  test('a text that Typst refuses all the same is spelled out rather than lost', () => {
    const report = buildReport(sampleInput());
    expect(typstSource(report, { asciiOnly: true }).source.slice(TEMPLATE.length)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(typstSource(report, { asciiOnly: true }).source).toContain('\\\\u{652f}');
    expect(compile(typstSource(report, { asciiOnly: true }), report.asOfNs, FONTS).length).toBeGreaterThan(5000);
    expect(renderPdf(report, FONTS)).toEqual(new Uint8Array(pdf));
  });
});

test('literal: quotes and backslashes cannot end it', () => {
  expect(literal('a"b\\c\nd#$')).toBe('"a\\"b\\\\c\\nd#$"');
});

test('breakable loses nothing and leaves no long word whole', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', ' ', '中'), maxLength: 300 }), (text) => {
    const pieces = breakable(text);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces) for (const word of piece.split(' ')) expect(word.length).toBeLessThanOrEqual(44);
  }));
});

describe('separateLabels', () => {
  test('shapes stay, words come with their place and look', () => {
    const svg = '<svg viewBox="0 0 9 9" aria-label="x"><title>t</title><g transform="translate(112 -3.5)"><rect x="1"/><text x="10" y="20" font-family="Tephra Text, x" font-size="12" font-weight="600" text-anchor="end" fill="#1a1917">a &#60; b<tspan dx="7" font-size="11" fill="#494745">12:46</tspan></text></g><line x1="2"/></svg>';
    expect(separateLabels(svg)).toEqual({
      shapes: '<svg viewBox="0 0 9 9"><g transform="translate(112 -3.5)"><rect x="1"/></g><line x1="2"/></svg>',
      labels: [{
        xPx: 122, yPx: 16.5, anchor: 'end', runs: [
          { text: 'a < b', dxPx: 0, sizePx: 12, fill: '#1a1917', bold: true, mono: false },
          { text: '12:46', dxPx: 7, sizePx: 11, fill: '#494745', bold: true, mono: false },
        ],
      }],
    });
  });

  test('of the sample figure no word is left in the drawing', () => {
    const { svg } = timelineFigure(entries, { zone: 'UTC' });
    const { shapes, labels } = separateLabels(svg);
    expect(shapes).not.toMatch(/<t(ext|span|itle)/);
    expect(shapes.match(/<\w+/g)!.length + svg.match(/<t(ext|span|itle)\b/g)!.length).toBe(svg.match(/<\w+/g)!.length);
    expect(labels).toHaveLength(svg.match(/<text\b/g)!.length);
  });

  test('a group that turns is refused rather than drawn wrong', () => {
    expect(() => separateLabels('<g transform="rotate(3)"></g>')).toThrow('rotate(3)');
  });
});
