import { app, BrowserWindow, nativeTheme, screen, type Rectangle, type WebContents } from 'electron';
import { existsSync } from 'node:fs';
import { caseOfAddress, isCase, realPath } from './paths.ts';
import type { SettingsFile } from './settings.ts';
import { CASE_ARGUMENT, CHANNEL } from '../preload/channels.ts';

export interface WindowsOptions {
  readonly preload: string;
  readonly icon: string | undefined;
  /** app://tephra/, or the developer's server. */
  readonly address: string;
  readonly settings: SettingsFile;
  readonly onShown: () => void;
  /** A window is on its way, to a case when there is one. */
  readonly onOpening: (casePath: string | undefined) => void;
  /** The focused window, or what it can do, has changed. */
  readonly onChange: () => void;
}

interface Shown {
  readonly window: BrowserWindow;
  casePath: string | undefined;
  enabledCommands: ReadonlySet<string>;
  /** The page listens: paths may be sent. */
  ready: boolean;
  waitingEvidence: string[];
}

/** The app's windows: one per case. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #shown = new Map<number, Shown>();

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#shown.size;
  }

  /** Opens a case in the window that shows it already, in one that shows none, or in a new one; other paths go to the window in front. */
  openPaths(paths: readonly string[]): void {
    const existing = paths.filter((path) => existsSync(path));
    const cases = existing.filter(isCase);
    const evidence = existing.filter((path) => !isCase(path));
    for (const path of cases) this.#openCase(path);
    if (evidence.length > 0) {
      const target = this.#front() ?? this.open(undefined);
      this.#takeEvidence(target, evidence);
    }
    if (existing.length === 0) this.#focus(this.#front() ?? this.open(undefined));
  }

  /** A window more at a place of our page (`#/case/…`), whatever the others show: the presenter's notes beside the stage. */
  openPlace(place: string): void {
    this.open(undefined, place);
  }

  open(casePath: string | undefined, place = ''): Shown {
    const { settings } = this.#options;
    this.#options.onOpening(casePath ?? caseOfAddress(place));
    const bounds = this.#shown.size === 0 ? onScreen(settings.value.bounds) : undefined;
    const window = new BrowserWindow({
      width: 1440,
      height: 900,
      ...bounds,
      minWidth: 640,
      minHeight: 480,
      title: 'Tephra',
      show: false,
      // The page's own ground, so that nothing flashes while it loads.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1917' : '#fefdfd',
      ...(this.#options.icon === undefined ? {} : { icon: this.#options.icon }),
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        additionalArguments: casePath === undefined ? [] : [CASE_ARGUMENT + encodeURIComponent(casePath)],
      },
    });
    const shown: Shown = { window, casePath: casePath ?? caseOfAddress(place), enabledCommands: new Set(), ready: false, waitingEvidence: [] };
    const { id } = window.webContents;
    this.#shown.set(id, shown);
    if (this.#shown.size === 1 && settings.value.maximized) window.maximize();
    window.once('ready-to-show', () => {
      window.show();
      this.#options.onShown();
    });
    window.on('focus', this.#options.onChange);
    window.on('close', () => settings.update({ bounds: window.getNormalBounds(), maximized: window.isMaximized(), lastCase: shown.casePath }));
    window.on('closed', () => {
      this.#shown.delete(id);
      this.#options.onChange();
    });
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) shown.ready = false;
    });
    window.webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame) this.#showsCase(shown, caseOfAddress(address));
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
    });
    void window.loadURL(this.#options.address + place);
    return shown;
  }

  /** Said by the page: which commands can run now. */
  setEnabled(contents: WebContents, ids: readonly string[]): void {
    const shown = this.#shown.get(contents.id);
    if (shown === undefined) return;
    shown.enabledCommands = new Set(ids);
    shown.ready = true;
    const waiting = shown.waitingEvidence.splice(0);
    if (waiting.length > 0) contents.send(CHANNEL.openEvidence, waiting);
    this.#options.onChange();
  }

  isEnabled(commandId: string): boolean {
    return this.#front()?.enabledCommands.has(commandId) ?? false;
  }

  run(commandId: string): void {
    this.#front()?.window.webContents.send(CHANNEL.menuCommand, commandId);
  }

  windowOf(contents: WebContents): BrowserWindow | undefined {
    return this.#shown.get(contents.id)?.window;
  }

  /** The page's address says which case it shows: a second start finds its window by it, and the next start opens it again. */
  #showsCase(shown: Shown, path: string | undefined): void {
    if (path === shown.casePath) return;
    shown.casePath = path;
    if (path !== undefined) app.addRecentDocument(path);
    if (process.platform === 'darwin') shown.window.setRepresentedFilename(path ?? '');
  }

  #openCase(path: string): void {
    const wanted = realPath(path);
    const holder = [...this.#shown.values()].find((shown) => shown.casePath !== undefined && realPath(shown.casePath) === wanted);
    const empty = [...this.#shown.values()].find((shown) => shown.casePath === undefined && shown.ready);
    if (holder === undefined && empty !== undefined) {
      // A window that shows no case is what a new one would be.
      empty.window.webContents.send(CHANNEL.openCasePath, path);
    }
    this.#focus(holder ?? empty ?? this.open(path));
  }

  #takeEvidence(shown: Shown, paths: readonly string[]): void {
    if (shown.ready) shown.window.webContents.send(CHANNEL.openEvidence, paths);
    else shown.waitingEvidence.push(...paths);
    this.#focus(shown);
  }

  #focus(shown: Shown): void {
    if (shown.window.isMinimized()) shown.window.restore();
    if (shown.window.isVisible()) shown.window.focus();
  }

  #front(): Shown | undefined {
    const focused = BrowserWindow.getFocusedWindow();
    return (focused === null ? undefined : this.#shown.get(focused.webContents.id)) ?? [...this.#shown.values()].at(-1);
  }
}

/** The saved place, unless the screen it was on is gone. */
function onScreen(bounds: Rectangle | undefined): Rectangle | undefined {
  if (bounds === undefined) return undefined;
  const { workArea } = screen.getDisplayMatching(bounds);
  const visible = bounds.x < workArea.x + workArea.width - 100 && bounds.x + bounds.width > workArea.x + 100 && bounds.y >= workArea.y - 10 && bounds.y < workArea.y + workArea.height - 100;
  return visible ? bounds : undefined;
}
