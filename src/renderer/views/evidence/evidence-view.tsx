import { useCallback, useEffect, useMemo, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { ingestWords } from '../../rpc/ingest-rate.ts';
import { useCaseState, useRead } from '../../rpc/react.tsx';
import { useActions, useCaseUi, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, FilterBox, Icon, SeverityGlyph, Skeleton, Task } from '../../ui/index.ts';
import { ArtifactDrawer } from './artifact-drawer.tsx';
import { ClockPanel } from './clock-panel.tsx';
import { ClockRows } from './clock-rows.tsx';
import { ColumnsPanel } from './columns-panel.tsx';
import { FormatPanel } from './format-panel.tsx';
import { EvidenceTable } from './evidence-table.tsx';
import { RelinkRow, useRelink } from './relink.tsx';
import { evidenceRows, parseSort } from './tree.ts';
import { absenceSentence } from './trust-words.ts';
import './evidence.css';

export function EvidenceView(): ReactNode {
  const place = usePlaceStore();
  const actions = useActions();
  const list = useRead(api.listEvidence, {}, { dependsOn: 'both' });
  const filter = useParam('q') ?? '';
  const sortText = useParam('sort');
  const selected = useParam('sel');
  const bytes = useParam('bytes');
  const asksColumns = useParam('columns') !== undefined;
  const asksFormat = useParam('format') !== undefined && !asksColumns;
  const asksClock = useParam('clock') !== undefined && !asksColumns && !asksFormat;
  const folded = useCaseUi((s) => s.folded);
  const isReading = useCaseState((s) => s.ingest?.running ?? false);
  const artifacts = list.data;
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const rows = useMemo(() => evidenceRows(artifacts ?? [], { folded, filter, sort }), [artifacts, folded, filter, sort]);
  const trust = useRead(api.evidenceTrust, {}, { dependsOn: 'index', enabled: artifacts !== undefined });
  const integrity = useRead(api.evidenceIntegrity, {}, { dependsOn: 'both', enabled: artifacts !== undefined });
  const known = useMemo(() => ({
    trust: new Map(trust.data?.map((one) => [one.sha256, one])), integrity: new Map(integrity.data?.map((one) => [one.sha256, one])),
  }), [trust.data, integrity.data]);
  const { reload } = integrity;
  const relink = useRelink(reload);
  const absence = absenceSentence(integrity.data ?? []);
  // Files come and go while one is elsewhere.
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  const closeColumns = useCallback(() => place.set({ columns: undefined }), [place]);
  const closeFormat = useCallback(() => place.set({ format: undefined }), [place]);
  const closeClock = useCallback(() => place.set({ clock: undefined }), [place]);
  const archives = artifacts?.filter((a) => a.members !== undefined).length ?? 0;
  const artifact = artifacts?.find((a) => a.sha256 === selected);
  const size = artifacts?.reduce((sum, a) => sum + a.sizeBytes, 0) ?? 0;
  const empty = artifacts?.length === 0 && !isReading;

  return (
    <div className="view">
      <div className="main">
        <div className="toolbar">
          <h1>Evidence</h1>
          {artifacts && artifacts.length > 0 && <span className="t3 ell">{`${plural(artifacts.length, 'artifact')}${archives > 0 ? `, ${plural(archives, 'archive')} among them` : ''}, ${formatBytes(size)}`}</span>}
          <span className="grow" />
          {!empty && <FilterBox label="Filter by name, kind, hash" value={filter} onChange={(q) => place.set({ q }, { replace: true })} />}
          {!empty && <Button icon="folder" onPress={() => actions.addEvidence('folder')}>Add folder</Button>}
          {!empty && <Button kind="primary" icon="plus" keys="Ctrl+I" onPress={() => actions.addEvidence('files')}>Add evidence</Button>}
        </div>
        {absence !== undefined && (
          <div className="evidence-notice" role="status">
            <SeverityGlyph severity="warn" /><span className="grow ell" title={absence}>{absence}</span>
            <Button isDisabled={relink.running !== undefined} onPress={() => relink.start()}>Relink…</Button>
          </div>
        )}
        {list.failure && <FailurePanel title="The list of evidence cannot be read" message={list.failure.message} onRetry={list.reload} />}
        {list.loading && <Skeleton rows={10} rowHeight={28} label="Loading the list of evidence" />}
        {empty && (
          <Empty center action={<Button kind="primary" icon="plus" keys="Ctrl+I" onPress={() => actions.addEvidence('files')}>Add evidence</Button>}>
            No evidence yet. Add logs, files or folders, or drop them anywhere: originals stay as they are, and each is kept under its SHA-256.
          </Empty>
        )}
        {artifacts && artifacts.length > 0 && rows.length === 0 && (
          <Empty action={<Button onPress={() => place.set({ q: undefined })}>Show all evidence</Button>}>{`No artifact has “${filter}” in its path, kind or hash.`}</Empty>
        )}
        {artifact && asksColumns && <ColumnsPanel key={`${artifact.sha256}/${artifact.zone}`} artifact={artifact} onClose={closeColumns} />}
        {artifact && asksFormat && <FormatPanel key={artifact.sha256} artifact={artifact} onClose={closeFormat} />}
        {artifacts && artifact && asksClock && <ClockPanel key={artifact.sha256} artifact={artifact} artifacts={artifacts} trust={known.trust} onClose={closeClock} />}
        {rows.length > 0 && !(artifact && (asksColumns || asksFormat || asksClock)) && <EvidenceTable rows={rows} sort={sort} selected={selected} known={known} />}
        {rows.length === 0 && !empty && <span className="grow" />}
        <RelinkRow relink={relink} />
        <IngestRow />
        <FollowedRows />
        {artifacts && !asksClock && <ClockRows artifacts={artifacts} />}
        {!empty && <div className="evidence-hint"><Icon name="plus" />Drop files or folders anywhere to add them. Originals stay read-only, stored by SHA-256.</div>}
      </div>
      {artifact && bytes === undefined && !asksColumns && !asksFormat && !asksClock && <ArtifactDrawer key={artifact.sha256} artifact={artifact} trust={known.trust.get(artifact.sha256)} integrity={known.integrity.get(artifact.sha256)} relink={relink} />}
    </div>
  );
}

/** Sources that are taken in while they grow, whoever asked. */
function FollowedRows(): ReactNode {
  const followed = useCaseState((s) => s.followed);
  const actions = useActions();
  if (followed.length === 0) return null;
  return (
    <ul className="evidence-followed" aria-label="Followed sources">
      {followed.map((source) => (
        <li key={`${source.followId} ${source.location}`}>
          <Icon name="refresh" /><b className="ell" title={source.location}>{visibleText(source.name)}</b>
          <span className="t2 nowrap">{`${source.state === 'waiting' ? 'waiting for the file to come back' : 'followed'}, ${plural(source.records, 'record')} so far`}</span>
          <span className="t3 ell grow" title={source.note}>{source.note === undefined ? '' : visibleText(source.note)}</span>
          {source.kind === 'file' && <Button kind="quiet" onPress={() => void actions.stopFollowing(source.followId)}>Stop</Button>}
        </li>
      ))}
    </ul>
  );
}

const PHASE = { walk: 'Finding files', hash: 'Hashing', index: 'Indexing', order: 'Putting in order' } as const;

function IngestRow(): ReactNode {
  const ingest = useCaseState((s) => s.ingest);
  const ingestSamples = useCaseState((s) => s.ingestSamples);
  const actions = useActions();
  if (!ingest?.running) return null;
  const { fraction, rate, left } = ingestWords(ingestSamples);
  return (
    <div className="evidence-foot">
      <Task
        title={PHASE[ingest.phase]} detail={ingest.files > 1 ? `${ingest.path}, ${ingest.filesDone} of ${ingest.files}` : ingest.path}
        fraction={fraction} rate={rate} left={left} onCancel={() => void actions.cancelIngest()}
      />
    </div>
  );
}
