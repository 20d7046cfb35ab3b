import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { makeSampleCase, pdfText } from './support/steps.ts';

/** A whole review of the sample incident at 1024×768, by keyboard: planned, run, written down, ended, reported. */
test('a review is planned, run and ended, and what was said lands in case and report', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  const { page } = app;
  await page.setViewportSize({ width: 1024, height: 768 });
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('button', { name: 'Review' }).click();

  // The plan: an hour, the people of the case, one more who comes.
  await page.getByRole('button', { name: /Plan a review/ }).click();
  await expect(page.getByText('8 parts, 60 minutes, 5 people')).toBeVisible();
  await page.getByRole('textbox', { name: 'Minutes' }).first().fill('4');
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 parts, 61 minutes, 5 people')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Noor Haddad');
  await page.getByRole('textbox', { name: 'Role' }).fill('database on-call');
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 parts, 61 minutes, 6 people')).toBeVisible();
  await page.getByRole('button', { name: /Part of Jonas Weber/ }).click();
  await page.getByRole('option', { name: 'Facilitator' }).click();
  // Two in a row, faster than the first is on disk: both hold.
  await page.getByRole('checkbox', { name: /Sam Whitfield/ }).dispatchEvent('click');
  await page.getByRole('checkbox', { name: /Mira Okafor/ }).dispatchEvent('click');
  await expect(page.getByText('8 parts, 61 minutes, 4 people')).toBeVisible();
  await audit(page, 'review plan');

  // What is still being written belongs to the plan.
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the coupon outage');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'How we talk' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Review of the coupon outage' })).toBeVisible();
  const isFull = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null);
  await page.keyboard.press('f');
  await expect.poll(isFull).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(isFull).toBe(false);
  await expect(views).toBeHidden();
  const timer = page.getByRole('timer');
  await expect(timer).toHaveText(/^00:[0-5]\d$/);
  const began = await timer.textContent();
  await expect(timer).not.toHaveText(began ?? '');
  await audit(page, 'review, how we talk');

  await page.keyboard.press('PageDown');
  await expect(page.getByText('SEV1', { exact: true })).toBeVisible();
  await expect(page.getByText('Time to detect')).toBeVisible();
  await page.keyboard.press('PageDown');

  // Every entry, each with its proof. At a decision the four questions, and what was known then.
  const entries = await page.getByRole('group', { name: 'Entries' }).getByRole('button', { includeHidden: true }).count();
  expect(entries).toBeGreaterThan(10);
  for (let n = 1; n <= entries; n++) {
    const walk = page.getByRole('region', { name: `Entry ${n} of ${entries}` });
    await expect(walk.getByRole('heading')).not.toBeEmpty();
    await expect(walk.getByRole('list', { name: 'Evidence' }).getByRole('button').first()).toBeVisible();
    if (await walk.getByRole('heading', { name: 'edge ruled out: no difference' }).isVisible()) await atTheWrongTurn(page);
    if (n < entries) await page.keyboard.press('ArrowRight');
  }

  await capture(page, 'l', 'A restart that helps for two minutes looks like a fix');
  await capture(page, 'p', 'Who owns the alerts of edge?');
  await page.keyboard.press('h');
  await page.keyboard.type('customer support');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Hands' }).getByText('customer support')).toBeVisible();
  await audit(page, 'review, walk');

  // The presenter's window is at the same entry, and moves the stage.
  const [presenter] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('w')]);
  await expect(presenter.getByRole('heading', { name: 'Walk the timeline' })).toBeVisible();
  await expect(presenter.getByText('At each decision ask for the cue')).toBeVisible();
  await expect(presenter.getByText(/Alert is over/)).toBeVisible();
  await presenter.keyboard.press('Shift+H');
  await expect(page.getByRole('region', { name: 'Hands' }).getByText('customer support')).toBeHidden();
  await presenter.keyboard.press('ArrowLeft');
  await expect(page.getByRole('region', { name: `Entry ${entries - 1} of ${entries}` })).toBeVisible();
  await presenter.close();

  // A reload is where the room was.
  await page.reload();
  await expect(page.getByRole('region', { name: `Entry ${entries - 1} of ${entries}` })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { name: 'What surprised us' })).toBeVisible();
  await expect(page.getByText('A restart that helps for two minutes looks like a fix').first()).toBeVisible();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await capture(page, 'a', 'Show pool use on the dashboard of the on-call');
  await expect(page.getByText('no owner, no date, no test of done')).toBeVisible();
  await page.keyboard.press('PageDown');
  await page.getByRole('checkbox', { name: 'Who owns the alerts of edge?' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Who owns the alerts of edge?' })).toBeChecked();

  // The end: minutes of everything, kept with the case.
  await page.keyboard.press('Control+Enter');
  const minutes = page.getByRole('region', { name: 'Minutes' });
  await expect(minutes.getByText('Two changes within a minute are announced together')).toBeVisible();
  await expect(minutes.getByText('1 vote')).toBeVisible();
  await expect(minutes.getByText('settled')).toBeVisible();
  await audit(page, 'minutes');
  await minutes.getByRole('button', { name: 'Show pool use on the dashboard of the on-call' }).click();
  await expect(page.getByRole('main', { name: 'Actions' })).toBeVisible();

  // The report has them.
  await views.getByRole('button', { name: 'Postmortem' }).click();
  const pdf = await app.savedFile('review.pdf', () => page.getByRole('button', { name: 'Export PDF' }).click());
  const text = pdfText(pdf).replaceAll(/\s+/g, ' ');
  for (const said of ['Two changes within a minute are announced together', 'A restart that helps for two minutes', 'Who owns the alerts of edge?', 'Show pool use', 'Noor Haddad']) expect(text).toContain(said);
});

/** Where the room looks longest: what was known, the four questions, the bytes, a decision with a vote. */
async function atTheWrongTurn(page: Page): Promise<void> {
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { name: 'Known by then' })).toBeVisible();
  await page.keyboard.press('k');
  for (const [key, question] of [['1', 'What did you notice'], ['2', 'What were you trying'], ['3', 'What did you take'], ['4', 'What did you do']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByText(new RegExp(`^${question}`))).toBeVisible();
  }
  await page.keyboard.press('Enter');
  const bytes = page.getByRole('complementary', { name: /^Bytes/ });
  await expect(bytes).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bytes).toBeHidden();
  await capture(page, 'd', 'Two changes within a minute are announced together');
  await page.getByRole('button', { name: /^Vote for: Two changes/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Vote for: Two changes.*1 so far/ })).toBeVisible();
  await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); });
}

async function capture(page: Page, key: string, text: string): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole('textbox', { name: /what was said$/ }).waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(page.getByText(text).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: /what was said$/ })).toBeHidden();
}
