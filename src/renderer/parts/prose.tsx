import { Fragment, memo, useMemo, type ReactNode } from 'react';
import { visibleText } from '../../base/text.ts';
import { childrenOf, isComment, parsePostmortem, type MarkdownNode, type MarkdownRoot } from '../../model/postmortem.ts';
import './parts.css';

/** Nesting beyond this is shown as text: nobody writes it, and it must not exhaust a stack. */
const MAX_DEPTH = 12;

/**
 * Markdown of a note or a comment: paragraphs, lists, quotes, code, emphasis. Built from the syntax tree, never from HTML:
 * raw HTML is shown as the text it is, links do not navigate, pictures are their words. A line break stays one, as people
 * write notes; the postmortem has a preview of its own.
 */
export const Prose = memo(({ text, show = asWritten }: { text: string; show?: (text: string) => string }): ReactNode => {
  const root = useMemo(() => parsePostmortem(text), [text]);
  return <div className="prose selectable">{blocks(root, show, 0)}</div>;
});

const asWritten = (text: string): string => text;

function blocks(node: MarkdownNode | MarkdownRoot, show: (text: string) => string, depth: number): ReactNode {
  return childrenOf(node).map((child, i) => <Fragment key={i}>{element(child, show, depth + 1)}</Fragment>);
}

function element(node: MarkdownNode, show: (text: string) => string, depth: number): ReactNode {
  const said = (words: string): string => visibleText(show(words), true);
  if (depth > MAX_DEPTH) return '…';
  const inside = (): ReactNode => blocks(node, show, depth);
  switch (node.type) {
    case 'heading': return <p><strong>{inside()}</strong></p>;
    case 'paragraph': return <p>{inside()}</p>;
    case 'blockquote': return <blockquote>{inside()}</blockquote>;
    case 'list': return node.ordered ? <ol start={node.start ?? 1}>{inside()}</ol> : <ul>{inside()}</ul>;
    case 'listItem': return <li>{typeof node.checked === 'boolean' ? `${node.checked ? '[x]' : '[ ]'} ` : ''}{inside()}</li>;
    case 'code': return <pre><code>{said(node.value)}</code></pre>;
    case 'inlineCode': return <code>{said(node.value)}</code>;
    case 'strong': return <strong>{inside()}</strong>;
    case 'emphasis': return <em>{inside()}</em>;
    case 'delete': return <del>{inside()}</del>;
    case 'text': return said(node.value);
    case 'break': return <br />;
    case 'thematicBreak': return <hr />;
    case 'link': return <span title={visibleText(node.url)}>{inside()}</span>;
    case 'image': return `Image: ${said(node.alt ?? node.url)}`;
    case 'html': return isComment(node.value) ? null : <code>{said(node.value)}</code>;
    case 'tableRow': return <p>{childrenOf(node).map((cell, i) => <Fragment key={i}>{i > 0 ? ' | ' : ''}{element(cell, show, depth + 1)}</Fragment>)}</p>;
    case 'definition': return <p>{said(`[${node.identifier}]: ${node.url}`)}</p>;
    case 'footnoteReference': return said(`[^${node.identifier}]`);
    default: return inside();
  }
}
