import { createContext, useCallback, useContext, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatBytes } from '../../base/bytes.ts';
import { visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import { useShellRead } from '../rpc/react.tsx';
import { Button, FailurePanel, Icon, IconButton, Skeleton, TextField, TopSheet, type IconName } from '../ui/index.ts';
import { joinPath } from './paths.ts';

/** What to ask for: evidence (files and folders), a case that exists, a place for a new one, or a folder to look in. */
export interface PromptRequest {
  readonly mode: 'evidence' | 'case' | 'new-case' | 'folder';
  /** Folder name of a new case. */
  readonly suggested?: string;
}

/** Asks for paths of the machine that the engine runs on; `undefined` when the person leaves. For shells without native dialogs. */
export type Prompt = (request: PromptRequest) => Promise<string[] | undefined>;

const PromptContext = createContext<Prompt | undefined>(undefined);

export function PromptProvider({ children }: { children: ReactNode }): ReactNode {
  const [asked, setAsked] = useState<{ request: PromptRequest; answer: (paths: string[] | undefined) => void }>();
  const prompt = useCallback<Prompt>((request) => new Promise((answer) => setAsked({ request, answer })), []);
  const finish = (paths: string[] | undefined): void => {
    asked?.answer(paths);
    setAsked(undefined);
  };
  return (
    <PromptContext value={prompt}>
      {children}
      <TopSheet isOpen={asked !== undefined} onClose={() => finish(undefined)} label={asked ? TITLE[asked.request.mode] : ''} width={720}>
        {asked && <PathPicker request={asked.request} onDone={finish} />}
      </TopSheet>
    </PromptContext>
  );
}

export function usePrompt(): Prompt {
  const prompt = useContext(PromptContext);
  if (!prompt) throw new Error('This must be inside PromptProvider.');
  return prompt;
}

const TITLE = { evidence: 'Add evidence', case: 'Open a case', 'new-case': 'Where to keep the new case', folder: 'Folder to look in' } as const;
const ICON: Record<'folder' | 'file' | 'case', IconName> = { folder: 'folder', file: 'file', case: 'case' };

function PathPicker({ request, onDone }: { request: PromptRequest; onDone: (paths: string[] | undefined) => void }): ReactNode {
  const { mode } = request;
  const [folder, setFolder] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const [name, setName] = useState(request.suggested ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const list = useId();
  const listing = useShellRead(api.listFolder, { path: folder });
  const entries = (listing.data?.entries ?? []).filter((e) => mode === 'evidence' || e.kind !== 'file');
  const here = listing.data?.path;

  function enter(path: string): void {
    setFolder(path);
    setTyped(undefined);
    setAt(0);
  }
  function open(index: number): void {
    const entry = entries[index];
    if (!entry) return;
    if (entry.kind === 'folder' || (entry.kind === 'case' && (mode === 'new-case' || mode === 'folder'))) enter(entry.path);
    else if (entry.kind === 'case' && mode === 'case') onDone([entry.path]);
    else if (mode === 'evidence') onDone(chosen.size > 0 ? [...new Set([...chosen, entry.path])] : [entry.path]);
  }
  function toggle(index: number): void {
    const entry = entries[index];
    if (!entry || mode !== 'evidence') return;
    const next = new Set(chosen);
    if (!next.delete(entry.path)) next.add(entry.path);
    setChosen(next);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -1e9, End: 1e9 }[event.key];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(entries.length - 1, at + step));
      setAt(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') open(at);
    else if (event.key === ' ') toggle(at);
    else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && listing.data?.parent !== undefined) enter(listing.data.parent);
    else if (event.key === 'ArrowRight' && entries[at]?.kind === 'folder') open(at);
    else return;
    event.preventDefault();
  }

  return (
    <div className="picker">
      <div className="drawer-head"><h2 className="grow">{TITLE[mode]}</h2><IconButton icon="close" label="Close" keys="Escape" onPress={() => onDone(undefined)} /></div>
      <div className="picker-path">
        <IconButton icon="chevron-up" label="Folder above" keys="Backspace" isDisabled={listing.data?.parent === undefined} onPress={() => { if (listing.data?.parent !== undefined) enter(listing.data.parent); }} />
        <TextField
          label="Path" hideLabel mono value={typed ?? here ?? ''} onChange={setTyped}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || typed === undefined) return;
            e.preventDefault();
            enter(typed.trim());
          }}
        />
      </div>
      {listing.failure && <FailurePanel title="This folder cannot be shown" message={listing.failure.message} />}
      {!listing.failure && listing.loading && <Skeleton rows={8} rowHeight={28} />}
      {!listing.failure && !listing.loading && (
        <div
          ref={focusOnce}
          className="picker-list scroll focus-inside" role="listbox" aria-label={`Contents of ${here ?? ''}`} aria-multiselectable={mode === 'evidence'} tabIndex={0}
          onKeyDown={onKeyDown} {...(entries.length > 0 ? { 'aria-activedescendant': `${list}-${Math.min(at, entries.length - 1)}` } : {})}
        >
          {entries.map((entry, i) => (
            <div
              key={entry.path} id={`${list}-${i}`} role="option" tabIndex={-1} aria-selected={mode === 'evidence' ? chosen.has(entry.path) : i === at}
              className={`picker-row${i === at ? ' at' : ''}${chosen.has(entry.path) ? ' selected' : ''}`}
              onClick={(e) => { setAt(i); if (e.ctrlKey || e.metaKey) toggle(i); }} onDoubleClick={() => open(i)} onKeyDown={onKeyDown}
            >
              <span className="mark">{chosen.has(entry.path) && <Icon name="check" size={12} />}</span>
              <Icon name={ICON[entry.kind]} />
              <span className="grow ell">{visibleText(entry.name)}</span>
              <span className="t3 data">{entry.kind === 'file' ? formatBytes(entry.sizeBytes) : entry.kind === 'case' ? 'case' : ''}</span>
            </div>
          ))}
          {entries.length === 0 && <p className="palette-none">{mode === 'evidence' ? 'This folder is empty.' : 'No folders here.'}</p>}
          {(listing.data?.omitted ?? 0) > 0 && <p className="palette-none">{`${listing.data!.omitted} more are not listed. Type a path above.`}</p>}
        </div>
      )}
      <div className="drawer-foot">
        {mode === 'evidence' && (
          <>
            <Button kind="primary" isDisabled={here === undefined || (chosen.size === 0 && entries[at] === undefined)} onPress={() => onDone(chosen.size > 0 ? [...chosen] : [entries[at]!.path])}>
              {chosen.size > 0 ? `Add ${chosen.size} chosen` : entries[at] ? `Add ${visibleText(entries[at].name)}` : 'Add'}
            </Button>
            <Button isDisabled={here === undefined} onPress={() => onDone([here!])}>Add this whole folder</Button>
            <span className="t3 data picker-hint">Space chooses, Enter opens</span>
          </>
        )}
        {mode === 'case' && (
          <>
            <Button kind="primary" isDisabled={entries[at]?.kind !== 'case'} onPress={() => onDone([entries[at]!.path])}>Open case</Button>
            <Button isDisabled={here === undefined} onPress={() => onDone([here!])}>Open this folder as a case</Button>
          </>
        )}
        {mode === 'folder' && <Button kind="primary" isDisabled={here === undefined} onPress={() => onDone([here!])}>Look in this folder</Button>}
        {mode === 'new-case' && (
          <>
            <div className="grow"><TextField label="Name" hideLabel value={name} onChange={setName} onKeyDown={(e) => { if (e.key === 'Enter' && here !== undefined && name.trim() !== '') onDone([joinPath(here, withEnding(name))]); }} /></div>
            <Button kind="primary" isDisabled={here === undefined || name.trim() === ''} onPress={() => onDone([joinPath(here!, withEnding(name))])}>Create here</Button>
          </>
        )}
      </div>
    </div>
  );
}

/** The sheet opens to be moved about in. A stable function: React calls it when the list comes, and not again. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

function withEnding(name: string): string {
  const trimmed = name.trim();
  return trimmed.endsWith('.tephra') ? trimmed : `${trimmed}.tephra`;
}
