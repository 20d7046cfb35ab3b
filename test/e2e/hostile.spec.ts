import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { writeHostileEvidence, writeTerminalLog } from './support/evidence.ts';
import { machine } from './support/machine.ts';
import { editorAtEnd, filterBy, goTo, newCaseWith, pdfText, preview } from './support/steps.ts';

/** NUL, escape and right-to-left override, as they are. */
const ACTING = new RegExp(`[${String.fromCodePoint(0, 0x1b, 0x202e)}]`);

/** CJK, emoji, NUL, ANSI colours, right-to-left marks and markup in one message, through screen, Markdown and PDF. */
test('a hostile excerpt is shown, cited and printed, and does nothing', async ({ app, folder }) => {
  await app.start();
  await newCaseWith(app, [writeHostileEvidence(folder)], join(folder, 'hostile.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  await filterBy(page, '磁盘已满');
  const row = page.getByRole('grid', { name: 'Records' }).getByRole('row').filter({ hasText: '磁盘已满' });
  await expect(row).toContainText('<script>alert(1)</script>');
  // Marks that would reorder or hide text are spelt out, not obeyed.
  expect(await row.textContent()).not.toMatch(ACTING);
  await row.click();
  await page.keyboard.press('p');
  await expect(page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: /^On the timeline/ })).toBeVisible();

  await goTo(page, 'Postmortem');
  await editorAtEnd(page);
  await page.keyboard.type('\n\nThe disk was full ');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Cite evidence' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(preview(page).getByRole('button', { name: /^Citation 1/ }).first()).toBeVisible();

  const md = readFileSync(await app.savedFile('report.md', () => page.getByRole('button', { name: 'Markdown', exact: true }).click()), 'utf8');
  expect(md).toContain('磁盘已满');
  expect(md).toContain('한국어');
  expect(md).not.toMatch(ACTING);

  const pdf = await app.savedFile('report.pdf', () => page.getByRole('button', { name: 'Export PDF' }).click());
  await expect(async () => expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')).toPass();
  if (machine().poppler.ok) {
    const text = pdfText(pdf);
    expect(text).toContain('磁盘已满');
    expect(text).toContain('한국어');
    expect(text).toContain('The disk was full');
    expect(text).not.toMatch(ACTING);
  }
});

test('a record with escape sequences is drawn as a terminal shows it, and what it asks for is not done', async ({ app, folder }) => {
  await app.start();
  await newCaseWith(app, [writeTerminalLog(folder)], join(folder, 'terminal.tephra'));
  const { page } = app;
  await goTo(page, 'Explore');
  const rows = page.getByRole('grid', { name: 'Records' }).getByRole('row');
  const drawer = page.getByRole('complementary', { name: 'Record' });
  const terminal = drawer.getByRole('group', { name: 'The record as a terminal shows it' });

  await rows.filter({ hasText: 'is empty' }).click();
  await expect(terminal.locator('pre')).toHaveText('2026-10-08T10:00:01Z ERROR pool is empty');
  const colour = (text: string): Promise<string> => terminal.locator('.xterm-rows span').filter({ hasText: text }).first().evaluate((span) => getComputedStyle(span).color);
  expect(await colour('ERROR')).not.toBe(await colour('2026-10-08'));
  // The keyboard comes in and goes out again.
  await terminal.focus();
  await page.keyboard.press('Tab');
  await expect(drawer.locator(':focus')).toHaveCount(1);
  await expect(terminal.locator(':focus')).toHaveCount(0);
  await expect(terminal).not.toBeFocused();

  const title = await page.title();
  const asked = await page.evaluateHandle(() => {
    const copied: string[] = [];
    navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
    window.open = (url) => { copied.push(String(url)); return null; };
    window.confirm = (text) => { copied.push(String(text)); return true; };
    return copied;
  });
  await rows.filter({ hasText: 'the page' }).click();
  await expect(terminal.locator('pre')).toHaveText('2026-10-08T10:00:02Z the page was asked for');
  // What takes the pointer lies over the words: go to the middle of the link's, then press.
  const words = (await terminal.locator('.xterm-rows > div').first().boundingBox())!;
  await page.mouse.move(words.x + 170, words.y + words.height / 2, { steps: 4 });
  await page.mouse.click(words.x + 172, words.y + words.height / 2);
  expect(await asked.jsonValue()).toEqual([]);
  expect(await page.title()).toBe(title);
  expect(page.context().pages()).toHaveLength(1);

  await rows.filter({ hasText: 'nothing but text' }).click();
  await expect(drawer.getByLabel('Bytes of the record as hex and text')).toContainText('32 30 32 36');
  await expect(terminal).toHaveCount(0);
});
