import { memo, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { formatCount, truncate, visibleText } from '../../../base/text.ts';
import type { Finding, RuleId } from '../../../model/lint/rule.ts';
import { ruleInfo } from '../../../model/lint/rules/index.ts';
import { Icon, PlainButton, Skeleton } from '../../ui/index.ts';
import type { Lint } from './use-lint.ts';

/** More rows than anybody reads; F8 goes on through the rest. */
const MAX_ROWS = 100;

/** What the blameless lint found, in the order of the text. Pressing one goes there. */
export function LintPanel({ lint, onGo }: { lint: Lint | undefined; onGo: (finding: Finding) => void }): ReactNode {
  const rows = useMemo(() => (lint ? rowsOf(lint) : []), [lint]);
  const count = lint?.findings.length ?? 0;
  const latest = useRef({ lint, onGo });
  useEffect(() => { latest.current = { lint, onGo }; });
  const go = useCallback((index: number): void => {
    const finding = latest.current.lint?.findings[index];
    if (finding) latest.current.onGo(finding);
  }, []);
  return (
    <section className="pm-lint" aria-label="Language">
      <h2 className="pm-side-head">Language</h2>
      {!lint && <Skeleton rows={3} rowHeight={40} label="Reading the text" />}
      {lint?.failure !== undefined && <p className="pm-none">The text could not be read for blame. It is tried again after the next change.</p>}
      {lint && lint.failure === undefined && count === 0 && <p className="pm-none">Nothing that blames or hides a decision, and nothing that disagrees with the timeline.</p>}
      {rows.length > 0 && (
        <ul className="pm-rows" aria-label="Findings">
          {rows.map((row, i) => <FindingRow key={`${row.rule} ${row.words} ${i}`} index={i} {...row} onGo={go} />)}
        </ul>
      )}
      {count > 0 && <p className="pm-note">{`${count > MAX_ROWS ? `The first ${MAX_ROWS} of ${formatCount(count)}. ` : ''}In the text, F8 goes to the next one with its reason, and Ctrl+. offers rewrites. It is advice: the last one keeps your wording.`}</p>}
    </section>
  );
}

interface Row {
  readonly rule: RuleId;
  readonly severity: Finding['severity'];
  readonly line: number;
  readonly words: string;
}

/** Drawn again only when it says something else: the view is drawn anew with each key. */
const FindingRow = memo(function FindingRow({ rule, severity, line, words, index, onGo }: Row & { index: number; onGo: (index: number) => void }): ReactNode {
  return (
    <li>
      <PlainButton className={`pm-row pm-lint-row ${severity} focus-inside`} onPress={() => onGo(index)}>
        <Icon name={severity === 'warning' ? 'warning' : 'note'} size={14} />
        <span>{ruleInfo(rule).title}</span>
        <span className="t2">{`“${words}”`}</span>
        <span className="t3">{`line ${line}`}</span>
      </PlainButton>
    </li>
  );
});

function rowsOf({ text, findings }: Lint): Row[] {
  let line = 1;
  let at = 0;
  return findings.slice(0, MAX_ROWS).map(({ rule, severity, offset, length }) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < offset; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return { rule, severity, line, words: truncate(visibleText(text.slice(offset, offset + length)), 80) };
  });
}
