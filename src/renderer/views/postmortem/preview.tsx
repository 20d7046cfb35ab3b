import { Fragment, memo, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { findCitations, formatLocator } from '../../../model/evidence.ts';
import { isInternalAt, type InternalPassage } from '../../../model/audience.ts';
import { childrenOf, isComment, liveBlockOf, type MarkdownNode, type MarkdownRoot } from '../../../model/postmortem.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite, Icon, Tip } from '../../ui/index.ts';
import { isBroken, tipText, type CitedText } from './citations.ts';
import { LiveBlockView } from './live-block.tsx';

/** Nesting beyond this is shown as text: nobody writes it, and it must not exhaust a stack. */
const MAX_DEPTH = 24;

interface Context {
  readonly cited: CitedText;
  readonly definitions: ReadonlyMap<string, string>;
  readonly footnotes: readonly string[];
  readonly asRoles: (text: string) => string;
}

/**
 * The postmortem as readers will see it. Built from the syntax tree, never from HTML: raw HTML is shown as the text it
 * is, comments not at all, links do not navigate, and evidence that was pasted in cannot become markup.
 */
export function Preview({ root, cited, cursorLine, passages = NO_PASSAGES, asRoles = asWritten }: {
  root: MarkdownRoot; cited: CitedText; cursorLine: number | undefined; passages?: readonly InternalPassage[]; asRoles?: (text: string) => string;
}): ReactNode {
  const context = useMemo((): Context => ({
    cited, asRoles,
    definitions: new Map(root.children.flatMap((node) => (node.type === 'definition' ? [[node.identifier, node.url] as const] : []))),
    footnotes: root.children.flatMap((node) => (node.type === 'footnoteDefinition' ? [node.identifier] : [])),
  }), [root, cited, asRoles]);
  const cites = useMemo(() => citesOf(root, cited), [root, cited]);
  return (
    <>
      {root.children.map((node, i) => {
        if (isUnseen(node)) return null;
        const from = node.position?.start.line ?? 0;
        const to = node.position?.end.line ?? 0;
        const current = cursorLine !== undefined && cursorLine >= from && cursorLine <= to;
        const internal = passages.length > 0 && isInternalAt(passages, node.position?.start.offset ?? 0);
        return <div key={i} className={`pm-block${current ? ' current' : ''}${internal ? ' internal' : ''}`} data-line={from}><Content node={node} context={context} cites={cites[i]!} /></div>;
      })}
    </>
  );
}

/**
 * One block of the text. A key pressed elsewhere gives it new objects and the same words: what the same words say is not
 * drawn again. What they mean beyond themselves is `cites` and, for the whole text, definitions and footnotes.
 */
const Content = memo(
  ({ node, context }: { node: MarkdownNode; context: Context; cites: string }): ReactNode => block(node, context, 0),
  (before, now) => before.cites === now.cites && before.context.asRoles === now.context.asRoles && !usesWholeText(before.context) && !usesWholeText(now.context) && sameNode(before.node, now.node),
);

function usesWholeText({ definitions, footnotes }: Context): boolean {
  return definitions.size > 0 || footnotes.length > 0;
}

/** The same but for where it stands; live blocks say their line. */
function sameNode(a: MarkdownNode, b: MarkdownNode): boolean {
  if (a === b) return true;
  if (a.type !== b.type || (liveBlockOf(b) !== undefined && a.position?.start.line !== b.position?.start.line)) return false;
  const x: Readonly<Record<string, unknown>> = { ...a };
  const y: Readonly<Record<string, unknown>> = { ...b };
  const keys = Object.keys(y).filter((key) => key !== 'position' && key !== 'children');
  if (!keys.every((key) => x[key] === y[key] || JSON.stringify(x[key]) === JSON.stringify(y[key]))) return false;
  const [inner, other] = [childrenOf(a), childrenOf(b)];
  return inner.length === other.length && inner.every((child, i) => sameNode(child, other[i]!));
}

/** Numbers of the citations in each block, and whether they lead anywhere. */
function citesOf(root: MarkdownRoot, cited: CitedText): string[] {
  let next = 0;
  return root.children.map((node) => {
    const end = node.position?.end.offset ?? 0;
    let key = '';
    for (; next < cited.citations.length && cited.citations[next]!.start < end; next++) {
      const citation = cited.citations[next]!;
      key += `${citation.number}${cited.resolve(citation)?.state ?? '…'} `;
    }
    return key;
  });
}

/** Advice to the writer and definitions: nothing that readers see. */
function isUnseen(node: MarkdownNode): boolean {
  return node.type === 'definition' || (node.type === 'html' && isComment(node.value) && internalMark(node.value) !== 'begins');
}

const NO_PASSAGES: readonly InternalPassage[] = [];
const asWritten = (text: string): string => text;

/** `<!-- internal -->` and its end: the one comment that readers inside see. */
function internalMark(html: string): 'begins' | 'ends' | undefined {
  const mark = /^\s*<!--[ \t]*(\/?)internal[ \t]*-->\s*$/i.exec(html);
  return mark ? (mark[1] === '' ? 'begins' : 'ends') : undefined;
}

function InternalMark(): ReactNode {
  return <span className="pm-internal-mark"><Icon name="eye-off" size={12} />Internal: the external variant leaves this out</span>;
}

function block(node: MarkdownNode, context: Context, depth: number): ReactNode {
  if (depth > MAX_DEPTH) return <p>…</p>;
  switch (node.type) {
    case 'heading': {
      const Level = (['h2', 'h3', 'h4', 'h5', 'h6', 'h6'] as const)[node.depth - 1]!;
      return <Level className={`pm-h${node.depth}`}>{inline(node, context, depth)}</Level>;
    }
    case 'paragraph': return <p>{inline(node, context, depth)}</p>;
    case 'blockquote': return <blockquote>{blocks(node, context, depth)}</blockquote>;
    case 'list': {
      const items = node.children.map((item, i) => (
        <li key={i} className={typeof item.checked === 'boolean' ? 'pm-task' : undefined}>
          {typeof item.checked === 'boolean' && <span className="pm-box" role="img" aria-label={item.checked ? 'done' : 'to do'}>{item.checked ? '✓' : ''}</span>}
          {blocks(item, context, depth)}
        </li>
      ));
      return node.ordered ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code': return liveBlockOf(node) !== undefined ? <LiveBlockView info={liveBlockOf(node)!} body={node.value} line={node.position?.start.line ?? 1} /> : <pre className="pm-code" tabIndex={0} aria-label="Code"><code>{visibleText(node.value, true)}</code></pre>;
    case 'table': return <Table node={node} context={context} depth={depth} />;
    case 'thematicBreak': return <hr />;
    case 'html':
      if (internalMark(node.value) === 'begins') return <InternalMark />;
      return isComment(node.value) ? null : <pre className="pm-code" tabIndex={0} aria-label="HTML, shown as text"><code>{visibleText(node.value, true)}</code></pre>;
    case 'footnoteDefinition': return <div className="pm-footnote"><sup>{context.footnotes.indexOf(node.identifier) + 1}</sup>{blocks(node, context, depth)}</div>;
    case 'definition': return null;
    default: return <p>{inline(node, context, depth)}</p>;
  }
}

function blocks(node: MarkdownNode, context: Context, depth: number): ReactNode {
  return childrenOf(node).map((child, i) => <Fragment key={i}>{block(child, context, depth + 1)}</Fragment>);
}

function Table({ node, context, depth }: { node: Extract<MarkdownNode, { type: 'table' }>; context: Context; depth: number }): ReactNode {
  const [head, ...rows] = node.children;
  const align = (i: number): { textAlign?: 'left' | 'right' | 'center' } => (node.align?.[i] ? { textAlign: node.align[i] } : {});
  return (
    <div className="pm-table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead><tr>{head?.children.map((cell, i) => <th key={i} scope="col" style={align(i)}>{inline(cell, context, depth)}</th>)}</tr></thead>
        <tbody>{rows.map((row, r) => <tr key={r}>{row.children.map((cell, i) => <td key={i} style={align(i)}>{inline(cell, context, depth)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function inline(node: MarkdownNode, context: Context, depth: number): ReactNode {
  return childrenOf(node).map((child, i) => <Fragment key={i}>{phrase(child, context, depth + 1)}</Fragment>);
}

function phrase(node: MarkdownNode, context: Context, depth: number): ReactNode {
  if (depth > MAX_DEPTH) return '…';
  switch (node.type) {
    case 'text': return <CitedString text={node.value} context={context} />;
    case 'strong': return <strong>{inline(node, context, depth)}</strong>;
    case 'emphasis': return <em>{inline(node, context, depth)}</em>;
    case 'delete': return <del>{inline(node, context, depth)}</del>;
    case 'inlineCode': return <code>{visibleText(node.value)}</code>;
    case 'break': return <br />;
    case 'link': return <span className="pm-link" title={visibleText(node.url)}>{inline(node, context, depth)}</span>;
    case 'linkReference': return <span className="pm-link" title={visibleText(context.definitions.get(node.identifier) ?? '')}>{inline(node, context, depth)}</span>;
    case 'image': return <span className="pm-image">{`Image: ${visibleText(node.alt ?? node.url)}`}</span>;
    case 'imageReference': return <span className="pm-image">{`Image: ${visibleText(node.alt ?? node.identifier)}`}</span>;
    case 'footnoteReference': return <sup>{context.footnotes.indexOf(node.identifier) + 1}</sup>;
    case 'html':
      if (internalMark(node.value) === 'begins') return <span className="pm-internal-mark"><Icon name="eye-off" size={12} label="Internal" /></span>;
      return isComment(node.value) ? null : <code>{visibleText(node.value)}</code>;
    default: return inline(node, context, depth);
  }
}

/** Running text with its citations as numbered chips. */
function CitedString({ text, context }: { text: string; context: Context }): ReactNode {
  const found = findCitations(text);
  const show = (part: string): string => visibleText(context.asRoles(part), true);
  if (found.length === 0) return show(text);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const citation of found) {
    parts.push(show(text.slice(at, citation.start)), <Citation key={citation.start} citation={citation} cited={context.cited} />);
    at = citation.end;
  }
  parts.push(show(text.slice(at)));
  return parts;
}

function Citation({ citation, cited }: { citation: ReturnType<typeof findCitations>[number]; cited: CitedText }): ReactNode {
  const openBytes = useOpenBytes();
  const resolved = cited.resolve(citation);
  const same = cited.citations.find((c) => c.hashPrefix === citation.hashPrefix && sameLocator(c, citation));
  const number = same?.number ?? 0;
  const tip = tipText(resolved);
  const found = resolved?.state === 'found' ? resolved.reference : undefined;
  // Pressed before it is known where it leads: it opens once it is.
  const wanted = useRef(false);
  useEffect(() => {
    if (resolved === undefined || !wanted.current) return;
    wanted.current = false;
    if (found) openBytes(found);
  }, [resolved, found, openBytes]);
  const press = (): void => {
    if (found) openBytes(found);
    else wanted.current = resolved === undefined;
  };
  const label = found ? `Citation ${number}, ${tip}. Open the bytes.` : `Citation ${number}, not resolved. ${tip}`;
  return <Tip text={tip}><Cite onPress={press} label={label}>{isBroken(resolved) ? `${number} ?` : number}</Cite></Tip>;
}

function sameLocator(a: Pick<ReturnType<typeof findCitations>[number], 'locator'>, b: Pick<ReturnType<typeof findCitations>[number], 'locator'>): boolean {
  return formatLocator(a.locator) === formatLocator(b.locator);
}
