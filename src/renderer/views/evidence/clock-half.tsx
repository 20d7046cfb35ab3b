import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay } from '../../../base/time.ts';
import { citationLabel } from '../../../model/evidence.ts';
import type { PickedEvent } from '../../state/moments.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite } from '../../ui/index.ts';

export const at = (ns: bigint, zone: string): string => `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone)}`;

/** One record of a pair: its time as recorded, what it says, where it stands. */
export function Half({ event, zone }: { event: PickedEvent; zone: string }): ReactNode {
  const openBytes = useOpenBytes();
  const reference = { sha256: event.sha256, locator: { kind: 'bytes', offsetBytes: event.offsetBytes, lengthBytes: Math.max(1, event.lengthBytes), ...(event.line > 0 ? { line: event.line } : {}) } } as const;
  return (
    <div className="clock-half">
      <span className="mono">{at(event.recordedNs, zone)}</span>
      <span className="t2 ell" title={visibleText(event.body)}>{`${visibleText(event.source)}: ${visibleText(event.body)}`}</span>
      <Cite onPress={() => openBytes(reference)} label="Open the bytes of this record">{citationLabel(reference)}</Cite>
    </div>
  );
}
