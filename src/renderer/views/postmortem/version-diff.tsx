import { useEffect, useRef, type ReactNode } from 'react';
import { editor, EDITOR_OPTIONS, followTheme } from '../../ui/monaco.ts';
import 'monaco-editor/features/diffEditor/register';
import 'monaco-editor/languages/definitions/markdown/register';

/** Two texts beside one another, what differs marked. Read-only. */
export function VersionDiff({ before, now }: { before: string; now: string }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stopTheme = followTheme();
    const original = editor.createModel(before, 'markdown');
    const modified = editor.createModel(now, 'markdown');
    const made = editor.createDiffEditor(host.current!, {
      ...EDITOR_OPTIONS, readOnly: true, originalEditable: false, renderSideBySide: true, useInlineViewWhenSpaceIsLimited: true, renderSideBySideInlineBreakpoint: 700, diffWordWrap: 'on', renderOverviewRuler: false,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 }, renderGutterMenu: false, renderMarginRevertIcon: false,
      originalAriaLabel: 'The version that was kept', modifiedAriaLabel: 'The text as it is now', accessibilityVerbose: false,
    });
    made.setModel({ original, modified });
    return () => {
      stopTheme();
      made.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [before, now]);
  return <div className="pm-editor" ref={host} />;
}
