import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { findCitations, formatLocator, type Citation } from './evidence.ts';
import type { LiveBlockRequest } from './live-block.ts';

/**
 * The postmortem as a document: GitHub-flavoured Markdown in which `[@3be1d07a:0x219e2e0+412]` cites evidence and a
 * fenced block "```tephra timeline" draws the live timeline. Pure: text in, structure out.
 */
export type MarkdownRoot = ReturnType<typeof fromMarkdown>;
export type MarkdownNode = MarkdownRoot['children'][number];

export function parsePostmortem(text: string): MarkdownRoot {
  try {
    return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  } catch (error) {
    // Thousands of nested quotes exhaust the parser's stack: such a text is shown as it stands.
    if (error instanceof RangeError) return { type: 'root', children: [{ type: 'code', value: text }] };
    throw error;
  }
}

export function childrenOf(node: MarkdownNode | MarkdownRoot): readonly MarkdownNode[] {
  return 'children' in node ? node.children as readonly MarkdownNode[] : [];
}

/** Every node in document order. Iterative: how deep a text nests is somebody else's choice. */
export function* walkMarkdown(root: MarkdownRoot | MarkdownNode): Generator<MarkdownNode> {
  const stack: MarkdownNode[] = childrenOf(root).toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node).toReversed());
  }
}

/** Which of our live blocks a fenced code block is: "timeline" of "```tephra timeline"; `undefined` for any other node. */
export function liveBlockOf(node: MarkdownNode): string | undefined {
  return node.type === 'code' && node.lang === 'tephra' ? (node.meta ?? '').trim() : undefined;
}

/** What each live block of a text asks for, in document order; those within quotes and lists too. */
export function liveBlocksOf(root: MarkdownRoot): LiveBlockRequest[] {
  const found: LiveBlockRequest[] = [];
  for (const node of walkMarkdown(root)) {
    const info = liveBlockOf(node);
    if (info !== undefined && node.type === 'code') found.push({ info: info.slice(0, 2000), body: node.value.slice(0, 50_000) });
  }
  return found;
}

/** HTML that is one comment and nothing else: advice to the writer, never shown to readers. */
export function isComment(html: string): boolean {
  return /^\s*<!--(?:(?!-->)[\s\S])*-->\s*$/.test(html);
}

/** What a heading or paragraph says, without its Markdown. */
export function plainTextOf(node: MarkdownNode): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  let text = '';
  for (const inner of walkMarkdown(node)) {
    if (inner.type === 'text' || inner.type === 'inlineCode') text += inner.value;
    else if (inner.type === 'break' || inner.type === 'paragraph' || inner.type === 'tableCell') text += ' ';
  }
  return text.trimStart();
}

/** A citation at its place in the whole text. */
export interface PlacedCitation extends Citation {
  /** Number in order of first use; citations of the same bytes share one. */
  readonly number: number;
}

/** Citations in running text, in order: not those in code or comments. Offsets are UTF-16 units of `text`. */
export function citationsOf(text: string, root: MarkdownRoot): Citation[] {
  const found: Citation[] = [];
  for (const node of walkMarkdown(root)) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (node.type !== 'text' || start === undefined || end === undefined) continue;
    for (const citation of findCitations(text.slice(start, end))) {
      found.push({ ...citation, start: start + citation.start, end: start + citation.end });
    }
  }
  return found;
}

/**
 * Numbers citations 1, 2, … in order of first use. Two are the same when they name the same bytes: equal locators, and
 * one hash the beginning of the other. The report numbers alike.
 */
export function numberCitations(citations: readonly Citation[]): PlacedCitation[] {
  const seen: Array<{ hash: string; locator: string }> = [];
  return citations.map((citation) => {
    const locator = formatLocator(citation.locator);
    const known = seen.findIndex((s) => s.locator === locator && (s.hash.startsWith(citation.hashPrefix) || citation.hashPrefix.startsWith(s.hash)));
    if (known < 0) {
      seen.push({ hash: citation.hashPrefix, locator });
      return { ...citation, number: seen.length };
    }
    if (citation.hashPrefix.length > seen[known]!.hash.length) seen[known]!.hash = citation.hashPrefix;
    return { ...citation, number: known + 1 };
  });
}

/** A heading and what stands under it until the next one. */
export interface Section {
  readonly title: string;
  readonly level: number;
  /** 1-based line of the heading. */
  readonly line: number;
  readonly offset: number;
  readonly citations: number;
  readonly words: number;
  /** Draws something live (a timeline): never empty. */
  readonly live: boolean;
}

/** The outline: sections in order. Text before the first heading belongs to none. */
export function sectionsOf(text: string, root: MarkdownRoot): Section[] {
  const citations = citationsOf(text, root);
  const headings = root.children.flatMap((node, index) => (node.type === 'heading' ? [{ node, index }] : []));
  return headings.map(({ node, index }, i) => {
    const next = headings[i + 1];
    const body = root.children.slice(index + 1, next?.index);
    const from = node.position?.start.offset ?? 0;
    const to = next?.node.position?.start.offset ?? text.length;
    return {
      title: plainTextOf(node).trim(), level: node.depth, line: node.position?.start.line ?? 1, offset: from,
      citations: citations.filter((c) => c.start >= from && c.start < to).length,
      words: body.reduce((sum, block) => sum + wordsOf(block), 0),
      live: body.some((block) => liveBlockOf(block) !== undefined),
    };
  });
}

/** Words as people count them; a citation is none. Scripts without spaces count by run of letters. */
function wordsOf(node: MarkdownNode): number {
  if (node.type === 'code' || node.type === 'html') return 0;
  return plainTextOf(node).replace(/\[@[^\]\s]*\]/g, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.:-]*/gu)?.length ?? 0;
}

/** Words of the whole text, headings left out. */
export function countWords(root: MarkdownRoot): number {
  return root.children.reduce((sum, node) => sum + (node.type === 'heading' ? 0 : wordsOf(node)), 0);
}
