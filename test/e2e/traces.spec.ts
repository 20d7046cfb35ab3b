import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/machine.ts';
import { giantTrace, otlpLines, shopTraces } from '../support/otlp-spans.ts';
import { spansFromText } from '../support/spans-from-text.ts';
import { expect, test, type App } from './support/app.ts';
import { audit } from './support/audit.ts';
import { saved } from './support/steps.ts';

const ODD = 'deadbeefdeadbeefdeadbeefdeadbeef';

/** Two hundred traces of a shop whose payments fail in the third quarter, and one that makes no sense. */
function shop(): string[] {
  const odd = spansFromText(`
    web GET /odd       |--------------------|       kind=SERVER id=a1
      web call           |----------|               kind=CLIENT id=a2
        cart early     |---|                        kind=SERVER id=a3
      web loop           |--|                       id=b1 parent=b2
      web loop            |--|                      id=b2 parent=b1
      jobs orphan          |----|                   id=c1 parent=ff kind=CONSUMER
  `, { traceId: ODD, baseNs: 1_791_453_650_000_000_000n });
  return [...otlpLines(shopTraces({ traces: 200 })), ...otlpLines(odd)];
}

function caseOf(folder: string, files: Readonly<Record<string, readonly string[]>>): string {
  const evidence = join(folder, 'evidence');
  mkdirSync(evidence);
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(evidence, name), lines.join(''));
  const casePath = join(folder, 'shop.tephra');
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', evidence, '--case', casePath], { env: { ...process.env, TEPHRA_DATA: join(folder, 'data') }, stdio: 'ignore' });
  return casePath;
}

async function openTraces({ page }: App): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Traces' }).click();
  await expect(page.getByRole('main', { name: 'Traces' })).toBeVisible();
}

const traces = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('grid', { name: 'Traces' });
const spans = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('treegrid', { name: 'Spans' });
const drawer = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('complementary', { name: 'Span' });

test('from the slowest failed trace to its cause, its bytes and its logs', async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'shop.jsonl': shop() }));
  const { page } = app;
  await openTraces(app);
  await expect(page.getByRole('status').filter({ hasText: '201 traces' })).toBeVisible();
  await page.getByText('Errors only').click();
  await expect(page.getByRole('status').filter({ hasText: /^\d+ of 201 traces/ })).toBeVisible();
  await traces(page).getByRole('row').nth(1).click();

  await expect(page.getByRole('heading', { level: 1, name: /POST \/checkout/ })).toBeVisible();
  await spans(page).getByRole('row').filter({ hasText: 'authorize' }).click();
  await expect(drawer(page)).toContainText('java.net.SocketTimeoutException');
  await expect(drawer(page)).toContainText('card network did not answer within 300 ms');
  await expect(drawer(page).getByRole('group', { name: 'Stack' })).toContainText('CardClient.java:40');
  await drawer(page).getByRole('button', { name: 'Open these bytes in their file' }).click();
  await expect(page.getByRole('complementary', { name: 'Bytes' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toBeVisible();
  await drawer(page).getByRole('button', { name: 'Logs of this span' }).click();
  await expect(page.getByRole('main', { name: 'Explore' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Records' }).getByRole('row')).toHaveCount(2);
  expect(decodeURIComponent(page.url())).toMatch(/filter=trace_id:[0-9a-f]{32}\+span_id:[0-9a-f]{16}/);
});

test('by keyboard alone: list, waterfall, pin, map', async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'shop.jsonl': shop() }));
  const { page } = app;
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await press('Alt+4');
  await expect(traces(page)).toBeFocused();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('ArrowUp');
  await expect(traces(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '3');
  await press('Enter');

  await expect(spans(page)).toBeFocused();
  await press('j');
  await expect(drawer(page)).toBeVisible();
  const current = spans(page).getByRole('row', { selected: true });
  await expect(current).toHaveAttribute('aria-level', '1');
  await press('ArrowLeft');
  await expect(current).toHaveAttribute('aria-expanded', 'false');
  await expect(spans(page).getByRole('row')).toHaveCount(2);
  await press('ArrowRight');
  await expect(current).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowRight');
  await expect(current).toHaveAttribute('aria-level', '2');
  await press('ArrowLeft');
  await expect(current).toHaveAttribute('aria-expanded', 'false');
  await press('ArrowLeft');
  await expect(current).toHaveAttribute('aria-level', '1');
  await press('+');
  await expect(spans(page).getByRole('row')).toHaveCount(11);

  await press('/');
  await page.keyboard.type('SELECT');
  await press('Enter');
  await expect(current).toContainText('SELECT orders');
  await press('Escape');
  await expect(spans(page)).toBeFocused();
  await press('p');
  await expect(page.getByText('Pinned to the timeline.')).toBeVisible();
  await saved(page);
  await press('Escape');
  await expect(drawer(page)).toBeHidden();
  await press('Escape');
  await expect(traces(page)).toBeFocused();

  await press('v');
  const services = page.getByRole('table', { name: 'Services' });
  await expect(services.getByRole('row').filter({ hasText: 'payments' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Calls' }).getByRole('row').filter({ hasText: 'card-network' })).toBeVisible();
  await services.getByRole('button', { name: 'Traces of payments' }).focus();
  await press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /^\d+ of 201 traces/ })).toBeVisible();
  await expect(page).toHaveURL(/service=payments/);

  await press('Alt+5');
  await page.getByRole('radio', { name: 'List' }).click();
  await expect(page.getByRole('main', { name: 'Timeline' })).toContainText('orders: SELECT orders took');
});

test('a trace that makes no sense is shown as it is', async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'shop.jsonl': shop() }));
  const { page } = app;
  await openTraces(app);
  await page.evaluate((trace) => { location.hash += `?trace=${trace}&span=00000000000000a3`; }, ODD);
  await expect(spans(page).getByRole('row', { selected: true })).toContainText('early');
  await expect(drawer(page)).toContainText('Begins 2 ms before its parent: the clocks of web and cart differ by at least that.');
  await page.getByRole('button', { name: '1 loop of parents: go to the first' }).click();
  await expect(drawer(page)).toContainText('Its parents lead back to itself. The loop is cut here.');
  await page.getByRole('button', { name: '1 span without its parent: go to the first' }).click();
  await expect(drawer(page)).toContainText('Its parent is not in the evidence. It is shown as a root.');
  await expect(spans(page).getByRole('row')).toHaveCount(7);
});

test('a trace of twenty thousand spans: folded at first, all of it within reach, few rows in the page', async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'giant.jsonl': [...otlpLines(giantTrace(20_000), 500)] }));
  const { page } = app;
  await openTraces(app);
  await traces(page).getByRole('row').nth(1).click();
  await expect(page.getByText(/spans folded$/)).toBeVisible();
  await spans(page).focus();
  await page.keyboard.press('+');
  await expect(spans(page)).toHaveAttribute('aria-rowcount', '20001');
  await page.keyboard.press('j');
  await page.keyboard.press('End');
  await expect(spans(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '20001');
  expect(await spans(page).getByRole('row').count()).toBeLessThan(200);
  await page.keyboard.press('-');
  await expect(spans(page)).toHaveAttribute('aria-rowcount', '2');
});

test('without spans: which formats bring them, and the way to Evidence', async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'app.jsonl': ['{"level":"info","msg":"no span here","time":"2026-10-08T10:00:00Z"}\n'] }));
  const { page } = app;
  await openTraces(app);
  await expect(page.getByText(/^No spans in 1 artifact: .*OpenTelemetry traces.* bring/)).toBeVisible();
  await page.getByRole('button', { name: 'Go to Evidence' }).click();
  await expect(page.getByRole('main', { name: 'Evidence' })).toBeVisible();
});

test('axe finds nothing', { tag: '@web' }, async ({ app, folder }) => {
  await app.start(caseOf(folder, { 'shop.jsonl': shop() }));
  const { page } = app;
  await openTraces(app);
  await expect(traces(page).getByRole('row').nth(3)).toBeVisible();
  await audit(page, 'list');
  await page.keyboard.press('v');
  await expect(page.getByRole('table', { name: 'Calls' })).toBeVisible();
  await audit(page, 'map');
  await page.keyboard.press('v');
  await page.getByText('Errors only').click();
  await traces(page).getByRole('row').nth(1).click();
  await spans(page).getByRole('row').filter({ hasText: 'authorize' }).click();
  await expect(drawer(page)).toContainText('SocketTimeoutException');
  await audit(page, 'trace');
});
