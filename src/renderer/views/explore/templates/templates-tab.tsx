import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../../base/text.ts';
import { api } from '../../../../protocol/api.ts';
import type { Window, WindowChange } from '../../../../protocol/methods/message-templates.ts';
import { useCaseInfo, useRead } from '../../../rpc/react.tsx';
import { useParam, usePlaceStore, useTimeRange, useZone } from '../../../state/react.tsx';
import { Button, Chip, Empty, FailurePanel, Segmented, Skeleton, TextField, isOnArrival, useCommands, type Command } from '../../../ui/index.ts';
import { spanLabel } from '../histogram.tsx';
import { ChangeTable } from './change-table.tsx';
import { Mining } from './mining.tsx';
import { TemplateDrawer } from './template-drawer.tsx';
import { TemplateList } from './template-list.tsx';
import { CHANGE_WORDS, filterOf, rowKey } from './words.ts';
import './templates.css';

type Change = Exclude<WindowChange['change'], 'same'>;
const CHANGES: readonly Change[] = ['new', 'more', 'less', 'vanished'];
/** One screen and what one scrolls to; the sum says how many more there are. */
const LISTED = 300;

/**
 * What the messages of the case say, without what varies in them; and what of it is new, gone, or comes at another rate in
 * the incident than before it. The brushed range is the incident; without one the milestones of the timeline say when it was.
 */
export function TemplatesTab({ head }: { head: ReactNode }): ReactNode {
  const place = usePlaceStore();
  const state = useRead(api.templateState, {}, { dependsOn: 'index' });
  const [tries, setTries] = useState(0);
  const shown = useParam('show') === 'all' ? 'all' : 'changes';
  const [contains, setContains] = useState('');
  return (
    <div className="view explore">
      <h1 className="sr-only">Templates</h1>
      <div className="main">
        <div className="toolbar templates-bar">
          {head}
          <Segmented
            label="Which templates" value={shown} onChange={(next) => place.set({ show: next === 'all' ? 'all' : undefined, row: undefined }, { replace: true })}
            options={[{ id: 'changes', label: 'What changed' }, { id: 'all', label: 'All' }]}
          />
          <span className="grow" />
          {shown === 'all' && <TextField label="Pattern contains" hideLabel placeholder="Pattern contains" value={contains} onChange={setContains} />}
        </div>
        {state.failure && <FailurePanel title="Templates cannot be shown" message={state.failure.message} onRetry={state.reload} />}
        {state.data && (state.data.state === 'fresh'
          ? (shown === 'all' ? <TemplateList contains={contains} /> : <Changes />)
          : <Mining key={`${state.data.indexRevision} ${tries}`} onDone={state.reload} onRetry={() => setTries((n) => n + 1)} />)}
      </div>
    </div>
  );
}

function Changes(): ReactNode {
  const place = usePlaceStore();
  const zone = useZone(useCaseInfo().zone);
  const brushed = useTimeRange();
  const base = windowOf(useParam('base'));
  const kept = windowOf(useParam('incident'));
  const selectedKey = useParam('row');
  const [hidden, setHidden] = useState<ReadonlySet<Change>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const incident = kept ?? (brushed && (base === undefined || brushed.fromNs !== base.fromNs || brushed.toNs !== base.toNs) ? brushed : undefined);
  const changes = useMemo(() => CHANGES.filter((one) => !hidden.has(one)), [hidden]);
  const answer = useRead(api.compareWindows, {
    count: LISTED, changes, ...(incident ? { incident } : {}), ...(base ? { baseline: base } : {}),
  }, { dependsOn: 'both' });
  const { data, failure } = answer;
  const selected = data?.rows.find((row) => rowKey(row) === selectedKey);
  const select = (row: WindowChange): void => place.set({ row: rowKey(row) }, { replace: true });
  const open = (row: WindowChange): void => {
    const window = row.change === 'vanished' ? data?.baseline : data?.incident;
    place.go('explore', { tab: undefined, row: undefined, show: undefined, filter: filterOf(row), sel: undefined, ...(window ? { from: window.fromNs.toString(), to: window.toNs.toString() } : {}) });
  };
  const hasRows = (data?.rows.length ?? 0) > 0;
  useEffect(() => {
    if (hasRows && isOnArrival()) list.current?.focus();
  }, [hasRows]);
  const take = useCallback((as: 'incident' | 'base'): void => {
    if (brushed) place.set({ [as]: `${brushed.fromNs}-${brushed.toNs}`, row: undefined });
  }, [brushed, place]);
  const isOpen = selected !== undefined;
  useCommands(useMemo((): Command[] => [
    { id: 'templates.baseline', label: 'Take the brushed range as the baseline', keys: 'b', group: 'Templates', run: () => take('base'), when: () => brushed !== undefined },
    { id: 'templates.incident', label: 'Take the brushed range as the incident', keys: 'i', group: 'Templates', run: () => take('incident'), when: () => brushed !== undefined },
    { id: 'templates.close', label: 'Close the template', keys: 'Escape', group: 'Templates', hidden: true, when: () => isOpen, run: () => { place.set({ row: undefined }, { replace: true }); list.current?.focus(); } },
  ], [brushed, isOpen, place, take]));

  if (failure?.code === 'templates/no-window' || failure?.code === 'templates/empty-window') return <NoWindow message={failure.message} hasOwn={base !== undefined || kept !== undefined} onReset={() => place.set({ base: undefined, incident: undefined })} />;
  if (failure) return <FailurePanel title="The windows cannot be compared" message={failure.message} onRetry={answer.reload} />;
  if (!data) return <Skeleton rows={14} label="Comparing the windows" />;
  return (
    <>
      <div className="templates-windows">
        <WindowText label="Incident" window={data.incident} records={data.incidentRecords} zone={zone} from={kept ? 'kept' : incident ? 'brushed' : 'milestones'} onDrop={kept && (() => place.set({ incident: undefined }))} />
        <WindowText label="Baseline" window={data.baseline} records={data.baselineRecords} zone={zone} from={base ? 'kept' : 'before it'} onDrop={base && (() => place.set({ base: undefined }))} />
        <span className="grow" />
        {brushed
          ? <span className="nowrap"><Button kind="quiet" keys="i" onPress={() => take('incident')}>Keep as incident</Button><Button kind="quiet" keys="b" onPress={() => take('base')}>Keep as baseline</Button></span>
          : <span className="t3 nowrap">Brush a range to compare others</span>}
      </div>
      <div className="templates-kinds" role="group" aria-label="Which changes">
        {CHANGES.map((change) => (
          <Button key={change} kind="quiet" aria-pressed={!hidden.has(change)} onPress={() => setHidden((s) => (s.has(change) ? new Set([...s].filter((one) => one !== change)) : new Set([...s, change])))}>
            <span className={`change change-${change}${hidden.has(change) ? ' off' : ''}`}>{CHANGE_WORDS[change]}</span> {formatCount(data.byChange[change])}
          </Button>
        ))}
        <span className="t3 ell">{`of ${plural(data.comparisons, 'template, level and value', 'templates, levels and values')} compared; ${formatCount(data.byChange.same)} as before (q above ${data.alpha})`}</span>
      </div>
      {data.rows.length === 0
        ? <Empty>{hidden.size > 0 ? 'Nothing of the kinds that are shown.' : 'Nothing that is said in the incident differs from before by more than chance.'}</Empty>
        : (
          <div className="templates-body">
            <ChangeTable data={data} selectedKey={selectedKey} listRef={list} onSelect={select} onOpen={open} />
            {selected && <TemplateDrawer row={selected} data={data} zone={zone} onOpen={() => open(selected)} onClose={() => place.set({ row: undefined }, { replace: true })} />}
          </div>
        )}
    </>
  );
}

function WindowText({ label, window, records, zone, from, onDrop }: { label: string; window: Window; records: number; zone: string; from: string; onDrop: (() => void) | undefined }): ReactNode {
  return (
    <span className="templates-window">
      <b>{label}</b>
      <Chip {...(onDrop ? { onRemove: onDrop, removeLabel: `Take back the ${label.toLowerCase()}` } : {})}>{spanLabel(window.fromNs, window.toNs, zone)}</Chip>
      <span className="t3 nowrap">{`${plural(records, 'record')}${from === 'kept' ? '' : from === 'brushed' ? ', as brushed' : from === 'milestones' ? ', by the milestones' : ', before it'}`}</span>
    </span>
  );
}

function NoWindow({ message, hasOwn, onReset }: { message: string; hasOwn: boolean; onReset: () => void }): ReactNode {
  return (
    <Empty center action={hasOwn && <Button kind="primary" onPress={onReset}>Take the windows back</Button>}>
      {visibleText(message)}
    </Empty>
  );
}

function windowOf(text: string | undefined): Window | undefined {
  const found = /^(-?\d{1,19})-(-?\d{1,19})$/.exec(text ?? '');
  if (!found) return undefined;
  const [fromNs, toNs] = [BigInt(found[1]!), BigInt(found[2]!)];
  return fromNs < toNs ? { fromNs, toNs } : undefined;
}
