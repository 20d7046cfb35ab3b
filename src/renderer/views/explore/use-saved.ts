import { useMemo } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { uuidv7 } from '../../../base/ids.ts';
import type { Command } from '../../../model/command.ts';
import { parseFilter } from '../../../model/filter-text.ts';
import { HIGHLIGHT_COLOURS, type Highlighter, type Mark, SavedFile, type SavedFilter } from '../../../model/saved.ts';
import { api } from '../../../protocol/api.ts';
import { download } from '../../rpc/download.ts';
import { useCaseInfo, useCaseSession, useRead } from '../../rpc/react.tsx';
import { useToast } from '../../ui/index.ts';
import { parseFind } from './lines.ts';

/** Filters, highlighters and marks of the case, and the commands that change them. */
export interface SavedWork {
  readonly filters: readonly SavedFilter[];
  readonly highlighters: readonly Highlighter[];
  readonly marks: readonly Mark[];
  saveFilter(name: string, text: string): Promise<void>;
  putFilter(filter: SavedFilter): Promise<void>;
  removeFilter(filter: SavedFilter): Promise<void>;
  /** Adds one in a colour that is free; answers what is wrong with the text, if anything is. */
  addHighlighter(text: string): string | undefined;
  putHighlighter(highlighter: Highlighter): Promise<void>;
  removeHighlighter(highlighter: Highlighter): Promise<void>;
  setMark(mark: Mark): Promise<void>;
  removeMark(mark: Pick<Mark, 'sha256' | 'offsetBytes'>): Promise<void>;
  exportFile(): void;
  importFile(file: File): Promise<void>;
}

/** No file of filters is larger. */
const MOST_BYTES = 4_000_000;

export function useSaved(): SavedWork {
  const session = useCaseSession();
  const { title } = useCaseInfo();
  const toast = useToast();
  const data = useRead(api.listSaved, {}, { dependsOn: 'work' }).data;

  return useMemo((): SavedWork => {
    const filters = data?.filters ?? [];
    const highlighters = data?.highlighters ?? [];
    const marks = data?.marks ?? [];
    async function run(command: Command, said: string | undefined): Promise<void> {
      const done = await session.run(command);
      if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
      else if (said !== undefined) toast({ text: said, actions: [{ label: 'Undo', run: () => void session.undo() }] });
    }
    return {
      filters, highlighters, marks,
      saveFilter: (name, text) => run({ name: 'filter.save', input: { filter: { id: uuidv7(), name, text } } }, `The filter “${visibleText(name)}” is kept.`),
      putFilter: (filter) => run({ name: 'filter.save', input: { filter } }, `The filter “${visibleText(filter.name)}” is changed.`),
      removeFilter: ({ id, name }) => run({ name: 'filter.remove', input: { id } }, `The filter “${visibleText(name)}” is removed.`),
      addHighlighter(text) {
        if (text.trim() === '') return 'Write what is to stand out.';
        if (text.length > 2000) return 'A highlighter has at most 2,000 characters.';
        const find = parseFind(text);
        if (find?.kind === 'regex') {
          try {
            void new RegExp(find.text.replace(/^\(\?i\)/, ''), 'u');
          } catch (error) {
            return `This pattern cannot be read: ${error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : ''}`;
          }
        }
        const used = (colour: string): number => highlighters.filter((h) => h.colour === colour).length;
        const colour = HIGHLIGHT_COLOURS.reduce((best, one) => (used(one) < used(best) ? one : best));
        void run({ name: 'highlighter.save', input: { highlighter: { id: uuidv7(), text, colour, active: true } } }, undefined);
        return undefined;
      },
      putHighlighter: (highlighter) => run({ name: 'highlighter.save', input: { highlighter } }, undefined),
      removeHighlighter: ({ id, text }) => run({ name: 'highlighter.remove', input: { id } }, `The highlighter “${visibleText(text)}” is removed.`),
      setMark: (mark) => run({ name: 'mark.set', input: { mark } }, undefined),
      removeMark: ({ sha256, offsetBytes }) => run({ name: 'mark.remove', input: { sha256, offsetBytes } }, undefined),
      exportFile() {
        const content: SavedFile = {
          format: 'tephra-saved-1',
          filters: filters.map(({ name, text }) => ({ name, text })),
          highlighters: highlighters.map(({ text, colour, active }) => ({ text, colour, active })),
        };
        download([`${JSON.stringify(content, undefined, 2)}\n`], 'application/json', `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}-filters.json`);
      },
      async importFile(file) {
        const read = file.size > MOST_BYTES ? undefined : savedFileOf(await file.text());
        if (!read) return toast({ kind: 'failed', text: `${file.name} is no file of saved filters. Choose one that Tephra wrote.` });
        const bad = read.filters.find((f) => !parseFilter(f.text).ok);
        if (bad) return toast({ kind: 'failed', text: `${file.name}: the filter “${visibleText(bad.name)}” cannot be read. Nothing was taken in.` });
        const newFilters = read.filters.filter((f) => !filters.some((own) => own.name === f.name && own.text === f.text));
        const newHighlighters = read.highlighters.filter((h) => !highlighters.some((own) => own.text === h.text));
        if (newFilters.length + newHighlighters.length === 0) return toast({ text: `The case has everything of ${file.name} already.` });
        const said = [newFilters.length > 0 && plural(newFilters.length, 'filter'), newHighlighters.length > 0 && plural(newHighlighters.length, 'highlighter')].filter(Boolean).join(' and ');
        await run({
          name: 'batch', input: {
            label: `Took ${said} from ${file.name}`,
            commands: [
              ...newFilters.map((f) => ({ name: 'filter.save' as const, input: { filter: { ...f, id: uuidv7() } } })),
              ...newHighlighters.map((h) => ({ name: 'highlighter.save' as const, input: { highlighter: { ...h, id: uuidv7() } } })),
            ],
          },
        }, `Took ${said} from ${file.name}.`);
      },
    };
  }, [data, session, title, toast]);
}

/** What a file of saved filters holds; `undefined` when it is none. */
export function savedFileOf(text: string): SavedFile | undefined {
  try {
    const read = SavedFile.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
