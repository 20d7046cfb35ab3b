import { app, session, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';

/**
 * What every page of the app may never do, whatever it shows: evidence is hostile, and a hole in the renderer must
 * not become more than a hole in the renderer. Follows Electron's security checklist
 * (https://www.electronjs.org/docs/latest/tutorial/security), items 4, 5, 7, 12, 13, 14, 17.
 */
export function hardenApp(origin: string): void {
  // Where the person running it has turned Chromium's sandbox off (root in a container), insisting on it for every
  // process leaves the network service unable to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.once('ready', () => {
    const { defaultSession } = session;
    defaultSession.setPermissionCheckHandler((_contents, permission, from) => mayUse(permission, from, origin));
    defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => answer(mayUse(permission, details.requestingUrl, origin)));
    defaultSession.setDevicePermissionHandler(() => false);
    defaultSession.setSpellCheckerEnabled(false);
    // Offline by construction: whatever is not our own page (or the developer's, over vite) is never fetched.
    defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocal(details.url, origin) }));
    defaultSession.on('will-download', (event, item) => {
      // The browser shell's way of saving a report. Here the native dialog and the engine write files.
      if (!item.getURL().startsWith('blob:')) event.preventDefault();
    });
  });
}

/** Copying text and filling the screen (a review) are all that the app asks of its platform. */
function mayUse(permission: string, from: string, origin: string): boolean {
  return (permission === 'clipboard-sanitized-write' || permission === 'fullscreen') && isOrigin(from, origin);
}

function isOrigin(address: string, origin: string): boolean {
  try {
    // `URL.origin` is "null" for schemes that Node does not know.
    const url = new URL(address);
    return `${url.protocol}//${url.host}` === origin;
  } catch {
    return false;
  }
}

function isLocal(address: string, origin: string): boolean {
  if (/^(?:blob|data|devtools|chrome-extension):/.test(address)) return true;
  return isOrigin(address.replace(/^ws:/, 'http:'), origin);
}

/** True when a message comes from the top frame of a page of ours, and from nothing else that may run in a window. */
export function isFromOurPage(event: IpcMainEvent | IpcMainInvokeEvent, origin: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOrigin(frame.url, origin);
}
