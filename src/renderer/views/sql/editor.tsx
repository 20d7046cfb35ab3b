import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { completionsAt, docAt, type Completion, type SqlKnowledge } from './complete.ts';
import { asFence, asPlain, editor, EDITOR_OPTIONS, followTheme, KeyCode, KeyMod, LANGUAGE, languages, MarkerSeverity, Range, type IDisposable } from './monaco-sql.ts';
import { statementAt, type Statement } from './tokens.ts';

export interface EditorHandle {
  focus(): void;
  insert(text: string): void;
  /** What Ctrl+Enter runs now: the selection, else the statement the cursor is in. */
  statement(): Pick<Statement, 'text' | 'start'> | undefined;
}

export interface EditorProps {
  readonly text: string;
  readonly knowledge: SqlKnowledge;
  /** What DuckDB found wrong: offsets in the text. */
  readonly problem: { readonly start: number; readonly end: number; readonly message: string } | undefined;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** Ends what runs; whether anything did. */
  readonly onEscape: () => boolean;
  readonly ref: Ref<EditorHandle>;
}

const KINDS: Record<Completion['kind'], languages.CompletionItemKind> = {
  table: languages.CompletionItemKind.Struct, column: languages.CompletionItemKind.Field, function: languages.CompletionItemKind.Function,
  phrase: languages.CompletionItemKind.Keyword, value: languages.CompletionItemKind.Value,
};
/** Columns before functions before words before tables, where all may stand. */
const ORDER: Record<Completion['kind'], string> = { value: '0', column: '1', function: '2', phrase: '3', table: '4' };

/** Monaco over the console's text. */
export function Editor(props: EditorProps): ReactNode {
  const { text, problem, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const instance = useRef<editor.IStandaloneCodeEditor>(undefined);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });

  useEffect(() => {
    const stopTheme = followTheme();
    const model = editor.createModel(latest.current.text, LANGUAGE);
    model.setEOL(editor.EndOfLineSequence.LF);
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    const made = editor.create(host.current!, {
      ...EDITOR_OPTIONS, language: LANGUAGE, model,
      quickSuggestions: { other: true, comments: false, strings: true }, suggestOnTriggerCharacters: true, matchBrackets: 'near', scrollBeyondLastLine: false,
      wordBasedSuggestions: 'off', suggest: { showWords: false, showIcons: true, preview: false, showStatusBar: false }, tabSize: 2,
      ariaLabel: 'Query in SQL. Control Enter runs it. Tab indents; press Escape, then Tab to leave.',
    });
    instance.current = made;
    const ours: IDisposable[] = [
      made.onDidChangeModelContent(() => latest.current.onChange(model.getValue())),
      made.onKeyDown((event) => {
        if (event.keyCode === KeyCode.Escape && latest.current.onEscape()) {
          // A list that opened meanwhile would take the key for itself.
          event.preventDefault();
          event.stopPropagation();
          made.trigger('run', 'hideSuggestWidget', {});
        } else if (event.keyCode === KeyCode.Escape) made.updateOptions({ tabFocusMode: true });
        else if (event.keyCode !== KeyCode.Tab && event.keyCode !== KeyCode.Shift) made.updateOptions({ tabFocusMode: false });
      }),
      made.onDidBlurEditorWidget(() => made.updateOptions({ tabFocusMode: false })),
      languages.registerCompletionItemProvider(LANGUAGE, {
        triggerCharacters: ['.', "'", '"', '>'],
        provideCompletionItems: (asked, position) => (asked === model ? { suggestions: suggestions(model, model.getOffsetAt(position), latest.current.knowledge) } : undefined),
      }),
      languages.registerHoverProvider(LANGUAGE, {
        provideHover: (asked, position) => (asked === model ? hover(model, model.getOffsetAt(position), latest.current.knowledge) : undefined),
      }),
    ];
    made.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => {
      made.trigger('run', 'hideSuggestWidget', {});
      latest.current.onRun();
    });
    return () => {
      stopTheme();
      for (const one of ours) one.dispose();
      made.dispose();
      model.dispose();
      instance.current = undefined;
    };
  }, []);

  // Text from elsewhere (a link, an example, the history) takes the place of all; undo brings the old one back.
  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model || model.getValue() === text) return;
    instance.current!.pushUndoStop();
    instance.current!.executeEdits('elsewhere', [{ range: model.getFullModelRange(), text }]);
    instance.current!.pushUndoStop();
    instance.current!.setPosition(model.getPositionAt(text.length));
  }, [text]);

  useEffect(() => {
    const model = instance.current?.getModel();
    if (!model) return;
    editor.setModelMarkers(model, 'duckdb', problem ? [markerOf(model, problem)] : []);
  }, [problem]);

  useImperativeHandle(ref, () => ({
    focus: () => instance.current?.focus(),
    insert(inserted) {
      const made = instance.current;
      const selection = made?.getSelection();
      if (!made || !selection) return;
      made.pushUndoStop();
      made.executeEdits('insert', [{ range: selection, text: inserted, forceMoveMarkers: true }]);
      made.pushUndoStop();
      made.focus();
    },
    statement() {
      const model = instance.current?.getModel();
      const selection = instance.current?.getSelection();
      if (!model || !selection) return undefined;
      if (!selection.isEmpty()) return { text: model.getValueInRange(selection), start: model.getOffsetAt(selection.getStartPosition()) };
      return statementAt(model.getValue(), model.getOffsetAt(selection.getPosition()));
    },
  }), []);

  return <div className="sql-editor" ref={host} />;
}

function rangeOf(model: editor.ITextModel, from: number, to: number): Range {
  return Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
}

function markerOf(model: editor.ITextModel, { start, end, message }: { start: number; end: number; message: string }): editor.IMarkerData {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(model, start, end);
  return { startLineNumber, startColumn, endLineNumber, endColumn, message, severity: MarkerSeverity.Error };
}

function suggestions(model: editor.ITextModel, offset: number, known: SqlKnowledge): languages.CompletionItem[] {
  const { from, to, items } = completionsAt(model.getValue(), offset, known);
  const typed = model.getValue().slice(from, offset);
  const insertRange = rangeOf(model, from, offset);
  const replaceRange = rangeOf(model, from, to);
  return items.map((item, i) => ({
    label: { label: item.label, description: item.kind === 'function' ? '' : item.detail, ...(item.kind === 'function' ? { detail: item.detail } : {}) },
    kind: KINDS[item.kind], insertText: item.insert, range: { insert: insertRange, replace: replaceRange },
    // What is typed may begin with a quote, which the label has not.
    filterText: /^['"]/.test(typed) ? `${typed[0]}${item.label}` : item.label,
    sortText: `${ORDER[item.kind]}${String(i).padStart(4, '0')}`,
    documentation: { value: item.doc.split('\n\n').map((part, at) => (at === 0 ? asPlain(part) : asFence(part, LANGUAGE))).join('\n\n') },
    ...(item.snippet ? { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(item.kind === 'column' && item.insert.startsWith('"') ? {} : { commitCharacters: [] }),
  }));
}

function hover(model: editor.ITextModel, offset: number, known: SqlKnowledge): languages.Hover | undefined {
  const found = docAt(model.getValue(), offset, known);
  if (!found) return undefined;
  const [sentence = '', example] = found.doc.split('\n\n');
  return {
    range: rangeOf(model, found.from, found.to),
    contents: [{ value: asFence(found.title, LANGUAGE) }, { value: asPlain(sentence) }, ...(example === undefined ? [] : [{ value: asFence(example, LANGUAGE) }])],
  };
}
