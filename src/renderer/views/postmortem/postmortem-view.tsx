import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { plural } from '../../../base/text.ts';
import type { EvidenceReference } from '../../../model/evidence.ts';
import { countWords, parsePostmortem, sectionsOf } from '../../../model/postmortem.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { useActions, useOpenBytes } from '../../state/react.tsx';
import { Button, FailurePanel, Icon, Skeleton, useCommands, useToast } from '../../ui/index.ts';
import { CitePicker } from './cite-picker.tsx';
import { useCitations, whereText } from './citations.ts';
import type { SyncState } from './document-sync.ts';
import type { EditorHandle } from './editor.tsx';
import { Outline } from './outline.tsx';
import { Preview } from './preview.tsx';
import { documentSyncOf } from './session-sync.ts';
import './postmortem.css';

const Editor = lazy(() => import('./editor.tsx').then((m) => ({ default: m.Editor })));

/** The postmortem: written left, read right, every claim a click from its bytes. */
export function PostmortemView(): ReactNode {
  const session = useCaseSession();
  const { sync, store } = documentSyncOf(session);
  const state = useStore(store);
  if (state.text === undefined) {
    return (
      <div className="view">
        <section className="main" aria-label="Postmortem">
          <div className="toolbar"><h1>Postmortem</h1></div>
          {state.failure
            ? <FailurePanel title="The postmortem cannot be read" message={state.failure.message} onRetry={() => sync.reconnected()} />
            : <Skeleton rows={14} rowHeight={24} label="Loading the postmortem" />}
        </section>
      </div>
    );
  }
  return <Document text={state.text} state={state} />;
}

function Document({ text, state }: { text: string; state: SyncState }): ReactNode {
  const session = useCaseSession();
  const { sync } = documentSyncOf(session);
  const actions = useActions();
  const toast = useToast();
  const openBytes = useOpenBytes();
  const editor = useRef<EditorHandle>(null);
  const preview = useRef<HTMLDivElement>(null);
  const [cursorLine, setCursorLine] = useState<number>();
  const [citing, setCiting] = useState(false);
  const [exporting, setExporting] = useState<'pdf' | 'md'>();
  // The preview may lag behind typing; the editor must not.
  const shown = useDeferredValue(text);
  const root = useMemo(() => parsePostmortem(shown), [shown]);
  const sections = useMemo(() => sectionsOf(shown, root), [shown, root]);
  const cited = useCitations(shown, root);

  useEffect(() => () => sync.flush(), [sync]);
  useEffect(() => {
    if (cursorLine !== undefined) preview.current?.querySelector('.pm-block.current')?.scrollIntoView({ block: 'nearest' });
  }, [cursorLine]);
  const { conflicts } = state;
  const conflictsSaid = useRef(conflicts);
  useEffect(() => {
    if (conflicts <= conflictsSaid.current) return;
    conflictsSaid.current = conflicts;
    toast({ kind: 'failed', text: 'The same lines were changed elsewhere. Both texts are kept: look for “Written at the same time”, keep one and delete the rest.' });
  }, [conflicts, toast]);

  const exportAs = async (format: 'pdf' | 'md'): Promise<void> => {
    setExporting(format);
    try {
      await actions.saveReport(format);
    } finally {
      setExporting(undefined);
    }
  };
  const openCitation = useCallback((offset: number): void => {
    const citation = cited.citations.find((c) => offset >= c.start && offset <= c.end);
    const resolved = citation && cited.resolve(citation);
    if (resolved?.state === 'found') openBytes(resolved.reference);
    else if (resolved) toast({ kind: 'failed', text: whereText(resolved) });
  }, [cited, openBytes, toast]);
  const pick = async (reference: EvidenceReference, citation: string): Promise<void> => {
    setCiting(false);
    editor.current?.insert(citation);
    requestAnimationFrame(() => editor.current?.focus());
    const recorded = await session.run({ name: 'evidence.cite', input: { reference } });
    if (!recorded.ok && recorded.failure.code !== 'protocol/disconnected') toast({ kind: 'failed', text: recorded.failure.message });
  };
  useCommands([
    { id: 'postmortem.cite', label: 'Cite evidence', icon: 'cite', keys: 'Ctrl+k', group: 'Postmortem', run: () => setCiting(true) },
    { id: 'postmortem.export-pdf', label: 'Export PDF', icon: 'download', group: 'Postmortem', when: () => exporting === undefined, run: () => exportAs('pdf') },
    { id: 'postmortem.export-md', label: 'Export Markdown', icon: 'download', group: 'Postmortem', when: () => exporting === undefined, run: () => exportAs('md') },
    // Everything saves itself; hands that press this anyway get it at once instead of the browser's dialog.
    { id: 'postmortem.save-now', label: 'Save now', keys: 'Ctrl+s', group: 'Postmortem', hidden: true, run: () => sync.flush() },
    { id: 'postmortem.write', label: 'Write in the postmortem', icon: 'edit', group: 'Postmortem', run: () => editor.current?.focus() },
  ]);

  return (
    <div className="view pm-view">
      <Outline sections={sections} cursorLine={cursorLine} onGo={(section) => {
        editor.current?.goToLine(section.line);
        preview.current?.querySelector(`[data-line="${section.line}"]`)?.scrollIntoView({ block: 'start' });
      }} />
      <section className="main" aria-label="Postmortem">
        <div className="toolbar">
          <h1>Postmortem</h1>
          <span className="t2 ell">{`${plural(countWords(root), 'word')}, ${plural(cited.citations.length, 'citation')}`}</span>
          <span className="grow" />
          <SyncNotice state={state} onRetry={() => sync.reconnected()} />
          <Button icon="download" isDisabled={exporting !== undefined} onPress={() => exportAs('md')}>{exporting === 'md' ? 'Writing Markdown' : 'Markdown'}</Button>
          <Button kind="primary" icon="download" isDisabled={exporting !== undefined} onPress={() => exportAs('pdf')}>{exporting === 'pdf' ? 'Writing PDF' : 'Export PDF'}</Button>
        </div>
        <div className="pm-split">
          <div className="pm-pane pm-source">
            <div className="pm-pane-head">
              <span className="mono grow">postmortem.md</span>
              <span className="t3 micro ell">Escape, then Tab leaves</span>
              <Button kind="quiet" keys="Ctrl+K" onPress={() => setCiting(true)}>Cite</Button>
            </div>
            <Suspense fallback={<Skeleton rows={14} rowHeight={20} label="Loading the editor" />}>
              <Editor ref={editor} text={text} cited={cited} onChange={(now) => sync.change(now)} onCursorLine={setCursorLine} onCite={() => setCiting(true)} onOpenCitation={openCitation} />
            </Suspense>
          </div>
          <div className="pm-pane">
            <div className="pm-pane-head"><span className="grow">Preview</span></div>
            <div className="pm-preview scroll selectable focus-inside" ref={preview} tabIndex={0} role="region" aria-label="Preview"><Preview root={root} cited={cited} cursorLine={cursorLine} /></div>
          </div>
        </div>
      </section>
      <CitePicker isOpen={citing} cited={cited} onClose={() => { setCiting(false); requestAnimationFrame(() => editor.current?.focus()); }} onPick={(reference, citation) => void pick(reference, citation)} />
    </div>
  );
}

/** Says when typing is not on disk for longer than a moment; the frame says when it is. */
function SyncNotice({ state, onRetry }: { state: SyncState; onRetry: () => void }): ReactNode {
  if (state.status === 'offline') return <span className="pm-notice" role="status"><Icon name="disconnected" />Not saved yet. Sent again once the engine is back.</span>;
  if (state.status === 'failed') return <span className="pm-notice" role="alert"><Icon name="warning" /><span className="ell">{state.failure?.message}</span><Button kind="link" onPress={onRetry}>Try again</Button></span>;
  return null;
}
