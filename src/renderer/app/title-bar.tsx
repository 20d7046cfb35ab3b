import { memo, useState, type ReactNode } from 'react';
import { visibleText } from '../../base/text.ts';
import type { CaseInfo } from '../../model/case.ts';
import { useCaseInfo, useCaseSession, useCaseState, useConnectionState } from '../rpc/react.tsx';
import { Icon, IconButton, Keys, Logo, PlainButton, Tip, useRunCommand, useToast } from '../ui/index.ts';
import { baseName } from './paths.ts';

/** What it says of the case: not how many records there are, which changes all the time while evidence is read. */
type Said = Pick<CaseInfo, 'title' | 'incidentId' | 'path' | 'canUndo' | 'canRedo' | 'undoLabel' | 'redoLabel'>;

export function TitleBar(): ReactNode {
  const { title, incidentId, path, canUndo, canRedo, undoLabel, redoLabel } = useCaseInfo();
  return <Title title={title} incidentId={incidentId} path={path} canUndo={canUndo} canRedo={canRedo} undoLabel={undoLabel} redoLabel={redoLabel} />;
}

const Title = memo(function Title(info: Said): ReactNode {
  const run = useRunCommand();
  const session = useCaseSession();
  const toast = useToast();

  async function update(input: { title: string } | { incidentId: string }): Promise<void> {
    const done = await session.run({ name: 'case.update', input });
    if (!done.ok) toast({ kind: 'failed', text: done.failure.message });
  }

  return (
    <header className="title-bar">
      <div className="title-left">
        <Tip text="Other cases"><PlainButton className="logo focus-inside" label="Close the case and choose another" onPress={() => run('case.close')}><Logo /></PlainButton></Tip>
        <InPlace label="Title of the case" value={info.title} strong onCommit={(title) => { if (title !== '') void update({ title }); }} />
        <InPlace label="Incident number" value={info.incidentId} mono placeholder="Incident number" onCommit={(incidentId) => void update({ incidentId })} />
        <span className="folder"><span className="t3 ell" title={info.path}>{visibleText(baseName(info.path))}</span></span>
      </div>
      <PlainButton className="go" label="Go to a place in this case, or run a command" onPress={() => run('palette.goTo')}>
        <Icon name="search" /><span className="grow ell">Go to, or run a command</span><Keys keys="Ctrl+P" />
      </PlainButton>
      <div className="title-right">
        <Saved />
        <IconButton icon="undo" label={info.canUndo ? `Undo: ${info.undoLabel}` : 'Nothing to undo'} keys="Ctrl+Z" isDisabled={!info.canUndo} onPress={() => run('work.undo')} />
        <IconButton icon="redo" label={info.canRedo ? `Redo: ${info.redoLabel}` : 'Nothing to redo'} keys="Ctrl+Shift+Z" isDisabled={!info.canRedo} onPress={() => run('work.redo')} />
        <i className="vr" />
        <IconButton icon="keyboard" label="Keys" keys="?" onPress={() => run('help.keys')} />
      </div>
    </header>
  );
});

/** Whether what was done is on disk. Speaks up only when the engine is away. */
function Saved(): ReactNode {
  const saving = useCaseState((s) => s.saving > 0);
  const opening = useCaseState((s) => s.status === 'opening');
  const connection = useConnectionState();
  const away = connection.phase !== 'open' || opening;
  return (
    <span className={away ? 'saved t2' : 'saved t3'} role="status">
      {away ? <><Icon name="disconnected" size={12} />Reconnecting</> : saving ? 'Saving' : 'All changes saved'}
    </span>
  );
}

/** A word that becomes a field when pressed. Enter keeps, Escape leaves it as it was. */
function InPlace({ label, value, onCommit, strong, mono, placeholder }: {
  label: string; value: string; onCommit: (value: string) => void; strong?: boolean; mono?: boolean; placeholder?: string;
}): ReactNode {
  const [draft, setDraft] = useState<string>();
  if (draft === undefined) {
    const shown = visibleText(value);
    return (
      <PlainButton className={`in-place ell${strong ? ' strong' : ''}${mono && value !== '' ? ' mono t2' : ''}${value === '' ? ' empty-value' : ''}`} label={`${label}: ${value === '' ? 'none' : shown}. Edit`} onPress={() => setDraft(value)}>
        {value === '' ? placeholder : shown}
      </PlainButton>
    );
  }
  const commit = (): void => {
    if (draft.trim() !== value) onCommit(draft.trim());
    setDraft(undefined);
  };
  return (
    <input
      className={`in-place-input${mono ? ' mono' : ''}`} aria-label={label} value={draft} maxLength={mono ? 100 : 300} size={Math.max(8, Math.min(40, draft.length + 1))}
      // The field takes the place of the button that was pressed.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onChange={(e) => setDraft(e.target.value)} onBlur={commit} onFocus={(e) => e.target.select()}
      onKeyDown={(e) => {
        if (e.key === 'Enter') commit();
        else if (e.key === 'Escape') setDraft(undefined);
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}
    />
  );
}
