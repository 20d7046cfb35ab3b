import { parsePostmortem, type MarkdownRoot } from '../postmortem.ts';
import { lintBlocks, type LintContext } from './lint-blocks.ts';
import { proseOf } from './prose.ts';
import type { Finding } from './rule.ts';

/** What the lint finds in a postmortem, in the order of the text. Pure, never throws: offsets are UTF-16 units of `text`. */
export function lintPostmortem(text: string, context: LintContext = {}, root: MarkdownRoot = parsePostmortem(text)): Finding[] {
  return lintBlocks(text, proseOf(text, root), context);
}
