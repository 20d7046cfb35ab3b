import { app, dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';
import { join } from 'node:path';

/** Native dialogs. A person who cancels gets an empty list or `undefined`. */
export async function chooseFiles(window: BrowserWindow): Promise<string[]> {
  return choose(window, { title: 'Add evidence', buttonLabel: 'Add', properties: ['openFile', 'multiSelections', 'showHiddenFiles'] });
}

export async function chooseFolder(window: BrowserWindow): Promise<string[]> {
  return choose(window, { title: 'Add a folder of evidence', buttonLabel: 'Add', properties: ['openDirectory', 'multiSelections', 'showHiddenFiles'] });
}

export async function chooseCase(window: BrowserWindow): Promise<string | undefined> {
  const [path] = await choose(window, { title: 'Open a case', buttonLabel: 'Open', properties: ['openDirectory'] });
  return path;
}

async function choose(window: BrowserWindow, options: OpenDialogOptions): Promise<string[]> {
  const answer = await dialog.showOpenDialog(window, options);
  return answer.canceled ? [] : answer.filePaths;
}

/** Where a new case goes. A case is a folder; the name gets the ending that says so. */
export async function chooseNewCase(window: BrowserWindow, suggested: string): Promise<string | undefined> {
  const answer = await dialog.showSaveDialog(window, {
    title: 'New case',
    buttonLabel: 'Create',
    defaultPath: join(app.getPath('documents'), withEnding(safeName(suggested), '.tephra')),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return answer.canceled || answer.filePath === '' ? undefined : withEnding(answer.filePath, '.tephra');
}

/** Kinds of files that leave a case, by their ending. */
export const SAVED_KINDS = ['pdf', 'md', 'csv', 'jsonl', 'parquet', 'txt', 'json', 'ics', 'html', 'svg', 'xml', 'dft'] as const;
export type SavedKind = (typeof SAVED_KINDS)[number];

const SAVED: Readonly<Record<SavedKind, { readonly title: string; readonly filter: FileFilter }>> = {
  pdf: { title: 'Save the report', filter: { name: 'PDF', extensions: ['pdf'] } },
  md: { title: 'Save the report', filter: { name: 'Markdown', extensions: ['md'] } },
  csv: { title: 'Export', filter: { name: 'CSV', extensions: ['csv'] } },
  jsonl: { title: 'Export records', filter: { name: 'JSON lines', extensions: ['jsonl'] } },
  parquet: { title: 'Export records', filter: { name: 'Parquet', extensions: ['parquet'] } },
  txt: { title: 'Export records', filter: { name: 'Text', extensions: ['txt'] } },
  json: { title: 'Export', filter: { name: 'JSON', extensions: ['json'] } },
  ics: { title: 'Export actions', filter: { name: 'iCalendar', extensions: ['ics'] } },
  html: { title: 'Save the report', filter: { name: 'HTML', extensions: ['html'] } },
  svg: { title: 'Export the drawing', filter: { name: 'SVG', extensions: ['svg'] } },
  xml: { title: 'Export the model', filter: { name: 'Open-PSA MEF', extensions: ['xml'] } },
  dft: { title: 'Export the model', filter: { name: 'Galileo', extensions: ['dft'] } },
};

export async function chooseFileToSave(window: BrowserWindow, suggestedName: string, kind: SavedKind): Promise<string | undefined> {
  const answer = await dialog.showSaveDialog(window, {
    title: SAVED[kind].title,
    buttonLabel: 'Save',
    defaultPath: join(app.getPath('documents'), withEnding(safeName(suggestedName), `.${kind}`)),
    filters: [SAVED[kind].filter],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
}

/** A suggested name comes from the page: a name it stays, never a path. */
function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must go
  const plain = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '-').replace(/^\.+/, '').trim().slice(0, 120);
  return plain === '' ? 'case' : plain;
}

function withEnding(path: string, ending: string): string {
  return path.toLowerCase().endsWith(ending) ? path : `${path}${ending}`;
}
