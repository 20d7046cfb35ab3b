import type { ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDuration, formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { citationLabel, formatCitation, type Locator } from '../../../model/evidence.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useActions, useCaseUi, useCaseUiStore, useOpenBytes, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Cite, Drawer, Facts, FailurePanel, Icon, IconButton, Section, SeverityGlyph, Skeleton } from '../../ui/index.ts';
import { percentText, understoodShare } from './tree.ts';

const LISTED = 200;

/** All that is known of one artifact. */
export function ArtifactDrawer({ artifact }: { artifact: Artifact }): ReactNode {
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const actions = useActions();
  const openBytes = useOpenBytes();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const zone = useZone(useCaseInfo().zone);
  const name = visibleText(artifact.paths[0]!.split('/').pop() ?? '');
  const share = understoodShare(artifact);
  const instant = (ns: bigint): string => `${formatDayMonth(ns, zone, true)} ${formatTimeOfDay(ns, zone)}`;
  const whole = { sha256: artifact.sha256, locator: { kind: 'artifact' } as const };

  return (
    <Drawer
      label="Artifact" widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })}
      onClose={() => place.set({ sel: undefined }, { replace: true })}
      title={<><Icon name="file" /><b className="mono ell" title={name}>{name}</b></>}
      foot={(
        <>
          {artifact.records > 0 && <Button icon="explore" keys="Enter" onPress={() => place.go('explore', { filter: `artifact:${artifact.sha256}` })}>Open records</Button>}
          <Button icon="bytes" onPress={() => openBytes(whole)}>Open bytes</Button>
          <IconButton icon="cite" label="Copy a citation of the whole artifact" onPress={() => actions.copy(formatCitation(whole), 'Citation copied. Paste it into the postmortem.')} />
        </>
      )}
    >
      <Facts facts={[
        ['Kind', <>{artifact.title} {artifact.status === 'understood' && <span className="t3">{artifact.confidence.toFixed(2)}</span>}</>],
        ['Because', visibleText(artifact.reason) || 'nothing matched'],
        ...(artifact.members === undefined ? [] : [['Members', `${formatCount(artifact.members)} unpacked into artifacts of their own`] as const]),
        ...(artifact.partOf ?? []).slice(0, 3).map(({ container, path }) => ['Unpacked from', (
          <><Button onPress={() => place.set({ sel: container }, { replace: true })}>{container.slice(0, 8)}</Button> <span className="mono">{visibleText(path)}</span></>
        )] as const),
        ['SHA-256', <span key="hash" className="hash-full">{artifact.sha256.match(/.{32}/g)!.map((half) => <span key={half}>{half}</span>)}</span>],
        ['Size', <>{formatBytes(artifact.sizeBytes)} <span className="t3">{plural(artifact.sizeBytes, 'byte')}</span></>],
        ...(artifact.fromNs !== undefined && artifact.toNs !== undefined
          ? [['Spans', <>{instant(artifact.fromNs)} to<br />{instant(artifact.toNs)} {formatOffset(artifact.toNs, zone)}<br /><span className="t3">{formatDuration(artifact.toNs - artifact.fromNs)}</span></>] as const]
          : [['Spans', 'no times'] as const]),
        ['Zone', <>{artifact.zone} <span className="t3">for times that name none</span></>],
        ['Custody', `${artifact.addedBy}, ${instant(artifact.addedAtNs)}`],
        ['Kept', artifact.storage === 'copied' ? 'copied into the case, read-only' : <>where it lies: <span className="mono">{visibleText(artifact.location)}</span></>],
      ]} />
      {share !== undefined && (
        <Section title="Understood" aside={plural(artifact.records, 'record')}>
          <div className="understood-bar" aria-hidden><b style={{ width: `${share * 100}%` }} /></div>
          <Facts facts={[[percentText(share), artifact.notUnderstood === 0 ? 'of the records; nothing is left over' : `${formatCount(artifact.notUnderstood)} kept as text only`]]} />
        </Section>
      )}
      <Diagnostics artifact={artifact} />
      {artifact.paths.length > 1 && (
        <Section title="The same bytes" aside={plural(artifact.paths.length, 'path')}>
          <ul>{artifact.paths.map((p) => <li key={p} className="path-list mono">{visibleText(p)}</li>)}</ul>
        </Section>
      )}
      {artifact.paths.length === 1 && <Section title="Path"><p className="path-list mono">{visibleText(artifact.paths[0]!)}</p></Section>}
    </Drawer>
  );
}

function Diagnostics({ artifact }: { artifact: Artifact }): ReactNode {
  const openBytes = useOpenBytes();
  const found = useRead(api.listDiagnostics, { sha256: artifact.sha256, limit: LISTED }, { dependsOn: 'index', enabled: artifact.diagnostics > 0 });
  if (artifact.diagnostics === 0) return null;
  return (
    <Section title="Diagnostics" aside={formatCount(artifact.diagnostics)}>
      {found.loading && <Skeleton rows={3} />}
      {found.failure && <FailurePanel title="The diagnostics cannot be read" message={found.failure.message} onRetry={found.reload} />}
      {found.data?.diagnostics.map((d) => {
        const locator: Locator = { kind: 'bytes', offsetBytes: d.offsetBytes, lengthBytes: Math.max(1, d.lengthBytes) };
        const reference = { sha256: artifact.sha256, locator };
        return (
          <div className="diagnostic" key={`${d.code}:${d.offsetBytes}:${d.lengthBytes}`}>
            <span className="glyph-cell"><SeverityGlyph severity={d.severity === 'warning' ? 'warn' : d.severity} /></span>
            <div>
              <p>{visibleText(d.message)}</p>
              <Cite onPress={() => openBytes(reference)} label={`${d.message}. Open the bytes`}>{citationLabel(reference)}</Cite>
            </div>
          </div>
        );
      })}
      {found.data && found.data.total > found.data.diagnostics.length && <p className="path-list">{`${formatCount(found.data.total - found.data.diagnostics.length)} more of this artifact are not listed.`}</p>}
    </Section>
  );
}
