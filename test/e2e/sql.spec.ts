import type { Locator, Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type App } from './support/app.ts';
import { audit } from './support/audit.ts';
import { HOSTILE_MESSAGE, writeEvidence, writeHostileEvidence } from './support/evidence.ts';
import { filterBy, goTo, makeSampleCase, newCaseWith, saved } from './support/steps.ts';

const editor = (page: Page): Locator => page.getByRole('textbox', { name: /^Query in SQL/ });
const result = (page: Page): Locator => page.getByRole('grid', { name: 'Result' });
/** Monaco has alerts of its own. */
const failure = (page: Page): Locator => page.getByRole('main', { name: 'SQL' }).getByRole('alert');
const press = (page: Page, keys: string): Promise<void> => page.keyboard.press(keys);

/** A case of the small outage, with the console open and the keyboard in its editor. */
async function openConsole(app: App, folder: string): Promise<ReturnType<typeof writeEvidence>> {
  await app.start();
  const evidence = writeEvidence(folder);
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], join(folder, 'outage.tephra'));
  await expect(app.page.getByText(/^3\d\d records$/).first()).toBeVisible();
  await press(app.page, 'Alt+3');
  await expect(editor(app.page)).toBeAttached();
  await press(app.page, 'q');
  await expect(editor(app.page)).toBeFocused();
  return evidence;
}

/** Types a query in place of the one before and runs it. What is inserted at once opens no completions. */
async function ask(page: Page, sql: string): Promise<void> {
  await editor(page).focus();
  await press(page, 'ControlOrMeta+a');
  await page.keyboard.insertText(sql);
  await press(page, 'ControlOrMeta+Enter');
}

test('a query by keyboard alone: completed, run, walked, opened, pinned, undone', async ({ app, folder }) => {
  const evidence = await openConsole(app, folder);
  const { page } = app;
  await page.keyboard.type('SELECT time, bod');
  await expect(page.getByRole('option', { name: /^body/ })).toBeVisible();
  await press(page, 'Enter');
  await page.keyboard.insertText(", artifact, offset_bytes, length_bytes FROM web_access WHERE \"http.response.status_code\" = 503 ORDER BY time");
  await press(page, 'ControlOrMeta+Enter');
  await expect(page.getByRole('status').filter({ hasText: `${evidence.failures} rows` })).toBeVisible();
  await expect(result(page).getByRole('row').nth(1)).toContainText(evidence.firstFailure.line.slice(0, 40));

  await press(page, 'Escape');
  // Out of the editor by Tab, to the result.
  for (let i = 0; i < 20 && !(await result(page).evaluate((el) => el === document.activeElement)); i++) await press(page, 'Tab');
  await expect(result(page)).toBeFocused();
  await press(page, 'ArrowDown');
  await press(page, 'ArrowRight');
  await press(page, 'Enter');
  const drawer = page.getByRole('complementary', { name: 'Row' });
  await expect(drawer).toContainText(evidence.firstFailure.line);
  await expect(drawer.getByRole('button', { name: 'Open the bytes' })).toContainText(`0x${evidence.firstFailure.offsetBytes.toString(16)}`);
  await press(page, 'p');
  await expect(page.getByText('Pinned to the timeline.')).toBeVisible();
  await saved(page);
  await press(page, 'b');
  await expect(page.getByRole('complementary', { name: 'Bytes' })).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('complementary', { name: 'Bytes' })).toBeHidden();

  await press(page, 'Alt+5');
  await expect(page.getByRole('main', { name: 'Timeline' })).toBeVisible();
  await press(page, 'Alt+3');
  // Who comes back finds the answer still there.
  await expect(page.getByRole('status').filter({ hasText: `${evidence.failures} rows` })).toBeVisible();
});

test('what is wrong is marked and said; what would write is refused; what runs too long is ended', async ({ app, folder }) => {
  await openConsole(app, folder);
  const { page } = app;
  await ask(page, 'SELECT 1;\nSELECT bdy FROM events');
  await expect(failure(page)).toContainText('Referenced column "bdy" not found');
  await expect(failure(page)).toContainText('Line 1, column 8 of the statement');
  for (const [sql, sentence] of [
    ['DELETE FROM events', 'Only SELECT and EXPLAIN'], ["COPY events TO '/tmp/x.csv'", 'Only SELECT and EXPLAIN'], ["SELECT * FROM read_text('/etc/hostname')", 'read_text is not for queries of a case'],
  ] as const) {
    await ask(page, sql);
    await expect(failure(page)).toContainText(sentence);
  }
  await ask(page, 'SELECT count(*) FROM range(10000000000000) t(i) WHERE i % 7 = 3');
  await expect(page.getByRole('timer', { name: 'Running' })).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByText(/^The query was ended after/)).toBeVisible();
  // Both statements of a selection at once are refused by the engine, each alone runs.
  await ask(page, "SELECT 'first' AS a;\nSELECT 'second' AS b");
  await expect(result(page).getByRole('gridcell')).toHaveText(['second']);
  await editor(page).focus();
  await press(page, 'ControlOrMeta+Home');
  await press(page, 'ControlOrMeta+Enter');
  await expect(result(page).getByRole('gridcell')).toHaveText(['first']);
  await press(page, 'ControlOrMeta+a');
  await press(page, 'ControlOrMeta+Enter');
  await expect(failure(page)).toContainText('Only one statement runs at a time');
});

test('an example becomes a chart, a link and a file', async ({ app, folder }) => {
  const evidence = await openConsole(app, folder);
  const { page } = app;
  await page.getByRole('tab', { name: 'Examples' }).click();
  await page.getByRole('button', { name: /^Errors per minute/ }).click();
  const figure = page.getByRole('img', { name: /^Bars of errors over minute, from 2026-10-08/ });
  await expect(figure).toBeVisible();
  const chart = page.getByRole('group', { name: /^Chart/ });
  await chart.focus();
  await press(page, 'End');
  await expect(page.getByRole('status').filter({ hasText: '2026-10-08 10:02:00 UTC: ' })).toBeVisible();
  await page.getByRole('radio', { name: 'Lines' }).click();
  await expect(page.getByRole('img', { name: /^Lines of errors/ })).toBeVisible();

  // The same place, entered anew, shows the same.
  await page.reload();
  await expect(page.getByRole('img', { name: /^Lines of errors over minute, from 2026-10-08/ })).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'History' }).getByRole('listitem')).toHaveCount(1);

  await ask(page, "SELECT body, 9007199254740993 AS big FROM events WHERE kind = 'web-access' AND severity_number >= 17 ORDER BY time");
  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(result(page).getByRole('row')).not.toHaveCount(0);
  const file = await app.savedFile('query.csv', async () => {
    await page.getByRole('button', { name: 'Save the result' }).click();
    await page.getByRole('menuitem', { name: 'Save all rows as CSV' }).click();
  });
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(evidence.failures + 1);
  expect(lines[0]).toBe('body,big');
  const parquet = await app.savedFile('query.parquet', async () => {
    await page.getByRole('button', { name: 'Save the result' }).click();
    await page.getByRole('menuitem', { name: 'Save all rows as Parquet' }).click();
  });
  expect(readFileSync(parquet).subarray(0, 4).toString('latin1')).toBe('PAR1');
  expect(lines[1]).toBe(`"${evidence.firstFailure.line.replaceAll('"', '""')}",9007199254740993`);
});

test('a filter goes on as SQL, with the same records', async ({ app, folder }) => {
  const evidence = await openConsole(app, folder);
  const { page } = app;
  await goTo(page, 'Explore');
  await filterBy(page, 'status>=500');
  await expect(page.getByRole('status').filter({ hasText: `${evidence.failures} of` })).toBeVisible();
  await page.getByRole('button', { name: 'Open as SQL' }).click();
  await expect(page.getByRole('main', { name: 'SQL' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: `${evidence.failures} rows` })).toBeVisible();
  await expect(result(page).getByRole('row').nth(1)).toContainText(evidence.firstFailure.line.slice(0, 40));
});

test('a large answer is cut and says so, is sorted and walked; what is hostile is shown as it is', async ({ app, folder }) => {
  await app.start();
  await newCaseWith(app, [writeHostileEvidence(folder)], join(folder, 'hostile.tephra'));
  const { page } = app;
  await press(page, 'Alt+3');
  await expect(editor(page)).toBeAttached();
  await ask(page, 'SELECT i, i % 10 AS last, NULL AS nothing FROM range(300000) t(i)');
  await expect(page.getByRole('status').filter({ hasText: '100,000 rows' })).toBeVisible();
  await expect(page.getByText('Cut at 100,000 rows: there are more')).toBeVisible();
  await expect(result(page).getByRole('row').nth(1)).toContainText('NULL');
  await page.getByRole('columnheader').filter({ hasText: 'i' }).first().getByRole('button').click();
  await result(page).focus();
  await press(page, 'ArrowDown');
  await press(page, 'ControlOrMeta+End');
  await expect(result(page).getByRole('row', { selected: true })).toContainText('99999');
  await page.getByRole('columnheader').filter({ hasText: 'i' }).first().getByRole('button').click();
  await expect(result(page).getByRole('row').nth(1)).toBeVisible();

  await ask(page, 'SELECT body FROM events ORDER BY offset_bytes LIMIT 1 OFFSET 1');
  await expect(result(page).getByRole('row')).toHaveCount(2);
  const cell = result(page).getByRole('gridcell');
  await expect(cell).toContainText('disk 磁盘已满');
  const text = await cell.innerText();
  expect(HOSTILE_MESSAGE).toContain('\u202e');
  // oxlint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000\u001b\u202e]/);
  expect(text).toContain('\\u{202e}');
  await expect(page.locator('script', { hasText: 'alert(1)' })).toHaveCount(0);
});

test('axe, on each state of the console', { tag: '@web' }, async ({ app, folder }) => {
  await app.start(await makeSampleCase(join(folder, 'data')));
  const { page } = app;
  await goTo(page, 'Explore');
  await press(page, 'Alt+3');
  await expect(page.getByRole('list', { name: 'Tables' })).toBeVisible();
  await expect(editor(page)).toBeAttached();
  await audit(page, 'tables');
  await ask(page, 'SELECT time, body, NULL AS nothing, artifact, offset_bytes, length_bytes FROM events LIMIT 100');
  await result(page).focus();
  await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await expect(page.getByRole('complementary', { name: 'Row' })).toBeVisible();
  await audit(page, 'result');
  await press(page, 'Escape');
  await page.getByRole('tab', { name: 'Examples' }).click();
  await page.getByRole('button', { name: /^Errors per minute/ }).click();
  await expect(page.getByRole('img', { name: /^Bars of errors/ })).toBeVisible();
  await audit(page, 'chart');
  await ask(page, 'SELECT nothing FROM events');
  await expect(failure(page)).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await audit(page, 'failure');
});

test('a query is kept in the case by name, as a file, and taken from one in a single step @web', async ({ app, folder }) => {
  await openConsole(app, folder);
  const { page } = app;
  await page.keyboard.insertText('SELECT count(*) AS n FROM events');
  await press(page, 'ControlOrMeta+s');
  await page.getByRole('textbox', { name: 'Name of the query' }).fill('How many');
  await press(page, 'Enter');
  const kept = page.getByRole('list', { name: 'Kept queries' });
  await expect(kept.getByRole('listitem')).toContainText(['How many']);
  await audit(page, 'kept queries');
  const file = await app.savedFile('queries.sql', () => page.getByRole('button', { name: 'Save to a file' }).click());
  expect(readFileSync(file, 'utf8')).toBe('-- name: How many\nSELECT count(*) AS n FROM events\n');

  const shared = join(folder, 'shared.sql');
  writeFileSync(shared, `${readFileSync(file, 'utf8')}\n-- name: Failures\nSELECT count(*) FROM web_access WHERE "http.response.status_code" = 503\n`);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Take from a file' }).click();
  await (await choosing).setFiles(shared);
  await expect(kept.getByRole('listitem')).toContainText(['Failures', 'How many']);
  await kept.getByRole('button', { name: /^How many/ }).click();
  await press(page, 'ControlOrMeta+Enter');
  await expect(result(page).getByRole('row').nth(1)).toContainText(/3\d\d/);
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(kept.getByRole('listitem')).toHaveCount(1);
});
