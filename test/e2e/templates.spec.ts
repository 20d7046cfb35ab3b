import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { goTo, newCaseWith } from './support/steps.ts';

const changes = (page: Page): Locator => page.getByRole('grid', { name: 'What changed' });
const time = (second: number): string => new Date(Date.UTC(2026, 9, 14, 10, 0, second)).toISOString();

/** Twenty minutes of a service: in the last five its pool runs dry, and it sends no mail any more. */
function log(): string {
  const lines: string[] = [];
  for (let second = 0; second < 1200; second++) {
    lines.push(`${time(second)} INFO served request ${second * 7} in ${5 + (second % 9)} ms`);
    if (second < 900 && second % 10 === 0) lines.push(`${time(second)} INFO sent mail ${second} to user${second}@shop.example`);
    if (second >= 900 && second % 4 === 0) lines.push(`${time(second)} ERROR no connection for request ${second * 7} after ${3000 + second} ms`);
  }
  return `${lines.join('\n')}\n`;
}

test('what changed between before and the incident: by a range, by keyboard, down to the records', async ({ app, folder }) => {
  const path = join(folder, 'shop.log');
  writeFileSync(path, log());
  await app.start();
  await newCaseWith(app, [path], join(folder, 'templates.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await expect(page.getByRole('grid', { name: 'Records' })).toBeVisible();

  await test.step('without a range and without milestones it says what it needs', async () => {
    await page.keyboard.press('t');
    await expect(page.getByText(/milestone|range/i).first()).toBeVisible();
    await page.getByRole('radio', { name: 'All' }).click();
    const all = page.getByRole('grid', { name: 'Templates' });
    await expect(all.getByRole('row').nth(1)).toContainText('served request');
    await expect(all).toContainText('3 templates');
    await page.getByRole('textbox', { name: 'Pattern contains' }).fill('mail');
    await expect(all.getByRole('row')).toHaveCount(2);
    await page.getByRole('radio', { name: 'What changed' }).click();
  });

  await test.step('the range is the incident: the errors are new, the mails are gone, what goes on as before is not listed', async () => {
    const from = BigInt(Date.parse(time(900))) * 1_000_000n;
    await page.evaluate(([a, b]) => { location.hash = `${location.hash}&from=${a}&to=${b}`; }, [from.toString(), (from + 300_000_000_000n).toString()]);
    const row = changes(page).getByRole('row', { name: /no connection for request/ });
    await expect(row).toContainText('new');
    await expect(row).toContainText('75');
    await expect(row).toContainText('first seen');
    await expect(changes(page).getByRole('row', { name: /sent mail/ })).toContainText('vanished');
    await expect(changes(page).getByRole('row', { name: /served request/ })).toHaveCount(0);
    await page.keyboard.press('i');
    await expect(page.getByRole('button', { name: 'Take back the incident' })).toBeVisible();
    await audit(page, 'what changed');
  });

  await test.step('arrows walk it, a drawer says how sure, Escape closes it', async () => {
    await changes(page).focus();
    await page.keyboard.press('Home');
    const row = changes(page).getByRole('row', { name: /no connection for request/ });
    for (let i = 0; i < 3 && (await row.getAttribute('aria-selected')) !== 'true'; i++) await page.keyboard.press('ArrowDown');
    await expect(row).toHaveAttribute('aria-selected', 'true');
    const drawer = page.getByRole('complementary', { name: 'Template' });
    await expect(drawer).toContainText('75 records in the incident window and none in the baseline; never before in this case.');
    await expect(drawer).toContainText('Of findings as strong as this');
    await expect(drawer.getByRole('button', { name: 'Open the bytes of this record' })).toBeVisible();
    await audit(page, 'a change');
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  });

  await test.step('Enter opens the records it is of, in that range', async () => {
    const row = changes(page).getByRole('row', { name: /no connection for request/ });
    await row.click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: '75 of' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Remove template:/ })).toBeVisible();
  });
});
