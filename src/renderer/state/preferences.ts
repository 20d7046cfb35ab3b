import { createStore, type StoreApi } from 'zustand/vanilla';

export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

/** What a person likes, whatever the case. Kept in this browser or app only. */
export interface Preferences {
  readonly theme: ThemeChoice;
}

const KEY = 'tephra.preferences';

export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => ({ theme: storedTheme(storage) }));
  store.subscribe((state) => {
    try {
      storage?.setItem(KEY, JSON.stringify(state));
    } catch {
      // A full or forbidden storage costs the preference, nothing else.
    }
  });
  return store;
}

function storedTheme(storage: Pick<Storage, 'getItem'> | undefined): ThemeChoice {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    const theme = stored && typeof stored === 'object' && 'theme' in stored ? stored.theme : undefined;
    return theme === 'light' || theme === 'dark' || theme === 'contrast' ? theme : 'system';
  } catch {
    return 'system';
  }
}

/** The theme to show: the choice, or what the system asks for. */
export function resolveTheme(choice: ThemeChoice, system: { dark: boolean; moreContrast: boolean }): 'light' | 'dark' | 'contrast' {
  if (choice !== 'system') return choice;
  return system.moreContrast ? 'contrast' : system.dark ? 'dark' : 'light';
}
