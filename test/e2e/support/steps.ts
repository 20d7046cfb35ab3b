import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../../support/machine.ts';
import { expect, type App } from './app.ts';

/** The welcome screen says where its commands are once the engine answers. */
export async function connected(page: Page): Promise<void> {
  await expect(page.getByText('Every command')).toBeVisible();
}

/** From the welcome screen to a new case with evidence in it. */
export async function newCaseWith(app: App, evidence: readonly string[], casePath: string): Promise<void> {
  await connected(app.page);
  await app.answer({ evidence, newCase: casePath }, () => app.page.getByRole('button', { name: /^Open evidence/ }).click());
  const grid = app.page.getByRole('treegrid', { name: 'Evidence' });
  await expect(grid).toBeVisible();
}

export async function goTo(page: Page, view: 'Evidence' | 'Explore' | 'SQL' | 'Traces' | 'Timeline' | 'Reasoning' | 'Fault tree' | 'Postmortem' | 'Actions'): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  await expect(page.getByRole('main', { name: view })).toBeVisible();
}

export async function filterBy(page: Page, text: string): Promise<void> {
  const filter = page.getByRole('combobox', { name: 'Filter', exact: true });
  await filter.fill(text);
  await filter.press('Enter');
}

/** The postmortem's editor, ready to be typed into, with the cursor at its end. */
export async function editorAtEnd(page: Page): Promise<Locator> {
  const editor = page.getByRole('textbox', { name: /^Postmortem in Markdown/ });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  return editor;
}

/** The frame says when everything is on disk. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: 'All changes saved' })).toBeVisible();
}

export function preview(page: Page): Locator {
  return page.getByRole('region', { name: 'Preview' });
}

/** A person's folder with the sample incident in it, made by the first test of this worker that wants one. */
let sample: Promise<string> | undefined;

/**
 * The sample incident as `npm start` makes it, in the person's folder `data`; answers with the case's path. The person
 * has taken its tour, unless it is `toTour`. A copy: to make one takes seconds.
 */
export async function makeSampleCase(data: string, toTour = false): Promise<string> {
  const made = await (sample ??= makeSample());
  cpSync(made, data, { recursive: true });
  // A case knows nothing of where it is. The person's recent cases do.
  const recent = join(data, 'recent.json');
  writeFileSync(recent, readFileSync(recent, 'utf8').replaceAll(JSON.stringify(made).slice(1, -1), JSON.stringify(data).slice(1, -1)));
  if (!toTour) writeFileSync(join(data, 'notes.json'), '{"tourDone":true}');
  return join(data, 'cases', 'sample-incident.tephra');
}

async function makeSample(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'tephra-sample-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  const env: NodeJS.ProcessEnv = { ...process.env, TEPHRA_DATA: data, TEPHRA_AUTHOR: 'Ada Tester' };
  delete env['DISPLAY'];
  delete env['WAYLAND_DISPLAY'];
  const started = spawn(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), '--sample'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  // The address is printed once the case is there.
  await once(started.stdout, 'data');
  const gone = once(started, 'exit');
  started.kill('SIGTERM');
  await gone;
  return data;
}

/** Takes evidence into a new case where it lies, as `tephra ingest --reference` does. */
export function ingestInPlace(data: string, paths: readonly string[], casePath: string): void {
  execFileSync(process.execPath, [join(ROOT, 'src/cli/bin.mjs'), 'ingest', ...paths, '--case', casePath, '--reference'], {
    env: { ...process.env, TEPHRA_DATA: data, TEPHRA_AUTHOR: 'Ada Tester' }, stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What pdftotext reads, words as they stand on the page. */
export function pdfText(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

export function pdfInfo(path: string): string {
  return execFileSync('pdfinfo', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
