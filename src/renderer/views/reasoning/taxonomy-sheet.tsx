import { useState, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import type { Taxonomy } from '../../../model/cause.ts';
import { removeItem, saveItem, type ItemChange } from '../../../model/item-change.ts';
import { TAXONOMIES } from '../../../model/taxonomies.ts';
import { formatCategories, parseCategories } from '../../../model/taxonomy-text.ts';
import { Button, Select, TextBlock, TextField, TopSheet } from '../../ui/index.ts';
import { newId } from './why-drawer.tsx';

interface Props { readonly taxonomies: readonly Taxonomy[]; readonly own: readonly Taxonomy[]; readonly onChange: (change: ItemChange) => void; readonly onClose: () => void }

/** Taxonomies as text: what is edited becomes the case's own copy; what came along can be brought back. */
export function TaxonomySheet({ isOpen, ...props }: Props & { isOpen: boolean }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={props.onClose} label="Taxonomies" width={760}>{isOpen && <Choice {...props} />}</TopSheet>;
}

const NEW: Taxonomy = { kind: 'taxonomy', id: '', title: '', note: '', categories: [] };

function Choice(props: Props): ReactNode {
  const { taxonomies } = props;
  const [id, setId] = useState(taxonomies[0]?.id ?? 'new');
  const taxonomy = taxonomies.find((one) => one.id === id) ?? NEW;
  return (
    <div className="rs-sheet">
      <h2>Taxonomies</h2>
      <Select label="Taxonomy" hideLabel value={taxonomy.id === '' ? 'new' : taxonomy.id} onChange={setId} options={[...taxonomies.map((one) => ({ id: one.id, label: one.title })), { id: 'new', label: 'A new one' }]} />
      <Form key={`${taxonomy.id} ${String(props.own.includes(taxonomy))}`} taxonomy={taxonomy} {...props} onMade={setId} />
    </div>
  );
}

function Form({ taxonomy, own, onChange, onClose, onMade }: Props & { taxonomy: Taxonomy; onMade: (id: string) => void }): ReactNode {
  const [title, setTitle] = useState(taxonomy.title);
  const [note, setNote] = useState(taxonomy.note);
  const [text, setText] = useState(() => formatCategories(taxonomy.categories));
  const { categories, problems } = parseCategories(text, taxonomy.categories);
  const isOwn = own.some(({ id }) => id === taxonomy.id);
  const cameAlong = TAXONOMIES.some(({ id }) => id === taxonomy.id);
  const same = title === taxonomy.title && note === taxonomy.note && text === formatCategories(taxonomy.categories);
  const save = (): void => {
    if (title.trim() === '' || problems.length > 0 || same) return;
    const id = taxonomy.id === '' ? newId() : taxonomy.id;
    onChange({ label: `Changed the taxonomy “${title.trim()}”`, commands: [saveItem({ kind: 'taxonomy', id, title: title.trim().slice(0, 200), note: note.slice(0, 5000), categories })] });
    onMade(id);
  };
  return (
    <form className="rs-sheet-form" aria-label="Taxonomy" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <TextField label="Title" value={title} onChange={setTitle} />
      <div className="rs-lines-area">
        <TextBlock
          label="Categories: a line each, two spaces in for those below another, a hint after a bar" rows={14} value={text} onChange={setText} placeholder={'Change | What was changed\n  Deploy | A new version of a program'}
          error={problems.length === 0 ? undefined : problems.slice(0, 3).map(({ line, message }) => `Line ${line}: ${message}`).join(' ')}
        />
      </div>
      <TextBlock label="Where it comes from" rows={2} value={note} onChange={setNote} />
      <div className="rs-foot">
        <Button kind="primary" type="submit" isDisabled={title.trim() === '' || problems.length > 0 || same}>Save for this case</Button>
        {isOwn && <Button onPress={() => onChange({ label: cameAlong ? `Brought the taxonomy “${taxonomy.title}” back` : `Removed the taxonomy “${taxonomy.title}”`, commands: [removeItem(taxonomy)] })}>{cameAlong ? 'Bring back what came with Tephra' : 'Remove'}</Button>}
        <Button kind="quiet" keys="Escape" onPress={onClose}>Close</Button>
        <span className="t3">{plural(categories.length, 'category', 'categories')}</span>
      </div>
    </form>
  );
}
