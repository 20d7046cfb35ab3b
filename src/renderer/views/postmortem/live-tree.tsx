import { useContext, useMemo, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { faultTreeTextFigure, faultTreeTextPages } from '../../../figures/fault-tree-in-text.ts';
import { FAULT_TREE_SCREEN } from '../../../figures/fault-tree-palette.ts';
import { nameAndTitle, STATE_WORDS } from '../../../figures/fault-tree-words.ts';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import { knownStates } from '../../../model/fault-tree-state.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree.ts';
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
  const figures = useMemo(() => (widthPx > 0 ? pages.map((page) => faultTreeTextFigure(document, page, { widthPx, palette: FAULT_TREE_SCREEN, showText: (text) => visibleText(asRoles(text)) })) : []), [document, pages, widthPx, asRoles]);
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
      <BlockCaption frozen={frozen} outdated={outdated}>{pages.length === 0 ? 'the fault tree has no top event yet.' : `${plural(events.length, 'event')} of the fault tree${pages.length > 1 ? ` on ${plural(pages.length, 'page')}` : ''}.`}</BlockCaption>
      {events.length > 0 && (
        <details className="pm-twin">
          <summary>The events and their evidence</summary>
          <ul>{events.map((node) => <li key={node.id}><span>{`${nameAndTitle(node, (text) => visibleText(asRoles(text)))}: ${STATE_WORDS[known.get(node.id)?.state ?? 'unknown']} `}<Cites evidence={node.observed.evidence} /></span></li>)}</ul>
        </details>
      )}
    </figure>
  );
}

function Cites({ evidence }: { evidence: ReadonlyArray<Parameters<typeof referenceKey>[0]> }): ReactNode {
  const openBytes = useOpenBytes();
  return evidence.map((reference) => <Cite key={referenceKey(reference)} onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>);
}
