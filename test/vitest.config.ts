import { defineConfig } from 'vitest/config';

// Tests start hundreds of threads and processes of the engine from its source: Node keeps what it made of each file.
process.env['NODE_COMPILE_CACHE'] ??= new URL('../node_modules/.cache/node-compile', import.meta.url).pathname;

/** Unit, property, golden and contract tests. The Playwright suite has its own configuration beside it. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/{arch,golden,contract,fuzz,gate,support}/**/*.test.ts'],
    environment: 'node',
    // For what hangs, not for what is slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // V8's list of code pages, kept for processors with protection keys, ends a process now and then that starts and ends hundreds of
    // threads ("Check failed: jit_page.has_value()", nodejs/node#64500).
    execArgv: ['--no-memory-protection-keys'],
    // One process per core instead of one per file halves the time. Tests keep nothing in modules that another could trip over.
    isolate: false,
    // By default Vitest leaves one core to others: of two, half.
    maxWorkers: '100%',
  },
});
