import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { makeSampleCase } from './support/steps.ts';

/** The panel beside the ring around what it speaks of, both on screen and apart. */
async function looksAt(page: Page, panel: Locator, thing: Locator): Promise<void> {
  await expect(thing).toBeVisible();
  await expect.poll(async () => {
    const [a, b, ring] = [await panel.boundingBox(), await thing.boundingBox(), await page.locator('.tour-ring').boundingBox()];
    if (!a || !b || !ring) return 'not on screen';
    const apart = a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
    return apart && Math.abs(ring.y + 2 - b.y) < 2 && Math.abs(ring.x + 2 - b.x) < 2 ? 'beside it' : 'elsewhere';
  }).toBe('beside it');
}

test('five steps from bytes to the report, by keyboard; once taken it does not come again, and can be called', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'), true);
  await app.start(casePath);
  const { page } = app;
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  const panel = page.getByRole('region', { name: 'Tour of the sample incident' });
  const next = panel.getByRole('button', { name: 'Next' });
  const tryIt = panel.getByRole('button', { name: 'Try it' });
  const bytes = page.getByRole('complementary', { name: 'Bytes' });

  await expect(panel).toContainText('1 of 5');
  await expect(next).toBeFocused();
  const row = page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row', { selected: true });
  await expect(row).toContainText('access.log');
  await looksAt(page, panel, row);
  await audit(page, 'tour');
  await tryIt.focus();
  await press('Enter');
  await press('ArrowDown');
  await expect(row).toContainText('error.log');
  await looksAt(page, panel, row);

  await press('Alt+t');
  await expect(panel).toContainText('2 of 5');
  const record = page.getByRole('grid', { name: 'Records' }).getByRole('row', { selected: true });
  await expect(record).toContainText('503');
  await looksAt(page, panel, record);
  await press('p');
  await expect(page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: /^On the timeline/ })).toBeVisible();

  await next.focus();
  await press('ArrowRight');
  await expect(panel).toContainText('3 of 5');
  await expect(next).toBeFocused();
  const entry = page.getByRole('complementary', { name: 'Entry' });
  await expect(entry).toContainText('Impact start');
  await looksAt(page, panel, entry.locator('.cite').first());
  await tryIt.press('Enter');
  await press('Enter');
  await expect(bytes).toBeVisible();
  // What is in front has Escape first.
  await press('Escape');
  await expect(bytes).toBeHidden();
  await expect(panel).toBeVisible();

  // Whoever goes there by himself is at that step, and nobody is led away from elsewhere.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'SQL' }).click();
  await expect(panel.getByRole('button', { name: 'Show it' })).toBeVisible();
  await press('Alt+8');
  await expect(panel).toContainText('4 of 5');
  const mark = page.getByRole('region', { name: 'Preview' }).locator('.cite').first();
  await looksAt(page, panel, mark);
  await tryIt.press('Enter');
  await press('Enter');
  await expect(bytes).toBeVisible();
  await press('Escape');

  await next.press('ArrowRight');
  await expect(panel).toContainText('5 of 5');
  await looksAt(page, panel, page.getByRole('button', { name: /Export PDF/ }));
  await tryIt.press('Enter');
  const pdf = await app.savedFile('postmortem.pdf', () => press('Enter'));
  expect((await readFile(pdf)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await panel.getByRole('button', { name: 'Done' }).click();
  await expect(panel).toBeHidden();

  await app.close();
  await app.start(casePath);
  const again = app.page.getByRole('region', { name: 'Tour of the sample incident' });
  await expect(app.page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(3)).toBeVisible();
  await expect(again).toHaveCount(0);
  await app.page.keyboard.press('ControlOrMeta+Shift+P');
  await app.page.keyboard.type('Tour of the sample');
  await app.page.keyboard.press('Enter');
  await expect(again).toContainText('1 of 5');
  await expect(again.getByRole('button', { name: 'Next' })).toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(again).toHaveCount(0);
});
