import { useCallback, useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, visibleText } from '../../../base/text.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useCaseUiStore, usePlaceStore, useZone } from '../../state/react.tsx';
import { Icon, PlainButton, SeverityGlyph, TimeAxis, VirtualRows, xOf, type TimeScale, type VirtualRowsHandle } from '../../ui/index.ts';
import { doubts, trustCell, trustFacts, type Integrity, type Trust } from './trust-words.ts';
import { insideOf, nextSort, percentText, understoodShare, type EvidenceRow, type Inside, withFolded, type Sort, type SortKey } from './tree.ts';

const ROW_PX = 28;
const SPAN_PX = 140;

/** Rows as a treegrid: arrows move and fold, Enter opens the records. */
export function EvidenceTable({ rows, sort, selected, known }: {
  rows: readonly EvidenceRow[]; sort: Sort; selected: string | undefined; known: Known;
}): ReactNode {
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const list = useRef<VirtualRowsHandle>(null);
  const at = rows.findIndex((r) => r.id === selected);
  const scale: TimeScale | undefined = info.fromNs !== undefined && info.toNs !== undefined ? { fromNs: info.fromNs, toNs: info.toNs + 1n, widthPx: SPAN_PX } : undefined;

  useEffect(() => {
    if (at >= 0) list.current?.show(at);
  }, [at]);

  const fold = useCallback((path: string, shut: boolean) => {
    ui.setState((s) => ({ folded: withFolded(s.folded, path, shut) }));
  }, [ui]);
  function select(index: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row) place.set({ sel: row.id, bytes: undefined }, { replace: true });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[at];
    const inside = row && insideOf(row);
    const page = list.current?.pageRows() ?? 10;
    const target = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, g: 0, End: rows.length - 1, G: rows.length - 1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target !== undefined) select(target);
    else if (event.key === 'ArrowRight' && inside) fold(inside.path, false);
    else if (event.key === 'ArrowLeft' && row) {
      if (inside && !inside.folded) fold(inside.path, true);
      else select(parentOf(rows, at));
    } else if (event.key === 'Enter' && inside) fold(inside.path, !inside.folded);
    else if (event.key === 'Enter' && row?.kind === 'artifact' && row.artifact.records > 0) place.go('explore', { filter: `artifact:${row.id}` });
    else if (event.key === 'Escape' && selected !== undefined) place.set({ sel: undefined }, { replace: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const head = (key: SortKey, label: string, className = ''): ReactNode => (
    <span role="columnheader" className={className} aria-sort={sort.key === key ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <PlainButton className="sort focus-inside" onPress={() => place.set({ sort: nextSort(sort, key) }, { replace: true })}>
        <span className="ell">{label}</span>{sort.key === key && (key !== 'name' || sort.descending) && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} size={10} />}
      </PlainButton>
    </span>
  );

  return (
    <div className="evidence-grid">
      <VirtualRows
        rows={rows.length} rowHeightPx={ROW_PX} handle={list}
        container={{
          className: 'evidence-rows', role: 'treegrid', 'aria-label': 'Evidence', 'aria-rowcount': rows.length + 1, tabIndex: 0, onKeyDown,
          ...(at >= 0 ? { 'aria-activedescendant': `evidence-${at}` } : {}),
        }}
        header={{
          heightPx: 28,
          content: (
            <div className="grid-head evidence-cols" role="row">
              {head('name', 'Name')}
              {head('kind', 'Detected as')}
              <span role="columnheader" className="why">Because</span>
              {head('size', 'Size', 'num')}
              <span role="columnheader" className="hash">SHA-256</span>
              <span role="columnheader" className="span">
                <span className="sr-only">Span of time</span>
                {scale && <svg width={SPAN_PX} height={28} aria-hidden style={{ display: 'block', overflow: 'visible' }}><TimeAxis scale={scale} zone={zone} y={22} labelEveryPx={64} labelsAbove /></svg>}
              </span>
              {head('records', 'Records', 'num')}
              {head('understood', 'Understood', 'num understood')}
              <span role="columnheader" className="trust">Times</span>
              {head('diagnostics', 'Flags', 'num')}
            </div>
          ),
        }}
        render={(i) => <Row key={rows[i]!.id} row={rows[i]!} index={i} isSelected={i === at} scale={scale} known={known} onPress={() => select(i)} onFold={fold} />}
      />
    </div>
  );
}

function Row({ row, index, isSelected, scale, known, onPress, onFold }: {
  row: EvidenceRow; known: Known; index: number; isSelected: boolean; scale: TimeScale | undefined; onPress: () => void; onFold: (path: string, shut: boolean) => void;
}): ReactNode {
  const common = { id: `evidence-${index}`, role: 'row', 'aria-level': row.depth + 1, 'aria-rowindex': index + 2, 'aria-selected': isSelected, onClick: onPress } as const;
  if (row.kind === 'folder') {
    return (
      <div {...common} className="grid-row evidence-cols" aria-expanded={!row.folded} onDoubleClick={() => onFold(row.path, !row.folded)}>
        <Cell className="name" depth={row.depth}>
          <Twist inside={row} onFold={onFold} />
          <Icon name="folder" /><span className="ell">{visibleText(row.name)}</span>
        </Cell>
        <Cell className="t3">{`${row.files} inside`}</Cell>
        <Cell className="why" />
        <Cell className="num">{formatBytes(row.sizeBytes)}</Cell>
        <Cell className="hash" />
        <Cell className="span"><SpanMark scale={scale} fromNs={row.fromNs} toNs={row.toNs} bracket /></Cell>
        <Cell className="num">{row.records > 0 ? formatCount(row.records) : ''}</Cell>
        <Cell className="num understood t3">{shareText(row)}</Cell>
        <Cell className="trust" />
        <Cell className="num">{row.diagnostics > 0 && <span className="t3">{formatCount(row.diagnostics)}</span>}</Cell>
      </div>
    );
  }
  const { artifact, inside } = row;
  const integrity = known.integrity.get(artifact.sha256);
  const trust = known.trust.get(artifact.sha256);
  return (
    <div
      {...common} className={`grid-row evidence-cols${artifact.status === 'carried' ? ' dim' : ''}`}
      {...(inside ? { 'aria-expanded': !inside.folded, onDoubleClick: () => onFold(inside.path, !inside.folded) } : {})}
    >
      <Cell className="name" depth={row.depth}><Twist inside={inside} onFold={onFold} /><Icon name={artifact.members === undefined ? 'file' : 'package'} /><Name path={row.name} title={artifact.paths[0]!} /><Absence file={integrity?.file} /></Cell>
      <Cell title={artifact.title}>{artifact.status === 'pending' ? 'Waiting' : artifact.title}</Cell>
      <Cell className="why" title={artifact.reason}>{visibleText(artifact.reason)}</Cell>
      <Cell className="num">{formatBytes(artifact.sizeBytes)}</Cell>
      <Cell className="hash">{artifact.sha256.slice(0, 8)}<SumMark sum={integrity?.sum} /></Cell>
      <Cell className="span">
        {inside?.fromNs !== undefined && <SpanMark scale={scale} fromNs={inside.fromNs} toNs={inside.toNs} bracket />}
        {artifact.fromNs !== undefined && <SpanMark scale={scale} fromNs={artifact.fromNs} toNs={artifact.toNs} />}
        {artifact.fromNs === undefined && inside === undefined && <span className="t3 micro">no time</span>}
      </Cell>
      <Cell className="num">{artifact.records > 0 ? formatCount(artifact.records) : inside && inside.records > 0 ? <span className="t3">{formatCount(inside.records)}</span> : ''}</Cell>
      <Cell className={`num understood${inside && artifact.records === 0 ? ' t3' : ''}`}>{artifact.records === 0 && inside ? shareText(inside) : understoodText(artifact)}</Cell>
      <Cell className="trust" title={trust ? trustFacts(trust, artifact.zone).map(([name, text]) => `${name}: ${text}`).join('\n') : undefined}><TrustMark trust={trust} /></Cell>
      <Cell className="num">{artifact.diagnostics > 0 && <span className="sev" aria-label={`${artifact.diagnostics} diagnostics`}><SeverityGlyph severity={artifact.status === 'failed' ? 'error' : 'warn'} />{formatCount(artifact.diagnostics)}</span>}</Cell>
    </div>
  );
}

/** Folds and unfolds what is below a row; only room where there is nothing. */
function Twist({ inside, onFold }: { inside: Inside | undefined; onFold: (path: string, shut: boolean) => void }): ReactNode {
  if (!inside) return <span className="twist" />;
  return (
    <span className="twist" onClick={(e) => { e.stopPropagation(); onFold(inside.path, !inside.folded); }}>
      <Icon name={inside.folded ? 'chevron-right' : 'chevron-down'} size={12} />
    </span>
  );
}

function Cell({ children, className, depth, title }: { children?: ReactNode; className?: string; depth?: number; title?: string | undefined }): ReactNode {
  return <span role="gridcell" className={className ?? ''} title={title} style={depth === undefined ? {} : { paddingLeft: 12 + depth * 12 }}>{children}</span>;
}

/** The name first, also of a path: that is what one looks for. */
function Name({ path, title }: { path: string; title: string }): ReactNode {
  const cut = path.lastIndexOf('/');
  return (
    <>
      <span className={cut < 0 ? 'ell' : 'ell leaf'} title={title}>{visibleText(path.slice(cut + 1))}</span>
      {cut > 0 && <span className="t3 ell folder-of" title={title}>{visibleText(path.slice(0, cut))}</span>}
    </>
  );
}

/** What is known of artifacts beside the list, by hash. */
export interface Known {
  readonly trust: ReadonlyMap<string, Trust>;
  readonly integrity: ReadonlyMap<string, Integrity>;
}

function Absence({ file }: { file: Integrity['file'] }): ReactNode {
  if (!file) return null;
  return <span className={`absence ${file.state}`} title={file.message}><SeverityGlyph severity={file.state === 'missing' ? 'warn' : 'error'} />{file.state}</span>;
}

/** What a provided list says of the file. */
function SumMark({ sum }: { sum: Integrity['sum'] }): ReactNode {
  if (!sum) return null;
  return sum.state === 'verified'
    ? <span className="sum-mark" title="Verified: a provided list of SHA-256 sums has the same"><Icon name="check" size={11} label="verified by a provided list" /></span>
    : <span className="sum-mark bad" title={`Mismatched: a provided list says ${sum.listed.slice(0, 8)}`}><SeverityGlyph severity="error" /><span className="sr-only">differs from a provided list</span></span>;
}

function TrustMark({ trust }: { trust: Trust | undefined }): ReactNode {
  if (!trust) return null;
  const found = doubts(trust);
  return <>{found.includes('order') || found.includes('year') ? <SeverityGlyph severity="warn" /> : null}<span className={found.length > 0 ? 'doubt' : ''}>{trustCell(trust)}</span></>;
}

function shareText(inside: Pick<Inside, 'records' | 'notUnderstood'>): string {
  const share = understoodShare(inside);
  return share === undefined ? '' : share === 0 ? 'none' : percentText(share);
}

function understoodText(a: Artifact): string {
  if (a.status === 'carried') return 'none';
  const share = understoodShare(a);
  return share === undefined ? '' : percentText(share);
}

/** A span on the common ruler: a bar for a file, a bracket for a folder; at least 2 px, so that a moment shows. */
function SpanMark({ scale, fromNs, toNs, bracket }: { scale: TimeScale | undefined; fromNs: bigint | undefined; toNs: bigint | undefined; bracket?: boolean }): ReactNode {
  if (!scale || fromNs === undefined || toNs === undefined) return null;
  const x = xOf(scale, fromNs);
  const width = Math.max(2, xOf(scale, toNs) - x);
  return (
    <svg width={SPAN_PX} height={ROW_PX - 1} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
      {bracket
        ? <path d={`M${x} 11v6M${x} 14h${width}M${x + width} 11v6`} className="evidence-bracket" />
        : <rect x={Math.min(x, SPAN_PX - 2)} y={10} width={width} height={8} className="evidence-bar" />}
    </svg>
  );
}

function parentOf(rows: readonly EvidenceRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let i = at - 1; i >= 0; i--) if (insideOf(rows[i]!) && rows[i]!.depth < depth) return i;
  return at;
}
