/**
 * Monaco, slim: the editor, the app's colours, and what any text needs. Bundled, nothing from a network. A view takes it
 * through a module of its own that registers its language, and loads that lazily: it is the largest part of the bundle.
 */
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/longLinesHelper/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
// oxlint-disable-next-line import/default -- Vite makes the default export of `?worker`.
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { editor } from 'monaco-editor/editor';
import './monaco.css';

export { editor, KeyCode, KeyMod, languages, MarkerSeverity, Range } from 'monaco-editor/editor';
export type { IDisposable } from 'monaco-editor/editor';

Object.assign(globalThis, { MonacoEnvironment: { getWorker: () => new EditorWorker() } });

const THEME = 'tephra';

/** Keeps the colours in step with the app's theme, and the letters measured, until the returned function is called. */
export function followTheme(): () => void {
  applyTheme();
  const observer = new MutationObserver(applyTheme);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  // Monaco measures its font once: again when ours has arrived.
  void document.fonts.load('13px "JetBrains Mono"').then(() => editor.remeasureFonts());
  return () => observer.disconnect();
}

/** Makes Monaco's theme from the tokens that hold now. */
function applyTheme(): void {
  const style = getComputedStyle(document.documentElement);
  // Monaco takes six digits and nothing else; a build may shorten #ffffff in the style sheet to #fff.
  const color = (token: string): string => style.getPropertyValue(token).trim().replace(/^#([\da-f])([\da-f])([\da-f])$/i, '#$1$1$2$2$3$3');
  const bare = (token: string): string => color(token).slice(1);
  const dark = document.documentElement.dataset['theme'];
  editor.defineTheme(THEME, {
    base: dark === 'dark' ? 'vs-dark' : dark === 'contrast' ? 'hc-black' : 'vs',
    inherit: false,
    rules: [
      { token: '', foreground: bare('--text-1') },
      { token: 'keyword.md', foreground: bare('--text-1'), fontStyle: 'bold' },
      { token: 'keyword.table', foreground: bare('--text-3') },
      { token: 'comment.md', foreground: bare('--text-3') },
      { token: 'comment.content', foreground: bare('--text-3') },
      { token: 'comment', foreground: bare('--text-3') },
      { token: 'string.link', foreground: bare('--accent-text') },
      { token: 'string.target', foreground: bare('--text-3') },
      { token: 'string', foreground: bare('--text-2') },
      { token: 'variable', foreground: bare('--text-2') },
      { token: 'strong', fontStyle: 'bold' },
      { token: 'emphasis', fontStyle: 'italic' },
      { token: 'keyword.sql', foreground: bare('--accent-text'), fontStyle: 'bold' },
      { token: 'operator.sql', foreground: bare('--text-2') },
      { token: 'predefined.sql', foreground: bare('--lane-decisions') },
      { token: 'string.sql', foreground: bare('--evidence') },
      { token: 'number.sql', foreground: bare('--lane-changes') },
      { token: 'identifier.quote.sql', foreground: bare('--text-1') },
    ],
    colors: {
      'editor.background': color('--surface-main'),
      'editor.foreground': color('--text-1'),
      'editorLineNumber.foreground': color('--text-3'),
      'editorLineNumber.activeForeground': color('--text-1'),
      'editor.lineHighlightBackground': color('--surface-sunken'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': color('--accent-tint-2'),
      'editor.inactiveSelectionBackground': color('--accent-tint'),
      'editorCursor.foreground': color('--text-1'),
      'editorWidget.background': color('--surface-raised'),
      'editorWidget.foreground': color('--text-1'),
      'editorWidget.border': color('--border-strong'),
      'editorHoverWidget.background': color('--surface-raised'),
      'editorHoverWidget.foreground': color('--text-1'),
      'editorHoverWidget.border': color('--border-strong'),
      'editorSuggestWidget.background': color('--surface-raised'),
      'editorSuggestWidget.foreground': color('--text-1'),
      'editorSuggestWidget.border': color('--border-strong'),
      'editorSuggestWidget.selectedBackground': color('--accent-tint'),
      'editorSuggestWidget.selectedForeground': color('--text-1'),
      'editorSuggestWidget.selectedIconForeground': color('--text-2'),
      'editorSuggestWidget.highlightForeground': color('--accent-text'),
      'editorSuggestWidget.focusHighlightForeground': color('--accent-text'),
      'editorError.foreground': color('--sev-error'),
      'editorWarning.foreground': color('--sev-warn-text'),
      'editorInfo.foreground': color('--sev-info'),
      'editorMarkerNavigation.background': color('--surface-raised'),
      'editorMarkerNavigationWarning.background': color('--sev-warn-text'),
      'editorMarkerNavigationWarning.headerBackground': color('--sev-warn-tint'),
      'editorMarkerNavigationInfo.background': color('--sev-info'),
      'editorMarkerNavigationInfo.headerBackground': color('--surface-sunken'),
      'editorActionList.background': color('--surface-raised'),
      'editorActionList.foreground': color('--text-1'),
      'editorActionList.focusBackground': color('--accent-tint'),
      'editorActionList.focusForeground': color('--text-1'),
      'peekViewTitleLabel.foreground': color('--text-1'),
      'peekViewTitleDescription.foreground': color('--text-2'),
      ...Object.fromEntries(['1', '2', '3', '4', '5', '6'].map((depth) => [`editorBracketHighlight.foreground${depth}`, color('--text-2')])),
      'editorBracketMatch.background': color('--accent-tint'),
      'editorBracketMatch.border': '#00000000',
      'input.background': color('--surface-main'),
      'input.foreground': color('--text-1'),
      'input.border': color('--border-control'),
      'focusBorder': color('--focus-ring'),
      'editor.rangeHighlightBackground': '#00000000',
      'editor.findMatchBackground': color('--accent-tint-2'),
      'editor.findMatchHighlightBackground': color('--accent-tint'),
      'scrollbarSlider.background': `${color('--border-control')}55`,
      'scrollbarSlider.hoverBackground': `${color('--border-control')}88`,
      'scrollbarSlider.activeBackground': `${color('--border-control')}aa`,
      'scrollbar.shadow': '#00000000',
      'editorUnicodeHighlight.border': color('--sev-warn-text'),
    },
  });
  editor.setTheme(THEME);
}

/** What every editor of ours is like. A view adds its language. */
export const EDITOR_OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  // A textarea is what shortcuts, screen readers and input methods know as a place where one types.
  editContext: false,
  theme: THEME, fontFamily: '"JetBrains Mono", ui-monospace, monospace', fontSize: 13, lineHeight: 20, fontLigatures: false,
  wordWrap: 'on', wrappingIndent: 'same', wrappingStrategy: 'advanced', minimap: { enabled: false }, folding: false, glyphMargin: false, lineNumbersMinChars: 4, lineDecorationsWidth: 16,
  renderLineHighlight: 'line', renderLineHighlightOnlyWhenFocus: true, scrollBeyondLastLine: true, overviewRulerLanes: 0, overviewRulerBorder: false, hideCursorInOverviewRuler: true,
  padding: { top: 8, bottom: 24 }, occurrencesHighlight: 'off', selectionHighlight: false, links: false, quickSuggestions: false, suggestOnTriggerCharacters: false,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true }, stickyScroll: { enabled: false }, contextmenu: false, automaticLayout: true, fixedOverflowWidgets: true,
  guides: { indentation: false }, matchBrackets: 'never', roundedSelection: false, cursorBlinking: 'solid', smoothScrolling: false, hover: { delay: 250 }, find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: 'selection' },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false }, bracketPairColorization: { enabled: false }, renderWhitespace: 'none', dragAndDrop: true,
};

/** Monaco shows hovers as Markdown: what evidence says must not become any. */
export function asPlain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&');
}

/** Text in a code block of that Markdown, as it is. */
export function asFence(text: string, language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((m) => m[0].length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}
