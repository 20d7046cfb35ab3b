import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { makeSampleCase, preview, saved } from './support/steps.ts';

/** From a line to a sentence that cites it, without a pointer. */
test('filter, pin, entry and citation by keyboard alone', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  const { page } = app;
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);

  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await press('Alt+2');
  await expect(page.getByRole('grid', { name: 'Records' })).toBeVisible();
  await press('f');
  await expect(page.getByRole('combobox', { name: 'Filter', exact: true })).toBeFocused();
  await page.keyboard.type('status>=500');
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Remove status>=500' })).toBeVisible();
  await press('Escape');
  // The first is on the timeline of the sample already.
  await press('j');
  await press('j');
  await expect(page.getByRole('status').filter({ hasText: 'row 2' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: /^Pin to timeline/ })).toBeVisible();
  await press('p');
  await expect(page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: /^On the timeline/ })).toBeVisible();

  // Through the rail: the focus goes on in the view, and its keys work at once.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Timeline' }).focus();
  await press('Enter');
  await expect(page.getByRole('main', { name: 'Timeline' })).toBeFocused();
  await expect(page.getByRole('listbox', { name: 'Lanes of the timeline' })).toBeVisible();
  await press('ControlOrMeta+a');
  await expect(page.getByRole('complementary', { name: 'Selected entries' })).toBeVisible();
  await press('Escape');
  await press('Escape');
  await press('ArrowRight');
  await expect(page.getByRole('complementary', { name: 'Entry' })).toBeVisible();
  await press('Escape');
  await press('n');
  const form = page.getByRole('form', { name: 'New entry' });
  await expect(form.getByLabel('What happened')).toBeFocused();
  await page.keyboard.type('Decided by keyboard');
  await press('Enter');
  await expect(form).toBeHidden();
  await saved(page);
  // The lanes have the focus now, and the keys of the view work on in them.
  await expect(page.getByRole('listbox', { name: 'Lanes of the timeline' })).toBeFocused();
  const heading = page.getByRole('complementary', { name: 'Entry' }).getByRole('heading', { level: 2 }).first();
  await expect(heading).toHaveText('Decided by keyboard');
  await press('ArrowLeft');
  await expect(heading).not.toHaveText('Decided by keyboard');
  await press('n');
  await expect(form.getByLabel('What happened')).toBeFocused();
  await press('Escape');
  await expect(form).toBeHidden();

  await press('Alt+8');
  await expect(page.getByRole('textbox', { name: /^Postmortem in Markdown/ })).toBeAttached();
  await press('ControlOrMeta+Shift+P');
  await page.keyboard.type('Write in the postmortem');
  await press('Enter');
  await expect(page.getByRole('textbox', { name: /^Postmortem in Markdown/ })).toBeFocused();
  await press('ControlOrMeta+End');
  await page.keyboard.type('\n\nProven by keyboard ');
  await press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Cite evidence' })).toBeVisible();
  await press('Enter');
  await expect(preview(page).locator('p').filter({ hasText: 'Proven by keyboard' }).getByRole('button', { name: /^Citation/ })).toBeVisible();
  await saved(page);
});
