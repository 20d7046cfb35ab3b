import { childrenOf, parsePostmortem, type MarkdownNode, type MarkdownRoot } from './postmortem.ts';

/**
 * Parses a text that changes a little at a time: parts between headings are parsed once and kept, so that a key pressed in
 * one part costs that part. The tree is the one `parsePostmortem` gives; parts that did not change keep their nodes.
 */
export function createPostmortemParser(): (text: string) => MarkdownRoot {
  let kept = new Map<string, Part[]>();
  return (text) => {
    const starts = partStarts(text);
    if (starts === undefined) {
      kept = new Map();
      return parsePostmortem(text);
    }
    const now = new Map<string, Part[]>();
    const children: MarkdownNode[] = [];
    let line = 1;
    starts.forEach((start, i) => {
      const source = text.slice(start, starts[i + 1] ?? text.length);
      const known = kept.get(source)?.shift();
      const part = placed(known ?? { start: 0, line: 1, nodes: parsePostmortem(source).children }, start, line);
      now.set(source, [...(now.get(source) ?? []), part]);
      children.push(...part.nodes);
      line += newlines(source);
    });
    kept = now;
    return { type: 'root', children };
  };
}

interface Part {
  /** Where its nodes say that they begin. */
  readonly start: number;
  readonly line: number;
  readonly nodes: readonly MarkdownNode[];
}

function placed(part: Part, start: number, line: number): Part {
  const [offset, lines] = [start - part.start, line - part.line];
  return offset === 0 && lines === 0 ? part : { start, line, nodes: part.nodes.map((node) => moved(node, offset, lines)) };
}

/** A copy of a node further on. Recursion is as deep as `parsePostmortem` itself lets a text nest. */
function moved<T extends MarkdownNode>(node: T, offset: number, lines: number): T {
  const { position } = node;
  const at = <P extends { line: number; column: number; offset?: number | undefined }>(point: P): P => ({ ...point, line: point.line + lines, offset: (point.offset ?? 0) + offset });
  const children = childrenOf(node);
  return {
    ...node, ...(position ? { position: { start: at(position.start), end: at(position.end) } } : {}),
    ...(children.length > 0 ? { children: children.map((child) => moved(child, offset, lines)) } : {}),
  };
}

function newlines(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
  return count;
}

/** What reaches across headings, or could be taken for a fence by one reader and not by another: such a text is parsed whole. */
const ACROSS = /^[ \t>]*\[[^\]\n]+\]:|^[ \t]*<(?!!--)|^[^`~\n]+(?:`{3}|~{3})|\r/m;

/**
 * Where parts begin: headings at the margin behind an empty line, which end every list, quote and paragraph, outside of
 * fenced code and comments. `undefined`: the text has to be parsed as one.
 */
function partStarts(text: string): number[] | undefined {
  if (ACROSS.test(text)) return undefined;
  const starts = [0];
  let fence: string | undefined;
  let inComment = false;
  let isBlank = false;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (fence !== undefined) {
      const closing = /^(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
      if (closing !== undefined && closing[0] === fence[0] && closing.length >= fence.length) fence = undefined;
    } else if (inComment) {
      inComment = !line.includes('-->');
    } else {
      fence = /^(`{3,})[^`]*$/.exec(line)?.[1] ?? /^(~{3,})/.exec(line)?.[1];
      const comment = line.lastIndexOf('<!--');
      inComment = fence === undefined && comment >= 0 && !line.includes('-->', comment + 4);
      if (isBlank && at > 0 && /^#{1,6}(?:[ \t]|$)/.test(line)) starts.push(at);
    }
    isBlank = line.trim() === '';
    at = end < 0 ? text.length : end + 1;
  }
  return starts;
}
