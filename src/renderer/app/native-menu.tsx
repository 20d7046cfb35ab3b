import { useEffect } from 'react';
import { shell } from '../rpc/shell.ts';
import { useCommandRegistry } from '../ui/index.ts';

/** How often the native menu hears which of its commands can be run: it has no way to ask. */
const REFRESH_MS = 500;

/** Joins the native menu of Electron to the commands; nothing in a browser. */
export function NativeMenu(): undefined {
  const registry = useCommandRegistry();
  useEffect(() => {
    const electron = shell();
    if (!electron) return undefined;
    let sent = '';
    const refresh = (): void => {
      const enabled = registry.all().filter((c) => c.when?.() ?? true).map((c) => c.id).toSorted((a, b) => (a < b ? -1 : 1));
      const text = enabled.join(' ');
      if (text === sent) return;
      sent = text;
      electron.setMenuState({ enabled });
    };
    const timer = setInterval(refresh, REFRESH_MS);
    const offMenu = electron.onMenuCommand((id) => {
      const command = registry.all().find((c) => c.id === id);
      if (command && (command.when?.() ?? true)) void command.run();
    });
    const offRegistry = registry.subscribe(refresh);
    refresh();
    return () => {
      clearInterval(timer);
      offMenu();
      offRegistry();
    };
  }, [registry]);
}
