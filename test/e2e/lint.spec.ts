import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/machine.ts';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { writeEvidence } from './support/evidence.ts';
import { editorAtEnd, goTo, preview } from './support/steps.ts';

test('the blameless lint while one writes: listed, reached with F8, rewritten with Ctrl+., kept, undone', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  const casePath = join(folder, 'checkout.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', evidence.appLog, '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Postmortem');
  await editorAtEnd(page);
  await page.keyboard.insertText('\n\n## Course\n\nIn hindsight, the root cause was a full disk.\n');

  await page.getByRole('tab', { name: 'Language, 2' }).click();
  const found = page.getByRole('list', { name: 'Findings' });
  await expect(found.getByRole('listitem')).toHaveText([/Hindsight.*“In hindsight,”.*line \d+/, /One single cause.*“the root cause”/]);
  await audit(page, 'the blameless lint');

  await found.getByRole('button', { name: /^Hindsight/ }).press('Enter');
  await page.keyboard.press('ControlOrMeta+.');
  const rewrites = page.locator('.action-widget:not(.action-list-submenu-panel)');
  await expect(rewrites).toContainText('Leave out “In hindsight,”');
  await page.keyboard.press('Enter');
  await expect(preview(page)).toContainText('The root cause was a full disk.');
  await expect(found.getByRole('listitem')).toHaveText([/One single cause/]);

  await page.keyboard.press('F8');
  await expect(page.locator('.marker-widget')).toContainText('This names one cause for an outage');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+.');
  await rewrites.getByText('Keep the wording here: one single cause').click();
  await expect(page.getByRole('tabpanel', { name: 'Language' })).toContainText('Nothing that blames');
  await expect(preview(page)).not.toContainText('lint-ok');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(found.getByRole('listitem')).toHaveText([/One single cause/]);
});
