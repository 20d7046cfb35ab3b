import type { ReactNode, Ref } from 'react';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import type { FaultNode, ObservedState } from '../../../model/fault-tree.ts';
import { SYMBOL_TITLE, symbolOf } from '../../../figures/fault-tree-symbols.ts';
import { knownStates } from '../../../model/fault-tree-state.ts';
import { truncate, visibleText } from '../../../base/text.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Button, Cite, Segmented } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';
import { ExpressionField, ExpressionForms } from './expression-field.tsx';
import type { Editor } from './use-editor.ts';
import { STATE_TITLE, STATE_WORDS, wordsOf } from './words.ts';

const MOST_CHIPS = 3;

/** The selected node in a line: what it is, whether it happened, how probable, what shows it. */
export function NodeStrip({ editor, node, onCite, onMore, onLeave, probabilityRef }: {
  editor: Editor; node: FaultNode; onCite: () => void; onMore: () => void; onLeave: () => void; probabilityRef: Ref<HTMLInputElement>;
}): ReactNode {
  const openBytes = useOpenBytes();
  const known = knownStates(editor.document).get(node.id);
  const { evidence } = node.observed;
  const { per } = editor.document.tree;
  return (
    <section className="ft-strip" aria-label="Selected node">
      <div className="ft-strip-words">
        <div className="ft-strip-head"><EventChip named={namedOf(editor.document, undefined, node.id)} isPressable={false} /><b className="ell" title={visibleText(node.title)}>{wordsOf(node, 120)}</b></div>
        <p className="t2">{`${SYMBOL_TITLE[symbolOf(node)]}${node.type === 'gate' ? ' gate' : ''}. ${truncate(visibleText(node.note), 180)}`}</p>
        <Button kind="link" onPress={onMore}>Everything of it</Button>
      </div>
      <div className="ft-strip-part">
        <span className="field-label">Observed</span>
        <Segmented<ObservedState> label="Observed" value={node.observed.state} onChange={(state) => editor.observe(node.id, state)} options={[{ id: 'happened', label: STATE_TITLE.happened }, { id: 'did-not-happen', label: STATE_TITLE['did-not-happen'] }, { id: 'unknown', label: STATE_TITLE.unknown }]} />
        <span className="t3 micro">{known?.derived && node.type === 'gate' ? `From below: ${STATE_WORDS[known.state]}` : ''}</span>
      </div>
      {node.type === 'event' && node.event !== 'house' && (
        <div className="ft-strip-part ft-strip-probability">
          <ExpressionField key={node.id} label="Probability" value={node.probability} tree={editor.document.tree} inputRef={probabilityRef} aside={per} onLeave={onLeave} onChange={(probability) => { if (probability !== node.probability) editor.patch(node.id, { probability }, `Set the probability of ${node.name}`); }} />
          <ExpressionForms tree={editor.document.tree} onTake={(probability) => editor.patch(node.id, { probability }, `Set the probability of ${node.name}`)} />
        </div>
      )}
      {node.type === 'event' && node.event === 'house' && (
        <div className="ft-strip-part">
          <span className="field-label">House event</span>
          <Segmented<'on' | 'off'> label="House event" value={node.on ? 'on' : 'off'} onChange={(on) => editor.patch(node.id, { on: on === 'on' })} options={[{ id: 'on', label: 'On' }, { id: 'off', label: 'Off' }]} />
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
}
