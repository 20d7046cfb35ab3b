import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CASE_ARGUMENT, CHANNEL } from './channels.ts';

/** Calls `take` for every message on `channel`; returns the way to stop. */
function subscribe(channel: string, take: Parameters<typeof ipcRenderer.on>[1]): () => void {
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
  saveFile: (suggestedName: string, kind: 'pdf' | 'md' | 'csv' | 'jsonl' | 'parquet' | 'txt' | 'json' | 'ics' | 'html' | 'svg' | 'xml' | 'dft'): Promise<string | undefined> => ipcRenderer.invoke(CHANNEL.saveFile, [suggestedName, kind]),
  openWindow: (place: string): Promise<void> => ipcRenderer.invoke(CHANNEL.openWindow, place),
  pathsOfDroppedFiles: (files: File[]): string[] => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
  onMenuCommand: (listener: (id: string) => void): (() => void) => subscribe(CHANNEL.menuCommand, (_event, id: string) => listener(id)),
  onOpenPath: (listener: (path: string) => void): (() => void) => subscribe(CHANNEL.openCasePath, (_event, path: string) => listener(path)),
  onOpenEvidence: (listener: (paths: string[]) => void): (() => void) => subscribe(CHANNEL.openEvidence, (_event, paths: string[]) => listener(paths)),
  setMenuState: (state: { enabled: string[] }): void => ipcRenderer.send(CHANNEL.menuState, state),
});
