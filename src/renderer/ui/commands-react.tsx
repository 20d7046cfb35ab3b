import { createContext, useContext, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { createCommandRegistry, type Command, type CommandRegistry } from './commands.ts';
import { isMac } from './keys.tsx';

const RegistryContext = createContext<CommandRegistry | undefined>(undefined);

export function CommandProvider({ registry, children }: { registry: CommandRegistry; children: ReactNode }): ReactNode {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = registry.match(event);
      if (!command) return;
      event.preventDefault();
      // A sheet is in front: what is behind it waits.
      if (document.querySelector('.overlay') === null) void command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

export function newCommandRegistry(): CommandRegistry {
  return createCommandRegistry(isMac());
}

export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('This must be inside CommandProvider.');
  return registry;
}

/** Registers commands while the caller is on screen. They may close over its state: the latest ones are run. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useCommandRegistry();
  const latest = useRef(commands);
  useEffect(() => { latest.current = commands; });
  useEffect(() => registry.register(() => latest.current), [registry]);
}

/** Draws again when commands come or go. */
export function useAllCommands(): readonly Command[] {
  const registry = useCommandRegistry();
  const cache = useRef<{ version: number; list: readonly Command[] }>({ version: -1, list: [] });
  const version = useRef(0);
  return useSyncExternalStore(
    (listener) => registry.subscribe(() => { version.current++; listener(); }),
    () => {
      if (cache.current.version !== version.current) cache.current = { version: version.current, list: registry.all() };
      return cache.current.list;
    },
  );
}

/** Runs a command by its id, if it is there and can be run. */
export function useRunCommand(): (id: string) => void {
  const registry = useCommandRegistry();
  return (id) => {
    const command = registry.all().find((c) => c.id === id);
    if (command && (command.when?.() ?? true)) void command.run();
  };
}
