import { childrenOf, isComment, plainTextOf, walkMarkdown, type MarkdownNode, type MarkdownRoot } from '../postmortem.ts';
import { findCitations } from '../evidence.ts';

/** Stands for what is no prose (code, quotations): a thing, never a word. U+FFFC OBJECT REPLACEMENT CHARACTER. */
export const OBJECT = '\ufffc';

export type BlockKind = 'heading' | 'paragraph' | 'item' | 'cell';

/** A heading, paragraph, list item or table cell: prose of its own. */
export interface ProseBlock {
  readonly kind: BlockKind;
  /** Offset of the block in the whole text, in UTF-16 units. */
  readonly offset: number;
  /**
   * As long as the source, unit by unit: markup, citations and line breaks are spaces, code and quotations are `OBJECT`.
   * So an offset in it is an offset in the source.
   */
  readonly text: string;
  /** Titles of the headings it stands under, outermost first; of a heading, those above it. */
  readonly under: readonly string[];
  /** What a list it stands in is about: the item above, or the paragraph before that ends with a colon. */
  readonly lead: string | undefined;
  /** Of a table cell: the title of its column, and of its row (the first cell). */
  readonly cell: { readonly column: string; readonly row: string } | undefined;
  /** Rules that a comment switches off for this block; `all` is every rule. */
  readonly suppressed: ReadonlySet<string>;
}

const LINT_OK = /<!--\s*lint-ok\b\s*:?\s*([\w\s,-]*?)\s*-->/gi;
/** YAML front matter, which Jekyll and Hugo take from the beginning of a file. */
const FRONT_MATTER = /^---[ \t]*\r?\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** How long a front matter is, 0 where there is none. */
export function frontMatterLength(text: string): number {
  return FRONT_MATTER.exec(text)?.[0].length ?? 0;
}

/**
 * The prose of a postmortem in order of the text. Left out: code, block quotes, comments and other HTML, definitions of
 * links, front matter. A comment `<!-- lint-ok: rule, rule -->` in a block, in the same list item or cell, or between
 * a block and the one before it without other text, switches those rules off for the block; `lint-ok` alone all.
 */
export function proseOf(text: string, root: MarkdownRoot): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  const from = frontMatterLength(text);
  const headings: Array<{ readonly depth: number; readonly title: string }> = [];
  let pending: ReadonlySet<string> = new Set();

  const add = (kind: BlockKind, node: MarkdownNode, lead?: string, cell?: ProseBlock['cell']): void => {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (start === undefined || end === undefined || start < from) return;
    const suppressed = new Set([...pending, ...suppressedIn(text.slice(start, end))]);
    blocks.push({ kind, offset: start, text: maskedText(text, node, start, end), under: headings.map((h) => h.title), lead, cell, suppressed });
  };

  // Iterative, as deep as somebody else nests.
  const stack: Step[] = stepsInto(root.children, false, undefined);
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, inItem, lead } = next;
    switch (node.type) {
      case 'html':
        if (isComment(node.value)) pending = new Set([...pending, ...suppressedIn(node.value)]);
        continue;
      case 'heading':
        while (headings.length > 0 && headings.at(-1)!.depth >= node.depth) headings.pop();
        add('heading', node);
        headings.push({ depth: node.depth, title: plainTextOf(node).trim() });
        break;
      case 'paragraph': add(inItem ? 'item' : 'paragraph', node, lead); break;
      case 'list': case 'footnoteDefinition':
        stack.push(...stepsInto(childrenOf(node), inItem, lead));
        continue;
      case 'listItem':
        stack.push(...stepsInto(childrenOf(node), true, lead));
        continue;
      case 'table': {
        const [head, ...rows] = node.children;
        const columns = head?.children.map((cell) => plainTextOf(cell).trim()) ?? [];
        for (const row of rows) {
          const title = row.children[0] ? plainTextOf(row.children[0]).trim() : '';
          row.children.forEach((cell, i) => add('cell', cell, undefined, { column: columns[i] ?? '', row: title }));
        }
        break;
      }
      default: break;
    }
    pending = new Set();
  }
  return blocks;
}

interface Step {
  readonly node: MarkdownNode;
  readonly inItem: boolean;
  readonly lead: string | undefined;
}

/** Children in reverse, for a stack. A list takes the paragraph before it as its lead, or a list before it that ends in a colon. */
function stepsInto(children: readonly MarkdownNode[], inItem: boolean, lead: string | undefined): Step[] {
  return children.map((node, i): Step => {
    const before = children[i - 1];
    if (node.type !== 'list' || !before || (before.type !== 'paragraph' && before.type !== 'list')) return { node, inItem, lead };
    const last = before.type === 'list' ? before.children.at(-1) : before;
    const said = last ? plainTextOf(last).trim() : '';
    const leads = said.length <= 120 && (said.endsWith(':') || (inItem && before.type === 'paragraph'));
    return { node, inItem, lead: leads ? said : lead };
  }).toReversed();
}

function suppressedIn(text: string): string[] {
  return [...text.matchAll(LINT_OK)].flatMap((m) => {
    const named = m[1]!.split(/[\s,]+/).filter((rule) => rule !== '').map((rule) => rule.toLowerCase());
    return named.length === 0 ? ['all'] : named;
  });
}

/** The block's source with everything that is no prose put out, as long as it was. */
function maskedText(text: string, block: MarkdownNode, start: number, end: number): string {
  const kept: string[] = Array.from({ length: end - start }, () => ' ');
  const put = (from: number, to: number, what: string | undefined): void => {
    for (let i = from; i < to; i++) kept[i - start] = what ?? text[i]!;
  };
  for (const node of walkMarkdown(block)) {
    const a = node.position?.start.offset;
    const b = node.position?.end.offset;
    if (a === undefined || b === undefined) continue;
    if (node.type === 'text') {
      put(a, b, undefined);
      for (const citation of findCitations(text.slice(a, b))) put(a + citation.start, a + citation.end, ' ');
    } else if (node.type === 'inlineCode' || node.type === 'image' || node.type === 'imageReference') put(a, b, OBJECT);
  }
  return quotationsOut(kept.join('').replace(/[\n\r\t\u2028\u2029\u0085]/g, ' '));
}

/** Pairs that open and close a quotation in English and German. What it says is somebody else's or a word mentioned. */
const QUOTATION = /(?<![\p{L}\p{N}])"[^"]{1,600}"(?![\p{L}\p{N}])|“[^“”]{1,600}”|„[^„“”"]{1,600}[“”"]|«[^«»]{1,600}»|»[^«»]{1,600}«/gu;

function quotationsOut(text: string): string {
  return text.replace(QUOTATION, (quoted) => OBJECT.repeat(quoted.length));
}
