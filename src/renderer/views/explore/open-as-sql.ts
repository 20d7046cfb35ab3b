import { useCallback } from 'react';
import type { Filter } from '../../../model/filter.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { usePlaceStore } from '../../state/react.tsx';
import { useToast } from '../../ui/index.ts';

/** Goes on in the SQL console with the records of a filter: the query that has the same ones, already run. */
export function useOpenAsSql(): (filter: Filter) => Promise<void> {
  const session = useCaseSession();
  const place = usePlaceStore();
  const toast = useToast();
  return useCallback(async (filter: Filter) => {
    const made = await session.read(api.filterToSql, { filter });
    if (made.ok) place.go('sql', { q: made.value.sql, run: '1' });
    else toast({ kind: 'failed', text: made.failure.message });
  }, [session, place, toast]);
}
