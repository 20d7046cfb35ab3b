import { useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { CLAIM_REASON, type Claim } from '../../../model/claims.ts';
import { Keys, PlainButton, Segmented } from '../../ui/index.ts';

/** More than anybody reads at once; the rest comes up as these are dealt with. */
const MOST_ROWS = 200;

/** Sentences that state a fact: those without evidence first of all. Pressing one selects it in the text. */
export function ClaimsPanel({ claims, asRoles, onGo }: { claims: readonly Claim[]; asRoles: (text: string) => string; onGo: (claim: Claim) => void }): ReactNode {
  const [shown, setShown] = useState<'open' | 'all'>('open');
  const open = claims.filter((c) => !c.cited);
  const wanted = shown === 'open' ? open : claims;
  const listed = wanted.slice(0, MOST_ROWS);
  return (
    <>
      <div className="pm-panel-tools">
        <Segmented label="Which claims" value={shown} onChange={setShown} options={[{ id: 'open', label: `Without evidence ${open.length}` }, { id: 'all', label: `All ${claims.length}` }]} />
      </div>
      {listed.length === 0
        ? <p className="pm-none">{claims.length === 0 ? 'The text states no facts yet. Sentences with a time, a number, a cause or the name of a service will stand here.' : `Every claim cites evidence: all ${claims.length} of them.`}</p>
        : (
          <ul className="pm-rows" aria-label="Claims">
            {listed.map((claim, i) => (
              <li key={claim.start}>
                {claim.section !== listed[i - 1]?.section && <h3>{claim.section === '' ? 'Before the first heading' : visibleText(claim.section)}</h3>}
                <PlainButton className="pm-row focus-inside" onPress={() => onGo(claim)}>
                  <span>{visibleText(asRoles(claim.text))}</span>
                  <span className="t3">{`line ${claim.line}, ${CLAIM_REASON[claim.reason]}${claim.cited && shown === 'all' ? ', cited' : ''}`}</span>
                </PlainButton>
              </li>
            ))}
          </ul>
        )}
      {open.length > 0 && <p className="pm-note">Press one to select it in the text, then <Keys keys="Ctrl+K" /> to cite what shows it.</p>}
      {wanted.length > listed.length && <p className="pm-note">{`${plural(wanted.length - listed.length, 'more claim')} further down in the text.`}</p>}
      <p className="pm-note">{`A claim is a sentence that says when, how many or why, or names a service or an entry. Headings, questions, actions and open questions are left out. ${plural(claims.length - open.length, 'claim')} of ${claims.length} cited.`}</p>
    </>
  );
}
