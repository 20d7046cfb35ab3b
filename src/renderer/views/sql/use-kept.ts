import { useMemo } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { itemsOf } from '../../../model/item.ts';
import { readQueries, writeQueries, type KeptQuery } from '../../../model/kept-query.ts';
import { api } from '../../../protocol/api.ts';
import { useChange } from '../../parts/use-change.ts';
import { download } from '../../rpc/download.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useToast } from '../../ui/index.ts';

/** Queries kept in the case by name, and the commands that change them. */
export interface KeptWork {
  /** By name; `undefined` while they are read. */
  readonly queries: readonly KeptQuery[] | undefined;
  keep(name: string, sql: string): Promise<boolean>;
  put(query: KeptQuery, said: string): Promise<boolean>;
  remove(query: KeptQuery): Promise<boolean>;
  saveFile(): void;
  takeFile(file: File): Promise<void>;
}

/** No file of queries is larger. */
const MOST_BYTES = 4_000_000;
const MOST_TAKEN = 1000;

export function useKept(): KeptWork {
  const change = useChange();
  const toast = useToast();
  const { title } = useCaseInfo();
  const data = useRead(api.listItems, { kinds: ['query'] }, { dependsOn: 'work' }).data;
  return useMemo((): KeptWork => {
    const queries = data && itemsOf(data, 'query').sort((a, b) => a.name.localeCompare(b.name, 'en'));
    const save = (item: KeptQuery, said: string): Promise<boolean> => change({ name: 'item.save', input: { item } }, said);
    return {
      queries,
      keep: (name, sql) => save({ kind: 'query', id: uuidv7(), name, sql }, `The query “${visibleText(name)}” is kept.`),
      put: save,
      remove: ({ kind, id, name }) => change({ name: 'item.remove', input: { kind, id } }, `The query “${visibleText(name)}” is removed.`, 'item/not-found'),
      saveFile: () => download([writeQueries(queries ?? [])], 'application/sql', `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}-queries.sql`),
      async takeFile(file) {
        const read = file.size > MOST_BYTES ? [] : readQueries(await file.text(), file.name.replace(/\.sql$/i, '') || 'Query');
        if (read.length === 0) return toast({ kind: 'failed', text: `${visibleText(file.name)} holds no query. A file of queries is SQL, each begun by a line “-- name: …”.` });
        const fresh = read.filter((q) => !queries?.some((own) => own.name === q.name && own.sql === q.sql)).slice(0, MOST_TAKEN);
        if (fresh.length === 0) return toast({ text: `The case has every query of ${visibleText(file.name)} already.` });
        const said = `Took ${plural(fresh.length, 'query', 'queries')} from ${visibleText(file.name)}`;
        await change({ name: 'batch', input: { label: said, commands: fresh.map((q) => ({ name: 'item.save' as const, input: { item: { kind: 'query' as const, id: uuidv7(), ...q } } })) } }, `${said}.`);
        return undefined;
      },
    };
  }, [data, change, toast, title]);
}
