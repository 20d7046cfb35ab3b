import type { ChartKind } from '../../../figures/chart-data.ts';
import { kindOf, isNumeric, type Column } from './cells.ts';
import { kindsOver, type ChartChoice } from '../../../figures/chart-choice.ts';

/** A chart in a link: kind, x, y and series, columns by their names. `bar,minute,errors,source`. */
export function formatChart(choice: ChartChoice, columns: readonly Column[]): string {
  const name = (i: number): string => encodeURIComponent(columns[i]?.name ?? '');
  return [choice.kind, name(choice.x), choice.y.map(name).join('+'), ...(choice.series === undefined ? [] : [name(choice.series)])].join(',');
}

/** `undefined` when the result has no such columns: another query is shown by now. */
export function parseChart(text: string | undefined, columns: readonly Column[]): ChartChoice | undefined {
  const [kindText, xText, yText, seriesText] = (text ?? '').split(',');
  const at = (name: string | undefined): number => columns.findIndex((c) => encodeURIComponent(c.name) === name);
  const x = at(xText);
  const y = (yText ?? '').split('+').map(at);
  const series = seriesText === undefined ? undefined : at(seriesText);
  if (x < 0 || y.length === 0 || y.some((i) => i < 0 || !isNumeric(kindOf(columns[i]!.type))) || (series !== undefined && series < 0)) return undefined;
  const kind = kindsOver(columns[x]!).find((k: ChartKind) => k === kindText);
  return kind && { kind, x, y, series };
}
