import { useMemo, useState, type ReactNode } from 'react';
import { formatCount, visibleText } from '../../../base/text.ts';
import { formatOffset } from '../../../base/time.ts';
import { citationLabel } from '../../../model/evidence.ts';
import { useActions, useCaseUi, useCaseUiStore } from '../../state/react.tsx';
import { Button, Cite, Drawer, IconButton } from '../../ui/index.ts';
import { cellText, kindOf, shownCell, timeOf, type CellKind, type Row } from './cells.ts';
import type { SqlAnswer } from './console.ts';
import { HOW_TO_REFER, referenceColumns, rowReference } from '../../../model/row-reference.ts';
import type { RowActions } from './row-actions.ts';

/** A row in full: every cell to its end, and where in the evidence it stands. */
export function RowDrawer({ answer, row, number, zone, rowActions, onClose }: { answer: SqlAnswer; row: Row; number: number; zone: string; rowActions: RowActions; onClose: () => void }): ReactNode {
  const ui = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const where = referenceColumns(answer.columns);
  const reference = where && rowReference(row, where);
  return (
    <Drawer
      label="Row" title={<span className="strong">{`Row ${formatCount(number)}`}</span>} widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={onClose}
      foot={reference && (
        <>
          {reference.locator.kind === 'bytes' && <Button kind="primary" icon="pin" keys="p" onPress={() => rowActions.pin([row])}>Pin to timeline</Button>}
          <Button icon="cite" keys="y" onPress={() => rowActions.cite(row)}>Cite</Button>
          <Button icon="explore" onPress={() => rowActions.explore(row)}>Open in Explore</Button>
        </>
      )}
    >
      <div className="sql-ref">
        {reference ? <Cite onPress={() => rowActions.open(row)} label="Open the bytes">{citationLabel(reference)}</Cite> : <p className="t3">{HOW_TO_REFER}</p>}
      </div>
      <dl className="sql-fields">
        {answer.columns.map((column, i) => <Field key={i} name={column.name} value={row[i]} kind={kindOf(column.type)} zone={zone} />)}
      </dl>
    </Drawer>
  );
}

/** A megabyte of text in one element stalls the page. */
const SHOWN_CHARS = 20_000;

function Field({ name, value, kind, zone }: { name: string; value: unknown; kind: CellKind; zone: string }): ReactNode {
  const actions = useActions();
  const [all, setAll] = useState(false);
  const text = useMemo(() => fullText(value, kind, zone), [value, kind, zone]);
  const most = all ? 1_000_000 : SHOWN_CHARS;
  return (
    <div className="sql-field">
      <dt><span className="ell" title={name}>{visibleText(name)}</span><IconButton icon="copy" size="small" label={`Copy ${name}`} isDisabled={text === undefined} onPress={() => actions.copy(cellText(value) ?? '', `Copied ${name}.`)} /></dt>
      <dd>
        {text === undefined ? <span className="sql-null">NULL</span> : text === '' ? <span className="sql-null">empty</span> : <pre>{visibleText(text.slice(0, most), true)}</pre>}
        {text !== undefined && text.length > most && (
          <p className="t3">{`${formatCount(text.length)} characters, the first ${formatCount(most)} shown. `}{!all && <Button kind="link" onPress={() => setAll(true)}>Show up to 1,000,000</Button>}</p>
        )}
      </dd>
    </div>
  );
}

/** JSON with its lines and steps, times with their zone. */
function fullText(value: unknown, kind: CellKind, zone: string): string | undefined {
  const text = cellText(value);
  if (text === undefined) return undefined;
  const ns = kind === 'time' ? timeOf(value) : undefined;
  if (ns !== undefined) return `${shownCell(value, kind, zone)} ${formatOffset(ns, zone)}`;
  // Parsing would cost an integer its digits: those stay as they are written.
  if ((kind !== 'json' && kind !== 'nested') || text.length > 200_000 || /\d{16}/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
