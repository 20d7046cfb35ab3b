import { expect, test } from 'vitest';
import { createLive, type LiveHost } from './live.ts';

/** Windows of one browser: storage tells the others, never the one that wrote. */
function browser(): { window: () => LiveHost; forbid: () => void } {
  const kept = new Map<string, string>();
  const windows: Array<Set<(event: { key: string; newValue: string }) => void>> = [];
  let forbidden = false;
  return {
    forbid: () => { forbidden = true; },
    window: () => {
      const own = new Set<(event: { key: string; newValue: string }) => void>();
      windows.push(own);
      return {
        storage: {
          getItem: (key) => { if (forbidden) throw new Error('forbidden'); return kept.get(key) ?? null; },
          setItem: (key, newValue) => {
            if (forbidden) throw new Error('forbidden');
            kept.set(key, newValue);
            for (const other of windows) if (other !== own) for (const listener of other) listener({ key, newValue });
          },
        },
        addEventListener: (_type, listener) => void own.add(listener),
        removeEventListener: (_type, listener) => void own.delete(listener),
      };
    },
  };
}

test('every window of a review stands where the others do, and a new one joins there', () => {
  const { window } = browser();
  const stage = createLive('r1', window());
  const presenter = createLive('r1', window());
  const other = createLive('r2', window());
  const leave = presenter.follow();
  stage.follow();
  other.follow();
  stage.state.setState({ entryId: 'e7', hands: ['support'] });
  expect(presenter.state.getState()).toMatchObject({ entryId: 'e7', hands: ['support'] });
  presenter.state.setState({ prompt: 'cue', knownThen: true });
  expect(stage.state.getState()).toMatchObject({ entryId: 'e7', prompt: 'cue', knownThen: true });
  expect(other.state.getState().entryId).toBeUndefined();
  expect(createLive('r1', window()).state.getState()).toEqual(stage.state.getState());
  leave();
  stage.state.setState({ entryId: 'e8' });
  expect(presenter.state.getState().entryId).toBe('e7');
});

test('what storage holds of something else, or nothing, begins at the beginning; without storage a window stands alone', () => {
  const { window, forbid } = browser();
  const host = window();
  host.storage!.setItem('tephra.review.r1', '{"hands":[1,"a"],"prompt":"nonsense","sinceMs":"x","entryId":4}');
  expect(createLive('r1', host).state.getState()).toEqual({ agendaId: undefined, sinceMs: 0, entryId: undefined, prompt: undefined, hands: ['a'], knownThen: false });
  forbid();
  const alone = createLive('r1', host);
  alone.state.setState({ entryId: 'e1' });
  expect(alone.state.getState().entryId).toBe('e1');
});
