import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { machine } from '../e2e/support/machine.ts';
import { WebApp } from '../e2e/support/web-app.ts';
import { giantTrace, otlpLines, shopTraces } from '../support/otlp-spans.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { watchTasks } from './long-tasks.ts';
import { tephra } from './processes.ts';

export const title = 'Traces in the browser shell: 50,000 traces as list and map, one trace of 100,000 spans as a waterfall';

const LONG_TASK_MS = 50;

/** `--only many` or `giant` leaves the other out. */
export async function run(folder: string, { only }: BenchOptions): Promise<readonly Measurement[]> {
  const { chromium } = machine();
  if (!chromium.ok) throw new Error(chromium.reason);
  const found: Measurement[] = [{ what: 'load of the machine before', value: loadavg()[0] ?? 0, unit: '' }];
  if (only !== 'giant') found.push(...await inCase(folder, 'many', otlpLines(shopTraces({ traces: 50_000, everyNs: 70_000_000n })), many));
  if (only !== 'many') found.push(...await inCase(folder, 'giant', otlpLines(giantTrace(100_000)), giant));
  return [...found, { what: 'load of the machine after', value: loadavg()[0] ?? 0, unit: '' }];
}

type Take = (what: string, act: () => Promise<void>) => Promise<void>;

async function inCase(folder: string, name: string, lines: Iterable<string>, work: (page: Page, take: Take) => Promise<void>): Promise<Measurement[]> {
  const data = join(folder, `data-${name}`);
  mkdirSync(data);
  const evidence = join(folder, `${name}.jsonl`);
  writeFileSync(evidence, '');
  for (const line of lines) writeFileSync(evidence, line, { flag: 'a' });
  const casePath = join(folder, `${name}.tephra`);
  const { seconds } = await tephra(folder, ['ingest', evidence, '--case', casePath]);
  const found: Measurement[] = [{ what: `${name}: taken in`, value: seconds, unit: 's' }];
  const app = new WebApp(folder, data);
  try {
    await app.start(casePath);
    const { page } = app;
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await work(page, async (what, act) => {
      const started = performance.now();
      let ms = 0;
      const tasks = await watchTasks(page, async () => {
        await act();
        ms = performance.now() - started;
      });
      found.push(
        { what: `${name}: ${what}`, value: ms, unit: 'ms' },
        { what: `${name}: ${what}: longest task of the page`, value: tasks.longestMs, unit: 'ms', target: LONG_TASK_MS },
        { what: `${name}: ${what}: the same, time on the processor`, value: tasks.longestCpuMs, unit: 'ms', target: LONG_TASK_MS },
      );
    });
  } finally {
    await app.close();
  }
  return found;
}

async function many(page: Page, take: Take): Promise<void> {
  const traces = page.getByRole('grid', { name: 'Traces' });
  await take('list', async () => {
    await page.keyboard.press('Alt+4');
    await traces.getByRole('row').nth(5).waitFor();
  });
  await take('wheel over the list', () => wheel(page, traces, 1500));
  await take('errors of one service', async () => {
    await page.evaluate(() => { location.hash += '?service=payments&errors=1'; });
    await page.getByText(/^[\d,]+ of 50,000 traces$/).waitFor();
  });
  await take('map', async () => {
    await page.keyboard.press('v');
    await page.getByRole('table', { name: 'Services' }).waitFor();
  });
}

async function giant(page: Page, take: Take): Promise<void> {
  const spans = page.getByRole('treegrid', { name: 'Spans' });
  await page.keyboard.press('Alt+4');
  await page.getByRole('grid', { name: 'Traces' }).getByRole('row').nth(1).waitFor();
  await take('open', async () => {
    await page.getByRole('grid', { name: 'Traces' }).getByRole('row').nth(1).click();
    await spans.getByRole('row').nth(5).waitFor();
  });
  await take('unfold all', async () => {
    await page.keyboard.press('+');
    await page.waitForFunction(() => document.querySelector('[role=treegrid]')?.getAttribute('aria-rowcount') === '100001');
  });
  await take('wheel over the spans', () => wheel(page, spans, 2500));
  await spans.focus();
  await take('sixty spans by key', async () => {
    for (let i = 0; i < 60; i++) await page.keyboard.press('j');
  });
}

async function wheel(page: Page, over: Locator, deltaPx: number): Promise<void> {
  const box = await over.boundingBox();
  await page.mouse.move(box!.x + box!.width / 2, box!.y + box!.height / 2);
  for (let i = 0; i < 120; i++) {
    await page.mouse.wheel(0, deltaPx);
    await page.waitForTimeout(16);
  }
}
