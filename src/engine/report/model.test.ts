import { describe, expect, test } from 'vitest';
import { POSTMORTEM_TEMPLATE } from '../casefile/template.ts';
import { artifacts, entries, POSTMORTEM, references, sampleInput } from './fixtures/sample.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { typstSource } from './pdf/typst-source.ts';
import { buildReport, citationRequests, type ReportInput } from './model.ts';

describe('a written postmortem', () => {
  const report = buildReport(sampleInput());

  test('the document names itself, the case gives the title', () => {
    expect(report.genre).toBe('Postmortem');
    expect(report.title).toBe('Checkout outage of 14 October');
    expect(report.body[0]).toMatchObject({ kind: 'heading', level: 1, children: [{ text: 'Summary' }] });
    expect(report.bodyHasTimeline).toBe(true);
  });

  test('evidence is numbered in order of first use and shown with hash, line and bytes', () => {
    expect(report.evidence.map((e) => e.number)).toEqual(report.evidence.map((_, i) => i + 1));
    expect(report.evidence[0]).toMatchObject({
      path: 'bundle/web-1/access.log', sha256: artifacts[0]!.sha256, kind: 'web-access', line: 240_011, offsetBytes: 0x219e2e0,
      excerpt: references[0]!.excerpt, problem: undefined,
    });
    expect(report.evidence[1]!.offsetBytes).toBe(0x1f0110);
  });

  test('the same bytes cited in the text and by an entry are one piece of evidence', () => {
    const keys = report.evidence.map((e) => `${e.sha256} ${e.offsetBytes}`);
    expect(new Set(keys).size).toBe(keys.length);
    const failed = report.timeline.find((row) => row.title === 'First failed checkout')!;
    expect(failed.citations.map((c) => c.number)).toEqual([1]);
    expect(report.evidence[0]!.occurrences).toBe(4);
  });

  test('a citation that leads nowhere keeps its number and says so', () => {
    const lost = report.evidence.find((e) => e.problem !== undefined)!;
    expect(lost).toMatchObject({ sha256: 'deadbeef', offsetBytes: 0x10, excerpt: undefined });
    expect(lost.problem).toBe('No artifact of this case has a SHA-256 that begins with deadbeef.');
  });

  test('facts carry their definitions', () => {
    expect(report.facts.slice(0, 3)).toEqual([
      { label: 'Impact', value: '2026-10-14 12:31:07 to 13:18:05', definition: 'impact start to resolved' },
      { label: 'Time to detect', value: '6 min 51 s ±2 s', definition: 'impact start to detected' },
      { label: 'Time to acknowledge', value: '2 min 14 s ±2 s', definition: 'detected to acknowledged' },
    ]);
    expect(report.zoneText).toBe('Europe/Berlin (+02:00)');
    expect(report.milestones.map((m) => `${m.title} ${m.time} ${m.utc}`)[0]).toBe('Impact start 12:31:07 10:31:07 UTC');
  });

  test('times keep their digits, their doubt and UTC; order is withheld where clocks cannot tell', () => {
    const row = (title: string): (typeof report.timeline)[number] => report.timeline.find((r) => r.title.startsWith(title))!;
    expect(row('Database refuses').time).toBe('12:30:58.113');
    expect(row('Connection pool').time).toBe('between 12:29:30 and 12:31:00 ±3 s');
    expect(row('Slow queries').time).toBe('12:18:00 to 12:31:02.871');
    expect(row('Database refuses').orderUnknown).toBe(true);
    expect(row('Marketing mail').orderUnknown).toBe(false);
    expect(row('Marketing mail').basis).toBe('time stated');
  });

  test('what was learned later says so', () => {
    const [first, second, ...rest] = entries;
    const late = { ...first!, title: 'Found in review', knownSinceNs: first!.time.startNs + 86_400n * 1_000_000_000n };
    const meanwhile = { ...second!, title: 'Went on', time: { ...second!.time, form: 'interval' as const, startNs: first!.time.startNs, endNs: first!.time.startNs + 600n * 1_000_000_000n }, knownSinceNs: first!.time.startNs + 60n * 1_000_000_000n };
    const rows = buildReport(sampleInput({ entries: [late, meanwhile, ...rest] })).timeline;
    expect(rows.find((row) => row.title === 'Found in review')!.known).toMatch(/^not known at the time, learned 2026-10-15 \d\d:\d\d:\d\d/);
    expect(rows.find((row) => row.title === 'Went on')!.known).toMatch(/^known since \d\d:\d\d:\d\d/);
    expect(report.timeline.every((row) => row.known === undefined)).toBe(true);
    const input = sampleInput({ entries: [late, ...rest] });
    expect(renderMarkdown(buildReport(input)).text).toMatch(/Found in review.*\(not known at the time, learned 2026/);
    expect(typstSource(buildReport(input)).source).toContain('not known at the time, learned 2026');
  });

  test('entries without evidence are named', () => {
    expect(report.entriesWithoutEvidence).toHaveLength(20);
    expect(report.entriesWithoutEvidence[0]!.title).toBe('Marketing mail to 400,000 customers goes out');
  });

  test('every artifact is listed with what is known of it', () => {
    expect(report.artifacts.map((a) => [a.path, a.kind, a.size, a.records, a.understood, a.diagnostics])).toContainEqual(
      ['bundle/web-2/access.log', 'Web server access log', '130 MB', '930,021', '>99.9 %', '3'],
    );
    expect(report.artifacts.find((a) => a.path === 'bundle/web-1/access.log')!.understood).toBe('100 %');
    expect(report.artifacts.find((a) => a.path === 'bundle/core.31337')).toMatchObject({ kind: 'kept, not understood yet', referencedInPlace: true, understood: '' });
  });

  test('the drawing keeps to the incident', () => {
    expect(report.figureSpan?.omitted).toBe(2);
    expect(buildReport(sampleInput({ entries: entries.slice(0, 28) })).figureSpan).toBeUndefined();
  });
});

test('the untouched template is not a postmortem: timeline and evidence stand alone', () => {
  for (const postmortem of [{ text: POSTMORTEM_TEMPLATE, revision: 0 }, { text: POSTMORTEM_TEMPLATE, revision: 7 }]) {
    const report = buildReport(sampleInput({ postmortem }));
    expect(report).toMatchObject({ genre: 'Timeline and evidence', body: [], bodyHasTimeline: false });
    expect(report.evidence).toHaveLength(9);
  }
});

test('text that was never edited cites nothing', () => {
  expect(citationRequests({ postmortem: { text: POSTMORTEM, revision: 0 }, entries: [], items: [], blocks: [] })).toEqual([]);
  expect(citationRequests({ postmortem: { text: POSTMORTEM, revision: 1 }, entries: [], items: [], blocks: [] })).toHaveLength(9);
});

test('a note of an entry may cite too', () => {
  const entry = { ...entries[0]!, evidence: [], note: `see [@${references[2]!.sha256.slice(0, 12)}:0x1f0010+124]` };
  const report = buildReport(sampleInput({ entries: [entry], postmortem: { text: '', revision: 0 } }));
  expect(report.evidence.map((e) => e.path)).toEqual(['bundle/postgres/postgresql-2026-10-14_000000.log']);
});

test('bytes that are gone: why, and what was seen when citing', () => {
  const input = sampleInput({ entries: [entries[5]!], postmortem: { text: '', revision: 0 } });
  const report = buildReport({ ...input, citations: [{ state: 'bytes-missing', path: 'web.log', message: 'web.log has changed since it was added.' }] });
  expect(report.evidence[0]).toMatchObject({
    path: 'web.log', excerpt: references[0]!.excerpt, line: 240_011, problem: 'The bytes of web.log could not be read: web.log has changed since it was added.',
  });
});

test('the line comes from whoever knows it: the answer, an entry, or the citation on record', () => {
  const [reference] = references;
  const text = { postmortem: { text: `x [@${reference!.sha256.slice(0, 8)}:0x219e2e0+142]`, revision: 1 } };
  const bare = { sha256: reference!.sha256, locator: { kind: 'bytes' as const, offsetBytes: 0x219e2e0, lengthBytes: 142 } };
  const report = (entries: ReportInput['entries'], known: ReportInput['references']): number | undefined => {
    const input = sampleInput({ ...text, entries, references: known });
    return buildReport({ ...input, citations: input.citations.map((c) => (c.state === 'found' ? { ...c, reference: bare } : c)) }).evidence[0]!.line;
  };
  expect(report([], [])).toBeUndefined();
  expect(report([entries[5]!], [])).toBe(240_011);
  expect(report([], [reference!])).toBe(240_011);
});

test('an empty case and a zone this machine does not know still make a report', () => {
  const report = buildReport({ ...sampleInput({ entries: [], artifacts: [], postmortem: { text: '', revision: 0 } }), zone: 'Mars/Olympus' });
  expect(report.zone).toBe('UTC');
  expect(report.facts.map((f) => f.value)).toEqual(['0 entries', '0 files, 0 B', 'UTC']);
});

test('where clocks were set meanwhile the offset stands with the time', () => {
  const late = { ...entries[2]!, id: 'late', time: { ...entries[0]!.time, startNs: entries[0]!.time.startNs + 14n * 86_400_000_000_000n } };
  const report = buildReport(sampleInput({ entries: [entries[0]!, late] }));
  expect(report.timeline.map((row) => row.time)).toEqual(['11:55:00', '10:55:00 +01:00']);
});
