/** What the preload gives the renderer in Electron. A browser has none of it: `shell()` is then `undefined`. */
export interface TephraShell {
  readonly platform: string;
  /** Asks for a port to the engine. It arrives as a message of the window, `tephra:port`: see src/preload/README.md. */
  connect(): Promise<void>;
  openFiles(): Promise<string[]>;
  openFolder(): Promise<string[]>;
  openCase(): Promise<string | undefined>;
  newCase(suggested: string): Promise<string | undefined>;
  saveFile(suggestedName: string, kind: 'pdf' | 'md' | 'csv' | 'jsonl' | 'parquet' | 'txt' | 'json' | 'ics' | 'html' | 'svg' | 'xml' | 'dft'): Promise<string | undefined>;
  pathsOfDroppedFiles(files: File[]): string[];
  /** A second window of the app at a place of its own (`#/case/…`). */
  openWindow(place: string): Promise<void>;
  onMenuCommand(listener: (id: string) => void): () => void;
  setMenuState(state: { enabled: string[] }): void;
  /** A case named on the command line, or the one that was open before. */
  readonly initialCase: string | undefined;
  /** A case to go to, as the system or another start of the app hands it over. */
  onOpenPath(listener: (path: string) => void): () => void;
  /** Files and folders to take in, handed over the same way. */
  onOpenEvidence(listener: (paths: string[]) => void): () => void;
}

declare global {
  interface Window {
    readonly tephra?: TephraShell;
  }
}

export function shell(): TephraShell | undefined {
  return window.tephra;
}
