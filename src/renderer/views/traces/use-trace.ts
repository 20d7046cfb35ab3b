import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../../base/result.ts';
import { api } from '../../../protocol/api.ts';
import type { ItemOf } from '../../../protocol/define.ts';
import { useCaseInfo, useCaseSession } from '../../rpc/react.tsx';
import { assemble, type Trace } from './trace-model.ts';

export interface TraceReading {
  readonly trace: Trace | undefined;
  readonly failure: Failure | undefined;
  /** Spans that have arrived, while more are on their way. */
  readonly arrived: number;
  readonly reload: () => void;
}

interface Question { readonly traceId: string; readonly indexRevision: number; readonly attempt: number }
interface Read { readonly trace: Trace | undefined; readonly failure: Failure | undefined }

/** A trace, read again when the index changes; what was read stays until the new answer is there. */
export function useTrace(traceId: string): TraceReading {
  const session = useCaseSession();
  const { indexRevision } = useCaseInfo();
  const [attempt, setAttempt] = useState(0);
  const [read, setRead] = useState<Read & { readonly of: Question }>();
  const [progress, setProgress] = useState<{ readonly of: Question; readonly spans: number }>();
  const question = useMemo((): Question => ({ traceId, indexRevision, attempt }), [traceId, indexRevision, attempt]);
  useEffect(() => {
    const ending = new AbortController();
    const blocks: Array<ItemOf<typeof api.getTrace>> = [];
    let spans = 0;
    const onItem = (block: ItemOf<typeof api.getTrace>): void => {
      // Asked again over a new connection the rows come from the first one: what a lost connection brought goes.
      if (block.from === 0) {
        blocks.length = 0;
        spans = 0;
      }
      blocks.push(block);
      spans += block.spans;
      setProgress({ of: question, spans });
    };
    void session.read(api.getTrace, { traceId: question.traceId }, { signal: ending.signal, onItem }).then((answer) => {
      if (ending.signal.aborted) return undefined;
      setRead({ of: question, trace: answer.ok ? assemble(question.traceId, blocks, answer.value) : undefined, failure: answer.ok ? undefined : answer.failure });
      return undefined;
    });
    return () => ending.abort();
  }, [session, question]);
  const reload = useCallback(() => setAttempt((n) => n + 1), []);
  const current = read?.of.traceId === traceId ? read : undefined;
  return { trace: current?.trace, failure: current?.of === question ? current.failure : undefined, arrived: progress?.of === question ? progress.spans : 0, reload };
}
