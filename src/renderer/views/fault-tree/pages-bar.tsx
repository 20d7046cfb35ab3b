import type { ReactNode } from 'react';
import type { FaultTreeLayout } from '../../../figures/fault-tree/layout.ts';
import { outlineFaultTree } from '../../../figures/fault-tree/pages.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import { Icon, MenuButton, PlainButton, type MenuEntry } from '../../ui/index.ts';
import { whereIs } from './use-editor.ts';
import { wordsOf } from './words.ts';

/** Pages of the tree, and what leads to the page one is on. Only where there are several. */
export function PagesBar({ document, layout, onPage }: { document: FaultTreeDocument; layout: FaultTreeLayout; onPage: (id: string, key?: string) => void }): ReactNode {
  const { pages, page } = layout;
  const { byId } = graphOf(document);
  if (pages.length < 2 || !page) return null;
  const words = (id: string): string => { const node = byId.get(id); return node ? wordsOf(node, 40) : '?'; };
  const trail = trailOf(document, page.id);
  return (
    <nav className="ft-pages" aria-label="Pages of the tree">
      <MenuButton label="Pages of the tree" text={`Page ${page.number} of ${pages.length}`} entries={pages.map((one): MenuEntry => ({ id: one.id, label: `${one.number}  ${words(one.id)}`, ...(one.id === page.id ? { icon: 'check' as const } : {}), run: () => onPage(one.id) }))} />
      <ol className="ft-trail" aria-label="What leads here">
        {trail.map((one) => <li key={one.id}><PlainButton className="ft-crumb" onPress={() => onPage(one.pageId, one.id)}>{words(one.id)}</PlainButton><Icon name="chevron-right" size={10} /></li>)}
        <li aria-current="page" className="strong">{words(page.id)}</li>
      </ol>
      <span className="grow" />
      {layout.loose.length > 0 && <span className="t2 nowrap">{`${layout.loose.length} on no page`}</span>}
    </nav>
  );
}

/** From the top event down to a page, by the first gates that take each in. */
function trailOf(document: FaultTreeDocument, pageId: string): Array<{ readonly id: string; readonly pageId: string }> {
  const outline = outlineFaultTree(document);
  const trail: Array<{ readonly id: string; readonly pageId: string }> = [];
  const seen = new Set([pageId]);
  for (let id = pageId; ;) {
    const parent = graphOf(document).spots.get(id)?.find((spot) => spot.parentId !== undefined && !seen.has(spot.parentId))?.parentId;
    if (parent === undefined) break;
    seen.add(parent);
    const where = whereIs(document, parent);
    if (where && (outline.pageOf.has(parent) || graphOf(document).spots.get(id)!.length > 0)) trail.unshift({ id: parent, pageId: where.pageId });
    id = parent;
  }
  return trail.length > 4 ? [trail[0]!, ...trail.slice(-3)] : trail;
}
