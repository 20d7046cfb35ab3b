import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { App } from '../e2e/support/app.ts';
import { DesktopApp } from '../e2e/support/desktop-app.ts';
import { machine } from '../e2e/support/machine.ts';
import { WebApp } from '../e2e/support/web-app.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { accessLines, writeLines } from './generate.ts';
import { watchTasks } from './long-tasks.ts';
import { writeTimeline } from './long-timeline.ts';
import { tephra } from './processes.ts';
import { byKeyboard, byMouse, settled, type Action } from './timeline-actions.ts';

export const title = 'a timeline of 400 entries over 2 million records, edited by keyboard and by mouse, in each shell that is here; undone to its first entry after a restart';

/** What issue 4 promises. */
const LONG_TASK_MS = 50;
const ENTRIES = 400;
const BYTES_PER_ROW = 190.5;

/** `--mb 500` is 2 million records; `--only web` or `desktop` leaves the other shell out. */
export async function run(folder: string, { mb, only }: BenchOptions): Promise<readonly Measurement[]> {
  const log = join(folder, 'access.log');
  const { lines } = writeLines(log, mb * 4000 * BYTES_PER_ROW, accessLines(42));
  const { chromium, electron } = machine();
  const found: Measurement[] = [{ what: 'records', value: lines, unit: '' }, { what: 'entries', value: ENTRIES, unit: '' }, load('before')];
  const display = !electron.ok || !electron.needsXvfb || process.env['DISPLAY'] !== undefined;
  if (only !== 'desktop' && chromium.ok) found.push(...await inShell('web', folder, log), load('after the browser shell'));
  if (only !== 'web' && electron.ok && display) found.push(...await inShell('desktop', folder, log), load('after Electron'));
  if (!chromium.ok) console.log(`  The browser shell is left out: ${chromium.reason}`);
  if (!electron.ok) console.log(`  Electron is left out: ${electron.reason}`);
  else if (!display) console.log('  Electron is left out: there is no display. Run it as "xvfb-run -a npm run bench -- timeline".');
  return found;
}

function load(when: string): Measurement {
  return { what: `load of the machine ${when}`, value: loadavg()[0] ?? 0, unit: '' };
}

async function inShell(shell: 'web' | 'desktop', folder: string, log: string): Promise<Measurement[]> {
  const found: Measurement[] = [];
  const casePath = join(folder, `${shell}.tephra`);
  await tephra(folder, ['ingest', log, '--case', casePath, '--reference']);
  await writeTimeline(folder, casePath, log, ENTRIES);
  const data = join(folder, `data-${shell}`);
  mkdirSync(data, { recursive: true });
  const start = async (): Promise<App> => {
    const app = shell === 'web' ? new WebApp(folder, data) : new DesktopApp(folder, data);
    await app.start(casePath);
    await app.page.getByRole('navigation', { name: 'Views' }).waitFor();
    await app.page.waitForTimeout(1500);
    return app;
  };
  const take = async (app: App, hand: string, { what, act }: Action): Promise<void> => {
    const name = `${shell}, ${hand}: ${what}`;
    const tasks = await watchTasks(app.page, async () => {
      await act(app.page);
      await settled(app.page);
    });
    if (tasks.longestMs > LONG_TASK_MS) for (const line of tasks.worst) console.log(`    ${name}: ${line}`);
    const over = tasks.over50 === 0 ? '' : `, ${tasks.over50} over 50 ms`;
    found.push({ what: `${name} (processor ${tasks.longestCpuMs.toFixed(0)} ms${over})`, value: tasks.longestMs, unit: 'ms', target: LONG_TASK_MS });
  };

  let app = await start();
  try {
    await take(app, 'keys', { what: 'open the timeline', act: async (page) => { found.push({ what: `${shell}: timeline drawn after its key`, value: await drawnAfter(page), unit: 'ms' }); } });
    for (const action of byKeyboard) await take(app, 'keys', action);
    for (const action of byMouse) await take(app, 'mouse', action);
  } finally {
    await app.close();
  }

  // As a person would: quit, open, and take back everything there is, down to the first entry.
  app = await start();
  try {
    await drawnAfter(app.page);
    const undone = performance.now();
    let steps = 0;
    await take(app, 'keys', { what: 'after a restart, undo to the first entry', act: async (page) => { steps = await undoToFirst(page); } });
    found.push({ what: `${shell}: steps taken back after a restart, one by one`, value: steps, unit: '' }, { what: `${shell}: the same`, value: (performance.now() - undone) / 1000, unit: 's' });
  } finally {
    await app.close();
  }
  return found;
}

declare global {
  interface Window {
    tephraDrawn?: Promise<number>;
  }
}

/** Milliseconds from the key that opens the timeline until its marks are on screen. */
async function drawnAfter(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.tephraDrawn = new Promise<number>((resolve) => {
      let pressedAt: number | undefined;
      addEventListener('keydown', (event) => { if (event.key === '5') pressedAt ??= event.timeStamp; }, { capture: true });
      const look = (): void => {
        if (pressedAt === undefined || document.querySelector('.tl-mark') === null) requestAnimationFrame(look);
        else requestAnimationFrame((now) => resolve(now - pressedAt!));
      };
      look();
    });
  });
  await page.keyboard.press('ControlOrMeta+5');
  return page.evaluate(() => window.tephraDrawn!);
}

/** Ctrl+Z until one entry is left; answers with how often it was pressed. */
async function undoToFirst(page: Page): Promise<number> {
  for (let steps = 0; steps < 5 * ENTRIES; steps++) {
    const count = await page.locator('.tl-count').textContent();
    if (count?.startsWith('1 entry')) return steps;
    await page.keyboard.press('ControlOrMeta+z');
    await page.waitForFunction(() => document.querySelector('.saved')?.textContent === 'All changes saved', undefined, { polling: 'raf' });
  }
  throw new Error('Undo does not lead to the first entry.');
}
