import { Terminal } from '@xterm/xterm';
import { SerializeAddon } from '@xterm/addon-serialize';
import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../../base/result.ts';
import { RECORDING_KINDS, type RecordingBatch } from '../../../protocol/methods/recordings.ts';
import { textOf } from '../../ui/terminal-guard.ts';
import { drawableSize, formatMoment, indexAtTime, lastBefore } from './events.ts';
import { Player, type PlayerScreen, type PlayerSource } from './player.ts';

type Event = readonly [seconds: number, kind: (typeof RECORDING_KINDS)[number], text: string];

/** A recording in batches of so many events; an event takes ten bytes. */
function sourceOf(events: readonly Event[], perBatch: number): PlayerSource & { reads: number } {
  const batches: RecordingBatch[] = [];
  for (let from = 0; from < events.length; from += perBatch) {
    const part = events.slice(from, from + perBatch);
    let length = 0;
    batches.push({
      from: { offsetBytes: from * 10, timingOffsetBytes: 0, atNs: 0 }, cut: 0, text: part.map(([, , text]) => text).join(''),
      atNs: Float64Array.from(part, ([at]) => at * 1e9), kinds: Uint8Array.from(part, ([, kind]) => RECORDING_KINDS.indexOf(kind)),
      offsetBytes: Float64Array.from(part, (_, i) => (from + i) * 10), lengthBytes: Float64Array.from(part, () => 10),
      ends: Uint32Array.from(part, ([, , text]) => (length += text.length)), outputUnits: part.reduce((sum, [, kind, text]) => sum + (kind === 'output' ? text.length : 0), 0),
    });
  }
  return {
    reads: 0,
    async outline(onBatch) {
      for (const batch of batches) onBatch(batch);
      return ok(undefined);
    },
    async batch(from): Promise<Result<RecordingBatch>> {
      this.reads++;
      return ok(batches[from.offsetBytes / 10 / perBatch]!);
    },
  };
}

/** The terminal of the page, without a page. */
function realScreen(): PlayerScreen & { terminal: Terminal; written: number } {
  const terminal = new Terminal({ cols: 80, rows: 24, scrollback: 0, allowProposedApi: true, logLevel: 'off' });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer);
  const drawn = (text: string): Promise<void> => new Promise((resolve) => terminal.write(text, resolve));
  return {
    terminal, written: 0,
    write(text) {
      this.written += text.length;
      return drawn(text);
    },
    clear(columns, rows) {
      terminal.reset();
      terminal.resize(columns, rows);
    },
    resize: (columns, rows) => terminal.resize(columns, rows),
    picture: () => serializer.serialize({ scrollback: 0 }),
    restore(picture, columns, rows) {
      this.clear(columns, rows);
      return drawn(picture);
    },
  };
}

async function playerOf(events: readonly Event[], perBatch = 50): Promise<{ player: Player; screen: ReturnType<typeof realScreen>; source: ReturnType<typeof sourceOf> }> {
  const source = sourceOf(events, perBatch);
  const screen = realScreen();
  const player = new Player(source, screen, { columns: 80, rows: 24 }, 2e9);
  await player.load();
  return { player, screen, source };
}

/** A megabyte of output with colours, positions, two sizes and markers. */
const LONG: Event[] = Array.from({ length: 4000 }, (_, i): Event =>
  i === 1500 ? [i / 10, 'resize', '100x30'] : i % 1000 === 999 ? [i / 10, 'marker', `m${i}`] : [i / 10, 'output', `\u001b[3${i % 8}mline ${i} ${'x'.repeat(300)}\u001b[0m\r\n${i % 7 === 0 ? '\u001b[5;10Hhere\u001b[K' : ''}`]);

describe('the player', () => {
  it('shows after any seek what playing from the start shows', async () => {
    const { player, screen } = await playerOf(LONG);
    for (const seconds of [399.9, 10, 250.05, 150, 149.95, 0, 390, 390, 389]) {
      await player.seek(seconds * 1e9);
      const fresh = await playerOf(LONG.filter(([at]) => at <= seconds));
      await fresh.player.seek(1e15);
      expect([seconds, textOf(screen.terminal), screen.terminal.cols, screen.terminal.buffer.active.cursorX]).toEqual([seconds, textOf(fresh.screen.terminal), fresh.screen.terminal.cols, fresh.screen.terminal.buffer.active.cursorX]);
    }
  });

  it('goes back by a picture of the screen and not from the start', async () => {
    const { player, screen } = await playerOf(LONG);
    await player.seek(399e9);
    const whole = screen.written;
    screen.written = 0;
    await player.seek(395e9);
    expect(screen.written).toBeLessThan(whole * 0.6);
  });

  it('plays in step with time, leaves out idle time beyond the limit and says so', async () => {
    const { player, screen } = await playerOf([[0.5, 'output', 'a'], [1, 'output', 'b'], [60, 'output', 'c'], [61, 'marker', 'found']]);
    await player.seek(0);
    player.play();
    await player.tick(600);
    expect([textOf(screen.terminal), player.store.getState().skippedNs]).toEqual(['a', 0]);
    await player.tick(1000);
    expect(textOf(screen.terminal)).toBe('ab');
    await player.tick(2000);
    expect([textOf(screen.terminal), Math.round(player.store.getState().skippedNs / 1e9)]).toEqual(['abc', 56]);
    player.setIdleLimit(undefined);
    await player.tick(500);
    expect(player.store.getState().playing).toBe(true);
    await player.tick(900);
    await player.tick(1);
    expect(player.store.getState()).toMatchObject({ playing: false, atNs: 61e9, markers: [{ atNs: 61e9, label: 'found' }] });
  });

  it('goes from event to event, and to the time of a byte', async () => {
    const { player, screen } = await playerOf([[0.5, 'output', 'a'], [1, 'output', 'b'], [2, 'output', 'c']], 2);
    await player.seek(0);
    await player.step(1);
    await player.step(1);
    expect([textOf(screen.terminal), player.store.getState().atNs]).toEqual(['ab', 1e9]);
    await player.step(-1);
    expect([textOf(screen.terminal), player.store.getState().atNs]).toEqual(['a', 0.5e9]);
    expect([await player.timeOfByte(0), await player.timeOfByte(15), await player.timeOfByte(29)]).toEqual([0.5e9, 1e9, 2e9]);
  });

  it('of several seeks carries out the last', async () => {
    const { player } = await playerOf(LONG);
    await Promise.all([player.seek(300e9), player.seek(20e9), player.seek(5e9)]);
    expect(player.store.getState().atNs).toBe(5e9);
  });

  it('counts the next key from where the last one goes', async () => {
    const { player } = await playerOf(LONG);
    await player.seek(100e9);
    const steps = [1, 2, 3].map(() => player.seek(player.store.getState().atNs + 5e9));
    expect(player.store.getState().atNs).toBe(115e9);
    await Promise.all(steps);
    expect(player.store.getState().atNs).toBe(115e9);
    await player.seek(1e15);
    expect(player.store.getState().atNs).toBe(399.9e9);
  });

  it('draws absurd sizes smaller, and says so', async () => {
    expect(drawableSize(1e9, 0)).toEqual({ columns: 1000, rows: 1, isClamped: true });
    const { player, screen } = await playerOf([[1, 'resize', '999999999x99999999'], [2, 'resize', '0x0'], [3, 'resize', 'x'], [4, 'output', 'still there']]);
    await player.seek(5e9);
    expect([screen.terminal.cols, screen.terminal.rows, player.store.getState().isClamped, textOf(screen.terminal)]).toEqual([1000, 500, true, 'still there']);
  });

  it('tells when the recording cannot be read', async () => {
    const source: PlayerSource = { ...sourceOf(LONG, 50), batch: async () => ({ ok: false, failure: { code: 'evidence/missing', message: 'Gone.' } }) };
    const player = new Player(source, realScreen(), { columns: 80, rows: 24 }, undefined);
    await player.load();
    await player.seek(10e9);
    expect(player.store.getState()).toMatchObject({ status: 'failed', failure: { code: 'evidence/missing' } });
  });
});

it('finds places in columns', () => {
  expect([lastBefore(0, () => true), lastBefore(3, () => false), lastBefore(3, () => true), lastBefore(5, (i) => i < 2)]).toEqual([-1, -1, 2, 1]);
  expect([indexAtTime(Float64Array.of(1, 2, 2, 3), 2), indexAtTime(Float64Array.of(1), 0)]).toEqual([3, 0]);
  expect([formatMoment(3_723_450_000_000), formatMoment(5e9, false)]).toEqual(['1:02:03.4', '0:05']);
});
