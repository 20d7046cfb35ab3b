import { memo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { Failure } from '../../../base/result.ts';
import { visibleText } from '../../../base/text.ts';
import { withCompletion } from '../../../model/filter-completion.ts';
import type { Filter, FilterTerm } from '../../../model/filter.ts';
import { formatFilter, formatTerm, type FilterTextContext } from '../../../model/filter-text.ts';
import type { TimeRange } from '../../state/place.ts';
import { useCaseUi, useCaseUiStore } from '../../state/react.tsx';
import { Button, Chip, Icon, IconButton, Keys, Tip } from '../../ui/index.ts';
import { FilterHelp } from './filter-help.tsx';
import { addTyped, textOf, withoutArtifact, withoutTerm, type FilterPlace } from './filter-state.ts';
import { useCompletions, type Suggestion } from './use-completions.ts';

const LIST_ID = 'filter-suggestions';
const optionId = (index: number): string => `filter-suggestion-${index}`;

/**
 * The filter as chips, and a line to type more into, with suggestions (the combobox pattern of the ARIA practices, no
 * option chosen until one is). Press a chip to edit it as text; Backspace at the start takes up the last one; all
 * selected (Ctrl+A) and deleted clears everything. What is typed stays until it is applied or deleted, in other views
 * too; what cannot be read is kept, and the place is shown.
 */
export const FilterBar = memo(function FilterBar({ filter, context, whole, around, timeLabel, artifactName, linkFailure, linkText, inputId, onChange, onSave }: {
  filter: Filter; context: FilterTextContext; whole: TimeRange | undefined; around: () => bigint | undefined; timeLabel: string | undefined; artifactName: (sha256: string) => string;
  /** Why the text of the link is no filter, and that text. */
  linkFailure: Failure | undefined; linkText: string | undefined;
  inputId: string; onChange: (place: FilterPlace) => void; onSave: () => void;
}): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const ui = useCaseUiStore();
  const draft = useCaseUi((s) => s.filterDraft);
  const [failure, setFailure] = useState<Failure>();
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [allSelected, setAllSelected] = useState(false);
  const typed = draft ?? (linkFailure ? linkText ?? '' : '');
  const problem = failure ?? (draft === undefined ? linkFailure : undefined);
  const range = filter.fromNs !== undefined && filter.toNs !== undefined ? { fromNs: filter.fromNs, toNs: filter.toNs } : undefined;
  const isEmpty = filter.terms.length === 0 && range === undefined && (filter.artifacts ?? []).length === 0;
  const { place, suggestions, heading } = useCompletions(typed, caret, open, filter, whole, around);
  const isShown = open && suggestions.length > 0;
  const setDraft = (text: string | undefined): void => ui.setState({ filterDraft: text });

  function type(text: string, at: number): void {
    setDraft(text);
    setCaret(at);
    setFailure(undefined);
    setActive(-1);
  }
  function shut(): void {
    setOpen(false);
    setActive(-1);
  }
  function submit(text: string): void {
    shut();
    if (text.trim() === '') return;
    const next = addTyped(filter, text, context, whole);
    if (!next.ok) {
      setDraft(text);
      return setFailure(next.failure);
    }
    setFailure(undefined);
    setDraft(undefined);
    onChange(next.value);
  }
  function take(suggestion: Suggestion): void {
    if (!place) return;
    const done = withCompletion(typed, place, suggestion.insert);
    field.current?.focus();
    // A value at the end completes a term: it is applied. A field waits for its value.
    if (place.kind === 'value' && done.caret === done.text.length) return submit(done.text);
    type(done.text, done.caret);
    setOpen(true);
    requestAnimationFrame(() => field.current?.setSelectionRange(done.caret, done.caret));
  }
  function clearAll(): void {
    setAllSelected(false);
    setDraft(undefined);
    setFailure(undefined);
    shut();
    onChange({ text: '', range: undefined });
    field.current?.focus();
  }
  function edit(term: FilterTerm): void {
    const text = `${formatTerm(term)}${typed === '' ? '' : ` ${typed}`}`;
    onChange({ text: withoutTerm(filter, term), range });
    type(text, formatTerm(term).length);
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const last = filter.terms.at(-1);
    const { selectionStart, selectionEnd } = event.currentTarget;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') return setAllSelected(!isEmpty);
    if (['Control', 'Meta', 'Shift', 'Alt'].includes(event.key) || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c')) return;
    if (allSelected && (event.key === 'Backspace' || event.key === 'Delete')) clearAll();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      setCaret(selectionStart ?? typed.length);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((a) => stepped(a + step, suggestions.length));
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && isShown && active >= 0) take(suggestions[active]!);
    else if (event.key === 'Enter') submit(typed);
    else if (event.key === 'Escape' && isShown) shut();
    else if (event.key === 'Escape' && linkFailure && draft === undefined) onChange({ text: '', range });
    else if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'Backspace' && last && selectionStart === 0 && selectionEnd === 0) edit(last);
    else return setAllSelected(false);
    setAllSelected(false);
    event.preventDefault();
    event.stopPropagation();
  }
  function onCopy(event: ClipboardEvent): void {
    if (!allSelected) return;
    event.clipboardData.setData('text/plain', [formatFilter(filter), typed].filter((t) => t !== '').join(' '));
    event.preventDefault();
  }

  return (
    <>
      <div className="filter-bar">
        <div
          className={`field filter-field${problem ? ' invalid' : ''}${allSelected ? ' all-selected' : ''}`} role="presentation"
          onClick={(e) => { if (e.target === e.currentTarget) field.current?.focus(); }}
        >
          <Icon name="search" />
          {filter.terms.map((term) => (
            <Chip key={formatTerm(term)} excluded={term.negated} onPress={() => edit(term)} onRemove={() => { onChange({ text: withoutTerm(filter, term), range }); field.current?.focus(); }} removeLabel={`Remove ${formatTerm(term)}`}>
              <TermText term={term} />
            </Chip>
          ))}
          {filter.artifacts?.map((sha256) => (
            <Chip key={sha256} onRemove={() => onChange({ text: withoutArtifact(filter, sha256), range })} removeLabel="Remove the artifact"><span className="k">artifact:</span>{visibleText(artifactName(sha256))}</Chip>
          ))}
          {range && timeLabel !== undefined && <Chip onRemove={() => onChange({ text: textOf(filter), range: undefined })} removeLabel="Remove the time"><span className="k">time:</span>{timeLabel}</Chip>}
          <input
            ref={field} id={inputId} value={typed} spellCheck={false} autoComplete="off" aria-label="Filter"
            role="combobox" aria-expanded={isShown} aria-controls={LIST_ID} aria-autocomplete="list" aria-haspopup="listbox"
            {...(isShown && active >= 0 ? { 'aria-activedescendant': optionId(active) } : {})}
            aria-invalid={problem !== undefined} aria-describedby={problem ? 'filter-problem' : undefined}
            placeholder={isEmpty ? 'Filter: text, field:value, -field:value, status>=500, /regex/, time:10:33..10:36' : ''}
            onChange={(e) => { type(e.target.value, e.target.selectionStart ?? e.target.value.length); setOpen(true); setAllSelected(false); }}
            onSelect={(e) => setCaret(e.currentTarget.selectionStart ?? 0)}
            onKeyDown={onKeyDown} onCopy={onCopy} onBlur={() => { shut(); setAllSelected(false); }}
          />
          {typed.trim() !== '' && !isShown && <span className="filter-apply t3">not applied yet <Keys keys="Enter" /></span>}
          {!isEmpty && <IconButton icon="close" size="small" label="Remove the whole filter" onPress={clearAll} />}
        </div>
        <Tip text="Keep this filter by name" keys="Ctrl+S"><Button icon="save" isDisabled={isEmpty} onPress={onSave}>Save</Button></Tip>
        <FilterHelp />
        {isShown && (
          <div className="pop filter-suggestions">
            <div className="palette-group">{heading}</div>
            <div role="listbox" id={LIST_ID} aria-label={heading} className="menu">
              {suggestions.map((s, i) => (
                // The keys are the input's, as the combobox pattern has it.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={s.insert} id={optionId(i)} role="option" aria-selected={i === active} className="palette-item"
                  // The input keeps the focus: what is typed is not left.
                  onMouseDown={(e) => e.preventDefault()} onClick={() => take(s)}
                >
                  <span className="mono ell">{visibleText(s.label)}</span><span className="hint ell">{visibleText(s.aside)}</span>
                </div>
              ))}
            </div>
          </div>
        )}
      </div>
      {problem && <Problem failure={problem} text={typed} />}
    </>
  );
});

/** The next option, round through none (-1). */
function stepped(index: number, count: number): number {
  return index >= count ? -1 : index < -1 ? count - 1 : index;
}

function TermText({ term }: { term: FilterTerm }): ReactNode {
  const text = visibleText(formatTerm({ ...term, negated: false }));
  if (term.kind !== 'field') return text;
  const at = visibleText(term.field).length + term.op.length;
  return <><span className="k">{text.slice(0, at)}</span>{text.slice(at)}</>;
}

/** Characters shown before and behind what is wrong. */
const AROUND = 24;

/** What is wrong with what was typed, and where. */
function Problem({ failure, text }: { failure: Failure; text: string }): ReactNode {
  const position = typeof failure.data?.['position'] === 'number' ? failure.data['position'] : undefined;
  const at = position === undefined || position > text.length ? undefined : position;
  const end = at === undefined ? 0 : at + (/^\S+/.exec(text.slice(at))?.[0].length ?? 0);
  return (
    <div className="filter-problem" id="filter-problem" role="alert">
      <Icon name="error" />
      <span>{failure.message}</span>
      {at !== undefined && (
        <code>
          {at > AROUND && '…'}{visibleText(text.slice(Math.max(0, at - AROUND), at))}
          <b>{visibleText(text.slice(at, end)) || '\u00a0'}</b>
          {visibleText(text.slice(end, end + AROUND))}
        </code>
      )}
    </div>
  );
}
