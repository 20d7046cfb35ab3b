import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CASE_ARGUMENT, CHANNEL } from './channels.ts';

/** Calls back for every message on `channel`; returns the way to stop. */
function subscribe(channel: string, listener: (value: string) => void): () => void {
  const take = (_event: unknown, value: string): void => listener(value);
  ipcRenderer.on(channel, take);
  return () => {
    ipcRenderer.removeListener(channel, take);
  };
}

// A port cannot pass through contextBridge, which copies values; window.postMessage transfers it. See README.md.
ipcRenderer.on(CHANNEL.port, (event) => {
  window.postMessage(CHANNEL.port, window.location.origin, event.ports);
});

const caseArgument = process.argv.find((argument) => argument.startsWith(CASE_ARGUMENT));

contextBridge.exposeInMainWorld('tephra', {
  platform: process.platform,
  initialCase: caseArgument === undefined ? undefined : decodeURIComponent(caseArgument.slice(CASE_ARGUMENT.length)),
  connect: (): Promise<void> => ipcRenderer.invoke(CHANNEL.connect),
  openFiles: (): Promise<string[]> => ipcRenderer.invoke(CHANNEL.openFiles),
  openFolder: (): Promise<string[]> => ipcRenderer.invoke(CHANNEL.openFolder),
  openCase: (): Promise<string | undefined> => ipcRenderer.invoke(CHANNEL.openCase),
  newCase: (suggested: string): Promise<string | undefined> => ipcRenderer.invoke(CHANNEL.newCase, suggested),
  saveFile: (suggestedName: string, kind: 'pdf' | 'md'): Promise<string | undefined> => ipcRenderer.invoke(CHANNEL.saveFile, [suggestedName, kind]),
  pathsOfDroppedFiles: (files: File[]): string[] => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
  onMenuCommand: (listener: (id: string) => void): (() => void) => subscribe(CHANNEL.menuCommand, listener),
  onOpenPath: (listener: (path: string) => void): (() => void) => subscribe(CHANNEL.openPath, listener),
  setMenuState: (state: { enabled: string[] }): void => ipcRenderer.send(CHANNEL.menuState, state),
});
