import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../base/bytes.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useCaseSession, useRead } from '../../rpc/react.tsx';
import { rangeParams } from '../../state/place.ts';
import { useCaseUiStore, useOpenBytes, useParam, usePlaceStore, useTimeRange, useZone } from '../../state/react.tsx';
import { Button, FailurePanel, Icon, Skeleton, useCommands, useToast, type Command } from '../../ui/index.ts';
import { Controls, SPEEDS } from './controls.tsx';
import { formatMoment } from './events.ts';
import type { Player } from './player.ts';
import { TranscriptRows } from './transcript-rows.ts';
import { Transcript } from './transcript.tsx';
import { useFindings } from './use-findings.ts';
import { usePlayer, type RecordingFacts } from './use-player.ts';

/** A recording: the screen, what stood on it line by line, and the controls that join them. */
export function Recording({ sha256, timing }: { sha256: string; timing: string | undefined }): ReactNode {
  const place = usePlaceStore();
  const described = useRead(api.describeRecording, { sha256 }, { dependsOn: 'index' });
  const facts = described.data;
  if (described.failure) {
    return <FailurePanel title="This recording cannot be played" message={described.failure.message} onRetry={described.reload} actions={<Button onPress={() => place.set({ artifact: undefined, timing: undefined })}>Other recordings</Button>} />;
  }
  if (!facts) return <Skeleton rows={16} label="Opening the recording" />;
  if (facts.role === 'timing') return <TimingFile sha256={sha256} facts={facts} />;
  return <Playing sha256={sha256} timing={timing} facts={facts} />;
}

/** A timing file plays with its typescript. */
function TimingFile({ sha256, facts }: { sha256: string; facts: RecordingFacts }): ReactNode {
  const place = usePlaceStore();
  return (
    <div className="recordings">
      <h1 className="recordings-title">{`${visibleText(facts.path)} says when, not what`}</h1>
      <p className="recordings-note">{facts.parts.length > 0 ? 'It is the timing file of a typescript. Choose which one to play with it.' : 'It is the timing file of a typescript, and none lies in its folder. Add the typescript to this case.'}</p>
      <ul>
        {facts.parts.map((part) => (
          <li key={part.sha256}><Button icon="play" onPress={() => place.set({ artifact: part.sha256, timing: sha256 })}>{`Play ${visibleText(part.path)}: it ${part.reason}`}</Button></li>
        ))}
      </ul>
    </div>
  );
}

function Playing({ sha256, timing, facts }: { sha256: string; timing: string | undefined; facts: RecordingFacts }): ReactNode {
  const session = useCaseSession();
  const place = usePlaceStore();
  const ui = useCaseUiStore();
  const openBytes = useOpenBytes();
  const zone = useZone(useCaseInfo().zone);
  const stage = useRef<HTMLDivElement>(null);
  const made = usePlayer(sha256, timing, facts, stage);
  const table = facts.role === 'timed' ? 'asciicast' : 'script_recording';
  const rows = useMemo(() => new TranscriptRows((sql) => session.read(api.runSql, { sql }), table, sha256), [session, table, sha256]);
  const isTimed = facts.role === 'timed' || timing !== undefined;
  const { startNs } = facts;
  const path = visibleText(facts.path);

  return (
    <div className="recording">
      <header className="recording-head">
        <Icon name="terminal" /><h1 className="mono ell" title={path}>{path.split('/').pop()}</h1>
        {facts.title !== undefined && <span className="ell">{visibleText(facts.title)}</span>}
        <span className="t3 data">{formatBytes(facts.sizeBytes)}</span>
        <span className="t3 data">{startNs === undefined ? 'without a start time' : `began ${formatDayMonth(startNs, zone, true)} ${formatTimeOfDay(startNs, zone, 'second')} ${formatOffset(startNs, zone)}`}</span>
        <span className="grow" />
        <Button kind="quiet" icon="bytes" onPress={() => openBytes({ sha256, locator: { kind: 'artifact' } })}>Bytes</Button>
        <Button kind="quiet" icon="list" onPress={() => place.set({ artifact: undefined, timing: undefined, t: undefined, at: undefined })}>All recordings</Button>
      </header>
      {!isTimed && <NeedsTiming facts={facts} />}
      <div className="recording-body">
        <div className="recording-stage" ref={stage} role="img" aria-label="Screen of the recording. The transcript beside it says the same as text." />
        {made && <Rest key={sha256} made={made} facts={facts} sha256={sha256} rows={rows} zone={zone} isTimed={isTimed} ui={ui} />}
      </div>
    </div>
  );
}

function NeedsTiming({ facts }: { facts: RecordingFacts }): ReactNode {
  const place = usePlaceStore();
  return (
    <div className="recording-notice" role="note">
      <span>{facts.parts.length > 0 ? 'A typescript does not say when its lines came. These files may:' : 'A typescript does not say when its lines came, and no timing file lies in its folder: all of it is shown at once.'}</span>
      {facts.parts.slice(0, 4).map((part) => (
        <Button key={part.sha256} icon="clock" onPress={() => place.set({ timing: part.sha256 })}>{`${visibleText(part.path.split('/').pop() ?? part.path)}: ${part.reason}`}</Button>
      ))}
    </div>
  );
}

function Rest({ made, facts, sha256, rows, zone, isTimed, ui }: {
  made: NonNullable<ReturnType<typeof usePlayer>>; facts: RecordingFacts; sha256: string; rows: TranscriptRows; zone: string; isTimed: boolean; ui: ReturnType<typeof useCaseUiStore>;
}): ReactNode {
  const { player } = made;
  const place = usePlaceStore();
  const toast = useToast();
  const range = useTimeRange();
  const t = useParam('t');
  const at = useParam('at');
  const { startNs } = facts;
  const { atNs, eventByte, status, failure, seeking, skippedNs, playing, isClamped, cut, durationNs } = useStore(player.store);
  const [current, setCurrent] = useState(-1);
  const [chosen, setChosen] = useState<{ row: number; end: number }>();
  const findings = useFindings({ sha256, facts, isTimed, player, rows, chosen, current });

  // The line that is on the screen, a few times a second.
  useEffect(() => {
    let stale = false;
    void (eventByte < 0 ? Promise.resolve(-1) : rows.rowOfByte(eventByte)).then((row) => (stale ? undefined : setCurrent(row)));
    return () => { stale = true; };
  }, [rows, eventByte]);

  // The time ruler shows the moment, and a click there goes to another.
  const seekTime = useCallback((ns: bigint) => {
    if (startNs !== undefined) void player.seek(Number(ns - startNs));
  }, [player, startNs]);
  useEffect(() => {
    if (startNs !== undefined && isTimed) ui.setState({ moment: { ns: startNs + BigInt(Math.round(atNs)), seek: seekTime } });
  }, [ui, startNs, atNs, seekTime, isTimed]);
  useEffect(() => () => ui.setState({ moment: undefined }), [ui]);

  // Where the link says; without a word the beginning, and for what has no times all of it.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || (status === 'loading' && (at !== undefined || !isTimed))) return;
    first.current = false;
    if (!isTimed) void player.seek(Number.MAX_SAFE_INTEGER);
    else if (at !== undefined && /^\d{1,15}$/.test(at)) void player.timeOfByte(Number(at)).then((ns) => (ns === undefined ? undefined : player.seek(ns)));
    else void player.seek(t !== undefined && Number(t) >= 0 ? Number(t) * 1e9 : 0);
  }, [player, status, at, t, isTimed]);
  useEffect(() => {
    if (!playing && !first.current && isTimed && status === 'ready') place.set({ t: (atNs / 1e9).toFixed(2), at: undefined }, { replace: true });
  }, [place, playing, atNs, isTimed, status]);

  // A brush on the ruler that does not hold the moment goes to where it begins.
  useEffect(() => {
    if (!range || startNs === undefined) return;
    const now = player.store.getState();
    const [fromNs, toNs] = [Number(range.fromNs - startNs), Number(range.toNs - startNs)];
    if ((now.atNs < fromNs || now.atNs > toNs) && fromNs >= 0 && fromNs <= now.durationNs) seekTime(range.fromNs);
  }, [range, startNs, seekTime, player]);

  async function seekRow(index: number): Promise<void> {
    const row = await rows.loaded(index);
    const ns = row && await player.timeOfByte(row.offsetBytes + Math.max(0, row.lengthBytes - 1));
    if (ns !== undefined) await player.seek(ns);
  }
  async function find(text: string, direction: 'next' | 'previous'): Promise<void> {
    const found = await rows.find(text, chosen?.row ?? current, direction);
    if (!found.ok) return toast({ kind: 'failed', text: found.failure.message });
    if (found.value === undefined) return toast({ text: direction === 'next' ? 'Not found further down.' : 'Not found further up.' });
    setChosen({ row: found.value, end: found.value });
    if (isTimed) await seekRow(found.value);
  }
  const edge = (which: 'from' | 'to'): void => {
    if (startNs === undefined) return toast({ text: 'This recording does not say when it began, so that no time can be chosen.' });
    const ns = startNs + BigInt(Math.round(player.store.getState().atNs));
    const span = which === 'from' ? { fromNs: ns, toNs: range && range.toNs > ns ? range.toNs : startNs + BigInt(Math.max(1, durationNs)) } : { fromNs: range && range.fromNs < ns ? range.fromNs : startNs, toNs: ns };
    place.set(rangeParams(span.toNs > span.fromNs ? span : undefined));
  };
  useCommands(commandsOf(player, isTimed, { edge, pin: findings.pin, cite: findings.cite, copy: findings.copy }));

  const window = range && startNs !== undefined ? { fromNs: Number(range.fromNs - startNs), toNs: Number(range.toNs - startNs) } : undefined;
  return (
    <>
      <Transcript
        rows={rows} current={current} chosen={chosen} zone={zone}
        onChoose={(row, extend) => setChosen((now) => ({ row, end: extend ? now?.end ?? now?.row ?? row : row }))}
        onSeekRow={(row) => void (isTimed ? seekRow(row) : undefined)} onFind={(text, direction) => void find(text, direction)}
      />
      <div className="recording-foot">
        {failure && <FailurePanel title="The recording cannot be read" message={failure.message} />}
        <Controls player={player} startNs={isTimed ? startNs : undefined} zone={zone} range={window} isDisabled={!isTimed} />
        <div className="player-words" role="status">
          {seeking !== undefined && <span>{`Drawing what came before, ${Math.round(seeking * 100)} %`}</span>}
          {playing && skippedNs > 0 && <span>{`Left out ${formatMoment(skippedNs)} without output`}</span>}
          {isClamped && <span>The recording asks for a larger terminal than any; it is drawn smaller.</span>}
          {cut > 0 && <span>Some output is absurdly long; its beginning is drawn.</span>}
        </div>
        <div className="player-findings">
          <Button kind="primary" icon="pin" keys="p" onPress={() => findings.pin()}>{findings.hasRange ? 'Pin these lines' : 'Pin this moment'}</Button>
          <Button icon="cite" keys="y" onPress={() => findings.cite()}>Cite</Button>
          <Button icon="copy" keys="c" onPress={() => findings.copy()}>Copy with reference</Button>
          <Button kind="quiet" icon="explore" onPress={() => findings.explore()}>Open in Explore</Button>
        </div>
      </div>
    </>
  );
}

function commandsOf(player: Player, isTimed: boolean, run: { edge: (which: 'from' | 'to') => void; pin: () => Promise<void>; cite: () => Promise<void>; copy: () => Promise<void> }): Command[] {
  const state = (): ReturnType<Player['store']['getState']> => player.store.getState();
  const by = (ns: number) => (): Promise<void> => player.seek(Math.min(state().durationNs, state().atNs + ns));
  const speed = (step: number) => (): void => {
    const next = SPEEDS[SPEEDS.findIndex((s) => Number(s) === state().speed) + step];
    if (next !== undefined) player.setSpeed(Number(next));
  };
  const marker = (direction: 1 | -1) => async (): Promise<void> => {
    const { markers, atNs } = state();
    const to = direction === 1 ? markers.find((m) => m.atNs > atNs) : markers.findLast((m) => m.atNs < atNs - 1e8);
    if (to) await player.seek(to.atNs);
  };
  const when = (): boolean => isTimed;
  const command = (id: string, label: string, keys: string, go: Command['run'], more: Partial<Command> = {}): Command => ({ id: `terminal.${id}`, label, keys, run: go, group: 'Terminal', when, ...more });
  return [
    command('play', 'Play or pause', 'Space', () => (state().playing ? player.pause() : player.play()), { icon: 'play' }),
    command('back', 'Back 5 s', 'Left', by(-5e9), { hidden: true }),
    command('forward', 'Forward 5 s', 'Right', by(5e9), { hidden: true }),
    command('far-back', 'Back a tenth', 'Shift+Left', () => player.seek(state().atNs - state().durationNs / 10), { hidden: true }),
    command('far-forward', 'Forward a tenth', 'Shift+Right', () => by(state().durationNs / 10)(), { hidden: true }),
    command('previous-event', 'One event back', ',', () => player.step(-1), { hidden: true }),
    command('next-event', 'One event on', '.', () => player.step(1), { hidden: true }),
    command('previous-marker', 'Previous marker', '[', marker(-1)),
    command('next-marker', 'Next marker', ']', marker(1)),
    command('slower', 'Slower', '<', speed(-1), { hidden: true }),
    command('faster', 'Faster', '>', speed(1), { hidden: true }),
    command('from', 'A span of time begins here', 'i', () => run.edge('from')),
    command('to', 'A span of time ends here', 'o', () => run.edge('to')),
    command('pin', 'Pin to the timeline', 'p', run.pin, { icon: 'pin', when: () => true }),
    command('cite', 'Copy a citation for the postmortem', 'y', run.cite, { icon: 'cite', when: () => true }),
    command('copy', 'Copy lines with their reference', 'c', run.copy, { icon: 'copy', when: () => true }),
  ];
}
