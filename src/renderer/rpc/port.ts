import type { TephraShell } from './shell.ts';

const PORT_MESSAGE = 'tephra:port';

/** A port to the engine. The preload posts it to the window, because contextBridge can pass none: src/preload/README.md. */
export function requestPort(shell: TephraShell): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const take = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
    shell.connect().catch((error: unknown) => {
      window.removeEventListener('message', take);
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}
