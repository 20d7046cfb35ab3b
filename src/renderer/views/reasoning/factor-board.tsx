import { memo, useEffect, useState, type DragEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { FACTOR_PARTS, type Factor, type FactorPart, type Taxonomy } from '../../../model/cause.ts';
import { FACTOR_PART_ABOUT, FACTOR_PART_TITLE } from '../../../model/factor.ts';
import { tagWords } from '../../../model/taxonomies.ts';
import { Icon } from '../../ui/index.ts';

const DRAGGED = 'application/x-tephra-factor';

export interface BoardProps {
  readonly factors: readonly Factor[];
  readonly taxonomies: readonly Taxonomy[];
  readonly selectedId: string | undefined;
  readonly show: (text: string) => string;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onMove: (id: string, part: FactorPart) => void;
  readonly boardRef: RefObject<HTMLDivElement | null>;
}

/** The part beside another: at the ends the same. */
export function partBeside(part: FactorPart, by: number): FactorPart {
  return FACTOR_PARTS[Math.max(0, Math.min(FACTOR_PARTS.length - 1, FACTOR_PARTS.indexOf(part) + by))]!;
}

/** Columns by the part a factor played. Arrows walk, Shift and arrows move, the mouse drags. */
export function FactorBoard({ factors, taxonomies, selectedId, show, onSelect, onOpen, onMove, boardRef }: BoardProps): ReactNode {
  const [over, setOver] = useState<FactorPart>();
  const columns = FACTOR_PARTS.map((part) => ({ part, cards: factors.filter((factor) => factor.part === part) }));
  const selected = factors.find((factor) => factor.id === selectedId);
  useEffect(() => {
    if (selected) document.getElementById(cardId(selected.id))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  const walk = (right: number, down: number): void => {
    const column = columns.findIndex(({ part }) => part === selected?.part);
    if (!selected || column < 0) {
      const first = columns.find(({ cards }) => cards.length > 0)?.cards[0];
      if (first) onSelect(first.id);
      return;
    }
    const row = columns[column]!.cards.indexOf(selected);
    if (right === 0) {
      const next = columns[column]!.cards[row + down];
      if (next) onSelect(next.id);
      return;
    }
    for (let at = column + right; at >= 0 && at < columns.length; at += right) {
      const { cards } = columns[at]!;
      if (cards.length > 0) return onSelect(cards[Math.min(row, cards.length - 1)]!.id);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (right !== 0 && event.shiftKey) {
      if (selected && partBeside(selected.part, right) !== selected.part) onMove(selected.id, partBeside(selected.part, right));
    } else if (right !== 0 || (down !== 0 && !event.shiftKey)) walk(right, down);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const dropOn = (part: FactorPart) => ({
    onDragOver: (event: DragEvent): void => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(part);
    },
    onDragLeave: (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver((now) => (now === part ? undefined : now));
    },
    onDrop: (event: DragEvent): void => {
      event.preventDefault();
      setOver(undefined);
      const dragged = factors.find((factor) => factor.id === event.dataTransfer.getData(DRAGGED));
      if (!dragged) return;
      onSelect(dragged.id);
      if (dragged.part !== part) onMove(dragged.id, part);
    },
  });
  return (
    <div
      className="rs-board scroll focus-inside" ref={boardRef} role="listbox" tabIndex={0} aria-label="Board of factors" onKeyDown={onKeyDown}
      {...(selected ? { 'aria-activedescendant': cardId(selected.id) } : {})}
    >
      {columns.map(({ part, cards }) => (
        <div key={part} role="group" aria-labelledby={`rs-part-${part}`} className={over === part ? 'rs-column over' : 'rs-column'} {...dropOn(part)}>
          <div className="rs-column-head" id={`rs-part-${part}`} role="presentation"><span><b>{FACTOR_PART_TITLE[part]}</b> <span className="t3">{formatCount(cards.length)}</span></span><span className="t3">{FACTOR_PART_ABOUT[part]}</span></div>
          {cards.map((factor) => <Card key={factor.id} factor={factor} taxonomies={taxonomies} isSelected={factor.id === selectedId} show={show} onSelect={onSelect} onOpen={onOpen} />)}
          {cards.length === 0 && <p className="rs-none t3" role="presentation">None</p>}
        </div>
      ))}
    </div>
  );
}

function cardId(id: string): string {
  return `factor-${id}`;
}

/** Everything a card says, for who hears it. */
function spokenFactor(factor: Factor, taxonomies: readonly Taxonomy[], show: (text: string) => string): string {
  return [
    visibleText(show(factor.title)), FACTOR_PART_TITLE[factor.part].toLowerCase(), factor.evidence.length === 0 ? 'no evidence' : plural(factor.evidence.length, 'piece of evidence', 'pieces of evidence'),
    ...factor.tags.map((tag) => tagWords(tag, taxonomies).title), ...(factor.whys.length > 0 ? [plural(factor.whys.length, 'why')] : []), ...(factor.actions.length > 0 ? [plural(factor.actions.length, 'action')] : []),
  ].join(', ');
}

const Card = memo(({ factor, taxonomies, isSelected, show, onSelect, onOpen }: {
  factor: Factor; taxonomies: readonly Taxonomy[]; isSelected: boolean; show: (text: string) => string; onSelect: (id: string) => void; onOpen: (id: string) => void;
}): ReactNode => (
  // The keys are the board's, as the listbox pattern has it.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
  <div
    className={isSelected ? 'rs-card selected' : 'rs-card'} id={cardId(factor.id)} role="option" aria-selected={isSelected} aria-label={spokenFactor(factor, taxonomies, show)} draggable
    onClick={() => onSelect(factor.id)} onDoubleClick={() => onOpen(factor.id)} onDragStart={(event) => { event.dataTransfer.setData(DRAGGED, factor.id); event.dataTransfer.effectAllowed = 'move'; }}
  >
    <div className="rs-card-title">{visibleText(show(factor.title))}</div>
    {factor.tags.length > 0 && <div className="rs-tags">{factor.tags.slice(0, 4).map((tag) => <span key={tag} className="tag">{tagWords(tag, taxonomies).title}</span>)}{factor.tags.length > 4 && <span className="t3">{`+${factor.tags.length - 4}`}</span>}</div>}
    <div className="rs-card-marks">
      {factor.evidence.length === 0 ? <span className="rs-without">no evidence</span> : <span className="rs-proof"><Icon name="cite" size={12} />{formatCount(factor.evidence.length)}</span>}
      {factor.whys.length > 0 && <span className="t2" title={plural(factor.whys.length, 'why')}><Icon name="reasoning" size={12} />{formatCount(factor.whys.length)}</span>}
      {factor.entries.length > 0 && <span className="t2" title={plural(factor.entries.length, 'timeline entry', 'timeline entries')}><Icon name="timeline" size={12} />{formatCount(factor.entries.length)}</span>}
      {factor.nodes.length > 0 && <span className="t2" title={plural(factor.nodes.length, 'event of a fault tree', 'events of fault trees')}><Icon name="fault-tree" size={12} />{formatCount(factor.nodes.length)}</span>}
      {factor.actions.length > 0 && <span className="t2" title={plural(factor.actions.length, 'action')}><Icon name="actions" size={12} />{formatCount(factor.actions.length)}</span>}
    </div>
  </div>
));
