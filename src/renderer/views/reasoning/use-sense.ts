import { useEffect, useMemo, useState } from 'react';
import type { Finding } from '../../../model/lint/rule.ts';
import { usePeople } from '../../people/use-as-roles.ts';
import { useSame } from '../../rpc/react.tsx';

/** What of a statement blames instead of asking. */
export interface Blame {
  /** The words that do. */
  readonly words: string;
  readonly message: string;
}

const RULES: ReadonlySet<Finding['rule']> = new Set<Finding['rule']>(['human-error', 'blame-name', 'judgement']);

type Lint = (text: string, context: { readonly people: ReturnType<typeof usePeople>['people'] }) => Finding[];

/**
 * Statements that stop the questions at a person, by their text. The rules are those of the postmortem; they come with a
 * chunk of their own, after the view. What was read is kept: a set of whys is read again by every key.
 */
export function useSense(statements: readonly string[]): ReadonlyMap<string, Blame> {
  // The same people: what was read with them need not be read again.
  const people = useSame(usePeople().people);
  const [lint, setLint] = useState<{ readonly run: Lint }>();
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const { lintPostmortem } = await import('../../../model/lint/lint.ts');
      if (!gone) setLint({ run: lintPostmortem });
    };
    void load();
    return () => { gone = true; };
  }, []);
  const read = useMemo(() => lint && keeping((text) => blameIn(text, lint.run(text, { people }))), [lint, people]);
  return useMemo(() => new Map(read ? statements.flatMap((text) => { const blame = read(text); return blame ? [[text, blame] as const] : []; }) : []), [statements, read]);
}

/** Asks once for each text. */
function keeping<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined || kept.has(text)) return known!;
    const found = read(text);
    kept.set(text, found);
    return found;
  };
}

function blameIn(text: string, findings: readonly Finding[]): Blame | undefined {
  const finding = findings.find(({ rule }) => RULES.has(rule));
  return finding && { words: text.slice(finding.offset, finding.offset + finding.length), message: finding.message };
}
