import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import { formatCitation, type EvidenceReference } from '../../../model/evidence.ts';
import type { Item } from '../../../model/item.ts';
import { api } from '../../../protocol/api.ts';
import type { Connection } from '../../../protocol/client.ts';
import { entry, temporaryFolder } from '../../casefile/sample.testing.ts';
import { testEngine, type TestEngine } from '../engines.testing.ts';

const HOSTILE = 'level=error msg="支付 🔥 \u0000 \u001b[31mred\u001b[0m \u202eevil \u{12000}"';
const LOG = ['10.0.0.1 - - [14/Oct/2026:10:31:07 +0000] "POST /checkout HTTP/1.1" 502 157', HOSTILE, ''].join('\n');
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

interface Sample { readonly client: Connection; readonly engine: TestEngine; readonly dir: string }

/** A case with one file, an entry that cites its second line, and a postmortem that cites it too. */
async function sampleCase(): Promise<Sample> {
  const engine = testEngine();
  const client = engine.client('ada');
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'bundle'));
  writeFileSync(join(dir, 'bundle', 'app.log'), LOG);
  unwrap(await client.call(api.createCase, { path: join(dir, 'outage.tephra'), title: 'Checkout outage' }));
  unwrap(await client.call(api.doCommand, { command: { name: 'case.update', input: { incidentId: 'INC-7', zone: 'Europe/Berlin' } } }));
  unwrap(await client.call(api.addEvidence, { paths: [join(dir, 'bundle')] }));
  const offsetBytes = Buffer.byteLength(LOG.split('\n')[0]!) + 1;
  const reference: EvidenceReference = {
    sha256: sha256(LOG), locator: { kind: 'bytes', offsetBytes, lengthBytes: Buffer.byteLength(HOSTILE), line: 2 }, excerpt: HOSTILE, addedBy: 'ada', addedAtNs: 1n,
  };
  unwrap(await client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: { ...entry('e1'), title: 'First failed checkout', evidence: [reference] } } } }));
  const { text: template, revision } = unwrap(await client.call(api.getPostmortem, {}));
  const written = `# Postmortem\n\n## Summary\n\nIt failed ${formatCitation(reference)}, and more [@deadbeef].\n`;
  unwrap(await client.call(api.doCommand, { command: { name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset: 0, deleted: template, inserted: written }] } } }));
  return { client, engine, dir };
}

test('a case becomes Markdown and PDF: what was written, the bytes cited, what could not be resolved', async () => {
  const { client, engine } = await sampleCase();
  const markdown = unwrap(await client.call(api.renderReport, { format: 'md' }));
  expect(markdown).toMatchObject({ mediaType: 'text/markdown; charset=utf-8', fileName: 'inc-7-checkout-outage-postmortem.md' });
  const md = text(markdown.bytes);
  expect(md).toContain('# Checkout outage');
  expect(md).toContain('It failed [\\[1\\]](#evidence-1), and more [\\[2\\]](#evidence-2).');
  expect(md).toContain(`SHA-256 \`${sha256(LOG)}\``);
  expect(md).toContain('level=error msg="支付 🔥 ␀ ␛[31mred␛[0m \\u{202e}evil 𒀀"');
  expect(md).toContain('line 2');
  expect(md).toContain('No artifact of this case has a SHA-256 that begins with deadbeef.');
  expect(md).toContain('First failed checkout');
  const pdf = unwrap(await client.call(api.renderReport, { format: 'pdf' }));
  expect(pdf).toMatchObject({ mediaType: 'application/pdf', fileName: 'inc-7-checkout-outage-postmortem.pdf' });
  expect(text(pdf.bytes.subarray(0, 8))).toBe('%PDF-1.7');
  expect(engine.errors).toEqual([]);
}, 60_000);

test('written to disk, on record, and the same bytes again: a report is no change of the case', async () => {
  const { client, dir } = await sampleCase();
  const first = join(dir, 'one.pdf');
  const second = join(dir, 'two.pdf');
  writeFileSync(second, 'what was there before');
  const before = unwrap(await client.call(api.caseInfo, {}));
  expect(unwrap(await client.call(api.writeReport, { format: 'pdf', path: first }))).toEqual({ path: first, bytes: readFileSync(first).length, files: 0 });
  unwrap(await client.call(api.writeReport, { format: 'pdf', path: second }));
  expect(sha256(readFileSync(second))).toBe(sha256(readFileSync(first)));
  const [last] = unwrap(await client.call(api.caseHistory, { limit: 1 }));
  expect(last).toMatchObject({ kind: 'note', command: 'report.write', author: 'ada' });
  expect(last!.summary).toMatch(/^Wrote two\.pdf/);
  expect(unwrap(await client.call(api.caseInfo, {})).workRevision).toBe(before.workRevision);
  unwrap(await client.call(api.doCommand, { command: { name: 'case.update', input: { title: 'Another title' } } }));
  unwrap(await client.call(api.writeReport, { format: 'pdf', path: second }));
  expect(sha256(readFileSync(second))).not.toBe(sha256(readFileSync(first)));
}, 60_000);

test('live blocks, actions and severity of the case; Markdown has its figures in a folder beside it; other formats as well', async () => {
  const { client, dir, engine } = await sampleCase();
  const { text: before, revision } = unwrap(await client.call(api.getPostmortem, {}));
  const added = '\n## More\n\n```tephra chart bar\nSELECT line, length_bytes AS size FROM events\n```\n\n```tephra log\nno such record anywhere\n```\n\nasked with password=hunter2 by Ada Byron.\n\n<!-- internal -->\nAnd the vendor.\n<!-- /internal -->\n';
  unwrap(await client.call(api.doCommand, { command: { name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset: before.length, deleted: '', inserted: added }] } } }));
  const save = async (item: Item): Promise<void> => void unwrap(await client.call(api.doCommand, { command: { name: 'item.save', input: { item } } }));
  await save({ kind: 'person', id: 'p', name: 'Ada Byron', aliases: [], role: 'database on-call' });
  await save({ kind: 'severity', id: 'severity', impact: 'major', urgency: 'high', sla: 'none', interruption: 'outage', why: [] });
  await save({
    kind: 'action', id: 'a', title: 'Alert on the pool', note: '', type: 'detect', state: 'accepted', ownerRole: 'on-call', due: '2026-11-01', doneWhen: 'It fires.', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs: 1n,
  });
  const path = join(dir, 'report.md');
  expect(unwrap(await client.call(api.writeReport, { format: 'md', path }))).toMatchObject({ files: 2 });
  const md = readFileSync(path, 'utf8');
  expect(readdirSync(join(dir, 'report-figures')).sort()).toEqual(['figure-1.svg', 'figure-2.svg']);
  expect(md).toContain('](<report-figures/figure-1.svg>)');
  expect(md).toContain('*No record passes the filter of this log excerpt.*');
  expect(md).toContain('**SEV1, outage**');
  expect(md).toContain('| **Alert on the pool** | Detect | on-call | 2026-11-01 | It fires. | Accepted |');
  // A second time into the same folder.
  unwrap(await client.call(api.writeReport, { format: 'md', path }));
  expect(readFileSync(path, 'utf8')).toBe(md);

  const check = unwrap(await client.call(api.checkReport, { format: 'html', audience: 'external' }));
  expect(check).toMatchObject({ fileName: 'inc-7-checkout-outage-postmortem-external.html', findings: [{ kind: 'password', isSecret: true, where: 'Postmortem, More', line: added.slice(0, added.indexOf('hunter2')).split('\n').length + before.split('\n').length - 1 }] });
  const outside = text(unwrap(await client.call(api.renderReport, { format: 'html', audience: 'external', mask: true })).bytes);
  for (const gone of ['hunter2', 'Ada Byron', 'vendor', 'bundle/app.log', sha256(LOG)]) expect(outside).not.toContain(gone);
  expect(outside).toContain('by database on-call.');
  expect(unwrap(await client.call(api.renderReport, { format: 'deck' }))).toMatchObject({ fileName: 'inc-7-checkout-outage-review-slides.html', mediaType: 'text/html; charset=utf-8' });
  expect(text(unwrap(await client.call(api.renderReport, { format: 'pdf', standard: 'ua-1' })).bytes)).toContain('<pdfuaid:part>1<');
  const status = unwrap(await client.call(api.statusTexts, { roles: true }));
  expect(status.map((one) => one.reader)).toEqual(['executives', 'customers', 'engineers']);
  expect(status[0]!.text).toContain('Alert on the pool (on-call, due 2026-11-01)');
  expect(engine.errors).toEqual([]);
}, 60_000);

test('a place that cannot be written is said in words, and nothing is on record', async () => {
  const { client, dir } = await sampleCase();
  const answers = await Promise.all([join(dir, 'no-such-folder', 'r.pdf'), dir, 'relative.pdf'].map((path) => client.call(api.writeReport, { format: 'md', path })));
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code: 'file/not-writable' } });
  const history = unwrap(await client.call(api.caseHistory, {}));
  expect(history.filter((line) => line.command === 'report.write')).toEqual([]);
}, 60_000);

test('the timeline alone, in every format', async () => {
  const { client } = await sampleCase();
  const names = await Promise.all((['md', 'csv', 'timesketch-jsonl', 'timesketch-csv', 'l2tcsv', 'dynamic-csv'] as const).map(async (format) => {
    const rendered = unwrap(await client.call(api.renderTimeline, { format }));
    expect(text(rendered.bytes)).toContain('First failed checkout');
    return rendered.fileName;
  }));
  expect(names).toEqual(['md', 'csv', 'jsonl', 'csv', 'csv', 'csv'].map((extension) => `inc-7-checkout-outage-timeline.${extension}`));
});

test('a worker that dies, and one that never answers, fail the report and nothing else', async () => {
  const { client, engine, dir } = await sampleCase();
  unwrap(await client.call(api.closeCase, {}));
  const path = join(dir, 'outage.tephra');
  const dying = testEngine({ createReportWorker: () => new Worker('throw new Error("no")', { eval: true }) });
  const other = dying.client();
  unwrap(await other.call(api.openCase, { path }));
  expect(await other.call(api.renderReport, { format: 'pdf' })).toMatchObject({ ok: false, failure: { code: 'report/failed' } });
  expect(dying.errors).toHaveLength(1);
  expect(unwrap(await other.call(api.listTimeline, {}))).toHaveLength(1);
  unwrap(await other.call(api.closeCase, {}));

  const silent = testEngine({ createReportWorker: () => new Worker('setInterval(() => {}, 1000)', { eval: true }) });
  const third = silent.client();
  unwrap(await third.call(api.openCase, { path }));
  const stop = new AbortController();
  const answer = third.call(api.renderReport, { format: 'pdf' }, { signal: stop.signal });
  stop.abort();
  expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  expect([...engine.errors, ...silent.errors]).toEqual([]);
}, 60_000);
