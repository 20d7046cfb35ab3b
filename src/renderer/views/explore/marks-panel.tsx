import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay, NS_PER_DAY } from '../../../base/time.ts';
import type { EventId } from '../../../model/event.ts';
import type { Mark } from '../../../model/saved.ts';
import { IconButton, Keys, PlainButton } from '../../ui/index.ts';

/** Every mark of the case in time order: press one to go there. */
export function MarksPanel({ marks, at, zone, onGo, onRemove }: {
  marks: readonly Mark[]; at: EventId | undefined; zone: string; onGo: (mark: Mark) => void; onRemove: (mark: Mark) => void;
}): ReactNode {
  if (marks.length === 0) return <p className="saved-none">Nothing is marked. <Keys keys="m" /> marks the record one is at, <Keys keys="[" /> and <Keys keys="]" /> go from mark to mark.</p>;
  const times = marks.flatMap((m) => (m.timeNs === undefined ? [] : [m.timeNs]));
  const dated = times.length > 1 && times.at(-1)! - times[0]! >= NS_PER_DAY;
  return (
    <div className="scroll grow">
      {marks.map((mark) => (
        <div className="saved-row" key={`${mark.sha256}:${mark.offsetBytes}`}>
          <PlainButton className="saved-name focus-inside" isCurrent={at?.sha256 === mark.sha256 && at.offsetBytes === mark.offsetBytes} onPress={() => onGo(mark)}>
            <span className="mono t2">{mark.timeNs === undefined ? 'no time' : `${dated ? `${formatDayMonth(mark.timeNs, zone, true)} ` : ''}${formatTimeOfDay(mark.timeNs, zone)}`}</span>
            <span className="ell mono">{visibleText(mark.excerpt) || 'An empty record'}</span>
          </PlainButton>
          <IconButton icon="close" size="small" label="Take the mark away" onPress={() => onRemove(mark)} />
        </div>
      ))}
    </div>
  );
}
