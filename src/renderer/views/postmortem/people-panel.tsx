import { useState, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { visibleText } from '../../../base/text.ts';
import { UNKNOWN_ROLE, type Person } from '../../../model/person.ts';
import { useChange } from '../../parts/use-change.ts';
import { usePeople } from '../../people/use-as-roles.ts';
import { usePreference, usePreferences } from '../../state/react.tsx';
import { Button, Checkbox, IconButton, PlainButton, Skeleton, TextField } from '../../ui/index.ts';

/** Who took part, and the role to call each by. */
export function PeoplePanel(): ReactNode {
  const { people, loading } = usePeople();
  const change = useChange();
  const preferences = usePreferences();
  const asRoles = usePreference((p) => p.asRoles);
  const [edited, setEdited] = useState<string>();
  const save = async (person: Person): Promise<void> => {
    if (await change({ name: 'item.save', input: { item: person } })) setEdited(undefined);
  };
  if (loading) return <Skeleton rows={5} rowHeight={40} label="Reading the people" />;
  return (
    <>
      <div className="pm-panel-tools"><Checkbox isSelected={asRoles} onChange={(on) => preferences.setState({ asRoles: on })}>Show people as roles</Checkbox></div>
      {people.length === 0 && edited === undefined && <p className="pm-none">Nobody is named yet. Add who took part and their roles, and one switch shows the roles everywhere, in reports too.</p>}
      <ul className="pm-rows" aria-label="People">
        {people.map((person) => (
          <li key={person.id}>
            {edited === person.id
              ? <PersonForm person={person} onSave={save} onLeave={() => setEdited(undefined)} onRemove={() => { setEdited(undefined); void change({ name: 'item.remove', input: { kind: 'person', id: person.id } }, `Removed ${person.name}`, 'item/not-found'); }} />
              : (
                <PlainButton className="pm-row focus-inside" onPress={() => setEdited(person.id)}>
                  <span><b>{visibleText(person.name)}</b></span>
                  <span className="t3">{`${visibleText(person.role) || `no role: “${UNKNOWN_ROLE}”`}${person.aliases.length > 0 ? `; also ${visibleText(person.aliases.join(', '))}` : ''}`}</span>
                </PlainButton>
              )}
          </li>
        ))}
      </ul>
      {edited === 'new'
        ? <PersonForm person={{ kind: 'person', id: uuidv7(), name: '', aliases: [], role: '' }} onSave={save} onLeave={() => setEdited(undefined)} />
        : <div className="pm-panel-tools"><Button icon="plus" onPress={() => setEdited('new')}>Add a person</Button></div>}
      <p className="pm-note">Evidence is shown as it is: roles stand in what people wrote.</p>
    </>
  );
}

function PersonForm({ person, onSave, onLeave, onRemove }: { person: Person; onSave: (person: Person) => Promise<void>; onLeave: () => void; onRemove?: () => void }): ReactNode {
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const [aliases, setAliases] = useState(person.aliases.join(', '));
  const [id] = useState(person.id);
  const save = (): void => {
    if (name.trim() === '') return;
    void onSave({ kind: 'person', id, name: name.trim().slice(0, 200), role: role.trim().slice(0, 200), aliases: aliases.split(',').map((a) => a.trim()).filter((a) => a !== '').slice(0, 50) });
  };
  return (
    <form className="pm-person" onSubmit={(event) => { event.preventDefault(); save(); }} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onLeave(); } }}>
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <TextField label="Role" value={role} onChange={setRole} placeholder="payments on-call" />
      <TextField label="Also written as, by comma" value={aliases} onChange={setAliases} placeholder="ada, ada@example.org" />
      <div className="pm-person-foot">
        <Button type="submit" isDisabled={name.trim() === ''}>Save</Button>
        <Button kind="quiet" keys="Escape" onPress={onLeave}>Cancel</Button>
        <span className="grow" />
        {onRemove && <IconButton icon="trash" label={`Remove ${visibleText(person.name)}`} onPress={onRemove} />}
      </div>
    </form>
  );
}
