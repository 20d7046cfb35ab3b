import type { ReactNode } from 'react';
import { Keys, PopoverButton } from '../../ui/index.ts';

const LINES: ReadonlyArray<readonly [example: string, meaning: string]> = [
  ['level:error', 'errors of every grade; level>=warn is warnings and worse'],
  ['service:web service:api', 'the same field twice: one or the other'],
  ['-service:web', 'a minus leaves out'],
  ['status>=500 status<600', 'numbers compare with > >= < <='],
  ['agent:*curl*', '* stands for anything, whatever the case'],
  ['timeout', 'text anywhere in the record, whatever the case'],
  ['"connection reset"', 'quotes keep words together; service:"my app" as well'],
  ['/after \\d+ ms/i', 'a pattern in RE2 syntax; i: whatever the case'],
  ['time:10:33..10:36', 'from and to; either may be left out, a date may stand before'],
  ['trace_id:4bf9…', 'any field of a record; host:"" has none'],
];

/** The language of the filter bar in ten lines. */
export function FilterHelp(): ReactNode {
  return (
    <PopoverButton label="How to write a filter" icon="help" panelLabel="How to write a filter">
      <h2>How to write a filter</h2>
      <dl className="filter-help">{LINES.flatMap(([example, meaning]) => [<dt key={example} className="mono">{example}</dt>, <dd key={`${example}-meaning`}>{meaning}</dd>])}</dl>
      <p className="t2 filter-help-keys"><Keys keys="Down" /> opens the suggestions, <Keys keys="Enter" /> applies, <Keys keys="Ctrl+A" /> <Keys keys="Backspace" /> clears all.</p>
    </PopoverButton>
  );
}
