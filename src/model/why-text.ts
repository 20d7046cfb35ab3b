import { formatCitation } from './evidence.ts';
import { WHY_STATE_TITLE, type WhyNode } from './why.ts';

/**
 * A set of whys as indented Markdown: a list item per step, its answers below it, with the citations a postmortem reads.
 * `digits`: how many digits of a hash name a file of this case.
 */
export function whysText(root: WhyNode, digits = 8): string {
  const lines: string[] = [];
  const tell = (node: WhyNode): void => {
    const { why, children } = node;
    const cited = why.evidence.map((reference) => ` ${formatCitation(reference, digits)}`).join('');
    const state = why.state === 'open' ? '' : ` (${WHY_STATE_TITLE[why.state].toLowerCase()})`;
    const because = children.length === 0 ? '' : children.length === 1 ? ', because:' : why.join === 'all' ? ', because of all of these:' : ', because of any of these:';
    lines.push(`${'  '.repeat(node.depth)}- ${asText(why.statement)}${cited}${state}${because}`);
    children.forEach(tell);
  };
  tell(root);
  return `${lines.join('\n')}\n`;
}

/** Words that Markdown would read as something else are kept as they are. */
function asText(statement: string): string {
  return statement.replaceAll(/\s+/g, ' ').trim().replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`).replace(/^(\d{1,9})([.)]) /, String.raw`$1\$2 `).replace(/^([-+]) /, String.raw`\$1 `);
}
