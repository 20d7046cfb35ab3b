import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './app.ts';

/** What axe finds wrong with a screen, in both colour schemes. */
export async function audit(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    // Legacy mode, because Electron has no second page to run in. Monaco's own markup is Monaco's.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude('.monaco-editor').analyze();
    const found = violations.flatMap((violation) => violation.nodes.map((node) => `${screen}, ${colorScheme}: ${violation.id}: ${node.html.slice(0, 160)}: ${node.failureSummary ?? ''}`));
    expect.soft(found).toEqual([]);
  }
}
