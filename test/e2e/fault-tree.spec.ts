import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { makeSampleCase, saved } from './support/steps.ts';

const tree = (page: Page): Locator => page.getByRole('tree', { name: /^Fault tree/ });
const item = (page: Page, name: string | RegExp): Locator => tree(page).getByRole('treeitem', { name });
const selected = (page: Page): Locator => tree(page).getByRole('treeitem', { selected: true });
const results = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Results' });

/** Writes the words that are open, and waits until they stand in the tree. */
async function write(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('textbox', { name: /^Words of/ })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(selected(page)).toHaveAccessibleName(new RegExp(words));
  await expect(tree(page)).toBeFocused();
}

/** The type of what is selected, by the first letters of its name in the menu. */
async function type(page: Page, letters: string, is: string): Promise<void> {
  await page.keyboard.press('t');
  await expect(page.getByRole('menu', { name: 'Type of the node' }).getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.type(letters);
  await page.keyboard.press('Enter');
  await expect(selected(page)).toHaveAccessibleName(new RegExp(is));
  await expect(tree(page)).toBeFocused();
}

async function probability(page: Page, value: string): Promise<void> {
  await page.keyboard.press('p');
  await expect(page.getByRole('textbox', { name: 'Probability' })).toBeFocused();
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
  await expect(tree(page)).toBeFocused();
}

async function cite(page: Page, words: string): Promise<void> {
  await page.keyboard.press('e');
  await expect(page.getByRole('combobox', { name: 'Evidence to cite' })).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.getByRole('listbox', { name: 'Evidence' }).getByRole('option').first()).toContainText(new RegExp(words, 'i'));
  await page.keyboard.press('Enter');
  await expect(tree(page)).toBeFocused();
  await expect(page.getByRole('region', { name: 'Selected node' }).getByRole('button', { name: /^Open the bytes/ })).toBeVisible();
}

/** What SCRAM says of the model, where there is one: as many minimal cut sets, and the same probability to the digits on the screen. */
function sameToScram(model: string, products: number, probability: string): void {
  const report = `${model}.scram`;
  const answer = spawnSync('scram', ['--bdd', '--probability', '1', '-o', report, model], { encoding: 'utf8' });
  if (answer.error) {
    test.info().annotations.push({ type: 'skipped', description: 'No scram here: what it makes of the model was not compared.' });
    return;
  }
  expect(answer.stderr, `scram ended with ${answer.status}`).toBe('');
  const [, found, p] = /<sum-of-products [^>]*products="(\d+)" probability="([^"]+)"/.exec(readFileSync(report, 'utf8')) ?? [];
  expect(found).toBe(String(products));
  expect(Number(p).toPrecision(probability.replace(/^0\.0*/, '').length)).toBe(probability);
}

/** An event below what is selected, or beside it. */
async function event(page: Page, key: 'Tab' | 'Enter', words: string, state: '1' | '2' | '3', p: string): Promise<void> {
  await page.keyboard.press(key);
  await write(page, words);
  await page.keyboard.press(state);
  await probability(page, p);
}

test('fault tree: the sample’s outage by keys alone, what happened with its proof, and back to the start', async ({ app, folder }) => {
  await app.start(await makeSampleCase(join(folder, 'data')));
  const { page } = app;
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);

  await test.step('a blank tree', async () => {
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
    await press('Alt+7');
    // The sample has one already: another is begun beside it.
    await expect(tree(page)).toBeVisible();
    await press('n');
    await expect(page.getByRole('button', { name: 'Blank tree' })).toBeFocused();
    await audit(page, 'A new fault tree');
    await press('Enter');
    await write(page, 'Customers cannot pay');
  });

  await test.step('its events, one after the other', async () => {
    await press('Tab');
    await write(page, 'All connections are held');
    await type(page, 'AND', 'AND gate');
    await event(page, 'Tab', 'A coupon not found keeps its connection', '1', '0.02');
    await cite(page, 'coupon');
    await event(page, 'Enter', 'Customers try coupons that do not exist', '1', '0.3');
    await press('Enter');
    await write(page, 'It gets past the safeguards');
    await type(page, 'k of', 'At least k of n gate');
    await event(page, 'Tab', 'No alert on use of the pool', '1', '0.6');
    await event(page, 'Enter', 'Both changes in ten minutes', '1', '0.25');
    await event(page, 'Enter', 'Load test has no unknown coupons', '3', '0.5');
    await press('ArrowUp');
    await press('ArrowUp');
    await event(page, 'Enter', 'edge does not reach checkout', '2', '0.001');
    await cite(page, 'edge ruled out');
    await press('Enter');
    await write(page, 'checkout runs out of memory');
    await type(page, 'INH', 'INHIBIT gate');
    await event(page, 'Tab', 'Prices are kept without bound', '1', '0.006');
    await press('Enter');
    await write(page, 'Heap of 160 MB');
    await type(page, 'Con', 'condition');
    await press('1');
    await probability(page, '0.05');
    await saved(page);
    await expect(item(page, /^G1 Customers cannot pay, OR gate, happened, as follows from below/)).toBeVisible();
  });

  await test.step('what follows from it', async () => {
    const sets = results(page).getByRole('table', { name: 'Minimal cut sets' });
    await expect(results(page)).toContainText(/Top event0\.00385Rare-event bound0\.00475Cut sets5/);
    await expect(sets.getByRole('rowgroup').filter({ hasText: 'Fully evidenced' }).getByRole('button')).toHaveText(['E1E2E3E4', 'E7C1']);
    await expect(sets.getByRole('rowgroup').filter({ hasText: 'One event unknown' }).getByRole('button')).toHaveText(['E1E2E3E5', 'E1E2E4E5']);
    await expect(sets.getByRole('rowgroup').filter({ hasText: 'Excluded' }).getByRole('button')).toHaveText(['E6']);
    await expect(results(page).getByRole('list', { name: 'Checks that would decide' })).toContainText('E5Load test has no unknown couponssettles 2 sets');
    await expect(results(page)).toContainText('The set E1 E2 E3 E4 is fully evidenced');
    const happened = sets.getByRole('button', { name: 'Show E1, E2, E3, E4 in the tree' });
    await happened.focus();
    await press('Enter');
    await expect(happened).toHaveAttribute('aria-current', 'page');
    await audit(page, 'Fault tree, a cut set shown');
    await press('Enter');
    await tree(page).focus();
  });

  await test.step('moved, wrapped, folded, found', async () => {
    await press('ArrowUp');
    await press('Shift+ArrowLeft');
    await press('ArrowRight');
    await expect(selected(page)).toHaveAccessibleName(/edge does not reach checkout/);
    await press('w');
    await expect(selected(page)).toHaveAccessibleName(/^G5, OR gate, did not happen/);
    await press('Space');
    await expect(selected(page)).toHaveAttribute('aria-expanded', 'false');
    await press('/');
    await expect(page.getByRole('searchbox', { name: 'Search the tree' })).toBeFocused();
    await page.keyboard.type('edge does');
    await press('Enter');
    await press('Escape');
    await expect(selected(page)).toHaveAccessibleName(/^E6 edge does not reach checkout/);
    await press('ArrowUp');
    await press('u');
    await expect(selected(page)).toHaveAccessibleName(/^E6 edge does not reach checkout/);
  });

  await test.step('out as a drawing, a print and a model, and the model in again', async () => {
    const out = (name: string, what: string): Promise<string> => app.savedFile(name, async () => {
      await page.getByRole('button', { name: 'More of the tree' }).click();
      await page.getByRole('menuitem', { name: what }).click();
    });
    expect(readFileSync(await out('tree.svg', 'Export this page as SVG'), 'utf8')).toContain('Customers cannot pay');
    expect(readFileSync(await out('tree.pdf', 'Export as PDF')).subarray(0, 5).toString()).toBe('%PDF-');
    const model = await out('tree.xml', 'Export as Open-PSA MEF');
    expect(readFileSync(model, 'utf8')).toMatch(/<define-basic-event name="E1">/);
    sameToScram(model, 5, '0.00385');
    await page.getByLabel('Model file of a fault tree').setInputFiles(model);
    await expect(page.getByRole('status').or(page.getByRole('alertdialog')).filter({ hasText: /read from tree\.xml/ }).first()).toBeVisible();
    await expect(item(page, /Customers cannot pay, OR gate/)).toBeVisible();
    await page.getByRole('button', { name: /^Tree: / }).click();
    await expect(page.getByRole('menuitem', { name: 'Customers cannot pay' })).toHaveCount(3);
    await press('Escape');
  });

  await test.step('all of it taken back', async () => {
    const undo = page.getByRole('button', { name: /^(?:Undo: |Nothing to undo)/ });
    for (let label = await undo.getAttribute('aria-label'); label !== 'Undo: the sample’s timeline and draft'; label = await undo.getAttribute('aria-label')) {
      expect(label).toMatch(/^Undo: /);
      await press('ControlOrMeta+z');
      await expect(undo).not.toHaveAttribute('aria-label', label!);
    }
    await page.getByRole('button', { name: /^Tree: / }).click();
    await expect(page.getByRole('menuitem', { name: 'Customers cannot pay' })).toHaveCount(1);
    await expect(item(page, /E7 edge does not reach checkout, basic event, did not happen, probability 0\.001/)).toHaveCount(1);
  });
});
