import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { CLAIM_REASON, type Claim } from '../../../model/claims.ts';
import { diffText } from '../../../model/text-edit.ts';
import { whereText } from '../../parts/evidence-picker.tsx';
import { isBroken, type CitedText } from './citations.ts';
import type { Knowledge } from './complete.ts';
import { provideCompletion } from './editor-completion.ts';
import { blockAt, citationAt, internalAround } from './insertions.ts';
import { asFence, asPlain, editor, EDITOR_OPTIONS, followTheme, KeyCode, KeyMod, languages, Range, type IDisposable } from '../../ui/monaco.ts';
import 'monaco-editor/languages/definitions/markdown/register';

export interface EditorHandle {
  focus(): void;
  goToLine(line: number): void;
  /** Selects and shows a part of the text. */
  select(start: number, end: number): void;
  selectedText(): string;
  /** Puts a citation behind the cursor or what is selected (`citationAt`). */
  cite(citation: string): void;
  /** Puts a block on lines of its own, and the cursor where one goes on. */
  insertBlock(text: string): void;
  /** Marks the selected lines as internal, or takes the marks around them away. */
  toggleInternal(): void;
}

export interface EditorProps {
  readonly text: string;
  readonly readOnly: boolean;
  readonly cited: CitedText;
  /** Claims without evidence. */
  readonly claims: readonly Claim[];
  /** Passages with open comments. */
  readonly commented: ReadonlyArray<{ readonly start: number; readonly end: number }>;
  readonly knowledge: Knowledge;
  readonly onChange: (text: string) => void;
  readonly onCursorLine: (line: number) => void;
  readonly onCite: () => void;
  /** Evidence was put in by completion. */
  readonly onCited: (key: string) => void;
  /** Ctrl+click or F12 on a citation; its offset in the text. */
  readonly onOpenCitation: (offset: number) => void;
  readonly ref: Ref<EditorHandle>;
}

/**
 * Monaco over the synchronised text. What comes from elsewhere is applied as the smallest edit, so that the cursor and
 * the selection stay where they are.
 */
export function Editor(props: EditorProps): ReactNode {
  const { text, cited, claims, commented, readOnly, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const instance = useRef<editor.IStandaloneCodeEditor>(undefined);
  const marks = useRef<editor.IEditorDecorationsCollection>(undefined);
  const quiet = useRef<editor.IEditorDecorationsCollection>(undefined);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });

  useEffect(() => {
    const stopTheme = followTheme();
    const model = editor.createModel(latest.current.text, 'markdown');
    model.setEOL(editor.EndOfLineSequence.LF);
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    const made = editor.create(host.current!, {
      ...EDITOR_OPTIONS, language: 'markdown', model, readOnly: latest.current.readOnly,
      suggestOnTriggerCharacters: true, wordBasedSuggestions: 'off', suggest: { showWords: false, showIcons: true, preview: false, showStatusBar: false, insertMode: 'replace' },
      ariaLabel: 'Postmortem in Markdown. Control Space completes. Tab indents; press Escape, then Tab to leave.',
    });
    instance.current = made;
    marks.current = made.createDecorationsCollection();
    quiet.current = made.createDecorationsCollection();
    const citeCommand = made.addCommand(0, (_, key: unknown) => { if (typeof key === 'string') latest.current.onCited(key); });
    const ours: IDisposable[] = [
      made.onDidChangeModelContent(() => latest.current.onChange(model.getValue())),
      made.onDidChangeCursorPosition((event) => latest.current.onCursorLine(event.position.lineNumber)),
      made.onKeyDown((event) => {
        if (event.keyCode === KeyCode.Escape) made.updateOptions({ tabFocusMode: true });
        else if (event.keyCode !== KeyCode.Tab && event.keyCode !== KeyCode.Shift) made.updateOptions({ tabFocusMode: false });
      }),
      made.onDidBlurEditorWidget(() => made.updateOptions({ tabFocusMode: false })),
      made.onMouseDown((event) => {
        const { position } = event.target;
        if (position && (event.event.ctrlKey || event.event.metaKey)) latest.current.onOpenCitation(model.getOffsetAt(position));
      }),
      languages.registerHoverProvider('markdown', {
        provideHover: (hovered, position) => (hovered === model ? hoverAt(latest.current, model, model.getOffsetAt(position)) : undefined),
      }),
      provideCompletion(model, () => latest.current.knowledge, citeCommand),
    ];
    made.addCommand(KeyMod.CtrlCmd | KeyCode.KeyK, () => { if (!latest.current.readOnly) latest.current.onCite(); });
    made.addCommand(KeyCode.F12, () => {
      const position = made.getPosition();
      if (position) latest.current.onOpenCitation(model.getOffsetAt(position));
    });
    return () => {
      stopTheme();
      for (const one of ours) one.dispose();
      made.dispose();
      model.dispose();
    };
  }, []);

  useEffect(() => {
    instance.current?.updateOptions({ readOnly, domReadOnly: readOnly });
  }, [readOnly]);

  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model) return;
    const edit = diffText(model.getValue(), text);
    if (!edit) return;
    const range = Range.fromPositions(model.getPositionAt(edit.offset), model.getPositionAt(edit.offset + edit.deleted.length));
    // Monaco refuses edits of its own commands while it is read-only; the text itself can still be set.
    if (instance.current!.getOption(editor.EditorOption.readOnly)) {
      model.pushEditOperations([], [{ range, text: edit.inserted }], () => null);
      return;
    }
    instance.current!.pushUndoStop();
    instance.current!.executeEdits('elsewhere', [{ range, text: edit.inserted }]);
    instance.current!.pushUndoStop();
  }, [text]);

  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model) return;
    marks.current?.set(cited.citations.map((citation) => ({
      range: rangeOf(model, citation.start, citation.end), options: { inlineClassName: isBroken(cited.resolve(citation)) ? 'pm-mark pm-mark-broken' : 'pm-mark' },
    })));
  }, [cited]);

  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model) return;
    quiet.current?.set([
      ...claims.map((claim) => ({ range: rangeOf(model, claim.start, claim.end), options: { inlineClassName: 'pm-unsupported' } })),
      ...commented.map(({ start, end }) => ({ range: rangeOf(model, start, end), options: { inlineClassName: 'pm-commented', linesDecorationsClassName: 'pm-commented-line' } })),
    ]);
  }, [claims, commented]);

  useImperativeHandle(ref, () => {
    const put = (range: Range, inserted: string): void => {
      const made = instance.current;
      if (!made || made.getOption(editor.EditorOption.readOnly)) return;
      made.pushUndoStop();
      made.executeEdits('insert', [{ range, text: inserted, forceMoveMarkers: true }]);
      made.pushUndoStop();
    };
    return {
      focus: () => instance.current?.focus(),
      goToLine(line) {
        instance.current?.revealLineNearTop(line);
        instance.current?.setPosition({ lineNumber: line, column: 1 });
        instance.current?.focus();
      },
      select(start, end) {
        const model = instance.current?.getModel();
        if (!model) return;
        const range = rangeOf(model, start, end);
        instance.current?.revealRangeInCenterIfOutsideViewport(range);
        instance.current?.setSelection(range);
        instance.current?.focus();
      },
      selectedText() {
        const selection = instance.current?.getSelection();
        return (selection && instance.current?.getModel()?.getValueInRange(selection)) ?? '';
      },
      cite(citation) {
        const model = instance.current?.getModel();
        const end = instance.current?.getSelection()?.getEndPosition();
        if (!model || !end) return;
        const { at, inserted, cursor } = citationAt(model.getValue(), model.getOffsetAt(end), citation);
        put(rangeOf(model, at, at), inserted);
        // A selection that stayed would be overwritten by the next word.
        instance.current?.setPosition(model.getPositionAt(cursor));
        instance.current?.focus();
      },
      insertBlock(block) {
        const model = instance.current?.getModel();
        const end = instance.current?.getSelection()?.getEndPosition();
        if (!model || !end) return;
        const { at, inserted, cursor } = blockAt(model.getValue(), model.getOffsetAt(end), block);
        put(rangeOf(model, at, at), inserted);
        instance.current?.setPosition(model.getPositionAt(at + cursor));
        instance.current?.revealPositionInCenterIfOutsideViewport(model.getPositionAt(at + cursor));
        instance.current?.focus();
      },
      toggleInternal() {
        const model = instance.current?.getModel();
        const selection = instance.current?.getSelection();
        if (!model || !selection) return;
        const edit = internalAround(model.getValue(), model.getOffsetAt(selection.getStartPosition()), model.getOffsetAt(selection.getEndPosition()));
        put(rangeOf(model, edit.start, edit.end), edit.text);
        instance.current?.setSelection(rangeOf(model, edit.start, edit.start + edit.text.length));
        instance.current?.focus();
      },
    };
  }, []);

  return <div className="pm-editor" ref={host} />;
}

function rangeOf(model: editor.ITextModel, start: number, end: number): Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

function hoverAt({ cited, claims }: EditorProps, model: editor.ITextModel, offset: number): languages.Hover | undefined {
  const citation = cited.citations.find((c) => offset >= c.start && offset <= c.end);
  if (!citation) {
    const claim = claims.find((c) => offset >= c.start && offset <= c.end);
    return claim && { range: rangeOf(model, claim.start, claim.end), contents: [{ value: asPlain(`No evidence is cited for this. It ${CLAIM_REASON[claim.reason]}. Ctrl+K cites.`) }] };
  }
  const resolved = cited.resolve(citation);
  const contents = [{ value: asPlain(`Citation ${citation.number}: ${whereText(resolved)}`) }];
  if (resolved?.state === 'found') {
    contents.push({ value: asFence(truncate(visibleText(resolved.text, true), 600)) }, { value: asPlain('Ctrl+click or F12 opens the bytes.') });
  }
  return { range: rangeOf(model, citation.start, citation.end), contents };
}
