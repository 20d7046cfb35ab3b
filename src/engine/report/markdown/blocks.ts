import type { Block, FigureSource, Inline } from '../document.ts';
import { codeBlock, codeSpan, escapeInline, escapeLineStart } from './escape.ts';

export interface MarkdownOptions {
  /** Writes what stands where the document draws the timeline. */
  readonly timeline: (writer: MarkdownWriter) => readonly string[];
  /** Puts a drawing beside the file and says where; without it figures are told in words. */
  readonly draw?: (figure: FigureSource) => { readonly path: string; readonly alt: string; readonly notes: readonly string[] };
  /** Puts a picture beside the file and says where. */
  readonly picture?: (image: Extract<Block, { kind: 'image' }>) => string;
}

/** Writes blocks as GFM. Every block is some lines; blocks are parted by an empty one. */
export class MarkdownWriter {
  /** Texts of footnotes, in order of their references. */
  readonly footnotes: string[] = [];
  private readonly options: MarkdownOptions;

  constructor(options: MarkdownOptions) {
    this.options = options;
  }

  /** `levelShift` is added to every heading: the title of the file is level 1. */
  blocks(all: readonly Block[], levelShift: number): string[] {
    return all.flatMap((block, i) => {
      const lines = this.block(block, levelShift);
      const previous = all[i - 1];
      // Two lists of a kind in a row would read as one; an empty comment parts them in every viewer.
      const part = previous?.kind === 'list' && block.kind === 'list' ? ['', '<!-- -->', ''] : [''];
      return i === 0 ? lines : [...part, ...lines];
    });
  }

  private block(block: Block, shift: number): string[] {
    switch (block.kind) {
      case 'paragraph':
        return this.lines(block.children);
      case 'heading':
        return [`${'#'.repeat(Math.min(6, block.level + shift))} ${this.oneLine(block.children)}`];
      case 'list':
        return block.items.flatMap((item, i) => {
          const marker = block.start === undefined ? '- ' : `${Math.min(block.start + i, 999_999_999)}. `;
          const box = item.checked === undefined ? '' : item.checked ? '[x] ' : '[ ] ';
          const [first = '', ...rest] = this.blocks(item.blocks, shift);
          const indent = ' '.repeat(marker.length);
          return [`${marker}${box}${first}`.trimEnd(), ...rest.map((line) => (line === '' ? '' : indent + line))];
        });
      case 'quote':
        return this.blocks(block.blocks, shift).map((line) => (line === '' ? '>' : `> ${line}`));
      case 'code':
        return codeBlock(block.text, block.language || 'text');
      case 'table': {
        const rule = block.align.map((align) => ({ left: ':--', right: '--:', center: ':-:', none: '---' })[align ?? 'none']);
        const caption = block.caption === undefined ? [] : [`*${escapeInline(block.caption)}*`, ''];
        return [...caption, ...tableLines(block.header.map((cell) => this.oneLine(cell)), rule, block.rows.map((row) => row.map((cell) => this.oneLine(cell))))];
      }
      case 'rule':
        return ['---'];
      case 'nothing-written':
        return ['*Nothing written here.*'];
      case 'timeline-figure':
        return [...this.options.timeline(this)];
      case 'figure': {
        const caption = [`*${this.oneLine(block.caption)}*`];
        const drawn = this.options.draw?.(block.figure);
        if (!drawn) return [...caption, '', ...this.block(block.inWords, shift)];
        return [imageLink(drawn.alt, drawn.path), '', ...caption, ...(drawn.notes.length === 0 ? [] : ['', escapeInline(drawn.notes.join(' '))])];
      }
      case 'excerpt': {
        const lines = block.lines.map((line) => `${line.cited ? '> ' : '  '}${line.head === '' ? '' : `${line.head}  `}${line.text}`);
        const marked = block.lines.some((line) => line.cited);
        return [`*${this.oneLine(block.caption)}*`, '', ...codeBlock((marked ? lines : lines.map((line) => line.slice(2))).join('\n')), ...(block.note === '' ? [] : ['', escapeInline(block.note)])];
      }
      case 'image': {
        const path = this.options.picture?.(block);
        return [...(path === undefined ? [] : [imageLink(block.alt, path), '']), `*${this.oneLine(block.caption)}*`];
      }
      case 'problem':
        return [`*${escapeInline(block.text)}*`];
      default:
        return block satisfies never;
    }
  }

  /** Inline content on lines of its own; a hard break is a backslash at the end of a line. */
  lines(children: readonly Inline[]): string[] {
    return this.inlines(children, '\\\n').split('\n').map(escapeLineStart);
  }

  /** Inline content that must not contain a line break: headings and table cells. */
  oneLine(children: readonly Inline[]): string {
    return this.inlines(children, ' ').trim();
  }

  private inlines(children: readonly Inline[], lineBreak: string): string {
    return children.map((inline) => this.inline(inline, lineBreak)).join('');
  }

  private inline(inline: Inline, lineBreak: string): string {
    switch (inline.kind) {
      case 'text':
        return escapeInline(inline.text);
      case 'code':
        // In a table a pipe ends the cell even inside a code span (GFM §4.10).
        return lineBreak === ' ' ? codeSpan(inline.text).replaceAll('|', '\\|') : codeSpan(inline.text);
      case 'break':
        return lineBreak;
      case 'strong':
        return `**${this.inlines(inline.children, lineBreak)}**`;
      case 'emphasis':
        return `*${this.inlines(inline.children, lineBreak)}*`;
      case 'strike':
        return `~~${this.inlines(inline.children, lineBreak)}~~`;
      case 'link':
        return inline.url === '' ? this.inlines(inline.children, lineBreak) : `[${this.inlines(inline.children, lineBreak)}](<${inline.url.replace(/[<>\\\s]/g, encodeURIComponent)}>)`;
      case 'footnote': {
        // The number is taken first: a note may refer to another one.
        const number = this.footnotes.push('');
        this.footnotes[number - 1] = this.inlines(inline.children, ' ').trim();
        return `[^${number}]`;
      }
      case 'citation':
        return citation(inline.number);
      default:
        return inline satisfies never;
    }
  }
}

export function citation(number: number): string {
  return `[\\[${number}\\]](#evidence-${number})`;
}

export function imageLink(alt: string, path: string): string {
  return `![${escapeInline(alt)}](<${path}>)`;
}

export function tableLines(header: readonly string[], rule: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(header), row(rule), ...rows.map(row)];
}
