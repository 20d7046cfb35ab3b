import type { ReactNode } from 'react';
import { Button } from './controls.tsx';
import { SeverityGlyph } from './icons.tsx';

/** Nothing here yet: one sentence, one button. */
export function Empty({ children, action, center }: { children: ReactNode; action?: ReactNode; center?: boolean }): ReactNode {
  return <div className={center ? 'empty center' : 'empty'}><p>{children}</p>{action}</div>;
}

const WIDTHS = [[92, 30, 306], [92, 30, 255], [92, 30, 380], [92, 30, 239], [92, 30, 332], [92, 30, 281]];

/** Rows that are on their way. They hold still. */
export function Skeleton({ rows, rowHeight = 20, label = 'Loading' }: { rows: number; rowHeight?: number; label?: string }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ height: rowHeight }}>{WIDTHS[i % WIDTHS.length]!.map((w, j) => <i key={j} style={{ width: w }} />)}</div>
      ))}
    </div>
  );
}

/** What went wrong, and what to do. `title` names the thing; `message` is the failure's own sentence. */
export function FailurePanel({ title, message, actions, onRetry }: { title: string; message: string; actions?: ReactNode; onRetry?: () => void }): ReactNode {
  return (
    <div className="failure" role="alert">
      <span style={{ paddingTop: 5 }}><SeverityGlyph severity="error" /></span>
      <div>
        <h3>{title}</h3>
        <p>{message}</p>
        {(actions !== undefined || onRetry) && <div className="actions">{actions}{onRetry && <Button onPress={onRetry}>Try again</Button>}</div>}
      </div>
    </div>
  );
}

/** A long task: what, how far, how fast, how long still, and a way out. `fraction` absent: not known yet. */
export function Task({ title, detail, fraction, rate, left, onCancel }: {
  title: string; detail: string; fraction: number | undefined; rate: string; left: string; onCancel?: () => void;
}): ReactNode {
  const percent = fraction === undefined ? undefined : Math.floor(Math.min(1, fraction) * 100);
  return (
    <div className="task">
      <b>{title}</b>
      <span className="t2 ell" style={{ maxWidth: 280 }} title={detail}>{detail}</span>
      <span className="track" role="progressbar" aria-label={title} aria-valuemin={0} aria-valuemax={100} {...(percent === undefined ? {} : { 'aria-valuenow': percent })}>
        <b style={{ width: `${percent ?? 0}%` }} />
      </span>
      <span style={{ minWidth: 36 }} className="right">{percent === undefined ? '' : `${percent} %`}</span>
      <span className="t2">{rate}</span>
      <span className="t2">{left}</span>
      {onCancel && <Button kind="quiet" onPress={onCancel}>Cancel</Button>}
    </div>
  );
}
