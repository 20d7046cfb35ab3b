import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { api, type Api } from '../../../protocol/api.ts';
import type { OutputOf, ProgressOf } from '../../../protocol/define.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { useActions } from '../../state/react.tsx';
import { Task, useToast } from '../../ui/index.ts';

type Found = OutputOf<Api['relinkEvidence']>;
type Progress = ProgressOf<Api['relinkEvidence']>;

export interface Relink {
  /** Asks for a folder and looks there for one artifact, or for all that are not where they were. */
  readonly start: (sha256?: string) => void;
  readonly running: { readonly progress: Progress | undefined; readonly cancel: () => void } | undefined;
}

/** Finding referenced evidence again, one search at a time; it ends with the view. */
export function useRelink(onDone: () => void): Relink {
  const session = useCaseSession();
  const actions = useActions();
  const toast = useToast();
  const [running, setRunning] = useState<Relink['running']>();
  const end = useRef<AbortController>(undefined);
  useEffect(() => () => end.current?.abort(), []);

  const start = useCallback((sha256?: string) => {
    void (async () => {
      const place = await actions.chooseFolder();
      if (place === undefined || end.current) return;
      const cancel = new AbortController();
      end.current = cancel;
      const show = (progress: Progress | undefined): void => setRunning({ progress, cancel: () => cancel.abort() });
      show(undefined);
      const answer = await session.call(api.relinkEvidence, { place, sha256 }, { signal: cancel.signal, onProgress: show });
      end.current = undefined;
      setRunning(undefined);
      if (!answer.ok) {
        if (answer.failure.code !== 'cancelled') toast({ kind: 'failed', text: answer.failure.message });
        return;
      }
      toast({
        kind: answer.value.linked.length > 0 ? 'done' : 'failed', text: foundWords(answer.value, place),
        ...(answer.value.linked.length > 0 ? { actions: [{ label: 'Undo', run: () => void actions.undo() }] } : {}),
      });
      onDone();
    })();
  }, [actions, onDone, session, toast]);
  return { start, running };
}

/** "Relinked 2 files. 1 is not in /logs: app.log there has other bytes." */
export function foundWords({ linked, notFound, refused }: Found, place: string): string {
  const other = refused.find((one) => notFound.includes(one.sha256));
  const why = other && `${visibleText(other.path)} has the name and ${other.reason === 'size' ? 'another size' : 'other bytes'}, and was refused.`;
  if (linked.length === 0) return `${notFound.length === 1 ? 'It is' : 'They are'} not in ${place}. ${why ?? 'No file there has the same bytes.'}`;
  const done = `Relinked ${plural(linked.length, 'file')}.`;
  return notFound.length === 0 ? done : `${done} ${formatCount(notFound.length)} more ${notFound.length === 1 ? 'is' : 'are'} not in ${place}. ${why ?? ''}`.trimEnd();
}

export function RelinkRow({ relink }: { relink: Relink }): ReactNode {
  if (!relink.running) return null;
  const { progress, cancel } = relink.running;
  return (
    <div className="evidence-foot">
      <Task
        title="Looking for evidence" detail={progress?.path ?? ''} fraction={progress && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : undefined}
        rate={progress ? plural(progress.files, 'file') : ''} left={progress && progress.found > 0 ? `${formatCount(progress.found)} found` : ''} onCancel={cancel}
      />
    </div>
  );
}
