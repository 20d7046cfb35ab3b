import { stripAnsi, visibleText } from '../../../base/text.ts';
import type { Figure } from '../../../figures/figure.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { escapeXml } from '../../../figures/svg.ts';
import type { Block, Inline, ReportDocument } from '../document.ts';
import { drawFigure, drawTimeline, omittedWords } from '../figures.ts';
import { base64 } from './theme.ts';

/** Text of people or of evidence as character data: what hides or reorders in its visible form. */
export function shown(text: string, keepLayout = false): string {
  return escapeXml(visibleText(text, keepLayout));
}

/** A line of several parts, empty ones left out. */
export function joined(parts: readonly string[], between = ', '): string {
  return parts.filter((part) => part !== '').join(between);
}

export interface HtmlOptions {
  /** Where a citation leads: the appendix of the same file, or nowhere in a deck. */
  readonly cite: (number: number, occurrence: number) => string;
  /** Added to every heading: the title of the file is level 1. */
  readonly levelShift: number;
  readonly figureWidthPx: number;
}

/** Writes blocks as HTML. Only what is written here becomes an element: text is escaped, addresses are http, https or mailto. */
export class HtmlWriter {
  /** Footnotes in order of their references. */
  readonly footnotes: string[] = [];
  /** Headings, for a table of contents. */
  readonly headings: Array<{ readonly id: string; readonly level: number; readonly html: string }> = [];
  private readonly report: ReportDocument;
  private readonly options: HtmlOptions;
  private figures = 0;

  constructor(report: ReportDocument, options: HtmlOptions) {
    this.report = report;
    this.options = options;
  }

  blocks(all: readonly Block[]): string {
    return all.map((block) => this.block(block)).join('\n');
  }

  /** A heading with an id of its own; `level` as the document counts them. */
  heading(level: number, html: string): string {
    const id = `s${this.headings.length + 1}`;
    this.headings.push({ id, level, html });
    const tag = `h${Math.min(6, level + this.options.levelShift)}`;
    return `<${tag} id="${id}">${html}</${tag}>`;
  }

  private block(block: Block): string {
    switch (block.kind) {
      case 'paragraph':
        return `<p>${this.inlines(block.children)}</p>`;
      case 'heading':
        return this.heading(block.level, this.inlines(block.children) || 'Untitled');
      case 'list': {
        const tasks = block.items.length > 0 && block.items.every((item) => item.checked !== undefined);
        const items = block.items.map((item) => {
          const box = item.checked === undefined ? '' : `<span class="tick" role="img" aria-label="${item.checked ? 'done' : 'to do'}">${item.checked ? '✓' : ''}</span> `;
          return `<li>${box}${this.item(item.blocks)}</li>`;
        }).join('');
        return block.start === undefined ? `<ul${tasks ? ' class="tasks"' : ''}>${items}</ul>` : `<ol${block.start === 1 ? '' : ` start="${block.start}"`}>${items}</ol>`;
      }
      case 'quote':
        return `<blockquote>${this.blocks(block.blocks)}</blockquote>`;
      case 'code':
        return `<pre><code>${shown(block.text.replace(/\n$/, ''), true)}</code></pre>`;
      case 'table':
        return this.table(block);
      case 'rule':
        return '<hr>';
      case 'nothing-written':
        return '<p class="quiet"><em>Nothing written here.</em></p>';
      case 'timeline-figure': {
        const figure = drawTimeline(this.report, { zone: this.report.zone, widthPx: this.options.figureWidthPx, palette: SCREEN_PALETTE });
        return figure ? this.figure(figure, shown(omittedWords(this.report))) : '<p>The timeline has no entries.</p>';
      }
      case 'figure': {
        const figure = drawFigure(block.figure, { zone: this.report.zone, widthPx: this.options.figureWidthPx, palette: SCREEN_PALETTE });
        return this.figure(figure, joined([this.inlines(block.caption), ...figure.notes.map((note) => shown(note))], '. '));
      }
      case 'excerpt': {
        const lines = block.lines.map((line) => {
          const words = `${line.head === '' ? '' : `<span class="head">${shown(line.head)}</span> `}${shown(line.text, true)}`;
          return line.cited ? `<mark>${words}</mark>` : words;
        });
        return `<figure><pre class="excerpt">${lines.join('\n')}</pre><figcaption>${joined([this.inlines(block.caption), shown(block.note)], '. ')}</figcaption></figure>`;
      }
      case 'image':
        return `<figure>${picture(block)}<figcaption>${this.inlines(block.caption)}</figcaption></figure>`;
      case 'problem':
        return `<p class="problem">${shown(block.text)}</p>`;
      default:
        return block satisfies never;
    }
  }

  /** A drawing in place. Its words are in its title and in the label of the picture. */
  figure(figure: Figure, caption = ''): string {
    const n = ++this.figures;
    // Ids of one file must differ; the drawing keeps its size and shrinks where there is less room.
    const svg = figure.svg.replace(/^<svg ([^>]*?)>(?:<title>[^<]*<\/title>)?/, (_, attributes: string) => {
      const bare = attributes.replace(/ (?:role|aria-label|width|height)="[^"]*"/g, '').replace(/ ?(?:role|aria-label)="[^"]*"/g, '');
      return `<svg ${bare} role="img" aria-labelledby="fig${n}" style="max-width:${figure.widthPx}px"><title id="fig${n}">${escapeXml(figure.alt)}</title>`;
    });
    return `<figure class="drawn"><div class="wide" tabindex="0" role="group" aria-label="Figure ${n}">${svg}</div>${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>`;
  }

  private table(block: Extract<Block, { kind: 'table' }>): string {
    const align = (i: number): string => (block.align[i] === 'right' ? ' class="right"' : block.align[i] === 'center' ? ' class="center"' : '');
    const header = block.header.map((cell, i) => (cell.length === 0 ? `<td${align(i)}></td>` : `<th scope="col"${align(i)}>${this.inlines(cell)}</th>`)).join('');
    const rows = block.rows.map((row) => `<tr>${row.map((cell, i) => `<td${align(i)}>${this.inlines(cell)}</td>`).join('')}</tr>`).join('\n');
    return wideTable(block.caption === undefined ? '' : shown(block.caption), `<thead><tr>${header}</tr></thead><tbody>${rows}</tbody>`);
  }

  /** A single paragraph stays inline, so that lists are tight. */
  item(all: readonly Block[]): string {
    const [only] = all;
    return all.length === 1 && only?.kind === 'paragraph' ? this.inlines(only.children) : this.blocks(all);
  }

  inlines(children: readonly Inline[]): string {
    return children.map((inline) => this.inline(inline)).join('');
  }

  private inline(inline: Inline): string {
    switch (inline.kind) {
      case 'text':
        return shown(inline.text);
      case 'code':
        return `<code>${shown(inline.text)}</code>`;
      case 'break':
        return '<br>';
      case 'strong':
        return `<strong>${this.inlines(inline.children)}</strong>`;
      case 'emphasis':
        return `<em>${this.inlines(inline.children)}</em>`;
      case 'strike':
        return `<s>${this.inlines(inline.children)}</s>`;
      case 'link':
        return this.link(inline.url, this.inlines(inline.children));
      case 'footnote': {
        // The number is taken first: a note may refer to another one.
        const number = this.footnotes.push('');
        this.footnotes[number - 1] = this.inlines(inline.children);
        return `<sup><a href="#note-${number}" id="noted-${number}" aria-label="Note ${number}">${number}</a></sup>`;
      }
      case 'citation':
        return this.options.cite(inline.number, inline.occurrence);
      default:
        return inline satisfies never;
    }
  }

  link(url: string, html: string): string {
    return url === '' ? html : `<a href="${escapeXml(stripAnsi(url).toWellFormed())}" rel="noreferrer noopener">${html === '' ? shown(url) : html}</a>`;
  }
}

/** A table that scrolls by itself where the page is narrow: keyboards reach it. */
export function wideTable(caption: string, inner: string, className = ''): string {
  return `<div class="wide" tabindex="0" role="group" aria-label="${caption === '' ? 'Table' : caption.replace(/<[^>]*>/g, '')}"><table${className === '' ? '' : ` class="${className}"`}>${caption === '' ? '' : `<caption>${caption}</caption>`}${inner}</table></div>`;
}

/** The whole picture, or the region of it that was cited: an inner picture moved under a frame. */
function picture(block: Extract<Block, { kind: 'image' }>): string {
  const { width, height } = block;
  const region = block.region ?? { x: 0, y: 0, width, height };
  const source = `data:${block.mediaType};base64,${base64(block.bytes)}`;
  return `<svg class="picture" viewBox="${region.x} ${region.y} ${region.width} ${region.height}" role="img" aria-label="${shown(block.alt)}" style="max-width:${Math.max(160, region.width * 2)}px;aspect-ratio:${region.width}/${region.height}"><image href="${escapeXml(source)}" width="${width}" height="${height}"/></svg>`;
}
