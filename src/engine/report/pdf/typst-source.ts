import { plural, stripAnsi } from '../../../base/text.ts';
import type { Figure } from '../../../figures/figure.ts';
import { timelineFigure } from '../../../figures/timeline-figure.ts';
import { LANE_OF_KIND, LANES, type Lane } from '../../../model/timeline.ts';
import type { Block, Evidence, Inline, ReportDocument, TimelineRow } from '../document.ts';
import { asciiOnly, printable, type Face } from '../fonts/printable.ts';
import { evidenceFacts, noEvidenceSentence, SECTION, unresolvedSentence } from '../words.ts';
import { separateLabels, type Label } from './figure-labels.ts';
import { TEMPLATE } from './template.ts';

export interface SourceOptions {
  /** Spell out everything beyond ASCII: the second try when Typst refuses a text. */
  readonly asciiOnly: boolean;
}

/** The whole Typst program of a report. Text goes in as string literals; the only code is calls of template functions. */
export function typstSource(report: ReportDocument, options: SourceOptions = { asciiOnly: false }): string {
  return new Writer(options).report(report);
}

/** Longest piece of a word without a place to break; a word longer than this gets such places. */
const MAX_UNBROKEN = 22;
const MAX_LINK_BACK = 8;
const FIGURE_WIDTH_PX = 720;
/** What fits below a heading: 230 of the 251 mm of a page, at 720 px to 168 mm. */
const MAX_FIGURE_PX = 980;

class Writer {
  private readonly options: SourceOptions;

  constructor(options: SourceOptions) {
    this.options = options;
  }

  report(report: ReportDocument): string {
    const parts: string[] = [
      call('cover', [
        // Capitals are made here: what Typst makes of a letter might be one that no font has.
        this.string(report.genre.toUpperCase()), this.string(report.incidentId), this.string(report.title),
        array(report.facts.map((f) => `(label: ${this.string(f.label)}, value: ${this.string(f.value)}, definition: ${this.string(f.definition)})`)),
        array(report.milestones.map((m) => `(title: ${this.string(m.title)}, time: ${this.string(m.time, 'mono')}, date: ${this.string(m.date)}, utc: ${this.string(m.utc)})`)),
      ]),
      ...this.blocks(report.body, report),
      ...this.timeline(report),
      ...this.evidence(report),
      ...this.artifacts(report),
    ];
    return `${TEMPLATE}
#show: report.with(title: ${this.string(report.title)}, incident: ${this.string(report.incidentId)}, as-of: ${this.string(report.asOf)})
#{
${parts.join('\n')}
}
`;
  }

  private printable(text: string, face: Face, keepLayout = false): string {
    return this.options.asciiOnly ? asciiOnly(text, keepLayout) : printable(text, face, keepLayout);
  }

  /** One string literal: for titles, labels and everything that must be a string and not content. */
  private string(text: string, face: Face = 'text'): string {
    return literal(this.printable(text, face));
  }

  /** Arguments for a template function that joins them: literals with places to break long words between. */
  private words(text: string, face: Face = 'text'): string {
    return breakable(this.printable(text, face)).map(literal).join(', z, ') || '""';
  }

  private inline(inline: Inline): string {
    switch (inline.kind) {
      case 'text':
        return this.words(inline.text);
      case 'code':
        return `m(${this.words(inline.text, 'mono')})`;
      case 'break':
        return 'linebreak()';
      case 'strong':
        return `b(${this.inlines(inline.children)})`;
      case 'emphasis':
        return `i(${this.inlines(inline.children)})`;
      case 'strike':
        return `s(${this.inlines(inline.children)})`;
      case 'link':
        return `a(${literal(encodeURI(asciiUrl(inline.url)))}, ${this.inlines(inline.children)})`;
      case 'footnote':
        return `fn(${this.inlines(inline.children)})`;
      case 'citation':
        return `c(${inline.number}, ${inline.occurrence})`;
      default:
        return inline satisfies never;
    }
  }

  private inlines(all: readonly Inline[]): string {
    return all.length === 0 ? '""' : all.map((inline) => this.inline(inline)).join(', ');
  }

  private blocks(all: readonly Block[], report: ReportDocument): string[] {
    return all.map((block) => this.block(block, report));
  }

  private block(block: Block, report: ReportDocument): string {
    switch (block.kind) {
      case 'paragraph':
        return `p(${this.inlines(block.children)})`;
      case 'heading':
        return `hd(${block.level}, ${this.inlines(block.children)})`;
      case 'list': {
        const tasks = block.items.every((item) => item.checked !== undefined);
        const items = block.items.map((item) => {
          const body = this.content(item.blocks, report);
          return item.checked === undefined || tasks ? body : `cat(tick(${item.checked}), h(5pt), ${body})`;
        });
        if (tasks) return call('tasks', block.items.map((item, i) => `(${item.checked}, ${items[i]!})`));
        return block.start === undefined ? call('list', items) : call('enum', [`start: ${Math.min(block.start, 1_000_000)}`, ...items]);
      }
      case 'quote':
        return `q(${this.content(block.blocks, report)})`;
      case 'code':
        return call('code', this.lines(block.text));
      case 'table':
        return call('tbl', [
          array(block.align.map((align) => align ?? 'left')),
          array(block.header.map((cell) => `cat(${this.inlines(cell)})`)),
          ...block.rows.map((row) => array(row.map((cell) => `cat(${this.inlines(cell)})`))),
        ]);
      case 'rule':
        return 'hr()';
      case 'nothing-written':
        return 'nothing()';
      case 'timeline-figure':
        return this.figure(report);
      default:
        return block satisfies never;
    }
  }

  /** Blocks as one argument. A single paragraph stays inline, so that lists are tight. */
  private content(all: readonly Block[], report: ReportDocument): string {
    const [only] = all;
    if (all.length === 1 && only?.kind === 'paragraph') return `cat(${this.inlines(only.children)})`;
    return all.length === 0 ? '""' : `{ ${all.map((block, i) => (i === 0 && block.kind === 'paragraph' ? `cat(${this.inlines(block.children)})` : this.block(block, report))).join('; ')} }`;
  }

  /** Lines of code or of an excerpt, one argument each; `none` for an empty one. Tabs go to every eighth column. */
  private lines(text: string): string[] {
    return stripFinalNewline(text).split('\n').map((line) => {
      const shown = this.printable(expandTabs(line), 'mono');
      return shown === '' ? 'none' : `cat(${breakable(shown).map(literal).join(', z, ')})`;
    });
  }

  private figure(report: ReportDocument): string {
    if (report.entries.length === 0) return `p(${this.words('The timeline has no entries.')})`;
    const draw = (lanes?: readonly Lane[]): Figure => timelineFigure(report.entries, {
      zone: report.zone, widthPx: FIGURE_WIDTH_PX, ...report.figureSpan, lanes, showText: (text) => this.printable(text, 'text'),
    });
    const omitted = report.figureSpan?.omitted ?? 0;
    const note = omitted === 0 ? '' : `${plural(omitted, 'entry', 'entries')} long before or after ${omitted === 1 ? 'is' : 'are'} left out of the drawing; the table has all.`;
    const figures = pagesOf(draw, LANES.filter((lane) => report.entries.some((entry) => LANE_OF_KIND[entry.kind] === lane))).map((figure, i, all) => {
      const { shapes, labels } = separateLabels(figure.svg);
      const caption = note === '' || i < all.length - 1 ? 'none' : this.string(note);
      return call('fig', [literal(shapes), String(figure.widthPx), String(figure.heightPx), this.string(figure.alt), caption, ...labels.map((label) => this.label(label))]);
    });
    return `{ ${figures.join('; ')} }`;
  }

  private label(label: Label): string {
    const runs = label.runs.map((run) => array([
      String(run.dxPx), String(run.sizePx), literal(run.fill), run.bold ? '"bold"' : '"regular"', String(run.mono), this.string(run.text, run.mono ? 'mono' : 'text'),
    ]));
    return array([String(label.xPx), String(label.yPx), literal(label.anchor), array(runs)]);
  }

  private timeline(report: ReportDocument): string[] {
    const out = [`hd(1, ${literal(report.bodyHasTimeline ? SECTION.timelineInFull : SECTION.timeline)})`];
    if (!report.bodyHasTimeline) out.push(this.figure(report));
    else if (report.timeline.length === 0) out.push(`p(${this.words('The timeline has no entries.')})`);
    if (report.timeline.length === 0) return out;
    const rows: string[] = [];
    let date = '';
    for (const row of report.timeline) {
      if (row.date !== date) rows.push(`day(${this.string(row.date)})`);
      date = row.date;
      rows.push(this.timelineRow(row, report));
    }
    out.push(call('timeline-rows', [array([literal('Time'), literal('What happened'), literal('Evidence')]), ...rows]));
    return out;
  }

  private timelineRow(row: TimelineRow, report: ReportDocument): string {
    const kind = [row.kind, row.role, row.basis, row.known].filter((word) => word).join(', ');
    return call('entry', [
      `cat(${this.words(row.time, 'mono')})`,
      row.utc === '' ? 'none' : this.string(row.utc),
      this.string(kind),
      row.milestone === undefined ? 'none' : this.string(row.milestone),
      `cat(${this.words(row.title)})`,
      row.note.length === 0 ? 'none' : this.content(row.note, report),
      row.citations.length === 0 ? 'quiet("none")' : row.citations.map((c) => `c(${c.number}, ${c.occurrence})`).join(' + h(3pt) + '),
      row.orderUnknown ? literal('order to the one above not established') : 'none',
    ]);
  }

  private evidence(report: ReportDocument): string[] {
    const out = [`hd(1, ${literal(SECTION.evidence)})`];
    if (report.evidence.length === 0) out.push(`p(${this.words('Nothing cites evidence yet.')})`);
    else out.push(`p(${this.words('Each number below is cited in brackets. The SHA-256 is that of the whole artifact; bytes count from 0.')})`);
    const unresolved = unresolvedSentence(report);
    if (unresolved) out.push(`p(b(${this.words(unresolved)}))`);
    out.push(...report.evidence.map((item) => this.proof(item)));
    const claims = noEvidenceSentence(report);
    if (claims) {
      out.push(`hd(2, ${literal(SECTION.withoutEvidence)})`, `p(${this.words(claims)})`);
      out.push(call('list', report.entriesWithoutEvidence.map((row) => `cat(${this.words(`${row.date} ${row.time}`, 'text')}, h(6pt), ${this.words(row.title)})`)));
    }
    return out;
  }

  private proof(item: Evidence): string {
    const facts = evidenceFacts(item);
    return call('proof-entry', [
      String(item.number), String(Math.min(item.occurrences, MAX_LINK_BACK)), String(item.occurrences),
      `cat(${this.words(item.path ?? item.label)})`,
      facts === '' ? 'none' : `cat(${this.words(facts)})`,
      this.string(`sha256 ${item.sha256}`, 'mono'),
      item.excerpt === undefined ? 'none' : array(this.lines(item.excerpt)),
      item.problem === undefined ? 'none' : `cat(${this.words(item.problem)})`,
    ]);
  }

  private artifacts(report: ReportDocument): string[] {
    const out = [`hd(1, ${literal(SECTION.artifacts)})`];
    if (report.artifacts.length === 0) return [...out, `p(${this.words('This case has no evidence yet.')})`];
    const rows = report.artifacts.map((artifact) => {
      const about = [artifact.kind, artifact.referencedInPlace ? 'referenced where it lies' : '', ...artifact.otherPaths.map((path) => `also ${path}`)];
      return call('artifact', [
        `cat(${this.words(artifact.path)})`, `cat(${this.words(about.filter((word) => word !== '').join(', '))})`,
        this.string(artifact.sha256, 'mono'), this.string(artifact.size), this.string(artifact.records), this.string(artifact.understood), this.string(artifact.diagnostics),
      ]);
    });
    out.push(call('artifacts', [array(['File', 'Size', 'Records', 'Understood', 'Diagnostics'].map(literal)), ...rows]));
    return out;
  }
}

/** The figure, or several of some lanes each when one would be higher than a page. */
function pagesOf(draw: (lanes?: readonly Lane[]) => Figure, all: readonly Lane[]): Figure[] {
  const whole = draw();
  if (whole.heightPx <= MAX_FIGURE_PX) return [whole];
  const pages: Figure[] = [];
  let lanes: Lane[] = [];
  let page: Figure | undefined;
  for (const lane of all) {
    const more = draw([...lanes, lane]);
    if (page && more.heightPx > MAX_FIGURE_PX) {
      pages.push(page);
      lanes = [lane];
      page = draw(lanes);
    } else {
      lanes.push(lane);
      page = more;
    }
  }
  return page ? [...pages, page] : pages;
}

function call(name: string, args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}

/** A Typst array; the comma makes one of a single item too. */
function array(items: readonly string[]): string {
  return items.length === 0 ? '()' : `(${items.join(', ')},)`;
}

/** A Typst string literal (https://typst.app/docs/reference/foundations/str/): two characters need a backslash. */
export function literal(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}

/** Cuts text where a long word may break: behind its separators, else after every 16 characters. */
export function breakable(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const token of text.split(/( +)/)) {
    if (token.length <= MAX_UNBROKEN || token.startsWith(' ')) {
      piece += token;
      continue;
    }
    for (const part of token.match(/\\u\{[0-9a-f]+\}|[^/\\._\-:,;=&?|]{1,16}[/._\-:,;=&?|]?|[/\\._\-:,;=&?|]/gu) ?? [token]) {
      piece += part;
      if (piece.length >= 6) {
        pieces.push(piece);
        piece = '';
      }
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let out = '';
  for (const c of line) out += c === '\t' ? ' '.repeat(8 - (out.length % 8)) : c;
  return out;
}

function stripFinalNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Unpaired surrogates make `encodeURI` throw. */
function asciiUrl(url: string): string {
  return stripAnsi(url).toWellFormed();
}
