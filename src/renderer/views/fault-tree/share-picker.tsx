import { useMemo, useState, type ReactNode } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { Icon, Keys, matchScore, TopSheet } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';

const MOST = 100;

/** A node that is there already, to stand under another gate too. */
export function SharePicker({ isOpen, document, onClose, onPick }: { isOpen: boolean; document: FaultTreeDocument; onClose: () => void; onPick: (id: string) => void }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Take in an event that is there already">{isOpen && <Picker document={document} onClose={onClose} onPick={onPick} />}</TopSheet>;
}

function Picker({ document, onClose, onPick }: { document: FaultTreeDocument; onClose: () => void; onPick: (id: string) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const choices = useMemo(() => document.nodes
    .flatMap((node) => { const score = matchScore(typed, `${node.name} ${node.title}`); return score === undefined ? [] : [{ node, score }]; })
    .sort((a, b) => (typed.trim() === '' ? 0 : b.score - a.score)).slice(0, MOST), [document, typed]);
  const chosen = Math.min(at, choices.length - 1);
  return (
    <>
      <div className="palette-input">
        <Icon name="search" />
        <input
          autoFocus role="combobox" aria-expanded aria-controls="share-choices" aria-label="Event or gate" placeholder="Name or words of an event or gate" spellCheck={false} value={typed}
          onChange={(event) => { setTyped(event.target.value); setAt(0); }} {...(choices[chosen] ? { 'aria-activedescendant': `share-${chosen}` } : {})}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt(Math.max(0, Math.min(choices.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
            else if (event.key === 'Enter' && choices[chosen]) onPick(choices[chosen].node.id);
            else if (event.key === 'Escape') onClose();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <Keys keys="Escape" />
      </div>
      <ul className="palette-list" id="share-choices" role="listbox" aria-label="Events and gates">
        {choices.map(({ node }, i) => (
          <li key={node.id} id={`share-${i}`} role="option" aria-selected={i === chosen} className="palette-item" onPointerMove={() => setAt(i)} onClick={() => onPick(node.id)}>
            <EventChip named={namedOf(document, undefined, node.id)} isPressable={false} /><span className="ell">{truncate(visibleText(node.title), 120)}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="palette-none">Nothing is called so.</p>}
    </>
  );
}
