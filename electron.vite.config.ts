import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Packages of many small JavaScript files: to find and read each of them was most of the time a command takes to start. */
const BUNDLED = ['@duckdb/node-api', 'csv-parse', 'mdast-util-from-markdown', 'mdast-util-gfm', 'micromark-extension-gfm', 'ws', 'yauzl', 'zod'] as const;

/**
 * Three builds: `main` (everything that runs on Node: the Electron shell, the engine it forks, the CLI with the
 * browser shell, and the workers, which the `?nodeWorker` imports in src/engine/service/parse-worker.ts and report-worker.ts add),
 * `preload` and `renderer`. Packages of `dependencies` stay in node_modules (some are native) but for `BUNDLED`; the renderer's are bundled.
 */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: { exclude: [...BUNDLED] },
      target: 'node24',
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        external: ['@duckdb/node-bindings'],
        input: { index: path('src/main/index.ts'), engine: path('src/main/engine.ts'), cli: path('src/cli/main.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is one CommonJS file: it can require nothing but electron.
      externalizeDeps: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: path('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome140',
      minify: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 8_000,
      rolldownOptions: {
        input: path('src/renderer/index.html'),
        // Wherever zod goes, what tells it not to try eval goes too: a part loaded later must not come between them.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|\/zod-setup\.ts$/ }] } },
      },
    },
  },
});
