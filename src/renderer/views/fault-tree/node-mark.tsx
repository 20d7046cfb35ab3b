import { memo, type ReactNode } from 'react';
import type { PlacedNode, Point } from '../../../figures/fault-tree/place.ts';
import { SYMBOLS } from '../../../figures/fault-tree/symbols.ts';
import type { ObservedState } from '../../../model/fault-tree/document.ts';

/** How a node looks beside its shape; equal values draw nothing again. */
export interface NodeLook {
  /** `undefined`: states are not shown. */
  readonly state: ObservedState | undefined;
  readonly derived: boolean;
  /** Its probability as text, and its share of the top event's for a bar; empty, `undefined`: not shown. */
  readonly value: string;
  readonly share: number | undefined;
  /** In the cut set that is looked at or on the way from it to the top; `false`: aside. */
  readonly lit: boolean | undefined;
  /** Cut, to be put elsewhere. */
  readonly cut: boolean;
  readonly found: boolean;
  readonly problem: boolean;
}

const STATE_CLASS: Record<ObservedState, string> = { happened: 'h', 'did-not-happen': 'n', unknown: 'u' };

/** The middle of its top edge: what is drawn of a node is drawn from here, so that a move draws nothing again. */
export function originOf({ box }: PlacedNode): Point {
  return { x: box.x + box.width / 2, y: box.y };
}

const signatures = new WeakMap<PlacedNode, string>();

/** All that the shape of a node depends on, but not where it stands. */
function signatureOf(placed: PlacedNode): string {
  const known = signatures.get(placed);
  if (known !== undefined) return known;
  const o = originOf(placed);
  const at = ({ x, y }: Point): string => `${Math.round((x - o.x) * 10)},${Math.round((y - o.y) * 10)}`;
  const { box, symbol, fold, transferOut } = placed;
  const signature = [
    placed.role, placed.shape, box.width, box.height, symbol ? `${symbol.kind}@${at(symbol)}` : '', placed.stem.map(at).join(';'), placed.trunk.map(at).join(';'),
    placed.texts.map((text) => `${at(text)}${text.anchor}${text.style}${text.text}`).join('\n'), fold ? `${fold.folded}${at(fold.box)}${fold.box.width}` : '',
    transferOut ? `${at(transferOut.at)}${at(transferOut.from)}${transferOut.pages.join(',')}` : '', at(placed.badge), at(placed.value.at), placed.value.anchor, `${placed.area.width} ${placed.area.height}`, placed.shared ?? '', placed.problem ?? '', placed.cut ? placed.node?.title ?? '' : '',
  ].join('|');
  signatures.set(placed, signature);
  return signature;
}

/** A node with its symbol, at its place. */
export const NodeMark = memo(({ placed, look, far, selected, level, label, treeItemId, expanded }: {
  placed: PlacedNode; look: NodeLook; far: boolean; selected: boolean; level: number; label: string; treeItemId: string; expanded: boolean | undefined;
}): ReactNode => {
  const { x, y } = originOf(placed);
  const state = look.state ? STATE_CLASS[look.state] : 'p';
  const className = `ft-node s-${state}${placed.role === 'transfer' ? ' transfer' : ''}${look.lit === false ? ' aside' : look.lit ? ' lit' : ''}${look.cut ? ' cut' : ''}${look.found ? ' found' : ''}`;
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the tree has the focus and names this one as its active descendant
    <g role="treeitem" id={treeItemId} aria-level={level} aria-selected={selected} aria-label={label} {...(expanded === undefined ? {} : { 'aria-expanded': expanded })} className={className} transform={`translate(${x} ${y})`}>
      <Shape placed={placed} far={far} derived={look.derived} value={look.value} share={look.share} badge={look.state ?? 'none'} problem={look.problem} />
    </g>
  );
}, (a, b) => a.look === b.look && a.far === b.far && a.selected === b.selected && a.level === b.level && a.label === b.label && a.treeItemId === b.treeItemId && a.expanded === b.expanded
  && a.placed.box.x === b.placed.box.x && a.placed.box.y === b.placed.box.y && signatureOf(a.placed) === signatureOf(b.placed));

interface ShapeProps {
  readonly placed: PlacedNode;
  readonly far: boolean;
  readonly derived: boolean;
  readonly value: string;
  readonly share: number | undefined;
  readonly badge: ObservedState | 'none';
  readonly problem: boolean;
}

const Shape = memo(({ placed, far, derived, value, share, badge, problem }: ShapeProps): ReactNode => {
  const o = originOf(placed);
  const { box, symbol } = placed;
  const shape = symbol && SYMBOLS[symbol.kind];
  const left = box.x - o.x;
  const at = placed.value.at;
  return (
    <>
      <rect className="ft-hit" x={placed.area.x - o.x} y={placed.area.y - o.y} width={placed.area.width} height={placed.area.height} />
      {!far && placed.cut && placed.node && <title>{placed.node.title}</title>}
      {placed.stem.length > 0 && <path className="ft-line" d={pathOf(placed.stem, o)} />}
      {placed.trunk.length > 0 && <path className="ft-line" d={pathOf(placed.trunk, o)} />}
      {placed.shape === 'ellipse' && <ellipse className="ft-box" cx={0} cy={box.height / 2} rx={box.width / 2} ry={box.height / 2} />}
      {(placed.shape === 'rectangle' || placed.shape === 'double') && <rect className="ft-box" x={left} y={0} width={box.width} height={box.height} />}
      {placed.shape === 'double' && <rect className="ft-box inner" x={left + 2.5} y={2.5} width={box.width - 5} height={box.height - 5} />}
      {symbol && shape && (
        <g transform={`translate(${symbol.x - o.x} ${symbol.y - o.y})`}>
          <path className={placed.role === 'gate' || placed.role === 'transfer' ? 'ft-gate' : 'ft-symbol'} d={shape.body} />
          {shape.detail !== undefined && <path className="ft-detail" d={shape.detail} />}
          {shape.bubble && <circle className="ft-gate" cx={0} cy={shape.bubble.y} r={shape.bubble.radius} />}
        </g>
      )}
      {far && placed.shape !== 'none' && placed.node && <text className="ft-far" x={0} y={box.height / 2 + 9} textAnchor="middle">{placed.node.name.slice(0, 7)}</text>}
      {!far && (
        <>
          {placed.fold?.folded && <rect className="ft-fold" x={placed.fold.box.x - o.x} y={placed.fold.box.y - o.y} width={placed.fold.box.width} height={placed.fold.box.height} />}
          {placed.texts.map((text, i) => <text key={i} className={`ft-${text.style}`} x={text.x - o.x} y={text.y - o.y} textAnchor={text.anchor}>{text.text}</text>)}
          {placed.transferOut && (
            <>
              <path className="ft-line" d={`M${placed.transferOut.from.x - o.x} ${placed.transferOut.from.y - o.y}H${placed.transferOut.at.x - o.x + 8}`} />
              <path className="ft-gate" d={`M${placed.transferOut.at.x - o.x} ${placed.transferOut.at.y - o.y}l8 14h-16z`} />
            </>
          )}
          {value !== '' && <text className="ft-value" x={at.x - o.x} y={at.y - o.y} textAnchor={placed.value.anchor}>{value}</text>}
          {share !== undefined && placed.role === 'event' && <g className="ft-share" transform={`translate(-16 ${at.y - o.y + 5})`}><rect width={32} height={4} /><rect className="part" width={32 * Math.max(0, Math.min(1, share))} height={4} /></g>}
          {placed.shared !== undefined && symbol && shape && <text className="ft-quiet" x={symbol.x - o.x + shape.widthPx / 2 - 1} y={symbol.y - o.y + shape.heightPx + 2} textAnchor="start">{`${placed.shared}×`}</text>}
          {placed.role !== 'transfer' && placed.role !== 'missing' && badge !== 'none' && <Badge x={placed.badge.x - o.x} y={placed.badge.y - o.y} state={badge} derived={derived} />}
          {(problem || placed.problem !== undefined) && <path className="ft-problem" transform={`translate(${left} ${-4})`} d="M0 -7 8 7H-8z" />}
        </>
      )}
    </>
  );
}, (a, b) => a.far === b.far && a.derived === b.derived && a.value === b.value && a.share === b.share && a.badge === b.badge && a.problem === b.problem && signatureOf(a.placed) === signatureOf(b.placed));

/** What is known of an event, told by a mark and not by colour alone: a check, a slash, a question mark; hollow when it only follows. */
export function Badge({ x, y, state, derived }: { x: number; y: number; state: ObservedState; derived: boolean }): ReactNode {
  return (
    <g className={`ft-badge b-${STATE_CLASS[state]}${derived ? ' derived' : ''}`} transform={`translate(${x} ${y})`}>
      <circle r={7} />
      {state === 'happened' && <path d="m-3.4 0 2.4 2.6 4.4-5" />}
      {state === 'did-not-happen' && <path d="m-4.6 4.6 9.2-9.2" />}
      {state === 'unknown' && <text y={4} textAnchor="middle">?</text>}
    </g>
  );
}

/** The same mark beside words. */
export function StateMark({ state, derived = false }: { state: ObservedState; derived?: boolean }): ReactNode {
  return <svg className="ft-mark" width={16} height={16} viewBox="-8 -8 16 16" aria-hidden><Badge x={0} y={0} state={state} derived={derived} /></svg>;
}

export function pathOf(points: readonly Point[], origin: Point = { x: 0, y: 0 }): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x - origin.x} ${y - origin.y}`).join('');
}
