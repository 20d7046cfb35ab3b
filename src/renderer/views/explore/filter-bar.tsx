import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Failure } from '../../../base/result.ts';
import { visibleText } from '../../../base/text.ts';
import type { Filter, FilterTerm } from '../../../model/filter.ts';
import { formatTerm } from '../../../model/filter-text.ts';
import { Chip, Icon, IconButton } from '../../ui/index.ts';
import { addTyped, textOf, withoutArtifact, withoutTerm, type FilterPlace } from './filter-state.ts';
import type { TimeRange } from '../../state/place.ts';
import type { FilterTextContext } from '../../../model/filter-text.ts';

/**
 * The filter as chips, and a line to type more into. Press a chip to edit it as text; Backspace at the start takes up
 * the last one. What cannot be read is kept, and the place is shown.
 */
export function FilterBar({ filter, context, whole, timeLabel, artifactName, linkFailure, linkText, inputId, onChange }: {
  filter: Filter; context: FilterTextContext; whole: TimeRange | undefined; timeLabel: string | undefined; artifactName: (sha256: string) => string;
  /** Why the text of the link is no filter, and that text. */
  linkFailure: Failure | undefined; linkText: string | undefined;
  inputId: string; onChange: (place: FilterPlace) => void;
}): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const typed = draft ?? (linkFailure ? linkText ?? '' : '');
  const problem = failure ?? (draft === undefined ? linkFailure : undefined);
  const range = filter.fromNs !== undefined && filter.toNs !== undefined ? { fromNs: filter.fromNs, toNs: filter.toNs } : undefined;

  function submit(text: string): void {
    const next = addTyped(filter, text, context, whole);
    if (!next.ok) return setFailure(next.failure);
    setFailure(undefined);
    setDraft(undefined);
    onChange(next.value);
  }
  function edit(term: FilterTerm): void {
    onChange({ text: withoutTerm(filter, term), range });
    setDraft(`${formatTerm(term)}${typed === '' ? '' : ` ${typed}`}`);
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const last = filter.terms.at(-1);
    if (event.key === 'Enter') submit(typed);
    else if (event.key === 'Escape' && (typed !== '' || problem)) {
      setDraft('');
      setFailure(undefined);
      if (linkFailure) onChange({ text: '', range });
    } else if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'Backspace' && last && event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0) edit(last);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const isEmpty = filter.terms.length === 0 && range === undefined && (filter.artifacts ?? []).length === 0;

  return (
    <>
      <div className="filter-bar">
        <div className={problem ? 'field filter-field invalid' : 'field filter-field'} onClick={(e) => { if (e.target === e.currentTarget) field.current?.focus(); }} role="presentation">
          <Icon name="search" />
          {filter.terms.map((term) => (
            <Chip key={formatTerm(term)} excluded={term.negated} onPress={() => edit(term)} onRemove={() => onChange({ text: withoutTerm(filter, term), range })} removeLabel={`Remove ${formatTerm(term)}`}>
              <TermText term={term} />
            </Chip>
          ))}
          {filter.artifacts?.map((sha256) => (
            <Chip key={sha256} onRemove={() => onChange({ text: withoutArtifact(filter, sha256), range })} removeLabel="Remove the artifact"><span className="k">artifact:</span>{visibleText(artifactName(sha256))}</Chip>
          ))}
          {range && timeLabel !== undefined && <Chip onRemove={() => onChange({ text: textOf(filter), range: undefined })} removeLabel="Remove the time"><span className="k">time:</span>{timeLabel}</Chip>}
          <input
            ref={field} id={inputId}
            value={typed} spellCheck={false} autoComplete="off" aria-label="Filter" aria-invalid={problem !== undefined} aria-describedby={problem ? 'filter-problem' : undefined}
            placeholder={isEmpty ? 'Filter: text, field:value, -field:value, status>=500, /regex/, time:10:33..10:36' : ''}
            onChange={(e) => { setDraft(e.target.value); setFailure(undefined); }}
            onKeyDown={onKeyDown} onBlur={() => { if (draft !== undefined && draft.trim() !== '') submit(draft); }}
          />
          {!isEmpty && <IconButton icon="close" size="small" label="Remove the whole filter" onPress={() => { setDraft(undefined); onChange({ text: '', range: undefined }); }} />}
        </div>
      </div>
      {problem && <Problem failure={problem} text={typed} />}
    </>
  );
}

function TermText({ term }: { term: FilterTerm }): ReactNode {
  const text = visibleText(formatTerm({ ...term, negated: false }));
  if (term.kind !== 'field') return text;
  const at = visibleText(term.field).length + term.op.length;
  return <><span className="k">{text.slice(0, at)}</span>{text.slice(at)}</>;
}

function Problem({ failure, text }: { failure: Failure; text: string }): ReactNode {
  const position = typeof failure.data?.['position'] === 'number' ? failure.data['position'] : undefined;
  return (
    <div className="filter-problem" id="filter-problem" role="alert">
      <Icon name="error" />
      <span>{failure.message}</span>
      {position !== undefined && position < text.length && <pre>{`at “${visibleText(text.slice(position, position + 24))}”`}</pre>}
    </div>
  );
}
