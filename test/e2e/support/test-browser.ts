import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { machine } from './machine.ts';

const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** One Chromium for the tests of a worker. Each gets a context of its own: cookies, storage and caches of nobody else. */
export class TestBrowser {
  #browser: Browser | undefined;

  async newContext(): Promise<BrowserContext> {
    // One that a test brought down is not the next test's.
    if (this.#browser?.isConnected() !== true) this.#browser = await launch();
    return this.#browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

async function launch(): Promise<Browser> {
  const { chromium: found } = machine();
  if (!found.ok) throw new Error(found.reason);
  return chromium.launch({ executablePath: found.executable, args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}
