import { ipcMain, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { chooseCase, chooseFileToSave, chooseFiles, chooseFolder, chooseNewCase, SAVED_KINDS } from './dialogs.ts';
import type { EngineProcess } from './engine-process.ts';
import { isFromOurPage } from './security.ts';
import { CHANNEL } from '../preload/channels.ts';
import type { Windows } from './windows.ts';

const Name = z.string().max(500);
/** A place within our page, and nothing that could lead out of it. */
const Place = z.string().startsWith('#/').max(20_000);
const MenuState = z.object({ enabled: z.array(z.string().max(100)).max(1_000) });

/** What the preload may ask for. Every message is checked: who sends it, and what is in it. */
export function answerWindows(windows: Windows, engine: EngineProcess, origin: string): void {
  function handle<Input extends z.ZodType, Output>(channel: string, input: Input, answer: (window: BrowserWindow, value: z.output<Input>) => Output | Promise<Output>): void {
    ipcMain.handle(channel, (event, value: unknown) => {
      const window = windows.windowOf(event.sender);
      if (window === undefined || !isFromOurPage(event, origin)) throw new Error(`${channel} was asked for by a page that may not.`);
      return answer(window, input.parse(value));
    });
  }
  handle(CHANNEL.connect, z.undefined(), (window) => {
    window.webContents.postMessage(CHANNEL.port, undefined, [engine.connect()]);
  });
  handle(CHANNEL.openFiles, z.undefined(), chooseFiles);
  handle(CHANNEL.openFolder, z.undefined(), chooseFolder);
  handle(CHANNEL.openCase, z.undefined(), chooseCase);
  handle(CHANNEL.newCase, Name, chooseNewCase);
  handle(CHANNEL.saveFile, z.tuple([Name, z.enum(SAVED_KINDS)]), (window, [name, kind]) => chooseFileToSave(window, name, kind));
  handle(CHANNEL.openWindow, Place, (_window, place) => {
    windows.openPlace(place);
  });
  ipcMain.on(CHANNEL.menuState, (event, value: unknown) => {
    const state = MenuState.safeParse(value);
    if (isFromOurPage(event, origin) && state.success) windows.setEnabled(event.sender, state.data.enabled);
  });
}
