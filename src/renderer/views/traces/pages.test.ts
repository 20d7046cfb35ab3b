import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../base/result.ts';
import { createPages, PAGE_ROWS, type Pages } from './pages.ts';

type Answer = Result<{ total: number; unfiltered: number; rows: number[] }>;

/** Answers with numbers, when told to. */
function source(total: number): { read: Parameters<Pages<number>['ask']>[0]; asked: number[]; answer: () => Promise<void> } {
  const waiting: Array<() => void> = [];
  const asked: number[] = [];
  return {
    asked,
    read: (from, count) => {
      asked.push(from);
      const answer: Answer = ok({ total, unfiltered: total, rows: Array.from({ length: Math.min(count, total - from) }, (_, i) => from + i) });
      return new Promise<Answer>((resolve) => { waiting.push(() => resolve(answer)); });
    },
    async answer() {
      for (const go of waiting.splice(0)) go();
      await new Promise((resolve) => { setTimeout(resolve); });
    },
  };
}

test('asks for what is looked at, each page once', async () => {
  const { read, asked, answer } = source(1000);
  const pages = createPages<number>();
  pages.ask(read);
  await answer();
  pages.want(150, 450);
  pages.want(150, 450);
  await answer();
  expect(asked).toEqual([0, PAGE_ROWS, 2 * PAGE_ROWS]);
  expect([pages.row(3), pages.row(401), pages.row(999)]).toEqual([3, 401, undefined]);
});

test('a new question keeps the old rows until it is answered, and no late answer comes through', async () => {
  const [first, second] = [source(300), source(5)];
  const pages = createPages<number>();
  pages.ask(first.read);
  await first.answer();
  pages.want(200, 300);
  pages.ask(second.read);
  expect(pages.store.getState()).toMatchObject({ total: 300, outdated: true });
  await first.answer();
  expect(pages.store.getState()).toMatchObject({ total: 300, outdated: true });
  await second.answer();
  expect(pages.store.getState()).toMatchObject({ total: 5, outdated: false });
  expect(pages.row(250)).toBeUndefined();
});

test('pages far from what is looked at are given back and asked for again', async () => {
  const { read, asked, answer } = source(10_000);
  const pages = createPages<number>();
  pages.ask(read);
  await answer();
  for (let row = 0; row < 10_000; row += PAGE_ROWS) pages.want(row, row + 1);
  await answer();
  expect(pages.row(0)).toBeUndefined();
  pages.want(0, 1);
  await answer();
  expect(pages.row(0)).toBe(0);
  expect(asked.filter((from) => from === 0)).toHaveLength(2);
});

test('a failure is told, and the next question may be answered', async () => {
  const pages = createPages<number>();
  pages.ask(() => Promise.resolve(fail('query/too-slow', 'The query was ended after 60 s.')));
  await new Promise((resolve) => { setTimeout(resolve); });
  expect(pages.store.getState().failure?.code).toBe('query/too-slow');
  const { read, answer } = source(3);
  pages.ask(read);
  expect(pages.store.getState().failure).toBeUndefined();
  await answer();
  expect(pages.store.getState().total).toBe(3);
});
