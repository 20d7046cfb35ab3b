import { milestoneStripFigure } from '../../../figures/milestone-strip-figure.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import type { ActionRow, Evidence, MinuteRow, ReportDocument, ReviewSession, TimelineRow } from '../document.ts';
import { appendixWords, evidenceFacts, noEvidenceSentence, SECTION, unresolvedSentence } from '../words.ts';
import { HtmlWriter, joined, shown, wideTable } from './blocks.ts';
import { contentPolicy, htmlPage } from './page.ts';
import { REPORT_STYLE } from './style.ts';
import type { HtmlFonts } from './theme.ts';

/** More links back than this nobody follows. */
const MAX_BACK = 20;

/** A report as one HTML file that needs no script and no network, reads with a keyboard or a screen reader, and prints. */
export function renderHtml(report: ReportDocument, fonts: HtmlFonts | undefined): string {
  // A citation is led back to only where it stands: a table that is told elsewhere is not written twice.
  const cited = new Map<number, number[]>();
  const writer = new HtmlWriter(report, {
    levelShift: 1, figureWidthPx: 832,
    cite: (number, occurrence) => {
      cited.set(number, [...(cited.get(number) ?? []), occurrence]);
      return `<a class="cite" href="#evidence-${number}" id="cite-${number}-${occurrence}" aria-label="Evidence ${number}">[${number}]</a>`;
    },
  });
  const body = report.body.length === 0 ? '' : `<div lang="${report.language}">${writer.blocks(report.body)}</div>`;
  const main = [
    body, severity(report, writer), actions(report, writer), ...report.reviews.map((review) => session(review, report, writer)), timeline(report, writer), evidence(report, writer, cited),
    report.audience === 'external' ? '' : artifacts(report, writer), footnotes(writer),
  ].filter((part) => part !== '').join('\n');
  const foot = joined([report.title, report.incidentId, `case as of ${report.asOf}`, report.status?.sha256 === undefined ? '' : `text SHA-256 ${report.status.sha256.slice(0, report.audience === 'external' ? 12 : 64)}`]);
  return htmlPage({
    title: joined([report.title, report.incidentId]), lang: 'en', policy: contentPolicy(), style: REPORT_STYLE, fonts,
    body: `<a class="skip" href="#main">To the text</a>
<div class="page">
${head(report, writer)}
${contents(writer)}
<main id="main" tabindex="-1">
${main}
</main>
<footer>${shown(foot)}</footer>
</div>`,
  });
}

function head(report: ReportDocument, writer: HtmlWriter): string {
  const strip = milestoneStripFigure(report.entries, { zone: report.zone, widthPx: 1100, palette: SCREEN_PALETTE });
  const { severity: level, status } = report;
  return `<header>
<p class="kicker">${shown(joined([report.genre, report.incidentId], ' · '))}</p>
<h1 lang="${report.language}">${shown(report.title)}</h1>
${level ? `<p class="state"><span class="sev">${shown(level.level)}</span><strong>${shown(level.interruption)}</strong><span class="quiet">${shown(level.why)}</span></p>` : ''}
<p class="state">${status ? `<strong>${shown(status.line)}</strong>` : ''}<span class="quiet">Case as of ${shown(report.asOf)}</span></p>
${report.notices.map((notice) => `<p class="notice">${shown(notice)}</p>`).join('')}
${strip ? writer.figure(strip) : ''}
<dl class="facts">${report.facts.map((fact) => `<div><dt>${shown(fact.label)}</dt><dd><strong>${shown(fact.value)}</strong></dd><dd class="def">${shown(fact.definition)}</dd></div>`).join('')}</dl>
</header>`;
}

function contents(writer: HtmlWriter): string {
  let items = '';
  let open = false;
  for (const { id, level, html } of writer.headings.filter((heading) => heading.level <= 2)) {
    const link = `<a href="#${id}">${html.replace(/<a [^>]*>.*?<\/a>|<[^>]*>/g, '').trim()}</a>`;
    if (level === 1) {
      items += `${open ? '</ul>' : ''}${items === '' ? '' : '</li>'}<li>${link}`;
      open = false;
    } else {
      items += `${open ? '' : '<ul>'}<li>${link}</li>`;
      open = true;
    }
  }
  return items === '' ? '' : `<nav aria-label="Contents"><div tabindex="0" role="group" aria-label="Sections"><ul>${items}${open ? '</ul>' : ''}</li></ul></div></nav>`;
}

function cites(writer: HtmlWriter, citations: TimelineRow['citations']): string {
  return citations.map((c) => writer.inlines([{ kind: 'citation', ...c }])).join(' ');
}

function severity({ severity: level }: ReportDocument, writer: HtmlWriter): string {
  if (!level || level.steps.length === 0) return '';
  const steps = level.steps.map((step) => `<dt class="quiet">${shown(step.question)}</dt><dd><strong>${shown(step.answer)}</strong> ${cites(writer, step.citations)}</dd>`).join('');
  return `<section>${writer.heading(1, SECTION.severity)}<p><strong>${shown(level.level)}, ${shown(level.interruption.toLowerCase())}</strong>: ${shown(level.why)}.</p><dl>${steps}</dl></section>`;
}

function actions(report: ReportDocument, writer: HtmlWriter): string {
  if (report.actions.length + report.declined.length === 0 || report.bodyHasActions) return '';
  const title = (action: ActionRow): string => {
    const links = action.links.map((link) => writer.link(link.url, shown(link.title)));
    const about = joined([action.type, ...action.after.map((other) => `after “${other}”`)]);
    return `<strong>${shown(action.title)}</strong><br><span class="about">${shown(about)}</span>${writer.blocks(action.note)}${joined([...links, cites(writer, action.citations)], ' ')}`;
  };
  const or = (text: string): string => (text === '' ? '<span class="quiet">not said</span>' : shown(text));
  const rows = report.actions.map((a) => `<tr><td>${title(a)}</td><td>${or(a.owner)}</td><td>${or(a.due)}</td><td>${shown(a.state)}</td><td>${or(a.doneWhen)}</td><td class="right">${shown(a.priority)}</td></tr>`);
  const head = ['Action', 'Owner', 'Due', 'State', 'Test of done'].map((name) => `<th scope="col">${name}</th>`).join('');
  return `<section>${writer.heading(1, SECTION.actions)}${
    rows.length === 0 ? '' : wideTable('Actions, the highest priority first', `<thead><tr>${head}<th scope="col" class="right">Priority</th></tr></thead><tbody>${rows.join('\n')}</tbody>`)}${
    report.declined.length === 0 ? '' : writer.heading(2, SECTION.declined) + wideTable('Actions that were declined, and why', `<thead><tr><th scope="col">Action</th><th scope="col">Reason</th></tr></thead><tbody>${
      report.declined.map((a) => `<tr><td>${title(a)}</td><td>${or(a.reason)}</td></tr>`).join('\n')}</tbody>`)}</section>`;
}

function session(review: ReviewSession, report: ReportDocument, writer: HtmlWriter): string {
  const minutes = (title: string, rows: readonly MinuteRow[]): string => (rows.length === 0 ? '' : `${writer.heading(2, title)}<ul lang="${report.language}">${
    rows.map((row) => `<li>${writer.item(row.text)}${row.about === '' ? '' : ` <span class="about">(${shown(row.about)})</span>`}</li>`).join('')}</ul>`);
  return `<section>${writer.heading(1, shown(`${SECTION.review}: ${review.title}`))}${review.when === '' ? '' : `<p class="about">${shown(review.when)}</p>`}${
    review.attendance.length === 0 ? '' : `<dl>${review.attendance.map(({ part, who }) => `<dt class="quiet">${shown(part)}</dt><dd>${shown(who.join('; '))}</dd>`).join('')}</dl>`}${
    minutes('Decisions', review.decisions)}${minutes('Learnings', review.learnings)}${minutes('Questions', review.questions)}${minutes('Parked', review.parked)}${minutes('Notes', review.notes)}</section>`;
}

function timeline(report: ReportDocument, writer: HtmlWriter): string {
  const heading = writer.heading(1, report.bodyHasTimeline ? SECTION.timelineInFull : SECTION.timeline);
  const figure = report.bodyHasTimeline ? '' : writer.blocks([{ kind: 'timeline-figure' }]);
  if (report.timeline.length === 0) return `<section>${heading}${report.bodyHasTimeline ? '<p>The timeline has no entries.</p>' : figure}</section>`;
  let date = '';
  const rows = report.timeline.map((row) => {
    const day = row.date === date ? '' : `<tr class="day"><th scope="rowgroup" colspan="3">${shown(row.date)}</th></tr>\n`;
    date = row.date;
    return day + timelineRow(row, writer);
  });
  return `<section>${heading}${figure}${wideTable(shown(`Every entry, times in ${report.zoneText}`), `<thead><tr><th scope="col">Time</th><th scope="col">What happened</th><th scope="col">Evidence</th></tr></thead><tbody lang="${report.language}">${rows.join('\n')}</tbody>`)}</section>`;
}

function timelineRow(row: TimelineRow, writer: HtmlWriter): string {
  const small = [row.utc, row.orderUnknown ? 'order to the one above not established' : ''].filter((word) => word !== '').map((word) => `<small>${shown(word)}</small>`).join('');
  const about = joined([row.kind, row.role, row.basis ?? '', row.known ?? '']);
  return `<tr><td class="when">${shown(row.time)}${small}</td><td>${row.milestone === undefined ? '' : `<span class="flag">${shown(row.milestone)}</span>`}<strong>${shown(row.title)}</strong><br><span class="about">${shown(about)}</span>${
    writer.blocks(row.note)}</td><td>${row.citations.length === 0 ? '<span class="quiet">none</span>' : cites(writer, row.citations)}</td></tr>`;
}

function evidence(report: ReportDocument, writer: HtmlWriter, cited: ReadonlyMap<number, readonly number[]>): string {
  const unresolved = unresolvedSentence(report);
  const claims = noEvidenceSentence(report);
  return `<section>${writer.heading(1, SECTION.evidence)}<p>${shown(report.evidence.length === 0 ? 'Nothing cites evidence yet.' : appendixWords(report))}</p>${
    unresolved === undefined ? '' : `<p><strong>${shown(unresolved)}</strong></p>`}
${report.evidence.map((item) => proof(item, cited.get(item.number) ?? [])).join('\n')}
${claims === undefined ? '' : `${writer.heading(2, SECTION.withoutEvidence)}<p>${shown(claims)}</p><ul>${report.entriesWithoutEvidence.map((row) => `<li>${shown(`${row.date} ${row.time}`)} ${shown(row.title)}</li>`).join('')}</ul>`}</section>`;
}

function proof(item: Evidence, cited: readonly number[]): string {
  const back = cited.slice(0, MAX_BACK).map((occurrence, i) => `<a href="#cite-${item.number}-${occurrence}" aria-label="Back to citation ${i + 1} of evidence ${item.number}">${i + 1}</a>`);
  const facts = evidenceFacts(item);
  return `<article class="proof" id="evidence-${item.number}" aria-labelledby="proof-${item.number}" tabindex="-1"><h3 id="proof-${item.number}">[${item.number}] ${shown(item.path ?? item.label)}</h3>${
    facts === '' ? '' : `<p>${shown(facts)}</p>`}<p class="sha">SHA-256 <code>${shown(item.sha256)}</code></p>${back.length === 0 ? '' : `<p class="about">Cited: ${back.join(' ')}${cited.length > MAX_BACK ? ' and further on' : ''}</p>`}${
    item.problem === undefined ? '' : `<p class="bad">${shown(item.problem)}</p>`}${item.excerpt === undefined ? '' : `<pre><code>${shown(item.excerpt, true)}</code></pre>`}</article>`;
}

function artifacts(report: ReportDocument, writer: HtmlWriter): string {
  const heading = writer.heading(1, SECTION.artifacts);
  if (report.artifacts.length === 0) return `<section>${heading}<p>This case has no evidence yet.</p></section>`;
  const rows = report.artifacts.map((a) => {
    const about = joined([a.kind, a.referencedInPlace ? 'referenced where it lies' : '', ...a.otherPaths.map((path) => `also ${path}`)]);
    return `<tr><td><strong>${shown(a.path)}</strong><br><span class="about">${shown(about)}</span><br><code>${a.sha256}</code></td><td class="right">${shown(a.size)}</td><td class="right">${shown(a.records)}</td><td class="right">${shown(a.understood)}</td><td class="right">${shown(a.diagnostics)}</td></tr>`;
  });
  const head = ['Size', 'Records', 'Understood', 'Diagnostics'].map((name) => `<th scope="col" class="right">${name}</th>`).join('');
  return `<section>${heading}${wideTable('Every file of the case', `<thead><tr><th scope="col">File</th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody>`)}</section>`;
}

function footnotes(writer: HtmlWriter): string {
  if (writer.footnotes.length === 0) return '';
  return `<section aria-label="Notes"><hr><ol>${writer.footnotes.map((html, i) => `<li id="note-${i + 1}">${html} <a href="#noted-${i + 1}" aria-label="Back to note ${i + 1}">↩</a></li>`).join('')}</ol></section>`;
}
