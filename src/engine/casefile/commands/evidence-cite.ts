import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import { checkReference, defineCommand, NOTHING, refuse } from './define.ts';

export const evidenceCite = defineCommand({
  name: 'evidence.cite',
  apply(store, { reference }) {
    checkReference(store, reference);
    const key = referenceKey(reference);
    const summary = `Cited ${citationLabel(reference)}`;
    if (store.reference(key)) return { inverse: NOTHING, summary };
    store.addReference(reference);
    return { inverse: [{ name: 'evidence.uncite', input: { key } }], summary };
  },
});

export const evidenceUncite = defineCommand({
  name: 'evidence.uncite',
  apply(store, { key }) {
    const reference = store.reference(key);
    if (!reference) return refuse('evidence/not-found', 'The postmortem has no such citation; it may have been taken out elsewhere.', { key });
    store.removeReference(key);
    return { inverse: [{ name: 'evidence.cite', input: { reference } }], summary: `Took out the citation ${citationLabel(reference)}` };
  },
});
