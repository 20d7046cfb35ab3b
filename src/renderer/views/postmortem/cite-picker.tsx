import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { citationLabel, findCitations, formatCitation, parseLocator, referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import { byTime } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { Icon, Keys, matchScore, TopSheet } from '../../ui/index.ts';
import { whereText, type CitedText } from './citations.ts';

interface Choice {
  readonly key: string;
  readonly reference: EvidenceReference;
  /** What was seen there. */
  readonly text: string;
  /** Where it comes from: the entry that has it, "cited above". */
  readonly hint: string;
}

const MOST = 200;

/** Ctrl+K: cites what is pinned to the timeline, what the text already cites, or a citation that is pasted in. */
export function CitePicker({ isOpen, cited, onClose, onPick }: {
  isOpen: boolean; cited: CitedText; onClose: () => void;
  onPick: (reference: EvidenceReference, citation: string) => void;
}): ReactNode {
  return (
    <TopSheet isOpen={isOpen} onClose={onClose} label="Cite evidence">
      {isOpen && <Picker cited={cited} onClose={onClose} onPick={onPick} />}
    </TopSheet>
  );
}

function Picker({ cited, onClose, onPick }: { cited: CitedText; onClose: () => void; onPick: (reference: EvidenceReference, citation: string) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const evidence = useRead(api.listEvidence, {}, { dependsOn: 'index' });
  const pasted = useMemo(() => pastedCitation(typed), [typed]);
  const looked = useRead(api.resolveCitations, { citations: pasted ? [pasted] : [] }, { dependsOn: 'index', enabled: pasted !== undefined });
  const answer = pasted && !looked.outdated ? looked.data?.[0] : undefined;

  const known = useMemo((): Choice[] => {
    const choices = new Map<string, Choice>();
    for (const entry of [...(timeline.data ?? [])].sort(byTime)) {
      for (const reference of entry.evidence) {
        const key = referenceKey(reference);
        if (!choices.has(key)) choices.set(key, { key, reference, text: reference.excerpt, hint: entry.title });
      }
    }
    for (const citation of cited.citations) {
      const resolved = cited.resolve(citation);
      if (resolved?.state !== 'found') continue;
      const key = referenceKey(resolved.reference);
      if (!choices.has(key)) choices.set(key, { key, reference: resolved.reference, text: resolved.text, hint: `citation ${citation.number}` });
    }
    return [...choices.values()];
  }, [timeline.data, cited]);
  const choices = useMemo((): Choice[] => {
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

  const pick = (choice: Choice): void => {
    const { sha256 } = choice.reference;
    const short = sha256.slice(0, 8);
    const alone = (evidence.data ?? []).filter((artifact) => artifact.sha256.startsWith(short)).length <= 1;
    onPick(choice.reference, formatCitation(choice.reference, alone ? 8 : 64));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt(Math.max(0, Math.min(choices.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
    else if (event.key === 'Enter' && choices[chosen]) pick(choices[chosen]);
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
          <li key={choice.key} id={`cite-${i}`} role="option" aria-selected={i === chosen} className="palette-item pm-choice" onPointerMove={() => setAt(i)} onClick={() => pick(choice)}>
            <span className="cite"><svg width={8} height={12} viewBox="0 0 8 12" aria-hidden><path d="M6.5 1.5h-4v9h4" /></svg>{citationLabel(choice.reference)}</span>
            <span className="ell pm-choice-title">{truncate(visibleText(choice.hint), 120)}</span>
            <span className="ell mono t3">{truncate(visibleText(choice.text), 160)}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="palette-none">{noneText(pasted !== undefined, answer, known.length, timeline.loading || (pasted !== undefined && looked.outdated))}</p>}
    </>
  );
}

function noneText(isPasted: boolean, answer: Parameters<typeof whereText>[0], known: number, loading: boolean): string {
  if (isPasted) return answer ? whereText(answer) : 'Looking up what is cited.';
  if (loading) return 'Reading the timeline.';
  return known === 0
    ? 'Nothing is pinned yet. Pin a record in Explore, or paste a citation such as [@3be1d07a:0x219e2e0+412].'
    : 'Nothing pinned matches. A citation can be pasted here too.';
}

/** `[@3be1d07a:0x21+4]`, the same without brackets, or the label `3be1d07a @0x21+4` as chips show it. */
function pastedCitation(typed: string): { hashPrefix: string; locator: NonNullable<ReturnType<typeof parseLocator>> } | undefined {
  const [found] = findCitations(typed);
  if (found) return { hashPrefix: found.hashPrefix, locator: found.locator };
  const m = /^@?([0-9a-f]{8,64})(?:\s*@|:)?((?:0x)?[0-9a-f]+\+\d+)?$/i.exec(typed.trim());
  const locator = m && parseLocator(m[2] ?? '');
  return m && locator ? { hashPrefix: m[1]!.toLowerCase(), locator } : undefined;
}
