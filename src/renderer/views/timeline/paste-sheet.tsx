import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { Button, TextBlock, TopSheet } from '../../ui/index.ts';
import type { DraftContext } from './draft.ts';
import { MOST_ROWS, readPasted } from './pasted-rows.ts';
import { KIND_TITLE, shortWhenText, zoneText } from './words.ts';

/** Rows from a spreadsheet or a chat, as they were understood, before they become entries in one step. */
export function PasteSheet({ text, zone, nearNs, onAdd, onClose }: {
  text: string; zone: string; nearNs: bigint; onAdd: (entries: readonly TimelineEntry[]) => Promise<boolean>; onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(text);
  const [context] = useState((): DraftContext => ({ zone, nearNs, nowNs: BigInt(Date.now()) * 1_000_000n }));
  const [adding, setAdding] = useState(false);
  const rows = useMemo(() => readPasted(typed, context), [typed, context]);
  const lineCount = useMemo(() => typed.split('\n').filter((line) => line.trim() !== '').length, [typed]);
  const ready = rows.filter((row) => row.problem === undefined && row.entry !== undefined);
  const add = async (): Promise<void> => {
    if (ready.length === 0 || adding) return;
    setAdding(true);
    if (await onAdd(ready.map((row) => ({ ...row.entry!, id: uuidv7() })))) onClose();
    else setAdding(false);
  };
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void add();
  };
  return (
    <TopSheet isOpen onClose={onClose} label="Entries from text" width={860}>
      <form className="tl-form tl-sheet tl-paste" aria-label="Entries from text" onKeyDownCapture={onKeyDownCapture} onSubmit={(event) => { event.preventDefault(); void add(); }}>
        <h2>Entries from text</h2>
        <TextBlock label={`Rows of a spreadsheet or lines of a chat. Times without a zone are read in ${zoneText(nearNs, zone)}.`} autoFocus rows={6} value={typed} onChange={setTyped} placeholder="10:42 Alice: rolled back" />
        <ul className="scroll" aria-label="As understood">
          {rows.map((row, i) => (
            // Rows have no name but their place.
            // eslint-disable-next-line react/no-array-index-key
            <li key={i} className={row.problem === undefined ? '' : 'problem'}>
              {row.entry
                ? <><span className="mono">{shortWhenText(row.entry.time, zone)}</span><span className="t3">{formatDayMonth(row.entry.time.startNs, zone, true)}</span><span className="ell">{visibleText(row.entry.title)}</span><span className="ell t2">{visibleText(row.entry.role)}</span><span className="t3">{KIND_TITLE[row.entry.kind]}</span></>
                : <span className="ell tl-paste-line">{visibleText(row.line.replaceAll('\t', '  ').trim())}</span>}
              {row.entry !== undefined && row.entry.note !== '' && <p className="t2 tl-paste-note ell" title={visibleText(row.entry.note, true)}>{`Note: ${visibleText(row.entry.note.replaceAll('\n', ' · '))}`}</p>}
              {row.said.map((text) => <p key={text} className="t2">{text}</p>)}
              {row.problem !== undefined && <p>{row.problem}</p>}
            </li>
          ))}
        </ul>
        <div className="tl-form-foot">
          <Button kind="primary" type="submit" keys="Ctrl+Enter" isDisabled={adding || ready.length === 0}>{ready.length === 0 ? 'Add entries' : `Add ${plural(ready.length, 'entry', 'entries')}`}</Button>
          <Button kind="quiet" keys="Escape" onPress={onClose}>Cancel</Button>
          {lineCount > MOST_ROWS && <span className="tl-no-evidence">{`Only the first ${formatCount(MOST_ROWS)} of ${formatCount(lineCount)} lines are read`}</span>}
          {rows.length > ready.length && <span className="tl-no-evidence">{`${plural(rows.length - ready.length, 'line is', 'lines are')} left out`}</span>}
        </div>
      </form>
    </TopSheet>
  );
}
