import { useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, type Action, type ActionState } from '../../../model/action.ts';
import { api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useAsRoles } from '../../people/use-as-roles.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { Button, Checkbox, FileButton, Icon, Select, TopSheet } from '../../ui/index.ts';
import { proposedAction, saysNothingNew, type Choice } from './tracker-changes.ts';
import { STATE_TITLE } from './words.ts';

type Reading = OutputOf<typeof api.readTracker>;

/** What a tracker says of actions, looked at before anything is changed. */
export function TrackerSheet({ isOpen, onClose, actions, onApply }: { isOpen: boolean; onClose: () => void; actions: readonly Action[]; onApply: (changed: readonly Action[], source: string) => Promise<boolean> }): ReactNode {
  return <TopSheet isOpen={isOpen} onClose={onClose} label="Read status back" width={860}>{isOpen && <TrackerForm actions={actions} onClose={onClose} onApply={onApply} />}</TopSheet>;
}

/** What one message can carry, with room for what is around it. */
const MOST_BYTES = 12 * 1024 * 1024;

function TrackerForm({ actions, onClose, onApply }: { actions: readonly Action[]; onClose: () => void; onApply: (changed: readonly Action[], source: string) => Promise<boolean> }): ReactNode {
  const session = useCaseSession();
  const [reading, setReading] = useState<Reading & { fileName: string }>();
  const [problem, setProblem] = useState<string>();
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [busy, setBusy] = useState(false);
  const show = useAsRoles();
  const titleOf = (action: Action): string => visibleText(show(action.title));
  const byId = new Map(actions.map((action) => [action.id, action]));

  const read = async (file: File): Promise<void> => {
    setBusy(true);
    setReading(undefined);
    const answer = file.size > MOST_BYTES
      ? undefined
      : await session.read(api.readTracker, { fileName: file.name, text: await file.text() });
    setBusy(false);
    if (!answer) return setProblem(`${file.name} is too large to be read at once. Export the issues of this incident alone.`);
    if (!answer.ok) return setProblem(`${file.name}: ${answer.failure.message}`);
    setProblem(undefined);
    setReading({ ...answer.value, fileName: file.name });
    setChoices(new Map(answer.value.proposals.map((proposal) => [proposal.actionId, { isTaken: true, state: proposal.state ?? byId.get(proposal.actionId)?.state ?? 'accepted' }])));
  };
  const lines = (reading?.proposals ?? []).flatMap((proposal) => {
    const action = byId.get(proposal.actionId);
    const choice = choices.get(proposal.actionId);
    return action && choice ? [{ proposal, action, choice, isOld: saysNothingNew(action, proposal, choice) }] : [];
  });
  const taken = lines.filter(({ choice, isOld }) => choice.isTaken && !isOld);
  const apply = async (): Promise<void> => {
    setBusy(true);
    const done = await onApply(taken.map(({ action, proposal, choice }) => proposedAction(action, proposal, choice)), reading!.source);
    setBusy(false);
    if (done) onClose();
  };
  const choose = (id: string, change: Partial<Choice>): void => setChoices(new Map([...choices, [id, { ...choices.get(id)!, ...change }]]));
  return (
    <form className="ac-sheet" aria-label="Read status back" onSubmit={(event) => { event.preventDefault(); if (taken.length > 0 && !busy) void apply(); }}>
      <h2>Read status back</h2>
      <p className="t2">From Jira’s CSV or search JSON, GitHub’s issues as JSON, GitLab’s CSV or JSON. Issues are found by their key, by the marker our export wrote, or by an equal title. Nothing changes before you say so.</p>
      <div className="ac-foot">
        <FileButton accepts={['.csv', '.json', 'text/csv', 'application/json']} icon="upload" kind={reading ? 'default' : 'primary'} isDisabled={busy} onFile={(file) => void read(file)}>{reading ? 'Another file' : 'Choose a file'}</FileButton>
        {reading && <span className="t2 ac-read">{`${visibleText(reading.fileName)}: ${reading.source}, ${plural(reading.rows, 'issue')}`}</span>}
      </div>
      {problem !== undefined && <p className="ac-late" role="alert">{problem}</p>}
      {reading && lines.length > 0 && (
        <ul className="ac-proposals" aria-label="What would change">
          {lines.map(({ proposal, action, choice, isOld }) => (
            <li key={action.id}>
              <Checkbox isSelected={choice.isTaken && !isOld} onChange={(isTaken) => choose(action.id, { isTaken })} label={`Take over ${titleOf(action)}`} />
              <span className="ac-proposal-what">
                <span className="ell" title={titleOf(action)}>{titleOf(action)}</span>
                <span className="t3 ell">{`${proposal.place}, by its ${proposal.matchedBy}${proposal.matchedBy === 'title' || proposal.title === action.title ? '' : `: “${visibleText(show(proposal.title))}”`}`}</span>
              </span>
              <span className="ell" title={visibleText(proposal.tracker.status)}><span className="mono">{visibleText(proposal.tracker.key)}</span>{` ${visibleText(proposal.tracker.status)}`}</span>
              <span className="ac-becomes">
                {isOld
                  ? <span className="t3">nothing new</span>
                  : <>{choice.state !== action.state && <span className="t2 nowrap">{STATE_TITLE[action.state]}</span>}{choice.state !== action.state && <Icon name="chevron-right" size={12} label="becomes" />}<Select<ActionState> label={`State of ${titleOf(action)}`} hideLabel value={choice.state} onChange={(state) => choose(action.id, { state })} options={ACTION_STATES.map((id) => ({ id, label: STATE_TITLE[id] }))} /></>}
              </span>
              {proposal.state === undefined && <span className="ac-proposal-note">{`“${visibleText(proposal.tracker.status)}” is no status Tephra knows: the state stays unless you choose another.`}</span>}
            </li>
          ))}
        </ul>
      )}
      {reading && lines.length === 0 && <p className="t2">No issue of this file is one of these actions.</p>}
      {reading && reading.problems.length > 0 && (
        <details className="ac-unread">
          <summary>{`${plural(reading.problems.length, 'row leads', 'rows lead')} to nothing`}</summary>
          <ul>
            {reading.problems.slice(0, 500).map((one) => <li key={one.place}><span className="t3">{one.place}</span><span className="ell" title={visibleText(one.title)}>{visibleText(one.title)}</span><span className="t2">{visibleText(one.message)}</span></li>)}
            {reading.problems.length > 500 && <li><span /><span>{`and ${reading.problems.length - 500} more`}</span></li>}
          </ul>
        </details>
      )}
      <div className="ac-foot">
        {reading && <Button kind="primary" type="submit" isDisabled={taken.length === 0 || busy}>{taken.length === 0 ? 'Nothing to change' : `Change ${plural(taken.length, 'action')}`}</Button>}
        <Button kind="quiet" keys="Escape" onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
