import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { auditInBothShells as audit } from './support/audit.ts';
import { connected, goTo, makeSampleCase } from './support/steps.ts';

/** axe on every screen, in both colour schemes, on the sample incident. */

test('the welcome screen, the keys and the palette', async ({ app }) => {
  await app.start();
  await connected(app.page);
  await audit(app.page, 'welcome');
  await app.page.keyboard.press('?');
  await expect(app.page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await audit(app.page, 'keys');
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('ControlOrMeta+Shift+P');
  await expect(app.page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await audit(app.page, 'palette');
});

test('every view of a case', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Evidence');
  const evidence = page.getByRole('treegrid', { name: 'Evidence' });
  await evidence.getByRole('row').filter({ hasText: 'access.log' }).click();
  await expect(page.getByRole('complementary', { name: 'Artifact' })).toBeVisible();
  await audit(page, 'evidence');

  await goTo(page, 'Explore');
  await page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(3).click();
  await expect(page.getByRole('complementary', { name: 'Record' })).toContainText('0x');
  await audit(page, 'explore');
  await page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: 'Open these bytes in their file' }).click();
  await expect(page.getByRole('complementary', { name: 'Bytes' })).toBeVisible();
  await audit(page, 'bytes');
  await page.keyboard.press('Escape');

  await goTo(page, 'Timeline');
  await expect(page.getByRole('listbox', { name: 'Lanes of the timeline' })).toBeVisible();
  await audit(page, 'lanes');
  await page.getByRole('radio', { name: 'List' }).click();
  await audit(page, 'list');
  await page.getByRole('button', { name: /^New entry/ }).click();
  await expect(page.getByRole('form', { name: 'New entry' })).toBeVisible();
  await audit(page, 'entry');
  await page.keyboard.press('Escape');

  await goTo(page, 'Postmortem');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('checkout');
  await audit(page, 'postmortem');
});

test('high contrast: every view opens and speaks', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  const { page } = app;
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  for (const view of ['Evidence', 'Explore', 'Timeline', 'Postmortem'] as const) {
    await goTo(page, view);
    await expect(page.getByRole('main', { name: view }).getByRole('heading', { level: 1, name: view })).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be shown' })).toHaveCount(0);
  }
  // Monaco takes its colours from the same tokens.
  await expect(page.getByRole('textbox', { name: /^Postmortem in Markdown/ })).toBeAttached();
});
