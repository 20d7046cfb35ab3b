import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { onPath } from '../../../test/support/machine.ts';
import { findCitations } from '../../model/evidence.ts';
import { itemsOf } from '../../model/item.ts';
import { parsePostmortem, walkMarkdown } from '../../model/postmortem.ts';
import { findSensitive } from '../../model/sensitivity.ts';
import { DECK_SCRIPT, DECK_SCRIPT_HASH } from './deck/render-deck.ts';
import type { Inline } from './document.ts';
import { checkReport } from './findings.ts';
import { LIVE_POSTMORTEM, workInput } from './fixtures/work.ts';
import type { ReportFormat } from './job.ts';
import { buildReport, type ReportInput, type ReportOptions } from './model.ts';
import { compile } from './pdf/compile.ts';
import { typstSource } from './pdf/typst-source.ts';
import { renderReport, renderStatus } from './render.ts';
import { mapTexts, textsIn } from './texts.ts';

const FONTS = fileURLToPath(new URL('../../../resources/fonts', import.meta.url));
const read = (name: string): Uint8Array => readFileSync(join(FONTS, name));
const fonts = { text: read('TephraText-Regular.ttf'), bold: read('TephraText-Bold.ttf'), mono: read('TephraMono-Regular.ttf') };
const dir = mkdtempSync(join(tmpdir(), 'tephra-reports-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const with_ = (options: Partial<ReportOptions>, change: Partial<Omit<ReportInput, 'citations'>> = {}): ReportInput => workInput({ options: { audience: 'internal', roles: false, mask: false, ...options }, ...change });
const bytesOf = (format: ReportFormat, input: ReportInput, standard: 'a-2a' | 'ua-1' = 'a-2a'): Uint8Array =>
  renderReport({ format, standard, input, fontsDir: FONTS, fonts, ...(format === 'md' ? { figuresFolder: 'r-figures' } : {}) }).bytes;
const textOf = (format: ReportFormat, input: ReportInput): string => new TextDecoder().decode(bytesOf(format, input));
const html = textOf('html', with_({}));
const deck = textOf('deck', with_({}));
const markdown = textOf('md', with_({}));
const external = { html: textOf('html', with_({ audience: 'external' })), md: textOf('md', with_({ audience: 'external' })), deck: textOf('deck', with_({ audience: 'external' })), status: textOf('status', with_({ audience: 'external' })) };
/** What HTML shows: without the style, fonts and addresses of pictures. */
const visible = (page: string): string => page.replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '').replace(/data:[^"]*/g, '').replace(/<[^>]+>/g, ' ').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe('the model', () => {
  const report = buildReport(with_({}));

  test('severity with its why, the state with version and hash, actions by priority, declined ones apart', () => {
    expect(report.severity).toMatchObject({ level: 'SEV1', interruption: 'Outage', why: 'major impact × high urgency gives SEV1' });
    expect(report.severity!.steps[0]).toMatchObject({ answer: 'One in three could not pay.', citations: [{ number: 1 }] });
    expect(report.status).toEqual({ state: 'closed', line: 'Signed off 2026-10-16 16:30, version 2', sha256: 'ab'.repeat(32) });
    expect(report.actions.map((a) => [a.title.slice(0, 9), a.priority, a.state])).toEqual([
      ['Alert on ', '8', 'In progress, OPS-1432 In Review'], ['Run the c', '', 'Proposed'], ['Build the', '25', 'Done'],
    ]);
    expect(report.actions[1]!.after).toEqual(['Build the index on orders (customer_id, created_at)']);
    expect(report.declined.map((a) => a.reason)).toEqual(['It needs a restart of the primary, and Ada Byron showed that the query was the cause.']);
  });

  test('the review: who was there, what came of it', () => {
    const [review] = report.reviews;
    expect(review).toMatchObject({ title: 'Checkout outage', when: '2026-10-16 14:00 to 15:02', attendance: [{ part: 'Facilitator', who: ['Bo Lindqvist, incident commander'] }, { part: 'Participant', who: ['Ada Byron, database on-call', 'Cy Twombly'] }] });
    expect([review!.decisions, review!.learnings, review!.questions, review!.parked].map((rows) => rows.map((row) => row.about))).toEqual([
      ['2 votes'], ['database on-call, at 12:47:31 Health checks stay green throughout', ''], ['', 'settled'], [''],
    ]);
    expect(buildReport(with_({ roles: true })).reviews[0]!.attendance[1]!.who).toEqual(['database on-call', 'a responder']);
  });

  test('live blocks stand in their place, as pictures, rows and lines; what they show is evidence too', () => {
    expect(report.body.slice(report.body.findIndex((b) => b.kind === 'figure')).map((b) => (b.kind === 'figure' ? b.figure.kind : b.kind)).slice(0, 10)).toEqual([
      'timeline', 'table', 'table', 'excerpt', 'table', 'chart', 'trace', 'excerpt', 'image', 'problem',
    ]);
    expect(report.bodyHasTimeline).toBe(true);
    expect(report.evidence.filter((e) => e.sha256.startsWith('cccc'))).toHaveLength(1);
  });

  test('learned later is said, and only then', () => {
    const entries = with_({}).entries.map((entry, i) => (i < 2 ? { ...entry, knownSinceNs: entry.time.startNs + (i === 0 ? 6_300n * 1_000_000_000n : 0n) } : entry));
    expect(buildReport(with_({}, { entries })).timeline.slice(0, 3).map((row) => row.known)).toEqual(['not known at the time, learned 13:40:00', 'known since 12:12:00', undefined]);
  });

  test('what people wrote is known to be German or English', () => {
    expect(report.language).toBe('en');
    expect(buildReport(with_({}, { postmortem: { revision: 2, text: 'Der Speicher war voll, weil die Rotation nicht lief und niemand es sah.' }, entries: [] })).language).toBe('de');
  });

  test('mapTexts reaches every text and no shape', () => {
    const shape = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one instanceof Uint8Array || one instanceof Float64Array ? one.length : one));
    expect(shape(mapTexts(report, (text) => text))).toBe(shape(report));
    expect(textsIn(mapTexts(report, () => 'x')).every((text) => text === 'x')).toBe(true);
    const blank = mapTexts(report, () => 'x');
    expect(blank.body.map((b) => b.kind)).toEqual(report.body.map((b) => b.kind));
    expect(blank.evidence.map((e) => e.sha256)).toEqual(report.evidence.map((e) => e.sha256));
  });
});

describe('PDF', () => {
  const has = (name: string): boolean => onPath(name) !== undefined;
  const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  describe.each(['a-2a', 'ua-1'] as const)('%s', (standard) => {
    const report = buildReport(with_({}));
    const pdf = compile(typstSource(report), report.asOfNs, FONTS, standard);
    const path = join(dir, `${standard}.pdf`);
    writeFileSync(path, pdf);

    test('says what it is, and is the same bytes twice', () => {
      const xmp = Buffer.from(pdf).toString('latin1');
      expect(xmp).toMatch(standard === 'ua-1' ? /<pdfuaid:part>1<\/pdfuaid:part>/ : /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A</);
      expect(Buffer.compare(Buffer.from(pdf), Buffer.from(bytesOf('pdf', with_({}), standard)))).toBe(0);
    });

    test.runIf(has('qpdf'))('sound', () => expect(spawnSync('qpdf', ['--check', path]).status).toBe(0));

    test.runIf(has('pdfinfo'))('tagged: contents, headings, tables with heads, figures, captions, notes', () => {
      const structure = run('pdfinfo', '-struct', path);
      for (const tag of ['TOC', 'TOCI', 'H1', 'H2', 'Table', 'THead', 'TH', 'Figure', 'Caption', 'Link', 'LI', 'Note', 'P']) expect(structure, tag).toMatch(new RegExp(`^ *${tag}\\b`, 'm'));
      expect(run('pdfinfo', path)).toMatch(/^Tagged: +yes$/m);
    });

    test.runIf(has('pdftotext'))('in reading order, with case and page in the foot', () => {
      const text = run('pdftotext', path, '-');
      const order = ['POSTMORTEM', 'Checkout outage of 14 October', 'SEV1', 'Signed off 2026-10-16 16:30, version 2', 'Time to detect', 'One in three checkouts', 'Incident metrics', 'Log excerpt, 2 records', 'errors over minute', 'Trace 4bf92f35', 'Terminal, db-1', 'Region 30×15', 'What could users not do?', 'Actions, by priority', 'Raise max_connections', 'Review: Checkout outage', 'Learnings', 'Timeline, entry by entry', 'Evidence cited', 'Evidence in this case'];
      let at = text.indexOf('Evidence in this case') + 1;
      expect(at).toBeGreaterThan(0);
      let last = -1;
      for (const words of order) {
        // Titles stand in the contents first.
        at = Math.max(text.indexOf(words, last), ['Actions, by priority', 'Review: Checkout outage', 'Learnings', 'Timeline, entry by entry', 'Evidence cited', 'Evidence in this case'].includes(words) ? text.indexOf(words, Math.max(last, text.indexOf('What could users not do?'))) : 0);
        expect(at, words).toBeGreaterThan(last);
        last = at;
      }
      expect(text).toMatch(/Case as of 2026-10-16 11:41 \+02:00, text abababababab/);
    });
  });

  test('a picture that cannot be read costs itself alone', () => {
    const input = with_({}, { images: [{ sha256: 'c'.repeat(64), bytes: new Uint8Array([1, 2, 3]) }] });
    expect(bytesOf('pdf', input).length).toBeGreaterThan(100_000);
  });
});

describe('HTML', () => {
  test('one file: nothing is fetched, nothing runs', () => {
    expect(html).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:`);
    expect(html).not.toMatch(/<script|<link|<iframe|<object|<base|\son\w+=|@import|url\((?!data:)/);
    expect([...html.matchAll(/\ssrc="([^"]*)"/g)]).toEqual([]);
    expect(html.length).toBeLessThan(400_000);
  });

  test('landmarks, a skip link, heads and captions of tables, a name for each figure', () => {
    for (const mark of ['<header>', '<nav aria-label="Contents">', '<main id="main"', '<footer>', 'class="skip" href="#main"', '<html lang="en">', '<div lang="en">']) expect(html).toContain(mark);
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const [, table] of html.matchAll(/<table[^>]*>([\s\S]*?)<\/table>/g)) expect(table).toMatch(/<th scope="col"/);
    for (const [svg] of html.matchAll(/<svg[^>]*>(?:<title[^>]*>)?/g)) expect(svg).toMatch(/class="picture"[^>]* aria-label="[^"]+"|<title id="fig\d+">$/);
  });

  test('every id once, every link within the file leads somewhere, citations and appendix both ways', () => {
    const ids = Array.from(html.matchAll(/\sid="([^"]+)"/g), (m) => m[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = Array.from(html.matchAll(/\shref="#([^"]+)"/g), (m) => m[1]!);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    const cited = ids.filter((id) => id.startsWith('cite-'));
    expect(cited.length).toBeGreaterThan(25);
    for (const id of cited) expect(targets).toContain(id);
  });

  test('text is never markup', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&<script>';
    const page = textOf('html', with_({}, { title: hostile, incidentId: hostile, entries: with_({}).entries.map((e) => ({ ...e, title: hostile, role: hostile, note: hostile })) }));
    expect(page).not.toMatch(/<img|<script/);
    expect(visible(page)).toContain(hostile.replace(/<[^>]+>/g, (tag) => tag));
  });
});

describe('every link and citation of the source is in HTML and Markdown', () => {
  const root = parsePostmortem(LIVE_POSTMORTEM);
  const source = [...walkMarkdown(root)].flatMap((node) => (node.type === 'link' && /^(https?|mailto):/.test(node.url) ? [node.url] : []));
  const cited = [...walkMarkdown(root)].flatMap((node) => (node.type === 'text' ? findCitations(node.value) : []));

  test('there is something to find', () => expect([source.length > 0, cited.length > 10]).toEqual([true, true]));

  test('HTML', () => {
    for (const url of source) expect(html).toContain(`href="${url}"`);
  });

  test('Markdown', () => {
    const links = new Set([...walkMarkdown(parsePostmortem(markdown))].flatMap((node) => (node.type === 'link' ? [node.url] : [])));
    for (const url of source) expect(links).toContain(url);
    const figures = [...walkMarkdown(parsePostmortem(markdown))].flatMap((node) => (node.type === 'image' ? [node.url] : []));
    const { files } = renderReport({ format: 'md', standard: 'a-2a', input: with_({}), fontsDir: FONTS, figuresFolder: 'r-figures' });
    expect(figures).toEqual(files.map((file) => file.path));
    expect(files.map((file) => file.path.replace(/\d+/, 'n'))).toEqual(['r-figures/figure-n.svg', 'r-figures/figure-n.svg', 'r-figures/figure-n.svg', 'r-figures/figure-n.svg', 'r-figures/picture-n.png']);
  });

  test('as often as in the source', () => {
    const inBody = (children: readonly Inline[]): number => children.reduce((sum, one) => sum + (one.kind === 'citation' ? 1 : 'children' in one ? inBody(one.children) : 0), 0);
    const count = (value: unknown): number => (Array.isArray(value) ? value.reduce<number>((sum, one) => sum + count(one), 0)
      : typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? ('kind' in value && value.kind === 'citation' ? 1 : Object.values(value).reduce<number>((sum, one) => sum + count(one), 0)) : 0);
    const withoutLive = buildReport(with_({}, { blocks: [] }));
    expect(count(withoutLive.body)).toBe(cited.length);
    expect(inBody([])).toBe(0);
  });

  test('without a folder Markdown has no pictures and tells figures in words', () => {
    const plain = renderReport({ format: 'md', standard: 'a-2a', input: with_({}), fontsDir: FONTS });
    const text = new TextDecoder().decode(plain.bytes);
    expect(plain.files).toEqual([]);
    expect(text).not.toContain('![');
    expect(text).toContain('| checkout | · · acquire connection | +40 ms | 3 s | error |');
  });
});

describe('deck', () => {
  test('the policy lets run the one script there is', () => {
    expect(DECK_SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(DECK_SCRIPT).digest('base64')}`);
    expect(deck.match(/<script>/g)).toHaveLength(1);
    expect(deck).toContain(`script-src '${DECK_SCRIPT_HASH}'`);
  });

  test('title, summary, milestones, timeline, each decision, what the review brought, actions', () => {
    const titles = Array.from(deck.matchAll(/<h[12] id="t\d+">(.*?)<\/h[12]>/g), (m) => visible(m[1]!).replace(/\s+/g, ' ').trim());
    expect(titles).toEqual([
      'Checkout outage of 14 October', 'Summary', 'Milestones', 'Timeline 1 of 3', 'Timeline 2 of 3', 'Timeline 3 of 3', 'Database on-call joins; looks at connections first', 'Roll back v214 rather than raise max_connections',
      'Hold v214 until the query has an index', 'Postmortem owner named', 'What was decided in the review', 'Learnings', 'Open questions', 'Parked', 'Actions',
    ]);
    expect(visible(deck)).not.toContain('Was the pager late?');
  });
});

describe('status texts', () => {
  const texts = renderStatus(with_({}));

  test('for executives, customers and engineers, from what is on record', () => {
    expect(texts.map((text) => text.reader)).toEqual(['executives', 'customers', 'engineers']);
    expect(texts[0]!.subject).toBe('[SEV1, resolved] INC-2417: Checkout outage of 14 October');
    expect(texts[0]!.text).toContain('One action has no owner or no date yet.');
    expect(texts[0]!.text).toContain('One more action is proposed and not decided yet.');
    expect(texts[1]!.text).toContain('This lasted from 2026-10-14 12:31 to 13:18 Europe/Berlin (+02:00).');
    expect(texts[1]!.text).toContain('- Alert on the time callers wait for a connection, by 2026-11-04');
    expect(texts[2]!.text).toContain('- 12:52:20 Roll back v214 rather than raise max_connections');
    expect(texts[2]!.text).toContain('Ada Byron knew pg_stat_activity by heart');
    for (const { text } of texts) expect(text).not.toMatch(/\[\d+\]|undefined/);
  });

  test('the customers’ one knows nothing internal', () => {
    expect(texts[1]!.text).not.toMatch(/SEV1|Byron|OPS-1432|max_connections|INC-2417/);
    expect(renderStatus(with_({ audience: 'external' }))[2]!.text).not.toContain('Byron');
  });
});

describe('external variant', () => {
  const secret = { title: 'Pager provider was called', note: 'internal words' };
  const input = with_({ audience: 'external' });
  const withInternal = with_({ audience: 'external' }, { entries: input.entries.map((e, i) => (i === 8 ? { ...e, ...secret, internal: true } : e)) });

  test.each(['html', 'md', 'deck', 'status'] as const)('%s: nothing internal, no names, no excerpts, no paths, whole hashes or declined actions', (format) => {
    const text = format === 'html' || format === 'deck' ? visible(external[format]) : external[format];
    for (const gone of ['Not for everybody', 'hunter2', 'Byron', 'Lindqvist', 'bundle/', 'pg_stat_activity"', '[4412] FATAL', 'psql -c', 'Raise max_connections\n', 'jira.example', 'runbooks.example/index', 'Index before anything', 'ada.b', 'Was a promise broken']) expect(text, gone).not.toContain(gone);
    expect(text).not.toMatch(/\b[0-9a-f]{64}\b/);
    expect(text).toContain('Checkout outage of 14 October');
  });

  test('evidence keeps number, kind and the beginning of its hash', () => {
    expect(external.md).toMatch(/### Evidence 1\n\n`[0-9a-f]{8}`, web-access\\\nSHA-256 `[0-9a-f]{8}`/);
    expect(visible(external.html)).toContain('A log excerpt stands here in the internal version.');
    expect(external.html).toMatch(/href="https:\/\/runbooks\.example\/lb"/);
  });

  test('entries kept internal are in no table, figure, fact or proof; what only they cite is not numbered', () => {
    const report = buildReport(withInternal);
    expect(report.entries.map((e) => e.title)).not.toContain(secret.title);
    expect(report.facts.map((f) => f.label)).not.toContain('Time to detect');
    expect(textOf('html', withInternal)).not.toMatch(/Pager provider|internal words/);
    const only = { ...input.entries[0]!, id: 'only', internal: true, evidence: [{ ...input.references[0] ?? input.entries[2]!.evidence[0]!, locator: { kind: 'bytes' as const, offsetBytes: 7, lengthBytes: 3 } }] };
    expect(buildReport(with_({ audience: 'external' }, { entries: [...input.entries, only] })).evidence).toHaveLength(buildReport(input).evidence.length);
    expect(buildReport(with_({}, { entries: [...input.entries, only] })).evidence).toHaveLength(buildReport(with_({})).evidence.length + 1);
  });

  test('a live metric that only an internal entry gives is gone', () => {
    const block = (r: ReportInput): unknown => buildReport(r).body.find((b) => b.kind === 'table' && b.caption === 'Incident metrics');
    expect(block(input)).toBeDefined();
    expect(block(withInternal)).toBeUndefined();
  });
});

describe('people as roles, and masks', () => {
  test('roles everywhere, in excerpts and minutes too; addresses of links stay', () => {
    const page = visible(textOf('html', with_({ roles: true })));
    expect(page).not.toMatch(/Byron|Lindqvist|Twombly|ada@shop\.com/);
    expect(page).toContain('database on-call restarted it with password=hunter2');
    expect(page).toContain('People are shown as roles, in excerpts of evidence too.');
  });

  test('what is found is what a mask takes away', () => {
    const findings = checkReport(with_({}));
    expect(findings.map((f) => [f.kind, f.where, f.hint])).toEqual([
      ['password', 'Postmortem, Not for everybody', 'h… (7 characters)'], ['mail', 'Postmortem, Not for everybody', 'ada@… (12 characters)'],
    ]);
    expect(LIVE_POSTMORTEM.split('\n')[findings[0]!.line! - 1]).toContain('password=hunter2');
    expect(checkReport(with_({ mask: true }))).toEqual([]);
    expect(checkReport(with_({ audience: 'external' })).map((f) => f.kind)).toEqual([]);
    for (const format of ['md', 'html', 'deck', 'status'] as const) {
      const text = visible(textOf(format, with_({ mask: true })));
      expect(findSensitive(text), format).toEqual([]);
    }
    const page = textOf('html', with_({ mask: true }));
    expect(visible(page)).toContain('password=‹redacted: password or token›');
    expect(page).not.toContain('mailto:ada');
  });
});

test('whatever people and evidence say, every format prints it as text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('#', '$', '\\', '"', '*', '_', '`', '<', '>', '&', '/', '\0', '\n', '\u001b[1m', '\u202e', '\ud800', 'a', ' ', '支', '🔥', '\u0301', '\u200d', '|', '-->', '<script>', ']]>'), maxLength: 40 }),
  );
  fc.assert(fc.property(fc.array(anything, { minLength: 7, maxLength: 7 }), fc.boolean(), fc.boolean(), (texts, mask, outside) => {
    let n = 0;
    const other = (text: string, key: string): string => (/^(?:impact|urgency|sla|interruption|type|part|\w+Id|dependsOn|traceId|path)$/.test(key) ? text : texts[n++ % texts.length]!);
    const plain = with_({});
    const input = { ...plain, items: mapTexts(plain.items, other), blocks: mapTexts(plain.blocks, other), options: { audience: outside ? 'external' as const : 'internal' as const, roles: false, mask } };
    const report = buildReport(input);
    expect(compile(typstSource(report), report.asOfNs, FONTS, 'ua-1').length).toBeGreaterThan(5000);
    for (const format of ['html', 'deck'] as const) {
      const page = textOf(format, input).replace(DECK_SCRIPT, '').replace(/data:[^"]*/g, '');
      expect(page.match(/<script|<!--|<img|\son[a-z]+=/gi)?.filter((found) => found !== '<script') ?? []).toEqual([]);
      expect(page.match(/<script/g) ?? []).toHaveLength(format === 'deck' ? 1 : 0);
    }
    expect(textOf('md', input).length).toBeGreaterThan(1000);
    expect(textOf('status', input).length).toBeGreaterThan(100);
  }), { numRuns: 20, examples: [[['\u001b[1m', '', '', '', '', '', ''], false, false]] });
}, 60_000);

test('actions that the text shows are printed there and not again', () => {
  const all = itemsOf(with_({}).items, 'action');
  const shows = (some: typeof all): ReportInput => with_({}, { postmortem: { text: '# P\n\nProse.\n\n```tephra actions\n```\n', revision: 2 }, blocks: [{ kind: 'actions', actions: some }] });
  const times = (input: ReportInput): number => visible(textOf('html', input)).split(all[0]!.title).length - 1;
  expect(buildReport(shows(all)).bodyHasActions).toBe(true);
  expect(times(shows(all))).toBe(1);
  expect(buildReport(shows(all.slice(0, 1))).bodyHasActions).toBe(false);
  expect(times(shows(all.slice(0, 1)))).toBeGreaterThan(1);
  expect(compile(typstSource(buildReport(shows(all))), 0n, FONTS).length).toBeGreaterThan(1000);
});

test('everything is the same bytes twice', () => {
  for (const format of ['md', 'html', 'deck', 'status'] as const) {
    for (const audience of ['internal', 'external'] as const) expect(textOf(format, with_({ audience }))).toBe(textOf(format, with_({ audience })));
  }
});
