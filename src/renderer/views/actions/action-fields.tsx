import { useState, type ReactNode } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, ACTION_TYPES, actionPriority, type Action, type ActionState } from '../../../model/action.ts';
import type { ActionFinding } from '../../../model/action-lint.ts';
import { actionLevel, circleOf, daysFrom } from '../../../model/action-plan.ts';
import { parseDateText } from '../../../model/date-text.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { EvidenceField } from '../../parts/evidence-field.tsx';
import { References } from '../../parts/references.tsx';
import { Button, ComboField, DayField, Icon, IconButton, Section, Select, TextBlock, TextField } from '../../ui/index.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { dueText, priorityWords, STATE_TITLE, TYPE_ABOUT, TYPE_TITLE } from './words.ts';
import { shortTitle } from './work.ts';

export interface FieldsContext {
  readonly action: Action;
  readonly all: readonly Action[];
  readonly entries: readonly TimelineEntry[];
  readonly roles: readonly string[];
  readonly findings: readonly ActionFinding[];
  readonly today: string;
  /** People as roles, where the screen shows them so. */
  readonly show: (text: string) => string;
  readonly onChange: (change: Partial<Action>) => void;
  readonly onState: (state: ActionState) => void;
  readonly onSelect: (id: string) => void;
  readonly onEntry: (id: string) => void;
}

/** Everything an action says, changed where it stands: each field is saved when it is left. */
export function ActionFields(context: FieldsContext): ReactNode {
  const { action, findings, onChange, onState } = context;
  const title = useDraft(action.title, (text) => { if (text.trim() !== '') onChange({ title: text.trim().slice(0, 500) }); });
  const doneWhen = useDraft(action.doneWhen, (text) => onChange({ doneWhen: text.trim() }));
  const note = useDraft(action.note, (text) => onChange({ note: text }));
  const reason = useDraft(action.reason, (text) => onChange({ reason: text.trim() }));
  return (
    <>
      <div className="ac-form">
        <TextBlock
          label="What is to be done, the verb first" rows={2} value={title.text} onChange={title.set} onBlur={title.leave} error={title.text.trim() === '' ? 'An action needs a title.' : undefined}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); title.leave(); } }}
        />
        <Findings findings={findings} field="title" />
        <div className="ac-pair">
          <Select label="State" value={action.state} onChange={onState} options={ACTION_STATES.map((id) => ({ id, label: STATE_TITLE[id] }))} />
          <Select label="Type" value={action.type} onChange={(type) => onChange({ type })} options={ACTION_TYPES.map((id) => ({ id, label: TYPE_TITLE[id] }))} />
        </div>
        <p className="ac-hint">{`${TYPE_TITLE[action.type]}: ${TYPE_ABOUT[action.type].toLowerCase()}.`}</p>
        {(action.state === 'declined' || action.reason !== '') && <TextBlock label="Why it is declined" rows={2} value={reason.text} onChange={reason.set} onBlur={reason.leave} error={action.state === 'declined' && reason.text.trim() === '' ? 'Say why, for those who propose it again.' : undefined} />}
        <Owner {...context} />
        <Findings findings={findings} field="ownerRole" />
        <Due {...context} />
        <Findings findings={findings} field="due" />
        <TextBlock label="Done when: how anybody can see it" rows={2} value={doneWhen.text} onChange={doneWhen.set} onBlur={doneWhen.leave} placeholder="Filling the pool in staging pages within 5 minutes" />
        <Findings findings={findings} field="doneWhen" />
        <Priority {...context} />
        <TextBlock label="Note, in Markdown" rows={3} value={note.text} onChange={note.set} onBlur={note.leave} />
      </div>
      <WaitsFor {...context} />
      <FollowsFrom {...context} />
      <Section title="Evidence" aside={action.evidence.length === 0 ? undefined : action.evidence.length}>
        <References references={action.evidence} onRemove={(reference) => onChange({ evidence: action.evidence.filter((r) => r !== reference) })} />
        <div className="ac-add"><EvidenceField evidence={action.evidence} isListed={false} onChange={(evidence) => onChange({ evidence: [...evidence] })} /></div>
      </Section>
      <Links {...context} />
    </>
  );
}

/** What the lint says of one field: why, and what to write instead. */
export function Findings({ findings, field }: { findings: readonly ActionFinding[]; field: ActionFinding['field'] }): ReactNode {
  const own = findings.filter((finding) => finding.field === field);
  if (own.length === 0) return null;
  return (
    <ul className="ac-findings" aria-label="Remarks on the wording">
      {own.map((finding) => <li key={finding.rule}><Icon name="warning" size={12} /><span>{finding.reason}<span className="t2">{` ${finding.suggestion}`}</span></span></li>)}
    </ul>
  );
}

function Owner({ action, roles, onChange }: FieldsContext): ReactNode {
  const owner = useDraft(action.ownerRole, (text) => onChange({ ownerRole: text.trim().slice(0, 200) }));
  return (
    <ComboField
      label="Owner, as a role" value={owner.text} onChange={(text) => { if (text !== owner.text) owner.set(text); }} onLeave={owner.leave} allowsOther placeholder="database on-call"
      options={roles.map((role) => ({ id: role, label: role }))} onPick={({ label }) => onChange({ ownerRole: label })}
    />
  );
}

function Due({ action, today, onChange }: FieldsContext): ReactNode {
  const [problem, setProblem] = useState<string>();
  const due = useDraft(action.due, (text) => {
    const read = text.trim() === '' ? { ok: true as const, value: '' } : parseDateText(text, today);
    setProblem(read.ok ? undefined : read.failure.message);
    if (read.ok) onChange({ due: read.value });
  });
  const read = due.text.trim() === '' || due.text === action.due ? undefined : parseDateText(due.text, today);
  const days = action.due === '' ? 0 : daysFrom(today, action.due);
  return (
    <DayField
      label="Due" value={due.text} onChange={(text) => { setProblem(undefined); due.set(text); }} day={action.due} today={today} placeholder="2026-12-01, in 2 weeks, friday" error={problem}
      onPick={(day) => { due.set(day); setProblem(undefined); onChange({ due: day }); }} onLeave={due.leave}
      note={read ? (read.ok ? `Understood as ${read.value}` : undefined) : action.due === '' ? undefined : days < 0 ? dueText(action, today) : days === 0 ? 'today' : `in ${days === 1 ? '1 day' : `${days} days`}`}
    />
  );
}

const SCORES = ['1', '2', '3', '4', '5'] as const;
const SCORE_WORDS = {
  recurrence: ['1 rarely', '2 yearly', '3 quarterly', '4 monthly', '5 weekly'],
  impact: ['1 little', '2 few users', '3 many', '4 most', '5 all'],
  effort: ['1 hours', '2 days', '3 a week', '4 weeks', '5 months'],
} as const;

function Priority({ action, onChange }: FieldsContext): ReactNode {
  const score = (field: 'recurrence' | 'impact' | 'effort', label: string): ReactNode => (
    <Select
      label={label} placeholder="Not said" value={action[field] === undefined ? 'none' : SCORES[action[field] - 1]} onChange={(value) => onChange({ [field]: value === 'none' ? undefined : Number(value) })}
      options={[{ id: 'none' as const, label: 'Not said' }, ...SCORES.map((id, i) => ({ id, label: SCORE_WORDS[field][i]! }))]}
    />
  );
  const level = actionLevel(action);
  return (
    <>
      <div className="ac-scores">{score('recurrence', 'Recurrence')}{score('impact', 'Impact')}{score('effort', 'Effort')}</div>
      <p className={actionPriority(action) === undefined ? 'ac-hint' : 'ac-sum'} aria-live="polite">{priorityWords(action)}{level && `, ${level}`}</p>
    </>
  );
}

function WaitsFor({ action, all, show, onChange, onSelect }: FieldsContext): ReactNode {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const nameOf = (other: Action): string => shortTitle({ title: show(other.title) });
  const byId = new Map(all.map((other) => [other.id, other]));
  const blocks = all.filter((other) => other.dependsOn.includes(action.id));
  const add = (id: string): void => {
    const circle = circleOf(action.id, id, byId);
    if (!circle) {
      setProblem(undefined);
      onChange({ dependsOn: [...action.dependsOn, id] });
    } else setProblem(`That would go in a circle: ${[...circle, id].slice(0, 6).map((at) => `“${nameOf(byId.get(at) ?? action)}”`).join(' waits for ')}. Take one of these away first.`);
    setTyped('');
  };
  const options = all.filter((other) => other.id !== action.id && !action.dependsOn.includes(other.id)).map((other) => ({ id: other.id, label: nameOf(other), aside: STATE_TITLE[other.state] }));
  return (
    <Section title="Waits for" aside={action.dependsOn.length === 0 ? undefined : action.dependsOn.length}>
      <ul className="ac-lines" aria-label="Actions it waits for">
        {action.dependsOn.map((id) => {
          const other = byId.get(id);
          return (
            <li key={id}>
              {other ? <Button kind="link" onPress={() => onSelect(id)}>{nameOf(other)}</Button> : <span className="t2">An action that is not in this case</span>}
              <span className="t3 nowrap">{other ? STATE_TITLE[other.state].toLowerCase() : ''}</span>
              <IconButton icon="close" size="small" label={`Do not wait for ${other ? nameOf(other) : 'it'}`} onPress={() => onChange({ dependsOn: action.dependsOn.filter((x) => x !== id) })} />
            </li>
          );
        })}
      </ul>
      {options.length > 0 && <div className="ac-add"><ComboField label="Wait for another action" hideLabel placeholder="Wait for another action" value={typed} onChange={(text) => { setTyped(text); if (text !== '') setProblem(undefined); }} options={options} onPick={({ id }) => add(id)} error={problem} /></div>}
      {blocks.length > 0 && (
        <p className="ac-blocks t2">{'Waited for by '}{blocks.map((other, i) => <span key={other.id}>{i > 0 && ', '}<Button kind="link" onPress={() => onSelect(other.id)}>{nameOf(other)}</Button></span>)}</p>
      )}
    </Section>
  );
}

function FollowsFrom({ action, entries, show, onChange, onEntry }: FieldsContext): ReactNode {
  const [typed, setTyped] = useState('');
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const nameOf = (entry: TimelineEntry): string => truncate(visibleText(show(entry.title)), 60);
  const options = entries.filter((entry) => !action.entries.includes(entry.id)).map((entry) => ({ id: entry.id, label: nameOf(entry) }));
  return (
    <Section title="Follows from" aside={action.entries.length === 0 ? undefined : action.entries.length}>
      <ul className="ac-lines" aria-label="Timeline entries it follows from">
        {action.entries.map((id) => {
          const entry = byId.get(id);
          return (
            <li key={id}>
              {entry ? <Button kind="link" onPress={() => onEntry(id)}>{nameOf(entry)}</Button> : <span className="t2">An entry that was removed</span>}
              <span />
              <IconButton icon="close" size="small" label={`It does not follow from ${entry ? nameOf(entry) : 'it'}`} onPress={() => onChange({ entries: action.entries.filter((x) => x !== id) })} />
            </li>
          );
        })}
      </ul>
      {options.length > 0 && <div className="ac-add"><ComboField label="Follow from a timeline entry" hideLabel placeholder="Follow from a timeline entry" value={typed} onChange={setTyped} options={options} onPick={({ id }) => { onChange({ entries: [...action.entries, id] }); setTyped(''); }} /></div>}
    </Section>
  );
}

function Links({ action, onChange }: FieldsContext): ReactNode {
  const [url, setUrl] = useState('');
  const add = (): void => {
    const [first = '', ...words] = url.trim().split(/\s+/);
    if (first === '') return;
    onChange({ links: [...action.links, { url: first, title: words.join(' ') }] });
    setUrl('');
  };
  return (
    <Section title="Links" aside={action.links.length === 0 ? undefined : action.links.length}>
      <ul className="ac-lines" aria-label="Links">
        {action.links.map((link, i) => (
          <li key={`${i} ${link.url}`}>
            <span className="ell selectable" title={visibleText(link.url)}>{link.title !== '' && `${visibleText(link.title)} `}<span className={link.title === '' ? 'mono' : 'mono t3'}>{visibleText(link.url)}</span></span>
            <span />
            <IconButton icon="close" size="small" label={`Take ${visibleText(link.url)} away`} onPress={() => onChange({ links: action.links.filter((other) => other !== link) })} />
          </li>
        ))}
      </ul>
      <div className="ac-add">
        <TextField
          label="Add a link" hideLabel mono placeholder="https://… and a title, Enter adds it" value={url} onChange={setUrl}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); add(); } }}
        />
      </div>
    </Section>
  );
}
