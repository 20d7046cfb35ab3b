import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { goTo, newCaseWith } from './support/steps.ts';

/** Four hundred records in as many seconds, and three from the weeks before. */
function writeSparse(folder: string): string {
  const path = join(folder, 'sparse.log');
  const start = Date.UTC(2026, 9, 8, 10, 0, 0);
  const times = [-20, -12, -5].map((days) => start + days * 86_400_000).concat(Array.from({ length: 400 }, (_, i) => start + i * 1_000));
  writeFileSync(path, times.map((ms, i) => `${new Date(ms).toISOString()} INFO step ${i}\n`).join(''));
  return path;
}

test('where most records lie in little of the time, the ruler offers it, and the way back', async ({ app, folder }) => {
  await app.start();
  await newCaseWith(app, [writeSparse(folder)], join(folder, 'sparse.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  const records = page.getByRole('status').filter({ hasText: /\d records|\d of \d/ });
  const ruler = page.getByRole('region', { name: 'Time ruler' });
  const offer = ruler.getByRole('button', { name: /^99 % of records lie in \d+ min( \d+ s)?: show those$/ });
  const back = ruler.getByRole('button', { name: 'Show all time' });
  const grid = page.getByRole('grid', { name: 'Records' });

  await test.step('nothing is narrowed without being asked', async () => {
    await expect(offer).toBeVisible();
    await expect(back).toHaveCount(0);
    await expect(records.filter({ hasText: '403 records' })).toBeVisible();
    await audit(page, 'the offer');
  });

  await test.step('by keyboard, there and back on one button', async () => {
    await offer.focus();
    await page.keyboard.press('Enter');
    await expect(records.filter({ hasText: '400 of 403' })).toBeVisible();
    await expect(grid.getByText('step 3', { exact: true })).toBeVisible();
    await expect(page.getByText('Records per 5 s')).toBeVisible();
    await expect(offer).toHaveCount(0);
    await expect(back).toBeFocused();
    await audit(page, 'the way back');
    await page.keyboard.press('Enter');
    await expect(records.filter({ hasText: '403 records' })).toBeVisible();
    await expect(offer).toBeFocused();
  });

  await test.step('by its key, and by mouse, which draws no brush', async () => {
    await grid.focus();
    await page.keyboard.press('z');
    await expect(records.filter({ hasText: '400 of 403' })).toBeVisible();
    await back.click();
    await expect(records.filter({ hasText: '403 records' })).toBeVisible();
    await offer.click();
    await expect(records.filter({ hasText: '400 of 403' })).toBeVisible();
  });
});
