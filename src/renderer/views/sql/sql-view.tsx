import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, plural } from '../../../base/text.ts';
import { useCaseInfo, useCaseSession } from '../../rpc/react.tsx';
import { useActions, useParam, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Select, Skeleton, useCommands, useToast } from '../../ui/index.ts';
import { sortedOrder, type Sort } from './cells.ts';
import { formatChart, parseChart } from './chart-param.ts';
import { ROW_LIMITS, type ConsoleState, type SqlConsole } from './console.ts';
import type { EditorHandle } from './editor.tsx';
import type { Example } from './examples.ts';
import { formatRows } from '../../../model/result-text.ts';
import { chosenRows, ResultPane } from './result-pane.tsx';
import type { Cursor } from './result-table.tsx';
import { useRowActions } from './row-actions.ts';
import { RowDrawer } from './row-drawer.tsx';
import { consoleOf } from './session-console.ts';
import { KeptPanel } from './kept-panel.tsx';
import { SidePanel, type SideTab } from './side-panel.tsx';
import { statements, tokenize } from './tokens.ts';
import { useKept } from './use-kept.ts';
import { useKnowledge } from './use-knowledge.ts';
import { useQueryLink } from './use-query-link.ts';
import { useSave } from './use-save.ts';
import './sql.css';

const Editor = lazy(() => import('./editor.tsx').then((m) => ({ default: m.Editor })));

/** Questions in SQL, asked of the promised tables; answers as rows or as a picture, each row a click from its bytes. */
export function SqlView(): ReactNode {
  const session = useCaseSession();
  const sqlConsole = consoleOf(session);
  const state = useStore(sqlConsole.store);
  const place = usePlaceStore();
  const actions = useActions();
  const toast = useToast();
  const zone = useZone(useCaseInfo().zone);
  const bytes = useParam('bytes');
  const as = useParam('as') === 'chart' ? 'chart' : 'table';
  const chartText = useParam('chart');
  const { knowledge, tables } = useKnowledge();
  const editor = useRef<EditorHandle>(null);
  const link = useQueryLink(sqlConsole);
  const answer = state.outcome?.kind === 'answer' ? state.outcome.answer : undefined;
  const { sort, setSort, order, cursor, setCursor, shown, setShown } = useResultState(answer);
  const rowActions = useRowActions(answer);
  const files = useSave();
  const chart = useMemo(() => answer && parseChart(chartText, answer.columns), [answer, chartText]);
  const [editorPx, setEditorPx] = useState(208);
  const [tab, setTab] = useState<SideTab>('tables');
  const [isNaming, setNaming] = useState(false);
  const kept = useKept();

  const run = useCallback((): void => {
    const statement = editor.current?.statement() ?? statements(sqlConsole.store.getState().text)[0];
    if (!statement) return toast({ text: 'There is no query to run yet.' });
    link.ran(statement.text);
    void sqlConsole.run(statement);
  }, [sqlConsole, link, toast]);

  function take(sql: string, more: { as?: 'chart' } = {}): void {
    sqlConsole.setText(sql);
    place.set({ q: sql, run: '1', as: more.as, chart: undefined });
    editor.current?.focus();
  }
  const onExample = (example: Example): void => take(example.sql, example.chart ? { as: 'chart' } : {});
  const row = shown !== undefined && answer && order !== undefined ? answer.rows[order[shown]!] : shown !== undefined ? answer?.rows[shown] : undefined;
  const selected = (): ReturnType<typeof chosenRows>['rows'] => (answer && cursor ? chosenRows(answer, { order, cursor }, 51).rows : []);

  const isRow = (): boolean => answer !== undefined && cursor !== undefined && as === 'table';
  useCommands([
    { id: 'sql.run', label: 'Run the query', icon: 'play', keys: 'Ctrl+Enter', group: 'SQL', run },
    { id: 'sql.cancel', label: 'End the running query', icon: 'stop', keys: 'Escape', group: 'SQL', when: () => sqlConsole.store.getState().running !== undefined, run: () => void sqlConsole.cancel() },
    { id: 'sql.edit', label: 'Write a query', icon: 'edit', keys: 'q /', group: 'SQL', run: () => editor.current?.focus() },
    { id: 'sql.keep', label: 'Keep this query by name', icon: 'save', keys: 'Ctrl+S', group: 'SQL', when: () => sqlConsole.store.getState().text.trim() !== '', run: () => { setTab('kept'); setNaming(true); } },
    { id: 'sql.chart', label: as === 'chart' ? 'Result as a table' : 'Result as a chart', icon: 'chart', keys: 'v', group: 'SQL', when: () => answer !== undefined, run: () => place.set({ as: as === 'chart' ? undefined : 'chart' }) },
    { id: 'sql.copy', label: 'Copy rows for a spreadsheet', icon: 'copy', keys: 'c', group: 'SQL', when: () => answer !== undefined, run: () => {
      const { rows } = chosenRows(answer!, { order, cursor });
      return actions.copy(formatRows('tsv', answer!.columns, rows), `Copied ${plural(rows.length, 'row')} with their header.`);
    } },
    { id: 'sql.pin', label: 'Pin rows to the timeline', icon: 'pin', keys: 'p', group: 'SQL', when: isRow, run: () => rowActions.pin(selected()) },
    { id: 'sql.cite', label: 'Copy a citation for the postmortem', icon: 'cite', keys: 'y', group: 'SQL', when: isRow, run: () => rowActions.cite(selected()[0]!) },
    { id: 'sql.bytes', label: 'Open the bytes of a row', icon: 'bytes', keys: 'b', group: 'SQL', when: isRow, run: () => rowActions.open(selected()[0]!) },
    { id: 'sql.close', label: 'Close the row', keys: 'Escape', group: 'SQL', hidden: true, when: () => shown !== undefined && bytes === undefined && sqlConsole.store.getState().running === undefined, run: () => setShown(undefined) },
  ]);

  return (
    <div className="view sql">
      <SidePanel
        tab={tab} setTab={setTab} tables={tables} history={state.history} zone={zone} onExample={onExample} onRecall={(sql) => take(sql)} onForget={() => sqlConsole.forget()}
        onInsert={(text) => editor.current?.insert(text)}
        keptQueries={<KeptPanel kept={kept} text={state.text} isNaming={isNaming} onNaming={(naming) => { setNaming(naming); if (!naming) editor.current?.focus(); }} onRecall={(sql) => take(sql)} />}
      />
      <div className="main">
        <Toolbar sqlConsole={sqlConsole} state={state} onRun={run} isLong={link.isTooLong} />
        <div className="sql-pane" style={{ height: editorPx }}>
          <Suspense fallback={<Skeleton rows={6} rowHeight={20} label="Loading the editor" />}>
            <Editor ref={editor} text={state.text} knowledge={knowledge} problem={problemOf(state)} onChange={link.typed} onRun={run} onEscape={() => sqlConsole.cancel()} />
          </Suspense>
        </div>
        <Splitter value={editorPx} onValue={setEditorPx} />
        <h2 className="sr-only">Result</h2>
        <ResultPane
          outcome={state.outcome} running={state.running !== undefined} zone={zone} onRetry={() => rerun(sqlConsole, state)}
          view={{ as, sort, order, cursor, chart, saving: files.saving }}
          actions={{
            setAs: (next) => place.set({ as: next === 'chart' ? 'chart' : undefined }),
            sortBy: (column) => setSort(nextSort(sort, column)),
            setCursor,
            setChart: (choice) => { if (answer) place.set({ chart: formatChart(choice, answer.columns) }, { replace: true }); },
            openRow: setShown,
            save: (format) => { if (answer) void files.save(answer.sql, format); },
            endSave: () => files.cancel(),
          }}
        />
      </div>
      {answer && row && shown !== undefined && bytes === undefined && (
        <RowDrawer answer={answer} row={row} number={(order ? order[shown]! : shown) + 1} zone={zone} rowActions={rowActions} onClose={() => setShown(undefined)} />
      )}
    </div>
  );
}

/** Sorting, cursor and opened row belong to one answer: another one starts without. */
function useResultState(answer: { readonly rows: ReadonlyArray<readonly unknown[]> } | undefined) {
  const [of, setOf] = useState(answer);
  const [sort, setSort] = useState<Sort>();
  const [cursor, setCursor] = useState<Cursor>();
  const [shown, setShown] = useState<number>();
  if (of !== answer) {
    setOf(answer);
    setSort(undefined);
    setCursor(undefined);
    setShown(undefined);
  }
  const order = useMemo(() => (answer ? sortedOrder(answer.rows, sort) : undefined), [answer, sort]);
  return {
    sort, order, cursor, shown, setShown,
    setSort: (next: Sort | undefined): void => {
      setSort(next);
      setCursor(undefined);
      setShown(undefined);
    },
    setCursor: (next: Cursor | undefined): void => {
      setCursor(next);
      // The drawer goes along with the cursor.
      if (shown !== undefined) setShown(next?.row);
    },
  };
}

/** Ascending, descending, as the query has it. */
function nextSort(sort: Sort | undefined, column: number): Sort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

function rerun(sqlConsole: SqlConsole, state: ConsoleState): void {
  const sql = state.outcome?.kind === 'answer' ? state.outcome.answer.sql : state.outcome?.kind === 'failure' ? state.outcome.sql : state.history[0]?.sql;
  if (sql !== undefined) void sqlConsole.run({ text: sql, start: Math.max(0, state.text.indexOf(sql)) });
}

/** What to mark: from the place DuckDB names to the end of its word, as long as the text is what failed. */
function problemOf({ outcome, text }: ConsoleState): { start: number; end: number; message: string } | undefined {
  if (outcome?.kind !== 'failure') return undefined;
  const { failure, sql, start } = outcome;
  const offset = failure.data?.['offset'];
  if (text.slice(start, start + sql.length) !== sql) return undefined;
  const at = typeof offset === 'number' ? offset : 0;
  const word = tokenize(sql).find((t) => t.start <= at && t.end > at);
  const end = typeof offset === 'number' ? word?.end ?? at + 1 : sql.length;
  return { start: start + at, end: start + end, message: failure.message };
}

function Toolbar({ sqlConsole, state, onRun, isLong }: { sqlConsole: SqlConsole; state: ConsoleState; onRun: () => void; isLong: boolean }): ReactNode {
  return (
    <div className="toolbar">
      <h1>SQL</h1>
      {state.running
        ? <Button icon="stop" keys="Escape" onPress={() => sqlConsole.cancel()}>End</Button>
        : <Button kind="primary" icon="play" keys="Ctrl+Enter" onPress={onRun}>Run</Button>}
      {state.running ? <Running startedMs={state.running.startedMs} rows={state.running.rows} /> : <span className="t3 ell">{isLong ? 'This query is too long for a link. It is kept on this machine.' : ''}</span>}
      <span className="grow" />
      <span className="sql-labelled"><span className="t3" aria-hidden>Rows</span><Select
        label="Most rows" hideLabel value={String(state.maxRows)} onChange={(n) => sqlConsole.setMaxRows(Number(n))} options={ROW_LIMITS.map((n) => ({ id: String(n), label: `up to ${formatCount(n)}` }))}
      /></span>
    </div>
  );
}

function Running({ startedMs, rows }: { startedMs: number; rows: number }): ReactNode {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((performance.timeOrigin + performance.now() - startedMs) / 1000), 100);
    return () => clearInterval(timer);
  }, [startedMs]);
  return <span className="ell" role="timer" aria-label="Running">{`Running, ${seconds.toFixed(1)} s${rows > 0 ? `, ${plural(rows, 'row')} so far` : ''}`}</span>;
}

const LEAST_PX = 72;

/** The line between query and result: drag it, or move it with the arrow keys. */
function Splitter({ value, onValue }: { value: number; onValue: (px: number) => void }): ReactNode {
  const set = (px: number): void => onValue(Math.round(Math.max(LEAST_PX, Math.min(720, px))));
  return (
    <div
      className="sql-splitter" role="separator" aria-orientation="horizontal" aria-label="Height of the query" tabIndex={0} aria-valuenow={value} aria-valuemin={LEAST_PX} aria-valuemax={720}
      onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
      onPointerMove={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId)) set(e.clientY - e.currentTarget.previousElementSibling!.getBoundingClientRect().top); }}
      onKeyDown={(e) => {
        if (e.key === 'ArrowUp') set(value - 16);
        else if (e.key === 'ArrowDown') set(value + 16);
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}
    />
  );
}
