import { useState, type ReactNode } from 'react';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { plural, visibleText } from '../../../base/text.ts';
import type { Result } from '../../../base/result.ts';
import { gatesBetween, type GateJump, type GateResult } from '../../../model/postmortem-gates.ts';
import { DEFAULT_GATES, GATES, GATE_TITLE, POSTMORTEM_STATES, type Gate, type Gates, type PostmortemState } from '../../../model/postmortem-status.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { useEditItem } from '../../parts/use-edit-item.ts';
import { Button, Checkbox, FailurePanel, Icon, PlainButton, Skeleton } from '../../ui/index.ts';

export const STATE_TITLE: Readonly<Record<PostmortemState, string>> = { draft: 'Draft', 'in-review': 'In review', reviewed: 'Reviewed', closed: 'Signed off' };
const STEP: Readonly<Record<Exclude<PostmortemState, 'draft'>, string>> = { 'in-review': 'Send to review', reviewed: 'Mark as reviewed', closed: 'Sign off' };

const BACK: Readonly<Record<PostmortemState, string>> = { draft: '', 'in-review': 'Back to draft', reviewed: 'Back to review', closed: 'Open again' };

/** Where the postmortem stands, what stands before the next step, and the way there. */
export function StatusPanel({ asRoles, onJump, onAdvance }: { asRoles: (text: string) => string; onJump: (jump: GateJump) => void; onAdvance: (to: PostmortemState) => Promise<Result<unknown>> }): ReactNode {
  const zone = useZone(useCaseInfo().zone);
  const reading = useRead(api.checkGates, {}, { dependsOn: 'both' });
  const signed = useRead(api.listVersions, {}, { dependsOn: 'work', enabled: reading.data?.state === 'closed' }).data?.find((v) => v.state === 'closed');
  const [choosing, setChoosing] = useState(false);
  const [going, setGoing] = useState<PostmortemState>();
  const { data } = reading;
  if (!data) return reading.failure ? <FailurePanel title="The gates cannot be checked" message={reading.failure.message} onRetry={reading.reload} /> : <Skeleton rows={8} rowHeight={28} label="Checking the gates" />;
  const { state, required, gates } = data;
  const at = POSTMORTEM_STATES.indexOf(state);
  const next = POSTMORTEM_STATES[at + 1];
  const wanted = next ? gatesBetween(required, state, next) : [];
  const before = gates.filter((g) => wanted.includes(g.gate));
  const others = gates.filter((g) => !wanted.includes(g.gate));
  const open = before.filter((g) => !g.ok);
  const go = async (to: PostmortemState): Promise<void> => {
    setGoing(to);
    await onAdvance(to);
    setGoing(undefined);
  };
  return (
    <div className="pm-status">
      <ol className="pm-steps" aria-label="Steps">
        {POSTMORTEM_STATES.map((one, i) => <li key={one} className={i < at ? 'past' : i === at ? 'now' : ''} aria-current={i === at ? 'step' : undefined}><span>{i < at ? <Icon name="check" size={12} /> : i + 1}</span>{STATE_TITLE[one]}</li>)}
      </ol>
      {next && next !== 'draft' && (
        <section aria-label={`Before: ${STEP[next]}`}>
          <h3>{before.length === 0 ? 'Nothing stands before the next step' : open.length === 0 ? 'All that was asked for is there' : `${plural(open.length, 'thing')} before the next step`}</h3>
          <GateList gates={before} onJump={onJump} />
          <div className="pm-status-go">
            <Button kind="primary" isDisabled={open.length > 0 || going !== undefined || reading.outdated} onPress={() => go(next)}>{going === next ? 'Keeping the version' : STEP[next]}</Button>
            <span className="t3">{next === 'closed' ? 'The text and its blocks then stay as they are.' : 'A version is kept.'}</span>
          </div>
        </section>
      )}
      {state === 'closed' && <p className="pm-none">{signed ? `Signed off ${formatDayMonth(signed.atNs, zone, true)}, ${formatTimeOfDay(signed.atNs, zone, 'minute')}, by ${visibleText(asRoles(signed.author))}` : 'Signed off'}. Text and blocks stay as they are, and the signed version is kept when it is opened again.</p>}
      {at > 0 && (
        <div className="pm-status-go">
          <Button isDisabled={going !== undefined} onPress={() => go(state === 'closed' ? 'reviewed' : POSTMORTEM_STATES[at - 1]!)}>{BACK[state]}</Button>
        </div>
      )}
      <section aria-label="Not asked for at this step">
        <h3>{next ? 'Not asked for at this step' : 'As it stands'}</h3>
        <GateList gates={others} onJump={onJump} />
      </section>
      <Button kind="link" onPress={() => setChoosing(!choosing)}>{choosing ? 'Hide what each step asks for' : 'Change what each step asks for'}</Button>
      {choosing && <GateChoice required={required} />}
    </div>
  );
}

function GateList({ gates, onJump }: { gates: readonly GateResult[]; onJump: (jump: GateJump) => void }): ReactNode {
  return (
    <ul className="pm-gates">
      {gates.map((g) => {
        const words = <><span className={g.ok ? 'ok' : 'open'}><Icon name={g.ok ? 'check' : 'warning'} label={g.ok ? 'There' : 'Missing'} /></span><span><b>{GATE_TITLE[g.gate]}</b><span className="t2">{g.reason}</span></span></>;
        const { jump } = g;
        return <li key={g.gate}>{jump ? <PlainButton className="pm-gate focus-inside" onPress={() => onJump(jump)}>{words}<Icon name="chevron-right" size={12} /></PlainButton> : <div className="pm-gate">{words}</div>}</li>;
      })}
    </ul>
  );
}

/** Which gate guards which step: a table to tick. */
function GateChoice({ required }: { required: Gates['required'] }): ReactNode {
  const edit = useEditItem();
  const steps = ['in-review', 'reviewed', 'closed'] as const;
  const save = (next: (before: Gates['required']) => Gates['required'], said?: string): void => void edit('gates', 'gates', (gates) => ({ kind: 'gates', id: 'gates', required: next(gates?.required ?? DEFAULT_GATES) }), said);
  const toggle = (step: (typeof steps)[number], gate: Gate, on: boolean): void => save((before) => ({ ...before, [step]: GATES.filter((g) => (g === gate ? on : before[step].includes(g))) }));
  return (
    <>
      <table className="pm-gate-table">
        <thead><tr><th scope="col">Before</th>{steps.map((step) => <th key={step} scope="col">{STATE_TITLE[step]}</th>)}</tr></thead>
        <tbody>
          {GATES.map((gate) => (
            <tr key={gate}>
              <th scope="row">{GATE_TITLE[gate]}</th>
              {steps.map((step) => <td key={step}><Checkbox label={`${GATE_TITLE[gate]} before ${STATE_TITLE[step]}`} isSelected={required[step].includes(gate)} onChange={(on) => toggle(step, gate, on)} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <Button kind="link" onPress={() => save(() => DEFAULT_GATES, 'The usual gates hold again')}>Back to the usual ones</Button>
    </>
  );
}
