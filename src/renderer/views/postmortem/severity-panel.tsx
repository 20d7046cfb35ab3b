import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { IMPACTS, INTERRUPTIONS, severityLevel, SLA_STATES, URGENCIES, type Impact, type Interruption, type SlaState, type Urgency } from '../../../model/incident-severity.ts';
import { itemsOf, type ItemOf } from '../../../model/item.ts';
import { api } from '../../../protocol/api.ts';
import { EvidenceField } from '../../parts/evidence-field.tsx';
import { useEditItem } from '../../parts/use-edit-item.ts';
import { useRead } from '../../rpc/react.tsx';
import { Button, FailurePanel, IconButton, Select, Skeleton, TextBlock, TextField } from '../../ui/index.ts';

type Severity = ItemOf<'severity'>;
type Why = Severity['why'][number];

const IMPACT_TITLE: Readonly<Record<Impact, string>> = { critical: 'Critical', major: 'Major', moderate: 'Moderate', minor: 'Minor', none: 'None' };
const SLA_TITLE: Readonly<Record<SlaState, string>> = { none: 'Nothing was promised', kept: 'Kept', 'at-risk': 'At risk', breached: 'Broken' };
const INTERRUPTION_TITLE: Readonly<Record<Interruption, string>> = {
  outage: 'Outage', degradation: 'Slow or failing in part', 'wrong-results': 'Wrong results', 'data-loss': 'Data lost', security: 'Security', delay: 'Delay', 'near-miss': 'Near miss',
};
const ROWS = IMPACTS.toReversed();
/** Questions to begin with: what two people would have to agree on. */
const FIRST_WHY: readonly string[] = ['Who could not do what they came for?', 'How much worse would it have become within the hour?'];

/** How severe it was: a cell of the matrix, what was promised, and the trace of why. */
export function SeverityPanel({ readOnly }: { readOnly: boolean }): ReactNode {
  const reading = useRead(api.listItems, { kinds: ['severity'] }, { dependsOn: 'work' });
  const edit = useEditItem();
  if (!reading.data) return reading.failure ? <FailurePanel title="The severity cannot be read" message={reading.failure.message} onRetry={reading.reload} /> : <Skeleton rows={8} rowHeight={28} label="Reading the severity" />;
  const [severity] = itemsOf(reading.data, 'severity');
  const save = (patch: Partial<Severity>): void => {
    if (readOnly) return;
    const base: Severity = { kind: 'severity', id: 'severity', impact: 'moderate', urgency: 'medium', sla: 'none', interruption: 'outage', why: [] };
    void edit('severity', 'severity', (before) => ({ ...(before ?? base), ...patch }));
  };
  const level = severity && severityLevel(severity);
  return (
    <div className="pm-severity">
      <p className="pm-level"><b>{level?.level ?? 'Not set'}</b><span className="t2">{level ? `${level.why}.` : 'Choose a cell: how bad for users, and how soon something had to be done.'}</span></p>
      <Matrix severity={severity} readOnly={readOnly} onChoose={(impact, urgency) => save({ impact, urgency })} />
      <Select label="What was promised to users (SLA)" value={severity?.sla} options={SLA_STATES.map((id) => ({ id, label: SLA_TITLE[id] }))} onChange={(sla) => save({ sla })} />
      <Select label="What users met" value={severity?.interruption} options={INTERRUPTIONS.map((id) => ({ id, label: INTERRUPTION_TITLE[id] }))} onChange={(interruption) => save({ interruption })} />
      {severity && <Trace why={severity.why} readOnly={readOnly} onChange={(why) => save({ why })} />}
    </div>
  );
}

/** Impact × urgency. Arrow keys go from cell to cell, Enter or Space chooses. */
function Matrix({ severity, readOnly, onChoose }: { severity: Severity | undefined; readOnly: boolean; onChoose: (impact: Impact, urgency: Urgency) => void }): ReactNode {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<readonly [row: number, column: number]>();
  const chosen: readonly [number, number] = severity ? [ROWS.indexOf(severity.impact), URGENCIES.indexOf(severity.urgency)] : [2, 1];
  const [row, column] = at ?? chosen;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    const next = [Math.max(0, Math.min(ROWS.length - 1, row + step[0]!)), Math.max(0, Math.min(URGENCIES.length - 1, column + step[1]!))] as const;
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.join('-')}"]`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <table className="pm-matrix" ref={table} onKeyDown={onKeyDown} aria-label="Impact by urgency">
      <thead><tr><td className="t3">Impact</td>{URGENCIES.map((u) => <th key={u} scope="col">{u}</th>)}</tr></thead>
      <tbody>
        {ROWS.map((impact, r) => (
          <tr key={impact}>
            <th scope="row">{IMPACT_TITLE[impact]}</th>
            {URGENCIES.map((urgency, c) => {
              const { level } = severityLevel({ impact, urgency, sla: 'none' });
              const isChosen = severity?.impact === impact && severity.urgency === urgency;
              return (
                <td key={urgency}>
                  <button
                    type="button" data-cell={`${r}-${c}`} className={`${level.toLowerCase()} focus-inside`} tabIndex={r === row && c === column ? 0 : -1} aria-pressed={isChosen} disabled={readOnly}
                    aria-label={`${IMPACT_TITLE[impact]} impact, ${urgency} urgency: ${level}`} onClick={() => { setAt([r, c]); onChoose(impact, urgency); }}
                  >{level.slice(3)}</button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <caption className="t3">Urgency across. A broken SLA raises the level by one.</caption>
    </table>
  );
}

/** Why this and no other: questions, answers, and what shows each. */
function Trace({ why, readOnly, onChange }: { why: readonly Why[]; readOnly: boolean; onChange: (why: Why[]) => void }): ReactNode {
  const set = (i: number, patch: Partial<Why>): void => onChange(why.map((step, j) => (i === j ? { ...step, ...patch } : step)));
  const suggested = FIRST_WHY.find((question) => !why.some((step) => step.question === question)) ?? 'What else spoke for this level?';
  return (
    <section className="pm-why" aria-label="Why this level">
      <h3>Why this level</h3>
      <ol>
        {why.map((step, i) => (
          <li key={i}>
            <div className="pm-why-head"><Settled label="Question" value={step.question} readOnly={readOnly} onSave={(question) => { if (question.trim() !== '') set(i, { question }); }} />{!readOnly && <IconButton icon="trash" label="Take the question away" onPress={() => onChange(why.filter((_, j) => j !== i))} />}</div>
            <Settled label="Answer" value={step.answer} isLong readOnly={readOnly} onSave={(answer) => set(i, { answer })} />
            <EvidenceField evidence={step.evidence} onChange={(evidence) => { if (!readOnly) set(i, { evidence: [...evidence] }); }} />
          </li>
        ))}
      </ol>
      {!readOnly && why.length < 20 && <Button icon="plus" onPress={() => onChange([...why, { question: suggested, answer: '', evidence: [] }])}>Ask a question</Button>}
    </section>
  );
}

/** A field that is saved when one leaves it. */
function Settled({ label, value, isLong, readOnly, onSave }: { label: string; value: string; isLong?: boolean; readOnly: boolean; onSave: (value: string) => void }): ReactNode {
  const [typed, setTyped] = useState({ over: value, text: value });
  // What came from elsewhere meanwhile stands in place of what was typed before it.
  const text = typed.over === value ? typed.text : value;
  const save = (): void => { if (text !== value) onSave(text); };
  const common = { label, value: text, onChange: (now: string) => setTyped({ over: value, text: now }), onBlur: save, isDisabled: readOnly } as const;
  return isLong ? <TextBlock {...common} rows={3} /> : <TextField {...common} />;
}
