import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../../base/result.ts';
import type { EventRow } from '../../../model/event.ts';
import { createRowModel, PAGE_ROWS, selectedRange, type RowSource } from './row-model.ts';

const SHA = 'a'.repeat(64);
const row = (i: number): EventRow => ({ sha256: SHA, offsetBytes: i, lengthBytes: 1, line: i + 1, timeNs: BigInt(i), severityNumber: 9, source: 's', body: `line ${i}` });

/** An index of `count` rows; a filter with a text term holds those whose offset is a multiple of ten. */
function source(count: () => number): RowSource & { pages: number[]; held: Array<() => void>; hold: boolean } {
  const passing = (filter: { terms: unknown[] }): number[] => Array.from({ length: count() }, (_, i) => i).filter((i) => filter.terms.length === 0 || i % 10 === 0);
  const self = {
    pages: [] as number[], held: [] as Array<() => void>, hold: false,
    page(filter: { terms: unknown[] }, from: number, n: number): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>> {
      self.pages.push(from / PAGE_ROWS);
      const rows = passing(filter);
      const answer = ok({ total: rows.length, unfiltered: count(), rows: rows.slice(from, from + n).map(row) });
      return self.hold ? new Promise((resolve) => self.held.push(() => resolve(answer))) : Promise.resolve(answer);
    },
    seek: ((filter, _from, _direction, target) => {
      const at = passing(filter).findIndex((i) => (target.event ? i === target.event.offsetBytes : BigInt(i) >= target.timeNs!));
      return Promise.resolve(ok({ row: at < 0 ? undefined : at }));
    }) satisfies RowSource['seek'],
  };
  return self;
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const text = { terms: [{ kind: 'text' as const, text: 'x', negated: false }] };

describe('row model', () => {
  it('asks for the pages on screen and no others', async () => {
    const from = source(() => 10_000);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    model.want(0, 40);
    model.want(PAGE_ROWS - 5, PAGE_ROWS + 5);
    await settle();
    expect(from.pages).toEqual([0, 1]);
    expect(model.row(PAGE_ROWS)?.offsetBytes).toBe(PAGE_ROWS);
    expect(model.row(PAGE_ROWS * 2)).toBeUndefined();
  });
  it('keeps a step for the rows that were asked for, and drops it when others are', async () => {
    const from = source(() => 100);
    const model = createRowModel(from);
    const steps: string[] = [];
    const step = (name: string) => () => void steps.push(name);
    // The very first rows are nobody's question yet.
    expect(model.hold(step('none'))).toBe(false);
    await model.ask({ terms: [] }, undefined);
    expect(model.hold(step('none'))).toBe(false);
    const one = { ...text };
    const first = model.ask(one, undefined);
    expect(model.hold(step('first'))).toBe(true);
    const answer = model.ask(text, undefined);
    expect(model.hold(step('down'))).toBe(true);
    expect(model.hold(step('down again'))).toBe(true);
    await Promise.all([first, answer]);
    expect(model.hold(step('none'))).toBe(false);
    for (const kept of model.held()) kept();
    expect(steps).toEqual(['down', 'down again']);
    expect(model.held()).toEqual([]);
    // The same filter of a changed index: what one sees stays, and is walked through.
    const again = model.ask(text, undefined);
    expect(model.hold(step('none'))).toBe(false);
    await again;
  });
  it('drops answers for rows that were scrolled past', async () => {
    const from = source(() => 100_000);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    from.hold = true;
    model.want(50_000, 50_040);
    model.want(80_000, 80_040);
    for (const release of from.held) release();
    await settle();
    expect(model.row(50_000)).toBeUndefined();
    expect(model.row(80_000)?.offsetBytes).toBe(80_000);
  });
  it('stands at the last row when asked for the end, with the last page', async () => {
    let count = 1000;
    const from = source(() => count);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, 'end');
    expect(model.store.getState().stand.row).toBe(999);
    expect(model.row(999)?.offsetBytes).toBe(999);
    model.setCursor(995);
    count = 1500;
    await model.ask({ terms: [] }, 'end');
    expect(model.store.getState()).toMatchObject({ total: 1500, stand: { row: 1499 }, cursor: 995 });
  });
  it('loads the row one is at though its page was given up meanwhile', async () => {
    const from = source(() => 100_000);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    from.hold = true;
    model.setCursor(50_000);
    const loading = model.load(50_000);
    // The list scrolls past it and back.
    model.want(80_000, 80_040);
    from.hold = false;
    model.want(50_000, 50_040);
    for (const release of from.held) release();
    expect((await loading)?.offsetBytes).toBe(50_000);
  });
  it('keeps a record chosen while a new answer is on its way', async () => {
    let count = 1000;
    const from = source(() => count);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    from.hold = true;
    const asked = model.ask(text, undefined);
    model.setCursor(20);
    count = 2000;
    for (const release of from.held) release();
    await asked;
    expect(model.row(model.store.getState().cursor!)?.offsetBytes).toBe(20);
    from.held.length = 0;
    const without = model.ask({ terms: [] }, undefined);
    for (const release of from.held) release();
    await without;
    from.held.length = 0;
    model.setCursor(7);
    const filtered = model.ask(text, undefined);
    for (const release of from.held) release();
    await filtered;
    expect(model.store.getState().cursor).toBeUndefined();
  });
  it('shows the old rows until the new ones are there', async () => {
    const from = source(() => 1000);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    from.hold = true;
    const asked = model.ask(text, undefined);
    await settle();
    expect(model.store.getState()).toMatchObject({ outdated: true, total: 1000 });
    for (const release of from.held) release();
    await asked;
    expect(model.store.getState()).toMatchObject({ outdated: false, total: 100 });
    expect(model.row(1)?.offsetBytes).toBe(10);
  });
  it('keeps the record one is at in its place when the filter changes', async () => {
    const model = createRowModel(source(() => 10_000));
    await model.ask({ terms: [] }, undefined);
    await model.ask(text, { event: { sha256: SHA, offsetBytes: 5000 }, timeNs: 5000n, screenRow: 7, isCursor: true });
    expect(model.store.getState()).toMatchObject({ cursor: 500, stand: { row: 500, screenRow: 7 } });
  });
  it('goes to the same time when the record does not pass the new filter', async () => {
    const model = createRowModel(source(() => 10_000));
    await model.ask(text, { event: { sha256: SHA, offsetBytes: 5003 }, timeNs: 5003n, screenRow: 2, isCursor: true });
    expect(model.store.getState()).toMatchObject({ cursor: undefined, stand: { row: 501, screenRow: 2 } });
  });
  it('keeps its place while records arrive before it', async () => {
    let count = 100;
    const model = createRowModel(source(() => count));
    await model.ask({ terms: [] }, undefined);
    count = 200;
    await model.ask({ terms: [] }, { event: { sha256: SHA, offsetBytes: 60 }, timeNs: 60n, screenRow: 3, isCursor: false });
    expect(model.store.getState()).toMatchObject({ total: 200, stand: { row: 60, screenRow: 3 } });
  });
  it('loads the old rows on while it waits, and never mixes them with the new', async () => {
    const from = source(() => 1000);
    const model = createRowModel(from);
    await model.ask({ terms: [] }, undefined);
    from.hold = true;
    const asked = model.ask(text, { row: 20 });
    model.want(500, 520);
    await settle();
    const [answer, page] = from.held;
    page!();
    await settle();
    expect(model.row(500)?.offsetBytes).toBe(500);
    model.want(700, 720);
    answer!();
    await asked;
    for (const release of from.held) release();
    await settle();
    expect([...model.store.getState().pages.keys()]).toEqual([0]);
    expect(model.store.getState().stand.row).toBe(20);
  });
  it('says why there is no answer, and recovers with the next', async () => {
    const from = source(() => 10);
    const model = createRowModel({ ...from, page: (filter, a, b, signal) => (filter.terms.length > 0 ? Promise.resolve({ ok: false, failure: { code: 'query/invalid', message: 'No.' } }) : from.page(filter, a, b, signal)) });
    await model.ask(text, undefined);
    expect(model.store.getState().failure?.message).toBe('No.');
    await model.ask({ terms: [] }, undefined);
    expect(model.store.getState()).toMatchObject({ failure: undefined, total: 10 });
  });
  it('extends the selection from where it began', () => {
    const model = createRowModel(source(() => 10));
    model.setCursor(5);
    model.setCursor(6, true);
    model.setCursor(3, true);
    expect(selectedRange(model.store.getState())).toEqual({ first: 3, last: 5 });
    model.setCursor(8);
    expect(selectedRange(model.store.getState())).toEqual({ first: 8, last: 8 });
  });
});
