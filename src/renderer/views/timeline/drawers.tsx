import { memo, useMemo, useState, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { timeZeroOf } from '../../../model/time-text.ts';
import { LANE_OF_KIND, type Milestone, type MilestoneDuration, type TimelineEntry } from '../../../model/timeline.ts';
import { useCaseUi, useCaseUiStore, usePlaceStore } from '../../state/react.tsx';
import { Button, Drawer, IconButton, MenuButton } from '../../ui/index.ts';
import { draftOf, emptyDraft, entryOf, patchBetween, type Draft, type DraftContext } from './draft.ts';
import { EntryDetails } from './entry-details.tsx';
import { EntryForm } from './entry-form.tsx';
import { LaneGlyph } from './marks.tsx';
import { KIND_TITLE } from './words.ts';
import type { TimelineWork } from './work.ts';

/** One entry, read. */
export const DetailsDrawer = memo(({ entry, onStep, onClose, onEdit, onOpen, onRemove, onSplit, onFold, ...details }: {
  entry: TimelineEntry; before: TimelineEntry | undefined; after: TimelineEntry | undefined; durations: readonly MilestoneDuration[]; impactStartNs: bigint | undefined; zone: string; focusComments: number; onLeaveComments: () => void;
  onStep: (by: number) => void; onClose: () => void; onSelect: (id: string) => void; onEdit: () => void; onOpen: (() => void) | undefined; onRemove: () => void; onSplit: () => void;
  /** Set where the entry is one of a run of repeats. */
  onFold: { readonly count: number; readonly run: () => void } | undefined;
}): ReactNode => {
  const place = usePlaceStore();
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  return (
    <Drawer
      label="Entry" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose}
      title={<><LaneGlyph lane={LANE_OF_KIND[entry.kind]} /><b>{KIND_TITLE[entry.kind]}</b></>}
      actions={<><IconButton icon="chevron-left" label="Previous entry" keys="," onPress={() => onStep(-1)} /><IconButton icon="chevron-right" label="Next entry" keys="." onPress={() => onStep(1)} /></>}
      foot={(
        <>
          <Button icon="edit" keys="Enter" onPress={onEdit}>Edit</Button>
          {onOpen && <Button icon="open" onPress={onOpen}>Open evidence</Button>}
          <MenuButton label="More about this entry" icon="more" entries={[
            ...(onFold ? [{ id: 'fold', label: `Fold ${onFold.count} repeats`, icon: 'chevron-down' as const, keys: 'r', run: onFold.run }] : []),
            { id: 'why', label: 'Ask why from this entry', icon: 'reasoning', run: () => place.go('reasoning', { tab: 'whys', edit: 'new', entry: entry.id }) },
            { id: 'action', label: 'Action from this entry', icon: 'actions', run: () => place.go('actions', { edit: 'new', entry: entry.id }) },
            { id: 'split', label: 'Split in two', icon: 'split', keys: 'x', run: onSplit },
            { id: 'remove', label: 'Remove', icon: 'trash', keys: 'Delete', run: onRemove },
          ]} />
        </>
      )}
    >
      <EntryDetails entry={entry} {...details} />
    </Drawer>
  );
});

/** One entry, written. */
export function EditDrawer({ entry, all, zone, newAtNs, nearNs, onDone, work }: {
  entry: TimelineEntry | undefined; all: readonly TimelineEntry[]; zone: string; newAtNs: bigint | undefined; nearNs: bigint;
  onDone: (saved: TimelineEntry | undefined) => void; work: TimelineWork;
}): ReactNode {
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  // "now" is when the form was opened: it must not run on while one types.
  const [opened] = useState((): DraftContext => ({ zone, nearNs, nowNs: BigInt(Date.now()) * 1_000_000n }));
  // T0 may come or move while one types, by a change that is still on its way or by somebody else.
  const context = useMemo((): DraftContext => ({ ...opened, t0: timeZeroOf(all) }), [opened, all]);
  const [draft, setDraft] = useState<Draft>(() => (entry ? draftOf(entry, zone) : emptyDraft(newAtNs, zone)));
  const [id] = useState(() => entry?.id ?? uuidv7());
  const [saving, setSaving] = useState(false);
  const holders = useMemo(() => new Map<Milestone, TimelineEntry>(all.flatMap((e) => (e.milestone && e.id !== id ? [[e.milestone, e] as const] : []))), [all, id]);
  const save = async (): Promise<void> => {
    const made = entryOf(draft, id, context);
    if (!made.ok || saving) return;
    setSaving(true);
    const patch = entry && patchBetween(entry, made.value);
    const done = entry ? patch === undefined || await work.update(entry, patch) : await work.add(made.value);
    setSaving(false);
    if (done) onDone(made.value);
  };
  return (
    <Drawer
      label={entry ? 'Edit entry' : 'New entry'} widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={() => onDone(undefined)}
      title={<><LaneGlyph lane={LANE_OF_KIND[draft.kind]} /><b>{entry ? 'Edit entry' : 'New entry'}</b></>}
    >
      <EntryForm draft={draft} onChange={setDraft} context={context} holders={holders} onSave={() => void save()} onCancel={() => onDone(undefined)} isNew={entry === undefined} saving={saving} />
    </Drawer>
  );
}
