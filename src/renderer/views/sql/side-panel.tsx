import { useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../../base/time.ts';
import { Button, Empty, FilterBox, Icon, PlainButton, Skeleton, Tabs } from '../../ui/index.ts';
import type { TableDoc } from './complete.ts';
import type { HistoryEntry } from './console.ts';
import { EXAMPLES, type Example } from './examples.ts';
import { identifier } from './tokens.ts';

export type SideTab = 'tables' | 'examples' | 'kept' | 'history';

/** What there is to ask about, what one could ask, what is kept, what was asked. */
export function SidePanel({ tab, setTab, tables, keptQueries, history, zone, onInsert, onExample, onRecall, onForget }: {
  tab: SideTab; setTab: (tab: SideTab) => void; tables: readonly TableDoc[] | undefined; keptQueries: ReactNode; history: readonly HistoryEntry[]; zone: string;
  onInsert: (text: string) => void; onExample: (example: Example) => void; onRecall: (sql: string) => void; onForget: () => void;
}): ReactNode {
  return (
    <aside className="side sql-side" aria-label="Tables, examples, kept queries and history">
      <Tabs<SideTab>
        label="Tables, examples, kept queries and history" value={tab} onChange={setTab}
        tabs={[
          { id: 'tables', label: 'Tables', content: <Tables tables={tables} onInsert={onInsert} /> },
          { id: 'examples', label: 'Examples', content: <Examples onExample={onExample} /> },
          { id: 'kept', label: 'Kept', content: keptQueries },
          { id: 'history', label: 'History', content: <History history={history} zone={zone} onRecall={onRecall} onForget={onForget} /> },
        ]}
      />
    </aside>
  );
}

/** The first ones are of every case; the rest are its kinds of evidence. */
const COMMON = ['events', 'spans', 'metric_points', 'artifacts', 'diagnostics'];

function Tables({ tables, onInsert }: { tables: readonly TableDoc[] | undefined; onInsert: (text: string) => void }): ReactNode {
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['events']));
  if (!tables) return <Skeleton rows={16} rowHeight={24} label="Reading the tables" />;
  const word = sought.trim().toLowerCase();
  const rank = (table: TableDoc): number => (COMMON.indexOf(table.table) + COMMON.length + 1) % (COMMON.length + 1);
  const shown = [...tables].sort((a, b) => rank(a) - rank(b)).flatMap((table) => {
    if (word === '' || table.table.toLowerCase().includes(word)) return [{ table, columns: table.columns, found: false }];
    const columns = table.columns.filter((c) => c.name.toLowerCase().includes(word));
    return columns.length > 0 ? [{ table, columns, found: true }] : [];
  });
  return (
    <div className="sql-panel">
      <div className="sql-panel-tools"><FilterBox label="Find a table or column" value={sought} onChange={setSought} width={224} /></div>
      <div className="scroll grow" role="list" aria-label="Tables">
        {shown.length === 0 && <p className="sql-none">{`No table or column is called “${sought}”.`}</p>}
        {shown.map(({ table, columns, found }) => {
          const isOpen = found || open.has(table.table);
          return (
            <div key={table.table} role="listitem" className="sql-table">
              <div className="sql-table-head">
                <PlainButton
                  className="sql-table-name focus-inside" label={`${table.table}, ${isOpen ? 'unfolded' : 'folded'}`}
                  onPress={() => setOpen((s) => { const next = new Set(s); if (!next.delete(table.table)) next.add(table.table); return next; })}
                >
                  <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} /><span className="mono ell strong">{table.table}</span><span className="grow" /><span className="t3 micro">{table.columns.length}</span>
                </PlainButton>
                <PlainButton className="icon-btn small" label={`Insert ${table.table}`} onPress={() => onInsert(identifier(table.table))}><Icon name="plus" size={12} /></PlainButton>
              </div>
              {isOpen && <p className="sql-doc">{table.description}</p>}
              {isOpen && columns.map((c) => (
                <PlainButton key={c.name} className="sql-column focus-inside" label={`Insert ${c.name}, ${c.type}. ${c.description}`} onPress={() => onInsert(identifier(c.name))}>
                  <span className="sql-column-name"><span className="mono ell">{c.name}</span><span className="mono t3 micro">{c.type}</span></span>
                  <span className="sql-doc">{c.description}</span>
                </PlainButton>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Examples({ onExample }: { onExample: (example: Example) => void }): ReactNode {
  return (
    <div className="scroll sql-panel" role="list" aria-label="Examples">
      {EXAMPLES.map((example) => (
        <div role="listitem" key={example.title}>
          <PlainButton className="sql-choice focus-inside" onPress={() => onExample(example)}>
            <span className="strong">{example.title}</span>
            <span className="sql-doc">{example.sentence}</span>
          </PlainButton>
        </div>
      ))}
    </div>
  );
}

function History({ history, zone, onRecall, onForget }: { history: readonly HistoryEntry[]; zone: string; onRecall: (sql: string) => void; onForget: () => void }): ReactNode {
  if (history.length === 0) return <Empty>Queries you run are listed here, the latest first.</Empty>;
  return (
    <div className="sql-panel">
      <div className="scroll grow" role="list" aria-label="History">
        {history.map((entry) => (
          <div role="listitem" key={entry.sql}>
            <PlainButton className="sql-choice focus-inside" onPress={() => onRecall(entry.sql)}>
              <span className="mono sql-query">{visibleText(entry.sql, true)}</span>
              <span className="sql-doc">{`${whenText(entry.atMs, zone)}, ${entry.rows === undefined ? 'no answer' : plural(entry.rows, 'row')}`}</span>
            </PlainButton>
          </div>
        ))}
      </div>
      <div className="sql-panel-foot"><span className="t3 grow">{`${formatCount(history.length)} kept on this machine`}</span><Button kind="quiet" onPress={onForget}>Forget</Button></div>
    </div>
  );
}

function whenText(atMs: number, zone: string): string {
  const ns = BigInt(Math.round(atMs)) * 1_000_000n;
  return `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, 'minute')}`;
}
