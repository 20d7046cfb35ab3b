import { defineConfig } from 'vitest/config';

/** Unit, property, golden and contract tests. The Playwright suite has its own configuration beside it. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/{arch,golden,contract,fuzz,gate,support}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    pool: 'forks',
    // One process per core instead of one per file halves the time. Tests keep nothing in modules that another could trip over.
    isolate: false,
  },
});
