import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { writeEvidence } from './support/evidence.ts';
import { machine } from './support/machine.ts';
import { editorAtEnd, filterBy, goTo, newCaseWith, pdfInfo, pdfText } from './support/steps.ts';

/** The whole path, as somebody walks it at three in the morning. */
test('from a log file to a PDF, and back to the bytes', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  const casePath = join(folder, 'checkout.tephra');
  await app.start();
  await newCaseWith(app, [evidence.accessLog, evidence.appLog], casePath);

  await test.step('the evidence is understood', async () => {
    const grid = app.page.getByRole('treegrid', { name: 'Evidence' });
    await expect(grid.getByRole('row').filter({ hasText: 'access.log' })).toContainText('300');
    await expect(grid.getByRole('row').filter({ hasText: 'app.jsonl' })).toContainText('48');
    await expect(app.page.getByRole('contentinfo', { name: 'Status' })).toContainText('348 records');
  });

  await test.step('filter to the failures and pin the first', async () => {
    await goTo(app.page, 'Explore');
    await filterBy(app.page, 'status>=500');
    await expect(app.page.getByRole('status').filter({ hasText: '20 of 348' })).toBeVisible();
    const first = app.page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(1);
    await first.click();
    const drawer = app.page.getByRole('complementary', { name: 'Record' });
    await expect(drawer).toContainText(`0x${evidence.firstFailure.offsetBytes.toString(16)}`);
    await drawer.getByRole('button', { name: /^Pin to timeline/ }).click();
    await expect(drawer.getByRole('button', { name: /^On the timeline/ })).toBeVisible();
  });

  await test.step('an entry made by hand, and a milestone on the pinned one', async () => {
    await goTo(app.page, 'Timeline');
    await app.page.getByRole('radio', { name: 'List' }).click();
    const list = app.page.getByRole('grid', { name: 'Entries of the timeline' });
    const pinned = list.getByRole('row').filter({ hasText: '/api/checkout' });
    await expect(pinned).toHaveCount(1);
    await pinned.click();
    await app.page.keyboard.press('Enter');
    const form = app.page.getByRole('form', { name: 'Edit entry' });
    await form.getByLabel('What happened').fill('Checkout begins to fail');
    await form.getByRole('button', { name: /^Milestone|Milestone$/ }).click();
    await app.page.getByRole('option', { name: 'Impact start' }).click();
    await form.getByRole('button', { name: /^Save/ }).click();
    await expect(form).toBeHidden();

    await app.page.getByRole('button', { name: /^New entry/ }).click();
    const fresh = app.page.getByRole('form', { name: 'New entry' });
    await fresh.getByLabel('What happened').fill('On-call restarts the pool');
    await fresh.getByLabel('At', { exact: true }).fill('2026-10-08 10:02:20');
    await fresh.getByRole('button', { name: /^Milestone|Milestone$/ }).click();
    await app.page.getByRole('option', { name: 'Mitigated' }).click();
    await fresh.getByRole('button', { name: /^Add entry/ }).click();
    await expect(list.getByRole('row').filter({ hasText: 'On-call restarts the pool' })).toHaveCount(1);
    await expect(app.page.getByLabel('Durations between milestones')).toContainText('20 s');
  });

  await test.step('a postmortem that cites it', async () => {
    await goTo(app.page, 'Postmortem');
    await editorAtEnd(app.page);
    await app.page.keyboard.type('\n\n## Proof\n\nCheckout answered 503 from 10:02:00 on ');
    await app.page.keyboard.press('ControlOrMeta+k');
    const picker = app.page.getByRole('dialog', { name: 'Cite evidence' });
    await expect(picker.getByRole('option')).toHaveCount(1);
    await app.page.keyboard.press('Enter');
    await expect(picker).toBeHidden();
    await expect(app.page.getByRole('region', { name: 'Preview' }).getByRole('button', { name: /^Citation 1/ }).first()).toBeVisible();
  });

  let markdown = '';
  await test.step('Markdown and PDF on disk', async () => {
    const md = await app.savedFile('report.md', () => app.page.getByRole('button', { name: 'Markdown', exact: true }).click());
    await expect(async () => {
      markdown = readFileSync(md, 'utf8');
      expect(markdown).toContain('Checkout answered 503 from 10:02:00 on');
    }).toPass();
    expect(markdown).toContain('Checkout begins to fail');
    expect(markdown).toContain('On-call restarts the pool');
    expect(markdown).toContain('access.log');

    const pdf = await app.savedFile('report.pdf', () => app.page.getByRole('button', { name: 'Export PDF' }).click());
    await expect(async () => expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')).toPass();
    const bytes = readFileSync(pdf).toString('latin1');
    expect(bytes).toMatch(/pdfaid:part>2</);
    expect(bytes).toMatch(/pdfaid:conformance>A</);
    if (machine().poppler.ok) {
      expect(pdfInfo(pdf)).toMatch(/Tagged:\s+yes/);
      const text = pdfText(pdf);
      for (const words of ['Checkout answered 503', 'Checkout begins to fail', 'On-call restarts the pool', 'access.log']) expect(text).toContain(words);
    }
  });

  await test.step('closed and opened again, everything is there, and the citation leads to the bytes', async () => {
    await app.close();
    await app.start(casePath);
    await goTo(app.page, 'Timeline');
    await app.page.getByRole('radio', { name: 'List' }).click();
    const list = app.page.getByRole('grid', { name: 'Entries of the timeline' });
    await expect(list.getByRole('row').filter({ hasText: 'Checkout begins to fail' })).toHaveCount(1);
    await expect(list.getByRole('row').filter({ hasText: 'On-call restarts the pool' })).toHaveCount(1);
    await goTo(app.page, 'Postmortem');
    const preview = app.page.getByRole('region', { name: 'Preview' });
    await expect(preview).toContainText('Checkout answered 503 from 10:02:00 on');
    await preview.getByRole('button', { name: /^Citation 1/ }).first().click();
    const drawer = app.page.getByRole('complementary', { name: 'Bytes' });
    const { line, offsetBytes } = evidence.firstFailure;
    await expect(drawer).toContainText(line);
    await expect(drawer).toContainText(`0x${offsetBytes.toString(16)}+${Buffer.byteLength(line)}`);
    // The bytes of the file itself, as it was found.
    expect(readFileSync(evidence.accessLog).subarray(offsetBytes, offsetBytes + Buffer.byteLength(line)).toString()).toBe(line);
  });
});
