import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import type { App } from '../e2e/support/app.ts';
import { DesktopApp } from '../e2e/support/desktop-app.ts';
import { machine } from '../e2e/support/machine.ts';
import { connected } from '../e2e/support/steps.ts';
import { WebApp } from '../e2e/support/web-app.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { accessLines, writeLines } from './generate.ts';
import { watchTasks, type Tasks } from './long-tasks.ts';
import { tephra } from './processes.ts';

export const title = 'the workbench on an access log of 4 million rows: first rows, scrolling, loading; in each shell that is here';

/** What issue 3 promises. */
const FIRST_ROWS_MS = 1000;
const LONG_TASK_MS = 50;
const BYTES_PER_ROW = 190;

/**
 * `--mb 500` is 4 million rows to scroll and 500 MB to load; `--only web` or `desktop` leaves the other shell out. `--runs 3`
 * loads three times: the middle time counts, and the longest task and delay of all.
 */
export async function run(folder: string, { mb, only, runs }: BenchOptions): Promise<readonly Measurement[]> {
  const log = join(folder, 'access.log');
  const big = join(folder, 'big.log');
  const { lines } = writeLines(big, mb * 8000 * BYTES_PER_ROW, accessLines(42));
  writeLines(log, mb * 1e6, accessLines(43));
  const scrolled = join(folder, 'scroll.tephra');
  await tephra(folder, ['ingest', big, '--case', scrolled]);
  rmSync(big);
  // What was written just now goes to the disk before anything is measured.
  spawnSync('sync');
  const { chromium, electron } = machine();
  const found: Measurement[] = [{ what: 'rows to scroll', value: lines, unit: '' }, { what: 'load of the machine before', value: loadavg()[0] ?? 0, unit: '' }];
  if (only !== 'desktop' && chromium.ok) found.push(...await inShell('web', folder, scrolled, log, runs));
  const display = !electron.ok || !electron.needsXvfb || process.env['DISPLAY'] !== undefined;
  if (only !== 'web' && electron.ok && display) found.push(...await inShell('desktop', folder, scrolled, log, runs));
  if (!chromium.ok) console.log(`  The browser shell is left out: ${chromium.reason}`);
  if (!electron.ok) console.log(`  Electron is left out: ${electron.reason}`);
  else if (!display) console.log('  Electron is left out: there is no display. Run it as "xvfb-run -a npm run bench -- app".');
  return [...found, { what: 'load of the machine after', value: loadavg()[0] ?? 0, unit: '' }];
}

async function inShell(shell: 'web' | 'desktop', folder: string, scrolled: string, log: string, runs: number): Promise<Measurement[]> {
  const loop = join(folder, `loop-${shell}.jsonl`);
  process.env['TEPHRA_BENCH_LOOP'] = loop;
  process.env['NODE_OPTIONS'] = `--import=${pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href}`;
  const found: Measurement[] = [];
  const watch = async (page: Page, act: () => Promise<void>): Promise<Watched> => {
    const since = Date.now();
    return { tasks: await watchTasks(page, act), delays: delaysOf(loop, since) };
  };
  const phase = async (name: string, page: Page, act: () => Promise<void>): Promise<void> => {
    found.push(...measured(`${shell}: ${name}`, [await watch(page, act)]));
  };
  // A person's folder each time: Electron opens again what was open last.
  const start = (part: string): App => {
    const data = join(folder, `data-${shell}-${part}`);
    mkdirSync(data, { recursive: true });
    return shell === 'web' ? new WebApp(folder, data) : new DesktopApp(folder, data);
  };

  const app = start('scroll');
  try {
    await app.start(scrolled);
    found.push({ what: `${shell}: first rows after opening`, value: await firstRows(app.page), unit: 'ms', target: FIRST_ROWS_MS });
    await settled(app.page);
    const { page } = app;
    const grid = page.getByRole('grid', { name: 'Records' });
    await grid.focus();
    const box = await grid.boundingBox();
    await page.mouse.move(box!.x + box!.width / 2, box!.y + box!.height / 2);
    await phase('wheel', page, async () => {
      for (let i = 0; i < 120; i++) {
        await page.mouse.wheel(0, i % 20 < 10 ? 240 : 1800);
        await page.waitForTimeout(16);
      }
      await page.waitForTimeout(500);
    });
    // The thumb of a native scrollbar does nothing but set the position of the scroll.
    await phase('thumb', page, async () => {
      await grid.evaluate(async (element) => {
        for (let i = 0; i <= 120; i++) {
          element.scrollTop = (Math.sin(i / 20) ** 2) * (element.scrollHeight - element.clientHeight);
          await new Promise(requestAnimationFrame);
        }
      });
      await page.waitForTimeout(500);
    });
    await phase('PageDown', page, async () => {
      for (let i = 0; i < 60; i++) await page.keyboard.press('PageDown');
      await page.waitForTimeout(500);
    });
    await phase('G and g', page, async () => {
      for (let i = 0; i < 10; i++) {
        await page.keyboard.press(i % 2 === 0 ? 'Shift+G' : 'g');
        await page.waitForTimeout(150);
      }
      await page.waitForTimeout(500);
    });
  } finally {
    await app.close();
  }

  const firstMs: number[] = [];
  const loadedS: number[] = [];
  const watched: Watched[] = [];
  for (let i = 0; i < runs; i++) {
    const loading = start(`load-${i}`);
    const casePath = join(folder, `load-${shell}-${i}.tephra`);
    try {
      await loading.start();
      const { page } = loading;
      await connected(page);
      // As long as it takes a person to find the button.
      await page.waitForTimeout(2000);
      await page.evaluate(watchFirstRows, ROW);
      watched.push(await watch(page, async () => {
        await loading.answer({ evidence: [log], newCase: casePath }, () => page.getByRole('button', { name: /^Open evidence/ }).click());
        // Not by role: to find what has one is a task of the page, and a long one.
        await page.waitForSelector('nav[aria-label="Views"]');
        await page.keyboard.press('Alt+2');
        await page.waitForFunction(() => window.tephraRowsMs !== undefined, undefined, { timeout: 300_000 });
        await page.waitForFunction(() => !document.querySelector('[aria-label="Status"]')?.textContent?.includes('Indexing'), undefined, { timeout: 600_000, polling: 100 });
        loadedS.push(await page.evaluate(() => (performance.now() - (window.tephraAskedMs ?? 0)) / 1000));
        await page.waitForTimeout(1000);
      }));
      firstMs.push(await page.evaluate(() => (window.tephraRowsMs ?? 0) - (window.tephraAskedMs ?? 0)));
    } finally {
      await loading.close();
      rmSync(casePath, { recursive: true, force: true });
      spawnSync('sync');
    }
  }
  console.log(`    ${shell}: first rows while loading: ${firstMs.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
  found.push(
    { what: `${shell}: first rows after asking to load`, value: middle(firstMs), unit: 'ms', target: FIRST_ROWS_MS },
    ...measured(`${shell}: loading`, watched),
    { what: `${shell}: loaded after`, value: middle(loadedS), unit: 's' },
  );
  delete process.env['NODE_OPTIONS'];
  return found;
}

const ROW = '[role="grid"][aria-label="Records"] [role="row"][aria-selected]';

declare global {
  interface Window {
    /** When a person last pressed something, and when rows were on the screen: `performance.now()`. */
    tephraAskedMs?: number;
    tephraRowsMs?: number;
  }
}

/** Runs in the page. The last press before rows are there is the one that asked for them; a key that changes the view is not. */
function watchFirstRows(row: string): void {
  addEventListener('click', (event) => {
    if (window.tephraRowsMs === undefined) window.tephraAskedMs = event.timeStamp;
  }, true);
  const look = (): void => {
    if (!document.querySelector(row)) return void requestAnimationFrame(look);
    // The task after the frame that has them: then they are painted.
    requestAnimationFrame(() => setTimeout(() => {
      window.tephraRowsMs = performance.now();
    }));
  };
  look();
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Milliseconds from the page's beginning until the first records stand there; opening the case is part of it. */
async function firstRows(page: Page): Promise<number> {
  await hasRows(page);
  return page.evaluate(() => performance.now());
}

async function hasRows(page: Page): Promise<void> {
  await page.waitForFunction((row) => document.querySelector(row) !== null, ROW, { timeout: 300_000, polling: 'raf' });
}

/** Facets and histogram are there too. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, { timeout: 60_000 });
  await page.waitForTimeout(2000);
}

interface Delay { readonly at: number; readonly delayMs: number; readonly workedMs: number }

function delaysOf(path: string, since: number): readonly Delay[] | undefined {
  if (!existsSync(path)) return undefined;
  return readFileSync(path, 'utf8').trim().split('\n').filter((line) => line !== '').map((line): Delay => JSON.parse(line)).filter((d) => d.at >= since);
}

interface Watched { readonly tasks: Tasks; readonly delays: readonly Delay[] | undefined }

/** The longest of all runs. */
function measured(what: string, runs: readonly Watched[]): Measurement[] {
  for (const { tasks } of runs) for (const line of tasks.worst) console.log(`    ${what}: ${line}`);
  const most = (of: (watched: Watched) => number): number => Math.max(0, ...runs.map(of));
  const delays = runs.every((run) => run.delays === undefined) ? undefined : runs.flatMap((run) => run.delays ?? []);
  return [
    { what: `${what}: longest task of the page`, value: most(({ tasks }) => tasks.longestMs), unit: 'ms', target: LONG_TASK_MS },
    { what: `${what}: the same, time on the processor`, value: most(({ tasks }) => tasks.longestCpuMs), unit: 'ms', target: LONG_TASK_MS },
    { what: `${what}: tasks over 50 ms (on the processor ${most(({ tasks }) => tasks.over50Cpu)})`, value: most(({ tasks }) => tasks.over50), unit: '' },
    ...(delays === undefined ? [] : [
      { what: `${what}: longest delay of the engine's loop`, value: Math.max(0, ...delays.map((d) => d.delayMs)), unit: 'ms', target: LONG_TASK_MS },
      { what: `${what}: the same, time on the processor`, value: Math.max(0, ...delays.map((d) => Math.min(d.delayMs, d.workedMs))), unit: 'ms', target: LONG_TASK_MS },
    ]),
  ];
}
