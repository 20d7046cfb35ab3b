import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDuration } from '../../../base/time.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { parseOffsetText } from '../../../model/clock.ts';
import { parseTimeText, type TimeZero } from '../../../model/time-text.ts';
import { readZone, ZONE_EXAMPLES } from '../../../model/zone-names.ts';
import { ENTRY_KINDS, LANE_OF_KIND, type EntryKind, type TimelineEntry } from '../../../model/timeline.ts';
import { useClockOf } from '../../rpc/use-clocks.ts';
import { useCaseUi, useCaseUiStore } from '../../state/react.tsx';
import { Button, Checkbox, Drawer, Facts, Section, Segmented, Select, TextField } from '../../ui/index.ts';
import { bulkCommands, type BulkEdit } from './bulk.ts';
import { LaneGlyph } from './marks.tsx';
import { betweenText, clockText, KIND_TITLE, nameOf, zoneText } from './words.ts';

const SHOWN = 12;
type KindChoice = EntryKind | 'as-is';
type ZoneKeep = 'instants' | 'clocks';

/** Several entries at once: what they are together, and what is to change in all of them as one step. */
export const BulkDrawer = memo(({ entries, zone, t0, focusForm, onApply, onUnfold, onMerge, onRemove, onSelect, onClose }: {
  entries: readonly TimelineEntry[]; zone: string; t0: TimeZero | undefined;
  /** Grows when the keyboard asks for the form. */
  focusForm: number;
  onApply: (edit: BulkEdit) => Promise<boolean>;
  /** Set while what is selected is one folded run of repeats. */
  onUnfold: (() => void) | undefined; onMerge: () => void; onRemove: () => void; onSelect: (id: string) => void; onClose: () => void;
}): ReactNode => {
  const clockOf = useClockOf();
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const [kind, setKind] = useState<KindChoice>('as-is');
  const [role, setRole] = useState('');
  const [shift, setShift] = useState('');
  const [said, setSaid] = useState('');
  const [keep, setKeep] = useState<ZoneKeep>('instants');
  const [known, setKnown] = useState('');
  const [milestoneOff, setMilestoneOff] = useState(false);
  const [nowNs] = useState(() => BigInt(Date.now()) * 1_000_000n);
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [askedBefore] = useState(focusForm);
  useEffect(() => {
    if (focusForm !== askedBefore) form.current?.querySelector<HTMLElement>('button, input')?.focus();
  }, [focusForm, askedBefore]);

  const shiftNs = parseOffsetText(shift);
  const saidZone = readZone(said.trim(), '');
  const knownSince = known.trim() === '' ? undefined : parseTimeText(known, { zone, nearNs: entries.at(-1)!.time.startNs, nowNs, t0 });
  const wasLate = entries.some((e) => e.knownSinceNs !== undefined);
  const marked = entries.filter((e) => e.milestone !== undefined).length;
  const edit: BulkEdit = {
    kind: kind === 'as-is' ? undefined : kind, role: role.trim() === '' ? undefined : role.trim(),
    shiftNs: shiftNs.ok && shiftNs.value !== 0n ? shiftNs.value : undefined,
    zone: saidZone === undefined || saidZone === '' ? undefined : { zone: saidZone, keep },
    milestoneOff: marked > 0 && milestoneOff,
    knownSince: knownSince?.ok ? knownSince.value.ns : undefined,
  };
  const isValid = shiftNs.ok && saidZone !== undefined && knownSince?.ok !== false;
  const changed = isValid ? bulkCommands(entries, edit).length : 0;
  const apply = async (): Promise<void> => {
    if (changed === 0 || saving) return;
    setSaving(true);
    if (await onApply(edit)) {
      setKind('as-is');
      setRole('');
      setShift('');
      setSaid('');
      setKnown('');
      setMilestoneOff(false);
    }
    setSaving(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) void apply();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Before a button or list under the focus takes the key for itself. */
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void apply();
  };

  const fromNs = entries[0]!.time.startNs;
  const toNs = entries.reduce((latest, { time }) => ((time.endNs ?? time.startNs) > latest ? time.endNs ?? time.startNs : latest), fromNs);
  const unproven = entries.filter((e) => e.evidence.length === 0).length;
  const roles = new Set(entries.map((e) => e.role).filter((r) => r !== '')).size;
  const facts: Array<readonly [string, ReactNode]> = [
    ['From', `${formatDayMonth(fromNs, zone, true)}, ${clockText(fromNs, zone)} ${zoneText(fromNs, zone)}`],
    ['To', `${formatDayMonth(toNs, zone, true)}, ${clockText(toNs, zone)}`],
    ['Span', formatDuration(toNs - fromNs)],
    ['Roles', roles === 0 ? 'none named' : formatCount(roles)],
  ];
  const [one, two] = entries;
  if (entries.length === 2) facts.push(['Apart', betweenText(one!, two!, clockOf)]);
  if (unproven > 0) facts.push(['Evidence', <span key="evidence" className="tl-no-evidence">{`${plural(unproven, 'entry has', 'entries have')} none`}</span>]);
  return (
    <Drawer
      label="Selected entries" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose}
      title={<b>{`${plural(entries.length, 'entry', 'entries')} selected`}</b>}
      foot={(
        <>
          {onUnfold && <Button icon="chevron-right" keys="Enter" onPress={onUnfold}>Unfold</Button>}
          <Button icon="merge" keys="m" onPress={onMerge}>Merge</Button>
          <Button icon="trash" keys="Delete" onPress={onRemove}>Remove</Button>
        </>
      )}
    >
      <Facts facts={facts} />
      <form className="tl-form" ref={form} aria-label="Change selected entries" onKeyDown={onKeyDown} onKeyDownCapture={onKeyDownCapture} onSubmit={(event) => { event.preventDefault(); void apply(); }}>
        <Select<KindChoice>
          label="Kind" value={kind} onChange={setKind}
          options={[{ id: 'as-is', label: 'Leave as it is' }, ...ENTRY_KINDS.map((id) => ({ id, label: KIND_TITLE[id], icon: <LaneGlyph lane={LANE_OF_KIND[id]} /> }))]}
        />
        <TextField label="Who, as a role" value={role} onChange={setRole} placeholder="Leave as it is" />
        <TextField label="Move by" mono value={shift} onChange={setShift} placeholder="+2 min, -30 s" error={shiftNs.ok ? undefined : shiftNs.failure.message} />
        <TextField label="Zone of their times" mono value={said} onChange={setSaid} placeholder="UTC, +02:00, Berlin" error={saidZone === undefined ? `Name a zone as ${ZONE_EXAMPLES}.` : undefined} />
        {edit.zone && (
          <div className="tl-form-row">
            <span className="field-label">Keep</span>
            <Segmented<ZoneKeep> label="What stays" value={keep} onChange={setKeep} options={[{ id: 'instants', label: 'The moments' }, { id: 'clocks', label: 'The clock times' }]} />
          </div>
        )}
        <TextField label="Known since" mono value={known} onChange={setKnown} placeholder="Leave as it is" error={knownSince?.ok === false ? knownSince.failure.message : undefined} />
        {wasLate && <Button kind="link" onPress={() => void onApply({ knownSince: 'as-it-happened' })}>All known as they happened</Button>}
        {marked > 0 && <Checkbox isSelected={milestoneOff} onChange={setMilestoneOff}>{`Take the milestone off ${plural(marked, 'entry', 'entries')}`}</Checkbox>}
        <div className="tl-form-foot">
          <Button kind="primary" type="submit" keys="Ctrl+Enter" isDisabled={saving || changed === 0}>{changed === 0 ? 'Change' : `Change ${plural(changed, 'entry', 'entries')}`}</Button>
        </div>
      </form>
      <Section title="Selected" aside={entries.length}>
        <ul className="tl-order tl-chosen">
          {entries.slice(0, SHOWN).map((e) => (
            <li key={e.id}>
              <span className="t3">{clockText(e.time.startNs, zone).slice(0, 8)}</span>
              <span className="ell"><Button kind="link" onPress={() => onSelect(e.id)}>{nameOf(e)}</Button></span>
            </li>
          ))}
          {entries.length > SHOWN && <li><span /><span className="t3">{`${formatCount(entries.length - SHOWN)} more`}</span></li>}
        </ul>
      </Section>
    </Drawer>
  );
});
