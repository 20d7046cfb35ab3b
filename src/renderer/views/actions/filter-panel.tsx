import type { ReactNode } from 'react';
import { formatCount, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, ACTION_TYPES, type Action } from '../../../model/action.ts';
import { isOverdue } from '../../../model/action-plan.ts';
import { Button, Checkbox, Chip, PopoverButton } from '../../ui/index.ts';
import { NO_FILTER, type ActionFilter } from './filter.ts';
import { STATE_TITLE, TYPE_TITLE } from './words.ts';

type Change = (filter: Partial<ActionFilter>) => void;

const ownerName = (owner: string): string => (owner === '' ? 'nobody named' : visibleText(owner));

/** Which actions to show: states, types, owners, and only what is late. */
export function FilterPanel({ actions, filter, today, onChange }: { actions: readonly Action[]; filter: ActionFilter; today: string; onChange: Change }): ReactNode {
  const owners = [...new Set([...actions.map((action) => action.ownerRole.trim()), ...filter.owners])].toSorted();
  const late = actions.filter((action) => isOverdue(action, today)).length;
  return (
    <PopoverButton label="Which actions to show" icon="eye" panelLabel="Which actions to show">
      {(close) => (
        <div className="ac-show">
          <Checkbox isSelected={filter.late} onChange={(only) => onChange({ late: only })}><span className="grow">Only late ones</span><span className="t3">{formatCount(late)}</span></Checkbox>
          <Group
            title="States" options={ACTION_STATES} chosen={filter.states} nameOf={(state) => STATE_TITLE[state]}
            count={(state) => actions.filter((action) => action.state === state).length} onChange={(states) => onChange({ states })}
          />
          <Group
            title="Types" options={ACTION_TYPES} chosen={filter.types} nameOf={(type) => TYPE_TITLE[type]}
            count={(type) => actions.filter((action) => action.type === type).length} onChange={(types) => onChange({ types })}
          />
          <Group
            title="Owners" options={owners} chosen={filter.owners} nameOf={ownerName}
            count={(owner) => actions.filter((action) => action.ownerRole.trim() === owner).length} onChange={(chosen) => onChange({ owners: chosen })}
          />
          <div><Button onPress={() => { onChange(NO_FILTER); close(); }}>Show all</Button></div>
        </div>
      )}
    </PopoverButton>
  );
}

function Group<T extends string>({ title, options, chosen, nameOf, count, onChange }: {
  title: string; options: readonly T[]; chosen: readonly T[]; nameOf: (option: T) => string; count: (option: T) => number; onChange: (chosen: T[]) => void;
}): ReactNode {
  return (
    <fieldset>
      <legend>{title}</legend>
      {options.map((option) => (
        <Checkbox key={option} isSelected={chosen.includes(option)} onChange={() => onChange(chosen.includes(option) ? chosen.filter((x) => x !== option) : [...chosen, option])}>
          <span className="grow ell">{nameOf(option)}</span><span className="t3">{formatCount(count(option))}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** What is left out now, each with the way back. */
export function FilterChips({ filter, onChange }: { filter: ActionFilter; onChange: Change }): ReactNode {
  return (
    <>
      {filter.late && <Chip onRemove={() => onChange({ late: false })} removeLabel="Show those in time too">late</Chip>}
      {filter.states.length > 0 && <Chip onRemove={() => onChange({ states: [] })} removeLabel="Show all states">{filter.states.map((state) => STATE_TITLE[state].toLowerCase()).join(', ')}</Chip>}
      {filter.types.length > 0 && <Chip onRemove={() => onChange({ types: [] })} removeLabel="Show all types">{filter.types.map((type) => TYPE_TITLE[type].toLowerCase()).join(', ')}</Chip>}
      {filter.owners.length > 0 && <Chip onRemove={() => onChange({ owners: [] })} removeLabel="Show all owners">{filter.owners.map(ownerName).join(', ')}</Chip>}
    </>
  );
}
