import type { ReactNode } from 'react';
import { formatTimeOfDay } from '../../../base/time.ts';
import { clockText, type Clock } from '../../../model/clock.ts';
import type { EventRow } from '../../../model/event.ts';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, Icon } from '../../ui/index.ts';

/** `Corrected by +7 s ±200 ms, recorded 10:02:03.100`; nothing where the clock is right, or nobody spoke of it. */
export function clockTitle({ clock, timeNs }: Pick<EventRow, 'clock' | 'timeNs'>, zone: string): string | undefined {
  return clock && clock.offsetNs !== 0n && timeNs !== undefined ? `Corrected by ${clockText(clock)}, ${recordedText(clock, timeNs, zone)}` : undefined;
}

function recordedText(clock: Clock, timeNs: bigint, zone: string): string {
  return `recorded ${formatTimeOfDay(timeNs - clock.offsetNs, zone)}`;
}

/** What its clock did to the time of a record, and the way to that clock. */
export function ClockNote({ clock, timeNs, sha256, zone }: { clock: Clock; timeNs: bigint; sha256: string; zone: string }): ReactNode {
  const place = usePlaceStore();
  return (
    <p className="clock-note">
      <span className="tag"><Icon name="clock" size={10} />{clock.offsetNs === 0n ? `Clock ${clockText(clock)}` : `Corrected by ${clockText(clock)}`}</span>
      {clock.offsetNs !== 0n && <span className="t2">{recordedText(clock, timeNs, zone)}</span>}
      <Button kind="link" onPress={() => place.go('evidence', { sel: sha256, clock: '1' })}>Clock</Button>
    </p>
  );
}
