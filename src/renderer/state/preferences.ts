import { createStore, type StoreApi } from 'zustand/vanilla';

export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

/** What a person likes, whatever the case. Kept in this browser or app only. */
export interface Preferences {
  readonly theme: ThemeChoice;
  /** Names of people are shown as their roles. */
  readonly asRoles: boolean;
}

const KEY = 'tephra.preferences';

export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => stored(storage));
  store.subscribe((state) => {
    try {
      storage?.setItem(KEY, JSON.stringify(state));
    } catch {
      // A full or forbidden storage costs the preference, nothing else.
    }
  });
  return store;
}

function stored(storage: Pick<Storage, 'getItem'> | undefined): Preferences {
  let kept: unknown;
  try {
    kept = JSON.parse(storage?.getItem(KEY) ?? '{}');
  } catch {
    // What cannot be read is as if nothing had been chosen.
  }
  const theme = kept && typeof kept === 'object' && 'theme' in kept ? kept.theme : undefined;
  return {
    theme: theme === 'light' || theme === 'dark' || theme === 'contrast' ? theme : 'system',
    asRoles: kept !== null && typeof kept === 'object' && 'asRoles' in kept && kept.asRoles === true,
  };
}

/** The theme to show: the choice, or what the system asks for. */
export function resolveTheme(choice: ThemeChoice, system: { dark: boolean; moreContrast: boolean }): 'light' | 'dark' | 'contrast' {
  if (choice !== 'system') return choice;
  return system.moreContrast ? 'contrast' : system.dark ? 'dark' : 'light';
}
