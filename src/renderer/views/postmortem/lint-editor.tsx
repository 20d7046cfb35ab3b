import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/gotoError/register';
import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { rewriteWords } from '../../../model/lint/rewrite-words.ts';
import type { Finding } from '../../../model/lint/rule.ts';
import { ruleInfo } from '../../../model/lint/rules/index.ts';
import { editor, languages, MarkerSeverity, Range, type IDisposable } from '../../ui/monaco.ts';
import { Editor, type EditorProps } from './editor.tsx';
import type { Lint } from './use-lint.ts';
import './lint.css';

const OWNER = 'blameless';
/** Said in markers and hovers, before the name of the rule. */
const SOURCE = 'Language';

export interface LintHandle {
  /** Selects what was found and takes the focus there. */
  goTo(finding: Finding): void;
}

export interface LintedEditorProps extends EditorProps {
  readonly lint: Lint | undefined;
  readonly lintRef: Ref<LintHandle>;
}

/** The editor of the postmortem with what the lint found in its text. */
export function LintedEditor({ lint, lintRef, ...props }: LintedEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const instance = useRef<editor.ICodeEditor>(undefined);
  const marks = useRef<LintMarks>(undefined);
  useEffect(() => {
    // Effects of children run first: the editor stands.
    const made = editor.getEditors().find((one) => host.current?.contains(one.getDomNode()));
    const model = made?.getModel();
    if (!made || !model) return undefined;
    made.updateOptions({ lightbulb: { enabled: editor.ShowLightbulbIconMode.Off } });
    instance.current = made;
    const ours = lintMarks(model);
    marks.current = ours;
    return () => {
      ours.dispose();
      instance.current = undefined;
      marks.current = undefined;
    };
  }, []);
  useEffect(() => marks.current?.show(lint), [lint]);
  useImperativeHandle(lintRef, () => ({
    goTo(finding) {
      const made = instance.current;
      const model = made?.getModel();
      if (!made || !model) return;
      const range = rangeOf(model, finding.offset, finding.length);
      made.setSelection(range);
      made.revealRangeInCenterIfOutsideViewport(range);
      made.focus();
    },
  }), []);
  return <div className="pm-linted" ref={host}><Editor {...props} /></div>;
}

interface LintMarks extends IDisposable {
  /** Shows what was found; nothing where the text has moved on since, for then it is being read again. */
  show(lint: Lint | undefined): void;
}

/**
 * Squiggles, reached with F8 too, their reason on hover, and rewrites on Ctrl+. for one editor. A rewrite is one edit
 * that undo takes back; a question goes into the text as a comment, which readers never see.
 */
function lintMarks(model: editor.ITextModel): LintMarks {
  let shown: Lint | undefined;
  const provider = languages.registerCodeActionProvider('markdown', {
    provideCodeActions(asked, range, context) {
      if (asked !== model || !shown || model.getValue() !== shown.text) return { actions: [], dispose() {} };
      const actions = shown.findings
        .map((finding) => ({ finding, at: rangeOf(model, finding.offset, finding.length) }))
        .filter(({ at }) => Range.areIntersectingOrTouching(at, range))
        .flatMap(({ finding, at }) => actionsOf(model, finding, context.markers.filter((marker) => marker.code === finding.rule && Range.equalsRange(marker, at))));
      return { actions, dispose() {} };
    },
  }, { providedCodeActionKinds: ['quickfix'] });
  return {
    show(lint) {
      shown = lint;
      if (!lint || model.getValue() !== lint.text) return;
      editor.setModelMarkers(model, OWNER, lint.findings.map((finding) => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(model, finding.offset, finding.length);
        return {
          startLineNumber, startColumn, endLineNumber, endColumn, severity: finding.severity === 'warning' ? MarkerSeverity.Warning : MarkerSeverity.Info,
          message: lines(`${finding.message}\n${ruleInfo(finding.rule).reason}`), source: SOURCE, code: finding.rule,
        };
      }));
    },
    dispose() {
      provider.dispose();
      editor.setModelMarkers(model, OWNER, []);
    },
  };
}

/** Monaco wraps no line of a marker that F8 shows. */
function lines(text: string): string {
  return text.replace(/(?=[^\n]{73})([^\n]{1,72})[ ]/g, '$1\n');
}

function rangeOf(model: editor.ITextModel, offset: number, length: number): Range {
  return Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length));
}

function actionsOf(model: editor.ITextModel, finding: Finding, diagnostics: editor.IMarkerData[]): languages.CodeAction[] {
  const edit = (title: string, offset: number, length: number, text: string, isPreferred: boolean): languages.CodeAction => ({
    title, kind: 'quickfix', diagnostics, isPreferred,
    edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), textEdit: { range: rangeOf(model, offset, length), text } }] },
  });
  const end = finding.sentence.offset + finding.sentence.length;
  return [
    ...finding.rewrites.map((rewrite, i) => (rewrite.kind === 'replace'
      ? edit(rewriteWords(model.getValue(), rewrite), rewrite.offset, rewrite.length, rewrite.text, i === 0)
      : edit(`Ask here: ${rewrite.text}`, end, 0, ` <!-- ${rewrite.text} -->`, false))),
    edit(`Keep the wording here: ${ruleInfo(finding.rule).title.toLowerCase()}`, end, 0, ` <!-- lint-ok: ${finding.rule} -->`, false),
  ];
}
