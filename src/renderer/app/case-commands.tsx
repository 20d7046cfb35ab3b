import { useStore } from 'zustand';
import { useCaseSession } from '../rpc/react.tsx';
import { localZone, nextZoneMode } from '../state/case-ui.ts';
import { useActions, useCaseUiStore, usePlaceStore, useParam, useTimeRange } from '../state/react.tsx';
import { useCommands, type Command } from '../ui/index.ts';
import { VIEWS } from './views.ts';

/** Commands that need an open case: views, undo, zone, reports, and those that each view brings. */
export function CaseCommands(): undefined {
  const session = useCaseSession();
  const info = useStore(session.state, (s) => s.info);
  const ingesting = useStore(session.state, (s) => s.ingest?.running ?? false);
  const following = useStore(session.state, (s) => s.followed.some((source) => source.kind === 'file'));
  const actions = useActions();
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const range = useTimeRange();
  const bytes = useParam('bytes');

  const commands: Command[] = [
    // Browsers keep Ctrl with a digit for their own tabs, but for 0: Alt with it shows all time.
    ...VIEWS.map((v): Command => ({ id: `view.${v.id}`, label: `Go to ${v.title}`, icon: v.icon, keys: /^Ctrl\+[1-9]$/.test(v.keys) ? `${v.keys} ${v.keys.replace('Ctrl', 'Alt')}` : v.keys, group: 'Everywhere', run: () => place.go(v.id) })),
    { id: 'work.undo', label: info?.canUndo ? `Undo: ${info.undoLabel}` : 'Undo', icon: 'undo', keys: 'Ctrl+Z', group: 'Case', when: () => (info?.canUndo ?? false) && !typing(), run: () => actions.undo() },
    { id: 'work.redo', label: info?.canRedo ? `Redo: ${info.redoLabel}` : 'Redo', icon: 'redo', keys: 'Ctrl+Shift+Z Ctrl+Y', group: 'Case', when: () => (info?.canRedo ?? false) && !typing(), run: () => actions.redo() },
    { id: 'report.savePdf', label: 'Save report as PDF', icon: 'download', group: 'Case', when: () => info !== undefined, run: () => actions.saveReport({ format: 'pdf' }) },
    { id: 'report.saveMarkdown', label: 'Save report as Markdown', icon: 'download', group: 'Case', when: () => info !== undefined, run: () => actions.saveReport({ format: 'md' }) },
    { id: 'evidence.cancelIngest', label: 'Cancel taking in evidence', icon: 'close', group: 'Case', when: () => ingesting, run: () => actions.cancelIngest() },
    { id: 'evidence.follow', label: 'Follow a file as it grows', icon: 'refresh', group: 'Case', when: () => info !== undefined, run: () => actions.followFiles() },
    { id: 'evidence.stopFollowing', label: 'Stop following files', icon: 'close', group: 'Case', when: () => following, run: () => actions.stopFollowing() },
    { id: 'zone.next', label: 'Show times in the next zone', icon: 'clock', keys: 'Alt+Z', group: 'Everywhere', when: () => info !== undefined, run: () => ui.setState((s) => ({ zoneMode: nextZoneMode(s.zoneMode, info?.zone ?? 'UTC', localZone()) })) },
    { id: 'time.all', label: 'Show all time', icon: 'fit', keys: 'Alt+0', group: 'Everywhere', when: () => range !== undefined, run: () => place.set({ from: undefined, to: undefined }) },
    { id: 'bytes.close', label: 'Close the bytes', keys: 'Escape', hidden: true, group: 'Everywhere', when: () => bytes !== undefined && !typing(), run: () => place.set({ bytes: undefined }) },
    ...VIEWS.flatMap((v) => (v.commands?.((view, params) => place.go(view, params)) ?? []).map((c) => ({ ...c, group: c.group ?? v.title }))),
  ];
  useCommands(commands);
}

/** In a field the browser's own undo is meant. */
function typing(): boolean {
  const el = document.activeElement;
  return el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement || (el instanceof HTMLElement && el.isContentEditable);
}
