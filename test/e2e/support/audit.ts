import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';

/** What another colour scheme can change; all other rules read the markup, which is the same. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** As `auditInBothShells`, of a state among many: both shells have the same markup, so the browser's speaks for both. */
export async function audit(page: Page, screen: string): Promise<void> {
  if (test.info().project.name !== 'desktop') await auditInBothShells(page, screen);
}

/** What axe finds wrong with a screen, in both colour schemes. */
export async function auditInBothShells(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    // Legacy mode, because Electron has no second page to run in. Monaco's own markup is Monaco's.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude('.monaco-editor').options({
      // Nodes that pass are thousands, each described; nobody reads them.
      resultTypes: ['violations'],
      ...(colorScheme === 'dark' ? { runOnly: { type: 'rule', values: RULES_OF_COLOUR } } : {}),
    }).analyze();
    const found = violations.flatMap((violation) => violation.nodes.map((node) => `${screen}, ${colorScheme}: ${violation.id}: ${node.html.slice(0, 160)}: ${node.failureSummary ?? ''}`));
    expect.soft(found).toEqual([]);
  }
}
