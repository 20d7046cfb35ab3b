import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../support/machine.ts';
import { audit } from './support/audit.ts';
import { expect, test } from './support/app.ts';
import { writeEvidence } from './support/evidence.ts';
import { goTo, saved } from './support/steps.ts';

function emptyCase(folder: string): string {
  const casePath = join(folder, 'checkout.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', writeEvidence(folder).accessLog, '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  return casePath;
}

const list = (page: Page): Locator => page.getByRole('grid', { name: 'Entries of the timeline' });
const lanes = (page: Page): Locator => page.getByRole('listbox', { name: 'Lanes of the timeline' });
const entries = (page: Page): Locator => list(page).getByRole('row').filter({ has: page.getByRole('gridcell', { name: /evidence|reference/ }) });
const rowOf = (page: Page, title: string): Locator => list(page).getByRole('row').filter({ hasText: title });
const markOf = (page: Page, title: string): Locator => lanes(page).getByRole('option', { name: new RegExp(`^${title}`) });
const drawer = (page: Page, name: string): Locator => page.getByRole('complementary', { name });

/** An entry typed into the form, with keys alone. */
async function typeEntry(page: Page, title: string, time: string): Promise<void> {
  await page.keyboard.press('n');
  const form = page.getByRole('form', { name: 'New entry' });
  await expect(form.getByLabel('What happened')).toBeFocused();
  await page.keyboard.type(title);
  const at = form.getByLabel('At', { exact: true });
  while (!(await at.evaluate((input) => input === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(time);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(form).toBeHidden();
}

test('keyboard only: write, select, change, merge, split, remove; undone to the first entry after a restart', async ({ app, folder }) => {
  const casePath = emptyCase(folder);
  await app.start(casePath);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await app.page.keyboard.press('ControlOrMeta+5');
  await expect(app.page.getByRole('main', { name: 'Timeline' })).toBeVisible();
  for (const [title, time] of [['Deploy of the shop', '2026-10-08 10:00:00'], ['Errors at the edge', '2026-10-08 10:02:00'], ['Pool is empty', '2026-10-08 10:02:05'], ['Rolled back', '2026-10-08 10:02:20']] as const) {
    await typeEntry(app.page, title, time);
  }
  await app.page.keyboard.press('l');
  await expect(entries(app.page)).toHaveCount(4);

  await test.step('three of them get a role and move by a minute, in one step', async () => {
    await list(app.page).focus();
    await app.page.keyboard.press('Home');
    await app.page.keyboard.press('ArrowDown');
    await app.page.keyboard.press('Shift+ArrowDown');
    await app.page.keyboard.press('Shift+ArrowDown');
    await expect(drawer(app.page, 'Selected entries')).toContainText('3 entries selected');
    await app.page.keyboard.press('Enter');
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.type('shop on-call');
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.type('+1 min');
    await app.page.keyboard.press('ControlOrMeta+Enter');
    await expect(rowOf(app.page, 'shop on-call')).toHaveCount(3);
    await expect(rowOf(app.page, 'Errors at the edge')).toContainText('10:03:00');
    await expect(rowOf(app.page, 'Deploy of the shop')).toContainText('10:00:00');
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.press('ControlOrMeta+z');
    await expect(rowOf(app.page, 'shop on-call')).toHaveCount(0);
    await expect(rowOf(app.page, 'Errors at the edge')).toContainText('10:02:00');
    await app.page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(rowOf(app.page, 'shop on-call')).toHaveCount(3);
  });

  await test.step('two become one that spans both, and one of it two again', async () => {
    await list(app.page).focus();
    await app.page.keyboard.press('Home');
    await app.page.keyboard.press('ArrowDown');
    await app.page.keyboard.press('Shift+ArrowDown');
    await expect(drawer(app.page, 'Selected entries')).toContainText('2 entries selected');
    await app.page.keyboard.press('m');
    await expect(entries(app.page)).toHaveCount(3);
    await expect(drawer(app.page, 'Entry')).toContainText('10:03:05 UTC Pool is empty');
    await expect(rowOf(app.page, 'Errors at the edge')).toContainText('10:03:00 to 10:03:05');
    await list(app.page).focus();
    await app.page.keyboard.press('x');
    const cut = app.page.getByRole('form', { name: 'Split entry' }).getByLabel('Cut at');
    await expect(cut).toBeFocused();
    await app.page.keyboard.press('ControlOrMeta+a');
    await app.page.keyboard.type('2026-10-08 10:03:02');
    await app.page.keyboard.press('Enter');
    await expect(entries(app.page)).toHaveCount(4);
    await expect(app.page.getByRole('form', { name: 'Edit entry' }).getByLabel('What happened')).toBeFocused();
    await app.page.keyboard.press('ControlOrMeta+a');
    await app.page.keyboard.type('Pool is empty again');
    await app.page.keyboard.press('ControlOrMeta+Enter');
    await expect(rowOf(app.page, 'Pool is empty again')).toContainText('10:03:02 to 10:03:05');
    // Who did what to it, newest first.
    const history = drawer(app.page, 'Entry').getByRole('list', { name: 'History of the entry' });
    await expect(history.getByRole('listitem').first()).toContainText(/Ada Tester.*Renamed “Errors at the edge” to “Pool is empty again”/);
    await expect(history.getByRole('listitem').last()).toContainText('Split “Errors at the edge” in two');
  });

  await test.step('all of them go, and come back', async () => {
    await list(app.page).focus();
    await app.page.keyboard.press('ControlOrMeta+a');
    await expect(drawer(app.page, 'Selected entries')).toContainText('4 entries selected');
    await app.page.keyboard.press('Delete');
    await expect(app.page.getByText('No timeline entries yet')).toBeVisible();
    await app.page.keyboard.press('ControlOrMeta+z');
    await expect(entries(app.page)).toHaveCount(4);
    await saved(app.page);
  });

  await app.close();
  await app.start(casePath);
  await expect(app.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await app.page.keyboard.press('ControlOrMeta+5');
  await app.page.keyboard.press('l');
  await expect(entries(app.page)).toHaveCount(4);
  // Title, split, merge, change, then the entries down to the first.
  for (let undone = 0; undone < 7; undone++) {
    await app.page.keyboard.press('ControlOrMeta+z');
    await saved(app.page);
  }
  await expect(entries(app.page)).toHaveCount(1);
  await expect(rowOf(app.page, 'Deploy of the shop')).toContainText('10:00:00');
});

test('as known at the time: what was learned later is marked, and hidden with a key', async ({ app, folder }) => {
  await app.start(emptyCase(folder));
  await goTo(app.page, 'Timeline');
  for (const [title, known] of [['Errors at the edge', ''], ['Pool setting was wrong', '2026-10-09 09:30']] as const) {
    await app.page.getByRole('button', { name: /^New entry/ }).click();
    const form = app.page.getByRole('form', { name: 'New entry' });
    await form.getByLabel('What happened').fill(title);
    await form.getByLabel('At', { exact: true }).fill('2026-10-08 10:02:00');
    await form.getByLabel(/^Known since/).fill(known);
    await form.getByRole('button', { name: /^Add entry/ }).click();
    await expect(form).toBeHidden();
  }
  await expect(drawer(app.page, 'Entry')).toContainText('9 Oct 2026, 09:30:00');
  await expect(lanes(app.page).getByRole('option', { name: /Pool setting was wrong.*not known at the time, learned 9 Oct 09:30/ })).toBeVisible();
  await lanes(app.page).focus();
  await app.page.keyboard.press('h');
  await expect(lanes(app.page).getByRole('option')).toHaveCount(1);
  await expect(app.page.getByText('as known at the time, 1 hidden')).toBeVisible();
  await app.page.getByRole('radio', { name: 'List' }).click();
  await expect(entries(app.page)).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Show what was learned later too' }).click();
  await expect(rowOf(app.page, 'Pool setting was wrong')).toContainText('learned 9 Oct 09:30');
});

test('order that clocks do not tell, and milestones that contradict one another, are said', async ({ app, folder }) => {
  await app.start(emptyCase(folder));
  await goTo(app.page, 'Timeline');
  for (const [title, at, uncertainty, milestone] of [
    ['Errors at the edge', '10:02:00', '', 'Impact start'], ['Rolled back', '10:05:00', '1 s', 'Resolved'], ['Errors end', '10:05:01.400', '1.1 s', ''], ['Pool is full again', '10:09:00', '', 'Mitigated'],
  ] as const) {
    await app.page.getByRole('button', { name: /^New entry/ }).click();
    const form = app.page.getByRole('form', { name: 'New entry' });
    await form.getByLabel('What happened').fill(title);
    await form.getByLabel('At', { exact: true }).fill(`2026-10-08 ${at}`);
    await form.getByLabel('±').fill(uncertainty);
    if (milestone !== '') {
      await form.getByRole('button', { name: /^Milestone|Milestone$/ }).click();
      await app.page.getByRole('option', { name: milestone }).click();
    }
    await form.getByRole('button', { name: /^Add entry/ }).click();
    await expect(form).toBeHidden();
  }
  const problems = app.page.getByRole('list', { name: 'Milestones to look at' });
  await expect(problems).toHaveText(/^Resolved is before Mitigated\. .*Show the entry$/);
  await problems.getByRole('button', { name: 'Show the entry' }).click();
  await expect(drawer(app.page, 'Entry')).toContainText('Rolled back');
  // In the lanes the bracket of the entry in hand says it in words, with the numbers.
  await expect(lanes(app.page)).toContainText('order not established');
  await expect(lanes(app.page)).toContainText('1.40 s apart, ±2.10 s');
  await app.page.getByRole('radio', { name: 'List' }).click();
  await expect(rowOf(app.page, 'Errors end').getByTitle('Order not established: 1.40 s apart, ±2.10 s. The clocks cannot tell which came first.')).toHaveText('not established');
});

test('lanes fold, pin and move, and what is shown can be narrowed; it stays so while one looks elsewhere', async ({ app, folder }) => {
  await app.start(emptyCase(folder));
  await goTo(app.page, 'Timeline');
  for (const [title, at, kind] of [['Pool is empty', '10:02:00', 'Observation'], ['Alert fires', '10:03:00', 'Detection'], ['Alert repeats', '10:04:00', 'Detection'], ['Rolled back', '10:05:00', 'Change']] as const) {
    await app.page.getByRole('button', { name: /^New entry/ }).click();
    const form = app.page.getByRole('form', { name: 'New entry' });
    await form.getByLabel('What happened').fill(title);
    await form.getByRole('button', { name: /^Observation|Kind$/ }).click();
    await app.page.getByRole('option', { name: kind, exact: true }).click();
    await form.getByLabel('At', { exact: true }).fill(`2026-10-08 ${at}`);
    await form.getByRole('button', { name: /^Add entry/ }).click();
    await expect(form).toBeHidden();
  }
  await app.page.getByRole('button', { name: 'Fit all entries' }).click();
  const heads = app.page.getByRole('button', { name: /^Lane / });
  await expect(heads.first()).toHaveAccessibleName('Lane Impact');
  const observed = lanes(app.page).getByText('Pool is empty', { exact: true });
  await expect(observed).toBeVisible();

  await app.page.getByRole('button', { name: 'Lane Observations' }).click();
  await app.page.getByRole('menuitem', { name: 'Fold' }).click();
  await expect(observed).toBeHidden();
  // Folded marks still are there to be read and selected.
  await expect(lanes(app.page).getByRole('option', { name: /^Pool is empty,/ })).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Lane Changes' }).focus();
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
  await expect(heads.first()).toHaveAccessibleName('Lane Changes, pinned');
  await app.page.getByRole('button', { name: 'Lane Detection' }).click();
  await app.page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(heads.nth(1)).toHaveAccessibleName('Lane Detection');

  await goTo(app.page, 'Explore');
  await goTo(app.page, 'Timeline');
  await expect(heads.first()).toHaveAccessibleName('Lane Changes, pinned');
  await expect(app.page.getByRole('button', { name: 'Lane Observations, folded' })).toBeVisible();

  const marks = lanes(app.page).getByRole('option');
  await expect(marks).toHaveCount(4);
  await app.page.getByRole('button', { name: 'Which entries to show' }).click();
  await app.page.getByRole('dialog', { name: 'Which entries to show' }).getByText('Detection').click();
  await app.page.keyboard.press('Escape');
  await expect(marks).toHaveCount(2);
  await app.page.getByRole('button', { name: 'Show all kinds' }).click();
  await expect(marks).toHaveCount(4);
});

test('rows of a spreadsheet and lines of a chat are pasted, looked at, and become entries in one step', async ({ app, folder }) => {
  await app.start(emptyCase(folder));
  await goTo(app.page, 'Timeline');
  const paste = (text: string): Promise<void> => app.page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await paste('Date\tTime\tWho\tWhat\n2026-10-08\t10:02\tshop on-call\tErrors at the edge\n2026-10-08\t10:04\tshop on-call\tRolled back\nnonsense\t\t\t');
  const sheet = app.page.getByRole('form', { name: 'Entries from text' });
  await expect(sheet.getByRole('listitem')).toHaveCount(3);
  await expect(sheet).toContainText('1 line is left out');
  await expect(sheet.getByRole('button', { name: /^Add 2 entries/ })).toBeEnabled();
  await sheet.getByRole('textbox').fill('2026-10-08 10:02 Ada: errors at the edge\n10:04 Bob: rolled back\n10:05 all clear');
  await app.page.keyboard.press('ControlOrMeta+Enter');
  await expect(sheet).toBeHidden();
  await app.page.getByRole('radio', { name: 'List' }).click();
  await expect(entries(app.page)).toHaveCount(3);
  await expect(rowOf(app.page, 'rolled back')).toContainText('10:04:00');
  await expect(rowOf(app.page, 'rolled back')).toContainText('Bob');
  await app.page.keyboard.press('ControlOrMeta+z');
  await expect(app.page.getByText('No timeline entries yet')).toBeVisible();
});

test('mouse only: a band over the lanes, Ctrl and Shift in the list, moved and merged together', async ({ app, folder }) => {
  await app.start(emptyCase(folder));
  await goTo(app.page, 'Timeline');
  for (const [title, time] of [['First', '2026-10-08 10:00:00'], ['Second', '2026-10-08 10:01:00'], ['Third', '2026-10-08 10:02:00'], ['Fourth', '2026-10-08 10:03:00']] as const) {
    await app.page.getByRole('button', { name: /^New entry/ }).click();
    const form = app.page.getByRole('form', { name: 'New entry' });
    await form.getByLabel('What happened').fill(title);
    await form.getByLabel('At', { exact: true }).fill(time);
    await form.getByRole('button', { name: /^Add entry/ }).click();
    await expect(form).toBeHidden();
  }
  const mark = (name: string): Locator => lanes(app.page).getByRole('option', { name: new RegExp(`^${name},`) });

  await test.step('a band takes what it touches; dragging one drags all', async () => {
    const from = (await mark('Second').boundingBox())!;
    const to = (await mark('Third').boundingBox())!;
    const plot = (await lanes(app.page).boundingBox())!;
    await app.page.keyboard.down('Shift');
    await app.page.mouse.move(from.x - 2, plot.y + 10);
    await app.page.mouse.down();
    await app.page.mouse.move(to.x + to.width / 2, Math.max(from.y + from.height, to.y + to.height) + 4, { steps: 6 });
    await app.page.mouse.up();
    await app.page.keyboard.up('Shift');
    await expect(lanes(app.page).getByRole('option', { selected: true })).toHaveCount(2);
    await expect(drawer(app.page, 'Selected entries')).toContainText('2 entries selected');
    const at = (await mark('Second').boundingBox())!;
    await app.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    await app.page.mouse.down();
    await app.page.mouse.move(at.x + at.width / 2 + 30, at.y + at.height / 2, { steps: 4 });
    await app.page.mouse.up();
    await expect(app.page.getByText(/^Moved 2 entries by \+/)).toBeVisible();
  });

  await test.step('Ctrl and Shift in the list', async () => {
    await app.page.getByRole('radio', { name: 'List' }).click();
    await rowOf(app.page, 'First').click();
    await rowOf(app.page, 'Fourth').click({ modifiers: ['ControlOrMeta'] });
    await expect(list(app.page).getByRole('row', { selected: true })).toHaveCount(2);
    await rowOf(app.page, 'First').click();
    await rowOf(app.page, 'Third').click({ modifiers: ['Shift'] });
    await expect(list(app.page).getByRole('row', { selected: true })).toHaveCount(3);
    await drawer(app.page, 'Selected entries').getByRole('button', { name: /^Merge/ }).click();
    await expect(entries(app.page)).toHaveCount(2);
    await app.page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect(entries(app.page)).toHaveCount(4);
  });

  await test.step('rows are dragged over, then removed', async () => {
    await rowOf(app.page, 'First').hover();
    await app.page.mouse.down();
    await rowOf(app.page, 'Second').hover();
    await app.page.mouse.up();
    await expect(list(app.page).getByRole('row', { selected: true })).toHaveCount(2);
    await drawer(app.page, 'Selected entries').getByRole('button', { name: /^Remove/ }).click();
    await expect(entries(app.page)).toHaveCount(2);
  });
});

test('comments, times from T0, repeats, gaps, deltas and lanes by mouse', async ({ app, folder }) => {
  test.slow();
  // A source that says something every half second, but for a minute and a half.
  const tick = (seconds: number): string => JSON.stringify({ time: new Date(Date.UTC(2026, 9, 8, 9, 55) + seconds * 1000).toISOString(), msg: `tick ${seconds}` });
  const ticks = Array.from({ length: 2400 }, (_, i) => i / 2).filter((s) => s <= 540 || s >= 630).map(tick);
  writeFileSync(join(folder, 'ticks.jsonl'), `${ticks.join('\n')}\n`);
  const casePath = join(folder, 'gaps.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', join(folder, 'ticks.jsonl'), '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Timeline');
  await page.getByRole('button', { name: 'Entries from text' }).click();
  const sheet = page.getByRole('form', { name: 'Entries from text' });
  await sheet.getByRole('textbox').fill(['Date\tTime\tWhat\tKind', '2026-10-08\t10:02\tOrders fail\tImpact', ...[1, 2, 3].map((i) => `2026-10-08\t10:02:${i}0\tAlert ${i} fires\tDetection`), '2026-10-08\t10:03\tLooked at the edge\tAction', '2026-10-08\t10:30\tRolled back\tChange'].join('\n'));
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(sheet).toBeHidden();

  await test.step('a time counted from T0 needs a T0, and says what was understood', async () => {
    await page.keyboard.press('n');
    const form = page.getByRole('form', { name: /entry/ });
    await form.getByLabel('What happened').fill('Paged the shop');
    await form.getByLabel('At', { exact: true }).fill('T+5m');
    await form.getByLabel('±').focus();
    await expect(form).toContainText('counts from T0, the milestone Impact start, and none is set');
    await page.keyboard.press('Escape');
    await lanes(page).getByRole('option', { name: /^Orders fail/ }).dblclick();
    await page.getByRole('form', { name: 'Edit entry' }).getByRole('button', { name: /^Milestone|Milestone$/ }).click();
    await page.getByRole('option', { name: 'Impact start' }).click();
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('form', { name: 'Edit entry' })).toBeHidden();
    await typeEntry(page, 'Paged the shop', 'T+5m');
    await expect(drawer(page, 'Entry')).toContainText('10:07:00 UTC');
    await page.keyboard.press('Enter');
    const at = page.getByRole('form', { name: 'Edit entry' }).getByLabel('At', { exact: true });
    await at.fill('2026-10-08 12:07 Berlin');
    await expect(page.getByRole('form', { name: 'Edit entry' })).toContainText('2026-10-08 10:07:00 UTC · 12:07:00 Europe/Berlin');
    await at.press('Escape');
  });

  await test.step('repeats are one mark and one row, which open and close', async () => {
    const run = lanes(page).getByRole('option', { name: /^×3 Alert … fires, detection.*repeats, folded/ });
    await expect(run).toHaveCount(1);
    await run.click();
    await expect(run).toHaveCount(0);
    await expect(lanes(page).getByRole('option', { name: /^Alert \d fires/ })).toHaveCount(3);
    await page.keyboard.press('r');
    await expect(run).toHaveAttribute('aria-selected', 'true');
    await expect(drawer(page, 'Selected entries')).toContainText('3 entries selected');
    await page.keyboard.press('l');
    await expect(entries(page)).toHaveCount(5);
    await list(page).focus();
    await page.keyboard.press('Enter');
    await expect(entries(page)).toHaveCount(7);
    await rowOf(page, 'Alert 1 fires').getByRole('button', { name: 'Fold 3 repeats' }).click();
    await expect(rowOf(page, '×3 Alert … fires')).toHaveCount(1);
    // Its tooltip would take the next Escape for itself.
    await page.mouse.move(0, 0);
  });

  await test.step('comments: written, counted, resolved, undone, by keyboard', async () => {
    await list(page).focus();
    await page.keyboard.press('End');
    await expect(drawer(page, 'Entry')).toContainText('Rolled back');
    await page.keyboard.press('c');
    await page.keyboard.type('Why so late?');
    await page.keyboard.press('ControlOrMeta+Enter');
    const comments = drawer(page, 'Entry').getByRole('list', { name: 'Open comments' });
    await expect(comments).toContainText(/Ada Tester.*Why so late\?/s);
    await expect(rowOf(page, 'Rolled back')).toContainText('1 comment');
    await page.keyboard.press('Escape');
    await expect(list(page)).toBeFocused();
    await comments.getByRole('button', { name: /^More about the comment/ }).press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Why only then?');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(comments).toContainText('Why only then?');
    await comments.getByRole('button', { name: 'Resolve' }).press('Enter');
    await expect(drawer(page, 'Entry').getByRole('button', { name: '1 resolved comment' })).toBeVisible();
    await expect(rowOf(page, 'Rolled back')).not.toContainText('1 comment');
    await list(page).focus();
    // The entry goes and comes back with what was said of it.
    await page.keyboard.press('Delete');
    await expect(rowOf(page, 'Rolled back')).toHaveCount(0);
    for (let step = 0; step < 2; step++) {
      await page.keyboard.press('ControlOrMeta+z');
      await saved(page);
    }
    await expect(rowOf(page, 'Rolled back')).toContainText('1 comment');
  });

  await test.step('the list says what is not there, and counts from T0', async () => {
    await expect(list(page)).toContainText(/No records from ticks\.jsonl for 1 min 30 s, 10:04:00 to 10:05:30 UTC\. Usually there is one every \d+ ms\./);
    await expect(list(page)).toContainText('23 min 00 s without an entry, between observation and change');
    await page.keyboard.press('t');
    await expect(rowOf(page, 'Paged the shop')).toContainText('T+5 min 00 s');
    await rowOf(page, 'Paged the shop').click();
    await rowOf(page, 'Rolled back').click({ modifiers: ['ControlOrMeta'] });
    await expect(drawer(page, 'Selected entries')).toContainText('+23 min 00 s after “Paged the shop”');
    await audit(page, 'Timeline as a list with comments, repeats and gaps');
  });

  await test.step('gaps and deltas in the lanes, lanes moved by the mouse', async () => {
    await page.getByRole('radio', { name: 'Lanes' }).click();
    await markOf(page, 'Orders fail').click();
    await markOf(page, 'Rolled back').hover();
    await expect(lanes(page)).toContainText('+28 min 00 s after “Orders fail”');
    await audit(page, 'Timeline in lanes with comments, repeats and gaps');
    const gap = page.getByRole('list', { name: '1 source fell silent' }).getByRole('button', { name: /^No records from ticks\.jsonl for 1 min 30 s/ });
    const before = await gap.boundingBox();
    await gap.press('Enter');
    await expect.poll(async () => (await gap.boundingBox())!.width).toBeGreaterThan(3 * before!.width);
    const heads = page.locator('[data-lane]');
    const [impact, changes] = [(await heads.nth(0).boundingBox())!, (await heads.nth(4).boundingBox())!];
    await page.mouse.move(impact.x + 8, impact.y + impact.height / 2);
    await page.mouse.down();
    await page.mouse.move(impact.x + 8, changes.y + changes.height - 3, { steps: 8 });
    await page.mouse.up();
    await expect(heads.nth(4)).toHaveAttribute('data-lane', 'impact');
  });
});
