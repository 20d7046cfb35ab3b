import { findCitations, type Citation } from '../../model/evidence.ts';
import { childrenOf, isComment, liveBlockOf, walkMarkdown, type MarkdownNode as Node, type MarkdownRoot as Root } from '../../model/postmortem.ts';
import type { Block, Inline, ListItem } from './document.ts';
import { inlineText } from './words.ts';

/** Deeper nesting is printed as plain text: no person writes it, and it must not exhaust a stack. */
const MAX_DEPTH = 16;

/** Citations that stand in running text, in order; not those in code or comments. */
export function citationsInMarkdown(root: Root): Citation[] {
  const found: Citation[] = [];
  for (const node of walkMarkdown(root)) if (node.type === 'text') found.push(...findCitations(node.value));
  return found;
}

/** Whether somebody has written anything: a text, list, table or code of their own beside headings and comments. */
export function hasProse(root: Root): boolean {
  return root.children.some((node) => node.type !== 'heading' && node.type !== 'thematicBreak' && node.type !== 'definition'
    && !(node.type === 'html' && isComment(node.value)) && liveBlockOf(node) === undefined);
}

export function plainText(node: Node): string {
  let text = '';
  const stack: Node[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if ('value' in next) text += next.value;
    else if (next.type === 'image') text += next.alt ?? '';
    else if (next.type === 'break') text += ' ';
    const children = childrenOf(next);
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
  }
  return text;
}

/** Numbers a citation at its place in the text. */
export type CiteAt = (citation: Citation) => Inline;

export interface BlockOptions {
  readonly cite: CiteAt;
  /** The level that the highest heading of the text gets. */
  readonly topLevel: number;
  /** A text within a table or list: its headings are strong words. */
  readonly isNote?: boolean;
  /** What a live block of the text becomes; without it a block stays the code it is. */
  readonly live?: (node: Node, info: string) => Block[];
}

/** Blocks of a parsed text. Comments are gone; other HTML is printed as the text it is. */
export function toBlocks(root: Root, options: BlockOptions): Block[] {
  const context: Context = { ...options, definitions: new Map(), footnotes: new Map(), shift: 0, printedFootnotes: new Set() };
  let highest = 6;
  for (const node of walkMarkdown(root)) {
    if (node.type === 'definition') context.definitions.set(node.identifier, node.url);
    else if (node.type === 'footnoteDefinition') context.footnotes.set(node.identifier, node.children);
    else if (node.type === 'heading') highest = Math.min(highest, node.depth);
  }
  return withEmptySections(withoutSkippedLevels(blocks(root.children, { ...context, shift: options.topLevel - highest }, 0), options.topLevel));
}

interface Context extends BlockOptions {
  readonly definitions: Map<string, string>;
  readonly footnotes: Map<string, readonly Node[]>;
  readonly printedFootnotes: Set<string>;
  readonly shift: number;
}

function blocks(nodes: readonly Node[], context: Context, depth: number): Block[] {
  return nodes.flatMap((node) => block(node, context, depth));
}

function block(node: Node, context: Context, depth: number): Block[] {
  if (depth > MAX_DEPTH) return [{ kind: 'paragraph', children: [{ kind: 'text', text: plainText(node) }] }];
  switch (node.type) {
    case 'heading': {
      const children = inlines(node.children, context, depth);
      // A heading of nothing names nothing; one within a list, a quote or a note is no part of the document's outline.
      if (inlineText(children).trim() === '') return [];
      if (depth > 0 || context.isNote) return [{ kind: 'paragraph', children: [{ kind: 'strong', children }] }];
      return [{ kind: 'heading', level: Math.min(6, node.depth + context.shift), children }];
    }
    case 'paragraph': {
      const children = inlines(node.children, context, depth);
      return children.length === 0 ? [] : [{ kind: 'paragraph', children }];
    }
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocks(node.children, context, depth + 1) }];
    case 'list': {
      const items = node.children.map((item): ListItem => ({ checked: item.checked ?? undefined, blocks: blocks(item.children, context, depth + 1) }));
      return [{ kind: 'list', start: node.ordered ? (node.start ?? 1) : undefined, items }];
    }
    case 'code': {
      const info = liveBlockOf(node);
      if (info !== undefined && context.live) return context.live(node, info);
      return [{ kind: 'code', text: node.value, language: /^[\w+#.-]{1,40}$/.test(node.lang ?? '') ? node.lang! : '' }];
    }
    case 'table': {
      const [header, ...rows] = node.children.map((row) => row.children.map((cell) => inlines(cell.children, context, depth + 1)));
      const width = header!.length;
      const level = (cells: Inline[][]): Inline[][] => Array.from({ length: width }, (_, i) => cells[i] ?? []);
      return [{
        kind: 'table', header: level(header!), rows: rows.map(level),
        align: Array.from({ length: width }, (_, i) => node.align?.[i] ?? undefined),
      }];
    }
    case 'thematicBreak':
      return [{ kind: 'rule' }];
    case 'html':
      return isComment(node.value) ? [] : [{ kind: 'paragraph', children: [{ kind: 'text', text: node.value }] }];
    default:
      return [];
  }
}

function inlines(nodes: readonly Node[], context: Context, depth: number): Inline[] {
  return nodes.flatMap((node) => inline(node, context, depth + 1));
}

function inline(node: Node, context: Context, depth: number): Inline[] {
  if (depth > MAX_DEPTH) return [{ kind: 'text', text: plainText(node) }];
  switch (node.type) {
    case 'text':
      return textWithCitations(node.value, context.cite);
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'strong':
      return [{ kind: 'strong', children: inlines(node.children, context, depth) }];
    case 'emphasis':
      return [{ kind: 'emphasis', children: inlines(node.children, context, depth) }];
    case 'delete':
      return [{ kind: 'strike', children: inlines(node.children, context, depth) }];
    case 'break':
      return [{ kind: 'break' }];
    case 'link':
      return link(node.url, inlines(node.children, context, depth));
    case 'linkReference':
      return link(context.definitions.get(node.identifier) ?? '', inlines(node.children, context, depth));
    case 'image':
      return [{ kind: 'text', text: `[image: ${node.alt ?? ''}, ${node.url}]` }];
    case 'imageReference':
      return [{ kind: 'text', text: `[image: ${node.alt ?? ''}, ${context.definitions.get(node.identifier) ?? ''}]` }];
    case 'footnoteReference':
      return footnote(node.identifier, context, depth);
    case 'html':
      if (isComment(node.value)) return [];
      return /^<br\s*\/?>$/i.test(node.value) ? [{ kind: 'break' }] : [{ kind: 'text', text: node.value }];
    default:
      return [];
  }
}

/** Only addresses that a reader may be sent to become links; of any other the address stands behind the words. */
function link(url: string, children: Inline[]): Inline[] {
  if (/^(https?|mailto):/i.test(url)) return [{ kind: 'link', url, children }];
  return url === '' ? children : [...children, { kind: 'text', text: ` (${url})` }];
}

/** A note is printed at its first reference only: notes that refer to notes must not multiply. */
function footnote(identifier: string, context: Context, depth: number): Inline[] {
  const nodes = context.footnotes.get(identifier);
  if (!nodes || context.printedFootnotes.has(identifier)) return [{ kind: 'text', text: `[^${identifier}]` }];
  context.printedFootnotes.add(identifier);
  const children = nodes.flatMap((node, i): Inline[] => {
    const words = node.type === 'paragraph' ? inlines(node.children, context, depth) : [{ kind: 'text' as const, text: plainText(node) }];
    return i === 0 ? words : [{ kind: 'break' }, ...words];
  });
  return [{ kind: 'footnote', children }];
}

function textWithCitations(text: string, cite: CiteAt): Inline[] {
  const out: Inline[] = [];
  let at = 0;
  const words = (to: number): void => {
    const piece = text.slice(at, to).replace(/\s*\n\s*/g, ' ');
    if (piece !== '') out.push({ kind: 'text', text: piece });
  };
  for (const citation of findCitations(text)) {
    words(citation.start);
    out.push(cite(citation));
    at = citation.end;
  }
  words(text.length);
  return out;
}

/** A heading with nothing of its own and nothing below it says so, instead of looking like a mistake of the printer. */
function withEmptySections(all: readonly Block[]): Block[] {
  return all.flatMap((block, i): Block[] => {
    if (block.kind !== 'heading') return [block];
    const next = all[i + 1];
    const empty = !next || (next.kind === 'heading' && next.level <= block.level);
    return empty ? [block, { kind: 'nothing-written' }] : [block];
  });
}

/** A heading is at most one level below the one before it, as PDF/UA and screen readers want it (WCAG 1.3.1, H42). */
function withoutSkippedLevels(all: readonly Block[], topLevel: number): Block[] {
  let above = topLevel - 1;
  return all.map((block) => {
    if (block.kind !== 'heading') return block;
    above = Math.min(block.level, above + 1);
    return above === block.level ? block : { ...block, level: above };
  });
}
