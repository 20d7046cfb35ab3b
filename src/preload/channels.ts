/** The channels between preload and main: one place, so that both sides and the sender checks agree. */
export const CHANNEL = {
  connect: 'tephra:connect',
  port: 'tephra:port',
  openFiles: 'tephra:open-files',
  openFolder: 'tephra:open-folder',
  openCase: 'tephra:open-case',
  newCase: 'tephra:new-case',
  openWindow: 'tephra:open-window',
  saveFile: 'tephra:save-file',
  menuCommand: 'tephra:menu-command',
  menuState: 'tephra:menu-state',
  openCasePath: 'tephra:open-case-path',
  openEvidence: 'tephra:open-evidence',
} as const;

/** The argument by which a window learns its case: `--tephra-case=` and the path, percent-encoded. */
export const CASE_ARGUMENT = '--tephra-case=';
