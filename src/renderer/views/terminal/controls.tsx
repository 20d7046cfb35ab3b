import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { IconButton, Select } from '../../ui/index.ts';
import { formatMoment } from './events.ts';
import type { Player } from './player.ts';

export const SPEEDS = ['0.5', '1', '2', '4', '8', '16'] as const;
const IDLE = [
  { id: 'all', label: 'all idle time' }, { id: '1', label: 'idle up to 1 s' }, { id: '2', label: 'idle up to 2 s' }, { id: '5', label: 'idle up to 5 s' },
] as const;
type Idle = (typeof IDLE)[number]['id'];

/** Play and pause, the slider with its markers, speed and how much idle time is played. */
export function Controls({ player, startNs, zone, range, isDisabled }: {
  player: Player; startNs: bigint | undefined; zone: string; range: { fromNs: number; toNs: number } | undefined; isDisabled: boolean;
}): ReactNode {
  const { playing, atNs, durationNs, speed, idleLimitNs, markers, status } = useStore(player.store);
  const share = (ns: number): number => (durationNs === 0 ? 0 : Math.max(0, Math.min(1, ns / durationNs)) * 100);
  const idle: Idle = IDLE.find((i) => i.id !== 'all' && idleLimitNs === Number(i.id) * 1e9)?.id ?? 'all';
  return (
    <div className="player-controls">
      <IconButton icon={playing ? 'pause' : 'play'} label={playing ? 'Pause' : 'Play'} keys="Space" isDisabled={isDisabled} onPress={() => (playing ? player.pause() : player.play())} />
      <span className="player-clock data">{formatMoment(atNs)}<span className="t3">{` / ${formatMoment(durationNs)}${status === 'loading' ? '…' : ''}`}</span></span>
      <div className="player-slider">
        {range && <i className="player-range" style={{ left: `${share(range.fromNs)}%`, width: `${share(range.toNs) - share(range.fromNs)}%` }} aria-hidden />}
        {markers.slice(0, 500).map((m) => <i key={`${m.atNs}/${m.label}`} className="player-marker" style={{ left: `${share(m.atNs)}%` }} title={`${formatMoment(m.atNs)} ${visibleText(m.label)}`} aria-hidden />)}
        <input
          type="range" min={0} max={Math.max(1, durationNs)} step={1e7} value={Math.min(atNs, durationNs)} disabled={isDisabled} aria-label="Moment of the recording"
          aria-valuetext={`${formatMoment(atNs)} of ${formatMoment(durationNs)}${startNs === undefined ? '' : `, ${formatTimeOfDay(startNs + BigInt(Math.round(atNs)), zone)}`}`}
          onChange={(e) => void player.seek(Number(e.target.value))}
        />
      </div>
      <span className="player-clock data t2">{isDisabled ? 'no times' : startNs === undefined ? 'no start time' : `${formatTimeOfDay(startNs + BigInt(Math.round(atNs)), zone)} ${formatOffset(startNs, zone)}`}</span>
      {markers.length > 0 && <span className="t3 data">{plural(markers.length, 'marker')}</span>}
      <Select label="Speed" hideLabel options={SPEEDS.map((s) => ({ id: s, label: `${s}×` }))} value={SPEEDS.find((s) => Number(s) === speed) ?? '1'} onChange={(s) => player.setSpeed(Number(s))} />
      <Select label="Idle time that is played" hideLabel options={[...IDLE]} value={idle} onChange={(i) => player.setIdleLimit(i === 'all' ? undefined : Number(i) * 1e9)} />
    </div>
  );
}
