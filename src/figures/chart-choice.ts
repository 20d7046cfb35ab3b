import { cellText, compareCells, isNumeric, kindOf, timeOf, type CellKind, type Column, type Row } from '../model/result-text.ts';
import type { ChartData, ChartKind, ChartSeries } from './chart-data.ts';

/** Which columns a chart is drawn from, by their places. */
export interface ChartChoice {
  readonly kind: ChartKind;
  readonly x: number;
  readonly y: readonly number[];
  /** A column whose values are series of their own; with one column for y. */
  readonly series: number | undefined;
}

/** Places, lengths and identities are numbers that mean nothing as a height. */
const NOT_A_HEIGHT = /(?:^|_)(?:offset|length)_bytes$|^line$|_?time_ns$|^severity_number$/;

/**
 * What to draw when nobody has chosen: the first time across and the numbers up; a column of text splits them into
 * series. Without a time the first text gives rows of bars, else the first number goes across. `undefined`: no numbers.
 */
export function defaultChart(columns: readonly Column[], rows: readonly Row[]): ChartChoice | undefined {
  const kinds = columns.map((c) => kindOf(c.type));
  const places = (wanted: (kind: CellKind, i: number) => boolean): number[] => kinds.flatMap((kind, i) => (wanted(kind, i) ? [i] : []));
  const numbers = places(isNumeric);
  const heights = numbers.filter((i) => !NOT_A_HEIGHT.test(columns[i]!.name));
  const texts = places((kind, i) => (kind === 'text' || kind === 'boolean') && !/^(?:artifact|sha256|trace_id|span_id)$/.test(columns[i]!.name));
  const [time] = places((kind) => kind === 'time');
  if (heights.length === 0 || rows.length === 0) return undefined;
  if (time !== undefined) {
    const split = texts.find((i) => isFew(rows, i));
    // Counted per bucket they are bars; anything else is a line.
    const counts = kinds[heights[0]!] === 'integer';
    if (split !== undefined) return { kind: counts ? 'bar' : 'line', x: time, y: heights.slice(0, 1), series: split };
    return { kind: counts && heights.length === 1 ? 'bar' : 'line', x: time, y: heights, series: undefined };
  }
  if (texts.length > 0) return { kind: 'bar', x: texts[0]!, y: heights.slice(0, 1), series: texts.slice(1).find((i) => isFew(rows, i)) };
  const [x, ...ys] = numbers;
  return ys.length === 0 ? undefined : { kind: 'line', x: x!, y: ys.filter((i) => heights.includes(i)), series: undefined };
}

/** Whether a column has few values: what is different in each row splits into nothing but dots. */
function isFew(rows: readonly Row[], column: number): boolean {
  const seen = new Set<string | undefined>();
  for (const row of rows) if (seen.add(cellText(row[column])).size > MOST_SPLIT) return false;
  return true;
}

const MOST_SPLIT = 40;

/** Kinds that can be drawn over a column: names lie beside bars, they have no distance. */
export function kindsOver(column: Column): readonly ChartKind[] {
  const kind = kindOf(column.type);
  return kind === 'time' || isNumeric(kind) ? ['line', 'bar', 'area', 'scatter'] : ['bar'];
}

export interface ChartInput {
  readonly data: ChartData;
  /** Rows that have no place on the axis: NULL, infinity. */
  readonly withoutPlace: number;
  /** Rows that share place and series with another one; the last counts. */
  readonly doubled: number;
}

/** The result as series. Rows need not be in order. */
export function chartInput(columns: readonly Column[], rows: readonly Row[], choice: ChartChoice): ChartInput {
  const x = columns[choice.x]!;
  const xKind = kindOf(x.type);
  const labels = new Map<string, number>();
  const firstTime = xKind === 'time' ? rows.reduce<bigint | undefined>((first, row) => {
    const ns = timeOf(row[choice.x]);
    return ns !== undefined && (first === undefined || ns < first) ? ns : first;
  }, undefined) : undefined;
  const originNs = firstTime ?? 0n;
  const placeOf = (value: unknown): number | undefined => {
    if (xKind === 'time') {
      const ns = timeOf(value);
      return ns === undefined ? undefined : Number(ns - originNs);
    }
    if (isNumeric(xKind)) return finite(value);
    const label = cellText(value) ?? 'NULL';
    const known = labels.get(label);
    if (known !== undefined) return known;
    labels.set(label, labels.size);
    return labels.size - 1;
  };
  const points = new Map<string, Array<{ x: number; y: number }>>();
  let withoutPlace = 0;
  for (const row of rows) {
    const place = placeOf(row[choice.x]);
    if (place === undefined) {
      withoutPlace++;
      continue;
    }
    for (const column of choice.y) {
      const name = choice.series === undefined ? columns[column]!.name : cellText(row[choice.series]) ?? 'NULL';
      const list = points.get(name);
      const point = { x: place, y: finite(row[column]) ?? Number.NaN };
      if (list) list.push(point);
      else points.set(name, [point]);
    }
  }
  let doubled = 0;
  const series = [...points].map(([name, list]): ChartSeries => {
    const inOrder = list.every((point, i) => i === 0 || list[i - 1]!.x <= point.x) ? list : [...list].sort((a, b) => a.x - b.x);
    if (choice.kind !== 'scatter') for (let i = 1; i < inOrder.length; i++) if (inOrder[i]!.x === inOrder[i - 1]!.x) doubled++;
    return { name, x: Float64Array.from(inOrder, (p) => p.x), y: Float64Array.from(inOrder, (p) => p.y) };
  });
  if (choice.series !== undefined) series.sort((a, b) => compareCells(a.name, b.name));
  const yTitle = choice.y.map((i) => columns[i]!.name).join(', ');
  return {
    withoutPlace, doubled,
    data: {
      yTitle, series,
      x: xKind === 'time' ? { kind: 'time', title: x.name, originNs } : isNumeric(xKind) ? { kind: 'number', title: x.name } : { kind: 'category', title: x.name, labels: [...labels.keys()] },
    },
  };
}

/** Decimals wider than a double come as text. */
function finite(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
