import type { ReactNode } from 'react';
import { formatCount, visibleText } from '../../../base/text.ts';
import { ENTRY_KINDS, LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';
import { Button, Checkbox, Chip, PopoverButton, Segmented } from '../../ui/index.ts';
import type { EntryFilter } from './entry-filter.ts';
import { LaneGlyph } from './marks.tsx';
import { KIND_TITLE } from './words.ts';

type Change = (filter: Partial<EntryFilter>) => void;

const roleName = (role: string): string => (role === '' ? 'nobody named' : visibleText(role));

/** Which entries to show: kinds, roles, evidence, and whether what was learned later is among them. */
export function FilterPanel({ entries, filter, onChange }: { entries: readonly TimelineEntry[]; filter: EntryFilter; onChange: Change }): ReactNode {
  const kinds = counts(entries.map((e) => e.kind));
  const roles = counts(entries.map((e) => e.role));
  return (
    <PopoverButton label="Which entries to show" icon="eye" panelLabel="Which entries to show">
      {(close) => (
        <div className="tl-show">
          <fieldset>
            <legend>Kinds</legend>
            {ENTRY_KINDS.filter((kind) => kinds.has(kind) || filter.kinds.includes(kind)).map((kind) => (
              <Checkbox key={kind} isSelected={filter.kinds.includes(kind)} onChange={() => onChange({ kinds: toggled(filter.kinds, kind) })}>
                <LaneGlyph lane={LANE_OF_KIND[kind]} /><span className="grow">{KIND_TITLE[kind]}</span><span className="t3">{formatCount(kinds.get(kind) ?? 0)}</span>
              </Checkbox>
            ))}
          </fieldset>
          <fieldset>
            <legend>Who</legend>
            {[...new Set([...roles.keys(), ...filter.roles])].toSorted().map((role) => (
              <Checkbox key={role} isSelected={filter.roles.includes(role)} onChange={() => onChange({ roles: toggled(filter.roles, role) })}>
                <span className="grow ell">{roleName(role)}</span><span className="t3">{formatCount(roles.get(role) ?? 0)}</span>
              </Checkbox>
            ))}
          </fieldset>
          <fieldset>
            <legend>Evidence</legend>
            <Segmented<EntryFilter['evidence']> label="Evidence" value={filter.evidence} onChange={(evidence) => onChange({ evidence })} options={[{ id: 'any', label: 'Any' }, { id: 'with', label: 'With' }, { id: 'without', label: 'Without' }]} />
          </fieldset>
          <Checkbox isSelected={filter.asKnownThen} onChange={(asKnownThen) => onChange({ asKnownThen })}>Only what was known at the time</Checkbox>
          <div className="tl-form-foot">
            <Button onPress={() => { onChange({ kinds: [], roles: [], evidence: 'any', asKnownThen: false }); close(); }}>Show all</Button>
          </div>
        </div>
      )}
    </PopoverButton>
  );
}

/** What is left out now, each with the way back. */
export function FilterChips({ filter, hindsight, onChange }: { filter: EntryFilter; hindsight: number; onChange: Change }): ReactNode {
  return (
    <>
      {filter.kinds.length > 0 && <Chip onRemove={() => onChange({ kinds: [] })} removeLabel="Show all kinds">{filter.kinds.map((kind) => KIND_TITLE[kind].toLowerCase()).join(', ')}</Chip>}
      {filter.roles.length > 0 && <Chip onRemove={() => onChange({ roles: [] })} removeLabel="Show all roles">{filter.roles.map(roleName).join(', ')}</Chip>}
      {filter.evidence !== 'any' && <Chip onRemove={() => onChange({ evidence: 'any' })} removeLabel={filter.evidence === 'without' ? 'Show entries with evidence too' : 'Show entries without evidence too'}>{`${filter.evidence} evidence`}</Chip>}
      {filter.asKnownThen && <Chip onRemove={() => onChange({ asKnownThen: false })} removeLabel="Show what was learned later too">{hindsight === 0 ? 'as known at the time' : `as known at the time, ${formatCount(hindsight)} hidden`}</Chip>}
    </>
  );
}

function counts<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const found = new Map<T, number>();
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1);
  return found;
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
