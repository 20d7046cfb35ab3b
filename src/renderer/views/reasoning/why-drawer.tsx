import { useState, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { visibleText } from '../../../base/text.ts';
import type { Factor, Why } from '../../../model/cause.ts';
import { FACTOR_PART_TITLE } from '../../../model/factor.ts';
import { SENSE_QUESTIONS } from '../../../model/taxonomies.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { whyNotClosable, WHY_STATE_ABOUT, WHY_STATE_TITLE, type WhyNode } from '../../../model/why.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { useCaseUi, useCaseUiStore } from '../../state/react.tsx';
import { Button, Drawer, Icon, MenuButton, Section, Segmented, TextBlock } from '../../ui/index.ts';
import { Links } from './links.tsx';
import { Proof } from './proof.tsx';
import type { Blame } from './use-sense.ts';
import { short } from './words.ts';

export interface WhyDrawerProps {
  readonly node: WhyNode;
  readonly blame: Blame | undefined;
  readonly entries: readonly TimelineEntry[];
  readonly factors: readonly Factor[];
  readonly show: (text: string) => string;
  readonly onChange: (change: Partial<Pick<Why, 'statement' | 'note' | 'join' | 'entries'>>) => void;
  /** Answers why it was refused. */
  readonly onState: (state: Why['state']) => string | undefined;
  readonly onEvidence: (evidence: Why['evidence']) => void;
  readonly onPicker: () => void;
  readonly onAsk: (question: string) => void;
  readonly onFactor: () => void;
  readonly onFactorLinks: (ids: readonly string[]) => void;
  readonly onOpenFactor: (id: string) => void;
  readonly onEntry: (id: string) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** One step: what it says, how far it is, what shows it, what it belongs to. */
export function WhyDrawer({ node, blame, entries, factors, show, onChange, onState, onEvidence, onPicker, onAsk, onFactor, onFactorLinks, onOpenFactor, onEntry, onRemove, onClose, onLeave }: WhyDrawerProps): ReactNode {
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const { why, children } = node;
  const statement = useDraft(why.statement, (text) => { if (text.trim() !== '') onChange({ statement: text.trim().slice(0, 2000) }); });
  const note = useDraft(why.note, (text) => onChange({ note: text }));
  const [refused, setRefused] = useState<{ readonly of: Why; readonly why: string }>();
  const cannot = whyNotClosable(why, node.root.why);
  const said = refused?.of === why ? refused.why : undefined;
  return (
    <Drawer
      label="Step" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose} title={<b>{node.parent ? 'Step' : 'First step'}</b>}
      actions={<MenuButton label="More about this step" icon="more" entries={[
        { id: 'factor', label: 'Make a factor of it', icon: 'plus', run: onFactor },
        { id: 'remove', label: children.length === 0 ? 'Remove' : 'Remove with what is below', icon: 'trash', keys: 'Delete', run: onRemove },
      ]} />}
    >
      <div role="presentation" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); event.stopPropagation(); onLeave(); } }}>
        <div className="rs-form">
          <TextBlock
            label="What happened or was so" rows={2} value={statement.text} onChange={statement.set} onBlur={statement.leave} error={statement.text.trim() === '' ? 'A step says something.' : undefined}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); statement.leave(); } }}
          />
          {blame && (
            <div className="rs-sense" role="note">
              <p><Icon name="help" size={14} /><span><b>What made it the sensible thing to do?</b>{` ${blame.message}`}</span></p>
              <ul>{SENSE_QUESTIONS.map(({ about, question }) => <li key={about}><Button kind="link" onPress={() => onAsk(question)}>{about}</Button><span className="t2">{question}</span></li>)}</ul>
            </div>
          )}
          <div className="field-block">
            <span className="field-label">State</span>
            <Segmented<Why['state']> label="State" value={why.state} onChange={(state) => { const problem = onState(state); setRefused(problem === undefined ? undefined : { of: why, why: problem }); }} options={(['open', 'closed', 'ruled-out'] as const).map((id) => ({ id, label: WHY_STATE_TITLE[id] }))} />
            <p className={said === undefined ? 't2 data' : 'field-error'} aria-live="polite">{said ?? (why.state === 'open' && cannot !== undefined ? cannot : `${WHY_STATE_ABOUT[why.state]}.`)}</p>
          </div>
          {children.length > 1 && (
            <div className="field-block">
              <span className="field-label">Its answers</span>
              <Segmented<Why['join']> label="Its answers" value={why.join} onChange={(join) => onChange({ join })} options={[{ id: 'all', label: 'All together' }, { id: 'any', label: 'Any of them' }]} />
              {why.join === 'all' && children.some((child) => child.why.state === 'ruled-out') && <p className="rs-without data">One of them is ruled out, so it was not all of them together.</p>}
            </div>
          )}
        </div>
        <Proof evidence={why.evidence} without="Nothing shows this yet: it is an assertion." onChange={(evidence) => onEvidence(evidence)} onPicker={onPicker} />
        <Links
          title="Timeline" of="Timeline entries it stands for" add="Link a timeline entry" gone="An entry that was removed" ids={why.entries} onChange={(ids) => onChange({ entries: ids })} onOpen={onEntry}
          options={entries.map((entry) => ({ id: entry.id, label: short(show(entry.title)) }))}
        />
        <Links
          title="Factors" of="Factors it belongs to" add="Link a factor" gone="A factor that was removed" ids={factors.filter((factor) => factor.whys.includes(why.id)).map(({ id }) => id)}
          options={factors.map((factor) => ({ id: factor.id, label: short(show(factor.title)), aside: FACTOR_PART_TITLE[factor.part] }))} onChange={onFactorLinks} onOpen={onOpenFactor} create={{ label: 'Factor from this step', run: onFactor }}
        />
        <Section title="Note"><div className="rs-add"><TextBlock label="Note, in Markdown" hideLabel rows={3} value={note.text} onChange={note.set} onBlur={note.leave} /></div></Section>
      </div>
    </Drawer>
  );
}

let lastMs = 0;

/** Ids for what is made here, in the order they are made in: several come in one millisecond. */
export function newId(): string {
  lastMs = Math.max(lastMs + 1, Date.now());
  return uuidv7(lastMs);
}

/** The first words of a set, for a list of sets. */
export function setTitle(root: WhyNode, show: (text: string) => string): string {
  return short(visibleText(show(root.why.statement)), 72);
}
