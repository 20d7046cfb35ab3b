import { useState, type ReactNode } from 'react';
import { referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import { EvidenceField } from '../../parts/evidence-field.tsx';
import { EvidencePicker } from '../../parts/evidence-picker.tsx';
import { References } from '../../parts/references.tsx';
import { Button, Section } from '../../ui/index.ts';

/** What shows it: cited evidence, each a press from its bytes; more from what is pinned, or pasted. */
export function Proof({ evidence, without, onChange, onPicker }: {
  evidence: readonly EvidenceReference[];
  /** What is said where there is none. */
  without: string; onChange: (evidence: EvidenceReference[]) => void;
  /** Opens the picker where the view has one for its keys; otherwise it is here. */
  onPicker?: () => void;
}): ReactNode {
  const [picking, setPicking] = useState(false);
  return (
    <Section title="Evidence" aside={evidence.length === 0 ? undefined : evidence.length}>
      {evidence.length === 0 && <p className="rs-section-text rs-without">{without}</p>}
      <References references={evidence} onRemove={(reference) => onChange(evidence.filter((one) => one !== reference))} />
      <div className="rs-add">
        <div><Button icon="pin" keys="Ctrl+K" onPress={onPicker ?? (() => setPicking(true))}>Cite what is pinned</Button></div>
        <EvidenceField evidence={evidence} isListed={false} onChange={(after) => onChange([...after])} />
      </div>
      <EvidencePicker isOpen={picking} onClose={() => setPicking(false)} onPick={(reference) => { setPicking(false); onChange(withProof(evidence, reference)); }} />
    </Section>
  );
}

/** Citing the same bytes again changes nothing. */
export function withProof(evidence: readonly EvidenceReference[], reference: EvidenceReference): EvidenceReference[] {
  return evidence.some((one) => referenceKey(one) === referenceKey(reference)) ? [...evidence] : [...evidence, reference];
}
