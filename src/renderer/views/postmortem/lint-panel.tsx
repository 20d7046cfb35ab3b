import { useMemo, type ReactNode } from 'react';
import { formatCount, truncate, visibleText } from '../../../base/text.ts';
import type { Finding } from '../../../model/lint/rule.ts';
import { ruleInfo } from '../../../model/lint/rules/index.ts';
import { Icon, Skeleton } from '../../ui/index.ts';
import type { Lint } from './use-lint.ts';
import './lint.css';

/** More rows than anybody reads; F8 goes on through the rest. */
const MAX_ROWS = 300;

/** What the blameless lint found, in the order of the text. Pressing one goes there. */
export function LintPanel({ lint, onGo }: { lint: Lint | undefined; onGo: (finding: Finding) => void }): ReactNode {
  const rows = useMemo(() => (lint ? rowsOf(lint) : []), [lint]);
  const count = lint?.findings.length ?? 0;
  return (
    <section className="pm-lint" aria-label="Blameless lint">
      <div className="pm-side-head">
        <h2 className="grow">Blameless lint</h2>
        {lint && lint.failure === undefined && <span className="t2 mono" role="status" aria-label={count === 1 ? '1 finding' : `${formatCount(count)} findings`}>{formatCount(count)}</span>}
      </div>
      {!lint && <Skeleton rows={2} rowHeight={20} label="Reading the text" />}
      {lint?.failure !== undefined && <p className="pm-lint-none">The text could not be read for blame. It is tried again after the next change.</p>}
      {lint && lint.failure === undefined && count === 0 && <p className="pm-lint-none">Nothing that blames, and nothing that disagrees with the timeline.</p>}
      {rows.length > 0 && (
        <ul className="pm-lint-list scroll">
          {rows.map(({ finding, line, words }) => (
            <li key={`${finding.offset} ${finding.rule}`}>
              <button type="button" className="focus-inside" onClick={() => onGo(finding)} title={finding.message}>
                <span className="pm-lint-title">
                  <Icon name={finding.severity === 'warning' ? 'warning' : 'note'} />
                  <span className="ell grow">{ruleInfo(finding.rule).title}</span>
                  <span className="t3 micro mono">{line}</span>
                </span>
                <span className="ell t2">{words}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {count > 0 && <p className="pm-lint-keys t3 micro">{count > MAX_ROWS ? `The first ${MAX_ROWS}. ` : ''}F8 next, Ctrl+. rewrites</p>}
    </section>
  );
}

interface Row {
  readonly finding: Finding;
  readonly line: number;
  readonly words: string;
}

function rowsOf({ text, findings }: Lint): Row[] {
  let line = 1;
  let at = 0;
  return findings.slice(0, MAX_ROWS).map((finding) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < finding.offset; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return { finding, line, words: truncate(visibleText(text.slice(finding.offset, finding.offset + finding.length)), 80) };
  });
}
