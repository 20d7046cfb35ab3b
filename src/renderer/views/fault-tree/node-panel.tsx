import type { ReactNode } from 'react';
import type { FaultNode, ObservedState } from '../../../model/fault-tree/document.ts';
import { changeType, nameProblem, rename, setComplement, type NodeType } from '../../../model/fault-tree/edit.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import { formatTimeText, parseTimeText } from '../../../model/time-text.ts';
import { visibleText } from '../../../base/text.ts';
import { EvidenceField } from '../../parts/evidence-field.tsx';
import { References } from '../../parts/references.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { Button, Checkbox, Section, Segmented, Select, TextBlock, TextField } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';
import { ExpressionField, ExpressionForms } from './expression-field.tsx';
import type { Editor } from './use-editor.ts';
import { STATE_TITLE, TYPES, typeOf } from './words.ts';

/** Everything a node says, changed where it stands. Give it a key of the node. */
export function NodePanel({ editor, node, zone, nearNs, onCite }: { editor: Editor; node: FaultNode; zone: string; nearNs: bigint; onCite: () => void }): ReactNode {
  const { document } = editor;
  const name = useDraft(node.name, (text) => { if (nameProblem(document, node.id, text.trim()) === undefined) editor.edit((now) => rename(now, node.id, text.trim())); });
  const title = useDraft(node.title, (text) => editor.patch(node.id, { title: text.trim().slice(0, 500) }));
  const note = useDraft(node.note, (text) => editor.patch(node.id, { note: text }));
  const { observed } = node;
  const said = useDraft(observed.note, (text) => editor.patch(node.id, { observed: { ...observed, note: text } }));
  const understood = (text: string): ReturnType<typeof parseTimeText> => parseTimeText(text, { zone, nearNs: observed.atNs ?? nearNs, nowNs: BigInt(Date.now()) * 1_000_000n });
  const when = useDraft(observed.atNs === undefined ? '' : formatTimeText(observed.atNs, zone), (text) => {
    const { atNs: _before, ...rest } = observed;
    if (text.trim() === '') return editor.patch(node.id, { observed: rest });
    const read = understood(text);
    return read.ok ? editor.patch(node.id, { observed: { ...rest, atNs: read.value.ns } }) : undefined;
  });
  const whenRead = when.text.trim() === '' ? undefined : understood(when.text);
  const places = graphOf(document).spots.get(node.id) ?? [];
  return (
    <>
      <div className="ft-form">
        <div className="ft-pair">
          <TextField label="Name" mono value={name.text} onChange={name.set} onBlur={name.leave} error={nameProblem(document, node.id, name.text.trim())} />
          <Select<NodeType> label="Type" options={TYPES} value={typeOf(node)} onChange={(type) => void editor.edit((now) => changeType(now, node.id, type))} />
        </div>
        <TextBlock label="Words" rows={2} value={title.text} onChange={title.set} onBlur={title.leave} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); title.leave(); } }} />
        {node.type === 'gate' && (node.gate === 'atleast' || node.gate === 'cardinality') && <Counts editor={editor} node={node} />}
        {node.type === 'event' && node.event !== 'house' && (
          <div className="ft-with-button">
            <ExpressionField label="Probability, or an expression" value={node.probability} tree={document.tree} aside={document.tree.per} onChange={(probability) => { if (probability !== node.probability) editor.patch(node.id, { probability }); }} />
            <ExpressionForms tree={document.tree} onTake={(probability) => editor.patch(node.id, { probability })} />
          </div>
        )}
        {node.type === 'event' && node.event === 'house' && <Segmented<'on' | 'off'> label="House event" value={node.on ? 'on' : 'off'} onChange={(on) => editor.patch(node.id, { on: on === 'on' })} options={[{ id: 'on', label: 'On' }, { id: 'off', label: 'Off' }]} />}
        <TextBlock label="Note, in Markdown" rows={3} value={note.text} onChange={note.set} onBlur={note.leave} />
        {node.type === 'gate' && <Checkbox isSelected={node.ownPage} onChange={(ownPage) => editor.patch(node.id, { ownPage })}>On a page of its own</Checkbox>}
      </div>
      <Section title="Observed">
        <div className="ft-form">
          <Segmented<ObservedState> label="Observed" value={observed.state} onChange={(state) => editor.observe(node.id, state)} options={[{ id: 'happened', label: STATE_TITLE.happened }, { id: 'did-not-happen', label: STATE_TITLE['did-not-happen'] }, { id: 'unknown', label: STATE_TITLE.unknown }]} />
          <TextField label={`When, in ${zone}`} mono value={when.text} onChange={when.set} onBlur={when.leave} error={whenRead && !whenRead.ok ? whenRead.failure.message : undefined} placeholder="10:34:05, or 2026-10-14 10:34" />
          <TextBlock label="What shows it" rows={2} value={said.text} onChange={said.set} onBlur={said.leave} />
        </div>
      </Section>
      <Section title="Evidence" aside={observed.evidence.length === 0 ? undefined : observed.evidence.length}>
        <References references={observed.evidence} onRemove={(reference) => editor.patch(node.id, { observed: { ...observed, evidence: observed.evidence.filter((r) => r !== reference) } }, `Took evidence away from ${node.name}`)} />
        <div className="ft-form">
          <EvidenceField evidence={observed.evidence} isListed={false} onChange={(evidence) => editor.patch(node.id, { observed: { ...observed, evidence: [...evidence] } }, `Cited evidence for ${node.name}`)} />
          <span><Button icon="cite" keys="e" onPress={onCite}>Choose from what is pinned</Button></span>
        </div>
      </Section>
      {node.type === 'gate' && node.inputs.length > 0 && (
        <Section title="Inputs" aside={node.inputs.length}>
          <ul className="ft-inputs" aria-label="Inputs">
            {node.inputs.map((input, index) => (
              <li key={`${input.id}-${index}`}>
                <EventChip named={namedOf(document, undefined, input.id)} />
                <span className="ell grow">{visibleText(graphOf(document).byId.get(input.id)?.title ?? '')}</span>
                <Checkbox isSelected={input.complement} onChange={(complement) => void editor.edit((now) => setComplement(now, { id: input.id, parentId: node.id, index }, complement))}>does not happen</Checkbox>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {places.length > 1 && (
        <Section title="Stands under" aside={places.length}>
          <ul className="ft-inputs" aria-label="Stands under">
            {places.map((place) => <li key={`${place.parentId}-${place.index}`}>{place.parentId === undefined ? <span>top event</span> : <><EventChip named={namedOf(document, undefined, place.parentId)} /><span className="ell grow">{visibleText(graphOf(document).byId.get(place.parentId)?.title ?? '')}</span></>}</li>)}
          </ul>
        </Section>
      )}
    </>
  );
}

function Counts({ editor, node }: { editor: Editor; node: Extract<FaultNode, { type: 'gate' }> }): ReactNode {
  const n = node.inputs.length;
  const count = (text: string): number | undefined => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined);
  const min = useDraft(String(node.min ?? ''), (text) => { const value = count(text); if (value !== undefined) editor.patch(node.id, { min: value }); });
  const max = useDraft(String(node.max ?? ''), (text) => { const value = count(text); if (value !== undefined) editor.patch(node.id, { max: value }); });
  const problem = (text: string): string | undefined => (text !== '' && count(text) === undefined ? 'A number.' : undefined);
  return (
    <div className="ft-pair">
      <TextField label={`At least, of ${n}`} mono value={min.text} onChange={min.set} onBlur={min.leave} error={problem(min.text)} />
      {node.gate === 'cardinality' && <TextField label="At most" mono value={max.text} onChange={max.set} onBlur={max.leave} error={problem(max.text)} />}
    </div>
  );
}
