import { useRef, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import type { SqlFormat } from '../../../protocol/methods/sql.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useActions } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, Icon, MenuButton, Segmented, type VirtualRowsHandle } from '../../ui/index.ts';
import { cellText, type Row, type Sort } from './cells.ts';
import type { ChartChoice } from '../../../figures/chart-choice.ts';
import { ChartPanel } from './chart-panel.tsx';
import type { Outcome, SqlAnswer } from './console.ts';
import { formatRows, type CopyFormat } from '../../../model/result-text.ts';
import { ResultTable, type Cursor } from './result-table.tsx';

/** A clipboard takes more, what one pastes into does not. */
const MOST_COPIED = 50_000;

export interface ResultView {
  readonly as: 'table' | 'chart';
  readonly sort: Sort | undefined;
  readonly order: Uint32Array | undefined;
  readonly cursor: Cursor | undefined;
  readonly chart: ChartChoice | undefined;
  /** What is being written now. */
  readonly saving: SqlFormat | undefined;
}

export interface ResultActions {
  readonly setAs: (as: 'table' | 'chart') => void;
  readonly sortBy: (column: number) => void;
  readonly setCursor: (cursor: Cursor | undefined) => void;
  readonly setChart: (choice: ChartChoice) => void;
  readonly openRow: (row: number) => void;
  readonly save: (format: SqlFormat) => void;
  readonly endSave: () => void;
}

/** Rows of a selection, or all. */
export function chosenRows(answer: SqlAnswer, view: Pick<ResultView, 'order' | 'cursor'>, most = MOST_COPIED): { readonly rows: readonly Row[]; readonly all: boolean } {
  const { order, cursor } = view;
  const at = (i: number): Row => answer.rows[order ? order[i]! : i]!;
  const from = cursor ? Math.min(cursor.row, cursor.anchor) : 0;
  const to = cursor ? Math.max(cursor.row, cursor.anchor) + 1 : answer.rows.length;
  return { all: cursor === undefined, rows: Array.from({ length: Math.min(to - from, most) }, (_, i) => at(from + i)) };
}

const FORMATS: ReadonlyArray<{ id: CopyFormat; label: string }> = [
  { id: 'tsv', label: 'for a spreadsheet' }, { id: 'csv', label: 'as CSV' }, { id: 'markdown', label: 'as a Markdown table' }, { id: 'jsonl', label: 'as JSON lines' },
];

const SAVED: ReadonlyArray<{ id: SqlFormat; label: string }> = [{ id: 'csv', label: 'CSV' }, { id: 'jsonl', label: 'JSON lines' }, { id: 'parquet', label: 'Parquet' }];

/** What came of a query. */
export function ResultPane({ outcome, running, view, actions: act, zone, onRetry }: {
  outcome: Outcome | undefined; running: boolean; view: ResultView; actions: ResultActions; zone: string; onRetry: () => void;
}): ReactNode {
  if (!outcome) return running ? <div className="sql-result" /> : <Empty>Write a query and press Ctrl+Enter, or take one of the examples. Queries read the index and change nothing.</Empty>;
  if (outcome.kind === 'cancelled') return running ? <div className="sql-result" /> : <Empty action={<Button onPress={onRetry}>Run it again</Button>}>{`The query was ended after ${outcome.seconds.toFixed(1)} s.`}</Empty>;
  if (outcome.kind === 'failure') return <Failed outcome={outcome} running={running} onRetry={onRetry} />;
  return <Answer answer={outcome.answer} running={running} view={view} act={act} zone={zone} onRetry={onRetry} />;
}

const TITLES: Readonly<Record<string, string>> = {
  'sql/invalid': 'DuckDB cannot run this query', 'sql/not-a-select': 'This statement is not run here', 'sql/refused': 'This query is not run here',
  'sql/several-statements': 'Several statements at once are not run', 'query/too-slow': 'The query took too long',
};

function Failed({ outcome, running, onRetry }: { outcome: Extract<Outcome, { kind: 'failure' }>; running: boolean; onRetry: () => void }): ReactNode {
  const { code, message, data } = outcome.failure;
  const line = typeof data?.['line'] === 'number' ? data['line'] : undefined;
  const column = typeof data?.['column'] === 'number' ? data['column'] : undefined;
  const allowed = code === 'sql/not-a-select' ? ' It may read every table at the left.' : code === 'sql/refused' ? ' What runs is one SELECT or EXPLAIN over the tables at the left.' : '';
  return (
    <div className={running ? 'sql-result old' : 'sql-result'}>
      <FailurePanel
        title={TITLES[code] ?? 'The query failed'} message={`${visibleText(message, true)}${allowed}`}
        actions={line !== undefined && column !== undefined && <span className="t3">{`Line ${line}, column ${column} of the statement; marked in the editor.`}</span>}
        {...(code.startsWith('sql/') ? {} : { onRetry })}
      />
    </div>
  );
}

function Answer({ answer, running, view, act, zone, onRetry }: { answer: SqlAnswer; running: boolean; view: ResultView; act: ResultActions; zone: string; onRetry: () => void }): ReactNode {
  const actions = useActions();
  const info = useCaseInfo();
  const list = useRef<VirtualRowsHandle>(null);
  const { columns, rows } = answer;
  const plan = explainText(answer);
  const chosen = view.cursor ? Math.abs(view.cursor.row - view.cursor.anchor) + 1 : undefined;
  const copied = Math.min(chosen ?? rows.length, MOST_COPIED);
  const what = chosen === undefined ? (rows.length > MOST_COPIED ? `the first ${formatCount(MOST_COPIED)} rows` : `all ${plural(rows.length, 'row')}`) : plural(chosen, 'row');

  function copy(format: CopyFormat): void {
    const { rows: taken } = chosenRows(answer, view);
    void actions.copy(formatRows(format, columns, taken), `Copied ${plural(taken.length, 'row')} with their header.`);
  }
  function copyHere(): void {
    if (view.cursor && chosen === 1) {
      const cell = chosenRows(answer, view).rows[0]?.[view.cursor.column];
      void actions.copy(cellText(cell) ?? '', `Copied the cell of ${columns[view.cursor.column]!.name}.`);
    } else copy('tsv');
  }

  return (
    <div className={running ? 'sql-result old' : 'sql-result'}>
      <div className="sql-bar">
        <span className="ell" role="status">
          {plural(rows.length, 'row')}<span className="t3">{` in ${answer.seconds < 0.0995 ? `${Math.max(1, Math.round(answer.seconds * 1000))} ms` : `${answer.seconds.toFixed(1)} s`}`}</span>
          {chosen !== undefined && chosen > 1 && <span className="t3">{`, ${formatCount(chosen)} selected`}</span>}
        </span>
        {answer.truncated && <span className="sql-cut ell"><Icon name="warning" size={12} />{`Cut at ${formatCount(answer.maxRows)} rows: there are more${view.sort ? ', and only these are sorted' : ''}`}</span>}
        {answer.indexRevision !== info.indexRevision && <span className="sql-cut ell"><Icon name="refresh" size={12} />The evidence has changed since.<Button kind="link" onPress={onRetry}>Run again</Button></span>}
        <span className="grow" />
        {plan === undefined && <Segmented label="Show as" value={view.as} onChange={act.setAs} options={[{ id: 'table', label: 'Table', icon: 'list' }, { id: 'chart', label: 'Chart', icon: 'chart' }]} />}
        <MenuButton label="Copy rows" icon="copy" text="Copy" entries={FORMATS.map((f) => ({ id: f.id, label: `Copy ${what} ${f.label}`, isDisabled: copied === 0, ...(f.id === 'tsv' ? { keys: 'c' } : {}), run: () => copy(f.id) }))} />
        {view.saving
          ? <Button icon="stop" onPress={act.endSave}>{`Writing ${SAVED.find((f) => f.id === view.saving)!.label}, end it`}</Button>
          : plan === undefined && <MenuButton label="Save the result" icon="download" text="Save" entries={SAVED.map((f) => ({ id: f.id, label: `Save all rows as ${f.label}`, run: () => act.save(f.id) }))} />}
      </div>
      {plan !== undefined ? <pre className="sql-plan scroll selectable" tabIndex={0}>{visibleText(plan, true)}</pre>
        : view.as === 'chart' ? <ChartPanel columns={columns} rows={rows} choice={view.chart} zone={zone} onChoice={act.setChart} onTable={() => act.setAs('table')} />
          : rows.length === 0 ? <Empty>{`The query answered without rows. Its columns are ${columns.map((c) => c.name).join(', ')}.`}</Empty>
            : (
              <ResultTable
                columns={columns} rows={rows} order={view.order} sort={view.sort} zone={zone} cursor={view.cursor} list={list}
                onSort={act.sortBy} onCursor={act.setCursor} onOpen={act.openRow} onCopy={copyHere}
              />
            )}
    </div>
  );
}

/** The text of an EXPLAIN, which is a picture made of letters. */
function explainText(answer: SqlAnswer): string | undefined {
  const [key, value] = answer.columns;
  if (answer.columns.length !== 2 || key!.name !== 'explain_key' || value!.name !== 'explain_value') return undefined;
  return answer.rows.map((row) => cellText(row[1]) ?? '').join('\n');
}
