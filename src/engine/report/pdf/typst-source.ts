import { stripAnsi } from '../../../base/text.ts';
import type { Figure } from '../../../figures/figure.ts';
import { milestoneStripFigure } from '../../../figures/milestone-strip-figure.ts';
import type { ActionRow, Block, Evidence, Inline, MinuteRow, ReportDocument, ReviewSession, TimelineRow } from '../document.ts';
import { drawFigure, omittedWords, timelinePages } from '../figures.ts';
import { asciiOnly, printable, type Face } from '../fonts/printable.ts';
import { appendixWords, evidenceFacts, noEvidenceSentence, SECTION, unresolvedSentence } from '../words.ts';
import { figureCall } from './figure-call.ts';
import { literal } from './literal.ts';
import { TEMPLATE } from './template.ts';

export interface SourceOptions {
  /** Spell out everything beyond ASCII: the second try when Typst refuses a text. */
  readonly asciiOnly: boolean;
  /** Leave pictures out: the third try, when one of them cannot be read. */
  readonly withoutImages?: boolean;
}

/** Where the compiler finds the picture that is `n`th in the program. */
export function imagePath(n: number, mediaType: string): string {
  return `/figures/${n}.${mediaType.replace(/^image\/(?:jpe?g)$/, 'jpg').replace(/^image\//, '')}`;
}

/** A Typst program, and the pictures that it reads. */
export interface TypstProgram {
  readonly source: string;
  readonly images: ReadonlyArray<{ readonly path: string; readonly bytes: Uint8Array }>;
}

/** The whole Typst program of a report. Text goes in as string literals; the only code is calls of template functions. */
export function typstSource(report: ReportDocument, options: SourceOptions = { asciiOnly: false }): TypstProgram {
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
  private readonly images: Array<{ path: string; bytes: Uint8Array }> = [];

  constructor(options: SourceOptions) {
    this.options = options;
  }

  report(report: ReportDocument): TypstProgram {
    const external = report.audience === 'external';
    const parts: string[] = [
      this.cover(report),
      'contents()',
      `{ set text(lang: ${literal(report.language)}); ${[...this.blocks(report.body, report), '[]'].join('\n')} }`,
      ...this.severity(report),
      ...this.actions(report),
      ...report.reviews.flatMap((review) => this.review(review, report)),
      ...this.timeline(report),
      ...this.evidence(report),
      ...(external ? [] : this.artifacts(report)),
    ];
    const { status } = report;
    const source = `${TEMPLATE}
#show: report.with(title: ${this.string(report.title)}, incident: ${this.string(report.incidentId)}, as-of: ${this.string(report.asOf)}, hash: ${
  status?.sha256 === undefined ? 'none' : literal(status.sha256.slice(0, 12))}, marking: ${external ? literal('External version') : 'none'})
#{
${parts.join('\n')}
}
`;
    return { source, images: this.images };
  }

  private cover(report: ReportDocument): string {
    const { severity, status } = report;
    const strip = milestoneStripFigure(report.entries, { zone: report.zone, widthPx: FIGURE_WIDTH_PX });
    return call('cover', [
      // Capitals are made here: what Typst makes of a letter might be one that no font has.
      this.string(report.genre.toUpperCase()), this.string(report.incidentId), this.string(report.title),
      severity ? `(level: ${this.string(severity.level)}, kind: ${this.string(severity.interruption)}, why: ${this.string(severity.why)})` : 'none',
      status ? this.string(status.line) : 'none',
      array(report.notices.map((notice) => this.string(notice))),
      strip ? this.drawn(strip) : 'none',
      array(report.facts.map((f) => `(label: ${this.string(f.label)}, value: ${this.string(f.value)}, definition: ${this.string(f.definition)})`)),
    ]);
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
      case 'link': {
        const url = encodeURI(asciiUrl(inline.url));
        return url === '' ? `cat(${this.inlines(inline.children)})` : `a(${literal(url)}, ${this.inlines(inline.children)})`;
      }
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
          block.caption === undefined ? 'none' : `cat(${this.words(block.caption)})`,
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
      case 'figure': {
        const figure = drawFigure(block.figure, { zone: report.zone, widthPx: FIGURE_WIDTH_PX, showText: (text) => this.printable(text, 'text') });
        return (figure.heightPx * FIGURE_WIDTH_PX) / figure.widthPx > MAX_FIGURE_PX ? this.block(block.inWords, report) : this.drawn(figure, figure.notes.join(' '), `cat(${this.inlines(block.caption)})`);
      }
      case 'excerpt':
        return call('excerpt', [
          `cat(${this.inlines(block.caption)})`, block.note === '' ? 'none' : this.string(block.note),
          ...block.lines.map((line) => array([line.head === '' ? 'none' : this.string(line.head, 'mono'), String(line.cited), `cat(${this.lines(line.text).map((l) => (l === 'none' ? '""' : l)).join(', linebreak(), ')})`])),
        ]);
      case 'image': {
        if (this.options.withoutImages) return `problem(${this.words(`${block.alt}: the picture could not be printed.`)})`;
        const path = imagePath(this.images.length, block.mediaType);
        this.images.push({ path, bytes: block.bytes });
        const { region } = block;
        return call('pic', [literal(path), this.string(block.alt), String(block.width), String(block.height), region ? array([region.x, region.y, region.width, region.height].map(String)) : 'none', `cat(${this.inlines(block.caption)})`]);
      }
      case 'problem':
        return `problem(${this.words(block.text)})`;
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
    const options = { zone: report.zone, widthPx: FIGURE_WIDTH_PX, showText: (text: string) => this.printable(text, 'text') };
    const pages = timelinePages(report, options, MAX_FIGURE_PX);
    if (pages.length === 0) return `p(${this.words('The timeline has no entries.')})`;
    const figures = pages.map((figure, i) => this.drawn(figure, i < pages.length - 1 ? '' : omittedWords(report)));
    return `{ ${figures.join('; ')} }`;
  }

  /** A drawing: its shapes as SVG, its words as text. `caption` is code. */
  private drawn(figure: Figure, note = '', caption = 'none'): string {
    return figureCall(figure, (text, face) => this.string(text, face), note, caption);
  }

  private cites(citations: TimelineRow['citations']): string {
    return citations.length === 0 ? 'none' : citations.map((c) => `c(${c.number}, ${c.occurrence})`).join(' + h(3pt) + ');
  }

  private severity({ severity }: ReportDocument): string[] {
    if (!severity || severity.steps.length === 0) return [];
    return [
      `hd(1, ${literal(SECTION.severity)})`, `p(b(${this.words(`${severity.level}, ${severity.interruption.toLowerCase()}`)}), ${this.words(`: ${severity.why}.`)})`,
      ...severity.steps.map((step) => call('step', [`cat(${this.words(step.question)})`, `cat(${this.words(step.answer)})`, this.cites(step.citations)])),
    ];
  }

  private actions(report: ReportDocument): string[] {
    const { actions, declined } = report;
    if (actions.length + declined.length === 0 || report.bodyHasActions) return [];
    const cell = (text: string): string => (text === '' ? 'quiet("not said")' : `cat(${this.words(text)})`);
    const titleCell = (action: ActionRow): string => {
      const about = [action.type, ...action.after.map((title) => `after “${title}”`)].join(', ');
      const links = action.links.map((link) => this.inline({ kind: 'link', url: link.url, children: [{ kind: 'text', text: link.title }] }));
      const cites = action.citations.map((c) => `c(${c.number}, ${c.occurrence})`);
      const more = [...(action.note.length === 0 ? [] : [this.content(action.note, report)]), ...(links.length + cites.length === 0 ? [] : [`p(${[...links, ...cites].join(', h(5pt), ')})`])];
      return call('action-cell', [`cat(${this.words(action.title)})`, this.string(about), more.length === 0 ? 'none' : `{ ${more.join('; ')} }`]);
    };
    const out: string[] = [`hd(1, ${literal(SECTION.actions)})`];
    if (actions.length > 0) {
      out.push(call('actions', [
        array(['Action', 'Owner', 'Due, state', 'Test of done', 'Priority'].map(literal)),
        ...actions.map((action) => array([
          String(isShort(action.note)), titleCell(action), cell(action.owner), `{ ${cell(action.due)}; linebreak(); small(${this.words(action.state)}) }`, cell(action.doneWhen), action.priority === '' ? 'quiet("none")' : this.string(action.priority),
        ])),
      ]));
    }
    if (declined.length > 0) {
      out.push(`hd(2, ${literal(SECTION.declined)})`, call('tbl', [
        'none', '(left, left)', array(['Action', 'Reason'].map(literal)), ...declined.map((action) => array([titleCell(action), cell(action.reason)])),
      ]));
    }
    return out;
  }

  private review(review: ReviewSession, report: ReportDocument): string[] {
    const minutes = (title: string, rows: readonly MinuteRow[]): string[] => (rows.length === 0 ? [] : [
      `hd(2, ${literal(title)})`,
      call('list', rows.map((row) => call('minute', [this.content(row.text, report), row.about === '' ? 'none' : `cat(${this.words(row.about)})`]))),
    ]);
    return [
      `hd(1, ${this.words(`${SECTION.review}: ${review.title}`)})`,
      call('session', [`cat(${this.words(review.when)})`, ...review.attendance.map(({ part, who }) => array([this.string(part), `cat(${this.words(who.join('; '))})`]))]),
      ...minutes('Decisions', review.decisions), ...minutes('Learnings', review.learnings), ...minutes('Questions', review.questions),
      ...minutes('Parked', review.parked), ...minutes('Notes', review.notes),
    ];
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
      String(isShort(row.note)),
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
    // The appendix is a part of its own, also on paper.
    const out = ['pagebreak(weak: true)', `hd(1, ${literal(SECTION.evidence)})`];
    if (report.evidence.length === 0) out.push(`p(${this.words('Nothing cites evidence yet.')})`);
    else out.push(`p(${this.words(appendixWords(report))})`);
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

/** Whether a row with this note may be kept on one page: a long one would run off it. */
function isShort(note: readonly Block[]): boolean {
  return JSON.stringify(note, (key, value: unknown) => (key === 'bytes' || typeof value === 'bigint' ? undefined : value)).length < 3000;
}

function call(name: string, args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}

/** A Typst array; the comma makes one of a single item too. */
function array(items: readonly string[]): string {
  return items.length === 0 ? '()' : `(${items.join(', ')},)`;
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
