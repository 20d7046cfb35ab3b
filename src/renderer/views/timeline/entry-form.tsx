import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Result } from '../../../base/result.ts';
import { formatTimeText, type ParsedTime } from '../../../model/time-text.ts';
import { ENTRY_KINDS, LANE_OF_KIND, MILESTONES, MILESTONE_TITLE, type EntryTime, type Milestone, type TimelineEntry } from '../../../model/timeline.ts';
import { Button, Icon, Segmented, Select, TextBlock, TextField } from '../../ui/index.ts';
import { readDraft, type Draft, type DraftContext, type DraftField } from './draft.ts';
import { EvidenceField } from '../../parts/evidence-field.tsx';
import { LaneGlyph } from './marks.tsx';
import { BASIS_TITLE, KIND_TITLE, nameOf, understoodText } from './words.ts';

const FORMS: ReadonlyArray<{ id: EntryTime['form']; label: string }> = [
  { id: 'point', label: 'Moment' }, { id: 'interval', label: 'From to' }, { id: 'between', label: 'Between' },
];

/** An entry being written, in the drawer. Nothing is saved until asked; what is wrong is said beside its field. */
export function EntryForm({ draft, onChange, context, holders, onSave, onCancel, isNew, saving }: {
  draft: Draft; onChange: (draft: Draft) => void; context: DraftContext;
  /** Who holds each milestone now, other than this entry. */
  holders: ReadonlyMap<Milestone, TimelineEntry>;
  onSave: () => void; onCancel: () => void; isNew: boolean; saving: boolean;
}): ReactNode {
  const [tried, setTried] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => title.current?.focus(), []);
  const read = readDraft(draft, context);
  const [left, setLeft] = useState<ReadonlySet<DraftField>>(new Set());
  // A field complains once one has left it, or once saving was tried: not while the first letter is typed.
  const error = (field: DraftField): string | undefined => (tried || left.has(field) ? read.problems[field] : undefined);
  const leave = (field: DraftField) => (): void => setLeft((before) => new Set([...before, field]));
  const set = <K extends keyof Draft>(key: K) => (value: Draft[K]): void => onChange({ ...draft, [key]: value });
  const save = (): void => {
    setTried(true);
    if (Object.keys(read.problems).length === 0) onSave();
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      event.stopPropagation();
      save();
    }
  };
  /** From anywhere in the form, before a button or list under the focus takes the key for itself. */
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    save();
  };
  const holder = draft.milestone === 'none' ? undefined : holders.get(draft.milestone);
  return (
    <form className="tl-form" ref={form} aria-label={isNew ? 'New entry' : 'Edit entry'} onKeyDown={onKeyDown} onKeyDownCapture={onKeyDownCapture} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <TextField label="What happened" value={draft.title} onChange={set('title')} error={error('title')} onBlur={leave('title')} inputRef={title} />
      <Select
        label="Kind" value={draft.kind} onChange={set('kind')}
        options={ENTRY_KINDS.map((kind) => ({ id: kind, label: KIND_TITLE[kind], icon: <LaneGlyph lane={LANE_OF_KIND[kind]} /> }))}
      />
      <div className="tl-form-row">
        <span className="field-label">Time</span>
        <Segmented label="Form of the time" options={FORMS} value={draft.form} onChange={set('form')} />
      </div>
      <TextField label={draft.form === 'point' ? 'At' : draft.form === 'interval' ? 'From' : 'Not before'} mono value={draft.start} onChange={set('start')} error={error('start')} onBlur={leave('start')} placeholder="10:42:05, yesterday 10:42 Berlin, T+5m, now" />
      <Reading read={read.start} screen={context.zone} onPick={(ns, zone) => onChange({ ...draft, start: formatTimeText(ns, zone) })} />
      {draft.form !== 'point' && read.end && (
        <>
          <TextField label={draft.form === 'interval' ? 'To' : 'Not after'} mono value={draft.end} onChange={set('end')} error={error('end')} onBlur={leave('end')} placeholder="10:47" />
          <Reading read={read.end} screen={context.zone} onPick={(ns, zone) => onChange({ ...draft, end: formatTimeText(ns, zone) })} />
        </>
      )}
      <div className="tl-form-pair">
        <TextField label="±" mono value={draft.uncertainty} onChange={set('uncertainty')} error={error('uncertainty')} onBlur={leave('uncertainty')} placeholder="2 s" />
        <Select label="How the time is known" value={draft.basis} onChange={set('basis')} options={(['evidence', 'stated', 'estimated'] as const).map((id) => ({ id, label: BASIS_TITLE[id] }))} />
      </div>
      <TextField label="Who, as a role" value={draft.role} onChange={set('role')} placeholder="database on-call" />
      <Select
        label="Milestone" value={draft.milestone} onChange={set('milestone')}
        options={[{ id: 'none', label: 'None' }, ...MILESTONES.map((id) => ({ id, label: MILESTONE_TITLE[id] }))]}
      />
      {holder && <p className="tl-reading">{`Now held by “${nameOf(holder)}”. It moves here.`}</p>}
      <TextField label="Known since, if later than it happened" mono value={draft.knownSince} onChange={set('knownSince')} error={error('knownSince')} onBlur={leave('knownSince')} placeholder="As it happened" />
      {read.knownSince && <Reading read={read.knownSince} screen={context.zone} onPick={(ns, zone) => onChange({ ...draft, knownSince: formatTimeText(ns, zone) })} />}
      <TextBlock label="Note" value={draft.note} onChange={set('note')} rows={4} />
      <EvidenceField evidence={draft.evidence} onChange={set('evidence')} />
      <div className="tl-form-foot">
        <Button kind="primary" type="submit" keys="Ctrl+Enter" isDisabled={saving}>{isNew ? 'Add entry' : 'Save'}</Button>
        <Button kind="quiet" keys="Escape" onPress={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** How a time was understood, in each zone that matters, and the other reading where clocks were set back. */
function Reading({ read, screen, onPick }: { read: Result<ParsedTime>; screen: string; onPick: (ns: bigint, zone: string) => void }): ReactNode {
  if (!read.ok) return null;
  const { ns, zone, note, counted, laterNs } = read.value;
  return (
    <div className="tl-reading" aria-live="polite">
      <Icon name="clock" size={10} /><span>{understoodText(ns, zone, screen)}</span>
      {counted !== undefined && <p className="tl-reading-counted t3">{counted}</p>}
      {note !== undefined && <p className="tl-reading-note">{note}</p>}
      {laterNs !== undefined && <Button kind="link" onPress={() => onPick(laterNs, zone)}>Use the second</Button>}
    </div>
  );
}
