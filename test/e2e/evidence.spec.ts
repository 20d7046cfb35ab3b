import type { Locator, Page } from '@playwright/test';
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/machine.ts';
import { expect, test } from './support/app.ts';
import { audit } from './support/audit.ts';
import { writeEvidence } from './support/evidence.ts';
import { editorAtEnd, goTo, ingestInPlace, newCaseWith, preview } from './support/steps.ts';

const row = (page: Page, name: string): Locator => page.getByRole('treegrid', { name: 'Evidence' }).getByRole('row').filter({ hasText: name });
const artifactDrawer = (page: Page): Locator => page.getByRole('complementary', { name: 'Artifact' });

/** Down (or up) the tree with the keys until a row is the one at hand. */
async function stepTo(page: Page, name: string): Promise<void> {
  await page.getByRole('treegrid', { name: 'Evidence' }).focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < 20; n++) {
    if ((await row(page, name).getAttribute('aria-selected')) === 'true') return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`${name} was not reached with the arrow keys.`);
}

/** Tab until a control has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let n = 0; n < 60; n++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The control was not reached with Tab.');
}

test('referenced evidence that moved is marked, found by its hash, and other bytes are refused', async ({ app, folder }) => {
  const { accessLog, appLog } = writeEvidence(folder);
  const casePath = join(folder, 'referenced.tephra');
  ingestInPlace(join(folder, 'data'), [accessLog, appLog], casePath);
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  renameSync(accessLog, join(elsewhere, 'renamed.log'));
  writeFileSync(appLog, '{"level":30,"msg":"other bytes"}\n');

  await app.start(casePath);
  const { page } = app;
  await goTo(page, 'Evidence');
  await expect(page.getByRole('status').filter({ hasText: '1 file is not where it was, 1 file has other bytes than was taken in' })).toBeVisible();
  await expect(row(page, 'access.log')).toContainText('missing');
  await expect(row(page, 'app.jsonl')).toContainText('changed');
  // What was read from them is kept.
  await expect(row(page, 'access.log')).toContainText('300');
  await row(page, 'app.jsonl').click();
  await expect(artifactDrawer(page)).toContainText('bytes now');
  await row(page, 'access.log').click();
  await expect(artifactDrawer(page).getByRole('alert')).toContainText('Not where it was');
  await audit(page, 'moved evidence');

  const relink = artifactDrawer(page).getByRole('button', { name: 'Relink…' });
  await app.answer({ lookIn: join(folder, 'bundle') }, () => relink.click());
  await expect(page.getByText('No file there has the same bytes.')).toBeVisible();
  await app.answer({ lookIn: elsewhere }, () => relink.click());
  await expect(page.getByText('Relinked 1 file.')).toBeVisible();
  await expect(row(page, 'access.log')).not.toContainText('missing');
  await expect(artifactDrawer(page)).toContainText('renamed.log');
  await expect(row(page, 'app.jsonl')).toContainText('changed');

  // One step, like any other: undone, it is missing again.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(page, 'access.log')).toContainText('missing');
});

test('a table whose dates could be either is asked about, with the keys alone, and read again', async ({ app, folder }) => {
  const path = join(folder, 'changes.csv');
  writeFileSync(path, 'date,who,what\n03/04/2026 10:00,ada,deploy v14\n05/04/2026 11:00,bob,more connections\n06/04/2026 11:30,bob,new certificate\n07/04/2026,bob\n08/04/2026 12:00,ada,rollback\n');
  await app.start();
  await newCaseWith(app, [path], join(folder, 'table.tephra'));
  const { page } = app;
  await expect(row(page, 'changes.csv')).toContainText('Table (CSV)');
  await expect(row(page, 'changes.csv')).toContainText('no time');
  await stepTo(page, 'changes.csv');
  await tabTo(page, artifactDrawer(page).getByRole('button', { name: 'Columns', exact: true }));
  await page.keyboard.press('Enter');

  const panel = page.getByRole('region', { name: 'Columns', exact: true });
  await expect(panel.getByRole('group', { name: 'Day or month first' })).toContainText('03/04/2026 10:00');
  await expect(panel.getByRole('region', { name: 'Rows that fail' })).toContainText('Line 5');
  await audit(page, 'columns');
  await tabTo(page, panel.getByRole('button', { name: 'Day first' }));
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('table').getByRole('row').nth(1)).toContainText('2026-04-03 10:00:00');
  // A row that fails opens at its bytes, and the panel stays.
  await panel.getByRole('region', { name: 'Rows that fail' }).getByRole('button').click();
  await expect(page.getByRole('complementary', { name: 'Bytes' })).toContainText('07/04/2026,bob');
  await page.keyboard.press('Escape');
  await expect(panel).toBeVisible();
  await tabTo(page, panel.getByRole('button', { name: 'Read with these columns' }));
  await page.keyboard.press('Enter');
  await expect(panel).toBeHidden();
  await expect(row(page, 'changes.csv')).not.toContainText('no time');
  await expect(artifactDrawer(page)).toContainText('3 Apr 2026 10:00:00');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(page, 'changes.csv')).toContainText('no time');
});

test('a region of a picture is drawn, sized with the keys, cited, pinned and opened again', async ({ app, folder }) => {
  const path = join(folder, 'chart.png');
  copyFileSync(join(ROOT, 'src/formats/image/fixtures/png-text/input.png'), path);
  await app.start();
  await newCaseWith(app, [path], join(folder, 'picture.tephra'));
  const { page } = app;
  await stepTo(page, 'chart.png');
  await expect(artifactDrawer(page).getByRole('img', { name: 'chart.png' })).toBeVisible();
  await tabTo(page, artifactDrawer(page).getByRole('button', { name: 'Open picture' }));
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'Bytes' });
  const frame = drawer.getByRole('group', { name: /^chart\.png\. Arrows move it/ });
  await expect(frame.getByRole('img')).toBeVisible();
  expect(await frame.getByRole('img').evaluate((img) => img instanceof HTMLImageElement && [img.naturalWidth, img.naturalHeight])).toEqual([40, 25]);

  // With the keys: the middle of what is seen, then moved and sized.
  await frame.focus();
  await page.keyboard.press('r');
  const region = drawer.getByRole('group', { name: /^Region / });
  await expect(region).toBeFocused();
  for (const [name, value] of [['Left', '4'], ['Top', '3'], ['Width', '8'], ['Height', '8']] as const) await drawer.getByRole('textbox', { name, exact: true }).fill(value);
  await page.keyboard.press('Enter');
  await expect(region).toHaveAccessibleName(/^Region 8×8 at 4,3\./);
  await region.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(region).toHaveAccessibleName(/^Region 8×9 at 5,3\./);
  await audit(page, 'picture');

  // By mouse: from one corner to the other.
  await drawer.getByRole('button', { name: 'Draw a region' }).click();
  const picture = (await frame.getByRole('img').boundingBox())!;
  const px = picture.width / 40;
  await page.mouse.move(picture.x + 10.5 * px, picture.y + 5.5 * px);
  await page.mouse.down();
  await page.mouse.move(picture.x + 29.5 * px, picture.y + 14.5 * px, { steps: 5 });
  await page.mouse.up();
  await expect(region).toHaveAccessibleName(/^Region 20×10 at 10,5\./);

  await drawer.getByRole('button', { name: 'Pin the region to the timeline' }).click();
  await drawer.getByLabel('What it shows').fill('Latency leaves its band');
  await drawer.getByRole('form', { name: 'Pin to the timeline' }).getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(page.getByText('Pinned to the timeline.')).toBeVisible();
  await drawer.getByRole('button', { name: 'Cite', exact: true }).click();
  const hash = /\/([0-9a-f]{8})|bytes=([0-9a-f]{8})/.exec(decodeURIComponent(page.url()))!.slice(1).find((part) => part !== undefined)!;

  await goTo(page, 'Postmortem');
  await editorAtEnd(page);
  await page.keyboard.type(`\n\nSeen on the dashboard [@${hash}:xywh=10,5,20,10].`);
  const citation = preview(page).getByRole('button', { name: /^Citation 1/ }).first();
  await citation.click();
  await expect(drawer.getByRole('group', { name: /^Region 20×10 at 10,5/ })).toBeVisible();
  await goTo(page, 'Timeline');
  await page.getByRole('radio', { name: 'List' }).click();
  const entry = page.getByRole('grid', { name: 'Entries of the timeline' }).getByRole('row').filter({ hasText: 'Latency leaves its band' });
  await expect(entry).toHaveCount(1);
  // The picture says when: its text "Creation Time".
  await expect(entry).toContainText('10:34:11');
});

test('a format is described on its first lines, read with, kept for the next, and taken back', async ({ app, folder }) => {
  const path = join(folder, 'till.log');
  writeFileSync(path, '@14.10.2026 10:34:11@ cart!E could not save order=7\n@14.10.2026 10:34:12@ pay!I paid order=8\n  of cart 8\n');
  await app.start();
  await newCaseWith(app, [path], join(folder, 'till.tephra'));
  const { page } = app;
  await row(page, 'till.log').click();
  await artifactDrawer(page).getByRole('button', { name: 'Describe this format…' }).click();
  const panel = page.getByRole('region', { name: 'Format' });
  const definition = panel.getByRole('textbox', { name: 'Definition (JSON)' });
  // A draft of the first line is there, and sound.
  await expect(definition).toHaveValue(/"id": "till"/);
  await expect(panel.getByRole('status')).toHaveText('The patterns are sound and the samples are read as they say.');
  await expect(panel.locator('mark').first()).toContainText('14.10.2026 10:34:11');
  await audit(page, 'a format, drafted');

  const shop = {
    id: 'shop-till', title: 'Shop till', fields: [{ name: 'shop.order', type: 'integer', description: 'Order.', capture: 'order' }],
    lines: ['@(?<time>[^@]+)@ (?<service>\\w+)!(?<level>[EI]) (?<body>[^=]{0,80}order=(?<order>\\d+))'], time: { forms: ['%d.%m.%Y %H:%M:%S'] }, continuation: 'belongs',
    samples: [{ line: '@14.10.2026 10:34:11@ cart!E lost order=9', time: '2026-10-14T10:34:11Z', level: 'warn' }],
  };
  await definition.fill(JSON.stringify({ ...shop, lines: ['(?:a+)+ (?<order>x)'] }));
  await expect(panel.getByRole('list', { name: 'What is wrong' })).toContainText('A loop without an end stands inside another one');
  const read = panel.getByRole('button', { name: 'Read with this format' });
  await expect(read).toBeDisabled();
  await definition.fill(JSON.stringify(shop));
  await expect(panel.getByRole('list', { name: 'What is wrong' })).toContainText('its level is E (severity 17), and should be warn');
  // Lines are marked all the same.
  await expect(panel.locator('mark', { hasText: 'cart' }).first()).toContainText('service');
  await definition.fill(JSON.stringify({ ...shop, samples: [{ ...shop.samples[0], level: 'error' }] }, undefined, 2));
  await expect(panel.getByRole('status')).toBeVisible();
  await panel.getByRole('button', { name: 'Keep for other evidence' }).click();
  await expect(page.getByText('“Shop till” is kept in')).toBeVisible();
  await read.click();
  await expect(panel).toBeHidden();
  await expect(row(page, 'till.log')).toContainText('Shop till');
  await expect(row(page, 'till.log')).toContainText('2');

  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(page, 'till.log')).not.toContainText('Shop till');
});
