import { memo, type ReactNode, type Ref } from 'react';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import type { FaultNode, FaultTree, ObservedState } from '../../../model/fault-tree/document.ts';
import { SYMBOL_TITLE, symbolOf } from '../../../figures/fault-tree/symbols.ts';
import type { NodePatch } from '../../../model/fault-tree/edit.ts';
import type { KnownState } from '../../../model/fault-tree/state.ts';
import { truncate, visibleText } from '../../../base/text.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Button, Cite, Segmented } from '../../ui/index.ts';
import { EventChip } from './event-chip.tsx';
import { ExpressionField, ExpressionForms } from './expression-field.tsx';
import { STATE_TITLE, STATE_WORDS, wordsOf } from './words.ts';

const MOST_CHIPS = 3;

/** The selected node in a line: what it is, whether it happened, how probable, what shows it. */
export const NodeStrip = memo(({ node, tree, known, probabilityRef, onCite, onMore, onLeave, onPatch, onObserve }: {
  node: FaultNode; tree: FaultTree; known: KnownState | undefined; probabilityRef: Ref<HTMLInputElement>; onCite: () => void; onMore: () => void; onLeave: () => void;
  onPatch: (id: string, patch: NodePatch, label: string) => void; onObserve: (id: string, state: ObservedState) => void;
}): ReactNode => {
  const openBytes = useOpenBytes();
  const { evidence } = node.observed;
  const named = { name: node.name, title: visibleText(node.title), state: known?.state ?? 'unknown', nodes: [node.id] };
  const setProbability = (probability: string): void => { if (node.type === 'event' && probability !== node.probability) onPatch(node.id, { probability }, `Set the probability of ${node.name}`); };
  return (
    <section className="ft-strip" aria-label="Selected node">
      <div className="ft-strip-words">
        <div className="ft-strip-head"><EventChip named={named} isPressable={false} /><b className="ell" title={visibleText(node.title)}>{wordsOf(node, 120)}</b></div>
        <p className="t2">{`${SYMBOL_TITLE[symbolOf(node)]}${node.type === 'gate' ? ' gate' : ''}. ${truncate(visibleText(node.note), 180)}`}</p>
        <Button kind="link" onPress={onMore}>Everything of it</Button>
      </div>
      <div className="ft-strip-part">
        <span className="field-label">Observed</span>
        <Segmented<ObservedState> label="Observed" value={node.observed.state} onChange={(state) => onObserve(node.id, state)} options={[{ id: 'happened', label: STATE_TITLE.happened }, { id: 'did-not-happen', label: STATE_TITLE['did-not-happen'] }, { id: 'unknown', label: STATE_TITLE.unknown }]} />
        <span className="t3 micro">{known?.derived && node.type === 'gate' ? `From below: ${STATE_WORDS[known.state]}` : ''}</span>
      </div>
      {node.type === 'event' && node.event !== 'house' && (
        <div className="ft-strip-part ft-strip-probability">
          <ExpressionField key={node.id} label="Probability" value={node.probability} tree={tree} inputRef={probabilityRef} aside={tree.per} onLeave={onLeave} onChange={setProbability} />
          <ExpressionForms tree={tree} onTake={setProbability} />
        </div>
      )}
      {node.type === 'event' && node.event === 'house' && (
        <div className="ft-strip-part">
          <span className="field-label">House event</span>
          <Segmented<'on' | 'off'> label="House event" value={node.on ? 'on' : 'off'} onChange={(on) => onPatch(node.id, { on: on === 'on' }, `Set ${node.name} ${on}`)} options={[{ id: 'on', label: 'On' }, { id: 'off', label: 'Off' }]} />
        </div>
      )}
      <div className="ft-strip-part ft-strip-evidence">
        <span className="field-label">{evidence.length === 0 ? 'Evidence' : `Evidence ${evidence.length}`}</span>
        {evidence.slice(0, evidence.length > MOST_CHIPS ? MOST_CHIPS - 1 : MOST_CHIPS).map((reference) => <Cite key={referenceKey(reference)} label={`Open the bytes of ${citationLabel(reference)}`} onPress={() => openBytes(reference)}>{citationLabel(reference)}</Cite>)}
        {evidence.length > MOST_CHIPS && <Button kind="link" onPress={onMore}>{`${evidence.length - MOST_CHIPS + 1} more`}</Button>}
        {evidence.length < MOST_CHIPS && <Button kind="quiet" icon="cite" keys="e" onPress={onCite}>Cite evidence</Button>}
      </div>
    </section>
  );
});
