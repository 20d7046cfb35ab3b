import { useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import type { FailureMode } from '../../../model/cause.ts';
import { NOT_NAMED, readFailureModes, sameFailureMode } from '../../../model/failure-mode.ts';
import { Button, FileButton, TextBlock, TopSheet } from '../../ui/index.ts';

interface Props { readonly text: string; readonly there: readonly FailureMode[]; readonly onAdd: (modes: ReadonlyArray<Omit<FailureMode, 'id' | 'createdAtNs'>>) => void; readonly onClose: () => void }

/** Rows of another sheet, looked at before they are taken over. */
export function ImportSheet({ isOpen, ...props }: Props & { isOpen: boolean }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={props.onClose} label="Import failure modes" width={760}>{isOpen && <Form {...props} />}</TopSheet>;
}

const SHOWN = 8;

function Form({ text: pasted, there, onAdd, onClose }: Props): ReactNode {
  const [text, setText] = useState(pasted);
  const rows = readFailureModes(text);
  const known = rows.filter(({ mode }) => mode && there.some((other) => sameFailureMode(other, mode)));
  const fresh = rows.flatMap(({ mode }) => (mode && !there.some((other) => sameFailureMode(other, mode)) ? [mode] : []));
  const problems = rows.filter(({ problem }) => problem !== undefined);
  return (
    <form className="rs-sheet" aria-label="Import failure modes" onSubmit={(event) => { event.preventDefault(); if (fresh.length > 0) onAdd(fresh); }}>
      <h2>Failure modes of another sheet</h2>
      <TextBlock label="CSV, or rows copied from a spreadsheet, with a line of headings" rows={8} value={text} onChange={setText} autoFocus placeholder={'Component,Failure mode,Effect,S,Cause,O,D\nConnection pool,Empty,Checkout fails,8,A leak,4,7'} />
      <div><FileButton icon="upload" accepts={['.csv', '.tsv', '.txt', 'text/csv']} onFile={(file) => { const read = async (): Promise<void> => setText(await file.text()); void read(); }}>Read a CSV file</FileButton></div>
      {fresh.length > 0 && <ul className="rs-import">{fresh.slice(0, SHOWN).map((mode, i) => <li key={i}><b className="ell">{mode.component === NOT_NAMED ? 'not named' : visibleText(mode.component)}</b><span className="ell">{visibleText(mode.mode)}</span><span className="t2">{[mode.severity, mode.occurrence, mode.detectability].map((one) => one ?? '?').join(' ')}</span></li>)}</ul>}
      {fresh.length > SHOWN && <p className="t2">{`and ${plural(fresh.length - SHOWN, 'more row', 'more rows')}`}</p>}
      {known.length > 0 && <p className="t2">{`${plural(known.length, 'row')} left out: component, mode and cause are in the sheet already.`}</p>}
      {problems.length > 0 && <ul className="rs-import-problems">{problems.slice(0, 5).map(({ row, problem }) => <li key={row}>{`Row ${row}: ${problem!}`}</li>)}{problems.length > 5 && <li>{`and ${problems.length - 5} more`}</li>}</ul>}
      <div className="rs-foot">
        <Button kind="primary" type="submit" isDisabled={fresh.length === 0}>{fresh.length === 0 ? 'Add rows' : `Add ${plural(fresh.length, 'row')}`}</Button>
        <Button kind="quiet" keys="Escape" onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
