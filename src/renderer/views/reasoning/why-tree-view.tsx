import { memo, useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { Why } from '../../../model/cause.ts';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { formatCount, visibleText } from '../../../base/text.ts';
import { isAssertion, WHY_STATE_TITLE, type WhyNode } from '../../../model/why.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite, Icon, IconButton, PlainButton } from '../../ui/index.ts';
import { StatementEditor, type Then } from './statement-editor.tsx';
import type { Blame } from './use-sense.ts';
import { short, spokenWhy } from './words.ts';

const DRAGGED = 'application/x-tephra-why';

/** What is being written, and where. `typed`: what it begins with instead of what is there. */
export type Editing =
  | { readonly kind: 'words'; readonly id: string; readonly typed: string | undefined }
  | { readonly kind: 'answer'; readonly parentId: string; readonly afterId: string | undefined; readonly ask: string };

export interface WhyTreeProps {
  readonly root: WhyNode;
  readonly selectedId: string | undefined;
  readonly editing: Editing | undefined;
  readonly folded: ReadonlySet<string>;
  readonly sense: ReadonlyMap<string, Blame>;
  readonly entries: ReadonlyMap<string, TimelineEntry>;
  readonly show: (text: string) => string;
  readonly onSelect: (id: string) => void;
  readonly onFold: (id: string, folded: boolean) => void;
  readonly onEdit: (editing: Editing) => void;
  readonly onCommit: (text: string, then: Then) => void;
  readonly onCancel: () => void;
  readonly onJoin: (id: string) => void;
  readonly onMoveTo: (id: string, parentId: string) => void;
  readonly onEntry: (id: string) => void;
}

type Acts = Pick<WhyTreeProps, 'onSelect' | 'onFold' | 'onEdit' | 'onCommit' | 'onCancel' | 'onJoin' | 'onMoveTo' | 'onEntry'>;

/** A set of whys as a tree. Its keys are commands of the view; typing begins to edit the step that is selected. */
export function WhyTree({ treeRef, onSelect, onFold, onEdit, onCommit, onCancel, onJoin, onMoveTo, onEntry, ...props }: WhyTreeProps & { treeRef: RefObject<HTMLDivElement | null> }): ReactNode {
  const { root, selectedId, editing } = props;
  useEffect(() => {
    if (selectedId !== undefined) document.getElementById(stepId(selectedId))?.querySelector('.rs-box')?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== treeRef.current || selectedId === undefined || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    // What the app asks for everywhere stays a key.
    if (event.key.length !== 1 || event.key === ' ' || event.key === '?') return;
    event.preventDefault();
    event.stopPropagation();
    onEdit({ kind: 'words', id: selectedId, typed: event.key });
  };
  // Steps that did not change are not drawn again: what they call is the same, and does what it does now.
  const latest = useRef({ onSelect, onFold, onEdit, onCommit, onCancel, onJoin, onMoveTo, onEntry });
  useEffect(() => { latest.current = { onSelect, onFold, onEdit, onCommit, onCancel, onJoin, onMoveTo, onEntry }; });
  const acts = useMemo((): Acts => ({
    onSelect: (id) => latest.current.onSelect(id), onFold: (id, isFolded) => latest.current.onFold(id, isFolded), onEdit: (next) => latest.current.onEdit(next), onCommit: (text, then) => latest.current.onCommit(text, then),
    onCancel: () => latest.current.onCancel(), onJoin: (id) => latest.current.onJoin(id), onMoveTo: (id, parentId) => latest.current.onMoveTo(id, parentId), onEntry: (id) => latest.current.onEntry(id),
  }), []);
  return (
    <div
      ref={treeRef} className="rs-tree scroll" role="tree" tabIndex={0} aria-label="Whys" aria-describedby="rs-tree-keys" onKeyDown={onKeyDown}
      {...(selectedId !== undefined && editing === undefined ? { 'aria-activedescendant': stepId(selectedId) } : {})}
    >
      <ul className="rs-steps" role="presentation"><Step node={root} acts={acts} {...props} /></ul>
    </div>
  );
}

export function stepId(id: string): string {
  return `why-${id}`;
}

type Shown = Omit<WhyTreeProps, keyof Acts> & { readonly acts: Acts };

/** A step with its answers below it. */
function Step({ node, ...props }: Shown & { node: WhyNode }): ReactNode {
  const { selectedId, editing, folded, sense, entries, show, acts } = props;
  const { why, children } = node;
  const isSelected = why.id === selectedId;
  const isFolded = folded.has(why.id) && children.length > 0;
  const blame = sense.get(why.statement);
  const answering = editing?.kind === 'answer' && editing.parentId === why.id ? editing : undefined;
  const at = answering?.afterId === undefined ? children.length : children.findIndex((child) => child.why.id === answering.afterId) + 1;
  const draft = answering && (
    <li key={`draft-${answering.afterId ?? ''}`} role="presentation">
      <div className="rs-row"><Mark state="open" isHollow /><div className="rs-box hollow selected">
        <StatementEditor label={`Why: ${show(why.statement)}`} initial="" isWhole={false} placeholder={answering.ask === '' ? 'Because …' : answering.ask} onCommit={acts.onCommit} onCancel={acts.onCancel} />
      </div></div>
    </li>
  );
  const below = isFolded ? [] : children.map((child) => <Step key={child.why.id} node={child} {...props} />);
  return (
    <li
      role="treeitem" id={stepId(why.id)} aria-level={node.depth + 1} aria-selected={isSelected} aria-label={spokenWhy(node, show, blame !== undefined)}
      {...(children.length > 0 ? { 'aria-expanded': !isFolded } : {})}
    >
      <Box why={why} isMovable={node.parent !== undefined} isSelected={isSelected} hasTools={isSelected && editing === undefined} editing={editing?.kind === 'words' && editing.id === why.id ? editing : undefined} blame={blame} entries={entries} show={show} acts={acts} />
      {children.length > 0 && <Because id={why.id} join={why.join} count={children.length} isFolded={isFolded} acts={acts} />}
      {(below.length > 0 || draft) && <ul className="rs-steps" role="group">{[...below.slice(0, at), ...(draft ? [draft] : []), ...below.slice(at)]}</ul>}
    </li>
  );
}

const Box = memo(({ why, isMovable, isSelected, hasTools, editing, blame, entries, show, acts }: Pick<WhyTreeProps, 'entries' | 'show'> & {
  why: Why; isMovable: boolean; isSelected: boolean;
  hasTools: boolean; editing: Extract<Editing, { kind: 'words' }> | undefined; blame: Blame | undefined; acts: Acts;
}): ReactNode => {
  const [isOver, setOver] = useState(false);
  const dropped = {
    onDragOver: (event: DragEvent): void => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (): void => setOver(false),
    onDrop: (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      acts.onMoveTo(event.dataTransfer.getData(DRAGGED), why.id);
    },
  };
  return (
    <div className={`rs-row${isOver ? ' over' : ''}`}>
      <Mark state={why.state} isHollow={isAssertion(why)} />
      {editing
        ? <div className="rs-box selected"><StatementEditor label="What happened or was so" initial={editing.typed ?? why.statement} isWhole={editing.typed === undefined} placeholder="What happened or was so" onCommit={acts.onCommit} onCancel={acts.onCancel} /></div>
        : (
          // The keys are the tree's, as the tree pattern has it.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <div
            className={`rs-box${isAssertion(why) ? ' hollow' : ''}${isSelected ? ' selected' : ''} ${why.state}`} draggable={isMovable} {...dropped}
            onClick={() => acts.onSelect(why.id)} onDoubleClick={() => acts.onEdit({ kind: 'words', id: why.id, typed: undefined })}
            onDragStart={(event) => { event.dataTransfer.setData(DRAGGED, why.id); event.dataTransfer.effectAllowed = 'move'; }}
          >
            <p className="rs-statement">{visibleText(show(why.statement))}</p>
            <Marks why={why} entries={entries} show={show} onEntry={acts.onEntry} />
            {blame && <p className="rs-blame"><Icon name="help" size={12} /><span>{`“${short(show(blame.words), 40)}” ends the questions. What made it the sensible thing to do?`}</span></p>}
          </div>
        )}
      {hasTools && (
        <span className="rs-row-tools">
          <IconButton icon="plus" size="small" label="Answer below" keys="Tab" onPress={() => acts.onEdit({ kind: 'answer', parentId: why.id, afterId: undefined, ask: '' })} />
          <IconButton icon="edit" size="small" label="Edit the words" keys="F2" onPress={() => acts.onEdit({ kind: 'words', id: why.id, typed: undefined })} />
        </span>
      )}
    </div>
  );
});

/** How the answers below belong together, and whether they are shown. */
const Because = memo(({ id, join, count, isFolded, acts }: { id: string; join: Why['join']; count: number; isFolded: boolean; acts: Acts }): ReactNode => (
  <div className="rs-because">
    <IconButton icon={isFolded ? 'chevron-right' : 'chevron-down'} size="small" label={isFolded ? 'Show the answers' : 'Hide the answers'} onPress={() => acts.onFold(id, !isFolded)} />
    {count === 1 ? <span>because</span> : <PlainButton className="rs-join" label={join === 'all' ? 'Needs all of these together. Change to any of these' : 'Any of these is enough. Change to all of these together'} onPress={() => acts.onJoin(id)}>{join === 'all' ? 'because of all of these' : 'because of any of these'}</PlainButton>}
    {isFolded && <span className="t3">{formatCount(count)}</span>}
  </div>
));

/** How far a step is: hollow without evidence, a check when it is closed, a stroke when it is ruled out. */
function Mark({ state, isHollow }: { state: WhyNode['why']['state']; isHollow: boolean }): ReactNode {
  return (
    <svg className={`rs-mark ${state}${isHollow ? ' hollow' : ''}`} width={18} height={18} viewBox="0 0 18 18" aria-hidden>
      <circle cx="9" cy="9" r="7" />
      {state === 'closed' && <path d="m5.5 9.2 2.4 2.4 4.6-5" />}
      {state === 'ruled-out' && <path d="m5.8 5.8 6.4 6.4M12.2 5.8 5.8 12.2" />}
    </svg>
  );
}

const SHOWN = 3;

/** What stands beside a statement: its proof, the entries it stands for, its state. Each in words. */
function Marks({ why, entries, show, onEntry }: Pick<WhyTreeProps, 'entries' | 'show' | 'onEntry'> & { why: Why }): ReactNode {
  const openBytes = useOpenBytes();
  const linked = why.entries.flatMap((id) => entries.get(id) ?? []);
  return (
    <div className="rs-marks">
      {why.state !== 'open' && <span className="tag">{WHY_STATE_TITLE[why.state]}</span>}
      {why.evidence.length === 0 ? <span className="rs-without">no evidence</span> : why.evidence.slice(0, SHOWN).map((reference) => (
        <Cite key={referenceKey(reference)} onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>
      ))}
      {why.evidence.length > SHOWN && <span className="t3">{`and ${formatCount(why.evidence.length - SHOWN)} more`}</span>}
      {linked.slice(0, SHOWN).map((entry) => (
        <PlainButton key={entry.id} className="rs-entry" label={`Show “${short(show(entry.title))}” on the timeline`} onPress={() => onEntry(entry.id)}><Icon name="timeline" size={12} /><span className="ell">{short(show(entry.title), 48)}</span></PlainButton>
      ))}
    </div>
  );
}
