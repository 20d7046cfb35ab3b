import { useCallback, type ReactNode } from 'react';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { truncate, visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { useConnection, useConnectionState, useShellRead } from '../../rpc/react.tsx';
import { localZone } from '../../state/case-ui.ts';
import { useActions, usePlaceStore } from '../../state/react.tsx';
import { Button, FailurePanel, Icon, IconButton, Keys, Logo, PlainButton, Skeleton, useFileDrop, useRunCommand } from '../../ui/index.ts';
import './welcome.css';

/** No case is open. */
export function Welcome(): ReactNode {
  const actions = useActions();
  const connection = useConnectionState();
  const run = useRunCommand();
  const sample = useShellRead(api.sampleCase, {}).data?.path;
  const over = useFileDrop(useCallback((data: DataTransfer) => void actions.addDropped(data), [actions]));

  return (
    <div className="welcome">
      <main className="welcome-main">
        <section>
          <h1><Logo size={24} />Tephra</h1>
          <p className="welcome-lead">Find out what happened, prove it, and write the postmortem.</p>
          <div className="welcome-actions">
            <Button kind="primary" icon="plus" keys="Ctrl+I" onPress={() => actions.addEvidence('files')}>Open evidence</Button>
            <Button icon="case" keys="Ctrl+O" onPress={() => actions.openCase()}>Open case</Button>
            {sample !== undefined && <Button onPress={() => run('tour.open')}>Tour of the sample incident</Button>}
          </div>
          <p className="welcome-drop">{over ? 'Drop to start a case with these files.' : 'Or drop logs, files or folders anywhere. Originals are never changed, and nothing leaves this machine.'}</p>
        </section>
        <Recent />
      </main>
      <footer className="welcome-foot">
        {connection.phase === 'open'
          ? <><span>Every command</span><Keys keys="Ctrl+Shift+P" /><span>Every key</span><Keys keys="?" /></>
          : <span role="status"><Icon name="disconnected" size={12} label="" /> {connection.phase === 'connecting' ? 'Connecting to the engine' : 'Reconnecting to the engine'}{connection.problem === undefined ? '' : `. ${connection.problem}`}</span>}
      </footer>
    </div>
  );
}

function Recent(): ReactNode {
  const recent = useShellRead(api.recentCases, {});
  const connection = useConnection();
  const place = usePlaceStore();
  const zone = localZone();
  if (recent.failure) return <FailurePanel title="The list of cases cannot be read" message={recent.failure.message} onRetry={recent.reload} />;
  if (recent.loading) return <section className="welcome-recent"><h2>Recent cases</h2><Skeleton rows={3} rowHeight={44} /></section>;
  if (!recent.data || recent.data.length === 0) return null;
  return (
    <section className="welcome-recent" aria-label="Recent cases">
      <h2>Recent cases</h2>
      {recent.data.slice(0, 8).map((c) => (
        <div key={c.path} className={c.exists ? 'recent' : 'recent gone'}>
          <PlainButton className="open focus-inside" isDisabled={!c.exists} onPress={() => place.openCase(c.path)}>
            <span className="strong ell">{visibleText(truncate(c.title, 120))}</span>
            <span className="t3 data ell">{c.exists ? visibleText(c.path) : `not there any more: ${visibleText(c.path)}`}</span>
          </PlainButton>
          <span className="when">{`${formatDayMonth(c.openedAtNs, zone)} ${formatTimeOfDay(c.openedAtNs, zone, 'minute')}`}</span>
          <IconButton
            icon="close" size="small" label="Forget this case. The case itself stays."
            onPress={async () => {
              await connection.call(api.forgetRecentCase, { path: c.path });
              recent.reload();
            }}
          />
        </div>
      ))}
    </section>
  );
}
