/** Monaco with what writing SQL needs beside the common part. */
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/snippet/register';
// features/suggest/register of 0.57 brings the inline kind alone; the list that one picks from is here.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/languages/definitions/sql/register';

export * from '../../ui/monaco.ts';
