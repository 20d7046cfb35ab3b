import { useMemo } from 'react';
import { itemsOf } from '../../model/item.ts';
import { peopleAsRoles, type Person } from '../../model/person.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
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
  // A new step of work brings the same people as new objects: nothing is to be drawn again for that.
  const said = useMemo(() => (asRoles && data ? JSON.stringify(itemsOf(data, 'person').map(({ kind, id, name, aliases, role }): Person => ({ kind, id, name, aliases, role }))) : ''), [asRoles, data]);
  return useMemo(() => {
    if (said === '') return asWritten;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
    const people = JSON.parse(said) as readonly Person[];
    return (text: string) => peopleAsRoles(text, people);
  }, [said]);
}

const asWritten = (text: string): string => text;

/** The same for entries of a timeline, to show and not to save: titles, notes and roles. Without the switch they are the ones given. */
export function useEntriesAsRoles<T extends Pick<TimelineEntry, 'title' | 'note' | 'role'>>(entries: readonly T[]): readonly T[] {
  const show = useAsRoles();
  return useMemo(() => (show === asWritten ? entries : entries.map((e) => ({ ...e, title: show(e.title), note: show(e.note), role: show(e.role) }))), [entries, show]);
}
