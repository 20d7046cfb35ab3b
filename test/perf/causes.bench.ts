import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { App } from '../e2e/support/app.ts';
import { DesktopApp } from '../e2e/support/desktop-app.ts';
import { machine } from '../e2e/support/machine.ts';
import { WebApp } from '../e2e/support/web-app.ts';
import { unwrap } from '../../src/base/result.ts';
import { writeFaultTree } from '../../src/engine/fault-tree-files/write.ts';
import { api } from '../../src/protocol/api.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { drawnTree } from './drawn-tree.ts';
import { withClient } from './engine.ts';
import { watchTasks } from './long-tasks.ts';
import { median } from './processes.ts';

export const title = 'fault trees on the screen, in each shell that is here: numbers of 200 nodes after a keystroke, page tasks while 500 nodes are edited';

/** What issue 7 promises. */
const RESULT_MS = 100;
const LONG_TASK_MS = 50;

/** `--only web` or `desktop` leaves the other shell out. */
export async function run(folder: string, { only }: BenchOptions): Promise<readonly Measurement[]> {
  const { chromium, electron } = machine();
  const display = !electron.ok || !electron.needsXvfb || process.env['DISPLAY'] !== undefined;
  const found: Measurement[] = [{ what: 'load of the machine', value: loadavg()[0] ?? 0, unit: '' }];
  if (only !== 'desktop' && chromium.ok) found.push(...await inShell('web', folder));
  if (only !== 'web' && electron.ok && display) found.push(...await inShell('desktop', folder));
  if (!chromium.ok) console.log(`  The browser shell is left out: ${chromium.reason}`);
  if (!electron.ok) console.log(`  Electron is left out: ${electron.reason}`);
  else if (!display) console.log('  Electron is left out: there is no display. Run it as "xvfb-run -a npm run bench -- causes".');
  return found;
}

async function inShell(shell: 'web' | 'desktop', folder: string): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const nodes of [200, 500]) {
    const casePath = join(folder, `${shell}-${nodes}.tephra`);
    await withClient(folder, async (client) => {
      unwrap(await client.call(api.createCase, { path: casePath, title: 'A fault tree' }));
      unwrap(await client.call(api.openCase, { path: casePath }));
      unwrap(await client.call(api.importFaultTree, { fileName: 'tree.xml', bytes: new TextEncoder().encode(writeFaultTree(drawnTree(nodes), 'mef').text) }));
    });
    const data = join(folder, `data-${shell}-${nodes}`);
    mkdirSync(data, { recursive: true });
    const app: App = shell === 'web' ? new WebApp(folder, data) : new DesktopApp(folder, data);
    try {
      await app.start(casePath);
      const { page } = app;
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Fault tree' }).click();
      await page.locator('.ft-head').waitFor();
      // The event of the most probable set: every number of it shows at the top.
      const name = (await page.getByRole('table', { name: 'Minimal cut sets' }).locator('.evid').first().textContent()) ?? '';
      await page.getByRole('tree').focus();
      await page.keyboard.press('/');
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`), selected: true }).first().waitFor();
      if (nodes === 200) found.push(...await numbersAfterKeys(shell, page));
      else found.push(...await tasksOfEdits(shell, page));
    } finally {
      await app.close();
    }
  }
  return found;
}

declare global {
  interface Window {
    tephraNumbers?: Promise<number>;
  }
}

/** Milliseconds from Enter in the field of a probability until the results on the screen are others. */
async function numbersAfterKeys(shell: string, page: Page): Promise<Measurement[]> {
  const times: number[] = [];
  for (let n = 0; n < 22; n++) {
    await page.keyboard.press('p');
    await page.keyboard.type(`0.${n % 2 === 0 ? '9' : '4'}${n}1`);
    await page.evaluate(() => {
      window.tephraNumbers = new Promise<number>((resolve) => {
        const before = document.querySelector('.ft-head')?.closest('[role=tabpanel]')?.textContent;
        let pressedAt: number | undefined;
        addEventListener('keydown', (event) => { pressedAt ??= event.timeStamp; }, { capture: true, once: true });
        const look = (now: number): void => {
          if (pressedAt !== undefined && document.querySelector('.ft-head')?.closest('[role=tabpanel]')?.textContent !== before) resolve(now - pressedAt);
          else if (pressedAt !== undefined && now - pressedAt > 5000) resolve(Number.POSITIVE_INFINITY);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    });
    await page.keyboard.press('Enter');
    times.push(await page.evaluate(() => window.tephraNumbers!));
    await page.waitForTimeout(150);
  }
  // The first ones start the worker and warm it.
  const warm = times.slice(2);
  return [
    { what: `${shell}, 200 nodes: numbers on screen after a keystroke, middle one`, value: median(warm), unit: 'ms', target: RESULT_MS },
    { what: `${shell}, 200 nodes: the slowest of ${warm.length}`, value: Math.max(...warm), unit: 'ms', target: RESULT_MS },
  ];
}

async function tasksOfEdits(shell: string, page: Page): Promise<Measurement[]> {
  const found: Measurement[] = [];
  const take = async (what: string, act: () => Promise<void>): Promise<void> => {
    const tasks = await watchTasks(page, async () => {
      await act();
      await page.getByRole('status').filter({ hasText: 'All changes saved' }).waitFor();
      await page.waitForTimeout(400);
    });
    found.push({ what: `${shell}, 500 nodes: ${what} (processor ${tasks.longestCpuMs.toFixed(0)} ms)`, value: tasks.longestMs, unit: 'ms', target: LONG_TASK_MS });
  };
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
    }
  };
  await take('walk', () => press('ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'ArrowLeft'));
  await take('what happened', () => press('1', '2', '3', '1'));
  await take('an event beside it', async () => {
    await press('Enter');
    await page.keyboard.type('A new event beside it', { delay: 20 });
    await press('Enter');
  });
  await take('wrapped in a gate', () => press('w'));
  await take('folded and unfolded', () => press('Space', 'Space'));
  await take('removed', () => press('Delete'));
  await take('undone', () => press('ControlOrMeta+z', 'ControlOrMeta+z', 'ControlOrMeta+z'));
  return found;
}
