import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { visibleText } from '../../base/text.ts';
import { citationLabel, findCitations, referenceKey, type EvidenceReference } from '../../model/evidence.ts';
import { api } from '../../protocol/api.ts';
import { useCaseSession } from '../rpc/react.tsx';
import { Icon, IconButton, TextField } from '../ui/index.ts';
import './parts.css';

/** The proof of something: what is cited, and a line to paste a citation into. */
export function EvidenceField({ evidence, onChange, isListed = true }: {
  evidence: readonly EvidenceReference[]; onChange: (evidence: readonly EvidenceReference[]) => void;
  /** Otherwise what is cited is shown elsewhere. */
  isListed?: boolean;
}): ReactNode {
  const session = useCaseSession();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = async (): Promise<void> => {
    const [citation] = findCitations(typed);
    if (!citation) return setProblem('Paste a citation, such as [@3be1d07a:0x219e2e0+412].');
    const answer = await session.read(api.resolveCitations, { citations: [{ hashPrefix: citation.hashPrefix, locator: citation.locator }] });
    if (!answer.ok) return setProblem(answer.failure.message);
    const [found] = answer.value;
    if (found?.state !== 'found') {
      return setProblem(found?.state === 'unknown-artifact' ? 'No evidence of this case has this hash.' : found?.state === 'ambiguous-prefix' ? 'Several files begin with this hash. Write more digits.' : 'The cited bytes cannot be read.');
    }
    setTyped('');
    setProblem(undefined);
    if (!evidence.some((r) => referenceKey(r) === referenceKey(found.reference))) onChange([...evidence, found.reference]);
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || typed.trim() === '') return;
    event.preventDefault();
    event.stopPropagation();
    void add();
  };
  return (
    <div className="field-block">
      <TextField
        label={isListed ? 'Evidence' : 'Cite evidence'} hideLabel={!isListed} mono value={typed} onChange={(value) => { setTyped(value); setProblem(undefined); }} error={problem} onKeyDown={onKeyDown}
        placeholder="Paste a citation, Enter adds it"
      />
      <ul>
        {isListed && evidence.map((reference) => (
          <li key={referenceKey(reference)} className="reference-line">
            <span className="cite"><Icon name="cite" size={10} /><span className="ell">{citationLabel(reference)}</span></span>
            <span className="ell t2 grow">{visibleText(reference.excerpt)}</span>
            <IconButton icon="close" size="small" label={`Take ${citationLabel(reference)} away`} onPress={() => onChange(evidence.filter((r) => r !== reference))} />
          </li>
        ))}
      </ul>
    </div>
  );
}
