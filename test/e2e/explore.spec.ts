import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { writeEvidence } from './support/evidence.ts';
import { filterBy, goTo, newCaseWith } from './support/steps.ts';

const filterField = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter', exact: true });
const shown = (page: Page, text: string): Locator => page.getByRole('status').filter({ hasText: text });
const records = (page: Page): Locator => page.getByRole('grid', { name: 'Records' });
const record = (page: Page): Locator => page.getByRole('complementary', { name: 'Record' });

test('a filter completes while it is typed, stays half-typed, and says what is wrong where', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  await app.start();
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], join(folder, 'a.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await expect(shown(page, '348 records')).toBeVisible();

  await test.step('by keyboard: a field, then its value with its count, then a chip', async () => {
    await page.keyboard.press('f');
    await page.keyboard.type('lev');
    const level = page.getByRole('option', { name: /^level/ });
    await expect(level).toBeVisible();
    await expect(filterField(page)).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(level).toHaveAttribute('aria-selected', 'true');
    await expect(filterField(page)).toHaveAttribute('aria-activedescendant', await level.getAttribute('id') ?? '');
    await page.keyboard.press('Enter');
    await expect(filterField(page)).toHaveValue('level:');
    await expect(page.getByRole('option', { name: 'error 40' })).toBeVisible();
    await page.keyboard.type('err');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Remove level:error' })).toBeVisible();
    await expect(shown(page, '40 of 348')).toBeVisible();
  });

  await test.step('by mouse', async () => {
    await filterField(page).fill('source:');
    await page.getByRole('option', { name: /^(?:bundle\/)?access\.log/ }).click();
    await expect(shown(page, '20 of 348')).toBeVisible();
    await expect(filterField(page)).toBeFocused();
  });

  await test.step('what is half typed outlives a look at another view', async () => {
    await filterField(page).fill('"not clo');
    await goTo(page, 'Evidence');
    await goTo(page, 'Explore');
    await expect(filterField(page)).toHaveValue('"not clo');
    await filterField(page).press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'This quote is not closed' })).toContainText('"not');
    await expect(filterField(page)).toHaveValue('"not clo');
    await expect(filterField(page)).toHaveAttribute('aria-invalid', 'true');
  });

  await test.step('all of it goes by Ctrl+A and Backspace', async () => {
    await filterField(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Backspace');
    await expect(filterField(page)).toHaveValue('');
    await expect(page.getByRole('button', { name: /^Remove level/ })).toHaveCount(0);
    await expect(shown(page, '348 records')).toBeVisible();
  });

  await test.step('the language is a press away', async () => {
    await page.getByRole('button', { name: 'How to write a filter' }).click();
    await expect(page.getByRole('dialog', { name: 'How to write a filter' })).toContainText('status>=500');
    await page.keyboard.press('Escape');
  });
});

test('filters, highlighters and marks are of the case: there again when it is opened again, undone like all work', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  const casePath = join(folder, 'kept.tephra');
  await app.start();
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], casePath);
  await goTo(app.page, 'Explore');
  await filterBy(app.page, 'level:error source:*app.jsonl');
  await expect(shown(app.page, '20 of 348')).toBeVisible();

  await app.page.keyboard.press('ControlOrMeta+s');
  await app.page.getByRole('textbox', { name: 'Name of the filter' }).fill('Pool errors');
  await app.page.keyboard.press('Enter');
  const side = app.page.getByRole('complementary', { name: 'Facets, saved filters, marks and past searches' });
  await expect(side.getByRole('button', { name: /^Pool errors/ })).toBeVisible();

  const highlight = side.getByRole('textbox', { name: 'Highlight text or /regex/' });
  await highlight.fill('/(/');
  await highlight.press('Enter');
  await expect(side).toContainText('This pattern cannot be read');
  await highlight.fill('connection');
  await highlight.press('Enter');
  await expect(records(app.page).locator('mark.highlight', { hasText: 'connection' }).first()).toBeVisible();

  await records(app.page).focus();
  for (const keys of ['j', 'm', 'j', 'j', 'm']) await app.page.keyboard.press(keys);
  await side.getByRole('tab', { name: /^Marks/ }).click();
  await expect(side.getByRole('button', { name: /no connection left in the pool/ })).toHaveCount(2);
  await records(app.page).focus();
  await app.page.keyboard.press('[');
  await expect(shown(app.page, 'row 1')).toBeVisible();
  await app.page.keyboard.press(']');
  await expect(shown(app.page, 'row 3')).toBeVisible();

  await test.step('undo takes the last one back, redo gives it again', async () => {
    await app.page.keyboard.press('ControlOrMeta+z');
    await expect(side.getByRole('button', { name: /no connection left in the pool/ })).toHaveCount(1);
    await app.page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(side.getByRole('button', { name: /no connection left in the pool/ })).toHaveCount(2);
  });

  const saved = await test.step('as a file', async () => {
    await side.getByRole('tab', { name: 'Saved' }).click();
    return app.shell === 'web' ? app.savedFile('filters.json', () => side.getByRole('button', { name: 'Save to a file' }).click()) : undefined;
  });

  await test.step('there again', async () => {
    await app.close();
    await app.start(casePath);
    await goTo(app.page, 'Explore');
    const again = app.page.getByRole('complementary', { name: 'Facets, saved filters, marks and past searches' });
    await expect(again.getByRole('tab', { name: 'Marks 2' })).toBeVisible();
    await again.getByRole('tab', { name: 'Saved' }).click();
    await again.getByRole('button', { name: /^Pool errors/ }).click();
    await expect(shown(app.page, '20 of 348')).toBeVisible();
    await expect(records(app.page).locator('mark.highlight').first()).toBeVisible();
    if (saved === undefined) return;
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ format: 'tephra-saved-1', filters: [{ name: 'Pool errors' }], highlighters: [{ text: 'connection' }] });
    const more = join(folder, 'more.json');
    writeFileSync(more, JSON.stringify({ format: 'tephra-saved-1', filters: [{ name: 'From elsewhere', text: 'status>=500' }], highlighters: [] }));
    await again.getByLabel('File of saved filters').setInputFiles(more);
    await expect(again.getByRole('button', { name: /^From elsewhere/ })).toBeVisible();
    writeFileSync(more, '{"format":"tephra-saved-1","filters":[{"name":"Bad","text":"\\"open"}],"highlighters":[]}');
    await again.getByLabel('File of saved filters').setInputFiles(more);
    await expect(app.page.getByText('the filter “Bad” cannot be read')).toBeVisible();
  });
});

test('the record in hand follows the cursor, filters by its fields, and is pinned once', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  await app.start();
  await newCaseWith(app, [evidence.accessLog], join(folder, 'b.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await filterBy(page, 'status:503');
  await expect(shown(page, '20 of 300')).toBeVisible();
  await records(page).focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press('j');
  await expect(shown(page, 'row 12')).toBeVisible();
  await expect(record(page)).toContainText('10:02:11.000');
  await page.keyboard.press('Shift+G');
  await expect(record(page)).toContainText('10:02:19.000');
  await page.keyboard.press('g');
  await expect(record(page)).toContainText('10:02:00.000');

  await test.step('context as wide as wanted', async () => {
    await expect(record(page)).toContainText('3 within ±1 s');
    await record(page).getByRole('button', { name: /Seconds around/ }).click();
    await page.getByRole('option', { name: '±10 s' }).click();
    await expect(record(page)).toContainText('21 within ±10 s');
    await page.keyboard.press('Escape');
  });

  await test.step('a short title, once', async () => {
    await records(page).focus();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await expect(record(page).getByRole('button', { name: /^On the timeline/ })).toBeVisible();
    await page.keyboard.press('p');
    await expect(page.getByRole('main', { name: 'Timeline' })).toBeVisible();
    await expect(page.getByText('Already on the timeline: “POST /api/checkout answered 503”.')).toBeVisible();
    await expect(page.getByRole('complementary', { name: 'Entry' }).getByRole('heading', { level: 2 }).first()).toHaveText('POST /api/checkout answered 503');
    await goTo(page, 'Explore');
  });

  await test.step('leaves out what one value says', async () => {
    await record(page).getByRole('button', { name: /^Keep only records where client\.address is/ }).focus();
    await record(page).getByRole('button', { name: /^Leave out records where client\.address is/ }).click();
    await expect(shown(page, '19 of 300')).toBeVisible();
  });
});

test('exports are what is shown, in order', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  await app.start();
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], join(folder, 'c.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await filterBy(page, 'status:503');
  await expect(shown(page, '20 of 348')).toBeVisible();
  const sheet = page.getByRole('dialog', { name: 'Export records' });

  const text = await app.savedFile('lines.txt', async () => {
    await page.getByRole('button', { name: 'Export these records' }).click();
    await sheet.getByRole('radio', { name: 'Text' }).click();
    await sheet.getByRole('checkbox').click({ force: true });
    await sheet.getByRole('button', { name: 'Export 20 records' }).click();
  });
  const lines = readFileSync(evidence.accessLog, 'utf8').split('\n').filter((line) => line.includes(' 503 '));
  await expect(async () => expect(readFileSync(text, 'utf8')).toBe(`${lines.join('\n')}\n`)).toPass();

  const csv = await app.savedFile('some.csv', async () => {
    await records(page).focus();
    for (const keys of ['g', 'j', 'Shift+J', 'Shift+J']) await page.keyboard.press(keys);
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await sheet.getByRole('button', { name: 'Export 3 records' }).click();
  });
  await expect(async () => {
    const rows = readFileSync(csv, 'utf8').split('\r\n');
    expect(rows[2]).toBe('# filter: status:503');
    expect(rows.filter((row) => /^2026-10-08T10:02:0[123]\.000000000Z,/.test(row))).toHaveLength(3);
  }).toPass();
});

test('the table stays at the end while rows come in, until one scrolls up', async ({ app, folder }) => {
  const first = join(folder, 'first.log');
  const line = (second: number): string => `2026-10-08T10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z INFO step ${second}\n`;
  writeFileSync(first, Array.from({ length: 200 }, (_, i) => line(i)).join(''));
  await app.start();
  await newCaseWith(app, [first], join(folder, 'd.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await expect(shown(page, '200 records')).toBeVisible();
  await records(page).focus();
  await page.keyboard.press('Shift+F');
  await expect(page.getByText('Following the end')).toBeVisible();
  await expect(records(page).getByText('step 199')).toBeVisible();

  const second = join(folder, 'second.log');
  writeFileSync(second, '');
  appendFileSync(second, Array.from({ length: 100 }, (_, i) => line(200 + i)).join(''));
  await app.answer({ evidence: [second] }, () => page.keyboard.press('ControlOrMeta+i'));
  await expect(records(page).getByText('step 299')).toBeVisible();

  await records(page).hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByText('Following the end')).toHaveCount(0);
});

test('axe, on each state of Explore', { tag: '@web' }, async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  await app.start();
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], join(folder, 'e.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await filterField(page).fill('status:');
  await expect(page.getByRole('option').first()).toBeVisible();
  await filterField(page).press('ArrowDown');
  await audit(page, 'suggestions');
  await filterField(page).fill('status:503 "open');
  await filterField(page).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'This quote is not closed' })).toBeVisible();
  await audit(page, 'a filter that cannot be read');
  await filterField(page).fill('status:503');
  await filterField(page).press('Enter');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByRole('textbox', { name: 'Name of the filter' }).fill('Failures');
  await page.keyboard.press('Enter');
  const side = page.getByRole('complementary', { name: 'Facets, saved filters, marks and past searches' });
  await side.getByRole('textbox', { name: 'Highlight text or /regex/' }).fill('checkout');
  await page.keyboard.press('Enter');
  await expect(records(page).locator('mark.highlight').first()).toBeVisible();
  await records(page).focus();
  for (const keys of ['j', 'm', 'Shift+J']) await page.keyboard.press(keys);
  await audit(page, 'saved filters and highlighters');
  await side.getByRole('tab', { name: 'Marks 1' }).click();
  await audit(page, 'marks');
  await page.getByRole('button', { name: 'Export these records' }).click();
  await expect(page.getByRole('dialog', { name: 'Export records' })).toBeVisible();
  await audit(page, 'export');
});

test('what was searched for is a tree in the case: back, on from there, opened again, forgotten and not @web', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  await app.start();
  const casePath = join(folder, 'f.tephra');
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], casePath);
  await goTo(app.page, 'Explore');
  await app.page.keyboard.press('Shift+H');
  const side = (): Locator => app.page.getByRole('complementary', { name: 'Facets, saved filters, marks and past searches' });
  const item = (text: string): Locator => side().getByRole('treeitem').filter({ hasText: text });
  await expect(side()).toContainText('Nothing was searched for yet');
  await filterBy(app.page, 'status:503');
  await expect(item('status:503')).toHaveAttribute('aria-level', '1');
  await filterBy(app.page, 'checkout');
  await expect(item('checkout')).toHaveAttribute('aria-level', '2');

  // Back with the keys, and on from there: a branch.
  await item('checkout').focus();
  await app.page.keyboard.press('ArrowLeft');
  await app.page.keyboard.press('Enter');
  await expect(shown(app.page, `${evidence.failures} of`)).toBeVisible();
  await filterBy(app.page, 'POST');
  await expect(item('POST')).toHaveAttribute('aria-level', '2');
  await expect(item('POST')).toHaveAttribute('aria-selected', 'true');
  await audit(app.page, 'past searches');

  await app.close();
  await app.start(casePath);
  await goTo(app.page, 'Explore');
  await app.page.keyboard.press('Shift+H');
  await expect(side().getByRole('treeitem')).toHaveCount(3);
  await item('POST').click();
  await expect(shown(app.page, `${evidence.failures} of`)).toBeVisible();
  await side().getByRole('treeitem').first().focus();
  await app.page.keyboard.press('Delete');
  await expect(side().getByRole('treeitem')).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(side().getByRole('treeitem')).toHaveCount(3);
});
