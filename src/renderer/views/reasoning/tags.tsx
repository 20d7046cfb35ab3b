import { useState, type ReactNode } from 'react';
import type { Taxonomy } from '../../../model/cause.ts';
import { tagOf, tagWords } from '../../../model/taxonomies.ts';
import { Button, Checkbox, Chip, ComboField, Section, Select } from '../../ui/index.ts';

/** Categories a factor belongs to: those it has, one to find by its words, and each taxonomy as questions to go through. */
export function Tags({ tags, taxonomies, onChange, onTaxonomies }: { tags: readonly string[]; taxonomies: readonly Taxonomy[]; onChange: (tags: string[]) => void; onTaxonomies: () => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(taxonomies[0]?.id ?? '');
  const taxonomy = taxonomies.find(({ id }) => id === asked) ?? taxonomies[0];
  const options = taxonomies.flatMap((one) => one.categories.map((category) => ({ id: tagOf(one, category), label: category.title, aside: one.title }))).filter(({ id }) => !tags.includes(id));
  const toggle = (tag: string): void => onChange(tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag]);
  return (
    <Section title="Tags" aside={tags.length === 0 ? undefined : tags.length}>
      <div className="rs-add">
        {tags.length > 0 && (
          <ul className="rs-tag-list" aria-label="Tags">
            {tags.map((tag) => { const words = tagWords(tag, taxonomies); return <li key={tag}><Chip onRemove={() => toggle(tag)} removeLabel={`Take ${words.title} away`}><span title={words.taxonomy}>{words.title}</span></Chip></li>; })}
          </ul>
        )}
        <ComboField label="Add a tag" hideLabel placeholder="Add a tag" value={typed} onChange={setTyped} options={options} onPick={({ id }) => { onChange([...tags, id]); setTyped(''); }} />
        {taxonomy && (
          <details className="rs-questions">
            <summary>Go through a taxonomy</summary>
            <Select label="Taxonomy" hideLabel value={taxonomy.id} onChange={setAsked} options={taxonomies.map(({ id, title }) => ({ id, label: title }))} />
            <ul aria-label={taxonomy.title}>
              {taxonomy.categories.map((category) => (
                <li key={category.id} className={category.parentId === undefined ? '' : 'below'}>
                  <Checkbox isSelected={tags.includes(tagOf(taxonomy, category))} onChange={() => toggle(tagOf(taxonomy, category))}><span><b>{category.title}</b>{category.hint !== '' && <span className="t2">{` ${category.hint}`}</span>}</span></Checkbox>
                </li>
              ))}
            </ul>
            {taxonomy.note !== '' && <p className="t3 selectable">{taxonomy.note}</p>}
            <div><Button icon="edit" onPress={onTaxonomies}>Edit taxonomies</Button></div>
          </details>
        )}
      </div>
    </Section>
  );
}
