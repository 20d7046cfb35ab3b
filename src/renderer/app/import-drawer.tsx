import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../base/text.ts';
import { formatDayMonth } from '../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../base/time.ts';
import { ENTRY_KINDS, type EntryKind } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useRead } from '../rpc/react.tsx';
import type { ImportRequest } from '../state/import-request.ts';
import { useAskImport, useCaseUi, useCaseUiStore, usePlaceStore, useZone } from '../state/react.tsx';
import { Button, Checkbox, Drawer, Empty, FailurePanel, Icon, Select, Skeleton, TextField, useCommands, useToast, VirtualRows } from '../ui/index.ts';
import { chooseAll, EMPTY_DRAFT, firstDraft, importCommand, isChosen, kindOf, people, type ImportDraft, type Proposal } from './import-draft.ts';

const ROW_PX = 60;
const KINDS = ENTRY_KINDS.map((id) => ({ id, label: id.charAt(0).toUpperCase() + id.slice(1) }));

/** Records on their way into the timeline, each as an entry: which, of what kind, and who they were in what role. */
export function ImportDrawer({ request }: { request: ImportRequest }): ReactNode {
  const session = useCaseSession();
  const ask = useAskImport();
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const toast = useToast();
  const zone = useZone(useCaseInfo().zone);
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const answer = useRead(api.proposeEntries, { filter: request.filter, from: request.from, count: request.count }, { dependsOn: 'both' });
  const [changed, setDraft] = useState<ImportDraft>();
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);
  // Keys begin here, and go back to where they came from.
  useLayoutEffect(() => {
    cameFrom.current = document.activeElement;
    panel.current?.focus();
  }, []);
  useEffect(() => {
    return () => { if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus(); };
  }, []);
  useCommands(useMemo(() => [
    { id: 'import.close', label: 'Close without adding', keys: 'Escape', group: 'Timeline', hidden: true, run: () => ask(undefined) },
  ], [ask]));

  const proposals = answer.data?.proposals ?? NONE;
  const first = useMemo(() => firstDraft(proposals), [proposals]);
  const draft = changed ?? first;
  const count = proposals.filter((p) => isChosen(p, draft)).length;
  const about = visibleText(request.about);

  async function add(): Promise<void> {
    const command = importCommand(proposals, draft, about);
    if (!command) return;
    setBusy(true);
    const done = await session.run(command);
    setBusy(false);
    if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
    ask(undefined);
    toast({
      text: `Added ${plural(count, 'entry', 'entries')} to the timeline.`,
      actions: [{ label: 'Undo', run: () => void session.undo() }, { label: 'Open', run: () => place.go('timeline') }],
    });
  }

  return (
    <Drawer
      label="Add to the timeline" fill widthPx={Math.max(widthPx, 440)} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={() => ask(undefined)}
      title={<><Icon name="timeline" /><b className="ell">{`Add to the timeline: ${about}`}</b></>}
      foot={(
        <>
          <Button kind="primary" icon="plus" isDisabled={busy || count === 0} onPress={() => add()}>{`Add ${plural(count, 'entry', 'entries')}`}</Button>
          <Button kind="quiet" onPress={() => ask(undefined)}>Cancel</Button>
        </>
      )}
    >
      <div className="import-panel focus-inside" ref={panel} tabIndex={-1} role="group" aria-label="Entries to add">
        {answer.failure && <FailurePanel title="These records cannot be read" message={answer.failure.message} onRetry={answer.reload} />}
        {answer.loading && <Skeleton rows={10} rowHeight={ROW_PX} label="Reading the records" />}
        {answer.data && (proposals.length === 0
          ? <Empty>{answer.data.total === 0 ? 'There is no record to make an entry of.' : 'None of these records has a time, and an entry needs one.'}</Empty>
          : (
            <>
              <div className="import-tools">
                <Checkbox isSelected={count > 0} onChange={(all) => setDraft(chooseAll(proposals, draft, all))}>{`${formatCount(count)} of ${formatCount(proposals.length)} chosen`}</Checkbox>
                <span className="grow" />
                <span className="t3">{`Times in ${zone === 'UTC' ? 'UTC' : `${zone} (${formatOffset(proposals[0]!.entry.time.startNs, zone)})`}`}</span>
              </div>
              <Notes total={answer.data.total} request={request} withoutTime={answer.data.withoutTime} standing={proposals.filter((p) => p.standing).length} cited={proposals.filter((p) => p.citedBy !== undefined).length} unasked={draft === first && first !== EMPTY_DRAFT ? proposals.length : 0} />
              <Roles proposals={proposals} draft={draft} onDraft={setDraft} />
              <VirtualRows
                rows={proposals.length} rowHeightPx={ROW_PX} container={{ className: 'import-rows', role: 'list', 'aria-label': 'Entries' }}
                render={(row) => <Row key={proposals[row]!.entry.id} proposal={proposals[row]!} draft={draft} zone={zone} onDraft={setDraft} />}
              />
            </>
          ))}
      </div>
    </Drawer>
  );
}

const NONE: readonly Proposal[] = [];

/** What of the records is not in the list, and why. */
function Notes({ total, request, withoutTime, standing, cited, unasked }: { total: number; request: ImportRequest; withoutTime: number; standing: number; cited: number; unasked: number }): ReactNode {
  const asked = Math.min(request.count, Math.max(0, total - request.from));
  const notes = [
    ...(asked < total && request.from === 0 ? [`The first ${formatCount(asked)} of ${formatCount(total)} records: narrow the filter in Explore for others.`] : []),
    ...(unasked > 0 ? [`${formatCount(unasked)} are many for a timeline: none is chosen yet. Choose those that matter, or all.`] : []),
    ...(withoutTime > 0 ? [`${plural(withoutTime, 'record has', 'records have')} no time, and can be no entry.`] : []),
    ...(cited > 0 ? [`${plural(cited, 'is', 'are')} cited by an entry already, and not chosen.`] : []),
    ...(standing > 0 ? [`${plural(standing, 'is', 'are')} in the timeline already.`] : []),
  ];
  return notes.length > 0 && <p className="import-note t2">{notes.join(' ')}</p>;
}

/** A timeline names roles and not people: who is in the evidence gets one here, or none. */
function Roles({ proposals, draft, onDraft }: { proposals: readonly Proposal[]; draft: ImportDraft; onDraft: (draft: ImportDraft) => void }): ReactNode {
  const who = people(proposals, draft);
  if (who.length === 0) return null;
  return (
    <fieldset className="import-roles" aria-label="Roles">
      <p className="t3">Entries name roles, not people. Without one they name nobody.</p>
      {who.map(({ who: name, entries }) => (
        <div className="import-role" key={name}>
          <span className="ell" title={name}>{visibleText(name)} <span className="t3">{formatCount(entries)}</span></span>
          <TextField
            label={`Role of ${visibleText(name)}`} hideLabel placeholder="Role, such as database on-call" value={draft.roles.get(name) ?? ''}
            onChange={(role) => onDraft({ ...draft, roles: new Map(draft.roles).set(name, role.slice(0, 200)) })}
          />
        </div>
      ))}
    </fieldset>
  );
}

function Row({ proposal, draft, zone, onDraft }: { proposal: Proposal; draft: ImportDraft; zone: string; onDraft: (draft: ImportDraft) => void }): ReactNode {
  const { entry, standing, citedBy } = proposal;
  const title = visibleText(entry.title);
  const kind = kindOf(proposal, draft);
  return (
    <div className="import-row" role="listitem" style={{ height: ROW_PX }} data-standing={standing || undefined}>
      {standing
        ? <Icon name="check" size={12} />
        : <Checkbox label={title} isSelected={isChosen(proposal, draft)} onChange={(chosen) => onDraft({ ...draft, chosen: new Map(draft.chosen).set(entry.id, chosen) })} />}
      <div className="import-what">
        <span className="ell" title={title}>{title}</span>
        <span className="t3 data ell">{`${formatDayMonth(entry.time.startNs, zone)} ${formatTimeOfDay(entry.time.startNs, zone)}${standing ? ', in the timeline' : ''}`}</span>
        {citedBy !== undefined && <span className="t2 import-cited ell" title={visibleText(citedBy)}>{`already cited by “${visibleText(citedBy)}”`}</span>}
      </div>
      <div className="import-kind">
        {standing ? <span className="t3">{KINDS.find((k) => k.id === entry.kind)!.label}</span>
          : <Select<EntryKind> label={`Kind of ${title}`} hideLabel options={KINDS} value={kind} onChange={(to) => onDraft({ ...draft, kinds: new Map(draft.kinds).set(entry.id, to) })} />}
      </div>
    </div>
  );
}
