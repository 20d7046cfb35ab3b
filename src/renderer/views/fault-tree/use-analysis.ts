import { useEffect, useMemo, useState } from 'react';
import { replaceEqualDeep } from '@tanstack/react-query';
import type { Failure } from '../../../base/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree/result.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession, type Reading } from '../../rpc/react.tsx';

/** More are neither read nor drawn in a moment. */
const LISTED = 200;

/** An analysis that takes its time: how far it is. */
export interface Working {
  readonly phase: string;
  /** 0 to 1. */
  readonly done: number;
}

export interface AnalysisReading extends Reading<FaultTreeAnalysis> {
  /** `undefined`: it is done, or is so in a moment. */
  readonly working: Working | undefined;
  readonly stop: () => void;
}

/** Faster ones are not spoken of. */
const SLOW_MS = 700;

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
export function useAnalysis(document: FaultTreeDocument, revision: number, uncertainty: { readonly samples: number; readonly seed: number } | undefined): AnalysisReading {
  const session = useCaseSession();
  const [answer, setAnswer] = useState<Answer>({ of: undefined, data: undefined, failure: undefined });
  const [again, setAgain] = useState(0);
  const [slow, setSlow] = useState<{ readonly of: object; readonly working: Working; readonly stop: () => void }>();
  const options = useMemo((): FaultTreeAnalysisOptions => ({ listMost: LISTED, ...(uncertainty && { uncertainty }) }), [uncertainty]);
  // Before an edit that cites a region of an image is written, the engine looks at the image: it may be overtaken.
  const settled = useMemo(() => (document.nodes.some((node) => node.observed.evidence.some(({ locator }) => locator.kind === 'region')) ? revision : 0), [document, revision]);
  const question = useMemo(() => ({ document, options, settled, again }), [document, options, settled, again]);
  useEffect(() => {
    const ending = new AbortController();
    let working: Working = { phase: 'preparing', done: 0 };
    let isSlow = false;
    const stop = (): void => {
      ending.abort();
      setAnswer((before) => ({ of: question, data: before.data, failure: { code: 'cancelled', message: 'The analysis was stopped.' } }));
    };
    const tell = (): void => setSlow({ of: question, working, stop });
    const timer = setTimeout(() => { isSlow = true; tell(); }, SLOW_MS);
    const ask = async (): Promise<void> => {
      const result = await session.read(api.analyseFaultTree, { treeId: question.document.tree.id, options: question.options }, {
        signal: ending.signal,
        onProgress: (progress) => { working = progress; if (isSlow) tell(); },
      });
      clearTimeout(timer);
      if (ending.signal.aborted) return;
      setAnswer((before) => (result.ok ? { of: question, data: replaceEqualDeep(before.data, result.value), failure: undefined } : { of: question, data: before.data, failure: result.failure }));
    };
    void ask();
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [session, question]);
  const isOpen = answer.of !== question;
  const late = isOpen && slow?.of === question ? slow : undefined;
  return {
    working: late?.working, stop: () => late?.stop(),
    data: answer.data, failure: isOpen ? undefined : answer.failure, loading: answer.data === undefined && (isOpen || answer.failure === undefined), outdated: isOpen, reload: () => setAgain((n) => n + 1),
  };
}
