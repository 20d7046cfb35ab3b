import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { formatTimeOfDay, NS_PER_S } from '../../../base/time.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { clockText, correctedTime, formatOffsetText, parseOffsetText, UNCHECKED_CLOCK_NS, type Clock } from '../../../model/clock.ts';
import { formatDurationText, parseDurationText } from '../../../model/time-text.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import type { ClockEstimate } from '../../../protocol/methods/clocks.ts';
import { useCaseInfo, useCaseSession, useRead } from '../../rpc/react.tsx';
import { sourceOf } from '../../rpc/use-clocks.ts';
import { useCaseUi, useCaseUiStore, useParam, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Checkbox, IconButton, TextField, useCommands, useToast } from '../../ui/index.ts';
import { clockCommand, clockOfPairs, movedBy, neighboursOf, pairsOf, type Neighbour, type Pair } from './clock.ts';
import { Estimates, estimateNote } from './clock-estimates.tsx';
import { at, Half } from './clock-half.tsx';
import type { Trust } from './trust-words.ts';

/** The clock of a source: typed, or found by the same moment in another source; what it does is shown before it is done. */
export function ClockPanel({ artifact, artifacts, trust, onClose }: {
  artifact: Artifact; artifacts: readonly Artifact[]; trust: ReadonlyMap<string, Trust>; onClose: () => void;
}): ReactNode {
  const session = useCaseSession();
  const toast = useToast();
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const zone = useZone(useCaseInfo().zone);
  const moments = useCaseUi((s) => s.moments);
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data;
  const marks = useRead(api.listSaved, {}, { dependsOn: 'work' }).data?.marks;
  const source = sourceOf(artifact);
  const family = useMemo(() => artifacts.filter((a) => sourceOf(a) === source && a.records > 0), [artifacts, source]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState<{ readonly offset?: string; readonly within?: string }>({});
  const [note, setNote] = useState(artifact.clock?.note ?? '');
  const [moves, setMoves] = useState(true);
  const [taken, setTaken] = useState(true);
  const [picked, setPicked] = useState<ReadonlyMap<string, boolean>>(new Map());
  /** The estimate that was taken over, and with it what it was measured against. */
  const [estimate, setEstimate] = useState<ClockEstimate>();
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector('input')?.focus(), []);
  const bytes = useParam('bytes');
  useCommands(useMemo(() => [
    { id: 'evidence.clock.close', label: 'Close the clock', keys: 'Escape', group: 'Evidence', hidden: true, when: () => bytes === undefined, run: onClose },
  ], [bytes, onClose]));

  const byHash = useMemo(() => new Map(artifacts.map((a) => [a.sha256, a])), [artifacts]);
  const resolutionOf = (sha256: string): bigint => trust.get(sha256)?.resolutionNs ?? NS_PER_S;
  const pairs = pairsOf(moments, new Set(family.map((a) => a.sha256)));
  const found = clockOfPairs(pairs, (sha256) => byHash.get(sha256)?.clock, resolutionOf);
  const before = artifact.clock && { offsetNs: artifact.clock.offsetNs, uncertaintyNs: artifact.clock.uncertaintyNs };
  const suggested = found ?? before;
  const offset = typed.offset ?? (suggested ? formatOffsetText(suggested.offsetNs) : '');
  const within = typed.within ?? formatDurationText(suggested?.uncertaintyNs ?? resolutionOf(artifact.sha256));
  const offsetNs = parseOffsetText(offset);
  const uncertaintyNs = parseDurationText(within);
  const after: Clock | undefined = offset.trim() !== '' && offsetNs.ok && uncertaintyNs.ok ? { offsetNs: offsetNs.value, uncertaintyNs: uncertaintyNs.value } : undefined;
  // What it was measured against is the clock to go by, unless something was said of that as well.
  const measured = estimate ? estimate.sha256s : pairs.map(({ there }) => there.sha256);
  const against = [...new Set(measured)].filter((sha256) => byHash.get(sha256)?.clock === undefined);
  const againstNames = new Set(against.map((sha256) => sourceOf(byHash.get(sha256) ?? { paths: [sha256] })));
  const againstSources = new Set(measured.map((sha256) => sourceOf(byHash.get(sha256) ?? { paths: [sha256] })));
  const right = artifacts.filter((a) => againstNames.has(sourceOf(a)) && a.records > 0).map((a) => a.sha256);
  const name = visibleText(source.split('/').pop() ?? source);
  const hosts = useRead(api.runSql, { sql: HOSTS, maxRows: MOST_HOSTS }, { dependsOn: 'index' }).data;
  const neighbours = neighboursOf(source, artifacts, new Map((hosts?.rows ?? []).map(([sha256, host]) => [String(sha256), String(host)])), againstSources);
  const own = family.filter((a) => !left.has(a.sha256));
  const along = neighbours.filter((n) => picked.get(n.source) ?? n.suggested);
  const chosen = [...own, ...along.flatMap((n) => n.artifacts)];
  const moved = after === undefined ? [] : movedBy({ artifacts: chosen, after }, entries ?? []);
  const differences = new Set(chosen.map((a) => a.clock?.offsetNs ?? 0n));

  function use(one: ClockEstimate, found: NonNullable<ClockEstimate['found']>): void {
    const theirs = byHash.get(one.sha256s[0]!)?.clock;
    setEstimate(one);
    setTyped({ offset: formatOffsetText(found.offsetNs), within: formatDurationText(found.uncertaintyNs + (theirs?.uncertaintyNs ?? 0n)) });
    setNote(estimateNote(one, found));
    panel.current?.querySelector('input')?.focus();
  }

  async function run(to: Clock | undefined): Promise<void> {
    const of = to === undefined ? chosen.filter((a) => a.clock) : chosen;
    const change = { name, artifacts: of, after: to, note: note.trim(), right: taken && to !== undefined ? right : [] };
    const following = moves ? movedBy(change, entries ?? []) : [];
    setBusy(true);
    const others = along.length > 0 ? ` and ${plural(along.length, 'other source')}` : '';
    const label = `${to === undefined ? `Took back the clock of “${name}”${others}` : `Set the clock of “${name}”${others}: ${clockText(to)}`}${following.length > 0 ? `, moved ${plural(following.length, 'entry', 'entries')}` : ''}`;
    const done = await session.run(clockCommand(change, following, marks ?? [], label));
    setBusy(false);
    if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
    toast({ text: `${done.value.summary}.`, actions: [{ label: 'Undo', run: () => void session.undo() }] });
    ui.setState({ moments: [] });
    onClose();
  }

  return (
    <section className="columns-panel focus-inside" aria-label="Clock" ref={panel} tabIndex={-1}>
      <div className="panel-head columns-head">
        <h2 className="ell" title={source}>{`Clock of ${name}`}</h2>
        <span className="t3 ell">{before ? `now ${clockText(before)}` : `nobody has checked it: counts as ±${formatDurationText(UNCHECKED_CLOCK_NS)} against other sources`}</span>
        <span className="grow" />
        {before && <Button kind="quiet" isDisabled={busy} onPress={() => run(undefined)}>Take back</Button>}
        <IconButton icon="close" label="Close the clock" keys="Escape" onPress={onClose} />
      </div>
      <div className="columns-body">
        <form className="columns-form scroll" aria-label="Clock of the source" onSubmit={(e) => { e.preventDefault(); if (after && chosen.length > 0 && !busy) void run(after); }}>
          <div className="columns-pair">
            <TextField label="Add to its times" value={offset} onChange={(text) => setTyped((t) => ({ ...t, offset: text }))} placeholder="+7s, -350ms" error={offset.trim() === '' || offsetNs.ok ? undefined : offsetNs.failure.message} />
            <TextField label="Known to ±" value={within} onChange={(text) => setTyped((t) => ({ ...t, within: text }))} placeholder="0.2 s" error={uncertaintyNs.ok ? undefined : uncertaintyNs.failure.message} />
          </div>
          <p className="t3">A clock that is behind needs a plus. 0 says that somebody checked it and it is right.</p>
          <TextField label="How it is known" value={note} onChange={setNote} placeholder="chronyc of that host" />
          {typed.offset !== undefined && found && <Button kind="link" onPress={() => { setTyped({}); setEstimate(undefined); }}>{`Use what the pairs say: ${clockText(found)}`}</Button>}
          {family.length > 1 && <Files family={family} left={left} onLeft={setLeft} />}
          {neighbours.length > 0 && <Neighbours neighbours={neighbours} folder={source.split('/').at(-2) ?? ''} along={along} onPick={(path, on) => setPicked(new Map(picked).set(path, on))} />}
          {against.length > 0 && (
            <Checkbox isSelected={taken} onChange={setTaken}>{`Take ${[...againstNames].map((path) => visibleText(path.split('/').pop() ?? path)).join(', ')} as right: its times stay`}</Checkbox>
          )}
          <Button type="submit" kind="primary" isDisabled={busy || after === undefined || chosen.length === 0}>Set clock</Button>
          <p className="t3">Bytes and the text of times stay as they are. Order, filters, charts and exports follow. It can be undone.</p>
        </form>
        <div className="columns-right scroll clock-right focus-inside" tabIndex={0} role="group" aria-label="What it changes">
          <Pairs pairs={pairs} zone={zone} found={found} onRemove={(pair) => ui.setState((s) => ({ moments: s.moments.filter((m) => m.there === undefined || !(m.here === pair.here || m.there === pair.here)) }))} />
          <div className="clock-actions">
            <Button icon="explore" onPress={() => place.go('explore', { filter: `artifact:${artifact.sha256}`, sel: undefined })}>{pairs.length === 0 ? 'Align by an event…' : 'Add another pair…'}</Button>
            <span className="t3">In Explore press = on an event of this source, then = on the same event of another.</span>
          </div>
          <Estimates family={family} zone={zone} onUse={use} />
          <Preview artifacts={own} before={before} after={after} zone={zone} />
          <Moved moved={moved} entries={entries ?? []} moves={moves} isOne={along.length === 0} byNs={after && differences.size === 1 ? after.offsetNs - [...differences][0]! : undefined} zone={zone} onMoves={setMoves} />
        </div>
      </div>
    </section>
  );
}

function Files({ family, left, onLeft }: { family: readonly Artifact[]; left: ReadonlySet<string>; onLeft: (left: ReadonlySet<string>) => void }): ReactNode {
  return (
    <fieldset className="clock-files">
      <legend>{`One source, ${plural(family.length, 'file')}`}</legend>
      {family.map((a) => (
        <Checkbox key={a.sha256} isSelected={!left.has(a.sha256)} onChange={(selected) => onLeft(selected ? new Set([...left].filter((one) => one !== a.sha256)) : new Set([...left, a.sha256]))}>
          <span className="mono ell" title={a.paths[0]}>{visibleText(a.paths[0]!.split('/').pop() ?? '')}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** Sources that likely run on the same clock, to be set with it. */
function Neighbours({ neighbours, folder, along, onPick }: { neighbours: readonly Neighbour[]; folder: string; along: readonly Neighbour[]; onPick: (source: string, on: boolean) => void }): ReactNode {
  const inFolder = neighbours.every((n) => n.by === 'folder');
  return (
    <fieldset className="clock-files">
      <legend>{inFolder ? `And the other files of ${visibleText(folder)}/` : 'And other files of the same host or folder'}</legend>
      {neighbours.map((n) => (
        <Checkbox key={n.source} isSelected={along.includes(n)} onChange={(on) => onPick(n.source, on)}>
          <span className="mono ell" title={n.source}>{visibleText(n.name)}</span>
          {n.by === 'host' && !inFolder && <span className="t3"> same host</span>}
          {n.clock && <span className="t3">{` ${clockText(n.clock)}`}</span>}
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** Artifacts all of whose records name one and the same host. */
const HOSTS = 'SELECT artifact, min(host_name) FROM events GROUP BY artifact HAVING count(*) = count(host_name) AND min(host_name) = max(host_name)';
const MOST_HOSTS = 10_000;

function Pairs({ pairs, zone, found, onRemove }: { pairs: readonly Pair[]; zone: string; found: Clock | undefined; onRemove: (pair: Pair) => void }): ReactNode {
  if (pairs.length === 0) return null;
  return (
    <section aria-label="The same moment in both">
      <h3>The same moment in both{found && <span className="t2">{` ${clockText(found)}${pairs.length > 1 ? ', the median; ± is how far the pairs are apart' : ''}`}</span>}</h3>
      <ul className="clock-pairs">
        {pairs.map((pair) => (
          <li key={`${pair.here.sha256}${pair.here.offsetBytes} ${pair.there.sha256}${pair.there.offsetBytes}`}>
            <Half event={pair.here} zone={zone} />
            <Half event={pair.there} zone={zone} />
            <IconButton icon="close" size="small" label="Take this pair out" onPress={() => onRemove(pair)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preview({ artifacts, before, after, zone }: { artifacts: readonly Artifact[]; before: Clock | undefined; after: Clock | undefined; zone: string }): ReactNode {
  const froms = artifacts.flatMap((a) => (a.fromNs === undefined ? [] : [a.fromNs]));
  const tos = artifacts.flatMap((a) => (a.toNs === undefined ? [] : [a.toNs]));
  if (froms.length === 0 || tos.length === 0) return <p className="t3 clock-text">Its records have no times.</p>;
  const ends: Array<readonly [string, bigint]> = [['First', froms.reduce((a, b) => (a < b ? a : b))], ['Last', tos.reduce((a, b) => (a > b ? a : b))]];
  const recorded = (ns: bigint): bigint => ns - (before?.offsetNs ?? 0n);
  return (
    <table className="clock-preview" aria-label="First and last time, before and after">
      <thead><tr><th scope="col"><span className="sr-only">Record</span></th><th scope="col">As recorded</th><th scope="col">Now</th><th scope="col">{`After, ${zone}`}</th></tr></thead>
      <tbody>
        {ends.map(([title, ns]) => (
          <tr key={title}><th scope="row">{title}</th><td>{at(recorded(ns), zone)}</td><td>{at(ns, zone)}</td><td>{after ? <b>{at(correctedTime(recorded(ns), after), zone)}</b> : <span className="t3">type an offset</span>}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

const LISTED = 50;

function Moved({ moved, entries, moves, isOne, byNs, zone, onMoves }: {
  moved: readonly TimelineEntry[]; entries: readonly TimelineEntry[]; moves: boolean; isOne: boolean; byNs: bigint | undefined; zone: string; onMoves: (moves: boolean) => void;
}): ReactNode {
  if (moved.length === 0) return byNs === undefined || byNs === 0n ? null : <p className="t3">No entry of the timeline has its time from {isOne ? 'this source' : 'these sources'}: none moves.</p>;
  const was = new Map(entries.map((e) => [e.id, e]));
  return (
    <section aria-label="Entries of the timeline">
      <Checkbox isSelected={moves} onChange={onMoves}>{`Move ${plural(moved.length, 'entry that stands', 'entries that stand')} on ${isOne ? 'this source' : 'these sources'}${byNs === undefined ? '' : ` by ${formatOffsetText(byNs)}`}`}</Checkbox>
      <ul className="clock-moved">
        {moved.slice(0, LISTED).map((entry) => (
          <li key={entry.id} className={moves ? '' : 't3'}>
            <span className="mono">{formatTimeOfDay(was.get(entry.id)?.time.startNs ?? entry.time.startNs, zone)}</span><span aria-hidden>→</span><span className="sr-only">to</span>
            <span className="mono">{formatTimeOfDay(entry.time.startNs, zone)}</span><span className="ell">{visibleText(entry.title)}</span>
          </li>
        ))}
      </ul>
      {moved.length > LISTED && <p className="t3">{`${moved.length - LISTED} more.`}</p>}
    </section>
  );
}
