import { lazy, Suspense, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { useActions, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Icon, PlainButton, Skeleton } from '../../ui/index.ts';
import './terminal.css';

/** A terminal is a fifth of the program: loaded by the first recording. */
const Recording = lazy(() => import('./recording.tsx').then((m) => ({ default: m.Recording })));

const KINDS = new Set(['asciicast', 'script-recording']);

/** The recording that the link names, or those there are to choose from. */
export function TerminalRecordings(): ReactNode {
  const artifact = useParam('artifact');
  const timing = useParam('timing');
  if (artifact === undefined || !/^[\da-f]{64}$/.test(artifact)) return <Choice />;
  return <Suspense fallback={<Skeleton rows={16} label="Loading the player" />}><Recording key={`${artifact}/${timing ?? ''}`} sha256={artifact} timing={timing} /></Suspense>;
}

function Choice(): ReactNode {
  const place = usePlaceStore();
  const actions = useActions();
  const evidence = useRead(api.listEvidence, {}, { dependsOn: 'index' });
  if (evidence.failure) return <FailurePanel title="The evidence cannot be listed" message={evidence.failure.message} onRetry={evidence.reload} />;
  if (!evidence.data) return <Skeleton rows={8} label="Looking for recordings" />;
  const recordings = evidence.data.filter((a) => KINDS.has(a.kind));
  if (recordings.length === 0) {
    return <Empty center action={<Button icon="plus" onPress={() => actions.addEvidence('files')}>Add evidence</Button>}>No terminal recording in this case. Tephra plays what asciinema and script(1) record.</Empty>;
  }
  return (
    <div className="recordings">
      <h1 className="recordings-title">Terminal recordings</h1>
      <ul>
        {recordings.map((a) => (
          <li key={a.sha256}>
            <PlainButton className="recording-row focus-inside" onPress={() => place.set({ artifact: a.sha256 })}>
              <Icon name="play" /><span className="mono ell">{visibleText(a.paths[0]!)}</span><span className="t3">{plural(a.records, 'record')}, {formatBytes(a.sizeBytes)}</span>
            </PlainButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
