import { useContext, useMemo, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { faultTreeTextFigure, faultTreeTextPages } from '../../../figures/fault-tree/in-text.ts';
import { faultTreeTables, type FaultTreeTable } from '../../../figures/fault-tree/tables.ts';
import { FAULT_TREE_SCREEN } from '../../../figures/fault-tree/palette.ts';
import { nameAndTitle, STATE_WORDS } from '../../../figures/fault-tree/words.ts';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import { knownStates } from '../../../model/fault-tree/state.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { LiveBlock } from '../../../model/live-block.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite, useWidth } from '../../ui/index.ts';
import { BlockCaption, BlockSettingContext } from './live-block.tsx';

/** A page that is wider than the column gets smaller down to this; then it scrolls. */
const LEAST_SCALE = 0.6;

/** A fault tree in the preview, as the report prints it, with its events and what shows them as a list. */
export function Tree({ block, frozen, outdated }: { block: Extract<LiveBlock, { kind: 'tree' }>; frozen: boolean; outdated: boolean }): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  const [ref, widthPx] = useWidth();
  const document = useMemo((): FaultTreeDocument => ({ tree: block.tree, nodes: block.nodes }), [block]);
  const pages = useMemo(() => faultTreeTextPages(document, block), [document, block]);
  const { show = ['tree'] } = block;
  const drawn = show.includes('tree');
  const tables = useMemo(() => (block.numbers ? faultTreeTables(block.nodes, block.numbers, block.show ?? []) : []), [block]);
  const figures = useMemo(() => (drawn && widthPx > 0 ? pages.map((page) => faultTreeTextFigure(document, page, { widthPx, palette: FAULT_TREE_SCREEN, showText: (text) => visibleText(asRoles(text)) }, block.numbers)) : []), [document, pages, drawn, widthPx, asRoles, block.numbers]);
  const known = knownStates(document);
  const events = block.nodes.filter((node) => node.type === 'event');
  return (
    <figure className="pm-figure">
      <div ref={ref}>
        {figures.map((figure, i) => (
          <div key={pages[i]!.pageId} className="pm-drawing" tabIndex={0} role="region" aria-label={pages.length > 1 ? `Fault tree, page ${i + 1} of ${pages.length}` : 'Fault tree'}>
            <div role="img" className="pm-tree" style={{ width: Math.max(Math.min(widthPx, figure.widthPx), figure.widthPx * LEAST_SCALE) }} aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />
          </div>
        ))}
      </div>
      {tables.map((table) => <Numbers key={`${table.topId} ${table.part}`} table={table} asRoles={asRoles} />)}
      <BlockCaption frozen={frozen} outdated={outdated}>{pages.length === 0 ? 'the fault tree has no top event yet.' : `${plural(events.length, 'event')} of the fault tree${drawn && pages.length > 1 ? ` on ${plural(pages.length, 'page')}` : ''}.`}</BlockCaption>
      {events.length > 0 && (
        <details className="pm-twin">
          <summary>The events and their evidence</summary>
          <ul>{events.map((node) => <li key={node.id}><span>{`${nameAndTitle(node, (text) => visibleText(asRoles(text)))}: ${STATE_WORDS[known.get(node.id)?.state ?? 'unknown']} `}<Cites evidence={node.observed.evidence} /></span></li>)}</ul>
        </details>
      )}
    </figure>
  );
}

function Numbers({ table, asRoles }: { table: FaultTreeTable; asRoles: (text: string) => string }): ReactNode {
  const said = (text: string): string => visibleText(asRoles(text));
  return (
    <div className="pm-table" tabIndex={0} role="region" aria-label={table.part === 'cut-sets' ? 'Cut sets' : 'Importance'}>
      <table>
        <caption>{said(table.caption)}</caption>
        <thead><tr>{table.header.map((name, at) => <th key={name} scope="col" style={table.right.includes(at) ? { textAlign: 'right' } : {}}>{name}</th>)}</tr></thead>
        <tbody>{table.rows.map((row, at) => <tr key={at}>{row.map((text, column) => <td key={table.header[column]} className={table.right.includes(column) ? 'pm-number' : undefined}>{said(text)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function Cites({ evidence }: { evidence: ReadonlyArray<Parameters<typeof referenceKey>[0]> }): ReactNode {
  const openBytes = useOpenBytes();
  return evidence.map((reference) => <Cite key={referenceKey(reference)} onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>);
}
