import { useState, type ReactNode } from 'react';
import { Button, TextField } from '../ui/index.ts';
import './parts.css';

/** A name for what is kept, typed where it will stand. `undefined`: the person left. */
export function NameForm({ initial, label, onDone }: { initial: string; label: string; onDone: (name: string | undefined) => void }): ReactNode {
  const [name, setName] = useState(initial);
  return (
    <div className="name-form">
      <TextField
        label={label} hideLabel placeholder="Name" value={name} onChange={setName} autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Enter' && name.trim() !== '') onDone(name.trim().slice(0, 200));
          else if (event.key === 'Escape') onDone(undefined);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div className="name-form-buttons">
        <Button kind="primary" isDisabled={name.trim() === ''} onPress={() => onDone(name.trim().slice(0, 200))}>Save</Button>
        <Button kind="quiet" onPress={() => onDone(undefined)}>Cancel</Button>
      </div>
    </div>
  );
}
