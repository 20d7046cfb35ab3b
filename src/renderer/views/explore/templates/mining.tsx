import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { formatCount } from '../../../../base/text.ts';
import type { Failure } from '../../../../base/result.ts';
import { api } from '../../../../protocol/api.ts';
import { useCaseSession } from '../../../rpc/react.tsx';
import { FailurePanel, Skeleton } from '../../../ui/index.ts';

/** Mines templates while it is shown: leaving ends the work. */
export function Mining({ onDone, onRetry }: { onDone: () => void; onRetry: () => void }): ReactNode {
  const session = useCaseSession();
  const [done, setDone] = useState<{ readonly records: number; readonly of: number }>();
  const [failure, setFailure] = useState<Failure>();
  const finished = useEffectEvent(onDone);
  useEffect(() => {
    const stop = new AbortController();
    async function mine(): Promise<void> {
      const answer = await session.call(api.mineTemplates, {}, { signal: stop.signal, onProgress: ({ recordsDone, recordsTotal }) => setDone({ records: recordsDone, of: recordsTotal }) });
      if (stop.signal.aborted) return;
      if (answer.ok) finished();
      else setFailure(answer.failure);
    }
    void mine();
    return () => stop.abort();
  }, [session]);
  if (failure) return <FailurePanel title="Templates could not be mined" message={failure.message} onRetry={onRetry} />;
  return (
    <>
      <p className="templates-note t2" role="status">{done && done.of > 0 ? `Reading what ${formatCount(done.of)} records say: ${Math.floor((done.records / done.of) * 100)} %` : 'Reading what the records say'}</p>
      <Skeleton rows={14} label="Mining templates" />
    </>
  );
}
