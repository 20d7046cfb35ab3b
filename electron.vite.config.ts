import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const present = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path(file)] as const).filter(([, file]) => existsSync(file)));

/** While the parts are being written: the engine's entries need all of these. */
const engineStands = ['src/engine/service/engine.ts', 'src/engine/ingest/worker.ts', 'src/protocol/transports/message-port.ts'].every((file) => existsSync(path(file)));

const inputs = {
  main: present({ index: 'src/main/index.ts', ...(engineStands ? { engine: 'src/main/engine.ts', cli: 'src/cli/main.ts' } : {}) }),
  preload: present({ index: 'src/preload/index.ts' }),
  renderer: present({ index: 'src/renderer/index.html' }),
};

/**
 * Three builds: `main` (everything that runs on Node: the Electron shell, the engine it forks, the CLI with the
 * browser shell, and the parse worker, which the `?nodeWorker` import in src/engine/service/parse-worker.ts adds),
 * `preload` and `renderer`. Packages of `dependencies` stay in node_modules (some are native); the renderer's are bundled.
 */
const config: UserConfig = {
  main: {
    build: {
      target: 'node24',
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: inputs.main,
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
        input: inputs.preload,
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
      rolldownOptions: { input: inputs.renderer },
    },
  },
};

// While a part has no entry yet, the others are built without it.
for (const part of ['main', 'preload', 'renderer'] as const) {
  if (Object.keys(inputs[part]).length === 0) delete config[part];
}

export default defineConfig(config);
