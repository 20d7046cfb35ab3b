import { useMemo, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { formatOffset } from '../../../base/time.ts';
import { visibleText } from '../../../base/text.ts';
import { Icon, PlainButton, VirtualRows, type VirtualRowsHandle } from '../../ui/index.ts';
import { isNumeric, kindOf, shownCell, timeOf, type CellKind, type Column, type Row, type Sort } from './cells.ts';

declare module 'react' {
  interface CSSProperties {
    /** Width of all columns of a result. */
    '--sql-width'?: string;
  }
}

const ROW_PX = 22;
const HEAD_PX = 40;

/** Where one is: a row in the order shown, a column, and the row a selection began at. */
export interface Cursor { readonly row: number; readonly column: number; readonly anchor: number }

/** A result by the hundred thousand rows. The arrow keys walk its cells; shift with them takes rows. */
export function ResultTable({ columns, rows, order, sort, zone, cursor, list, onSort, onCursor, onOpen, onCopy }: {
  columns: readonly Column[]; rows: readonly Row[]; order: Uint32Array | undefined; sort: Sort | undefined; zone: string; cursor: Cursor | undefined; list: Ref<VirtualRowsHandle> & { readonly current: VirtualRowsHandle | null };
  onSort: (column: number) => void; onCursor: (cursor: Cursor) => void; onOpen: (row: number) => void; onCopy: () => void;
}): ReactNode {
  const kinds = useMemo(() => columns.map((c) => kindOf(c.type)), [columns]);
  const widths = useMemo(() => columnWidths(columns, kinds, rows, zone), [columns, kinds, rows, zone]);
  const numberPx = Math.max(40, String(rows.length).length * 8 + 20);
  const template = `${numberPx}px ${widths.map((w) => `${w}px`).join(' ')} minmax(0, 1fr)`;
  const widthPx = numberPx + widths.reduce((a, b) => a + b, 0);
  const offset = useMemo(() => offsetOf(kinds, rows, zone), [kinds, rows, zone]);

  function onKeyDown(event: KeyboardEvent): void {
    const at = cursor ?? { row: 0, column: 0, anchor: 0 };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      event.preventDefault();
      event.stopPropagation();
      return onCopy();
    }
    if (event.altKey || ((event.ctrlKey || event.metaKey) && !['Home', 'End'].includes(event.key))) return;
    const page = list.current?.pageRows() ?? 20;
    const whole = event.ctrlKey || event.metaKey;
    const move = cursor === undefined && event.key.startsWith('Arrow') ? [0, 0] : {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [page, 0], PageUp: [-page, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1],
      Home: whole ? [-rows.length, 0] : [0, -columns.length], End: whole ? [rows.length, 0] : [0, columns.length],
    }[event.key];
    if (move) {
      const row = Math.max(0, Math.min(rows.length - 1, at.row + move[0]!));
      const column = Math.max(0, Math.min(columns.length - 1, at.column + move[1]!));
      onCursor({ row, column, anchor: event.shiftKey ? at.anchor : row });
      list.current?.show(row);
      showColumn(event.currentTarget, numberPx + widths.slice(0, column).reduce((a, b) => a + b, 0), widths[column]!);
    } else if (event.key === 'Enter' && cursor) onOpen(cursor.row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const first = cursor && Math.min(cursor.row, cursor.anchor);
  const last = cursor && Math.max(cursor.row, cursor.anchor);
  return (
    <VirtualRows
      rows={rows.length} rowHeightPx={ROW_PX} handle={list}
      container={{
        className: 'sql-grid', role: 'grid', 'aria-label': 'Result', 'aria-rowcount': rows.length + 1, 'aria-colcount': columns.length + 1, 'aria-multiselectable': true, tabIndex: 0, onKeyDown,
        style: { '--sql-width': `${widthPx}px` },
        ...(cursor === undefined ? {} : { 'aria-activedescendant': `cell-${cursor.row}-${cursor.column}` }),
      }}
      header={{
        heightPx: HEAD_PX,
        content: (
          <div className="sql-head" role="row" style={{ gridTemplateColumns: template }}>
            <span role="columnheader" className="right t3" aria-label="Row">#</span>
            {columns.map((c, i) => (
              <span key={i} role="columnheader" aria-sort={sort?.column === i ? (sort.descending ? 'descending' : 'ascending') : 'none'} className={isNumeric(kinds[i]!) ? 'right' : ''}>
                <PlainButton className="sql-sort" onPress={() => onSort(i)}>
                  <span className="ell strong" title={visibleText(c.name)}>{visibleText(c.name)}</span>{sort?.column === i && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} size={12} />}
                </PlainButton>
                <span className="ell micro t3">{kinds[i] === 'time' ? `time, ${offset}` : typeName(c.type)}</span>
              </span>
            ))}
          </div>
        ),
      }}
      render={(i) => {
        const row = rows[order ? order[i]! : i]!;
        const selected = first !== undefined && i >= first && i <= last!;
        return (
          <div key={i} role="row" aria-rowindex={i + 2} aria-selected={selected} className="sql-row" style={{ gridTemplateColumns: template }} onDoubleClick={() => onOpen(i)}>
            <span role="rowheader" className="right t3" onPointerDown={(e) => onCursor({ row: i, column: cursor?.column ?? 0, anchor: e.shiftKey && cursor ? cursor.anchor : i })}>{(order ? order[i]! : i) + 1}</span>
            {columns.map((_, c) => (
              <Cell
                key={c} id={`cell-${i}-${c}`} value={row[c]} kind={kinds[c]!} zone={zone} isCursor={cursor?.row === i && cursor.column === c}
                onPoint={(extend) => onCursor({ row: i, column: c, anchor: extend && cursor ? cursor.anchor : i })}
              />
            ))}
          </div>
        );
      }}
    />
  );
}

function Cell({ id, value, kind, zone, isCursor, onPoint }: { id: string; value: unknown; kind: CellKind; zone: string; isCursor: boolean; onPoint: (extend: boolean) => void }): ReactNode {
  const text = shownCell(value, kind, zone);
  return (
    <span id={id} role="gridcell" className={`${isNumeric(kind) ? 'right' : ''}${isCursor ? ' at' : ''}${text === undefined ? ' null' : ''}`} onPointerDown={(e) => onPoint(e.shiftKey)}>
      {text ?? 'NULL'}
    </span>
  );
}

/** The first rows, and some of all the rest. */
function sample(rows: number): number[] {
  return [...new Set([...Array.from({ length: Math.min(100, rows) }, (_, i) => i), ...Array.from({ length: 100 }, (_, i) => Math.floor((i / 99) * (rows - 1)))])];
}

/** What the widest of a sample of rows needs, within bounds. */
function columnWidths(columns: readonly Column[], kinds: readonly CellKind[], rows: readonly Row[], zone: string): number[] {
  return columns.map((column, i) => {
    // Of a hash one reads the first digits; the row's drawer has the rest.
    if (/^(?:artifact|sha256)$/.test(column.name)) return 96;
    let characters = Math.max(column.name.length + 2, kinds[i] === 'time' ? 12 : Math.min(16, typeName(column.type).length));
    for (const r of sample(rows.length)) characters = Math.max(characters, shownCell(rows[r]![i], kinds[i]!, zone)?.length ?? 4);
    return Math.round(Math.max(56, Math.min(kinds[i] === 'text' || kinds[i] === 'json' || kinds[i] === 'nested' ? 420 : 240, characters * 7.3 + 22)));
  });
}

/** Struct types are long; what is in them the cells show. */
function typeName(type: string): string {
  return type.length <= 24 ? type : `${/^\w+/.exec(type)?.[0] ?? type.slice(0, 20)}…`;
}

/** The zone of times, as their first one has it. */
function offsetOf(kinds: readonly CellKind[], rows: readonly Row[], zone: string): string {
  const column = kinds.indexOf('time');
  const ns = column < 0 ? undefined : rows.slice(0, 200).map((row) => timeOf(row[column])).find((t) => t !== undefined);
  return formatOffset(ns ?? 0n, zone);
}

function showColumn(grid: Element, left: number, width: number): void {
  if (left < grid.scrollLeft) grid.scrollLeft = left - 40;
  else if (left + width > grid.scrollLeft + grid.clientWidth) grid.scrollLeft = left + width - grid.clientWidth + 16;
}
