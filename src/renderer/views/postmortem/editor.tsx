import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { diffText } from '../../../model/text-edit.ts';
import { isBroken, whereText, type CitedText } from './citations.ts';
import { asFence, asPlain, editor, EDITOR_OPTIONS, followTheme, KeyCode, KeyMod, languages, Range, type IDisposable } from '../../ui/monaco.ts';
import 'monaco-editor/languages/definitions/markdown/register';

export interface EditorHandle {
  focus(): void;
  goToLine(line: number): void;
  /** Puts text at the cursor (or over the selection), with a space before it where a word would touch it. */
  insert(text: string): void;
}

export interface EditorProps {
  readonly text: string;
  readonly cited: CitedText;
  readonly onChange: (text: string) => void;
  readonly onCursorLine: (line: number) => void;
  readonly onCite: () => void;
  /** Ctrl+click or F12 on a citation; its offset in the text. */
  readonly onOpenCitation: (offset: number) => void;
  readonly ref: Ref<EditorHandle>;
}

/**
 * Monaco over the synchronised text. What comes from elsewhere is applied as the smallest edit, so that the cursor and
 * the selection stay where they are.
 */
export function Editor(props: EditorProps): ReactNode {
  const { text, cited, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const instance = useRef<editor.IStandaloneCodeEditor>(undefined);
  const marks = useRef<editor.IEditorDecorationsCollection>(undefined);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });

  useEffect(() => {
    const stopTheme = followTheme();
    const model = editor.createModel(latest.current.text, 'markdown');
    model.setEOL(editor.EndOfLineSequence.LF);
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    const made = editor.create(host.current!, {
      ...EDITOR_OPTIONS, language: 'markdown', model,
      ariaLabel: 'Postmortem in Markdown. Tab indents; press Escape, then Tab to leave.',
    });
    instance.current = made;
    marks.current = made.createDecorationsCollection();
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
        provideHover: (hovered, position) => (hovered === model ? hoverAt(latest.current.cited, model, model.getOffsetAt(position)) : undefined),
      }),
    ];
    made.addCommand(KeyMod.CtrlCmd | KeyCode.KeyK, () => latest.current.onCite());
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
    const model = instance.current?.getModel();
    if (!model) return;
    const edit = diffText(model.getValue(), text);
    if (!edit) return;
    const from = model.getPositionAt(edit.offset);
    const to = model.getPositionAt(edit.offset + edit.deleted.length);
    instance.current!.pushUndoStop();
    instance.current!.executeEdits('elsewhere', [{ range: Range.fromPositions(from, to), text: edit.inserted }]);
    instance.current!.pushUndoStop();
  }, [text]);

  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model) return;
    marks.current?.set(cited.citations.map((citation) => ({
      range: Range.fromPositions(model.getPositionAt(citation.start), model.getPositionAt(citation.end)),
      options: { inlineClassName: isBroken(cited.resolve(citation)) ? 'pm-mark pm-mark-broken' : 'pm-mark' },
    })));
  }, [cited]);

  useImperativeHandle(ref, () => ({
    focus: () => instance.current?.focus(),
    goToLine(line) {
      instance.current?.revealLineNearTop(line);
      instance.current?.setPosition({ lineNumber: line, column: 1 });
      instance.current?.focus();
    },
    insert(inserted) {
      const made = instance.current;
      const model = made?.getModel();
      const selection = made?.getSelection();
      if (!made || !model || !selection) return;
      const end = selection.getEndPosition();
      const before = model.getOffsetAt(end) === 0 ? '' : model.getValue().charAt(model.getOffsetAt(end) - 1);
      const at = Range.fromPositions(end);
      made.pushUndoStop();
      made.executeEdits('cite', [{ range: at, text: before === '' || /\s/.test(before) ? inserted : ` ${inserted}`, forceMoveMarkers: true }]);
      made.pushUndoStop();
      made.focus();
    },
  }), []);

  return <div className="pm-editor" ref={host} />;
}

function hoverAt(cited: CitedText, model: editor.ITextModel, offset: number): languages.Hover | undefined {
  const citation = cited.citations.find((c) => offset >= c.start && offset <= c.end);
  if (!citation) return undefined;
  const resolved = cited.resolve(citation);
  const contents = [{ value: asPlain(`Citation ${citation.number}: ${whereText(resolved)}`) }];
  if (resolved?.state === 'found') {
    contents.push({ value: asFence(truncate(visibleText(resolved.text, true), 600)) }, { value: asPlain('Ctrl+click or F12 opens the bytes.') });
  }
  return { range: Range.fromPositions(model.getPositionAt(citation.start), model.getPositionAt(citation.end)), contents };
}
