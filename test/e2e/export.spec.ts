import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { editorAtEnd, goTo, makeSampleCase, pdfInfo, pdfText, saved } from './support/steps.ts';

test('export: what looks like a secret is said and masked, outside sees less, every format is written', async ({ app, folder }) => {
  const casePath = await makeSampleCase(join(folder, 'data'));
  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Postmortem');
  await editorAtEnd(page);
  await page.keyboard.insertText('\n\n## Access\n\nMira Okafor wrote postgres://shop:hunter2@db/shop into the chat.\n\n<!-- internal -->\n\nThe vendor was slow.\n\n<!-- /internal -->\n');
  await saved(page);
  await page.getByRole('heading', { name: 'Postmortem', level: 1 }).click();
  await page.keyboard.press('ControlOrMeta+Shift+E');
  const panel = page.getByRole('form', { name: 'Export' });
  const found = panel.getByRole('region', { name: 'Looks like secrets or personal data' });
  await expect(found).toContainText('Password in a URL h… (7 characters)');
  await expect(panel).toContainText('inc-2417-sample-checkout-fails-after-release-2-31-0-postmortem.pdf');
  await audit(page, 'export panel');
  await found.getByRole('button', { name: /^Password in a URL/ }).click();
  await expect(page.locator('.pm-block.current')).toContainText('hunter2');

  const choose = async (format: string): Promise<void> => {
    await panel.getByRole('button', { name: /As$/ }).click();
    await page.getByRole('option', { name: format }).click();
  };
  await panel.getByRole('button', { name: /Standard$/ }).click();
  await page.getByRole('option', { name: /^PDF\/UA-1/ }).click();
  const pdf = await app.savedFile('inside.pdf', () => panel.getByRole('button', { name: 'Write PDF' }).click());
  expect(readFileSync(pdf).toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
  expect(pdfInfo(pdf)).toMatch(/Tagged: +yes/);
  expect(pdfText(pdf)).toContain('hunter2');
  expect(pdfText(pdf)).toContain('The vendor was slow.');

  await found.getByRole('button', { name: 'Mask them' }).click();
  await panel.getByRole('radio', { name: 'Outside' }).click();
  await choose('HTML page');
  await expect(panel).toContainText('postmortem-external.html');
  const html = readFileSync(await app.savedFile('outside.html', () => panel.getByRole('button', { name: 'Write HTML page' }).click()), 'utf8');
  expect(html).toContain('‹redacted: password in a url›');
  for (const gone of ['hunter2', 'Mira', 'vendor', 'checkout/app.jsonl', 'sha256 ']) expect(html).not.toContain(gone);
  expect(html).toContain('developer of checkout wrote');

  await choose('Slides for the review');
  const deck = readFileSync(await app.savedFile('slides.html', () => panel.getByRole('button', { name: 'Write slides' }).click()), 'utf8');
  expect(deck.match(/<section id="slide-/g)!.length).toBeGreaterThan(5);
  await choose('Status mails');
  await expect(panel.getByRole('region', { name: 'Text for customers' })).toContainText('To keep this from happening again we will');
  await expect(panel.getByRole('region', { name: 'Text for customers' })).not.toContainText('SEV');

  // The files themselves, as a browser reads them.
  const context = await page.context().browser()?.newContext({ bypassCSP: true });
  const reader = await context?.newPage();
  if (!reader) return;
  for (const [name, text] of [['report', html], ['slides', deck]] as const) {
    await reader.setContent(text);
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: reader }).analyze();
      expect(violations.map((violation) => `${name}: ${violation.id}: ${violation.nodes[0]?.html ?? ''}`)).toEqual([]);
    }
  }
  await context?.close();
});
