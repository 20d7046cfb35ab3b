import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { TextEdit } from '../../../model/command.ts';
import { applyEdits } from '../../../model/text-edit.ts';
import { createDocumentSync, type DocumentState, type DocumentSync, type SyncState } from './document-sync.ts';

const DISCONNECTED = fail('protocol/disconnected', 'The engine is not connected.');

/** The rules of the case file (`postmortem.edit`), with a connection that can be cut before or after an edit arrives. */
class Desk {
  text = 'First line.\nSecond line.\n';
  revision = 0;
  workRevision = 0;
  connected = true;
  /** Loses the next answer, after doing what was asked. */
  loseAnswer = false;
  inFlight = 0;
  mostInFlight = 0;
  readonly sync: DocumentSync;
  readonly states: SyncState[] = [];
  #paused: (() => void) | undefined;
  #answers: Array<() => void> = [];

  constructor() {
    this.sync = createDocumentSync({
      fetch: () => this.#answer((): Result<DocumentState> => ok({ text: this.text, revision: this.revision })),
      send: async (edits, baseRevision) => {
        this.inFlight++;
        this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
        const result = await this.#answer(() => this.#edit(edits, baseRevision));
        this.inFlight--;
        return result;
      },
      later: (run) => {
        this.#paused = run;
        return () => { if (this.#paused === run) this.#paused = undefined; };
      },
      onState: (state) => this.states.push(state),
    });
  }

  #edit(edits: readonly TextEdit[], baseRevision: number): Result<{ workRevision: number }> {
    const next = baseRevision === this.revision ? applyEdits(this.text, edits) : undefined;
    if (next === undefined) return fail('postmortem/conflict', 'Changed elsewhere.');
    this.text = next;
    this.revision++;
    return ok({ workRevision: ++this.workRevision });
  }

  #answer<T>(work: () => Result<T>): Promise<Result<T>> {
    return new Promise((resolve) => {
      this.#answers.push(() => {
        if (!this.connected) return resolve(DISCONNECTED);
        const result = work();
        if (this.loseAnswer) {
          this.loseAnswer = false;
          this.connected = false;
          return resolve(DISCONNECTED);
        }
        return resolve(result);
      });
    });
  }

  /** Lets everything that is under way arrive, and what follows from it. */
  async settle(): Promise<void> {
    for (let i = 0; i < 50; i++) {
      for (const answer of this.#answers.splice(0)) answer();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  pauseOver(): void {
    const run = this.#paused;
    this.#paused = undefined;
    run?.();
  }

  type(insert: string, place: number): void {
    const text = this.sync.state().text;
    if (text === undefined) return;
    const at = Math.floor(place * text.length);
    this.sync.change(text.slice(0, at) + insert + text.slice(at));
  }

  elsewhere(insert: string, place: number): void {
    const at = Math.floor(place * this.text.length);
    this.text = this.text.slice(0, at) + insert + this.text.slice(at);
    this.revision++;
    this.workRevision++;
    this.sync.caseChanged(this.workRevision);
  }

  reconnect(): void {
    this.connected = true;
    this.sync.reconnected();
  }
}

async function opened(): Promise<Desk> {
  const desk = new Desk();
  await desk.settle();
  return desk;
}

describe('the text on screen and on disk', () => {
  it('joins keystrokes and is saved only once the edit is acknowledged', async () => {
    const desk = await opened();
    expect(desk.sync.state().status).toBe('saved');
    for (const letter of 'abc') desk.type(letter, 0);
    expect(desk.sync.state().status).toBe('unsaved');
    desk.pauseOver();
    await Promise.resolve();
    expect(desk.sync.state().status).toBe('unsaved');
    await desk.settle();
    expect(desk.sync.state()).toMatchObject({ status: 'saved', text: 'cbaFirst line.\nSecond line.\n' });
    expect(desk.text).toBe('cbaFirst line.\nSecond line.\n');
    expect(desk.revision).toBe(1);
  });

  it('sends again what a lost connection may have swallowed, without writing it twice', async () => {
    for (const arrived of [true, false]) {
      const desk = await opened();
      desk.type('typed ', 0);
      if (arrived) desk.loseAnswer = true;
      else desk.connected = false;
      desk.pauseOver();
      await desk.settle();
      expect(desk.sync.state().status).toBe('offline');
      desk.type('more ', 0);
      desk.reconnect();
      await desk.settle();
      expect(desk.text).toBe('more typed First line.\nSecond line.\n');
      expect(desk.sync.state().status).toBe('saved');
    }
  });

  it('takes in what was changed elsewhere and keeps what is typed here', async () => {
    const desk = await opened();
    desk.type('mine ', 0);
    desk.elsewhere('theirs', 1);
    await desk.settle();
    expect(desk.sync.state().text).toBe('mine First line.\nSecond line.\ntheirs');
    desk.pauseOver();
    await desk.settle();
    expect(desk.text).toBe('mine First line.\nSecond line.\ntheirs');
  });

  it('says so when both texts had to be kept', async () => {
    const desk = await opened();
    desk.sync.change('Mine.\nSecond line.\n');
    desk.text = 'Theirs.\nSecond line.\n';
    desk.revision++;
    desk.sync.caseChanged(++desk.workRevision);
    await desk.settle();
    desk.pauseOver();
    await desk.settle();
    expect(desk.sync.state().conflicts).toBe(1);
    expect(desk.text).toContain('Mine.');
    expect(desk.text).toContain('Theirs.');
    expect(desk.text).toBe(desk.sync.state().text);
  });

  it('stops at a failure and tries again with the next word', async () => {
    const desk = await opened();
    let refuse = true;
    const sync = createDocumentSync({
      fetch: () => Promise.resolve(ok({ text: 'a', revision: 0 })),
      send: () => Promise.resolve(refuse ? fail('case/read-only', 'The disk is full.') : ok({ workRevision: 1 })),
      later: (run) => { queueMicrotask(run); return () => undefined; },
      onState: () => undefined,
    });
    await desk.settle();
    sync.change('ab');
    await desk.settle();
    expect(sync.state()).toMatchObject({ status: 'failed', text: 'ab' });
    refuse = false;
    sync.change('abc');
    await desk.settle();
    expect(sync.state()).toMatchObject({ status: 'saved', text: 'abc' });
  });

  it('loses nothing, whatever happens in whatever order, and never has two edits under way', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('type' as const), place: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('elsewhere' as const), place: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 3, arbitrary: fc.constant({ kind: 'pause' as const }) },
      { weight: 3, arbitrary: fc.constant({ kind: 'settle' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'cut' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const }) },
      { weight: 2, arbitrary: fc.constant({ kind: 'reconnect' as const }) },
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const desk = await opened();
      const letters = new Map<string, number>();
      for (const [i, s] of steps.entries()) {
        // One private-use character for each step: no merge can make or hide one by chance.
        const letter = String.fromCodePoint(0xe000 + i);
        if (s.kind === 'type') { desk.type(letter, s.place); letters.set(letter, 1); }
        else if (s.kind === 'elsewhere') { desk.elsewhere(letter, s.place); letters.set(letter, 1); }
        else if (s.kind === 'pause') desk.pauseOver();
        else if (s.kind === 'settle') await desk.settle();
        else if (s.kind === 'cut') desk.connected = false;
        else if (s.kind === 'lose') desk.loseAnswer = true;
        else desk.reconnect();
      }
      desk.loseAnswer = false;
      desk.reconnect();
      await desk.settle();
      desk.sync.flush();
      await desk.settle();
      expect(desk.sync.state().status).toBe('saved');
      expect(desk.text).toBe(desk.sync.state().text);
      for (const letter of letters.keys()) expect(desk.text).toContain(letter);
      expect(desk.mostInFlight).toBeLessThanOrEqual(1);
      for (const state of desk.states) expect(state.status !== 'saved' || state.text !== undefined).toBe(true);
    }), { numRuns: 300 });
  });
});
