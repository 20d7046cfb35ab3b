import type { Evidence, ReportDocument } from '../document.ts';
import { evidenceFacts, noEvidenceSentence, SECTION, unresolvedSentence } from '../words.ts';
import { citation, MarkdownWriter, tableLines } from './blocks.ts';
import { codeBlock, codeSpan, escapeInline, escapeLineStart } from './escape.ts';

/**
 * A report as GitHub Flavored Markdown that every viewer and every pair of eyes can read: no HTML beside an empty
 * comment, no images. The timeline is a table (viewers strip inline SVG and data URIs); citations link to the
 * headings "Evidence 1", "Evidence 2" …, whose anchors GitHub, GitLab and VS Code all make alike.
 */
export function renderMarkdown(report: ReportDocument): string {
  const writer = new MarkdownWriter((own) => timelineTable(report, own));
  const sections: string[][] = [
    [`# ${escapeInline(report.title)}`],
    [escapeLineStart(escapeInline([report.genre, report.incidentId, `case as of ${report.asOf}`].filter((word) => word !== '').join(', ')))],
    tableLines(['', '', ''], [':--', ':--', ':--'], report.facts.map((f) => [f.label, `**${escapeInline(f.value)}**`, escapeInline(f.definition)])),
  ];
  if (report.milestones.length > 0) {
    sections.push(tableLines(
      report.milestones.map((m) => escapeInline(m.title)), report.milestones.map(() => ':--'),
      [report.milestones.map((m) => escapeInline(`${m.date} ${m.time}`)), ...(report.milestones.some((m) => m.utc !== '') ? [report.milestones.map((m) => escapeInline(m.utc))] : [])],
    ));
  }
  if (report.body.length > 0) sections.push(writer.blocks(report.body, 1));
  if (!report.bodyHasTimeline) sections.push([`## ${SECTION.timeline}`], timelineTable(report, writer));
  sections.push(...evidenceSections(report), ...artifactSections(report));
  if (writer.footnotes.length > 0) sections.push(writer.footnotes.map((text, i) => `[^${i + 1}]: ${text}`));
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function timelineTable(report: ReportDocument, writer: MarkdownWriter): string[] {
  if (report.timeline.length === 0) return ['The timeline has no entries.'];
  const utc = report.timeline.some((row) => row.utc !== '');
  const rows = report.timeline.map((row) => {
    const note = writer.blocks(row.note, 0).filter((line) => line !== '' && !line.startsWith('```')).join(' ').replaceAll(/(?<!\\)\|/g, '\\|');
    const title = `${row.milestone === undefined ? '' : `**${escapeInline(row.milestone)}:** `}${escapeInline(row.title)}`;
    return [
      escapeInline(`${row.date} ${row.time}`), ...(utc ? [escapeInline(row.utc)] : []), escapeInline([row.kind, row.role].filter((w) => w !== '').join(', ')),
      [note === '' || /[.:!?]$/.test(title) ? title : `${title}.`, note, row.basis === undefined ? '' : `(${escapeInline(row.basis)})`, row.known === undefined ? '' : `(${escapeInline(row.known)})`, row.orderUnknown ? '(order to the one above not established)' : ''].filter((w) => w !== '').join(' '),
      row.citations.length === 0 ? 'none' : row.citations.map((c) => citation(c.number)).join(' '),
    ];
  });
  const header = [`Time, ${escapeInline(report.zoneText)}`, ...(utc ? ['UTC'] : []), 'Kind', 'What happened', 'Evidence'];
  return tableLines(header, header.map(() => ':--'), rows);
}

function evidenceSections(report: ReportDocument): string[][] {
  const out: string[][] = [[`## ${SECTION.evidence}`]];
  if (report.evidence.length === 0) out.push(['Nothing cites evidence yet.']);
  else out.push(['Each number below is cited in brackets. The SHA-256 is that of the whole artifact; bytes count from 0.']);
  const unresolved = unresolvedSentence(report);
  if (unresolved !== undefined) out.push([`**${escapeInline(unresolved)}**`]);
  for (const item of report.evidence) out.push(...proof(item));
  const claims = noEvidenceSentence(report);
  if (claims !== undefined) {
    out.push([`### ${SECTION.withoutEvidence}`], [claims]);
    out.push(report.entriesWithoutEvidence.map((row) => `- ${escapeInline(`${row.date} ${row.time}: ${row.title}`)}`));
  }
  return out;
}

function proof(item: Evidence): string[][] {
  const head = [`### Evidence ${item.number}`];
  const facts = [
    `${codeSpan(item.path ?? item.label)}, ${escapeInline(evidenceFacts(item))}\\`,
    `SHA-256 \`${item.sha256}\``,
  ];
  return [
    head, facts,
    ...(item.problem === undefined ? [] : [[`**${escapeInline(item.problem)}**`]]),
    ...(item.excerpt === undefined ? [] : [codeBlock(item.excerpt)]),
  ];
}

function artifactSections(report: ReportDocument): string[][] {
  const head = [`## ${SECTION.artifacts}`];
  if (report.artifacts.length === 0) return [head, ['This case has no evidence yet.']];
  const rows = report.artifacts.map((a) => [
    [codeSpan(a.path), ...a.otherPaths.map((path) => `also ${codeSpan(path)}`)].join(', ').replaceAll('|', '\\|'),
    escapeInline(a.referencedInPlace ? `${a.kind}, referenced where it lies` : a.kind), a.size, a.records, a.understood.replace('>', '\\>'), a.diagnostics, `\`${a.sha256}\``,
  ]);
  return [head, tableLines(['File', 'Kind', 'Size', 'Records', 'Understood', 'Diagnostics', 'SHA-256'], [':--', ':--', '--:', '--:', '--:', '--:', ':--'], rows)];
}
