import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import { visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { TrackerState, type Action } from '../../../model/action.ts';
import { lintAction } from '../../../model/action-lint.ts';
import type { Person } from '../../../model/person.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { Comments } from '../../comments/comments.tsx';
import { useCaseUi, useCaseUiStore } from '../../state/react.tsx';
import { Button, Drawer, IconButton, MenuButton, Section, Select, TextBlock, TextField } from '../../ui/index.ts';
import { ActionFields, Findings, type FieldsContext } from './action-fields.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { newAction } from './work.ts';

/** One action, read and changed in place. */
export function ActionDrawer({ zone, focusFields, takeFocus, focusComments, onStep, onClose, onLeave, onRemove, ...context }: FieldsContext & {
  zone: string;
  /** Grow when the keyboard asks for the fields, or for the place to write a comment. */
  focusFields: number; focusComments: number;
  /** Whether that is still to be answered: once. */
  takeFocus: () => boolean;
  onStep: (by: number) => void; onClose: () => void; onLeave: () => void; onRemove: () => void;
}): ReactNode {
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const { action } = context;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusFields > 0 && takeFocus()) box.current?.querySelector('textarea')?.focus();
  }, [focusFields, takeFocus]);
  return (
    <Drawer
      label="Action" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose}
      title={<b>Action</b>}
      actions={(
        <>
          <IconButton icon="chevron-left" label="Previous action" keys="," onPress={() => onStep(-1)} /><IconButton icon="chevron-right" label="Next action" keys="." onPress={() => onStep(1)} />
          <MenuButton label="More about this action" icon="more" entries={[{ id: 'remove', label: 'Remove', icon: 'trash', keys: 'Delete', run: onRemove }]} />
        </>
      )}
    >
      <div
        ref={box} role="presentation"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          event.stopPropagation();
          onLeave();
        }}
      >
        <ActionFields key={action.id} {...context} />
        <Tracker key={`tracker-${action.id}`} action={action} zone={zone} onChange={context.onChange} />
        <Comments key={`comments-${action.id}`} subjectKind="action" subjectId={action.id} zone={zone} focusWhen={focusComments} onLeave={onLeave} />
        <p className="ac-created t3">{`Written ${whenText(action.createdAtNs, zone)}`}</p>
      </div>
    </Drawer>
  );
}

function whenText(ns: bigint, zone: string): string {
  return `${formatDayMonth(ns, zone, true)}, ${formatTimeOfDay(ns, zone, 'minute')} ${formatOffset(ns, zone)}`;
}

const SYSTEMS = [{ id: 'jira', label: 'Jira' }, { id: 'github', label: 'GitHub' }, { id: 'gitlab', label: 'GitLab' }] as const;

/** Where it stands in the team's tracker: the key is typed once, the status comes by reading back what the tracker exports. */
function Tracker({ action, zone, onChange }: { action: Action; zone: string; onChange: (change: Partial<Action>) => void }): ReactNode {
  const { tracker } = action;
  const save = (change: Partial<TrackerState>): void => {
    const next = TrackerState.safeParse({ system: 'jira', key: '', url: '', status: '', readAtNs: 0n, ...tracker, ...change });
    onChange({ tracker: next.success ? next.data : undefined });
  };
  const key = useDraft(tracker?.key ?? '', (text) => save({ key: text.trim() }));
  const url = useDraft(tracker?.url ?? '', (text) => save({ url: text.trim() }));
  const system = SYSTEMS.find(({ id }) => id === tracker?.system)?.id;
  return (
    <Section title="Tracker" aside={tracker && tracker.status !== '' ? visibleText(tracker.status) : undefined}>
      <div className="ac-form">
        <div className="ac-pair">
          <TextField label="Key" mono value={key.text} onChange={key.set} onBlur={key.leave} placeholder="OPS-1432, #87" />
          {tracker && <Select label="System" value={system} placeholder={visibleText(tracker.system)} onChange={(id) => save({ system: id })} options={SYSTEMS} />}
        </div>
        {tracker && <TextField label="Address" mono value={url.text} onChange={url.set} onBlur={url.leave} placeholder="https://" />}
        {tracker && <p className="ac-hint">{tracker.readAtNs === 0n ? 'Its status has not been read back yet.' : `“${visibleText(tracker.status)}”, read back ${whenText(tracker.readAtNs, zone)}.`}</p>}
      </div>
    </Section>
  );
}

/** An action being written: it is one once it has a title. */
export function NewActionDrawer({ entry, title: suggested, people, onAdd, onCancel }: {
  entry: TimelineEntry | undefined; title: string; people: readonly Person[]; onAdd: (action: Action) => Promise<boolean>; onCancel: () => void;
}): ReactNode {
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const [title, setTitle] = useState(suggested);
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [id] = useState(() => uuidv7());
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => { box.current?.querySelector('textarea')?.focus(); }, []);
  const words = title.trim();
  const draft = useMemo((): Action => ({ ...newAction(id, words, 0n), entries: entry ? [entry.id] : [], evidence: entry ? entry.evidence.slice(0, 100) : [] }), [id, words, entry]);
  const findings = words.includes(' ') ? lintAction(draft, people) : [];
  const problem = words === '' ? 'Say what is to be done.' : words.length > 500 ? 'At most 500 characters. The rest fits into the note.' : undefined;
  const add = async (): Promise<void> => {
    setTried(true);
    if (problem !== undefined || saving) return;
    setSaving(true);
    if (!await onAdd({ ...draft, createdAtNs: BigInt(Date.now()) * 1_000_000n })) setSaving(false);
  };
  return (
    <Drawer label="New action" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onCancel} title={<b>New action</b>}>
      <form
        className="ac-form" aria-label="New action" ref={box} onSubmit={(event) => { event.preventDefault(); void add(); }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else if (event.key === 'Enter' && (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey)) void add();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <TextBlock label="What is to be done, the verb first" rows={3} value={title} onChange={setTitle} error={tried ? problem : undefined} placeholder="Alert on pool saturation before requests queue" />
        <Findings findings={findings} field="title" />
        {entry && <p className="ac-hint">{`Follows from “${visibleText(entry.title)}”${entry.evidence.length === 0 ? '' : ', with its evidence'}.`}</p>}
        <div className="ac-foot">
          <Button kind="primary" type="submit" keys="Enter" isDisabled={saving}>Add action</Button>
          <Button kind="quiet" keys="Escape" onPress={onCancel}>Cancel</Button>
        </div>
      </form>
    </Drawer>
  );
}

/** Declining says why, or is not done. */
export function DeclineForm({ action, onDecline, onCancel }: { action: Action; onDecline: (reason: string) => void; onCancel: () => void }): ReactNode {
  const [reason, setReason] = useState(action.reason);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => { box.current?.querySelector('textarea')?.focus(); }, []);
  const decline = (): void => { if (reason.trim() !== '') onDecline(reason.trim()); };
  return (
    <form
      className="ac-sheet" aria-label="Decline the action" ref={box} onSubmit={(event) => { event.preventDefault(); decline(); }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || !(event.target instanceof HTMLTextAreaElement)) return;
        event.preventDefault();
        decline();
      }}
    >
      <h2>Why is it declined?</h2>
      <p className="t2">{visibleText(action.title)}</p>
      <TextBlock label="Reason" rows={3} value={reason} onChange={setReason} placeholder="The importer goes away in spring." />
      <div className="ac-foot">
        <Button kind="primary" type="submit" keys="Enter" isDisabled={reason.trim() === ''}>Decline</Button>
        <Button kind="quiet" keys="Escape" onPress={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

