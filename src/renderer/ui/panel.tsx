import type { ReactNode } from 'react';
import { IconButton } from './controls.tsx';

const MIN_PX = 280;
const MAX_PX = 720;

/** What is selected, in full, at the right edge. Its left edge can be dragged, or moved with the arrow keys. */
export function Drawer({ label, title, actions, onClose, foot, widthPx, onWidth, fill, children }: {
  label: string; title: ReactNode; actions?: ReactNode; onClose?: () => void; foot?: ReactNode;
  widthPx: number; onWidth: (widthPx: number) => void;
  /** The content takes exactly the height there is and scrolls by itself. */
  fill?: boolean; children: ReactNode;
}): ReactNode {
  const set = (width: number): void => onWidth(Math.round(Math.max(MIN_PX, Math.min(MAX_PX, width))));
  return (
    <aside className="drawer" aria-label={label} style={{ width: widthPx }}>
      <div
        className="drawer-grip" role="separator" aria-orientation="vertical" aria-label={`Width of ${label}`} tabIndex={0}
        aria-valuenow={widthPx} aria-valuemin={MIN_PX} aria-valuemax={MAX_PX}
        onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId)) set(e.currentTarget.parentElement!.getBoundingClientRect().right - e.clientX); }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowLeft') set(widthPx + 16);
          else if (e.key === 'ArrowRight') set(widthPx - 16);
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      <div className="drawer-head">
        <div className="grow ell" style={{ display: 'flex', gap: 8, alignItems: 'center' }}>{title}</div>
        {actions}
        {onClose && <IconButton icon="close" label="Close" keys="Escape" onPress={onClose} />}
      </div>
      <div className={fill ? 'drawer-body fill' : 'drawer-body'} {...(fill ? {} : { tabIndex: 0, role: 'group', 'aria-label': label })}>{children}</div>
      {foot !== undefined && <div className="drawer-foot">{foot}</div>}
    </aside>
  );
}

/** A section of a drawer: its head, a word at the right, its content. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="sec">
      <div className="panel-head"><h2 className="grow ell">{title}</h2>{aside !== undefined && <span className="t3">{aside}</span>}</div>
      {children}
    </section>
  );
}

/** Names and values. */
export function Facts({ facts }: { facts: ReadonlyArray<readonly [name: string, value: ReactNode]> }): ReactNode {
  return <dl className="kv">{facts.flatMap(([name, value]) => [<dt key={`${name}-name`} title={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}</dl>;
}
