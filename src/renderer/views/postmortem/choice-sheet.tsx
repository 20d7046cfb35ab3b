import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, Keys, matchScore, TopSheet, type IconName } from '../../ui/index.ts';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly run: () => void;
  /** Beside it, behind the label: taken away with Delete. */
  readonly onRemove?: () => void;
}

/** A short list at the top of the window: typing narrows it, Enter takes. */
export function ChoiceSheet({ isOpen, label, placeholder, choices, none, onClose }: {
  isOpen: boolean; label: string; placeholder: string; choices: readonly Choice[]; none: string; onClose: () => void;
}): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label={label}>{isOpen && <List label={label} placeholder={placeholder} choices={choices} none={none} onClose={onClose} />}</TopSheet>;
}

function List({ label, placeholder, choices, none, onClose }: { label: string; placeholder: string; choices: readonly Choice[]; none: string; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const shown = choices
    .flatMap((choice) => {
      const score = matchScore(typed, `${choice.label} ${choice.hint}`);
      return score === undefined ? [] : [{ choice, score }];
    })
    .sort((a, b) => (typed.trim() === '' ? 0 : b.score - a.score))
    .map(({ choice }) => choice);
  const chosen = Math.min(at, shown.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const choice = shown[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt(Math.max(0, Math.min(shown.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
    else if (event.key === 'Enter' && choice) choice.run();
    else if (event.key === 'Delete' && typed === '' && choice?.onRemove) choice.onRemove();
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="palette-input">
        <Icon name="search" />
        <input
          autoFocus role="combobox" aria-expanded aria-controls="pm-choices" aria-label={label} placeholder={placeholder} spellCheck={false}
          value={typed} onChange={(event) => { setTyped(event.target.value); setAt(0); }} onKeyDown={onKeyDown}
          {...(shown[chosen] ? { 'aria-activedescendant': `pm-choice-${chosen}` } : {})}
        />
        <Keys keys="Escape" />
      </div>
      <ul className="palette-list" id="pm-choices" role="listbox" aria-label={label}>
        {shown.map((choice, i) => (
          <li key={choice.id} id={`pm-choice-${i}`} role="option" aria-selected={i === chosen} className="palette-item pm-choice-item" onPointerMove={() => setAt(i)} onClick={() => choice.run()}>
            <Icon name={choice.icon} />
            <span className="pm-choice-label">{choice.label}</span>
            <span className="hint ell grow">{choice.hint}</span>
            {choice.onRemove && i === chosen && <span className="t3 micro">Delete removes</span>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="palette-none">{none}</p>}
    </>
  );
}
