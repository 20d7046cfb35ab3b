import { memo, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { visibleText } from '../../../base/text.ts';
import { ACTION_PRIORITY_ABOUT, actionPriority } from '../../../model/action-priority.ts';
import type { FailureMode } from '../../../model/cause.ts';
import { cellText, COLUMNS, type Column } from './fmea-columns.ts';

export interface CellPlace { readonly row: number; readonly column: number }

export interface GridProps {
  readonly modes: readonly FailureMode[];
  readonly at: CellPlace | undefined;
  /** What the cell being edited begins with; `undefined`: none is. */
  readonly editing: { readonly text: string; readonly isWhole: boolean } | undefined;
  readonly problem: string | undefined;
  readonly show: (text: string) => string;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly onAt: (at: CellPlace) => void;
  readonly onEdit: (text: string | undefined) => void;
  /** `then`: where to after it. Answers false where the text cannot stand. */
  readonly onCommit: (text: string, then: 'down' | 'right' | 'left' | 'here') => boolean;
  readonly onCancel: () => void;
  readonly onPaste: (text: string) => void;
}

/** A sheet that is filled by keys: arrows walk, typing, Enter or F2 edit, Tab goes on. The last row is for a new one. */
export function FmeaGrid({ modes, at, editing, problem, show, gridRef, onAt, onEdit, onCommit, onCancel, onPaste }: GridProps): ReactNode {
  useEffect(() => {
    if (at) document.getElementById(cellId(at))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== gridRef.current || !at || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing || event.key.length !== 1 || event.key === '?') return;
    event.preventDefault();
    event.stopPropagation();
    onEdit(event.key);
  };
  const paste = (event: ClipboardEvent): void => {
    if (event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    onPaste(event.clipboardData.getData('text/plain'));
  };
  const rows = modes.length + 1;
  // Rows that did not change are not drawn again: what they call is the same, and does what it does now.
  const latest = useRef({ onAt, onEdit, onCommit, onCancel });
  useEffect(() => { latest.current = { onAt, onEdit, onCommit, onCancel }; });
  const acts = useMemo((): CellActs => ({
    onAt: (to) => latest.current.onAt(to), onEdit: (text) => latest.current.onEdit(text), onCommit: (text, then) => latest.current.onCommit(text, then), onCancel: () => latest.current.onCancel(),
  }), []);
  return (
    <div
      ref={gridRef} className="rs-sheet-grid scroll" role="grid" tabIndex={0} aria-label="Failure modes" aria-rowcount={rows + 1} aria-colcount={COLUMNS.length} onKeyDown={onKeyDown} onPaste={paste} aria-describedby="rs-fmea-keys"
      {...(at && !editing ? { 'aria-activedescendant': cellId(at) } : {})}
    >
      <div role="row" className="rs-sheet-head" aria-rowindex={1}>
        {COLUMNS.map((column, i) => <div key={column.id} role="columnheader" aria-colindex={i + 1} title={column.about}>{column.title}</div>)}
      </div>
      {Array.from({ length: rows }, (_, row) => {
        const isAt = at?.row === row;
        return <Row key={modes[row]?.id ?? 'new'} mode={modes[row]} row={row} column={isAt ? at.column : undefined} editing={isAt ? editing : undefined} problem={isAt ? problem : undefined} show={show} acts={acts} />;
      })}
    </div>
  );
}

type CellActs = Pick<GridProps, 'onAt' | 'onEdit' | 'onCommit' | 'onCancel'>;

/** `column`: where one is in it. */
const Row = memo(function Row({ mode, row, column: at, editing, problem, show, acts }: Pick<GridProps, 'editing' | 'problem' | 'show'> & { mode: FailureMode | undefined; row: number; column: number | undefined; acts: CellActs }): ReactNode {
  const isAt = at !== undefined;
  return (
    <div role="row" aria-rowindex={row + 2} aria-selected={isAt} className={`rs-sheet-row${isAt ? ' selected' : ''}${mode ? '' : ' new'}`}>
      {COLUMNS.map((column, i) => <Cell key={column.id} mode={mode} column={column} at={{ row, column: i }} isAt={at === i} editing={at === i ? editing : undefined} problem={problem} show={show} {...acts} />)}
    </div>
  );
});

export function cellId({ row, column }: CellPlace): string {
  return `fmea-${row}-${column}`;
}

function Cell({ mode, column, at, isAt, editing, problem, show, onAt, onEdit, onCommit, onCancel }: Pick<GridProps, 'editing' | 'problem' | 'show'> & CellActs & { mode: FailureMode | undefined; column: Column; at: CellPlace; isAt: boolean }): ReactNode {
  const text = mode ? cellText(mode, column) : '';
  const priority = mode && column.id === 'ap' ? actionPriority(mode) : undefined;
  const needed = mode && text === '' && (column.id === 'component' || column.id === 'mode');
  return (
    // The keys are the grid's, as the grid pattern has it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={cellId(at)} role="gridcell" aria-colindex={at.column + 1} aria-selected={isAt} className={`rs-cell ${column.kind}${isAt ? ' at' : ''}${priority === undefined ? '' : ` ap-${priority}`}`} {...(column.kind === 'worked-out' ? { 'aria-readonly': true } : {})}
      {...(priority === undefined ? {} : { title: ACTION_PRIORITY_ABOUT[priority] })} onClick={() => { if (!editing) onAt(at); }} onDoubleClick={() => { if (!editing) onEdit(undefined); }}
    >
      {editing ? <CellEditor label={`${column.title}, row ${at.row + 1}`} editing={editing} problem={problem} isNumber={column.kind === 'rating'} onCommit={onCommit} onCancel={onCancel} />
        : text !== '' ? <span className="rs-cell-text">{column.kind === 'text' ? visibleText(show(text)) : text}</span>
          : needed ? <span className="rs-without">not named</span> : !mode && at.column === 0 ? <span className="t3">New row</span> : null}
    </div>
  );
}

function CellEditor({ label, editing, problem, isNumber, onCommit, onCancel }: Pick<GridProps, 'problem' | 'onCommit' | 'onCancel'> & { label: string; editing: { readonly text: string; readonly isWhole: boolean }; isNumber: boolean }): ReactNode {
  const [text, setText] = useState(editing.text);
  const box = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  const { isWhole } = editing;
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    if (isWhole) area.select();
    else area.setSelectionRange(area.value.length, area.value.length);
  }, [isWhole]);
  const commit = (then: 'down' | 'right' | 'left' | 'here'): void => {
    if (done.current) return;
    done.current = onCommit(text, then);
  };
  return (
    <textarea
      ref={box} className="rs-cell-editor" aria-label={label} aria-invalid={problem !== undefined} rows={1} inputMode={isNumber ? 'numeric' : 'text'} spellCheck={false} value={text} onChange={(event) => setText(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
      onBlur={() => { if (!done.current && !onCommit(text, 'here')) { done.current = true; onCancel(); } }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) commit('down');
        else if (event.key === 'Tab') commit(event.shiftKey ? 'left' : 'right');
        else if (event.key === 'Escape') { done.current = true; onCancel(); } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
