import { execFileSync } from 'node:child_process';
import type { Locator, Page } from '@playwright/test';
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

export async function goTo(page: Page, view: 'Evidence' | 'Explore' | 'Timeline' | 'Postmortem'): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  await expect(page.getByRole('main', { name: view })).toBeVisible();
}

export async function filterBy(page: Page, text: string): Promise<void> {
  const filter = page.getByRole('textbox', { name: 'Filter', exact: true });
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

/** What pdftotext reads, words as they stand on the page. */
export function pdfText(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

export function pdfInfo(path: string): string {
  return execFileSync('pdfinfo', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
