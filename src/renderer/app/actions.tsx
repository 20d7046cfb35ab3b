import { useEffect, useMemo, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { plural } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import { addPaths, filesOfDrop, uploadFile, type Calls } from '../rpc/intake.ts';
import { useCaseSession, useConnection } from '../rpc/react.tsx';
import type { CaseSession } from '../rpc/case-session.ts';
import type { Connection } from '../rpc/connection.ts';
import { download } from '../rpc/download.ts';
import { shell } from '../rpc/shell.ts';
import type { Preferences } from '../state/preferences.ts';
import { ActionsProvider, usePlaceStore, usePreferences, type AppActions } from '../state/react.tsx';
import type { PlaceStore } from '../state/place.ts';
import { useToast, type ShowToast } from '../ui/index.ts';
import { useIntake, type Intake, type Pending } from './intake.tsx';
import { usePrompt, type Prompt } from './path-prompt.tsx';
import { caseNameFor, titleOfCase } from './paths.ts';

interface Tools {
  readonly connection: Connection;
  readonly place: PlaceStore;
  readonly prompt: Prompt;
  readonly toast: ShowToast;
  readonly intake: Intake;
  readonly preferences: StoreApi<Preferences>;
}

/** Actions while no case is open: evidence makes a new case. */
export function WelcomeActions({ children }: { children: ReactNode }): ReactNode {
  const tools = useTools();
  const actions = useMemo(() => welcomeActions(tools), [tools]);
  useEffect(() => shell()?.onOpenEvidence((paths) => void makeCase(tools, { kind: 'paths', paths })), [tools]);
  return <ActionsProvider actions={actions}>{children}</ActionsProvider>;
}

/** Actions on the open case. Also takes in what was handed over before it was open. */
export function CaseActions({ children }: { children: ReactNode }): ReactNode {
  const tools = useTools();
  const session = useCaseSession();
  const actions = useMemo(() => caseActions(tools, session), [tools, session]);
  const open = useStore(session.state, (s) => s.status === 'open');
  useEffect(() => {
    if (!open) return;
    const pending = tools.intake.take();
    if (pending) void takeIn(session, zoneOf(session), pending, tools.toast);
  }, [open, session, tools]);
  useEffect(() => shell()?.onOpenEvidence((paths) => {
    if (session.state.getState().status === 'open') void takeIn(session, zoneOf(session), { kind: 'paths', paths }, tools.toast);
    else tools.intake.put({ kind: 'paths', paths });
  }), [session, tools]);
  return <ActionsProvider actions={actions}>{children}</ActionsProvider>;
}

function useTools(): Tools {
  const connection = useConnection();
  const place = usePlaceStore();
  const prompt = usePrompt();
  const toast = useToast();
  const intake = useIntake();
  const preferences = usePreferences();
  return useMemo(() => ({ connection, place, prompt, toast, intake, preferences }), [connection, place, prompt, toast, intake, preferences]);
}

async function askForEvidence(kind: 'files' | 'folder', prompt: Prompt): Promise<string[]> {
  const electron = shell();
  if (electron) return kind === 'files' ? electron.openFiles() : electron.openFolder();
  return (await prompt({ mode: 'evidence' })) ?? [];
}

async function dropped(data: DataTransfer): Promise<Pending | undefined> {
  const electron = shell();
  if (electron) {
    const paths = electron.pathsOfDroppedFiles([...data.files]);
    return paths.length > 0 ? { kind: 'paths', paths } : undefined;
  }
  const files = await filesOfDrop(data);
  return files.length > 0 ? { kind: 'files', files } : undefined;
}

/** Asks where the case is to be, makes it and goes there. */
async function makeCase({ connection, place, prompt, toast }: Tools, pending: Pending | undefined): Promise<void> {
  const first = pending?.kind === 'paths' ? pending.paths[0] : pending?.files[0]?.name;
  const suggested = caseNameFor(first);
  const electron = shell();
  const path = electron ? await electron.newCase(suggested) : (await prompt({ mode: 'new-case', suggested }))?.[0];
  if (path === undefined) return;
  const made = await connection.call(api.createCase, { path, title: titleOfCase(path) });
  if (!made.ok) return toast({ kind: 'failed', text: made.failure.message });
  // It begins while the case is being drawn.
  if (pending) void takeIn(connection, made.value.zone, pending, toast);
  place.openCase(made.value.path, 'evidence');
}

function zoneOf(session: CaseSession): string {
  return session.state.getState().info?.zone ?? 'UTC';
}

async function takeIn(session: Calls, zone: string, pending: Pending, toast: ShowToast): Promise<void> {
  const paths = pending.kind === 'paths' ? pending.paths : await upload(session, pending.files, toast);
  if (paths.length === 0) return;
  const added = await addPaths(session, paths, zone);
  if (!added.ok) {
    if (added.failure.code !== 'cancelled') toast({ kind: 'failed', text: added.failure.message });
    return;
  }
  const { artifacts, refused } = added.value;
  const fresh = artifacts.filter((a) => !a.alreadyInCase).length;
  if (refused.length > 0) {
    toast({ kind: 'failed', text: `${plural(refused.length, 'path')} could not be read. ${refused[0]!.path}: ${refused[0]!.message}` });
  } else if (fresh === 0) {
    toast({ text: artifacts.length === 1 ? 'This evidence is already in the case.' : 'All of this evidence is already in the case.' });
  } else {
    toast({ text: `Added ${plural(fresh, 'artifact')}, ${plural(added.value.events, 'record')}.` });
  }
}

async function upload(session: Calls, files: File[], toast: ShowToast): Promise<string[]> {
  const paths: string[] = [];
  for (const file of files) {
    const sent = await uploadFile(session, file, () => undefined, new AbortController().signal);
    if (sent.ok) paths.push(sent.value);
    else toast({ kind: 'failed', text: `${file.name}: ${sent.failure.message}` });
  }
  return paths;
}

function sharedActions(tools: Tools): Pick<AppActions, 'openCase' | 'newCase' | 'copy' | 'chooseFolder'> {
  const { place, prompt, toast } = tools;
  return {
    async openCase() {
      const electron = shell();
      const path = electron ? await electron.openCase() : (await prompt({ mode: 'case' }))?.[0];
      if (path !== undefined) place.openCase(path);
    },
    newCase: () => makeCase(tools, undefined),
    async chooseFolder() {
      const electron = shell();
      return electron ? (await electron.openFolder())[0] : (await prompt({ mode: 'folder' }))?.[0];
    },
    async copy(text, said) {
      try {
        await navigator.clipboard.writeText(text);
        toast({ text: said });
      } catch {
        toast({ kind: 'failed', text: 'The clipboard refused the text. Select it and copy it by hand.' });
      }
    },
  };
}

function welcomeActions(tools: Tools): AppActions {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    ...sharedActions(tools),
    async addEvidence(kind) {
      const paths = await askForEvidence(kind, tools.prompt);
      if (paths.length > 0) await makeCase(tools, { kind: 'paths', paths });
    },
    async addDropped(data) {
      const pending = await dropped(data);
      if (pending) await makeCase(tools, pending);
    },
    cancelIngest: nothing, followFiles: nothing, stopFollowing: nothing, saveReport: nothing, undo: nothing, redo: nothing,
  };
}

const REPORT_ENDING = { pdf: 'pdf', md: 'md', html: 'html', deck: 'html', status: 'md' } as const;
const SAVED_WITHIN_MS = 10_000;

/** A report is of what is on disk: typing that is still on its way there is waited for. */
function allSaved(session: CaseSession): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (): void => {
      if (session.state.getState().saving > 0) return;
      finish(true);
    };
    const finish = (saved: boolean): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(saved);
    };
    const timer = setTimeout(() => finish(false), SAVED_WITHIN_MS);
    const unsubscribe = session.state.subscribe(settle);
    settle();
  });
}

function caseActions(tools: Tools, session: CaseSession): AppActions {
  const { prompt, toast, preferences } = tools;
  return {
    ...sharedActions(tools),
    async addEvidence(kind) {
      const paths = await askForEvidence(kind, prompt);
      if (paths.length > 0) await takeIn(session, zoneOf(session), { kind: 'paths', paths }, toast);
    },
    async addDropped(data) {
      const pending = await dropped(data);
      if (pending) await takeIn(session, zoneOf(session), pending, toast);
    },
    async cancelIngest() {
      const cancelled = await session.call(api.cancelIngest, {});
      if (!cancelled.ok) toast({ kind: 'failed', text: cancelled.failure.message });
    },
    async followFiles() {
      const paths = await askForEvidence('files', prompt);
      if (paths.length === 0) return;
      const zone = session.state.getState().info?.zone ?? 'UTC';
      const started = await session.call(api.startFollowing, { followId: crypto.randomUUID(), paths, zone });
      toast(started.ok ? { text: `Following ${plural(paths.length, 'file')}: what is written comes in within a second.` } : { kind: 'failed', text: started.failure.message });
    },
    async stopFollowing(followId) {
      const ids = followId === undefined ? new Set(session.state.getState().followed.map((source) => source.followId)) : [followId];
      for (const id of ids) {
        const stopped = await session.call(api.stopFollowing, { followId: id });
        if (!stopped.ok) toast({ kind: 'failed', text: stopped.failure.message });
      }
    },
    async saveReport(asked) {
      const choices = { roles: preferences.getState().asRoles, ...asked };
      const ending = REPORT_ENDING[choices.format];
      const variant = choices.audience === 'external' ? ' (external)' : '';
      if (!(await allSaved(session))) return toast({ kind: 'failed', text: 'The report was not written, because the last changes are not on disk yet. Try again once they are.' });
      const suggested = `${session.state.getState().info?.title ?? 'postmortem'}${variant}.${ending}`.replaceAll(/[/\\:*?"<>|]/g, '-');
      const electron = shell();
      if (electron) {
        const path = await electron.saveFile(suggested, ending);
        if (path === undefined) return;
        const written = await session.call(api.writeReport, { ...choices, path });
        toast(written.ok ? { text: `Written to ${written.value.path}${written.value.files > 0 ? `, with ${plural(written.value.files, 'figure')} in the folder beside it` : ''}.` } : { kind: 'failed', text: written.failure.message });
        return;
      }
      const rendered = await session.call(api.renderReport, choices);
      if (!rendered.ok) return toast({ kind: 'failed', text: rendered.failure.message });
      download([new Uint8Array(rendered.value.bytes)], rendered.value.mediaType, rendered.value.fileName);
      toast({ text: `${rendered.value.fileName} is in your downloads.` });
    },
    async undo() {
      const done = await session.undo();
      toast(done.ok ? { text: done.value.summary, actions: [{ label: 'Redo', run: () => void session.redo() }] } : { kind: 'failed', text: done.failure.message });
    },
    async redo() {
      const done = await session.redo();
      toast(done.ok ? { text: done.value.summary, actions: [{ label: 'Undo', run: () => void session.undo() }] } : { kind: 'failed', text: done.failure.message });
    },
  };
}
