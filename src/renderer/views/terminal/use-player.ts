import { useEffect, useState, type RefObject } from 'react';
import { api } from '../../../protocol/api.ts';
import { fail } from '../../../base/result.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { RecordingBatch } from '../../../protocol/methods/recordings.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { createTerminalScreen, type TerminalScreen } from '../../ui/terminal-screen.ts';
import { Player } from './player.ts';

export type RecordingFacts = OutputOf<typeof api.describeRecording>;

/** Room around the screen. */
const MARGIN_PX = 16;
/** Idle time is played up to this, unless the recording says otherwise or a person does. */
const IDLE_LIMIT_SECONDS = 2;

/** A player of one recording on a terminal in `stage`, as long as the caller is on screen. */
export function usePlayer(sha256: string, timing: string | undefined, facts: RecordingFacts | undefined, stage: RefObject<HTMLDivElement | null>): { player: Player; screen: TerminalScreen } | undefined {
  const session = useCaseSession();
  const [made, setMade] = useState<{ player: Player; screen: TerminalScreen }>();
  useEffect(() => {
    const host = stage.current;
    if (!host || !facts || facts.role === 'timing') return undefined;
    let gone = false;
    let end = (): void => undefined;
    const start = (): void => {
      if (gone) return;
      const screen = createTerminalScreen(host);
      const player = new Player({
        outline: (onBatch, signal) => session.read(api.readRecording, { sha256, timing, withText: false }, { signal, onItem: onBatch }),
        async batch(from, signal) {
          let batch: RecordingBatch | undefined;
          const read = await session.read(api.readRecording, { sha256, timing, from, items: 1 }, { signal, onItem: (item) => { batch ??= item; } });
          if (!read.ok) return read;
          return batch ? { ok: true, value: batch } : fail('evidence/changed', 'The recording ends earlier than it did. Put the original back.');
        },
      }, screen, { columns: facts.columns, rows: facts.rows }, (facts.idleTimeLimit ?? IDLE_LIMIT_SECONDS) * 1e9);
      const fit = (): void => screen.fit(host.clientWidth - 2 * MARGIN_PX, host.clientHeight - 2 * MARGIN_PX);
      const resized = new ResizeObserver(fit);
      resized.observe(host);
      const stop = player.store.subscribe((now, before) => {
        if (now.columns !== before.columns || now.rows !== before.rows) fit();
      });
      fit();
      void player.load();
      let frame = 0;
      let since = performance.now();
      const tick = (now: number): void => {
        // A window in the background gets no frames; it goes on from where it was.
        const elapsedMs = Math.min(250, now - since);
        since = now;
        void player.tick(elapsedMs);
        frame = requestAnimationFrame(tick);
      };
      let unplay = (): void => undefined;
      const running = player.store.subscribe(({ playing }, before) => {
        if (playing === before.playing) return;
        unplay();
        if (!playing) return;
        since = performance.now();
        frame = requestAnimationFrame(tick);
        unplay = () => cancelAnimationFrame(frame);
      });
      end = () => {
        unplay();
        running();
        stop();
        resized.disconnect();
        player.close();
        screen.dispose();
      };
      setMade({ player, screen });
    };
    // Cells are measured once: the face must be there before.
    document.fonts.load('12px "JetBrains Mono"').then(start, start);
    return () => {
      gone = true;
      end();
      setMade(undefined);
    };
  }, [session, sha256, timing, facts, stage]);
  return made;
}
