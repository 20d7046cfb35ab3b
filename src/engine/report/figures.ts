import { barrierFigure } from '../../figures/barrier-figure.ts';
import { causeMapFigure } from '../../figures/cause-map-figure.ts';
import { chartFigure } from '../../figures/chart-figure.ts';
import { faultTreeTextFigure } from '../../figures/fault-tree/in-text.ts';
import { FAULT_TREE_PRINT, FAULT_TREE_SCREEN, type FaultTreePalette } from '../../figures/fault-tree/palette.ts';
import type { Figure } from '../../figures/figure.ts';
import { fishboneFigure } from '../../figures/fishbone-figure.ts';
import { SCREEN_PALETTE, type FigurePalette } from '../../figures/palette.ts';
import { timelineFigure } from '../../figures/timeline-figure.ts';
import { traceFigure } from '../../figures/trace-figure.ts';
import { plural } from '../../base/text.ts';
import { LANE_OF_KIND, LANES, type Lane } from '../../model/timeline.ts';
import type { FigureSource, ReportDocument } from './document.ts';

export interface DrawOptions {
  readonly zone: string;
  readonly widthPx: number;
  readonly palette?: FigurePalette;
  readonly showText?: (text: string) => string;
}

/** A figure of a document, drawn; `notes` say what it leaves out. */
export function drawFigure(source: FigureSource, { zone, widthPx, palette, showText }: DrawOptions): Figure & { readonly notes: readonly string[] } {
  const common = { widthPx, ...(palette ? { palette } : {}), ...(showText ? { showText } : {}) };
  switch (source.kind) {
    case 'timeline': {
      const bounds = { ...(source.fromNs === undefined ? {} : { fromNs: source.fromNs }), ...(source.toNs === undefined ? {} : { toNs: source.toNs }) };
      return { ...timelineFigure(source.entries, { ...common, zone, ...bounds }), notes: [] };
    }
    case 'chart':
      return chartFigure(source.data, { ...common, kind: source.mark, zone, heightPx: 260 });
    case 'trace':
      return traceFigure(source.trace, common);
    case 'causes':
      return { ...widened((source.form === 'map' ? causeMapFigure : fishboneFigure)(source.cause, { widthPx, showText, palette: causePalette(palette) }), widthPx), notes: [] };
    case 'barriers':
      return { ...barrierFigure(source.lines, common)!, notes: [] };
    case 'fault-tree':
      return { ...faultTreeTextFigure(source.document, source.page, { widthPx, showText, palette: causePalette(palette) }, source.numbers), notes: [] };
    default:
      return source satisfies never;
  }
}

function causePalette(palette: FigurePalette | undefined): FaultTreePalette {
  return palette === SCREEN_PALETTE ? FAULT_TREE_SCREEN : FAULT_TREE_PRINT;
}

/** A drawing that needs less than there is, with room at its right: pages scale what they show to their width. */
function widened(figure: Figure, widthPx: number): Figure {
  if (figure.widthPx >= widthPx) return figure;
  const svg = figure.svg.replace(/^<svg[^>]*>/, (open) => open.replace(/ width="[^"]*"/, ` width="${widthPx}"`).replace(/ viewBox="0 0 [\d.]+ /, ` viewBox="0 0 ${widthPx} `));
  return { ...figure, svg, widthPx };
}

/** The whole timeline, or some lanes of it. `undefined` when it has no entries. */
export function drawTimeline(report: ReportDocument, options: DrawOptions, lanes?: readonly Lane[], milestones = true): Figure | undefined {
  if (report.entries.length === 0) return undefined;
  const { figureSpan } = report;
  const { zone, widthPx, palette, showText } = options;
  return timelineFigure(report.entries, {
    zone, widthPx, milestones, ...(figureSpan ? { fromNs: figureSpan.fromNs, toNs: figureSpan.toNs } : {}), ...(lanes ? { lanes } : {}), ...(palette ? { palette } : {}), ...(showText ? { showText } : {}),
  });
}

/** The whole timeline, or several drawings of some lanes each when one would be higher than a page; the first has the milestones. */
export function timelinePages(report: ReportDocument, options: DrawOptions, maxHeightPx: number): Figure[] {
  const whole = drawTimeline(report, options);
  if (!whole || whole.heightPx <= maxHeightPx) return whole ? [whole] : [];
  const pages: Figure[] = [];
  let lanes: Lane[] = [];
  let page: Figure | undefined;
  for (const lane of LANES.filter((one) => report.entries.some((entry) => LANE_OF_KIND[entry.kind] === one))) {
    const more = drawTimeline(report, options, [...lanes, lane], pages.length === 0)!;
    if (page && more.heightPx > maxHeightPx) {
      pages.push(page);
      lanes = [lane];
      page = drawTimeline(report, options, lanes, false);
    } else {
      lanes.push(lane);
      page = more;
    }
  }
  return page ? [...pages, page] : pages;
}

/** What the drawing of the whole timeline leaves out, in a sentence; empty when nothing. */
export function omittedWords({ figureSpan }: ReportDocument): string {
  const omitted = figureSpan?.omitted ?? 0;
  return omitted === 0 ? '' : `${plural(omitted, 'entry', 'entries')} long before or after ${omitted === 1 ? 'is' : 'are'} left out of the drawing; the table has all.`;
}
