import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, visibleText } from '../../../base/text.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { FailurePanel, FilterBox, IconButton, Skeleton, VirtualRows, type VirtualRowsHandle } from '../../ui/index.ts';
import { formatMoment } from './events.ts';
import type { TranscriptLine, TranscriptRows } from './transcript-rows.ts';

const ROW_PX = 20;

/** What was on the screen, line by line: the twin of the player for the keyboard and for who cannot see it. */
export function Transcript({ rows, current, chosen, zone, onChoose, onSeekRow, onFind }: {
  rows: TranscriptRows;
  /** The row that the player is at; the one that was chosen, with the other end of a range. */
  current: number; chosen: { row: number; end: number } | undefined;
  zone: string;
  onChoose: (row: number, extend: boolean) => void;
  onSeekRow: (row: number) => void;
  onFind: (text: string, direction: 'next' | 'previous') => void;
}): ReactNode {
  const { total, pages, failure } = useStore(rows.store);
  const list = useRef<VirtualRowsHandle>(null);
  const [find, setFind] = useState('');
  const cursor = chosen?.row ?? (current < 0 ? undefined : current);
  useEffect(() => {
    if (current >= 0) list.current?.show(current);
  }, [current]);
  useEffect(() => {
    if (chosen) list.current?.show(chosen.row);
  }, [chosen]);
  useEffect(() => rows.want(0, 1), [rows]);
  const onVisible = useCallback((first: number, end: number) => rows.want(first, end), [rows]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || total === undefined) return;
    const page = list.current?.pageRows() ?? 10;
    const at = cursor ?? 0;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: total - 1 }[event.key];
    if (to !== undefined) onChoose(Math.max(0, Math.min(total - 1, to)), event.shiftKey);
    else if (event.key === 'Enter') onSeekRow(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  void pages;
  const [low, high] = chosen ? [Math.min(chosen.row, chosen.end), Math.max(chosen.row, chosen.end)] : [-1, -2];
  return (
    <section className="transcript" aria-label="Transcript">
      <div className="transcript-head">
        <h2>Transcript</h2><span className="t3 data">{total === undefined ? '' : formatCount(total)}</span><span className="grow" />
        <FilterBox
          label="Find a line" value={find} onChange={setFind} width={152}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || find === '') return;
            onFind(find, e.shiftKey ? 'previous' : 'next');
            e.preventDefault();
          }}
        />
        <IconButton icon="chevron-up" label="Previous hit" size="small" isDisabled={find === ''} onPress={() => onFind(find, 'previous')} />
        <IconButton icon="chevron-down" label="Next hit" size="small" isDisabled={find === ''} onPress={() => onFind(find, 'next')} />
      </div>
      {failure && <FailurePanel title="The transcript cannot be read" message={failure.message} onRetry={() => rows.want(0, 1)} />}
      {!failure && total === undefined && <Skeleton rows={12} label="Loading the transcript" />}
      {!failure && total !== undefined && (
        <VirtualRows
          rows={total} rowHeightPx={ROW_PX} handle={list} onVisible={onVisible}
          container={{
            className: 'transcript-rows', role: 'listbox', 'aria-label': 'Lines of the recording', 'aria-multiselectable': true, tabIndex: 0, onKeyDown,
            ...(cursor === undefined ? {} : { 'aria-activedescendant': `line-${cursor}` }),
          }}
          render={(i) => (
            <Line
              key={i} index={i} total={total} row={rows.row(i)} zone={zone} isCurrent={i === current} isSelected={i >= low && i <= high}
              isCursor={i === cursor} onChoose={onChoose} onSeek={onSeekRow}
            />
          )}
        />
      )}
    </section>
  );
}

function Line({ index, total, row, zone, isCurrent, isSelected, isCursor, onChoose, onSeek }: {
  index: number; total: number; row: TranscriptLine | undefined; zone: string; isCurrent: boolean; isSelected: boolean; isCursor: boolean;
  onChoose: (row: number, extend: boolean) => void; onSeek: (row: number) => void;
}): ReactNode {
  const isCommand = row?.isCommand ?? false;
  const isAside = row !== undefined && row.event !== 'line';
  return (
    <div
      id={`line-${index}`} role="option" aria-selected={isSelected} aria-setsize={total} aria-posinset={index + 1} aria-current={isCurrent ? 'true' : undefined} aria-busy={row === undefined}
      className={`transcript-row${isCurrent ? ' current' : ''}${isCursor ? ' at' : ''}${isCommand ? ' command' : ''}${isAside ? ' aside' : ''}`}
      onPointerDown={(e) => { if (e.button === 0) onChoose(index, e.shiftKey); }} onDoubleClick={() => onSeek(index)}
    >
      <span className="moment" title={row?.timeNs === undefined ? undefined : formatTimeOfDay(row.timeNs, zone)}>{row?.offsetNs === undefined ? '' : formatMoment(row.offsetNs)}</span>
      <span className="sign" aria-hidden>{isCommand ? '❯' : ''}</span>
      <span className="ell">{isCommand && <span className="sr-only">command: </span>}{row === undefined ? <i className="waiting" /> : visibleText(row.body.split('\n')[0]!.slice(0, 500))}</span>
    </div>
  );
}
