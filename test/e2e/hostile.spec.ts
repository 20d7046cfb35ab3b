import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { writeHostileEvidence } from './support/evidence.ts';
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
  await expect(page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: /^Pin again/ })).toBeVisible();

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
