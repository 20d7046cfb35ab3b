import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { plural } from '../../../base/text.ts';
import { internalPassages } from '../../../model/audience.ts';
import { claimsOf, type Claim } from '../../../model/claims.ts';
import { isOpen } from '../../../model/comment.ts';
import type { EvidenceReference } from '../../../model/evidence.ts';
import { LIVE_BLOCK_HELP } from '../../../model/live-block-text.ts';
import { LIVE_BLOCK_KINDS } from '../../../model/live-block.ts';
import type { GateJump } from '../../../model/postmortem-gates.ts';
import { createPostmortemParser } from '../../../model/postmortem-parser.ts';
import { countWords, sectionsOf } from '../../../model/postmortem.ts';
import { useComments } from '../../comments/use-comments.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { useActions, useOpenBytes, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, FailurePanel, Icon, MenuButton, PlainButton, Skeleton, useCommands, useRunCommand, useToast } from '../../ui/index.ts';
import { ChoiceSheet } from './choice-sheet.tsx';
import { CitePicker } from './cite-picker.tsx';
import { whereText } from '../../parts/evidence-picker.tsx';
import { useCitations } from './citations.ts';
import { ClaimsPanel } from './claims-panel.tsx';
import { CommentsPanel } from './comments-panel.tsx';
import { CompareView } from './compare-view.tsx';
import type { SyncState } from './document-sync.ts';
import type { EditorHandle } from './editor.tsx';
import { ExportPanel } from './export-panel.tsx';
import { BlockSettingContext } from './live-block.tsx';
import type { LintHandle } from './lint-editor.tsx';
import { LintPanel } from './lint-panel.tsx';
import { Outline } from './outline.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { Preview } from './preview.tsx';
import { documentSyncOf } from './session-sync.ts';
import { SeverityPanel } from './severity-panel.tsx';
import { SidePanel, type SidePanelSpec } from './side-panel.tsx';
import { STATE_TITLE, StatusPanel } from './status-panel.tsx';
import { SaveTemplateSheet, TemplateSheet } from './template-sheet.tsx';
import { useKnowledge } from './use-knowledge.ts';
import { useLint } from './use-lint.ts';
import { usePostmortemWork } from './use-postmortem-state.ts';
import { useSettled } from './use-settled.ts';
import { VersionsPanel } from './versions-panel.tsx';
import './postmortem.css';

const LintedEditor = lazy(() => import('./lint-editor.tsx').then((m) => ({ default: m.LintedEditor })));

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

/** A pause in typing after which the text is read again. */
const PAUSE_MS = 150;

type Sheet = 'cite' | 'block' | 'template' | 'save-template';

function Document({ text, state }: { text: string; state: SyncState }): ReactNode {
  const session = useCaseSession();
  const documentSync = documentSyncOf(session);
  const { sync } = documentSync;
  const actions = useActions();
  const toast = useToast();
  const place = usePlaceStore();
  const run = useRunCommand();
  const openBytes = useOpenBytes();
  const asRoles = useAsRoles();
  const editor = useRef<EditorHandle>(null);
  const lintMarks = useRef<LintHandle>(null);
  const preview = useRef<HTMLDivElement>(null);
  const panel = useParam('panel') ?? 'outline';
  const compared = useParam('version');
  const [cursorLine, setCursorLine] = useState<number>();
  const [sheet, setSheet] = useState<Sheet>();
  const [exporting, setExporting] = useState<'pdf' | 'md'>();
  const [quote, setQuote] = useState({ text: '', asked: 0 });
  const work = usePostmortemWork(documentSync);
  const closed = work.state === 'closed';
  // The preview waits for a pause in typing; the editor must not.
  const shown = useDeferredValue(useSettled(text, PAUSE_MS));
  const [parse] = useState(createPostmortemParser);
  const root = useMemo(() => parse(shown), [parse, shown]);
  const sections = useMemo(() => sectionsOf(shown, root), [shown, root]);
  const passages = useMemo(() => internalPassages(shown), [shown]);
  const cited = useCitations(shown, root);
  const lint = useLint(shown, root);
  const knowledge = useKnowledge(cited, shown.includes('tephra trace'));
  const { names } = knowledge;
  const claims = useMemo(() => claimsOf(shown, root, { names }), [shown, root, names]);
  const uncited = useMemo(() => claims.filter((c) => !c.cited), [claims]);
  const comments = useComments('postmortem').data;
  const openComments = useMemo(() => (comments ?? []).filter(isOpen), [comments]);
  const commented = useMemo(() => openComments.flatMap((c) => {
    const start = c.quote === '' ? -1 : shown.indexOf(c.quote);
    return start < 0 ? [] : [{ start, end: start + c.quote.length }];
  }), [openComments, shown]);
  const uncitedByLine = useMemo(() => {
    const counts = new Map<number, number>();
    for (const claim of uncited) {
      const section = sections.findLast((s) => s.line <= claim.line);
      if (section) counts.set(section.line, (counts.get(section.line) ?? 0) + 1);
    }
    return counts;
  }, [uncited, sections]);

  useEffect(() => () => sync.flush(), [sync]);
  useEffect(() => {
    if (cursorLine !== undefined && root.children.length > 0) preview.current?.querySelector('.pm-block.current')?.scrollIntoView({ block: 'nearest' });
  }, [cursorLine, root]);
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
      await actions.saveReport({ format });
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
  const backToText = (): void => void requestAnimationFrame(() => editor.current?.focus());
  const leaveSheet = (): void => {
    setSheet(undefined);
    backToText();
  };
  const record = async (reference: EvidenceReference): Promise<void> => {
    const recorded = await session.run({ name: 'evidence.cite', input: { reference } });
    if (!recorded.ok && recorded.failure.code !== 'protocol/disconnected') toast({ kind: 'failed', text: recorded.failure.message });
  };
  const pick = (reference: EvidenceReference, citation: string): void => {
    editor.current?.cite(citation);
    leaveSheet();
    void record(reference);
  };
  const setPanel = useCallback((id: string): void => place.set({ panel: id === 'outline' ? undefined : id }, { replace: true }), [place]);
  const goToLine = useCallback((line: number): void => {
    editor.current?.goToLine(line);
    preview.current?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: 'start' });
  }, []);
  const goToClaim = (claim: Claim): void => editor.current?.select(claim.start, claim.end);
  const goToQuote = (words: string): void => {
    const start = text.indexOf(words);
    if (start >= 0) editor.current?.select(start, start + words.length);
    else toast({ text: 'These words are no longer in the text.' });
  };
  const commentOnSelection = (): void => {
    setQuote((before) => ({ text: (editor.current?.selectedText() ?? '').trim().slice(0, 4000), asked: before.asked + 1 }));
    setPanel('comments');
  };
  const jump = (to: GateJump): void => {
    if (to.to === 'line') goToLine(to.line);
    else if (to.to === 'panel') setPanel(to.panel);
    else place.go(to.view, to.params);
  };
  const changeText = (next: string, said: string): void => {
    const before = text;
    sync.change(next);
    setSheet(undefined);
    toast({ text: said, actions: [{ label: 'Undo', run: () => sync.change(before) }] });
    backToText();
  };
  const blockSetting = useMemo(() => ({ frozen: closed, asRoles, onGo: goToLine }), [closed, asRoles, goToLine]);

  useCommands([
    { id: 'postmortem.cite', label: 'Cite evidence', icon: 'cite', keys: 'Ctrl+k', group: 'Postmortem', when: () => !closed, run: () => setSheet('cite') },
    { id: 'postmortem.insert-block', label: 'Insert block…', icon: 'plus', keys: 'Ctrl+/', group: 'Postmortem', when: () => !closed, run: () => setSheet('block') },
    { id: 'postmortem.comment', label: 'Comment on the selected words', icon: 'note', keys: 'Ctrl+Alt+M', group: 'Postmortem', run: commentOnSelection },
    { id: 'postmortem.action', label: 'Action from the selected words', icon: 'actions', group: 'Postmortem', run: () => place.go('actions', { edit: 'new', title: actionTitle(editor.current?.selectedText() ?? '') }) },
    { id: 'postmortem.internal', label: 'Mark the selection as internal, or not', icon: 'eye-off', group: 'Postmortem', when: () => !closed, run: () => editor.current?.toggleInternal() },
    { id: 'postmortem.template', label: 'Start from a template…', icon: 'postmortem', group: 'Postmortem', when: () => !closed, run: () => setSheet('template') },
    { id: 'postmortem.save-template', label: 'Save as a template…', icon: 'save', group: 'Postmortem', run: () => setSheet('save-template') },
    { id: 'postmortem.claims', label: 'Claims without evidence', icon: 'warning', group: 'Postmortem', run: () => setPanel('claims') },
    { id: 'postmortem.status', label: 'Status and sign-off', icon: 'lock', group: 'Postmortem', run: () => setPanel('status') },
    { id: 'postmortem.versions', label: 'Versions', icon: 'clock', group: 'Postmortem', run: () => setPanel('versions') },
    { id: 'postmortem.severity', label: 'Severity', icon: 'flag', group: 'Postmortem', run: () => setPanel('severity') },
    { id: 'postmortem.people', label: 'People and their roles', icon: 'eye', group: 'Postmortem', run: () => setPanel('people') },
    { id: 'postmortem.export', label: 'Export…', icon: 'download', keys: 'Ctrl+Shift+E', group: 'Postmortem', run: () => setPanel('export') },
    { id: 'postmortem.export-pdf', label: 'Export PDF', icon: 'download', group: 'Postmortem', when: () => exporting === undefined, run: () => exportAs('pdf') },
    { id: 'postmortem.export-md', label: 'Export Markdown', icon: 'download', group: 'Postmortem', when: () => exporting === undefined, run: () => exportAs('md') },
    // Everything saves itself; hands that press this anyway get it at once instead of the browser's dialog.
    { id: 'postmortem.save-now', label: 'Save now', keys: 'Ctrl+s', group: 'Postmortem', hidden: true, run: () => sync.flush() },
    { id: 'postmortem.close-compare', label: 'Close the comparison', keys: 'Escape', group: 'Postmortem', hidden: true, when: () => compared !== undefined, run: () => place.set({ version: undefined }) },
    { id: 'postmortem.write', label: 'Write in the postmortem', icon: 'edit', group: 'Postmortem', run: () => editor.current?.focus() },
  ]);

  const panels: SidePanelSpec[] = [
    { id: 'outline', title: 'Outline', icon: 'list', content: <Outline sections={sections} claims={uncitedByLine} cursorLine={cursorLine} onGo={(section) => goToLine(section.line)} /> },
    { id: 'claims', title: 'Claims', icon: 'warning', count: uncited.length, content: <ClaimsPanel claims={claims} asRoles={asRoles} onGo={goToClaim} /> },
    { id: 'language', title: 'Language', icon: 'language', count: lint?.findings.length ?? 0, hasHead: true, content: <LintPanel lint={lint} onGo={(finding) => lintMarks.current?.goTo(finding)} /> },
    { id: 'comments', title: 'Comments', icon: 'note', count: openComments.length, hasHead: true, content: <CommentsPanel quote={quote.text} focusWhen={quote.asked} onQuote={goToQuote} onWhole={() => setQuote((q) => ({ ...q, text: '' }))} onLeave={() => editor.current?.focus()} /> },
    { id: 'status', title: 'Status', icon: 'lock', content: <StatusPanel asRoles={asRoles} onJump={jump} onAdvance={(to) => work.advance(to)} /> },
    { id: 'versions', title: 'Versions', icon: 'clock', content: <VersionsPanel compared={compared} asRoles={asRoles} onCompare={(id) => place.set({ version: id })} onKeep={(label) => work.keep(label)} /> },
    { id: 'severity', title: 'Severity', icon: 'flag', content: <SeverityPanel readOnly={closed} /> },
    { id: 'people', title: 'People', icon: 'people', content: <PeoplePanel /> },
    { id: 'export', title: 'Export', icon: 'download', content: <ExportPanel onLine={goToLine} /> },
  ];

  return (
    <div className="view pm-view">
      <SidePanel panels={panels} value={panel} onChange={setPanel} />
      <section className="main" aria-label="Postmortem">
        <div className="toolbar">
          <h1>Postmortem</h1>
          <PlainButton className={`pm-state ${work.state}`} label={`Status: ${STATE_TITLE[work.state]}. Show what comes next`} onPress={() => setPanel('status')}>{closed && <Icon name="lock" size={12} />}{STATE_TITLE[work.state]}</PlainButton>
          <span className="t2 ell">{`${plural(countWords(root), 'word')}, ${plural(cited.citations.length, 'citation')}`}</span>
          <span className="grow" />
          <SyncNotice state={state} onRetry={() => sync.reconnected()} />
          {uncited.length > 0 && <PlainButton className="pm-uncited" label={`${uncited.length} of ${plural(claims.length, 'claim')} without evidence. Show them`} onPress={() => setPanel('claims')}><Icon name="warning" /><span><b>{uncited.length}</b>{` of ${plural(claims.length, 'claim')} without evidence`}</span></PlainButton>}
          <MenuButton label="More of the postmortem" icon="more" entries={[
            { id: 'template', label: 'Start from a template…', icon: 'postmortem', isDisabled: closed, run: () => setSheet('template') },
            { id: 'save-template', label: 'Save as a template…', icon: 'save', run: () => setSheet('save-template') },
            { id: 'internal', label: 'Mark the selection as internal, or not', icon: 'eye-off', isDisabled: closed, run: () => editor.current?.toggleInternal() },
            { id: 'roles', label: 'Show people as roles, or by name', icon: 'eye', apart: true, run: () => run('people.asRoles') },
          ]} />
          <Button icon="download" isDisabled={exporting !== undefined} onPress={() => exportAs('md')}>{exporting === 'md' ? 'Writing Markdown' : 'Markdown'}</Button>
          <Button kind="primary" icon="download" isDisabled={exporting !== undefined} onPress={() => exportAs('pdf')}>{exporting === 'pdf' ? 'Writing PDF' : 'Export PDF'}</Button>
        </div>
        {closed && (
          <div className="pm-closed" role="status"><Icon name="lock" /><span className="grow">Signed off: the text and what its blocks say stay as they were.</span><Button onPress={async () => void await work.advance('reviewed')}>Open again</Button></div>
        )}
        {compared !== undefined && <CompareView id={compared} now={text} canTake={!closed} asRoles={asRoles} onClose={() => place.set({ version: undefined })} onTake={(version) => { place.set({ version: undefined }); changeText(version.text, `Took back “${version.label}”`); }} />}
        <div className="pm-split" hidden={compared !== undefined}>
          <div className="pm-pane pm-source">
            <div className="pm-pane-head">
              <span className="mono grow ell">postmortem.md</span>
              <span className="t3 micro ell pm-leave">Escape, then Tab leaves</span>
              <Button kind="quiet" onPress={commentOnSelection}>Comment</Button>
              <Button kind="quiet" keys="Ctrl+/" isDisabled={closed} onPress={() => setSheet('block')}>Block</Button>
              <Button kind="quiet" keys="Ctrl+K" isDisabled={closed} onPress={() => setSheet('cite')}>Cite</Button>
            </div>
            <Suspense fallback={<Skeleton rows={14} rowHeight={20} label="Loading the editor" />}>
              <LintedEditor
                ref={editor} lint={lint} lintRef={lintMarks} text={text} readOnly={closed} cited={cited} claims={uncited} commented={commented} knowledge={knowledge} onChange={(now) => sync.change(now)}
                onCursorLine={setCursorLine} onCite={() => setSheet('cite')} onOpenCitation={openCitation}
                onCited={(key) => { const reference = knowledge.references.get(key); if (reference) void record(reference); }}
              />
            </Suspense>
          </div>
          <div className="pm-pane">
            <div className="pm-pane-head"><span className="grow">Preview</span>{closed && <span className="t3">as signed off</span>}</div>
            <div className="pm-preview scroll selectable focus-inside" ref={preview} tabIndex={0} role="region" aria-label="Preview">
              {!closed && countWords(root) === 0 && <p className="pm-unwritten">Nothing is written yet. <Button kind="link" onPress={() => setSheet('template')}>Start from a template</Button></p>}
              <BlockSettingContext value={blockSetting}><Preview root={root} cited={cited} cursorLine={cursorLine} passages={passages} asRoles={asRoles} /></BlockSettingContext>
            </div>
          </div>
        </div>
      </section>
      <CitePicker isOpen={sheet === 'cite'} cited={cited} onClose={leaveSheet} onPick={pick} />
      <ChoiceSheet
        isOpen={sheet === 'block'} label="Insert a block" placeholder="Timeline, chart, log …" none="There is no such block." onClose={leaveSheet}
        choices={LIVE_BLOCK_KINDS.map((kind) => ({ id: kind, label: LIVE_BLOCK_HELP[kind].title, hint: LIVE_BLOCK_HELP[kind].says, icon: BLOCK_ICON[kind], run: () => { editor.current?.insertBlock(LIVE_BLOCK_HELP[kind].text); leaveSheet(); } }))}
      />
      <TemplateSheet isOpen={sheet === 'template'} onClose={leaveSheet} onPick={(template) => changeText(template.text, `Started from ${template.title}`)} />
      <SaveTemplateSheet isOpen={sheet === 'save-template'} text={text} onClose={leaveSheet} />
    </div>
  );
}

const BLOCK_ICON = { timeline: 'timeline', metrics: 'clock', actions: 'check', whys: 'reasoning', factors: 'board', barriers: 'columns', tree: 'fault-tree', log: 'explore', table: 'columns', chart: 'chart', trace: 'traces', terminal: 'terminal', image: 'eye' } as const;

/** Says when typing is not on disk for longer than a moment; the frame says when it is. */
function SyncNotice({ state, onRetry }: { state: SyncState; onRetry: () => void }): ReactNode {
  if (state.status === 'offline') return <span className="pm-notice" role="status"><Icon name="disconnected" />Not saved yet. Sent again once the engine is back.</span>;
  if (state.status === 'failed') return <span className="pm-notice" role="alert"><Icon name="warning" /><span className="ell">{state.failure?.message}</span><Button kind="link" onPress={onRetry}>Try again</Button></span>;
  return null;
}

/** Selected words as the title of an action: without the mark of their list, heading or check box, in one line. */
function actionTitle(selected: string): string {
  return selected.replace(/^\s*(?:[-*+>]|#+|\d+[.)])?\s*(?:\[[ x]\]\s*)?/i, '').replaceAll(/\s+/g, ' ').trim().slice(0, 500);
}
