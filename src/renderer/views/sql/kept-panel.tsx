import { useState, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import type { KeptQuery } from '../../../model/kept-query.ts';
import { NameForm } from '../../parts/name-form.tsx';
import { Button, FileButton, MenuButton, PlainButton, Skeleton } from '../../ui/index.ts';
import type { KeptWork } from './use-kept.ts';

/** Queries that are kept in the case, to run again, to share as a file. */
export function KeptPanel({ kept, text, isNaming, onNaming, onRecall }: {
  kept: KeptWork; text: string; isNaming: boolean; onNaming: (naming: boolean) => void; onRecall: (sql: string) => void;
}): ReactNode {
  const { queries } = kept;
  if (!queries) return <Skeleton rows={6} rowHeight={40} />;
  return (
    <div className="sql-panel">
      {isNaming && <NameForm initial="" label="Name of the query" onDone={(name) => { onNaming(false); if (name !== undefined) void kept.keep(name, text); }} />}
      <div className="scroll grow" role="list" aria-label="Kept queries">
        {queries.map((query) => <KeptRow key={query.id} query={query} kept={kept} text={text} onRecall={onRecall} />)}
        {queries.length === 0 && !isNaming && (
          <div role="listitem" className="sql-none">
            <p>Keep a query by name: it stays in the case, for everybody who opens it.</p>
          </div>
        )}
      </div>
      <div className="sql-kept-foot">
        <Button kind="quiet" icon="save" keys="Ctrl+S" isDisabled={text.trim() === ''} onPress={() => onNaming(true)}>Keep this query</Button>
        <Button kind="quiet" icon="download" isDisabled={queries.length === 0} onPress={() => kept.saveFile()}>Save to a file</Button>
        <FileButton kind="quiet" icon="plus" accepts={['.sql', 'application/sql', 'text/plain']} onFile={(file) => void kept.takeFile(file)}>Take from a file</FileButton>
      </div>
    </div>
  );
}

function KeptRow({ query, kept, text, onRecall }: { query: KeptQuery; kept: KeptWork; text: string; onRecall: (sql: string) => void }): ReactNode {
  const [isRenaming, setRenaming] = useState(false);
  const name = visibleText(query.name);
  if (isRenaming) {
    return <div role="listitem"><NameForm initial={query.name} label="Name of the query" onDone={(next) => { setRenaming(false); if (next !== undefined) void kept.put({ ...query, name: next }, `The query is called “${visibleText(next)}”.`); }} /></div>;
  }
  return (
    <div role="listitem" className="sql-kept">
      <PlainButton className="sql-choice focus-inside" onPress={() => onRecall(query.sql)}>
        <span className="strong ell">{name}</span>
        <span className="mono sql-query">{visibleText(query.sql, true)}</span>
      </PlainButton>
      <MenuButton
        label={`More about ${name}`} icon="more"
        entries={[
          { id: 'rename', label: 'Rename', icon: 'edit', run: () => setRenaming(true) },
          { id: 'replace', label: 'Replace with the query shown', icon: 'save', isDisabled: text.trim() === '' || text === query.sql, run: () => void kept.put({ ...query, sql: text }, `The query “${name}” is changed.`) },
          { id: 'remove', label: 'Remove', icon: 'trash', run: () => void kept.remove(query) },
        ]}
      />
    </div>
  );
}
