import { memo, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useStore } from 'zustand';
import { visibleText } from '../../../base/text.ts';
import { formatDate, formatOffset, formatTimeOfDay, NS_PER_DAY } from '../../../base/time.ts';
import type { EventRow } from '../../../model/event.ts';
import { severityClass } from '../../../model/severity.ts';
import { formatEventId } from '../../state/place.ts';
import { Icon, SeverityMark, VirtualRows, type VirtualRowsHandle } from '../../ui/index.ts';
import { clockTitle } from './clock-note.tsx';
import { pieces, shortenMiddle, type Find } from './lines.ts';
import { PAGE_ROWS, selectedRange, type RowModel, type RowState } from './row-model.ts';

const ROW_PX = 20;
/** What the column holds at its widest. */
const SOURCE_CHARS = 17;

/** The records, as a grid that the arrow keys walk. Rows that are on their way are still bars. */
export function RowsTable({ model, list, zone, whole, marked, pinned, finds, onVisible, onSelect, onKeyDown }: {
  model: RowModel; list: Ref<VirtualRowsHandle>; zone: string; whole: { fromNs: bigint; toNs: bigint } | undefined;
  marked: ReadonlySet<string>; pinned: ReadonlySet<string>; finds: readonly Find[];
  onVisible: (first: number, end: number) => void; onSelect: (row: number, extend: boolean) => void; onKeyDown: (event: KeyboardEvent) => void;
}): ReactNode {
  const state = useStore(model.store);
  const range = selectedRange(state);
  // Over more than a day a time of day alone would mislead.
  const dated = whole !== undefined && whole.toNs - whole.fromNs >= NS_PER_DAY;
  const cols = dated ? 'rows-cols dated' : 'rows-cols';
  return (
    <VirtualRows
      rows={state.total ?? 0} rowHeightPx={ROW_PX} handle={list} onVisible={onVisible}
      container={{
        className: 'rows-grid', role: 'grid', 'aria-label': 'Records', 'aria-rowcount': (state.total ?? 0) + 1, 'aria-multiselectable': true, tabIndex: 0, onKeyDown,
        ...(state.cursor === undefined ? {} : { 'aria-activedescendant': `record-${state.cursor}` }),
      }}
      header={{
        heightPx: 28,
        content: (
          <div className={`grid-head ${cols}`} role="row">
            <span role="columnheader"><span className="sr-only">Marks</span></span>
            <span role="columnheader">{`Time, ${formatOffset(whole?.fromNs ?? 0n, zone)}`}</span>
            <span role="columnheader">Sev</span>
            <span role="columnheader">Source</span>
            <span role="columnheader">Message</span>
          </div>
        ),
      }}
      render={(i) => {
        const row = rowAt(state, i);
        return (
          <Row
            key={i} index={i} row={row} cols={cols} zone={zone} dated={dated} finds={finds}
            isSelected={range !== undefined && i >= range.first && i <= range.last} isCursor={i === state.cursor}
            isMarked={row !== undefined && marked.has(formatEventId(row))} isPinned={row !== undefined && pinned.has(formatEventId(row))} onSelect={onSelect}
          />
        );
      }}
    />
  );
}

function rowAt(state: RowState, index: number): EventRow | undefined {
  return state.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}

/** Drawn again when it changes itself: a cursor that moves is two rows, not a screen of them. */
const Row = memo(function Row({ index, row, cols, zone, dated, finds, isSelected, isCursor, isMarked, isPinned, onSelect }: {
  index: number; row: EventRow | undefined; cols: string; zone: string; dated: boolean; finds: readonly Find[];
  isSelected: boolean; isCursor: boolean; isMarked: boolean; isPinned: boolean; onSelect: (row: number, extend: boolean) => void;
}): ReactNode {
  if (!row) {
    return (
      <div className={`log-row ${cols}`} role="row" aria-rowindex={index + 2} aria-busy>
        <span /><span role="gridcell"><i className="waiting" style={{ display: 'block', width: 84 }} /></span><span /><span />
        <span role="gridcell"><i className="waiting" style={{ display: 'block', width: 160 + ((index * 97) % 240) }} /></span>
      </div>
    );
  }
  const severity = severityClass(row.severityNumber);
  return (
    <div
      id={`record-${index}`} className={`log-row ${cols} sev-row-${severity}${isCursor ? ' at' : ''}`} role="row" aria-rowindex={index + 2} aria-selected={isSelected}
      onPointerDown={(e) => { if (e.button === 0) onSelect(index, e.shiftKey); }}
    >
      <span role="gridcell" aria-label={[isMarked && 'marked', isPinned && 'on the timeline'].filter(Boolean).join(', ')}>
        {isMarked && <i className="mark-box" />}{isPinned && <span style={{ paddingTop: 4 }}><Icon name="pin" size={10} /></span>}
      </span>
      <span role="gridcell" className={row.clock && row.clock.offsetNs !== 0n ? 'time corrected' : 'time'} title={clockTitle(row, zone)}>{row.timeNs === undefined ? 'no time' : dated ? `${formatDate(row.timeNs, zone)} ${formatTimeOfDay(row.timeNs, zone)}` : formatTimeOfDay(row.timeNs, zone)}</span>
      <span role="gridcell"><SeverityMark severity={severity} /></span>
      <span role="gridcell" className="source" title={visibleText(row.source)}>{visibleText(shortenMiddle(row.source, SOURCE_CHARS))}</span>
      <span role="gridcell" className="message"><Message text={row.body} finds={finds} /></span>
    </div>
  );
});

/** What fits a row many times over; the rest is in the drawer. */
const SHOWN = 600;

function Message({ text, finds }: { text: string; finds: readonly Find[] }): ReactNode {
  const shown = visibleText(text.length > SHOWN ? text.slice(0, SHOWN) : text);
  if (finds.length === 0) return shown;
  return pieces(shown, finds).map((p, i) => (p.hit ? <mark key={i} className={p.colour === undefined ? '' : `highlight ${p.colour}`}>{p.text}</mark> : p.text));
}
