import { useState, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { useConnection, useShellRead } from '../../rpc/react.tsx';
import { Button, Keys, TextField, TopSheet, useToast } from '../../ui/index.ts';
import { ChoiceSheet, type Choice } from './choice-sheet.tsx';

/** What a postmortem can start from: templates of the app and the person's own. */
export function TemplateSheet({ isOpen, onClose, onPick }: { isOpen: boolean; onClose: () => void; onPick: (template: { readonly title: string; readonly text: string }) => void }): ReactNode {
  const connection = useConnection();
  const toast = useToast();
  // Read before it is asked for: who types fast presses Enter before an answer could come.
  const list = useShellRead(api.listTemplates, {});
  const pick = async (id: string): Promise<void> => {
    const got = await connection.call(api.getTemplate, { id });
    if (got.ok) onPick(got.value);
    else toast({ kind: 'failed', text: got.failure.message });
  };
  const remove = async (id: string, title: string): Promise<void> => {
    const got = await connection.call(api.getTemplate, { id });
    const removed = await connection.call(api.removeTemplate, { id });
    list.reload();
    if (!removed.ok) toast({ kind: 'failed', text: removed.failure.message });
    else if (got.ok) toast({ text: `Removed the template ${title}`, actions: [{ label: 'Undo', run: () => void connection.call(api.saveTemplate, { title, text: got.value.text }) }] });
  };
  const choices = (list.data ?? []).map((t): Choice => ({
    id: t.id, label: visibleText(t.title), hint: visibleText(t.sections.join(', ')), icon: t.own ? 'note' : 'postmortem', run: () => void pick(t.id),
    ...(t.own ? { onRemove: () => void remove(t.id, t.title) } : {}),
  }));
  return <ChoiceSheet isOpen={isOpen} onClose={onClose} label="Start from a template" placeholder="Template or section" choices={choices} none={list.loading ? 'Reading the templates.' : list.failure?.message ?? 'No template has this.'} />;
}

/** Keeps the text as a template of one's own. */
export function SaveTemplateSheet({ isOpen, text, onClose }: { isOpen: boolean; text: string; onClose: () => void }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Save as a template">{isOpen && <SaveTemplate text={text} onClose={onClose} />}</TopSheet>;
}

function SaveTemplate({ text, onClose }: { text: string; onClose: () => void }): ReactNode {
  const connection = useConnection();
  const toast = useToast();
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<string>();
  const save = async (): Promise<void> => {
    if (title.trim() === '') return;
    const saved = await connection.call(api.saveTemplate, { title: title.trim(), text });
    if (!saved.ok) return setProblem(saved.failure.message);
    onClose();
    toast({ text: `Kept as the template ${title.trim()}` });
    return undefined;
  };
  return (
    <form className="pm-save-template" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <TextField label="Name of the template" value={title} onChange={setTitle} error={problem} autoFocus placeholder="Payments team" />
      <p className="t2">The whole text is kept as it stands, in your own folder. A template of yours with the same name is replaced.</p>
      <div className="pm-status-go"><Button type="submit" kind="primary" isDisabled={title.trim() === ''}>Save</Button><Button kind="quiet" onPress={onClose}>Cancel</Button><Keys keys="Escape" /></div>
    </form>
  );
}
