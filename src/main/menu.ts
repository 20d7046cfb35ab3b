import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly isEnabled: (commandId: string) => boolean;
  readonly run: (commandId: string) => void;
  readonly newWindow: () => void;
}

/** A command of the page, by its id in the renderer's registry. The page handles its keys itself, so they are only shown. */
interface CommandItem {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
}

/**
 * Every id is one of the page's commands (src/renderer/app); a desktop test fails on one that is not.
 */
export const MENU_COMMANDS = {
  file: [
    [
      { id: 'case.new', label: 'New case…', keys: 'CmdOrCtrl+Alt+N' },
      { id: 'case.open', label: 'Open case…', keys: 'CmdOrCtrl+O' },
    ],
    [
      { id: 'evidence.addFiles', label: 'Add files…', keys: 'CmdOrCtrl+I' },
      { id: 'evidence.addFolder', label: 'Add folder…', keys: 'CmdOrCtrl+Shift+I' },
    ],
    [
      { id: 'report.saveMarkdown', label: 'Save report as Markdown…' },
      { id: 'report.savePdf', label: 'Save report as PDF…' },
    ],
    [{ id: 'case.close', label: 'Close case' }],
  ],
  edit: [
    [
      { id: 'work.undo', label: 'Undo', keys: 'CmdOrCtrl+Z' },
      { id: 'work.redo', label: 'Redo', keys: 'CmdOrCtrl+Shift+Z' },
    ],
  ],
  view: [
    [
      { id: 'view.evidence', label: 'Evidence', keys: 'CmdOrCtrl+1' },
      { id: 'view.explore', label: 'Explore', keys: 'CmdOrCtrl+2' },
      { id: 'view.sql', label: 'SQL', keys: 'CmdOrCtrl+3' },
      { id: 'view.traces', label: 'Traces', keys: 'CmdOrCtrl+4' },
    ],
    [
      { id: 'view.timeline', label: 'Timeline', keys: 'CmdOrCtrl+5' },
      { id: 'view.reasoning', label: 'Reasoning', keys: 'CmdOrCtrl+6' },
      { id: 'view.fault-tree', label: 'Fault tree', keys: 'CmdOrCtrl+7' },
    ],
    [
      { id: 'view.postmortem', label: 'Postmortem', keys: 'CmdOrCtrl+8' },
      { id: 'view.review', label: 'Review', keys: 'CmdOrCtrl+9' },
      { id: 'view.actions', label: 'Actions', keys: 'CmdOrCtrl+0' },
    ],
    [{ id: 'palette.open', label: 'Command palette…', keys: 'CmdOrCtrl+Shift+P' }],
  ],
  help: [[{ id: 'help.keys', label: 'Keys' }]],
} as const satisfies Record<string, readonly (readonly CommandItem[])[]>;

export function buildMenu(actions: MenuActions): Menu {
  const groups = (parts: readonly (readonly CommandItem[])[]): MenuItemConstructorOptions[] =>
    parts.flatMap((part, index) => [
      ...(index === 0 ? [] : [{ type: 'separator' as const }]),
      ...part.map((item): MenuItemConstructorOptions => ({
        id: item.id,
        label: item.label,
        enabled: actions.isEnabled(item.id),
        ...(item.keys === undefined ? {} : { accelerator: item.keys, registerAccelerator: false }),
        click: () => actions.run(item.id),
      })),
    ]);
  const isMac = process.platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New window', click: actions.newWindow },
        { type: 'separator' },
        ...groups(MENU_COMMANDS.file),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', label: `Quit ${app.name}` },
      ],
    },
    {
      label: '&Edit',
      submenu: [...groups(MENU_COMMANDS.edit), { type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    {
      label: '&View',
      submenu: [
        ...groups(MENU_COMMANDS.view),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ type: 'separator' as const }, { role: 'toggleDevTools' as const }]),
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    { label: '&Help', submenu: groups(MENU_COMMANDS.help) },
  ]);
}
