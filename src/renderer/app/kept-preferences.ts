import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../rpc/connection.ts';
import type { Preferences } from '../state/preferences.ts';

/**
 * Keeps preferences with the person's notes as well: the browser shell has another address each time it starts, and a
 * browser keeps nothing from one address to the next.
 */
export function useKeptPreferences(connection: Connection, preferences: StoreApi<Preferences>): void {
  useEffect(() => {
    const gone = new AbortController();
    let known = false;
    let changed = false;
    const unsubscribe = preferences.subscribe((now) => {
      changed = true;
      if (known) void connection.call(api.keepPersonNotes, pick(now));
    });
    const load = async (): Promise<void> => {
      const client = await connection.open(gone.signal);
      const notes = await client?.call(api.personNotes, {}, { signal: gone.signal });
      if (notes?.ok !== true) return;
      // What somebody has chosen meanwhile is newer.
      if (changed) void connection.call(api.keepPersonNotes, pick(preferences.getState()));
      else preferences.setState((now) => ({ theme: notes.value.theme ?? now.theme, asRoles: notes.value.asRoles ?? now.asRoles }));
      known = true;
    };
    void load();
    return () => {
      gone.abort();
      unsubscribe();
    };
  }, [connection, preferences]);
}

function pick({ theme, asRoles }: Preferences): Pick<Preferences, 'theme' | 'asRoles'> {
  return { theme, asRoles };
}
