import { useState, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { Button, ComboField, Icon, IconButton } from '../../ui/index.ts';
import type { Driver } from './use-driver.ts';
import type { ReviewData } from './use-review.ts';
import { personText } from './words.ts';

/** Who wants to speak, first come first. */
export function Hands({ data, driver }: { data: ReviewData; driver: Driver }): ReactNode {
  const { live: { hands }, raising: isRaising, setRaising: onRaising, setHands: onHands } = driver;
  const asRoles = useAsRoles();
  const [typed, setTyped] = useState('');
  const present = new Set(data.review?.attendance.filter((a) => a.present).map((a) => a.personId));
  const raise = (who: string): void => {
    setTyped('');
    onRaising(false);
    if (who.trim() !== '') onHands([...hands, who.trim().slice(0, 100)]);
  };
  return (
    <section className="rv-hands" aria-label="Hands">
      <div className="rv-hands-head"><Icon name="hand" size={16} /><h2>Hands</h2>{hands.length > 0 && <Button kind="quiet" keys="H" onPress={() => onHands(hands.slice(1))}>Has spoken</Button>}</div>
      {isRaising && (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the field inside takes the keys
        <div ref={(at) => { at?.querySelector('input')?.focus(); }} onKeyDown={(e) => {
          if (e.key === 'Escape') { e.stopPropagation(); setTyped(''); onRaising(false); } else if (e.key === 'Enter' && typed.trim() !== '') { e.preventDefault(); raise(typed); }
        }}>
          <ComboField
            label="Who raises a hand" hideLabel allowsOther value={typed} onChange={setTyped} placeholder="Who"
            options={data.people.filter((p) => present.has(p.id)).map((p) => ({ id: p.id, label: asRoles(p.name), aside: personText(p, asRoles) }))} onPick={(option) => raise(option.label)}
          />
        </div>
      )}
      <ol aria-live="polite">
        {hands.map((who, i) => (
          <li key={`${who}-${i}`}><span className="ell">{visibleText(who)}</span><IconButton icon="close" size="small" label={`Lower the hand of ${who}`} onPress={() => onHands(hands.filter((_, at) => at !== i))} /></li>
        ))}
      </ol>
      {hands.length === 0 && !isRaising && <p className="t3">Nobody waits.</p>}
    </section>
  );
}
