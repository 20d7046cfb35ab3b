import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../support/machine.ts';
import { audit } from './support/audit.ts';
import { expect, test } from './support/app.ts';
import { writeEvidence } from './support/evidence.ts';
import { editorAtEnd, goTo, preview, saved } from './support/steps.ts';

const panel = (page: Page, name: string): Locator => page.getByRole('tabpanel', { name: new RegExp(`^${name}`) });
const open = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  return panel(page, name);
};
const status = (page: Page): Locator => page.getByRole('button', { name: /^Status: / });

/** The palette's way to a command. */
async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

test('a postmortem: a template, live blocks, claims, severity, roles, comments; signed off, opened again, a version taken back', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  const casePath = join(folder, 'checkout.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', evidence.appLog, '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  const sha256 = createHash('sha256').update(readFileSync(evidence.appLog)).digest('hex');
  const citation = `[@${sha256.slice(0, 8)}:0x0+40]`;
  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Postmortem');

  await test.step('a template takes the place of an unwritten text, and gives it back', async () => {
    await expect(preview(page)).toContainText('Why we were surprised');
    await run(page, 'Start from a template');
    await page.getByRole('combobox', { name: 'Start from a template' }).fill('pager');
    await expect(page.getByRole('option', { name: /PagerDuty/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(preview(page)).toContainText('How\'d we do');
    await expect(preview(page)).not.toContainText('Why we were surprised');
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(preview(page)).toContainText('Why we were surprised');
  });

  await test.step('blocks are put in by keys, drawn, and lead to their bytes; what cannot be drawn says why and where', async () => {
    await editorAtEnd(page);
    await page.keyboard.type('\n\n## Course\n\nThe pool was empty at 10:02 because of the release.\n\n');
    await page.keyboard.press('ControlOrMeta+/');
    await page.getByRole('combobox', { name: 'Insert a block' }).fill('log');
    await page.keyboard.press('Enter');
    await expect(preview(page).getByRole('list', { name: 'Log excerpt' })).toContainText('no connection left in the pool');
    await editorAtEnd(page);
    await page.keyboard.insertText('\n```tephra table\nSELECT count(*) AS all_records FROM events\n```\n\n```tephra pie\n```\n');
    await expect(preview(page).getByRole('columnheader', { name: 'all_records' })).toBeVisible();
    await expect(preview(page).getByRole('note')).toContainText(/tephra pie, line \d+.*“pie” is no live block/s);
    await preview(page).getByRole('button', { name: /no connection left/ }).first().click();
    await expect(page.getByRole('complementary', { name: /^Bytes/ })).toBeVisible();
    await page.getByRole('complementary', { name: /^Bytes/ }).getByRole('button', { name: 'Close' }).click();
  });

  await test.step('a claim without evidence is counted, found and cited by completion', async () => {
    const footer = page.getByRole('contentinfo', { name: 'Status' });
    await expect(footer).toContainText('1 claim without evidence');
    await footer.getByRole('button', { name: '1 claim without evidence' }).click();
    await panel(page, 'Claims').getByRole('button', { name: /The pool was empty at 10:02/ }).click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.insertText(` ${citation}`);
    await expect(panel(page, 'Claims')).toContainText('Every claim cites evidence');
    await expect(preview(page).getByRole('button', { name: /^Citation 1,.*Open the bytes/ })).toBeVisible();
    await editorAtEnd(page);
    await page.keyboard.type('\nAgain ');
    await page.keyboard.type('[@');
    await expect(page.locator('.suggest-widget')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(preview(page).getByRole('button', { name: /^Citation 1,/ })).toHaveCount(2);
  });

  await test.step('severity by arrow keys, people as roles, a comment settled', async () => {
    const severity = await open(page, 'Severity');
    await severity.getByRole('button', { name: 'Moderate impact, medium urgency: SEV3' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(severity).toContainText('major impact × high urgency gives SEV1');

    const people = await open(page, 'People');
    await people.getByRole('button', { name: 'Add a person' }).click();
    await page.keyboard.type('Ada Lovelace');
    await page.keyboard.press('Tab');
    await page.keyboard.type('database on-call');
    await page.keyboard.press('Enter');
    await expect(people.getByRole('button', { name: /Ada Lovelace/ })).toBeVisible();
    await editorAtEnd(page);
    await page.keyboard.type('\n\nAda Lovelace wrote this.');
    await expect(preview(page)).toContainText('Ada Lovelace wrote this');
    await run(page, 'Show people as roles');
    await expect(preview(page)).toContainText('database on-call wrote this');
    await run(page, 'Show people by name');

    const comments = await open(page, 'Comments');
    await comments.getByRole('textbox', { name: 'Write a comment' }).fill('Whose pool?');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('tab', { name: 'Comments, 1' })).toBeVisible();
    await comments.getByRole('button', { name: 'Resolve' }).click();
    await expect(page.getByRole('tab', { name: 'Comments', exact: true })).toBeVisible();
  });

  await test.step('gates hold until a team asks for less; signed off, text and blocks stay', async () => {
    const steps = await open(page, 'Status');
    await expect(steps.getByRole('button', { name: 'Send to review' })).toBeDisabled();
    await expect(steps).toContainText('Not set: Impact start, Detected, Mitigated, Resolved.');
    await steps.getByRole('button', { name: 'Change what each step asks for' }).click();
    for (const [gate, step] of [['Impact start, detected, mitigated and resolved are set', 'In review'], ['A review was held', 'Reviewed'], ['The review’s attendance is on record', 'Reviewed']] as const) {
      const box = steps.getByRole('checkbox', { name: `${gate} before ${step}` });
      await box.focus();
      await page.keyboard.press('Space');
      await expect(box).not.toBeChecked();
    }
    await audit(page, 'postmortem, status');
    for (const [button, after] of [['Send to review', 'In review'], ['Mark as reviewed', 'Reviewed'], ['Sign off', 'Signed off']] as const) {
      await steps.getByRole('button', { name: button }).click();
      await expect(status(page)).toHaveText(after);
    }
    await expect(page.getByText('Signed off: the text and what its blocks say stay as they were.')).toBeVisible();
    await editorAtEnd(page);
    await page.keyboard.type('not any more');
    await expect(preview(page)).not.toContainText('not any more');
    await expect(preview(page)).toContainText('As signed off');
    await page.getByRole('region', { name: 'Postmortem' }).getByRole('button', { name: 'Open again' }).click();
    await expect(status(page)).toHaveText('Reviewed');
  });

  await test.step('versions stand, differ, and are taken back as an edit', async () => {
    await editorAtEnd(page);
    await page.keyboard.type(' Written later.');
    await saved(page);
    const versions = await open(page, 'Versions');
    await expect(versions.getByRole('list', { name: 'Versions' }).getByRole('button')).toHaveCount(3);
    await versions.getByRole('button', { name: /^Signed off/ }).click();
    const compare = page.getByRole('region', { name: 'Compare versions' });
    await expect(compare).toContainText('Written later.');
    await audit(page, 'postmortem, versions');
    await compare.getByRole('button', { name: 'Take this version back' }).click();
    await expect(preview(page)).not.toContainText('Written later.');
    await expect(preview(page)).toContainText('Ada Lovelace wrote this');
    await saved(page);
  });
});
