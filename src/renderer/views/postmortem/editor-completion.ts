import { completionsAt, type Completion, type Knowledge } from './complete.ts';
import { type editor, languages, Range, type IDisposable } from '../../ui/monaco.ts';
import 'monaco-editor/features/snippet/register';
// features/suggest/register of 0.57 brings the inline kind alone; the list that one picks from is here.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';

const KINDS: Record<Completion['kind'], languages.CompletionItemKind> = {
  evidence: languages.CompletionItemKind.Reference, entry: languages.CompletionItemKind.Event, role: languages.CompletionItemKind.User, block: languages.CompletionItemKind.Snippet,
  option: languages.CompletionItemKind.EnumMember, field: languages.CompletionItemKind.Field, table: languages.CompletionItemKind.Struct, column: languages.CompletionItemKind.Field,
  keyword: languages.CompletionItemKind.Keyword,
};

/** Completion of one model. `citeCommand` is run with the key of evidence that was put in. */
export function provideCompletion(model: editor.ITextModel, known: () => Knowledge, citeCommand: string | null): IDisposable {
  return languages.registerCompletionItemProvider('markdown', {
    triggerCharacters: ['@', '`', '/', ' ', '=', ',', ':', '.'],
    provideCompletionItems(asked, position, context) {
      if (asked !== model) return undefined;
      const found = completionsAt(model.getValue(), model.getOffsetAt(position), known(), context.triggerKind === languages.CompletionTriggerKind.Invoke);
      if (!found) return undefined;
      const range = Range.fromPositions(model.getPositionAt(found.from), model.getPositionAt(found.to));
      const typed = Range.fromPositions(model.getPositionAt(found.from), position);
      return {
        suggestions: found.items.map((item, i) => ({
          label: { label: item.label, description: item.detail.slice(0, 60) }, kind: KINDS[item.kind], insertText: item.insert, range: { insert: typed, replace: range },
          sortText: String(i).padStart(5, '0'), filterText: item.filter ?? item.label,
          ...(item.kind === 'evidence' ? { documentation: item.filter ?? '' } : {}),
          ...(item.evidenceKey !== undefined && citeCommand !== null ? { command: { id: citeCommand, title: '', arguments: [item.evidenceKey] } } : {}),
        })),
      };
    },
  });
}
