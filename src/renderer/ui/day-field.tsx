import { parseDate } from '@internationalized/date';
import { useRef, type ReactNode } from 'react';
import { Button as AriaButton, Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, Heading, I18nProvider } from 'react-aria-components';
import { TextField } from './controls.tsx';
import { Icon } from './icons.tsx';
import { PopoverButton } from './overlay.tsx';

/**
 * A calendar day, typed as one says it or picked from a calendar. `day` is the day that was understood, `2026-12-01`, or ''.
 * Weeks begin on Monday whatever the machine's language is.
 */
export function DayField({ label, value, onChange, day, today, onPick, onLeave, error, note, placeholder }: {
  label: string; value: string; onChange: (value: string) => void; day: string; today: string;
  onPick: (day: string) => void; onLeave: () => void; error?: string | undefined; note?: ReactNode; placeholder?: string;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div className="day-field" ref={box}>
      <TextField
        label={label} mono value={value} onChange={onChange} onBlur={onLeave} error={error} placeholder={placeholder}
        onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); onLeave(); } }}
      />
      <PopoverButton label={`Pick a day: ${label}`} icon="calendar" panelLabel={`Pick a day: ${label}`}>
        {(close) => (
          <I18nProvider locale="en-GB">
            <Calendar
              className="calendar" aria-label={label} firstDayOfWeek="mon" autoFocus value={day === '' ? null : parseDate(day)} defaultFocusedValue={parseDate(day === '' ? today : day)}
              onChange={(date) => { onPick(date.toString()); close(); requestAnimationFrame(() => box.current?.querySelector('input')?.focus()); }}
            >
              <header>
                <AriaButton slot="previous" className="icon-btn"><Icon name="chevron-left" /></AriaButton>
                <Heading className="grow" level={3} />
                <AriaButton slot="next" className="icon-btn"><Icon name="chevron-right" /></AriaButton>
              </header>
              <CalendarGrid weekdayStyle="short">
                <CalendarGridHeader>{(name) => <CalendarHeaderCell>{name}</CalendarHeaderCell>}</CalendarGridHeader>
                <CalendarGridBody>{(date) => <CalendarCell date={date} className={date.toString() === today ? 'calendar-day today' : 'calendar-day'} />}</CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          </I18nProvider>
        )}
      </PopoverButton>
      {note !== undefined && <p className="day-note">{note}</p>}
    </div>
  );
}
