import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatTimeText, parseTimeText, type TimeZero } from '../../../model/time-text.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { Button, TextField, TopSheet } from '../../ui/index.ts';
import { nameOf, whenText, zoneText } from './words.ts';

/** Asks where an interval is to be cut. `suggestedNs` is where the pointer is, or the middle. */
export function SplitSheet({ entry, suggestedNs, zone, t0, onSplit, onClose }: {
  entry: TimelineEntry; suggestedNs: bigint; zone: string; t0: TimeZero | undefined; onSplit: (atNs: bigint) => void; onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(() => formatTimeText(suggestedNs, zone));
  const [nowNs] = useState(() => BigInt(Date.now()) * 1_000_000n);
  const read = parseTimeText(typed, { zone, nearNs: entry.time.startNs, nowNs, t0 });
  const isInside = read.ok && read.value.ns > entry.time.startNs && read.value.ns < entry.time.endNs!;
  const problem = !read.ok ? read.failure.message : isInside ? undefined : `Name a time inside ${whenText(entry.time, zone)}.`;
  const split = (): void => { if (read.ok && isInside) onSplit(read.value.ns); };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    split();
  };
  return (
    <TopSheet isOpen onClose={onClose} label={`Split “${nameOf(entry)}”`} width={440}>
      <form className="tl-form tl-sheet" aria-label="Split entry" onSubmit={(event) => { event.preventDefault(); split(); }}>
        <h2 className="ell">{`Split “${nameOf(entry)}”`}</h2>
        <p className="t2">{`${whenText(entry.time, zone)} ${zoneText(entry.time.startNs, zone)}`}</p>
        <TextField label="Cut at" mono autoFocus value={typed} onChange={setTyped} error={problem} onKeyDown={onKeyDown} />
        <div className="tl-form-foot">
          <Button kind="primary" type="submit" isDisabled={!isInside}>Split</Button>
          <Button kind="quiet" keys="Escape" onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </TopSheet>
  );
}
