import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { goTo, newCaseWith } from './support/steps.ts';

/** What people said and did becomes the timeline: from a file in Evidence, from a selection in Explore. */

const CHAT = JSON.stringify([
  { type: 'message', subtype: 'channel_join', user: 'U3', text: '<@U3> has joined', ts: '1791974011.0001' },
  { type: 'message', user: 'U1', text: 'Checkout is slow', ts: '1791974051.204567', user_profile: { real_name: 'Ana Example' } },
  { type: 'message', user: 'U2', text: 'Rolling back', ts: '1791974080.0002', user_profile: { real_name: 'Ben Example' } },
]);
const HISTORY = '#1791974090\nkubectl rollout undo deploy/checkout\n#1791974095\nkubectl get pods\n';

test('records of a file become entries: chosen, with other kinds and roles, once; one undo takes them back', async ({ app, folder }) => {
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'chat.json'), CHAT);
  writeFileSync(join(folder, 'in', 'bash_history'), HISTORY);
  await app.start();
  const { page } = app;
  await newCaseWith(app, [join(folder, 'in', 'chat.json'), join(folder, 'in', 'bash_history')], join(folder, 'c.tephra'));
  const panel = page.getByRole('complementary', { name: 'Add to the timeline' });
  const chat = page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: 'chat.json' });
  await expect(chat).toContainText('Slack messages');
  await chat.click();
  await page.getByRole('button', { name: 'Add its 3 records to the timeline…' }).click();
  await expect(panel.getByText('2 of 3 chosen')).toBeVisible();
  await audit(page, 'import');

  await panel.getByRole('textbox', { name: 'Role of Ana Example' }).fill('shop on-call');
  await panel.getByRole('button', { name: /Kind of Rolling back$/ }).click();
  await page.getByRole('option', { name: 'Decision' }).click();
  await panel.getByRole('button', { name: 'Add 2 entries' }).click();
  await expect(page.getByText('Added 2 entries to the timeline.')).toBeVisible();
  await expect(panel).toBeHidden();

  // The same file again has nothing to add.
  await page.getByRole('button', { name: 'Add its 3 records to the timeline…' }).click();
  await expect(panel.getByText('2 are in the timeline already.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Add 0 entries' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await goTo(page, 'Timeline');
  await page.getByRole('radio', { name: 'List' }).click();
  await expect(page.getByText('Checkout is slow', { exact: true })).toBeVisible();
  await expect(page.getByText('shop on-call').first()).toBeVisible();
  // Names stay in the evidence.
  await expect(page.getByRole('main', { name: 'Timeline' })).not.toContainText('Ana Example');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Checkout is slow', { exact: true })).toBeHidden();
});

test('a selection in Explore, by keys alone', async ({ app, folder }) => {
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'bash_history'), HISTORY);
  await app.start();
  const { page } = app;
  await newCaseWith(app, [join(folder, 'in', 'bash_history')], join(folder, 'c.tephra'));
  await expect(page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: 'Shell history' })).toBeVisible();
  await goTo(page, 'Explore');
  await page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+P');
  const panel = page.getByRole('complementary', { name: 'Add to the timeline' });
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await expect(panel.getByText('2 selected records')).toBeVisible();
  const add = panel.getByRole('button', { name: 'Add 2 entries' });
  for (let n = 0; n < 30 && !(await add.evaluate((element) => element === document.activeElement)); n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Added 2 entries to the timeline.')).toBeVisible();
  await goTo(page, 'Timeline');
  await expect(page.getByRole('listbox', { name: 'Lanes of the timeline' })).toContainText('kubectl rollout undo deploy/checkout');
});
