import { useState, type ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDuration } from '../../../base/time.ts';
import type { Filter } from '../../../model/filter.ts';
import type { RecordsFormat } from '../../../protocol/methods/export.ts';
import { Button, Checkbox, Segmented, Task, TopSheet } from '../../ui/index.ts';
import { EXPORT_FORMATS, type ExportRequest, type RunningExport } from './use-export.ts';

type What = 'shown' | 'selected';

/** What is to leave the case, and how. */
export function ExportSheet({ isOpen, onClose, filter, total, selection, onExport }: {
  isOpen: boolean; onClose: () => void; filter: Filter; total: number; selection: { readonly from: number; readonly count: number } | undefined; onExport: (request: ExportRequest) => void;
}): ReactNode {
  return (
    <TopSheet isOpen={isOpen} onClose={onClose} label="Export records" width={520}>
      {isOpen && <ExportForm filter={filter} total={total} selection={selection} onClose={onClose} onExport={onExport} />}
    </TopSheet>
  );
}

function ExportForm({ filter, total, selection, onClose, onExport }: {
  filter: Filter; total: number; selection: { readonly from: number; readonly count: number } | undefined; onClose: () => void; onExport: (request: ExportRequest) => void;
}): ReactNode {
  const [format, setFormat] = useState<RecordsFormat>('csv');
  const [what, setWhat] = useState<What>(selection ? 'selected' : 'shown');
  const [note, setNote] = useState(true);
  const count = what === 'selected' && selection ? selection.count : total;
  return (
    <form
      className="export-form" aria-label="Export records"
      onSubmit={(e) => { e.preventDefault(); onClose(); onExport({ filter, format, note, rows: what === 'selected' ? selection : undefined }); }}
    >
      <h2>Export records</h2>
      {selection && (
        <Segmented label="Which records" value={what} onChange={setWhat} options={[{ id: 'selected', label: `Selected, ${formatCount(selection.count)}` }, { id: 'shown', label: `All shown, ${formatCount(total)}` }]} />
      )}
      <Segmented label="Format" value={format} onChange={setFormat} options={EXPORT_FORMATS.map(({ id, label }) => ({ id, label }))} />
      <p className="t2">{EXPORT_FORMATS.find((f) => f.id === format)!.about}</p>
      <Checkbox isSelected={note} onChange={setNote}><span>{format === 'parquet' ? 'Say in its metadata who exported what, by which filter' : 'Begin with who exported what, by which filter'}</span></Checkbox>
      <p className="t3">In the order shown: by time, records without one last. Times are UTC with nanoseconds.</p>
      <div className="export-buttons">
        <Button kind="quiet" onPress={onClose}>Cancel</Button>
        <Button kind="primary" icon="download" type="submit" isDisabled={count === 0} autoFocus>{`Export ${plural(count, 'record')}`}</Button>
      </div>
    </form>
  );
}

/** An export that is running. */
export function ExportProgress({ running, onCancel }: { running: RunningExport; onCancel: () => void }): ReactNode {
  const { records, total, seconds, label } = running;
  const rate = seconds > 0.5 ? records / seconds : 0;
  return (
    <Task
      title={`Exporting ${label}`} detail={total === 0 ? '' : `${formatCount(records)} of ${plural(total, 'record')}`} fraction={total === 0 ? undefined : records / total}
      rate={rate > 0 ? `${formatCount(Math.round(rate))}/s` : ''} left={rate > 0 && records < total ? `${formatDuration(BigInt(Math.ceil((total - records) / rate)) * 1_000_000_000n)} left` : ''}
      onCancel={onCancel}
    />
  );
}
