import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type App } from './support/app.ts';
import { audit } from './support/audit.ts';
import { goTo, newCaseWith, saved } from './support/steps.ts';

/** An app that is right, and an edge whose clock is seven seconds behind: it had the answer in its cache before the app had it back. */
const APP = [
  '2026-10-14T10:00:05.402Z INFO request 41 sent to the edge',
  '2026-10-14T10:00:06.002Z INFO request 41 came back',
  '2026-10-14T10:00:16.100Z ERROR no connection left at the edge',
];
const EDGE = ['2026-10-14T09:59:58.502Z INFO request 41 forwarded', '2026-10-14T10:00:00.001Z INFO answer kept in the cache', '2026-10-14T10:00:09.000Z WARN pool is empty'];
const BEFORE = ['forwarded', 'answer kept', 'sent', 'came back', 'pool is empty', 'no connection'];
const AFTER = ['sent', 'forwarded', 'came back', 'answer kept', 'pool is empty', 'no connection'];

const records = (page: Page): Locator => page.getByRole('grid', { name: 'Records' });
const record = (page: Page, text: string): Locator => records(page).getByRole('row').filter({ hasText: text });
const list = (page: Page): Locator => page.getByRole('grid', { name: 'Entries of the timeline' });
const entry = (page: Page, text: string): Locator => list(page).getByRole('row').filter({ hasText: text });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Clock' });
const artifactRow = (page: Page, name: string): Locator => page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: name });

async function order(page: Page, texts: readonly string[]): Promise<void> {
  await expect(records(page).getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveText(texts.map((text) => new RegExp(text)));
}

async function open(app: App, folder: string): Promise<Page> {
  const dir = join(folder, 'bundle');
  mkdirSync(join(dir, 'app'), { recursive: true });
  mkdirSync(join(dir, 'edge'));
  writeFileSync(join(dir, 'app', 'app.log'), `${APP.join('\n')}\n`);
  writeFileSync(join(dir, 'edge', 'edge.log'), `${EDGE.join('\n')}\n`);
  await app.start();
  await newCaseWith(app, [dir], join(folder, 'clocks.tephra'));
  await expect(artifactRow(app.page, 'edge.log')).toContainText('3');
  return app.page;
}

test('a clock that is behind: order not established before, right once two sources are aligned by one event, and undone', async ({ app, folder }) => {
  const page = await open(app, folder);
  await page.keyboard.press('Alt+2');
  await order(page, BEFORE);
  for (const text of ['came back', 'answer kept']) {
    await record(page, text).click();
    await page.keyboard.press('p');
    await expect(page.getByText('Pinned to the timeline.').last()).toBeVisible();
    await saved(page);
  }
  await goTo(page, 'Timeline');
  await page.keyboard.press('l');
  await expect(list(page).getByText('not established')).toHaveCount(1);

  await test.step('the same request in both: its record here, its record there', async () => {
    await page.keyboard.press('Alt+2');
    await record(page, 'forwarded').click();
    await page.keyboard.press('=');
    await expect(page.getByRole('status').filter({ hasText: 'Same moment as' })).toContainText('forwarded');
    await record(page, 'answer kept').click();
    await page.keyboard.press('=');
    await expect(page.getByText('it is of the same source')).toBeVisible();
    await record(page, 'forwarded').click();
    await page.keyboard.press('=');
    await record(page, 'sent to the edge').click();
    await page.keyboard.press('=');
    await expect(panel(page)).toContainText('Clock of edge.log');
    await expect(panel(page).getByLabel('Add to its times')).toHaveValue('+6 s 900 ms');
  });

  await test.step('a second pair: the median, and how far they are apart', async () => {
    await panel(page).getByRole('button', { name: 'Add another pair…' }).click();
    await expect(records(page).getByRole('row')).toHaveCount(4);
    await record(page, 'pool is empty').click();
    await page.keyboard.press('=');
    await page.getByRole('button', { name: /^Remove / }).first().click();
    await record(page, 'no connection').click();
    await page.keyboard.press('=');
    await expect(panel(page).getByLabel('Add to its times')).toHaveValue('+7 s');
    await expect(panel(page).getByLabel('Known to ±')).toHaveValue('100 ms');
    await expect(panel(page).getByRole('checkbox', { name: 'Take app.log as right' })).toBeChecked();
    await expect(panel(page).getByRole('checkbox', { name: 'Move 1 entry that stands on this source by +7 s' })).toBeChecked();
    await expect(panel(page).getByRole('table', { name: 'First and last time, before and after' })).toContainText('2026-10-14 10:00:05.502');
    await audit(page, 'aligning a clock');
    await panel(page).getByLabel('Add to its times').press('Enter');
    await expect(panel(page)).toBeHidden();
    await expect(page.getByRole('list', { name: 'Clocks' })).toContainText('edge.log');
    await expect(page.getByRole('list', { name: 'Clocks' })).toContainText('+7 s ±100 ms');
  });

  await test.step('everything is in order', async () => {
    await page.keyboard.press('Alt+2');
    await order(page, AFTER);
    await record(page, 'forwarded').click();
    await expect(page.getByRole('complementary', { name: 'Record' })).toContainText(/Corrected by \+7 s ±100 ms\s*recorded 09:59:58\.502/);
    await expect(record(page, 'forwarded').getByTitle('Corrected by +7 s ±100 ms, recorded 09:59:58.502')).toHaveText('10:00:05.502');
    await audit(page, 'a record whose clock was corrected');
    await goTo(page, 'Timeline');
    await expect(list(page).getByText('not established')).toHaveCount(0);
    await expect(entry(page, 'came back')).toContainText('10:00:06.002');
    await expect(entry(page, 'answer kept')).toContainText('10:00:07.001');
    await expect(entry(page, 'answer kept')).toContainText('±100 ms');
    await expect(entry(page, 'answer kept')).toContainText('+999 ms');
  });

  await test.step('one step of undo takes all of it back', async () => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(list(page).getByText('not established')).toHaveCount(1);
    await page.keyboard.press('Alt+2');
    await order(page, BEFORE);
  });
});

test('keys alone: an offset is typed, what it does is shown, it is set and taken back', async ({ app, folder }) => {
  const page = await open(app, folder);
  await page.getByRole('treegrid', { name: 'Evidence' }).focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < 10 && (await artifactRow(page, 'edge.log').getAttribute('aria-selected')) !== 'true'; n++) await page.keyboard.press('ArrowDown');
  const set = page.getByRole('complementary', { name: 'Artifact' }).getByRole('button', { name: 'Set or align…' });
  for (let n = 0; n < 60 && !(await set.evaluate((element) => element === document.activeElement)); n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Add to its times')).toBeFocused();
  await page.keyboard.type('seven');
  await expect(panel(page)).toContainText('“seven” is not a length of time');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('+7s');
  await expect(panel(page).getByRole('table')).toContainText('2026-10-14 10:00:16.000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Clocks' })).toContainText('+7 s');
  await page.keyboard.press('Alt+2');
  await order(page, AFTER);
  await goTo(page, 'Evidence');
  await page.getByRole('list', { name: 'Clocks' }).getByRole('button', { name: 'Change' }).click();
  await panel(page).getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('list', { name: 'Clocks' })).toBeHidden();
  await page.keyboard.press('Alt+2');
  await order(page, BEFORE);
});
