import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FACTOR_PARTS, type Factor, type FactorPart } from '../../../model/cause.ts';
import { FACTOR_PART_ABOUT, FACTOR_PART_TITLE } from '../../../model/factor.ts';
import { whySteps } from '../../../model/why.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { useCaseUi, useCaseUiStore, usePlaceStore } from '../../state/react.tsx';
import { Button, Drawer, MenuButton, Section, Select, TextBlock } from '../../ui/index.ts';
import { Links } from './links.tsx';
import { Proof } from './proof.tsx';
import { Tags } from './tags.tsx';
import type { Reasoning } from './use-reasoning.ts';
import { short } from './words.ts';

const PARTS = FACTOR_PARTS.map((id) => ({ id, label: `${FACTOR_PART_TITLE[id]}: ${FACTOR_PART_ABOUT[id].toLowerCase()}` }));

/** One factor: what it is, which part it played, what shows it, what it belongs to, what is done about it. */
export function FactorDrawer({ factor, reasoning, show, focusTitle, takeFocus, onChange, onMode, onTaxonomies, onRemove, onClose, onLeave }: {
  factor: Factor; reasoning: Reasoning; show: (text: string) => string;
  /** Grows when the keyboard asks for the fields; `takeFocus`: whether that is still to be answered. */
  focusTitle: number; takeFocus: () => boolean;
  onChange: (change: Partial<Factor>) => void; onMode: () => void; onTaxonomies: () => void; onRemove: () => void; onClose: () => void; onLeave: () => void;
}): ReactNode {
  const place = usePlaceStore();
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const title = useDraft(factor.title, (text) => { if (text.trim() !== '') onChange({ title: text.trim().slice(0, 500) }); });
  const note = useDraft(factor.note, (text) => onChange({ note: text }));
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (focusTitle > 0 && takeFocus()) box.current?.querySelector('textarea')?.focus(); }, [focusTitle, takeFocus]);
  const modes = reasoning.modes.filter((mode) => mode.factors.includes(factor.id));
  const steps = reasoning.forest.flatMap(whySteps).map(({ why }) => why);
  return (
    <Drawer
      label="Factor" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose} title={<b>Factor</b>}
      actions={<MenuButton label="More about this factor" icon="more" entries={[
        { id: 'mode', label: 'Failure mode from this factor', icon: 'columns', run: onMode },
        { id: 'remove', label: 'Remove', icon: 'trash', keys: 'Delete', run: onRemove },
      ]} />}
    >
      <div ref={box} role="presentation" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); event.stopPropagation(); onLeave(); } }}>
        <div className="rs-form">
          <TextBlock
            label="What contributed" rows={2} value={title.text} onChange={title.set} onBlur={title.leave} error={title.text.trim() === '' ? 'A factor says something.' : undefined}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); title.leave(); } }}
          />
          <Select label="Part" value={factor.part} onChange={(part) => onChange({ part })} options={PARTS} />
          <TextBlock label="Note, in Markdown" rows={3} value={note.text} onChange={note.set} onBlur={note.leave} />
        </div>
        <Tags tags={factor.tags} taxonomies={reasoning.taxonomies} onChange={(tags) => onChange({ tags })} onTaxonomies={onTaxonomies} />
        <Proof evidence={factor.evidence} without="Nothing shows this yet." onChange={(evidence) => onChange({ evidence })} />
        <Links
          title="Actions" of="Actions about it" add="Link an action" gone="An action that was removed" ids={factor.actions} onChange={(ids) => onChange({ actions: ids })} onOpen={(id) => place.go('actions', { sel: id })}
          options={reasoning.actions.map((action) => ({ id: action.id, label: short(show(action.title)), aside: action.state.replace('-', ' ') }))}
        />
        <Links
          title="Whys" of="Steps of whys it belongs to" add="Link a step of the whys" gone="A step that was removed" ids={factor.whys} onChange={(ids) => onChange({ whys: ids })} onOpen={(id) => place.go('reasoning', { tab: 'whys', sel: id })}
          options={steps.map((why) => ({ id: why.id, label: short(show(why.statement)) }))}
        />
        <Links
          title="Timeline" of="Timeline entries it belongs to" add="Link a timeline entry" gone="An entry that was removed" ids={factor.entries} onChange={(ids) => onChange({ entries: ids })} onOpen={(id) => place.go('timeline', { sel: id })}
          options={reasoning.entries.map((entry) => ({ id: entry.id, label: short(show(entry.title)) }))}
        />
        {(reasoning.nodes.length > 0 || factor.nodes.length > 0) && (
          <Links
            title="Fault trees" of="Events of fault trees it stands for" add="Link an event of a fault tree" gone="An event that was removed" ids={factor.nodes} onChange={(ids) => onChange({ nodes: ids })}
            onOpen={(id) => { const node = reasoning.nodes.find((one) => one.id === id); place.go('fault-tree', { tree: node?.treeId, sel: id }); }}
            options={reasoning.nodes.map((node) => ({ id: node.id, label: short(show(node.title === '' ? node.name : node.title)), aside: reasoning.trees.find(({ id }) => id === node.treeId)?.title }))}
          />
        )}
        <Section title="Failure modes" aside={modes.length === 0 ? undefined : modes.length}>
          <ul className="rs-lines" aria-label="Failure modes made of it">{modes.map((mode) => <li key={mode.id}><Button kind="link" onPress={() => place.go('reasoning', { tab: 'fmea', sel: mode.id })}>{short(show(mode.mode))}</Button></li>)}</ul>
          <div className="rs-add"><div><Button icon="plus" onPress={onMode}>Failure mode from this factor</Button></div></div>
        </Section>
      </div>
    </Drawer>
  );
}

/** A factor being written: it is one once it has words. */
export function NewFactorDrawer({ part: begun, onAdd, onCancel }: { part: FactorPart; onAdd: (title: string, part: FactorPart) => void; onCancel: () => void }): ReactNode {
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const [title, setTitle] = useState('');
  const [part, setPart] = useState(begun);
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => { box.current?.querySelector('textarea')?.focus(); }, []);
  const words = title.trim();
  const add = (): void => {
    setTried(true);
    if (words !== '') onAdd(words.slice(0, 500), part);
  };
  return (
    <Drawer label="New factor" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onCancel} title={<b>New factor</b>}>
      <form
        className="rs-form" aria-label="New factor" ref={box} onSubmit={(event) => { event.preventDefault(); add(); }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else if (event.key === 'Enter' && (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey)) add();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <TextBlock label="What contributed" rows={3} value={title} onChange={setTitle} error={tried && words === '' ? 'Say what contributed.' : undefined} placeholder="The connection pool has no alert" />
        <Select label="Part" value={part} onChange={setPart} options={PARTS} />
        <div className="rs-foot"><Button kind="primary" type="submit" keys="Enter">Add factor</Button><Button kind="quiet" keys="Escape" onPress={onCancel}>Cancel</Button></div>
      </form>
    </Drawer>
  );
}
