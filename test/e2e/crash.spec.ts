import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { writeEvidence, writeLongLog } from './support/evidence.ts';
import { connected, editorAtEnd, goTo, newCaseWith, preview, saved } from './support/steps.ts';

/** kill -9: what the frame called saved is there afterwards, and work goes on. */

test('killed while somebody types: nothing that was saved is lost', async ({ app, folder }) => {
  const evidence = writeEvidence(folder);
  const casePath = join(folder, 'typing.tephra');
  await app.start();
  await newCaseWith(app, [evidence.appLog], casePath);
  await goTo(app.page, 'Postmortem');
  await editorAtEnd(app.page);
  await app.page.keyboard.type('\n\nFirst sentence, acknowledged.');
  await saved(app.page);
  await app.page.keyboard.type(' Second sentence, acknowledged.');
  await saved(app.page);
  await app.page.keyboard.type(' Third, in the air.');
  await app.killEngine();
  await app.page.keyboard.type(' Fourth, typed to a dead engine.');

  await app.recover(casePath);
  await saved(app.page);
  if (app.shell === 'web') await goTo(app.page, 'Postmortem');
  await expect(preview(app.page)).toContainText('First sentence, acknowledged. Second sentence, acknowledged.');
  if (app.shell === 'desktop') {
    // The window outlives its engine: what it had not sent yet is sent to the next one.
    await expect(preview(app.page)).toContainText('Third, in the air. Fourth, typed to a dead engine.');
    await app.close();
    await app.start(casePath);
    await goTo(app.page, 'Postmortem');
    await expect(preview(app.page)).toContainText('Third, in the air. Fourth, typed to a dead engine.');
  }
});

test('killed while evidence is taken in: the case opens and ingest goes on to the end', async ({ app, folder }) => {
  const requests = 400_000;
  const log = writeLongLog(folder, requests);
  const casePath = join(folder, 'long.tephra');
  await app.start();
  await connected(app.page);
  // It takes a second: whoever looks now and then may miss it.
  const indexing = app.page.waitForFunction(() => document.querySelector('[aria-label="Status"]')?.textContent?.includes('Indexing'), undefined, { polling: 'raf' });
  await app.answer({ evidence: [log], newCase: casePath }, () => app.page.getByRole('button', { name: /^Open evidence/ }).click());
  const status = app.page.getByRole('contentinfo', { name: 'Status' });
  await indexing;
  await app.killEngine();
  await app.recover(casePath);
  await expect(status).toContainText(`${requests.toLocaleString('en')} records`, { timeout: 90_000 });
  await expect(status).not.toContainText('Indexing');
});
