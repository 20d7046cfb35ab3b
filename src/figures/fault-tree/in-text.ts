import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { TreeNumbers } from '../../model/live-block.ts';
import { faultTreeFigure, type FaultTreeFigure, type FaultTreeFigureOptions } from './figure.ts';
import { foldedBelow, outlineFaultTree } from './pages.ts';
import { splitFaultTree } from './split.ts';

/** A page of a fault tree in a column of text, as plain data. */
export interface FaultTreeTextPage {
  readonly pageId: string;
  readonly morePages: readonly string[];
  /** Rows of gates that are not folded. */
  readonly depth: number | undefined;
}

/** What can be read in a column of 720 px that is 980 px high, where letters of 12 px become two thirds of that at least. */
const ROOM = { widthPx: 1050, heightPx: 1230 };
const MOST_IN_ROW = 8;

/** The whole tree over as many pages as it takes; one page of it, or its upper rows, when asked for. None of a tree without a top. */
export function faultTreeTextPages(document: FaultTreeDocument, asked: { readonly pageId?: string | undefined; readonly depth?: number | undefined }): FaultTreeTextPage[] {
  const { pageId, depth } = asked;
  if (pageId !== undefined || depth !== undefined) {
    const begin = pageId ?? outlineFaultTree(document).pages[0]?.id;
    return begin === undefined ? [] : [{ pageId: begin, morePages: [], depth }];
  }
  const morePages = splitFaultTree(document, { labels: document.nodes.some((node) => node.title !== '') ? 'titles' : 'names', mostInRow: MOST_IN_ROW }, ROOM);
  return outlineFaultTree(document, morePages).pages.map((page) => ({ pageId: page.id, morePages, depth }));
}

export function faultTreeTextFigure(document: FaultTreeDocument, { pageId, morePages, depth }: FaultTreeTextPage, options: Pick<FaultTreeFigureOptions, 'widthPx' | 'palette' | 'showText'>, numbers?: TreeNumbers): FaultTreeFigure {
  const folded = depth === undefined ? undefined : foldedBelow(outlineFaultTree(document, [...morePages, pageId]), pageId, depth);
  const analysis = numbers && { tops: numbers.tops.map((top) => ({ ...top, cutSets: { list: top.sets } })), probabilities: [] };
  return faultTreeFigure(document, { ...options, pageId, morePages, folded, analysis, mostInRow: MOST_IN_ROW });
}
