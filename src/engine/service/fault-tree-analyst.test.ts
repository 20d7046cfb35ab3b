import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { event, gate, treeOf } from '../analyse/fault-tree/trees.testing.ts';
import { FaultTreeAnalyst } from './fault-tree-analyst.ts';

const thread = new URL('./fault-tree-thread.ts', import.meta.url);
const tree = treeOf([gate('top', 'or', ['a', 'b']), event('a', 'lognormal-deviate(0.01, 3, 0.95)'), event('b', 0.1)]);
const never = new AbortController().signal;
/** Hours, unless it is stopped. */
const LONG = { uncertainty: { samples: 1_000_000, seed: 1 } };
const wide = treeOf([gate('top', 'or', Array.from({ length: 2000 }, (_, n) => `e${n}`)), ...Array.from({ length: 2000 }, (_, n) => event(`e${n}`, 'lognormal-deviate(0.01, 3, 0.95)'))]);

describe('analyses in workers', () => {
  test('one worker answers one question after the other, and counts come back as bigints', async () => {
    let made = 0;
    const analyst = new FaultTreeAnalyst(() => {
      made++;
      return new Worker(thread);
    });
    for (let n = 0; n < 3; n++) {
      const answer = await analyst.ask(tree, {}, never, () => undefined);
      expect(answer).toMatchObject({ kind: 'analysed', analysis: { tops: [{ cutSets: { count: 2n } }] } });
    }
    expect(made).toBe(1);
  });

  test('whoever aborts is answered at once, and the worker is there for the next', async () => {
    const analyst = new FaultTreeAnalyst(() => new Worker(thread));
    const abort = new AbortController();
    let started: () => void = () => undefined;
    const computing = new Promise<void>((resolve) => { started = resolve; });
    const answer = analyst.ask(wide, LONG, abort.signal, ({ phase }) => { if (phase === 'uncertainty') started(); });
    await computing;
    abort.abort();
    expect(await answer).toEqual({ kind: 'cancelled' });
    expect(await analyst.ask(tree, {}, never, () => undefined)).toMatchObject({ kind: 'analysed' });
    expect(await analyst.ask(tree, {}, abort.signal, () => undefined)).toEqual({ kind: 'cancelled' });
  });

  test('a worker that dies is an answer, and the next question has another', async () => {
    let isFirst = true;
    const analyst = new FaultTreeAnalyst(() => {
      const worker = isFirst ? new Worker('throw new Error("no room")', { eval: true }) : new Worker(thread);
      isFirst = false;
      return worker;
    });
    const answer = await analyst.ask(tree, {}, never, () => undefined);
    expect(answer.kind).toBe('failed');
    expect(answer).toMatchObject({ message: expect.stringContaining('no room') });
    expect(await analyst.ask(tree, {}, never, () => undefined)).toMatchObject({ kind: 'analysed' });
  });
});
