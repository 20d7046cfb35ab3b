import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { resolveTheme, type Preferences } from '../state/preferences.ts';

/** Sets the theme on the page: the choice, or what the system asks for, also when that changes. */
export function useTheme(preferences: StoreApi<Preferences>): void {
  const choice = useStore(preferences, (p) => p.theme);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const contrast = window.matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      document.documentElement.dataset['theme'] = resolveTheme(choice, { dark: dark.matches, moreContrast: contrast.matches });
    };
    apply();
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
      contrast.removeEventListener('change', apply);
    };
  }, [choice]);
}
