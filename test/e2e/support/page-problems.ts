import type { Page } from '@playwright/test';

/** Collects what a page complains of. `expected` holds while the engine is killed on purpose: lost connections are then no problem. */
export class PageProblems {
  readonly found: string[] = [];
  #expectsLoss = false;

  watch(page: Page): void {
    page.on('pageerror', (error) => this.found.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' && !message.text().includes('Content Security Policy')) return;
      if (this.#expectsLoss && /WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/.test(message.text())) return;
      this.found.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      const isLocal = ['blob:', 'data:', 'app:', 'devtools:'].includes(url.protocol) || url.hostname === '127.0.0.1';
      if (!isLocal) this.found.push(`request: ${request.url()}`);
    });
  }

  expectLoss(): void {
    this.#expectsLoss = true;
  }
}
