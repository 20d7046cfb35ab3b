import { plural } from '../../../base/text.ts';
import { formatUncertainty } from '../../../base/time.ts';
import { formatOffsetText, type Clock } from '../../../model/clock.ts';
import { sourceName } from '../../../model/source-name.ts';
import type { Store } from '../store.ts';
import { type Change, defineCommand, NOTHING, type Outcome, refuse } from './define.ts';
import { quote } from './words.ts';

type Said = Clock & { readonly note: string };

export const clockSet = defineCommand({
  name: 'clock.set',
  apply(store, { artifacts, offsetNs, uncertaintyNs, note }) {
    const within = formatUncertainty(uncertaintyNs);
    const by = offsetNs === 0n ? 'as right' : `by ${formatOffsetText(offsetNs)}`;
    return put(store, artifacts, { offsetNs, uncertaintyNs, note }, `Set the clock of ${nameOf(store, artifacts)} ${by}${within === '' ? '' : ` ${within}`}`);
  },
});

export const clockClear = defineCommand({
  name: 'clock.clear',
  apply: (store, { artifacts }) => put(store, artifacts, undefined, `Took back the clock of ${nameOf(store, artifacts)}`),
});

/** The inverse has a change for each clock that artifacts had before. */
function put(store: Store, artifacts: readonly string[], after: Said | undefined, summary: string): Outcome {
  const before = new Map<string, { said: Said | undefined; artifacts: string[] }>();
  for (const sha256 of new Set(artifacts)) {
    if (store.sizeOfArtifact(sha256) === undefined) return refuse('evidence/not-found', `The case has no evidence ${sha256.slice(0, 8)}.`, { sha256 });
    const said = store.clock(sha256);
    if (keyOf(said) === keyOf(after)) continue;
    store.setClock(sha256, after);
    const same = before.get(keyOf(said));
    if (same) same.artifacts.push(sha256);
    else before.set(keyOf(said), { said, artifacts: [sha256] });
  }
  if (before.size === 0) return { inverse: NOTHING, summary: `The clock of ${nameOf(store, artifacts)} stays as it is` };
  const inverse = [...before.values()].map(({ said, artifacts: of }): Change =>
    (said ? { name: 'clock.set', input: { artifacts: of, ...said } } : { name: 'clock.clear', input: { artifacts: of } }));
  return { inverse, summary };
}

function keyOf(said: Said | undefined): string {
  return said ? `${said.offsetNs} ${said.uncertaintyNs} ${said.note}` : '';
}

/** A source by its name; several by their number. */
function nameOf(store: Store, artifacts: readonly string[]): string {
  const names = new Set(artifacts.map((sha256) => sourceName(store.pathOfArtifact(sha256) ?? sha256).path));
  const [name] = names;
  return names.size === 1 ? quote(name!.split('/').at(-1)!) : plural(names.size, 'source');
}
