import { useMemo, useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, type Action, type ActionState } from '../../../model/action.ts';
import type { ActionsFormat } from '../../../protocol/methods/actions.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useRead } from '../../rpc/react.tsx';
import { download } from '../../rpc/download.ts';
import { shell } from '../../rpc/shell.ts';
import { useActions, usePreference } from '../../state/react.tsx';
import { Button, Checkbox, FailurePanel, Select, Skeleton, TopSheet, useToast } from '../../ui/index.ts';
import { FORMATS } from './formats.ts';
import { STATE_TITLE } from './words.ts';

/** Actions on their way out: as what, which states, and the file as it will be. */
export function ExportSheet({ isOpen, onClose, actions }: { isOpen: boolean; onClose: () => void; actions: readonly Action[] }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Export actions" width={760}>{isOpen && <ExportForm actions={actions} onClose={onClose} />}</TopSheet>;
}

/** Enough to see what the file is like; the file has all of it. */
const PREVIEW_CHARACTERS = 20_000;

function ExportForm({ actions, onClose }: { actions: readonly Action[]; onClose: () => void }): ReactNode {
  const session = useCaseSession();
  const { title } = useCaseInfo();
  const toast = useToast();
  const app = useActions();
  const asRoles = usePreference((preferences) => preferences.asRoles);
  const [format, setFormat] = useState<ActionsFormat>('jira-csv');
  const [left, setLeft] = useState<ReadonlySet<ActionState>>(new Set());
  const states = ACTION_STATES.filter((state) => !left.has(state) && actions.some((action) => action.state === state));
  const count = actions.filter((action) => !left.has(action.state)).length;
  const rendered = useRead(api.renderActions, { format, asRoles, ...(states.length === 0 ? {} : { states }) }, { dependsOn: 'work', enabled: count > 0 });
  const bytes = rendered.data?.bytes;
  const text = useMemo(() => (bytes ? new TextDecoder().decode(bytes) : ''), [bytes]);
  const choice = FORMATS.find(({ id }) => id === format)!;
  const save = async (): Promise<void> => {
    const name = `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}-actions.${choice.ending}`;
    const electron = shell();
    if (electron) {
      const path = await electron.saveFile(name, choice.ending);
      if (path === undefined) return;
      const written = await session.call(api.writeActions, { format, states, asRoles, path });
      if (!written.ok) return toast({ kind: 'failed', text: written.failure.message });
      toast({ text: `${plural(written.value.actions, 'action')} written to ${written.value.path}.` });
    } else {
      const made = await session.call(api.renderActions, { format, states, asRoles });
      if (!made.ok) return toast({ kind: 'failed', text: made.failure.message });
      download([new Uint8Array(made.value.bytes)], made.value.mediaType, made.value.fileName);
      toast({ text: `${plural(made.value.actions, 'action')} in ${made.value.fileName}, in your downloads.` });
    }
    onClose();
  };
  return (
    <form className="ac-sheet" aria-label="Export actions" onSubmit={(event) => { event.preventDefault(); if (count > 0) void save(); }}>
      <h2>Export actions</h2>
      <div className="ac-pair">
        <Select label="As" value={format} onChange={setFormat} options={FORMATS.map(({ id, label }) => ({ id, label }))} />
        <fieldset className="ac-states">
          <legend>States</legend>
          {ACTION_STATES.filter((state) => actions.some((action) => action.state === state)).map((state) => (
            <Checkbox key={state} isSelected={!left.has(state)} onChange={(on) => setLeft(new Set(on ? [...left].filter((x) => x !== state) : [...left, state]))}>{STATE_TITLE[state]}</Checkbox>
          ))}
        </fieldset>
      </div>
      <p className="t2">{choice.about}</p>
      {count === 0
        ? <p className="t2">No state is chosen.</p>
        : rendered.failure && !rendered.data
          ? <FailurePanel title="The file cannot be made" message={rendered.failure.message} onRetry={() => rendered.reload()} />
          : rendered.loading
            ? <Skeleton rows={6} label="Making the file" />
            // A text that scrolls takes the focus, so that the keyboard can read it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            : <pre className="ac-preview selectable" tabIndex={0} role="region" aria-label="Preview of the file">{visibleText(text.slice(0, PREVIEW_CHARACTERS).replaceAll('\r\n', '\n'), true)}{text.length > PREVIEW_CHARACTERS && '\n…'}</pre>}
      <p className="t3">Titles of internal entries stay here. Descriptions end in a marker by which a status is read back.{asRoles && ' People are named by their roles, as on screen.'}</p>
      <div className="ac-foot">
        <Button kind="primary" icon="download" type="submit" isDisabled={count === 0}>{`Export ${plural(count, 'action')}`}</Button>
        <Button icon="copy" isDisabled={count === 0 || text === '' || rendered.outdated} onPress={() => app.copy(text, `Copied ${plural(count, 'action')} as ${choice.label}`)}>Copy</Button>
        <Button kind="quiet" keys="Escape" onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
