import type { ActionRow, Block, Evidence, FigureSource, MinuteRow, ReportDocument, ReviewSession } from '../document.ts';
import { drawFigure, drawTimeline } from '../figures.ts';
import { appendixWords, evidenceFacts, noEvidenceSentence, SECTION, unresolvedSentence } from '../words.ts';
import { citation, imageLink, MarkdownWriter, tableLines } from './blocks.ts';
import { codeBlock, codeSpan, escapeInline, escapeLineStart } from './escape.ts';

/** A file that stands beside another one: the path from there. */
export interface SideFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * A report as GitHub Flavored Markdown that every viewer and every pair of eyes can read: no HTML beside an empty
 * comment. Citations link to the headings "Evidence 1", "Evidence 2" …, whose anchors GitHub, GitLab and VS Code all
 * make alike. With a `folder`, figures are SVG files in it and stand in the text; viewers strip inline SVG and data
 * URIs, so without one they are told in words. The timeline is a table either way.
 */
export function renderMarkdown(report: ReportDocument, folder?: string): { readonly text: string; readonly files: readonly SideFile[] } {
  const files: SideFile[] = [];
  const put = (name: string, bytes: Uint8Array): string => {
    const path = `${folder}/${name}`;
    files.push({ path, bytes });
    // A space or a bracket in a path would end the link.
    return encodeURI(path);
  };
  const svg = (text: string): string => put(`figure-${files.length + 1}.svg`, new TextEncoder().encode(text));
  const options = { zone: report.zone, widthPx: 900 };
  const writer = new MarkdownWriter({
    timeline: (own) => {
      const figure = folder === undefined ? undefined : drawTimeline(report, options);
      return [...(figure ? [imageLink(figure.alt, svg(figure.svg)), ''] : []), ...timelineTable(report, own)];
    },
    ...(folder === undefined ? {} : {
      draw: (source: FigureSource) => {
        const figure = drawFigure(source, options);
        return { path: svg(figure.svg), alt: figure.alt, notes: figure.notes };
      },
      picture: (image: Extract<Block, { kind: 'image' }>) => put(`picture-${files.length + 1}.${image.mediaType.replace(/^image\//, '')}`, image.bytes),
    }),
  });
  const { severity, status } = report;
  const first = [report.genre, report.incidentId, status?.line ?? '', `case as of ${report.asOf}`].filter((word) => word !== '').join(', ');
  const sections: string[][] = [
    [`# ${escapeInline(report.title)}`],
    [escapeLineStart(escapeInline(first))],
    ...report.notices.map((notice) => [`*${escapeInline(notice)}*`]),
    ...(severity ? [[`**${escapeInline(`${severity.level}, ${severity.interruption.toLowerCase()}`)}**: ${escapeInline(severity.why)}`]] : []),
    tableLines(['', '', ''], [':--', ':--', ':--'], report.facts.map((f) => [f.label, `**${escapeInline(f.value)}**`, escapeInline(f.definition)])),
  ];
  if (report.milestones.length > 0) {
    sections.push(tableLines(
      report.milestones.map((m) => escapeInline(m.title)), report.milestones.map(() => ':--'),
      [report.milestones.map((m) => escapeInline(`${m.date} ${m.time}`)), ...(report.milestones.some((m) => m.utc !== '') ? [report.milestones.map((m) => escapeInline(m.utc))] : [])],
    ));
  }
  if (report.body.length > 0) sections.push(writer.blocks(report.body, 1));
  sections.push(...severitySections(report), ...actionSections(report, writer), ...report.reviews.flatMap((review) => reviewSections(review, writer)));
  if (!report.bodyHasTimeline) sections.push([`## ${SECTION.timeline}`], writer.blocks([{ kind: 'timeline-figure' }], 1));
  sections.push(...evidenceSections(report), ...(report.audience === 'external' ? [] : artifactSections(report)));
  if (writer.footnotes.length > 0) sections.push(writer.footnotes.map((text, i) => `[^${i + 1}]: ${text}`));
  return { text: `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`, files };
}

function severitySections({ severity }: ReportDocument): string[][] {
  if (!severity || severity.steps.length === 0) return [];
  return [
    [`## ${SECTION.severity}`],
    severity.steps.map((step) => `- ${escapeInline(step.question)} **${escapeInline(step.answer)}** ${step.citations.map((c) => citation(c.number)).join(' ')}`.trimEnd()),
  ];
}

function actionSections(report: ReportDocument, writer: MarkdownWriter): string[][] {
  const { actions, declined } = report;
  if (actions.length + declined.length === 0 || report.bodyHasActions) return [];
  const titleOf = (action: ActionRow): string => [
    `**${escapeInline(action.title)}**`, oneCell(writer.blocks(action.note, 0)), action.after.length === 0 ? '' : escapeInline(`(after ${action.after.map((title) => `“${title}”`).join(', ')})`),
    ...action.links.map((link) => writer.oneLine([{ kind: 'link', url: link.url, children: [{ kind: 'text', text: link.title }] }])), ...action.citations.map((c) => citation(c.number)),
  ].filter((word) => word !== '').join(' ');
  const header = ['Action', 'Type', 'Owner', 'Due', 'Test of done', 'State', 'Priority'];
  return [
    [`## ${SECTION.actions}`],
    ...(actions.length === 0 ? [] : [tableLines(header, [':--', ':--', ':--', ':--', ':--', ':--', '--:'], actions.map((a) => [titleOf(a), ...[a.type, a.owner, a.due, a.doneWhen, a.state, a.priority].map(cellText)]))]),
    ...(declined.length === 0 ? [] : [[`### ${SECTION.declined}`], tableLines(['Action', 'Reason'], [':--', ':--'], declined.map((a) => [titleOf(a), cellText(a.reason)]))]),
  ];
}

function reviewSections(review: ReviewSession, writer: MarkdownWriter): string[][] {
  const minutes = (title: string, rows: readonly MinuteRow[]): string[][] => (rows.length === 0 ? [] : [
    [`### ${title}`],
    rows.flatMap((row) => {
      const [first = '', ...rest] = writer.blocks(row.text, 0);
      return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`)), ...(row.about === '' ? [] : [`  (${escapeInline(row.about)})`])];
    }),
  ]);
  return [
    [`## ${escapeInline(`${SECTION.review}: ${review.title}`)}`],
    ...(review.when === '' ? [] : [[escapeLineStart(escapeInline(review.when))]]),
    ...(review.attendance.length === 0 ? [] : [review.attendance.map(({ part, who }) => `- ${escapeInline(`${part}: ${who.join('; ')}`)}`)]),
    ...minutes('Decisions', review.decisions), ...minutes('Learnings', review.learnings), ...minutes('Questions', review.questions), ...minutes('Parked', review.parked), ...minutes('Notes', review.notes),
  ];
}

/** Lines of blocks in one cell of a table. */
function oneCell(lines: readonly string[]): string {
  return lines.filter((line) => line !== '' && !line.startsWith('```')).join(' ').replaceAll(/(?<!\\)\|/g, '\\|');
}

/** Text of several lines in one cell. */
function cellText(text: string): string {
  return escapeInline(text.replace(/\s*\n\s*/g, ' '));
}

function timelineTable(report: ReportDocument, writer: MarkdownWriter): string[] {
  if (report.timeline.length === 0) return ['The timeline has no entries.'];
  const utc = report.timeline.some((row) => row.utc !== '');
  const rows = report.timeline.map((row) => {
    const note = oneCell(writer.blocks(row.note, 0));
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
  else out.push([appendixWords(report)]);
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
    `${[codeSpan(item.path ?? item.label), escapeInline(evidenceFacts(item))].filter((word) => word !== '').join(', ')}\\`,
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
