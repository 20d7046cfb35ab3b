import { milestoneStripFigure } from '../../../figures/milestone-strip-figure.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import type { ActionRow, Block, MinuteRow, ReportDocument, TimelineRow } from '../document.ts';
import { timelinePages } from '../figures.ts';
import { HtmlWriter, joined, shown } from '../html/blocks.ts';
import { contentPolicy, htmlPage } from '../html/page.ts';
import type { HtmlFonts } from '../html/theme.ts';
import { inlineText, spokenImpact } from '../words.ts';
import { DECK_STYLE } from './style.ts';

/** Page keys for the arrows a presenter's remote sends. The browser's own scrolling does without it. */
export const DECK_SCRIPT = `addEventListener('keydown',e=>{const d={ArrowRight:1,ArrowDown:1,PageDown:1,' ':1,ArrowLeft:-1,ArrowUp:-1,PageUp:-1}[e.key];if(!d||e.ctrlKey||e.altKey||e.metaKey)return;const s=[...document.querySelectorAll('section')],y=s.findIndex(x=>x.getBoundingClientRect().bottom>innerHeight/2),t=s[Math.min(s.length-1,Math.max(0,y+(e.shiftKey?-d:d)))];if(t){e.preventDefault();t.scrollIntoView();t.focus({preventScroll:true})}})`;
/** SHA-256 of it in base64: the one script that the policy lets run. A test computes it anew. */
export const DECK_SCRIPT_HASH = 'sha256-ZJHqx+DnAvAvQulcyBhhytiNNagDy6S9Z3cAPLkDqTY=';

const ROWS_A_SLIDE = 5;
/** Characters that one slide of running text holds at its size. */
const TEXT_A_SLIDE = 620;

interface Slide {
  readonly title: string;
  readonly kicker?: string;
  readonly html: string;
  readonly className?: string;
}

/** The review as slides of 16:9 in one HTML file: scrolls, prints one slide a page, reads without its script. */
export function renderDeck(report: ReportDocument, fonts: HtmlFonts | undefined): string {
  const writer = new HtmlWriter(report, { levelShift: 2, figureWidthPx: 1120, cite: (number) => `<span class="cite">[${number}]</span>` });
  const slides = [
    titleSlide(report), ...textSlides('Summary', report.summary, writer), ...milestoneSlide(report, writer), ...timelineSlides(report, writer), ...decisionSlides(report, writer),
    ...minuteSlides('What was decided in the review', report.reviews.flatMap((r) => r.decisions), writer), ...learningSlides(report, writer),
    ...minuteSlides('Open questions', report.reviews.flatMap((r) => r.questions.filter((row) => !/\bsettled$/.test(row.about))), writer),
    ...minuteSlides('Parked', report.reviews.flatMap((r) => r.parked.filter((row) => !/\bsettled$/.test(row.about))), writer), ...actionSlides(report),
  ];
  const foot = shown(joined([report.incidentId === '' ? report.title : report.incidentId, report.audience === 'external' ? 'external version' : '', `case as of ${report.asOf}`]));
  const sections = slides.map((slide, i) => `<section id="slide-${i + 1}" tabindex="-1" aria-labelledby="t${i + 1}"${slide.className ? ` class="${slide.className}"` : ''}><div class="slide">
${slide.kicker ? `<p class="kicker">${slide.kicker}</p>` : ''}<${i === 0 ? 'h1' : 'h2'} id="t${i + 1}">${slide.title}</${i === 0 ? 'h1' : 'h2'}>
<div class="body">${slide.html}</div>
<p class="foot"><span>${foot}</span><span>${i + 1} / ${slides.length}</span></p></div></section>`);
  return htmlPage({
    title: joined([report.title, 'review']), lang: report.language, policy: contentPolicy(DECK_SCRIPT_HASH), style: DECK_STYLE, fonts,
    body: `<main aria-label="Slides">
${sections.join('\n')}
</main>
<script>${DECK_SCRIPT}</script>`,
  });
}

function titleSlide(report: ReportDocument): Slide {
  const { severity, status } = report;
  const impact = spokenImpact(report, 'second');
  return {
    className: 'title', title: shown(report.title), kicker: shown(joined([report.genre, report.incidentId], ' · ')),
    html: `${severity ? `<p class="state"><span class="sev">${shown(severity.level)}</span> <strong>${shown(severity.interruption)}</strong></p>` : ''}${
      impact ? `<p>${shown(`${impact} ${report.zoneText}`)}</p>` : ''}${status ? `<p class="quiet">${shown(status.line)}</p>` : ''}${report.notices.map((notice) => `<p class="quiet">${shown(notice)}</p>`).join('')}`,
  };
}

/** Blocks on as many slides as they need; one that is too long alone gets smaller type. */
function textSlides(title: string, blocks: readonly Block[], writer: HtmlWriter): Slide[] {
  const pages: Block[][] = [];
  let room = 0;
  for (const block of blocks) {
    const length = lengthOf(block);
    if (pages.length === 0 || length > room) {
      pages.push([block]);
      room = TEXT_A_SLIDE - length;
    } else {
      pages.at(-1)!.push(block);
      room -= length;
    }
  }
  return pages.map((page, i) => ({
    title: numbered(title, i, pages.length), html: writer.blocks(page),
    className: page.reduce((sum, block) => sum + lengthOf(block), 0) > TEXT_A_SLIDE ? 'dense' : 'prose',
  }));
}

function lengthOf(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children).length + 60;
    case 'list':
      return block.items.reduce((sum, item) => sum + item.blocks.reduce((inner, one) => inner + lengthOf(one), 0), 0);
    case 'code':
      return block.text.length + 60;
    default:
      return 120;
  }
}

/** Milestones on a line, large, with the durations they define below. */
function milestoneSlide(report: ReportDocument, writer: HtmlWriter): Slide[] {
  const strip = milestoneStripFigure(report.entries, { zone: report.zone, widthPx: 680, palette: SCREEN_PALETTE });
  if (!strip) return [];
  const durations = report.facts.filter((fact) => fact.label.startsWith('Time to'));
  const numbers = durations.map((fact) => `<div><dt>${shown(fact.label)}</dt><dd>${shown(fact.value)}</dd><dd class="quiet">${shown(fact.definition)}</dd></div>`).join('');
  return [{ title: 'Milestones', kicker: shown(`Times in ${report.zoneText}`), className: 'numbers', html: `${writer.figure(strip)}${numbers === '' ? '' : `<dl>${numbers}</dl>`}` }];
}

/** The timeline on as many slides as it takes to be read from the back of the room. */
function timelineSlides(report: ReportDocument, writer: HtmlWriter): Slide[] {
  return timelinePages(report, { zone: report.zone, widthPx: 880, palette: SCREEN_PALETTE }, 384)
    .map((figure, i, all) => ({ title: numbered('Timeline', i, all.length), className: 'drawing', html: writer.figure(figure) }));
}

function numbered(title: string, i: number, count: number): string {
  return count === 1 ? title : `${title} <span class="quiet">${i + 1} of ${count}</span>`;
}

/** Each decision of the incident, with what had happened right before it: what could be known then. */
function decisionSlides(report: ReportDocument, writer: HtmlWriter): Slide[] {
  const { timeline } = report;
  return timeline.flatMap((row, i): Slide[] => {
    if (row.kind !== 'Decision') return [];
    const before = timeline.slice(0, i).filter((other) => !other.isHindsight).slice(-3);
    const note = row.note.length === 0 || row.note.reduce((sum, block) => sum + lengthOf(block), 0) > TEXT_A_SLIDE ? '' : writer.blocks(row.note);
    const at = (one: TimelineRow): string => `<span class="mono">${shown(one.time)}</span> ${shown(one.title)}`;
    return [{
      className: 'decision', kicker: `Decision, ${shown(joined([row.time, row.role]))}`, title: shown(row.title),
      html: `${note}${before.length === 0 ? '' : `<h3>Just before</h3><ul>${before.map((one) => `<li>${at(one)}</li>`).join('')}</ul>`}<h3>To ask</h3><p class="quiet">What did you notice, what did you want, what did you take to be so, and what made this sensible?</p>`,
    }];
  });
}

function minuteSlides(title: string, rows: readonly MinuteRow[], writer: HtmlWriter): Slide[] {
  return chunks(rows, ROWS_A_SLIDE).map((page, i, all) => ({
    className: 'prose', title: numbered(title, i, all.length),
    html: `<ul>${page.map((row) => `<li>${writer.item(row.text)}${row.about === '' ? '' : ` <span class="quiet">${shown(row.about)}</span>`}</li>`).join('')}</ul>`,
  }));
}

const LEARNINGS = /^(?:what (?:helped|went well|we learned|did not help|went wrong)|lessons|learnings|where we got lucky|contributing factors|contributors|gelernt|erkenntnisse|was gut lief|beitragende faktoren)/i;

/** What the review brought; before it was held, what the text says under headings of that kind. */
function learningSlides(report: ReportDocument, writer: HtmlWriter): Slide[] {
  const rows = report.reviews.flatMap((review) => review.learnings);
  if (rows.length > 0) return minuteSlides('Learnings', rows, writer);
  return report.body.flatMap((block, i): Slide[] => {
    if (block.kind !== 'heading') return [];
    const title = inlineText(block.children).trim();
    if (!LEARNINGS.test(title)) return [];
    const end = report.body.findIndex((other, j) => j > i && other.kind === 'heading');
    const text = report.body.slice(i + 1, end < 0 ? undefined : end).filter((one) => one.kind === 'paragraph' || one.kind === 'list');
    return text.length === 0 ? [] : textSlides(shown(title), text, writer);
  });
}

function actionSlides(report: ReportDocument): Slide[] {
  return chunks(report.actions, ROWS_A_SLIDE).map((page, i, all) => ({
    className: 'table', title: numbered('Actions', i, all.length),
    html: `<table><thead><tr><th scope="col">Action</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">Test of done</th></tr></thead><tbody>${page.map(actionRow).join('')}</tbody></table>`,
  }));
}

function actionRow(action: ActionRow): string {
  const or = (text: string): string => (text === '' ? '<span class="quiet">not said</span>' : shown(text));
  return `<tr><td><strong>${shown(action.title)}</strong><br><span class="quiet">${shown(joined([action.type, action.state]))}</span></td><td>${or(action.owner)}</td><td>${or(action.due)}</td><td>${or(action.doneWhen)}</td></tr>`;
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
