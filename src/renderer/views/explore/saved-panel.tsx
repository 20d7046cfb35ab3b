import { useRef, useState, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { HIGHLIGHT_COLOURS, type HighlightColour, type Highlighter, type SavedFilter } from '../../../model/saved.ts';
import { NameForm } from '../../parts/name-form.tsx';
import { Button, Checkbox, MenuButton, PlainButton, TextField } from '../../ui/index.ts';
import type { SavedWork } from './use-saved.ts';

const COLOUR_NAME: Readonly<Record<HighlightColour, string>> = {
  amber: 'Amber, underlined', blue: 'Blue, dotted', green: 'Green, dashed', violet: 'Violet, double', red: 'Red, wavy',
};

/** What was kept of searches: filters by name, text that stands out. */
export function SavedPanel({ saved, filterText, isNaming, onNaming, onApply, highlightId }: {
  saved: SavedWork; filterText: string; isNaming: boolean; onNaming: (naming: boolean) => void; onApply: (filter: SavedFilter) => void; highlightId: string;
}): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  const { filters, highlighters } = saved;
  return (
    <div className="scroll grow">
      <section className="facet">
        <div className="saved-head"><h2 className="grow">Filters</h2></div>
        {isNaming && <NameForm initial="" label="Name of the filter" onDone={(name) => { onNaming(false); if (name !== undefined) void saved.saveFilter(name, filterText); }} />}
        {filters.map((f) => <FilterRow key={f.id} filter={f} saved={saved} filterText={filterText} onApply={onApply} />)}
        {filters.length === 0 && !isNaming && <p className="saved-none">Keep a filter by name with Save beside the filter bar.</p>}
      </section>
      <section className="facet">
        <div className="saved-head"><h2 className="grow">Highlighters</h2></div>
        {highlighters.map((h) => <HighlighterRow key={h.id} highlighter={h} saved={saved} />)}
        <AddHighlighter saved={saved} id={highlightId} />
      </section>
      <section className="saved-files">
        <Button kind="quiet" icon="download" isDisabled={filters.length + highlighters.length === 0} onPress={() => saved.exportFile()}>Save to a file</Button>
        <Button kind="quiet" icon="plus" onPress={() => file.current?.click()}>Take from a file</Button>
        <input
          ref={file} type="file" accept=".json,application/json" hidden aria-label="File of saved filters"
          onChange={(e) => { const [chosen] = e.target.files ?? []; e.target.value = ''; if (chosen) void saved.importFile(chosen); }}
        />
      </section>
    </div>
  );
}

function FilterRow({ filter, saved, filterText, onApply }: { filter: SavedFilter; saved: SavedWork; filterText: string; onApply: (filter: SavedFilter) => void }): ReactNode {
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming) return <NameForm initial={filter.name} label="Name of the filter" onDone={(name) => { setRenaming(false); if (name !== undefined) void saved.putFilter({ ...filter, name }); }} />;
  return (
    <div className="saved-row">
      <PlainButton className="saved-name focus-inside" isCurrent={filter.text === filterText} onPress={() => onApply(filter)}>
        <span className="ell">{visibleText(filter.name)}</span>
        <span className="ell mono t3">{visibleText(filter.text)}</span>
      </PlainButton>
      <MenuButton
        label={`More about ${visibleText(filter.name)}`} icon="more"
        entries={[
          { id: 'rename', label: 'Rename', icon: 'edit', run: () => setRenaming(true) },
          { id: 'replace', label: 'Replace with the filter shown', icon: 'save', isDisabled: filterText === '' || filterText === filter.text, run: () => void saved.putFilter({ ...filter, text: filterText }) },
          { id: 'remove', label: 'Remove', icon: 'trash', run: () => void saved.removeFilter(filter) },
        ]}
      />
    </div>
  );
}

function HighlighterRow({ highlighter, saved }: { highlighter: Highlighter; saved: SavedWork }): ReactNode {
  return (
    <div className="saved-row">
      <Checkbox className="grow" isSelected={highlighter.active} onChange={(active) => void saved.putHighlighter({ ...highlighter, active })}>
        <mark className={`highlight ${highlighter.colour} ell mono`}>{visibleText(highlighter.text)}</mark>
      </Checkbox>
      <MenuButton
        label={`More about ${visibleText(highlighter.text)}`} icon="more"
        entries={[
          ...HIGHLIGHT_COLOURS.map((colour) => ({
            id: colour, label: COLOUR_NAME[colour], isDisabled: colour === highlighter.colour, run: () => void saved.putHighlighter({ ...highlighter, colour }),
          })),
          { id: 'remove', label: 'Remove', icon: 'trash' as const, apart: true, run: () => void saved.removeHighlighter(highlighter) },
        ]}
      />
    </div>
  );
}

function AddHighlighter({ saved, id }: { saved: SavedWork; id: string }): ReactNode {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  return (
    <div className="saved-add" id={id}>
      <TextField
        label="Highlight text or /regex/" hideLabel mono placeholder="Text or /regex/" value={text} error={problem}
        onChange={(next) => { setText(next); setProblem(undefined); }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const wrong = saved.addHighlighter(text);
          setProblem(wrong);
          if (wrong === undefined) setText('');
        }}
      />
    </div>
  );
}
