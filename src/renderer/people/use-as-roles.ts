import { useCallback } from 'react';
import { itemsOf } from '../../model/item.ts';
import { peopleAsRoles, type Person } from '../../model/person.ts';
import { api } from '../../protocol/api.ts';
import { useRead } from '../rpc/react.tsx';
import { usePreference } from '../state/react.tsx';

const NOBODY: readonly Person[] = [];

/** The people of the case, by id. */
export function usePeople(): { readonly people: readonly Person[]; readonly loading: boolean } {
  const { data, loading } = useRead(api.listItems, { kinds: ['person'] }, { dependsOn: 'work' });
  return { people: data ? itemsOf(data, 'person') : NOBODY, loading };
}

/**
 * How text is to be shown: as it is, or with people as roles where the person at the screen asked for that. Every view
 * passes what it shows of titles, notes, authors and prose through it; what is edited stays as it was written.
 */
export function useAsRoles(): (text: string) => string {
  const asRoles = usePreference((p) => p.asRoles);
  const { data } = useRead(api.listItems, { kinds: ['person'] }, { dependsOn: 'work', enabled: asRoles });
  return useCallback((text: string) => (asRoles && data ? peopleAsRoles(text, itemsOf(data, 'person')) : text), [asRoles, data]);
}
