import { useState, type ReactNode } from 'react';
import { Button, ComboField, IconButton, Section, type ComboOption } from '../../ui/index.ts';

/** What something belongs to: a line for each with the way there, and a field to add another. */
export function Links({ title, of, add, gone, ids, options, onChange, onOpen, create }: {
  title: string;
  /** What the list is called: "Timeline entries it stands for". */
  of: string;
  /** What the field asks: "Link a timeline entry". */
  add: string;
  /** What is said of one that is not there any more. */
  gone: string;
  ids: readonly string[]; options: readonly ComboOption[];
  onChange: (ids: string[]) => void; onOpen: ((id: string) => void) | undefined;
  /** A button that makes a new one. */
  create?: { readonly label: string; readonly run: () => void };
}): ReactNode {
  const [typed, setTyped] = useState('');
  const byId = new Map(options.map((option) => [option.id, option]));
  const left = options.filter((option) => !ids.includes(option.id));
  if (ids.length === 0 && left.length === 0 && !create) return null;
  return (
    <Section title={title} aside={ids.length === 0 ? undefined : ids.length}>
      <ul className="rs-lines" aria-label={of}>
        {ids.map((id) => {
          const option = byId.get(id);
          return (
            <li key={id}>
              {option ? (onOpen ? <Button kind="link" onPress={() => onOpen(id)}>{option.label}</Button> : <span className="ell">{option.label}</span>) : <span className="t2">{gone}</span>}
              <span className="t3 nowrap">{option?.aside ?? ''}</span>
              <IconButton icon="close" size="small" label={`Take the link to ${option?.label ?? 'it'} away`} onPress={() => onChange(ids.filter((other) => other !== id))} />
            </li>
          );
        })}
      </ul>
      {(left.length > 0 || create) && (
        <div className="rs-add">
          {left.length > 0 && <ComboField label={add} hideLabel placeholder={add} value={typed} onChange={setTyped} options={left} onPick={({ id }) => { onChange([...ids, id]); setTyped(''); }} />}
          {create && <div><Button icon="plus" onPress={create.run}>{create.label}</Button></div>}
        </div>
      )}
    </Section>
  );
}
