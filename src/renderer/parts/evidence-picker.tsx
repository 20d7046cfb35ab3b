import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { truncate, visibleText } from '../../base/text.ts';
import { citationLabel, findCitations, parseLocator, referenceKey, type EvidenceReference } from '../../model/evidence.ts';
import { byTime } from '../../model/timeline.ts';
import { api, type Api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import { useRead } from '../rpc/react.tsx';
import { Icon, Keys, matchScore, TopSheet } from '../ui/index.ts';
import './parts.css';

export interface EvidenceChoice {
  readonly key: string;
  readonly reference: EvidenceReference;
  /** What was seen there. */
  readonly text: string;
  /** Where it comes from: the entry that has it, "cited above". */
  readonly hint: string;
}

type Resolved = OutputOf<Api['resolveCitations']>[number];

const MOST = 200;
const NO_MORE: readonly EvidenceChoice[] = [];

/** Cites what is pinned to the timeline, what the caller knows beside it (`more`), or a citation that is pasted in. */
export function EvidencePicker({ isOpen, more = NO_MORE, onClose, onPick }: {
  isOpen: boolean; more?: readonly EvidenceChoice[]; onClose: () => void; onPick: (reference: EvidenceReference) => void;
}): ReactNode {
  return (
    <TopSheet isOpen={isOpen} onClose={onClose} label="Cite evidence">
      {isOpen && <Picker more={more} onClose={onClose} onPick={onPick} />}
    </TopSheet>
  );
}

function Picker({ more, onClose, onPick }: { more: readonly EvidenceChoice[]; onClose: () => void; onPick: (reference: EvidenceReference) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const pasted = useMemo(() => pastedCitation(typed), [typed]);
  const looked = useRead(api.resolveCitations, { citations: pasted ? [pasted] : [] }, { dependsOn: 'index', enabled: pasted !== undefined });
  const answer = pasted && !looked.outdated ? looked.data?.[0] : undefined;

  const known = useMemo((): EvidenceChoice[] => {
    const choices = new Map<string, EvidenceChoice>();
    for (const entry of [...(timeline.data ?? [])].sort(byTime)) {
      for (const reference of entry.evidence) {
        const key = referenceKey(reference);
        if (!choices.has(key)) choices.set(key, { key, reference, text: reference.excerpt, hint: entry.title });
      }
    }
    for (const choice of more) if (!choices.has(choice.key)) choices.set(choice.key, choice);
    return [...choices.values()];
  }, [timeline.data, more]);
  const choices = useMemo((): EvidenceChoice[] => {
    if (pasted) return answer?.state === 'found' ? [{ key: 'pasted', reference: answer.reference, text: answer.text, hint: whereText(answer) }] : [];
    return known
      .flatMap((choice) => {
        const score = matchScore(typed, `${choice.hint} ${choice.text.slice(0, 500)} ${citationLabel(choice.reference)}`);
        return score === undefined ? [] : [{ choice, score }];
      })
      .sort((a, b) => (typed.trim() === '' ? 0 : b.score - a.score))
      .map(({ choice }) => choice)
      .slice(0, MOST);
  }, [known, typed, pasted, answer]);
  const chosen = Math.min(at, choices.length - 1);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt(Math.max(0, Math.min(choices.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
    else if (event.key === 'Enter' && choices[chosen]) onPick(choices[chosen].reference);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="palette-input">
        <Icon name="cite" />
        <input
          autoFocus role="combobox" aria-expanded aria-controls="cite-choices" aria-label="Evidence to cite" placeholder="Pinned evidence, or paste a citation" spellCheck={false}
          value={typed} onChange={(event) => { setTyped(event.target.value); setAt(0); }} onKeyDown={onKeyDown}
          {...(choices[chosen] ? { 'aria-activedescendant': `cite-${chosen}` } : {})}
        />
        <Keys keys="Escape" />
      </div>
      <ul className="palette-list" id="cite-choices" role="listbox" aria-label="Evidence">
        {choices.map((choice, i) => (
          <li key={choice.key} id={`cite-${i}`} role="option" aria-selected={i === chosen} className="palette-item cite-choice" onPointerMove={() => setAt(i)} onClick={() => onPick(choice.reference)}>
            <span className="cite"><svg width={8} height={12} viewBox="0 0 8 12" aria-hidden><path d="M6.5 1.5h-4v9h4" /></svg>{citationLabel(choice.reference)}</span>
            <span className="ell cite-choice-title">{truncate(visibleText(choice.hint), 120)}</span>
            <span className="ell mono t3">{truncate(visibleText(choice.text), 160)}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="palette-none">{noneText(pasted !== undefined, answer, known.length, timeline.loading || (pasted !== undefined && looked.outdated))}</p>}
    </>
  );
}

function noneText(isPasted: boolean, answer: Resolved | undefined, known: number, loading: boolean): string {
  if (isPasted) return answer ? whereText(answer) : 'Looking up what is cited.';
  if (loading) return 'Reading the timeline.';
  return known === 0
    ? 'Nothing is pinned yet. Pin a record in Explore, or paste a citation such as [@3be1d07a:0x219e2e0+412].'
    : 'Nothing pinned matches. A citation can be pasted here too.';
}

/** Where a citation leads, or why it leads nowhere, in one line. */
export function whereText(resolved: Resolved | undefined): string {
  switch (resolved?.state) {
    case 'found': {
      const { locator } = resolved.reference;
      return `${visibleText(resolved.path)}${locator.kind === 'bytes' && locator.line !== undefined ? `, line ${locator.line}` : ''}`;
    }
    case 'unknown-artifact': return 'No evidence of this case has this hash. Add the file, or correct the citation.';
    case 'ambiguous-prefix': return 'Several files of the case begin with this hash. Write more of its digits.';
    case 'outside-artifact': return `${visibleText(resolved.path)} does not reach as far as what is cited.`;
    case 'bytes-missing': return visibleText(resolved.message);
    case undefined: return 'Looking up what is cited.';
    default: return '';
  }
}

/** `[@3be1d07a:0x21+4]`, the same without brackets, or the label `3be1d07a @0x21+4` as chips show it. */
function pastedCitation(typed: string): { hashPrefix: string; locator: NonNullable<ReturnType<typeof parseLocator>> } | undefined {
  const [found] = findCitations(typed);
  if (found) return { hashPrefix: found.hashPrefix, locator: found.locator };
  const m = /^@?([0-9a-f]{8,64})(?:\s*@|:)?((?:0x)?[0-9a-f]+\+\d+)?$/i.exec(typed.trim());
  const locator = m && parseLocator(m[2] ?? '');
  return m && locator ? { hashPrefix: m[1]!.toLowerCase(), locator } : undefined;
}
