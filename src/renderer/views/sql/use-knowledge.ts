import { useMemo } from 'react';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import type { SqlKnowledge, TableDoc } from './complete.ts';

/** Facets by the columns that hold their values. */
const COLUMN_OF: Readonly<Record<string, string>> = { service: 'service_name', host: 'host_name', kind: 'kind' };

/** Tables of the case and values that occur in it, to complete with. */
export function useKnowledge(): { readonly knowledge: SqlKnowledge; readonly tables: readonly TableDoc[] | undefined } {
  const tables = useRead(api.sqlSchema, {}, { dependsOn: 'index' }).data;
  const facets = useRead(api.facets, { filter: { terms: [] }, limit: 50 }, { dependsOn: 'index' }).data;
  const artifacts = useRead(api.listEvidence, {}, { dependsOn: 'index' }).data;
  return useMemo(() => {
    const values = new Map<string, readonly string[]>();
    const attributes: string[] = [];
    for (const facet of facets ?? []) {
      const column = COLUMN_OF[facet.field];
      const found = facet.values.map((v) => v.value).filter((v) => v !== '');
      if (column !== undefined) values.set(column, found);
      else if (facet.field !== 'level' && facet.field !== 'source') {
        attributes.push(facet.field);
        values.set(facet.field, found);
      }
    }
    values.set('path', (artifacts ?? []).slice(0, 500).flatMap((a) => a.paths.slice(0, 1)));
    values.set('status', ['understood', 'carried', 'pending', 'failed']);
    values.set('status_code', ['OK', 'ERROR', 'UNSET']);
    return { tables, knowledge: { tables: tables ?? [], values, attributes } };
  }, [tables, facets, artifacts]);
}
