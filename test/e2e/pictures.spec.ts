import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/machine.ts';
import { expect, test } from './support/app.ts';
import { filterBy, goTo, makeSampleCase } from './support/steps.ts';

/** Not a test of anything: draws the screens of the README on the sample incident. */
const FOLDER = join(ROOT, 'resources', 'pictures');

const STATUS = `-- Answers of the edge, by status
SELECT time_bucket(INTERVAL '5 seconds', time) AS time, "http.response.status_code"::VARCHAR AS status, count(*) AS requests
FROM web_access GROUP BY ALL ORDER BY 1, 2`;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures, ${colorScheme}`, async ({ app, folder }) => {
    mkdirSync(FOLDER, { recursive: true });
    const casePath = await makeSampleCase(join(folder, 'data'));
    await app.start(casePath);
    const { page } = app;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const take = async (name: string): Promise<void> => {
      await page.mouse.move(720, 890);
      await expect(page.getByRole('status').filter({ hasText: 'All changes saved' })).toBeVisible();
      // Fonts, and whatever was still being read.
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
    };

    await goTo(page, 'Evidence');
    await page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: 'access.log' }).click();
    await expect(page.getByRole('complementary', { name: 'Artifact' })).toBeVisible();
    await take('evidence');

    await goTo(page, 'Explore');
    await page.getByRole('button', { name: /of records lie in/ }).click();
    await filterBy(page, 'status>=500');
    await page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(4).click();
    await expect(page.getByRole('complementary', { name: 'Record' })).toContainText('0x');
    await take('explore');

    await page.evaluate(() => { location.hash = `${location.hash.split('?')[0]}?tab=templates`; });
    await expect(page.getByRole('grid', { name: 'What changed' }).getByRole('row').nth(5)).toBeVisible();
    await page.getByRole('grid', { name: 'What changed' }).getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary', { name: 'Template' })).toContainText('One of them');
    await take('templates');

    await goTo(page, 'Traces');
    await page.getByText('Errors only').click();
    await page.getByRole('grid', { name: 'Traces' }).getByRole('row').nth(1).click();
    await page.getByRole('treegrid', { name: 'Spans' }).getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary', { name: 'Span' })).toBeVisible();
    await take('traces');

    await goTo(page, 'SQL');
    await page.evaluate((query) => {
      location.hash = `${location.hash.split('?')[0]}?${new URLSearchParams({ q: query, run: '1', as: 'chart' }).toString()}`;
    }, STATUS);
    await expect(page.getByRole('group', { name: /^Chart/ })).toBeVisible();
    await take('sql');

    await goTo(page, 'Timeline');
    await expect(page.getByRole('listbox', { name: 'Lanes of the timeline' }).getByRole('option').first()).toBeVisible();
    await take('timeline');

    await goTo(page, 'Fault tree');
    await page.getByRole('treeitem', { name: /^E1 A coupon/ }).click();
    await page.getByRole('button', { name: 'Show E1, E2, E3, E4 in the tree' }).click();
    await page.getByRole('button', { name: 'Show E1, E2, E3, E4 in the tree' }).click();
    await take('fault-tree');

    await goTo(page, 'Reasoning');
    await page.getByRole('tree', { name: 'Whys' }).getByRole('treeitem', { name: /^The lookup returns/ }).locator('.rs-box').click();
    await expect(page.getByRole('complementary', { name: 'Step' })).toBeVisible();
    await take('reasoning');

    await goTo(page, 'Postmortem');
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('checkout');
    await expect(page.getByRole('textbox', { name: /^Postmortem in Markdown/ })).toBeAttached();
    await take('postmortem');

    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: /Plan a review/ }).click();
    await expect(page.getByText('8 parts, 60 minutes, 5 people')).toBeVisible();
    await page.getByRole('button', { name: /Start the review/ }).click();
    await expect(page.getByRole('heading', { name: 'How we talk' })).toBeVisible();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    for (let n = 0; n < 9; n++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('1');
    await page.keyboard.press('d');
    await page.getByRole('textbox', { name: /what was said$/ }).fill('Two changes within a minute are announced together');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Vote for: Two changes/ })).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(FOLDER, `review-${colorScheme}.png`) });
  });
}
