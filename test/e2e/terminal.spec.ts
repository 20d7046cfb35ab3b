import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/machine.ts';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { newCaseWith } from './support/steps.ts';

const FORMATS = join(ROOT, 'src', 'formats');

/** A session of 400 s with a command, a marker and a sequence that asks for the clipboard; and a typescript with its timing file. */
function writeRecordings(folder: string): string {
  const dir = join(folder, 'bundle');
  mkdirSync(dir, { recursive: true });
  const events: Array<[number, string, string]> = [[0.5, 'o', '\u001b[?2004hada@db-1:~$ '], [2, 'i', 'ls\r'], [2.1, 'o', 'ls'], [2.2, 'o', '\r\n\u001b[?2004l\r'], [2.3, 'o', 'pods.txt\r\n']];
  for (let i = 0; i < 300; i++) events.push([3 + i, 'o', `tick ${i}\r\n`]);
  events.push([310, 'm', 'found it'], [311, 'o', '\u001b]52;c;b3duZWQ=\u0007\u001b]0;owned\u0007disk full on db-1\r\n'], [400, 'o', 'end of it\r\n']);
  const header = { version: 2, width: 80, height: 24, timestamp: 1_791_974_040, title: 'failover of orders-db' };
  writeFileSync(join(dir, 'failover.cast'), `${[header, ...events].map((line) => JSON.stringify(line)).join('\n')}\n`);
  copyFileSync(join(FORMATS, 'script-recording/fixtures/with-input/input.typescript'), join(dir, 'session.log'));
  copyFileSync(join(FORMATS, 'script-recording/fixtures/timing-streams/input.tm'), join(dir, 'session.tm'));
  return dir;
}

test('a recording plays beside its transcript, seeks, and is pinned with its bytes', async ({ app, folder }) => {
  await app.start();
  const { page } = app;
  await newCaseWith(app, [writeRecordings(folder)], join(folder, 'case.tephra'));
  await page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row', { name: /failover\.cast/ }).click();
  await page.getByRole('complementary', { name: 'Artifact' }).getByRole('button', { name: 'Play', exact: true }).click();

  await expect(page.getByRole('main', { name: 'Terminal' })).toBeVisible();
  const lines = page.getByRole('listbox', { name: 'Lines of the recording' });
  await expect(lines.getByRole('option', { name: /command: ada@db-1:~\$ ls/ })).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Moment of the recording' });
  await expect(slider).toHaveAttribute('aria-valuetext', /^0:00\.0 of 6:40\.0/);

  // Plays, and idle time beyond the limit is left out.
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(slider).not.toHaveAttribute('aria-valuetext', /^0:00\.[0-4] /);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  // To the marker, one event on, and what a hostile sequence asked for has not happened.
  await page.keyboard.press(']');
  await expect(slider).toHaveAttribute('aria-valuetext', /^5:10\.0 of/);
  await page.keyboard.press('.');
  await expect(slider).toHaveAttribute('aria-valuetext', /^5:11\.0 of/);
  await expect(lines.getByRole('option', { name: /disk full on db-1/ })).toHaveAttribute('aria-current', 'true');
  await expect(page).not.toHaveTitle(/owned/);
  await expect(page).toHaveURL(/t=311\.00/);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /^4:31\.0 of/);
  await page.keyboard.press('.');
  await page.keyboard.press(',');

  // A line is found, and the screen goes there.
  const find = page.getByRole('searchbox', { name: 'Find a line' });
  await find.fill('DISK FULL');
  await find.press('Enter');
  await expect(slider).toHaveAttribute('aria-valuetext', /^5:11\.0 of/);

  // Several lines are an interval with one piece of evidence.
  await lines.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('p');
  await expect(page.getByText('Pinned 2 lines to the timeline as one entry.')).toBeVisible();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  const entry = page.getByRole('complementary', { name: 'Entry' });
  await expect(entry.getByRole('heading', { level: 2 }).first()).toHaveText(/disk full on db-1/);
  await expect(entry.getByRole('button', { name: /@0x/ }).first()).toBeVisible();

  // A record in Explore leads to its moment.
  await page.goBack();
  await expect(page.getByRole('main', { name: 'Terminal' })).toBeVisible();
  await page.getByRole('button', { name: 'Open in Explore' }).click();
  await page.getByRole('complementary', { name: 'Record' }).getByRole('button', { name: 'Play from here' }).click();
  await expect(page.getByRole('slider', { name: 'Moment of the recording' })).toBeVisible();
});

test('a typescript is played with the timing file that a person chooses', async ({ app, folder }) => {
  await app.start();
  const { page } = app;
  await newCaseWith(app, [writeRecordings(folder)], join(folder, 'case.tephra'));
  await page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row', { name: /session\.log/ }).click();
  await page.getByRole('complementary', { name: 'Artifact' }).getByRole('button', { name: 'Play', exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Moment of the recording' });
  await expect(slider).toBeDisabled();
  await page.getByRole('button', { name: /session\.tm: has the same name and counts exactly the bytes/ }).click();
  await expect(slider).toBeEnabled();
  await expect(slider).toHaveAttribute('aria-valuetext', /of 0:04\.8/);
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^0:04\.8 of/);
});

test('the player is accessible in light and dark', { tag: '@web' }, async ({ app, folder }) => {
  await app.start();
  const { page } = app;
  await newCaseWith(app, [writeRecordings(folder)], join(folder, 'case.tephra'));
  await page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row', { name: /failover\.cast/ }).click();
  await page.getByRole('complementary', { name: 'Artifact' }).getByRole('button', { name: 'Play', exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Moment of the recording' });
  await expect(slider).toHaveAttribute('aria-valuetext', /^0:00\.0 of 6:40\.0/);
  await page.keyboard.press(']');
  await expect(slider).toHaveAttribute('aria-valuetext', /^5:10\.0 of/);
  await audit(page, 'terminal');
});
