import { useState, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDuration, formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { clockText } from '../../../model/clock.ts';
import { citationLabel, formatCitation, type Locator } from '../../../model/evidence.ts';
import { importFilter, MOST_IMPORTED } from '../../../model/import.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useRead } from '../../rpc/react.tsx';
import { useActions, useAskImport, useCaseUi, useCaseUiStore, useOpenBytes, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Cite, Drawer, Facts, FailurePanel, Icon, IconButton, Section, SeverityGlyph, Skeleton, useToast } from '../../ui/index.ts';
import { Picture } from './picture.tsx';
import type { Relink } from './relink.tsx';
import { percentText, understoodShare } from './tree.ts';
import { TrustSection } from './trust-section.tsx';
import { changeFacts, type Integrity, type Trust } from './trust-words.ts';
import { ZoneForm } from './zone-form.tsx';

const LISTED = 200;

/** All that is known of one artifact. */
export function ArtifactDrawer({ artifact, trust, integrity, relink }: {
  artifact: Artifact; trust: Trust | undefined; integrity: Integrity | undefined; relink: Relink;
}): ReactNode {
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const actions = useActions();
  const openBytes = useOpenBytes();
  const askImport = useAskImport();
  const toImport = artifact.records > 0 ? importFilter(artifact) : undefined;
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const zone = useZone(useCaseInfo().zone);
  const name = visibleText(artifact.paths[0]!.split('/').pop() ?? '');
  const share = understoodShare(artifact);
  const instant = (ns: bigint): string => `${formatDayMonth(ns, zone, true)} ${formatTimeOfDay(ns, zone)}`;
  const [zoneAsked, askZone] = useState(false);
  const hasZone = artifact.fromNs !== undefined || artifact.reading?.zone !== undefined;
  const whole = { sha256: artifact.sha256, locator: { kind: 'artifact' } as const };

  return (
    <Drawer
      label="Artifact" widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })}
      onClose={() => place.set({ sel: undefined }, { replace: true })}
      title={<><Icon name="file" /><b className="mono ell" title={name}>{name}</b></>}
      foot={(
        <>
          {artifact.records > 0 && <Button icon="explore" keys="Enter" onPress={() => place.go('explore', { filter: `artifact:${artifact.sha256}` })}>Open records</Button>}
          {(artifact.kind === 'asciicast' || artifact.kind === 'script-recording') && <Button icon="play" onPress={() => place.go('terminal', { artifact: artifact.sha256 })}>Play</Button>}
          <Button icon={artifact.kind === 'image' ? 'eye' : 'bytes'} onPress={() => openBytes(whole)}>{artifact.kind === 'image' ? 'Open picture' : 'Open bytes'}</Button>
          {toImport && <Button icon="timeline" onPress={() => askImport({ filter: toImport, from: 0, count: MOST_IMPORTED, about: artifact.paths[0]!.split('/').pop() ?? '' })}>{toImport.terms.length > 0 ? 'Add its commands to the timeline…' : `Add its ${plural(artifact.records, 'record')} to the timeline…`}</Button>}
          {hasColumns(artifact) && <Button icon="columns" onPress={() => place.set({ columns: '1' })}>{artifact.kind === 'csv' ? 'Columns' : 'Read as a table'}</Button>}
          {canDescribe(artifact) && <Button icon="edit" onPress={() => place.set({ format: '1' })}>{artifact.reading?.format ? 'Format…' : 'Describe this format…'}</Button>}
          <IconButton icon="cite" label="Copy a citation of the whole artifact" onPress={() => actions.copy(formatCitation(whole), 'Citation copied. Paste it into the postmortem.')} />
        </>
      )}
    >
      {integrity?.file && <NotAsItWas artifact={artifact} file={integrity.file} relink={relink} instant={instant} />}
      {artifact.status === 'failed' && integrity?.file === undefined && <Failed artifact={artifact} />}
      <Facts facts={[
        ['Kind', <>{artifact.title} {artifact.status === 'understood' && <span className="t3">{artifact.confidence.toFixed(2)}</span>}{artifact.status === 'carried' && artifact.kind !== 'unknown' && <span className="t3">{artifact.records > 0 ? 'line by line, without times' : 'not read yet: carried'}</span>}</>],
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
        ...(artifact.records === 0 ? [] : [['Zone', <>{artifact.zone} <span className="t3">{artifact.reading?.zone === undefined ? 'for times that name none' : 'set here, for times that name none'}</span>{hasZone && <> <Button kind="link" onPress={() => askZone(!zoneAsked)}>Change</Button></>}</>] as const]),
        ...(artifact.fromNs === undefined ? [] : [['Clock', <>{artifact.clock ? clockText(artifact.clock) : <span className="t3">not checked</span>} <Button kind="link" onPress={() => place.set({ clock: '1' })}>{artifact.clock ? 'Change' : 'Set or align…'}</Button></>] as const]),
        ['Custody', `${artifact.addedBy}, ${instant(artifact.addedAtNs)}`],
        ['Kept', artifact.storage === 'copied' ? 'copied into the case, read-only' : <>where it lies: <span className="mono">{visibleText(artifact.location)}</span></>],
      ]} />
      {artifact.kind === 'image' && <Picture artifact={artifact} />}
      {zoneAsked && <ZoneForm artifact={artifact} onDone={() => askZone(false)} />}
      {integrity?.sum && (
        <Section title="Provided sum" aside={integrity.sum.state}>
          <p className="drawer-note">{integrity.sum.state === 'verified' ? 'A list in the evidence has the same SHA-256.' : `A list in the evidence says ${integrity.sum.listed.slice(0, 8)}: the file was changed or damaged after the list was made.`}</p>
          <div className="drawer-actions"><SumCite sum={integrity.sum} /></div>
        </Section>
      )}
      {trust && (
        <TrustSection artifact={artifact} trust={trust} />
      )}
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

/** Text whose lines nothing knows well, and what a person described. */
function canDescribe(artifact: Artifact): boolean {
  return artifact.reading?.format !== undefined || (artifact.records > 0 && ['plain-text', 'timestamped-text', 'time-blocks'].includes(artifact.kind));
}

/** Tables, and texts that may be one. */
function hasColumns(artifact: Artifact): boolean {
  return artifact.records > 0 && ['csv', 'plain-text', 'timestamped-text'].includes(artifact.kind);
}

/** Referenced evidence that moved or was changed: what differs, and the way back. */
function NotAsItWas({ artifact, file, relink, instant }: {
  artifact: Artifact; file: NonNullable<Integrity['file']>; relink: Relink; instant: (ns: bigint) => string;
}): ReactNode {
  const hashed = useRead(api.evidenceIntegrity, { sha256: artifact.sha256, hash: true }, { dependsOn: 'both', enabled: file.state === 'changed' && file.now.sha256 === undefined });
  const now = hashed.data?.[0]?.file ?? file;
  const facts = changeFacts(artifact, now, { size: (bytes) => plural(bytes, 'byte'), time: instant });
  return (
    <section aria-label={file.state === 'missing' ? 'Not where it was' : 'Other bytes'}>
      <div className="failure" role="alert" style={{ marginBottom: 8 }}>
        <span style={{ paddingTop: 5 }}><SeverityGlyph severity={file.state === 'missing' ? 'warn' : 'error'} /></span>
        <div>
          <h2>{file.state === 'missing' ? 'Not where it was' : 'Other bytes lie there now'}</h2>
          <p>{visibleText(file.message)} {artifact.records > 0 ? `The ${plural(artifact.records, 'record')} read from it stay.` : ''}</p>
          {artifact.storage === 'referenced' && <div className="actions"><Button isDisabled={relink.running !== undefined} onPress={() => relink.start(artifact.sha256)}>Relink…</Button></div>}
        </div>
      </div>
      {facts.length > 0 && <Facts facts={facts.map(([name, text]) => [name, text.length === 64 ? <span key="hash" className="hash-full">{text.match(/.{32}/g)!.map((half) => <span key={half}>{half}</span>)}</span> : text])} />}
    </section>
  );
}

/** Reading broke off, or the bytes could not be had when they were to be read. */
function Failed({ artifact }: { artifact: Artifact }): ReactNode {
  const session = useCaseSession();
  const toast = useToast();
  async function again(): Promise<void> {
    const asked = await session.call(api.rereadEvidence, { sha256: artifact.sha256 });
    toast(asked.ok ? { text: `${artifact.paths[0]!.split('/').pop()!} is read again.` } : { kind: 'failed', text: asked.failure.message });
  }
  return (
    <div className="failure" role="alert">
      <span style={{ paddingTop: 5 }}><SeverityGlyph severity="error" /></span>
      <div>
        <h2>Not read to its end</h2>
        <p>What was read of it is kept. The diagnostics below say why it ended there.</p>
        <div className="actions"><Button onPress={again}>Read it again</Button></div>
      </div>
    </div>
  );
}

function SumCite({ sum }: { sum: NonNullable<Integrity['sum']> }): ReactNode {
  const openBytes = useOpenBytes();
  const reference = { sha256: sum.list, locator: { kind: 'bytes', offsetBytes: sum.offsetBytes, lengthBytes: Math.max(1, sum.lengthBytes) } } as const;
  return <Cite onPress={() => openBytes(reference)} label="Open the line of the list">{citationLabel(reference)}</Cite>;
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
        const locator: Locator = { kind: 'bytes', offsetBytes: Math.min(d.offsetBytes, Math.max(0, artifact.sizeBytes - 1)), lengthBytes: Math.max(1, d.lengthBytes) };
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
