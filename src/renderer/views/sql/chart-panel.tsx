import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { drawnSeries, valueAt, type ChartData, type ChartKind } from '../../../figures/chart-data.ts';
import { chartFigure, chartTime } from '../../../figures/chart-figure.ts';
import { layoutChart, type ChartLayout } from '../../../figures/chart-layout.ts';
import { chartNumber } from '../../../figures/chart-scale.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { Button, Empty, Segmented, Select } from '../../ui/index.ts';
import { isNumeric, kindOf, type Column, type Row } from './cells.ts';
import { chartInput, defaultChart, kindsOver, type ChartChoice } from '../../../figures/chart-choice.ts';

const KIND_LABEL: Record<ChartKind, string> = { line: 'Lines', bar: 'Bars', area: 'Areas', scatter: 'Dots' };

/** The result as a picture. The table beside it has the same numbers; the arrow keys read them out place by place. */
export function ChartPanel({ columns, rows, choice: chosen, zone, onChoice, onTable }: {
  columns: readonly Column[]; rows: readonly Row[]; choice: ChartChoice | undefined; zone: string; onChoice: (choice: ChartChoice) => void; onTable: () => void;
}): ReactNode {
  const choice = useMemo(() => chosen ?? defaultChart(columns, rows), [chosen, columns, rows]);
  if (!choice) {
    return (
      <Empty action={<Button onPress={onTable}>Show the table</Button>}>
        {rows.length === 0 ? 'There are no rows to draw.' : 'There is no number to draw. A chart needs one beside a time, a text or another number: count(*), say.'}
      </Empty>
    );
  }
  return (
    <div className="sql-chart">
      <Choices columns={columns} choice={choice} onChoice={onChoice} />
      <Drawn columns={columns} rows={rows} choice={choice} zone={zone} />
    </div>
  );
}

function Choices({ columns, choice, onChoice }: { columns: readonly Column[]; choice: ChartChoice; onChoice: (choice: ChartChoice) => void }): ReactNode {
  const option = (i: number): { id: string; label: string } => ({ id: String(i), label: visibleText(columns[i]!.name) });
  const all = columns.map((_, i) => i);
  const numbers = all.filter((i) => isNumeric(kindOf(columns[i]!.type)));
  const kinds = kindsOver(columns[choice.x]!);
  return (
    <div className="sql-chart-tools">
      {kinds.length > 1 && <Segmented label="Kind of chart" value={choice.kind} options={kinds.map((id) => ({ id, label: KIND_LABEL[id] }))} onChange={(kind) => onChoice({ ...choice, kind })} />}
      <Labelled text="Across"><Select
        label="Across" hideLabel value={String(choice.x)} options={all.map(option)}
        onChange={(x) => {
          const column = Number(x);
          const allowed = kindsOver(columns[column]!);
          onChoice({ ...choice, x: column, kind: allowed.includes(choice.kind) ? choice.kind : allowed[0]! });
        }}
      /></Labelled>
      <Labelled text="Up"><Select
        label="Up" hideLabel value={choice.y.length === 1 ? String(choice.y[0]) : 'all'}
        options={[...numbers.map(option), ...(choice.y.length > 1 ? [{ id: 'all', label: plural(choice.y.length, 'column') }] : [])]}
        onChange={(y) => { if (y !== 'all') onChoice({ ...choice, y: [Number(y)] }); }}
      /></Labelled>
      <Labelled text="Split by"><Select
        label="Split by" hideLabel value={choice.series === undefined ? 'none' : String(choice.series)}
        options={[{ id: 'none', label: 'Nothing' }, ...all.filter((i) => i !== choice.x && !choice.y.includes(i)).map(option)]}
        onChange={(series) => onChoice({ ...choice, series: series === 'none' ? undefined : Number(series), y: series === 'none' ? choice.y : choice.y.slice(0, 1) })}
      /></Labelled>
    </div>
  );
}

function Labelled({ text, children }: { text: string; children: ReactNode }): ReactNode {
  return <span className="sql-labelled"><span className="t3" aria-hidden>{text}</span>{children}</span>;
}

function Drawn({ columns, rows, choice, zone }: { columns: readonly Column[]; rows: readonly Row[]; choice: ChartChoice; zone: string }): ReactNode {
  const [attach, { widthPx, heightPx }] = useSize();
  const [at, setAt] = useState<number>();
  const input = useMemo(() => chartInput(columns, rows, choice), [columns, rows, choice]);
  const { data } = input;
  const options = useMemo(() => ({ kind: choice.kind, zone, widthPx: Math.max(240, widthPx - 32), heightPx: Math.max(200, Math.min(640, heightPx - 12)) }), [choice.kind, zone, widthPx, heightPx]);
  const figure = useMemo(() => (widthPx > 0 ? chartFigure(data, { ...options, palette: SCREEN_PALETTE }) : undefined), [data, options, widthPx]);
  const layout = useMemo(() => (data.x.kind === 'category' ? undefined : layoutChart(data, options, visibleText)), [data, options]);
  const places = useMemo(() => layout?.places ?? Float64Array.from({ length: data.x.kind === 'category' ? data.x.labels.length : 0 }, (_, i) => i), [layout, data]);
  const index = at === undefined ? undefined : Math.min(at, places.length - 1);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step !== undefined) setAt((i) => Math.max(0, Math.min(places.length - 1, i === undefined ? 0 : i + step)));
    else if (event.key === 'Home') setAt(0);
    else if (event.key === 'End') setAt(places.length - 1);
    else if (event.key === 'Escape' && at !== undefined) setAt(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const notes = [
    ...(figure?.notes ?? []),
    ...(input.withoutPlace > 0 ? [`${plural(input.withoutPlace, 'row')} without ${data.x.title} not drawn.`] : []),
    ...(input.doubled > 0 ? [`${plural(input.doubled, 'row')} share place and series with another; ${choice.kind === 'bar' ? 'the last counts' : 'all are drawn'}. Group the query, or split by another column.`] : []),
  ];

  return (
    <>
      <div
        className="sql-figure scroll" ref={attach} tabIndex={0} role="group" aria-label="Chart. Arrow keys read it value by value." onKeyDown={onKeyDown}
        onPointerMove={(e) => { if (layout) setAt(nearest(layout, e.clientX - e.currentTarget.getBoundingClientRect().left - 16 + e.currentTarget.scrollLeft)); }}
        onPointerLeave={() => setAt(undefined)} onBlur={() => setAt(undefined)}
      >
        {figure && (
          <div className="sql-drawing" style={{ width: figure.widthPx, height: figure.heightPx }}>
            <div role="img" aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />
            {layout && index !== undefined && <i className="sql-crosshair" style={{ left: layout.xPx(places[index]!), top: layout.plot.top, height: layout.plot.bottom - layout.plot.top }} />}
          </div>
        )}
      </div>
      <div className="sql-readout" role="status">{index === undefined || places.length === 0 ? `${plural(places.length, 'place')}, ${plural(data.series.length, 'series', 'series')}` : readout(data, places[index]!, zone)}</div>
      {notes.length > 0 && <ul className="sql-notes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
    </>
  );
}

/** What stands at a place, in words. */
function readout(data: ChartData, place: number, zone: string): string {
  const where = data.x.kind === 'time' ? `${chartTime(data.x.originNs + BigInt(Math.round(place)), zone)} ${zone}`
    : data.x.kind === 'number' ? `${data.x.title} ${chartNumber(place)}` : visibleText(data.x.labels[place] ?? '');
  const values = drawnSeries(data.series).flatMap((s) => {
    const value = valueAt(s, place);
    return Number.isNaN(value) && data.series.length > 1 ? [] : [`${visibleText(s.name)} ${chartNumber(value)}`];
  });
  return `${where}: ${values.slice(0, 8).join(', ') || 'no value'}${values.length > 8 ? `, and ${formatCount(values.length - 8)} more` : ''}`;
}

function nearest(layout: ChartLayout, x: number): number {
  let best = 0;
  let low = 0;
  let high = layout.places.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (Math.abs(layout.xPx(layout.places[middle]!) - x) < Math.abs(layout.xPx(layout.places[best]!) - x)) best = middle;
    if (layout.xPx(layout.places[middle]!) < x) low = middle + 1;
    else high = middle - 1;
  }
  return best;
}

/** Width and height of an element as it is laid out, in whole px. */
function useSize(): [ref: (element: HTMLElement | null) => (() => void) | undefined, size: { readonly widthPx: number; readonly heightPx: number }] {
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const measure = (): void => setSize((before) => {
      const now = { widthPx: Math.floor(element.clientWidth), heightPx: Math.floor(element.clientHeight) };
      return now.widthPx === before.widthPx && now.heightPx === before.heightPx ? before : now;
    });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
