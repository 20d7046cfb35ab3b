import { useMemo, useState, type ReactNode, type Ref } from 'react';
import { formatProbability } from '../../../figures/probability-text.ts';
import type { FaultTree } from '../../../model/fault-tree/document.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { Button, PopoverButton, Select, TextField } from '../../ui/index.ts';
import { checkExpression } from './expression-check.ts';

/** A probability or another number as an expression: checked as it is typed, saved when the field is left. */
export function ExpressionField({ label, hideLabel = false, value, tree, onChange, kind = 'probability', inputRef, aside, placeholder, onLeave }: {
  label: string; hideLabel?: boolean; value: string; tree: FaultTree; onChange: (value: string) => void; kind?: 'probability' | 'value'; inputRef?: Ref<HTMLInputElement>; aside?: ReactNode; placeholder?: string;
  /** Enter or Escape: back to where one came from. */
  onLeave?: () => void;
}): ReactNode {
  const draft = useDraft(value, (text) => onChange(text.trim()));
  const { value: worked, problem } = useMemo(() => checkExpression(draft.text, tree, kind), [draft.text, tree, kind]);
  const isPlain = /^\s*[\d.eE+-]*\s*$/.test(draft.text);
  return (
    <div className="ft-expression">
      <TextField
        label={label} hideLabel={hideLabel} mono value={draft.text} onChange={draft.set} onBlur={draft.leave} error={problem} placeholder={placeholder ?? (kind === 'probability' ? 'none yet' : '')} {...(inputRef ? { inputRef } : {})}
        onKeyDown={(event) => {
          if (event.key === 'Escape') draft.set(value);
          else if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Enter') draft.leave();
          if (onLeave && (event.key === 'Escape' || problem === undefined)) onLeave();
        }}
      />
      <span className="ft-expression-aside t3">{worked !== undefined && !isPlain ? `= ${formatProbability(worked)} ` : ''}{aside}</span>
    </div>
  );
}

type Form = 'rate' | 'repair' | 'test' | 'lognormal';

const FORMS: ReadonlyArray<{ readonly id: Form; readonly label: string; readonly about: string }> = [
  { id: 'rate', label: 'Rate over a time', about: 'Fails once and stays failed: 1 - exp(-λt).' },
  { id: 'repair', label: 'Rate with repair', about: 'Fails, is repaired, fails again: GLM of the MEF.' },
  { id: 'test', label: 'Tested every so often', about: 'A fault that only a test finds.' },
  { id: 'lognormal', label: 'Uncertain, lognormal', about: 'A mean with its error factor at 95 %.' },
];

interface Fields { readonly lambda: string; readonly time: string; readonly mu: string; readonly gamma: string; readonly tau: string; readonly theta: string; readonly mean: string; readonly factor: string }

const FIELDS: Record<Form, ReadonlyArray<readonly [keyof Fields, string]>> = {
  rate: [['lambda', 'Failures per hour (λ)'], ['time', 'Hours']],
  repair: [['lambda', 'Failures per hour (λ)'], ['mu', 'Repairs per hour (μ)'], ['gamma', 'Probability to fail on demand (γ)'], ['time', 'Hours']],
  test: [['lambda', 'Failures per hour (λ)'], ['tau', 'Hours between tests (τ)'], ['theta', 'Hours to the first test (θ)'], ['time', 'Hours']],
  lognormal: [['mean', 'Mean'], ['factor', 'Error factor']],
};

const EXPRESSION: Record<Form, (fields: Fields) => string> = {
  rate: ({ lambda, time }) => `exponential(${lambda}, ${time})`,
  repair: ({ gamma, lambda, mu, time }) => `GLM(${gamma}, ${lambda}, ${mu}, ${time})`,
  test: ({ lambda, tau, theta, time }) => `periodic-test(${lambda}, ${tau}, ${theta}, ${time})`,
  lognormal: ({ mean, factor }) => `lognormal-deviate(${mean}, ${factor}, 0.95)`,
};

/** Forms for what people know of a failure: rates, repair, tests. They write the expression. */
export function ExpressionForms({ tree, onTake }: { tree: FaultTree; onTake: (expression: string) => void }): ReactNode {
  return (
    <PopoverButton label="Probability from a rate" icon="edit" panelLabel="Probability from a rate">
      {(close) => <Forms tree={tree} onTake={(expression) => { onTake(expression); close(); }} />}
    </PopoverButton>
  );
}

function Forms({ tree, onTake }: { tree: FaultTree; onTake: (expression: string) => void }): ReactNode {
  const [form, setForm] = useState<Form>('rate');
  const [fields, setFields] = useState<Fields>({ lambda: '1e-5', time: tree.missionTimeHours === undefined ? '24' : 'mission-time', mu: '0.1', gamma: '0', tau: '720', theta: '0', mean: '0.01', factor: '3' });
  const text = EXPRESSION[form](fields);
  const { value, problem } = checkExpression(text, tree);
  return (
    <form className="ft-forms" onSubmit={(event) => { event.preventDefault(); if (problem === undefined) onTake(text); }}>
      <Select<Form> label="What is known" options={FORMS} value={form} onChange={setForm} />
      <p className="t2">{FORMS.find((f) => f.id === form)!.about}</p>
      {FIELDS[form].map(([key, label]) => <TextField key={key} label={label} mono value={fields[key]} onChange={(next) => setFields({ ...fields, [key]: next })} />)}
      <p className="mono ft-forms-text">{text}</p>
      <p className={problem === undefined ? 't2' : 'field-error'}>{problem ?? (value === undefined ? '' : `= ${formatProbability(value)}`)}</p>
      <Button kind="primary" type="submit" isDisabled={problem !== undefined}>Take it</Button>
    </form>
  );
}
