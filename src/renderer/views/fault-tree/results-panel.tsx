import { memo, useState, type ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { CutSet, FaultTreeAnalysis, TopEventResult } from '../../../model/fault-tree/result.ts';
import type { Failure } from '../../../base/result.ts';
import { Button, Icon, PlainButton, Section, Skeleton } from '../../ui/index.ts';
import { EventChip, namedOf } from './event-chip.tsx';
import { ImportanceTable } from './importance-table.tsx';
import { Reading } from './reading.tsx';
import { StateMark } from './node-mark.tsx';
import { percentText, Probability } from './numbers.tsx';
import { UncertaintySection, type Sampling } from './uncertainty.tsx';
import type { Working } from './use-analysis.ts';

export interface ResultsProps {
  readonly document: FaultTreeDocument;
  readonly analysis: FaultTreeAnalysis | undefined;
  readonly top: TopEventResult | undefined;
  readonly failure: Failure | undefined;
  readonly chosenSet: string | undefined;
  readonly onChooseSet: (key: string | undefined) => void;
  readonly onSelect: (id: string) => void;
  readonly onRetry: () => void;
  readonly sampling: Sampling;
}

/** A cut set by the ids in it: the same set after another analysis. */
export function keyOfSet(set: CutSet): string {
  return set.events.map((event) => `${event.complement ? '!' : ''}${event.id}`).toSorted().join(' ');
}

const FEW = 12;
const NUMBER = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** What the tree says: how probable, by which sets, what matters, what to find out. */
export const ResultsPanel = memo((props: ResultsProps): ReactNode => {
  const { document, analysis, top, failure, onSelect } = props;
  if (failure && !analysis) {
    return (
      <div className="failure" role="alert">
        <Icon name="warning" />
        <div><p>{failure.message}</p><div className="actions"><Button onPress={props.onRetry}>Try again</Button></div></div>
      </div>
    );
  }
  if (!analysis) return <Skeleton rows={10} rowHeight={28} label="Working out the tree" />;
  return (
    <>
      {top && <Head document={document} top={top} />}
      {analysis.problems.length > 0 && (
        <Section title="To put right" aside={analysis.problems.length}>
          <ul className="ft-problems">
            {analysis.problems.slice(0, 50).map((problem, i) => (
              <li key={`${problem.id}-${i}`} className={problem.fatal ? 'fatal' : ''}>
                <Icon name={problem.fatal ? 'error' : 'warning'} size={12} />
                {problem.id === undefined ? <span>{problem.message}</span> : <Button kind="link" onPress={() => onSelect(problem.id!)}>{problem.message}</Button>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {top && (
        <>
          <CutSets {...props} top={top} analysis={analysis} />
          {top.checks.length > 0 && <Checks document={document} analysis={analysis} top={top} />}
          <ImportanceTable document={document} analysis={analysis} top={top} />
          <Section title="Reading"><Reading document={document} analysis={analysis} top={top} /></Section>
          <UncertaintySection uncertainty={top.uncertainty} sampling={props.sampling} isPossible={top.probability !== undefined} />
        </>
      )}
    </>
  );
});

const PHASE: Readonly<Record<string, string>> = { preparing: 'Preparing', diagrams: 'Building diagrams', 'cut sets': 'Counting cut sets', importance: 'Working out importance', uncertainty: 'Sampling' };

/** An analysis that takes longer than a moment: what it does, how far it is, and how to stop it. */
export function WorkingBar({ working, onStop }: { working: Working; onStop: () => void }): ReactNode {
  return (
    <div className="ft-working">
      <span role="status">{PHASE[working.phase] ?? 'Working'}</span>
      <span className="track" aria-hidden><b style={{ width: `${Math.max(0, Math.min(1, working.done)) * 100}%` }} /></span>
      <Button kind="quiet" onPress={onStop}>Stop</Button>
    </div>
  );
}

/** What is shown below is of an earlier state of the tree. */
export function StoppedBar({ message, onRetry }: { message: string; onRetry: () => void }): ReactNode {
  return <div className="ft-working"><Icon name="warning" size={12} /><span className="grow ell">{message}</span><Button kind="quiet" onPress={onRetry}>Work it out again</Button></div>;
}

const METHOD: Record<TopEventResult['method'], string> = { exact: 'exact', 'rare-event': 'rare-event bound', 'min-cut-upper-bound': 'min-cut upper bound', 'lower-bound': 'lower bound' };

function Head({ document, top }: { document: FaultTreeDocument; top: TopEventResult }): ReactNode {
  const { per } = document.tree;
  const missing = top.withoutProbability.length;
  const bound = top.minCutUpperBound === undefined ? top.rareEvent : top.minCutUpperBound;
  return (
    <>
      <dl className="ft-head">
        <div><dt>{`Top event${per === '' ? '' : ` ${per}`}`}</dt><dd><Probability value={top.probability} /></dd></div>
        <div><dt>{top.rareEvent === undefined ? 'Upper bound' : 'Rare-event bound'}</dt><dd><Probability value={top.rareEvent ?? bound} /></dd></div>
        <div className="right"><dt>{top.coherent ? 'Cut sets' : 'Prime implicants'}</dt><dd>{top.cutSets.count === undefined ? 'too many' : formatCount(top.cutSets.count)}</dd></div>
      </dl>
      {top.givenObserved !== undefined && <p className="ft-remark">{'Given what is observed: '}<b><Probability value={top.givenObserved} /></b></p>}
      {missing > 0 && <p className="ft-remark t2">{`${plural(missing, 'event has', 'events have')} no probability yet${top.probability === undefined ? ', so the top event has none' : ''}.`}</p>}
      {top.approximations.map((text) => <p key={text} className="ft-remark t2"><Icon name="warning" size={12} />{text}</p>)}
    </>
  );
}

function CutSets({ document, analysis, top, chosenSet, onChooseSet }: ResultsProps & { analysis: FaultTreeAnalysis; top: TopEventResult }): ReactNode {
  const { list, more, truncated, evidenced, excluded } = top.cutSets;
  const whole = top.rareEvent ?? top.probability;
  const open = new Map<number, CutSet[]>();
  for (const set of list) if (set.state === 'open') open.set(set.undecided.length, [...open.get(set.undecided.length) ?? [], set]);
  const groups: Array<{ readonly key: string; readonly title: string; readonly mark: ReactNode; readonly sets: readonly CutSet[]; readonly count: bigint | number }> = [
    { key: 'evidenced', title: 'Fully evidenced', mark: <StateMark state="happened" />, sets: list.filter((set) => set.state === 'evidenced'), count: evidenced },
    ...[...open].toSorted(([a], [b]) => a - b).map(([unknown, sets]) => ({ key: `open-${unknown}`, title: `${NUMBER[unknown] ?? formatCount(unknown)} ${unknown === 1 ? 'event' : 'events'} unknown`, mark: <StateMark state="unknown" />, sets, count: sets.length })),
    { key: 'excluded', title: 'Excluded', mark: <StateMark state="did-not-happen" />, sets: list.filter((set) => set.state === 'excluded'), count: excluded },
  ];
  const shown = groups.filter((group) => group.sets.length > 0);
  return (
    <Section title={top.coherent ? 'Minimal cut sets' : 'Prime implicants'} aside={`${METHOD[top.method]}, in ${timeText(analysis.seconds)}`}>
      {shown.length === 0
        ? <p className="ft-remark t2">None yet: nothing leads to the top event.</p>
        : (
          <table className="ft-table" aria-label={top.coherent ? 'Minimal cut sets' : 'Prime implicants'}>
            <colgroup><col /><col style={{ width: 48 }} /><col style={{ width: 86 }} /><col style={{ width: 66 }} /></colgroup>
            <thead><tr><th scope="col">Events</th><th scope="col" className="num">Order</th><th scope="col" className="num">Probability</th><th scope="col" className="num">Share</th></tr></thead>
            {shown.map(({ key, ...group }) => <SetGroup key={key} {...group} document={document} analysis={analysis} whole={whole} chosenSet={chosenSet} onChooseSet={onChooseSet} />)}
          </table>
        )}
      {more && <p className="ft-remark t2">{`The ${formatCount(list.length)} ${list.some((set) => set.probability !== undefined) ? 'most probable' : 'smallest'} are listed${top.cutSets.count === undefined ? '' : ` of ${formatCount(top.cutSets.count)}`}.`}</p>}
      {truncated.map((text) => <p key={text} className="ft-remark t2"><Icon name="warning" size={12} />{text}</p>)}
    </Section>
  );
}

function SetGroup({ title, mark, sets, count, document, analysis, whole, chosenSet, onChooseSet }: {
  title: string; mark: ReactNode; sets: readonly CutSet[]; count: bigint | number; document: FaultTreeDocument; analysis: FaultTreeAnalysis; whole: number | undefined;
  chosenSet: string | undefined; onChooseSet: (key: string | undefined) => void;
}): ReactNode {
  const [all, setAll] = useState(false);
  const shown = all ? sets : sets.slice(0, FEW);
  return (
    <tbody>
      <tr className="ft-group"><th scope="rowgroup" colSpan={3}><span>{mark}{title}</span></th><td className="num t3">{formatCount(count)}</td></tr>
      {shown.map((set) => {
        const key = keyOfSet(set);
        const names = set.events.map((event) => ({ ...namedOf(document, analysis, event.id), complement: event.complement, id: event.id }));
        const chosen = chosenSet === key;
        return (
          <tr key={key} className={`${chosen ? 'selected' : ''}${set.state === 'excluded' ? ' excluded' : ''}`}>
            <td>
              <PlainButton className="ft-set focus-inside" isCurrent={chosen} label={`Show ${names.map((n) => `${n.complement ? 'not ' : ''}${n.name}`).join(', ')} in the tree`} onPress={() => onChooseSet(chosen ? undefined : key)}>
                {names.map((named) => <EventChip key={`${named.id}${named.complement}`} named={named} complement={named.complement} isPressable={false} />)}
              </PlainButton>
            </td>
            <td className="num t3">{set.events.length}</td>
            <td className="num">{set.probability === undefined ? '' : <Probability value={set.probability} />}</td>
            <td className="num">{set.probability === undefined || whole === undefined || whole === 0 ? '' : percentText(set.probability / whole)}</td>
          </tr>
        );
      })}
      {sets.length > FEW && <tr><td colSpan={4}><Button kind="link" onPress={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${formatCount(sets.length)}`}</Button></td></tr>}
    </tbody>
  );
}

function Checks({ document, analysis, top }: { document: FaultTreeDocument; analysis: FaultTreeAnalysis; top: TopEventResult }): ReactNode {
  return (
    <Section title="Find out about" aside="settles what is open">
      <ul className="ft-checks" aria-label="Checks that would decide">
        {top.checks.slice(0, 12).map((check) => {
          const named = namedOf(document, analysis, check.id);
          return <li key={check.id}><EventChip named={named} /><span className="ell grow">{named.title}</span><span className="t3 nowrap">{`settles ${plural(check.settles.length, 'set')}`}</span></li>;
        })}
      </ul>
    </Section>
  );
}

function timeText(seconds: number): string {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
}
