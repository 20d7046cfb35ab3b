import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../support/machine.ts';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { writeEvidence } from './support/evidence.ts';
import { goTo, saved } from './support/steps.ts';

const board = (page: Page): Locator => page.getByRole('listbox', { name: 'Board of actions' });
const column = (page: Page, state: string): Locator => board(page).getByRole('group', { name: new RegExp(`^${state}`) });
const card = (page: Page, title: string): Locator => board(page).getByRole('option', { name: new RegExp(`^${title}`) });
const drawer = (page: Page): Locator => page.getByRole('complementary', { name: 'Action', exact: true });

async function write(page: Page, title: string): Promise<void> {
  await page.keyboard.press('n');
  await expect(page.getByRole('form', { name: 'New action' }).getByRole('textbox')).toBeFocused();
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'New action' })).toBeHidden();
  await expect(card(page, title)).toHaveAttribute('aria-selected', 'true');
  await expect(board(page)).toBeFocused();
}

test('actions: written and moved by keys, dragged, handed to Jira, read back in one step, undone', async ({ app, folder }) => {
  const casePath = join(folder, 'checkout.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', writeEvidence(folder).accessLog, '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  await app.start(casePath);
  const { page } = app;

  await test.step('one follows from an entry of the timeline', async () => {
    await goTo(page, 'Timeline');
    await page.keyboard.press('n');
    const entry = page.getByRole('form', { name: 'New entry' });
    await entry.getByLabel('What happened').fill('Pool is empty');
    await entry.getByLabel('At', { exact: true }).fill('2026-10-08 10:02:00');
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('complementary', { name: 'Entry' }).getByRole('button', { name: 'More about this entry' }).click();
    await page.getByRole('menuitem', { name: 'Action from this entry' }).click();
    const form = page.getByRole('form', { name: 'New action' });
    await expect(form).toContainText('Follows from “Pool is empty”.');
    await expect(page.getByText('No actions yet.')).toBeVisible();
    await page.keyboard.type('Improve monitoring of all services');
    await expect(form.getByRole('list', { name: 'Remarks on the wording' }).getByRole('listitem')).toHaveText([/“improve” says which way/, /“all” has no edge/]);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Alert on pool saturation');
    await expect(form.getByRole('list', { name: 'Remarks on the wording' })).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(column(page, 'Proposed').getByRole('option')).toHaveCount(1);
  });

  await test.step('its fields are saved as they are left', async () => {
    await page.keyboard.press('Enter');
    await expect(drawer(page).getByRole('textbox', { name: /What is to be done/ })).toBeFocused();
    await drawer(page).getByRole('combobox', { name: 'Owner, as a role' }).fill('payments on-call');
    const due = drawer(page).getByRole('textbox', { name: 'Due' });
    await due.fill('12/01/2026');
    await page.keyboard.press('Tab');
    await expect(drawer(page)).toContainText('Which number is the month is not clear');
    await due.fill('2026-10-01');
    await page.keyboard.press('Enter');
    await expect(drawer(page)).toContainText(/2026-10-01, \d+ days late/);
    await drawer(page).getByRole('textbox', { name: /Done when/ }).fill('Filling the pool in staging pages within 5 minutes');
    for (const [name, score] of [['Recurrence', '4 monthly'], ['Impact', '5 all'], ['Effort', '2 days']] as const) {
      await drawer(page).getByRole('button', { name }).click();
      await page.getByRole('option', { name: score }).click();
    }
    await expect(drawer(page)).toContainText('Recurrence 4 × impact 5 ÷ effort 2 = 10, high');
    await expect(drawer(page).getByRole('list', { name: 'Timeline entries it follows from' })).toContainText('Pool is empty');
    await page.keyboard.press('Escape');
    await expect(board(page)).toBeFocused();
    await expect(card(page, 'Alert on pool saturation')).toHaveAccessibleName(/priority 10, owner payments on-call, due 2026-10-01, \d+ days late$/);
    await saved(page);
  });

  await test.step('what waits for what: a circle is refused and said', async () => {
    await write(page, 'Drill the alert');
    const wait = drawer(page).getByRole('combobox', { name: 'Wait for another action' });
    await wait.click();
    await page.keyboard.type('pool');
    await page.getByRole('option', { name: 'Alert on pool saturation Proposed' }).click();
    await expect(drawer(page).getByRole('list', { name: 'Actions it waits for' })).toContainText('Alert on pool saturation');
    await expect(card(page, 'Drill the alert')).toHaveAccessibleName(/waits for 1 action/);
    await card(page, 'Alert on pool saturation').click();
    await expect(drawer(page)).toContainText('Waited for by Drill the alert');
    await wait.click();
    await page.keyboard.type('drill');
    await page.getByRole('option', { name: 'Drill the alert Proposed' }).click();
    await expect(drawer(page)).toContainText('That would go in a circle: “Drill the alert” waits for “Alert on pool saturation” waits for “Drill the alert”.');
    await audit(page, 'board of actions');
    await board(page).focus();
    await page.keyboard.press('o');
    const order = page.getByRole('grid', { name: 'What waits for what' });
    await expect(order.getByRole('row').nth(1)).toContainText('Alert on pool saturation');
    await expect(order.getByRole('row').nth(2)).toContainText('Drill the alert');
    await page.keyboard.press('l');
    if (app.shell === 'web') await audit(page, 'list of actions');
    await page.getByRole('button', { name: 'Due', exact: true }).click();
    await expect(page.getByRole('columnheader', { name: 'Due' })).toHaveAttribute('aria-sort', 'ascending');
    await page.keyboard.press('b');
  });

  await test.step('moved by keys, dragged by mouse, declined with a reason', async () => {
    await write(page, 'Forbid deploys on Friday');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(card(page, 'Alert on pool saturation')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(column(page, 'Accepted').getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Shift+ArrowRight');
    await expect(column(page, 'In progress').getByRole('option')).toHaveCount(1);
    await card(page, 'Drill the alert').dragTo(column(page, 'Accepted'));
    await expect(column(page, 'Accepted').getByRole('option')).toHaveText([/Drill the alert/]);
    await card(page, 'Forbid deploys on Friday').dragTo(column(page, 'Declined'));
    const decline = page.getByRole('form', { name: 'Decline the action' });
    await expect(decline.getByRole('button', { name: /^Decline/ })).toBeDisabled();
    await page.keyboard.type('Deploys stop the bleeding, too.');
    await page.keyboard.press('Enter');
    await expect(column(page, 'Declined').getByRole('option')).toHaveCount(1);
    await expect(drawer(page).getByRole('textbox', { name: 'Why it is declined' })).toHaveValue('Deploys stop the bleeding, too.');
    await board(page).focus();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(column(page, 'Declined').getByRole('option')).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(column(page, 'Declined').getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Delete');
    await expect(card(page, 'Forbid deploys')).toHaveCount(0);
    await page.getByRole('alertdialog').filter({ hasText: 'Removed “Forbid deploys on Friday”' }).getByRole('button', { name: 'Undo' }).click();
    await expect(column(page, 'Declined').getByRole('option')).toHaveCount(1);
  });

  let marker = '';
  await test.step('to Jira', async () => {
    await board(page).focus();
    await page.keyboard.press('e');
    const sheet = page.getByRole('form', { name: 'Export actions' });
    await expect(sheet.getByRole('region', { name: 'Preview of the file' })).toContainText('Issue Id,Summary,Issue Type');
    if (app.shell === 'web') await audit(page, 'export of actions');
    await sheet.getByRole('checkbox', { name: 'Declined' }).press('Space');
    const file = await app.savedFile('actions.csv', () => sheet.getByRole('button', { name: 'Export 2 actions' }).click());
    await expect(sheet).toBeHidden();
    const [header, first, second] = parse(readFileSync(file));
    expect(header).toEqual(['Issue Id', 'Summary', 'Issue Type', 'Status', 'Resolution', 'Priority', 'Due Date', 'Description', 'Labels', 'Labels', 'Outward issue link Blocks']);
    expect(first?.slice(0, 7)).toEqual(['1', 'Alert on pool saturation', 'Task', 'In Progress', '', 'High', '2026-10-01']);
    expect(first?.at(-1)).toBe('2');
    expect(second?.[1]).toBe('Drill the alert');
    marker = /tephra:\S+$/.exec(first?.[7] ?? '')?.[0] ?? '';
    expect(marker).not.toBe('');
  });

  await test.step('and back: looked at, taken over, undone as one', async () => {
    const exported = join(folder, 'jira.csv');
    writeFileSync(exported, `Summary,Issue key,Status,Resolution,Labels,Labels,Description\nPage on saturation,OPS-1,Done,Done,a,b,${marker}\nDrill the alert,OPS-2,In Review,,,,\nSomething else,OPS-3,Done,Done,,,\n`);
    await board(page).focus();
    await page.keyboard.press('r');
    const sheet = page.getByRole('form', { name: 'Read status back' });
    await page.locator('input[type=file]').setInputFiles(exported);
    const changes = sheet.getByRole('list', { name: 'What would change' }).getByRole('listitem');
    await expect(changes).toHaveText([/Alert on pool saturationrow 2, by its marker: “Page on saturation”OPS-1 Done.*In progress/, /Drill the alertrow 3, by its titleOPS-2 In Review.*Accepted/]);
    await expect(sheet).toContainText('1 row leads to nothing');
    await audit(page, 'status read back');
    await expect(column(page, 'Done').getByRole('option')).toHaveCount(0);
    await sheet.getByRole('button', { name: 'Change 2 actions' }).click();
    await expect(sheet).toBeHidden();
    await expect(column(page, 'Done').getByRole('option')).toHaveAccessibleName(/^Alert on pool saturation, .*OPS-1 Done$/);
    await expect(card(page, 'Drill the alert')).toHaveAccessibleName(/In progress.*OPS-2 In Review$/);
    await board(page).focus();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(column(page, 'Done').getByRole('option')).toHaveCount(0);
    await expect(column(page, 'Accepted').getByRole('option')).toHaveCount(1);
    await expect(card(page, 'Drill the alert')).not.toHaveAccessibleName(/OPS-2/);
  });
});
