import { startTransition, useEffect, useMemo, useState } from 'react';
import { replaceEqualDeep } from '@tanstack/react-query';
import type { Failure } from '../../../base/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree.ts';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree-result.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession, type Reading } from '../../rpc/react.tsx';

/** More are neither read nor drawn in a moment. */
const LISTED = 200;

interface Answer {
  readonly of: object | undefined;
  readonly data: FaultTreeAnalysis | undefined;
  readonly failure: Failure | undefined;
}

/**
 * What follows from a tree as it is on screen. It is asked for in the moment of the edit, behind the edit itself: the engine
 * takes one after the other, and no answer waits for the word that the edit is on disk. The answer before stays until the
 * next is there; one that nobody waits for any more is cancelled. `revision`: of the case, that the tree is known to have.
 */
export function useAnalysis(document: FaultTreeDocument, revision: number, uncertainty: { readonly samples: number; readonly seed: number } | undefined): Reading<FaultTreeAnalysis> {
  const session = useCaseSession();
  const [answer, setAnswer] = useState<Answer>({ of: undefined, data: undefined, failure: undefined });
  const [again, setAgain] = useState(0);
  const options = useMemo((): FaultTreeAnalysisOptions => ({ listMost: LISTED, ...(uncertainty && { uncertainty }) }), [uncertainty]);
  // Before an edit that cites a region of an image is written, the engine looks at the image: it may be overtaken.
  const settled = useMemo(() => (document.nodes.some((node) => node.observed.evidence.some(({ locator }) => locator.kind === 'region')) ? revision : 0), [document, revision]);
  const question = useMemo(() => ({ document, options, settled, again }), [document, options, settled, again]);
  useEffect(() => {
    const ending = new AbortController();
    const ask = async (): Promise<void> => {
      const result = await session.read(api.analyseFaultTree, { treeId: question.document.tree.id, options: question.options }, { signal: ending.signal });
      if (ending.signal.aborted) return;
      startTransition(() => setAnswer((before) => (result.ok ? { of: question, data: replaceEqualDeep(before.data, result.value), failure: undefined } : { of: question, data: before.data, failure: result.failure })));
    };
    void ask();
    return () => ending.abort();
  }, [session, question]);
  return { data: answer.data, failure: answer.failure, loading: answer.data === undefined && answer.failure === undefined, outdated: answer.of !== question, reload: () => setAgain((n) => n + 1) };
}
