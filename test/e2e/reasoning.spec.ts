import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { goTo, makeSampleCase, preview, saved } from './support/steps.ts';

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Whys' });
const step = (page: Page, words: string): Locator => tree(page).getByRole('treeitem', { name: new RegExp(`^${words}`) });
const chosen = (page: Page, words: string): Promise<void> => expect(step(page, words)).toHaveAttribute('aria-selected', 'true');
const board = (page: Page): Locator => page.getByRole('listbox', { name: 'Board of factors' });

/** Writes a step that has just been begun; `then`: Enter stays with it, Tab goes on to an answer. */
async function write(page: Page, words: string, then: 'Enter' | 'Tab'): Promise<void> {
  const editor = page.locator('textarea:focus');
  await expect(editor).toHaveCount(1);
  await page.keyboard.type(words);
  await page.keyboard.press(then);
  await chosen(page, words);
}

async function tab(page: Page, name: 'Whys' | 'Factors' | 'Barriers' | 'FMEA'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'What of it' }).getByRole('radio', { name: new RegExp(`^${name}`) }).click();
}

test('whys by keys alone, with evidence, strict, as a fault tree', async ({ app, folder }) => {
  await app.start(await makeSampleCase(join(folder, 'data')));
  const { page } = app;
  await goTo(page, 'Reasoning');

  await test.step('what happened, why, and why that: written without a pointer', async () => {
    await expect(step(page, 'Customers could not see prices or pay')).toBeVisible();
    await page.keyboard.press('n');
    await write(page, 'Checkout answered with errors', 'Tab');
    await write(page, 'The pool of connections was empty', 'Tab');
    await write(page, 'A lookup of an unknown coupon keeps its connection', 'Enter');
    await expect(tree(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await write(page, 'The campaign sent many unknown coupons', 'Enter');
    await expect(step(page, 'The pool of connections was empty')).toHaveAccessibleName(/2 answers, all together/);
    await page.keyboard.press('ArrowUp');
    await chosen(page, 'A lookup of an unknown coupon keeps its connection');
    await page.keyboard.press('F2');
    await page.keyboard.type('An operator forgot to release the connection');
    await page.keyboard.press('Enter');
    await chosen(page, 'An operator forgot to release the connection');
    await expect(step(page, 'An operator forgot')).toHaveAccessibleName(/its wording asks a question/);
    await expect(page.getByRole('complementary', { name: 'Step' })).toContainText('What made it the sensible thing to do?');
    await page.keyboard.press('ControlOrMeta+z');
    await chosen(page, 'A lookup of an unknown coupon keeps its connection');
  });

  await test.step('evidence is cited, a step moves, answers are joined the other way', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Evidence to cite' })).toBeFocused();
    await page.keyboard.type('coupon');
    await expect(page.getByRole('listbox', { name: 'Evidence' }).getByRole('option').first()).toContainText(/coupon/i);
    await page.keyboard.press('Enter');
    await expect(step(page, 'A lookup of an unknown coupon')).toHaveAccessibleName(/1 piece of evidence/);
    await expect(tree(page)).toBeFocused();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(tree(page).getByRole('treeitem').nth(2)).toHaveAccessibleName(/^The campaign/);
    await page.keyboard.press('Alt+ArrowUp');
    await expect(tree(page).getByRole('treeitem').nth(2)).toHaveAccessibleName(/^A lookup/);
    await page.keyboard.press('ArrowLeft');
    await chosen(page, 'The pool of connections was empty');
    await page.keyboard.press('ControlOrMeta+j');
    await expect(step(page, 'The pool of connections')).toHaveAccessibleName(/any of them/);
    await page.keyboard.press('ControlOrMeta+j');
    await audit(page, 'whys');
  });

  await test.step('a strict set refuses to close what nothing shows, and says why', async () => {
    await page.getByText('Strict', { exact: true }).click();
    await expect(page.getByRole('checkbox', { name: 'Strict' })).toBeChecked();
    await tree(page).focus();
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'a step without evidence cannot be closed' })).toBeVisible();
    await expect(step(page, 'The pool of connections')).toHaveAccessibleName(/, open,/);
    await page.keyboard.press('ArrowRight');
    await chosen(page, 'A lookup');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(step(page, 'A lookup')).toHaveAccessibleName(/, closed,/);
  });

  await test.step('the set becomes a fault tree', async () => {
    await page.getByRole('button', { name: 'More of these whys' }).click();
    await page.getByRole('menuitem', { name: 'Fault tree from this set' }).click();
    await expect(page.getByRole('main', { name: 'Fault tree' })).toBeVisible();
    await expect(page.getByRole('tree', { name: /^Fault tree/ }).getByRole('treeitem', { name: /The pool of connections was empty/ })).toBeVisible();
  });
});

test('a set begins from the timeline; a factor with its action, a failure mode with its priority; barriers; CSV; taxonomies; in the postmortem @web', async ({ app, folder }) => {
  await app.start(await makeSampleCase(join(folder, 'data')));
  const { page } = app;

  await test.step('an entry asks why', async () => {
    await goTo(page, 'Timeline');
    await page.getByRole('listbox', { name: 'Lanes of the timeline' }).getByRole('option', { name: /First customers/ }).click();
    await page.getByRole('button', { name: 'More about this entry' }).click();
    await page.getByRole('menuitem', { name: 'Ask why from this entry' }).click();
    await expect(page.getByRole('heading', { name: 'Why did this happen?' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(tree(page).getByRole('treeitem', { selected: true })).toHaveAccessibleName(/1 timeline entry/);
    await page.getByRole('radiogroup', { name: 'Whys as' }).getByRole('radio', { name: 'Cause map' }).click();
    await expect(page.getByRole('region', { name: 'Cause map' }).getByRole('img').first()).toBeVisible();
    await audit(page, 'cause map');
    await page.getByRole('radiogroup', { name: 'Whys as' }).getByRole('radio', { name: 'Text' }).click();
    await expect(page.getByRole('region', { name: 'Whys as text' })).toContainText(/- First customers .+\[@[0-9a-f]{8}/);
    await page.getByRole('radiogroup', { name: 'Whys as' }).getByRole('radio', { name: 'Tree' }).click();
  });

  await test.step('a step becomes a factor, with a tag and an action', async () => {
    await tree(page).getByRole('treeitem', { selected: true }).locator('.rs-box').click();
    await page.getByRole('complementary', { name: 'Step' }).getByRole('button', { name: 'Factor from this step' }).click();
    const card = board(page).getByRole('option', { name: /^First customers/ });
    await expect(card).toHaveAccessibleName(/latent, 2 pieces of evidence, 1 why/);
    const drawer = page.getByRole('complementary', { name: 'Factor' });
    await drawer.getByRole('combobox', { name: 'Add a tag' }).click();
    await page.keyboard.type('binary');
    await page.getByRole('option', { name: /^Binary push/ }).click();
    await drawer.getByRole('combobox', { name: 'Link an action' }).click();
    await page.keyboard.type('release');
    await page.getByRole('option', { name: /^Release the connection/ }).click();
    await expect(card).toHaveAccessibleName(/Binary push, 1 why, 1 action/);
    await board(page).focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(board(page).getByRole('group', { name: /^Enabler/ }).getByRole('option', { name: /^First customers/ })).toBeVisible();
    await audit(page, 'factors');
    await drawer.getByRole('button', { name: 'Failure mode from this factor' }).click();
  });

  await test.step('a failure mode is rated in the sheet: its action priority follows', async () => {
    const sheet = page.getByRole('grid', { name: 'Failure modes' });
    const row = sheet.getByRole('row').filter({ hasText: 'First customers' });
    await row.getByRole('gridcell').first().click();
    await page.keyboard.type('Connection pool');
    await page.keyboard.press('Tab');
    for (const [column, rating] of [['S', '8'], ['O', '5'], ['D', '7']] as const) {
      const at = ['Component', 'Function', 'Failure mode', 'Effect', 'S', 'Cause', 'Prevention', 'O', 'Detection', 'D'].indexOf(column);
      await row.getByRole('gridcell').nth(at).click();
      await page.keyboard.type(rating);
      await page.keyboard.press('Enter');
    }
    await expect(row.getByRole('gridcell')).toHaveText(['Connection pool', '', /^First customers/, '', '8', '', '', '5', '', '7', '280', 'H']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('11');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'a number from 1 to 10' })).toBeVisible();
    await page.keyboard.press('Escape');
    await audit(page, 'failure modes');
  });

  await test.step('barriers between hazard and target', async () => {
    await tab(page, 'Barriers');
    for (const [title, state] of [['Canary of ten minutes', '2'], ['Page on memory', '4'], ['Undo of the release', '1']] as const) {
      await page.getByRole('button', { name: /^New barrier/ }).click();
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
      const row = page.getByRole('listbox', { name: /^Barriers/ }).getByRole('option', { name: new RegExp(`^${title}`) });
      await expect(row).toHaveAttribute('aria-selected', 'true');
      await page.getByRole('listbox', { name: /^Barriers/ }).focus();
      await page.keyboard.press(state);
      await expect(row).not.toHaveAccessibleName(/not known/);
    }
    await page.keyboard.press('Shift+ArrowUp');
    await expect(page.getByRole('img', { name: /Canary of ten minutes \(failed\), Undo of the release \(held\), Page on memory \(missing\)/ }).first()).toBeVisible();
    await audit(page, 'barriers');
  });

  await test.step('a sheet of another case comes in, and this one goes out', async () => {
    await tab(page, 'FMEA');
    await page.getByRole('button', { name: 'More of the failure modes' }).click();
    await page.getByRole('menuitem', { name: 'Import from CSV' }).click();
    const form = page.getByRole('form', { name: 'Import failure modes' });
    await form.getByRole('textbox').fill('Item,Failure mode,Effect,S,O,D\nPool,Empty,Checkout fails,8,4,ten\nSession cache,Grows,Restarts,5,6,2\n');
    await expect(form).toContainText('Row 2: Left out: “ten” is no rating from 1 to 10.');
    await form.getByRole('button', { name: 'Add 2 rows' }).click();
    const sheet = page.getByRole('grid', { name: 'Failure modes' });
    await expect(sheet.getByRole('row').filter({ hasText: 'Session cache' }).getByRole('gridcell')).toHaveText(['Session cache', '', 'Grows', 'Restarts', '5', '', '', '6', '', '2', '60', 'M']);
    await page.getByRole('button', { name: 'More of the failure modes' }).click();
    const path = await app.savedFile('failure-modes.csv', () => page.getByRole('menuitem', { name: 'Save as CSV' }).click());
    expect(readFileSync(path, 'utf8')).toContain('Session cache,,Grows,Restarts,5,,,6,,2,60,M');
  });

  await test.step('a taxonomy becomes the case’s own', async () => {
    await tab(page, 'Factors');
    await page.getByRole('button', { name: 'More of the factors' }).click();
    await page.getByRole('menuitem', { name: 'Edit taxonomies' }).click();
    const categories = page.getByRole('textbox', { name: /^Categories/ });
    await expect(categories).toHaveValue(/^Cues \|/);
    await categories.fill(`${await categories.inputValue()}\nFatigue | How long had people been up?`);
    await page.getByRole('button', { name: 'Save for this case' }).click();
    await expect(page.getByRole('button', { name: 'Bring back what came with Tephra' })).toBeVisible();
    await audit(page, 'taxonomies');
    await page.keyboard.press('Escape');
  });

  await test.step('whys and factors stand in the postmortem', async () => {
    await goTo(page, 'Postmortem');
    await page.getByRole('textbox', { name: /^Postmortem in Markdown/ }).focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('\n\n## Why\n\n```tephra whys\n```\n\n```tephra factors\n```\n');
    await expect(preview(page)).toContainText('First customers get');
    await expect(preview(page).getByRole('region', { name: 'Contributing factors' })).toContainText('First customers get');
    await saved(page);
  });
});
