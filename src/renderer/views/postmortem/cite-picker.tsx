import { useMemo, type ReactNode } from 'react';
import { formatCitation, referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import { api } from '../../../protocol/api.ts';
import { EvidencePicker, type EvidenceChoice } from '../../parts/evidence-picker.tsx';
import { useRead } from '../../rpc/react.tsx';
import type { CitedText } from './citations.ts';

/** Ctrl+K: cites what is pinned to the timeline, what the text already cites, or a citation that is pasted in. */
export function CitePicker({ isOpen, cited, onClose, onPick }: {
  isOpen: boolean; cited: CitedText; onClose: () => void;
  onPick: (reference: EvidenceReference, citation: string) => void;
}): ReactNode {
  const evidence = useRead(api.listEvidence, {}, { dependsOn: 'index', enabled: isOpen });
  const more = useMemo((): EvidenceChoice[] => (isOpen ? cited.citations.flatMap((citation) => {
    const resolved = cited.resolve(citation);
    return resolved?.state === 'found' ? [{ key: referenceKey(resolved.reference), reference: resolved.reference, text: resolved.text, hint: `citation ${citation.number}` }] : [];
  }) : []), [isOpen, cited]);
  const pick = (reference: EvidenceReference): void => {
    const short = reference.sha256.slice(0, 8);
    const alone = (evidence.data ?? []).filter((artifact) => artifact.sha256.startsWith(short)).length <= 1;
    onPick(reference, formatCitation(reference, alone ? 8 : 64));
  };
  return <EvidencePicker isOpen={isOpen} more={more} onClose={onClose} onPick={pick} />;
}
