import type { ReactNode } from 'react';
import { formatOffset } from '../../base/time.ts';
import { plural } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import { useCaseInfo, useCaseState, useConnectionState, useRead } from '../rpc/react.tsx';
import { localZone } from '../state/case-ui.ts';
import { usePlaceStore, usePreference, useZone } from '../state/react.tsx';
import { Icon, PlainButton, useRunCommand } from '../ui/index.ts';

export function StatusBar(): ReactNode {
  const info = useCaseInfo();
  const place = usePlaceStore();
  const run = useRunCommand();
  const zone = useZone(info.zone);
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? [];
  const claims = useRead(api.countClaims, {}, { dependsOn: 'work' }).data;
  const unsupported = entries.filter((e) => e.evidence.length === 0).length;
  const asRoles = usePreference((p) => p.asRoles);
  const local = formatOffset(info.toNs ?? info.createdAtNs, localZone());

  const connection = useConnectionState();

  return (
    <footer className="status-bar" aria-label="Status">
      {connection.phase !== 'open' && connection.problem !== undefined && <span role="alert" className="ell"><Icon name="disconnected" size={12} />{connection.problem}</span>}
      <span>
        <Records />
      </span>
      <PlainButton className="" onPress={() => place.go('evidence')}>{plural(info.artifacts, 'artifact')}</PlainButton>
      {info.diagnostics > 0 && <PlainButton className="" onPress={() => place.go('evidence', { sort: '-diagnostics' })}>{plural(info.diagnostics, 'diagnostic')}</PlainButton>}
      {info.joined && <span>joined: open in another process</span>}
      <span className="grow" />
      {entries.length > 0 && unsupported > 0 && (
        <PlainButton className="" onPress={() => place.go('timeline', { unsupported: '1' })}><Icon name="warning" size={12} />{`${plural(unsupported, 'entry', 'entries')} without evidence`}</PlainButton>
      )}
      {claims !== undefined && claims.withoutEvidence > 0 && (
        <PlainButton className="" onPress={() => place.go('postmortem', { panel: 'claims' })}><Icon name="warning" size={12} />{`${plural(claims.withoutEvidence, 'claim')} without evidence`}</PlainButton>
      )}
      {asRoles && <PlainButton className="" label="People are shown as roles. Show them by name" onPress={() => run('people.asRoles')}><Icon name="eye-off" size={12} />people as roles</PlainButton>}
      <PlainButton className="zone" label={`Times are shown in ${zone}. Show the next zone`} onPress={() => run('zone.next')}>
        <Icon name="clock" size={12} />{zone}<span className="t3">{zone === localZone() ? 'local' : `local ${local}`}</span>
      </PlainButton>
    </footer>
  );
}

/** Drawn alone, because it changes ten times a second while evidence is read. */
function Records(): ReactNode {
  const records = useCaseState((s) => s.info?.records ?? 0);
  const isReading = useCaseState((s) => s.ingest?.running ?? false);
  const more = useCaseState((s) => s.ingest?.records ?? 0);
  return isReading ? <><Icon name="refresh" size={12} />{`Indexing, ${plural(more, 'new record')}`}</> : <><Icon name="check" size={12} />{plural(records, 'record')}</>;
}
