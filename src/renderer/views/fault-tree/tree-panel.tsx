import { useState, type ReactNode } from 'react';
import { NodeName, type CommonCauseGroup, type FaultTree, type Parameter } from '../../../model/fault-tree/document.ts';
import { saveTree } from '../../../model/fault-tree/edit.ts';
import { ok } from '../../../base/result.ts';
import { visibleText } from '../../../base/text.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { Button, ComboField, IconButton, Section, Select, TextBlock, TextField } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { Editor } from './use-editor.ts';

type Model = CommonCauseGroup['model'];
const MODELS: ReadonlyArray<{ readonly id: Model; readonly label: string; readonly factors: string }> = [
  { id: 'beta-factor', label: 'Beta factor', factors: 'β' }, { id: 'MGL', label: 'Multiple Greek letter', factors: 'β, γ, δ …' },
  { id: 'alpha-factor', label: 'Alpha factor', factors: 'α1, α2 …' }, { id: 'phi-factor', label: 'Phi factor', factors: 'φ1, φ2 …' },
];

/** What a tree says of itself: what its numbers are of, parameters, common causes. Give it a key of the tree. */
export function TreePanel({ editor }: { editor: Editor }): ReactNode {
  const { tree } = editor.document;
  const save = (change: (tree: FaultTree) => FaultTree, label?: string): void => void editor.edit((now) => ok(saveTree(change(now.tree), label)));
  const title = useDraft(tree.title, (text) => { if (text.trim() !== '') save((now) => ({ ...now, title: text.trim().slice(0, 300) })); });
  const per = useDraft(tree.per, (text) => save((now) => ({ ...now, per: text.trim().slice(0, 100) })));
  const note = useDraft(tree.note, (text) => save((now) => ({ ...now, note: text })));
  const hours = useDraft(tree.missionTimeHours === undefined ? '' : String(tree.missionTimeHours), (text) => {
    const value = Number(text);
    if (text.trim() !== '' && !(value > 0)) return;
    save(({ missionTimeHours: _before, ...rest }) => (text.trim() === '' ? rest : { ...rest, missionTimeHours: value }));
  });
  return (
    <>
      <div className="ft-form">
        <TextField label="Title of the tree" value={title.text} onChange={title.set} onBlur={title.leave} error={title.text.trim() === '' ? 'A tree needs a title.' : undefined} />
        <div className="ft-pair">
          <TextField label="Probabilities are" value={per.text} onChange={per.set} onBlur={per.leave} placeholder="per deploy" />
          <TextField label="Mission time, hours" mono value={hours.text} onChange={hours.set} onBlur={hours.leave} error={hours.text.trim() !== '' && !(Number(hours.text) > 0) ? 'A number above 0.' : undefined} />
        </div>
        <TextBlock label="Note, in Markdown" rows={3} value={note.text} onChange={note.set} onBlur={note.leave} />
      </div>
      <Section title="Parameters" aside={tree.parameters.length === 0 ? undefined : tree.parameters.length}>
        <div className="ft-form">
          {tree.parameters.map((parameter, index) => (
            <ParameterRow
              key={parameter.name} parameter={parameter} tree={tree} onChange={(after) => save((now) => ({ ...now, parameters: now.parameters.with(index, after) }), `Changed the parameter ${after.name}`)}
              onRemove={() => save((now) => ({ ...now, parameters: now.parameters.toSpliced(index, 1) }), `Removed the parameter ${parameter.name}`)}
            />
          ))}
          <NewName label="New parameter" placeholder="lambda" taken={tree.parameters.map((p) => p.name)} onAdd={(name) => save((now) => ({ ...now, parameters: [...now.parameters, { name, expression: '', unit: '', title: '' }] }), `Added the parameter ${name}`)} />
        </div>
      </Section>
      <Section title="Common causes" aside={tree.commonCauses.length === 0 ? undefined : tree.commonCauses.length}>
        <div className="ft-form">
          {tree.commonCauses.map((group, index) => (
            <GroupForm
              key={group.name} group={group} editor={editor} onChange={(after) => save((now) => ({ ...now, commonCauses: now.commonCauses.with(index, after) }), `Changed the common cause ${after.name}`)}
              onRemove={() => save((now) => ({ ...now, commonCauses: now.commonCauses.toSpliced(index, 1) }), `Removed the common cause ${group.name}`)}
            />
          ))}
          <NewName
            label="New group of events that fail of a common cause" placeholder="same-image" taken={tree.commonCauses.map((g) => g.name)}
            onAdd={(name) => save((now) => ({ ...now, commonCauses: [...now.commonCauses, { name, title: '', model: 'beta-factor', members: [], distribution: '', factors: ['0.1'] }] }), `Added the common cause ${name}`)}
          />
        </div>
      </Section>
    </>
  );
}

function NewName({ label, placeholder, taken, onAdd }: { label: string; placeholder: string; taken: readonly string[]; onAdd: (name: string) => void }): ReactNode {
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const problem = trimmed === '' ? undefined : !NodeName.safeParse(trimmed).success ? 'Begin with a letter; letters, digits, - and _ only.' : taken.includes(trimmed) ? 'This name is taken.' : undefined;
  return (
    <form className="ft-with-button" onSubmit={(event) => { event.preventDefault(); if (trimmed !== '' && problem === undefined) { onAdd(trimmed); setName(''); } }}>
      <TextField label={label} mono value={name} onChange={setName} placeholder={placeholder} error={problem} />
      <Button type="submit" icon="plus" isDisabled={trimmed === '' || problem !== undefined}>Add</Button>
    </form>
  );
}

function ParameterRow({ parameter, tree, onChange, onRemove }: { parameter: Parameter; tree: FaultTree; onChange: (parameter: Parameter) => void; onRemove: () => void }): ReactNode {
  const unit = useDraft(parameter.unit, (text) => onChange({ ...parameter, unit: text.trim().slice(0, 40) }));
  return (
    <div className="ft-parameter">
      <span className="mono ell" title={visibleText(parameter.title)}>{parameter.name}</span>
      <ExpressionField label={`Value of ${parameter.name}`} hideLabel kind="value" value={parameter.expression} tree={tree} onChange={(expression) => { if (expression !== parameter.expression) onChange({ ...parameter, expression }); }} placeholder="1e-5" />
      <TextField label={`Unit of ${parameter.name}`} hideLabel value={unit.text} onChange={unit.set} onBlur={unit.leave} placeholder="unit" />
      <IconButton icon="close" size="small" label={`Remove ${parameter.name}`} onPress={onRemove} />
    </div>
  );
}

function GroupForm({ group, editor, onChange, onRemove }: { group: CommonCauseGroup; editor: Editor; onChange: (group: CommonCauseGroup) => void; onRemove: () => void }): ReactNode {
  const { document } = editor;
  const [typed, setTyped] = useState('');
  const inOthers = new Set(document.tree.commonCauses.flatMap((other) => other.members));
  const free = document.nodes.filter((node) => node.type === 'event' && node.event === 'basic' && !inOthers.has(node.id)).map((node) => ({ id: node.id, label: node.name, aside: visibleText(node.title) }));
  const factors = useDraft(group.factors.join('; '), (text) => onChange({ ...group, factors: text.split(';').map((one) => one.trim()).filter((one) => one !== '').slice(0, 100) }));
  return (
    <fieldset className="ft-cause">
      <legend className="mono">{group.name}</legend>
      <div className="ft-pair">
        <Select<Model> label="Model" options={MODELS} value={group.model} onChange={(model) => onChange({ ...group, model })} />
        <TextField label={`Factors ${MODELS.find((m) => m.id === group.model)!.factors}, parted by ;`} mono value={factors.text} onChange={factors.set} onBlur={factors.leave} />
      </div>
      <ExpressionField label="Probability that one fails, of all its causes" value={group.distribution} tree={document.tree} onChange={(distribution) => { if (distribution !== group.distribution) onChange({ ...group, distribution }); }} />
      <ul className="ft-members" aria-label={`Members of ${group.name}`}>
        {group.members.map((id) => <li key={id}><EventChip named={namedOf(document, undefined, id)} /><IconButton icon="close" size="small" label={`Take ${namedOf(document, undefined, id).name} out`} onPress={() => onChange({ ...group, members: group.members.filter((member) => member !== id) })} /></li>)}
      </ul>
      <div className="ft-with-button">
        <ComboField label="Add a basic event" value={typed} onChange={setTyped} options={free} onPick={(option) => { onChange({ ...group, members: [...group.members, option.id] }); setTyped(''); }} placeholder="E1" />
        <Button kind="quiet" icon="trash" onPress={onRemove}>Remove the group</Button>
      </div>
      {group.members.length < 2 && <p className="t2 data">A common cause needs two events or more.</p>}
    </fieldset>
  );
}
