import type { LintContext } from '../../../model/lint/lint-blocks.ts';
import type { ProseBlock } from '../../../model/lint/prose.ts';
import type { Finding } from '../../../model/lint/rule.ts';

/** What the page asks its lint worker, and the answer. */
export interface LintQuestion {
  readonly text: string;
  readonly blocks: readonly ProseBlock[];
  readonly context: LintContext;
}

export type LintAnswer = { readonly ok: true; readonly findings: readonly Finding[] } | { readonly ok: false; readonly message: string };
