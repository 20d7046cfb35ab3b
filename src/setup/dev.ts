// `npm run dev`: the workbench with hot replacement of the page where Electron can open a window; elsewhere the build
// is redone at every save, and `npx tephra --sample` in another terminal shows it in the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDesktop } from '../cli/desktop.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const desktop = findDesktop(root);
const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
const downloadable = !desktop.ok && desktop.downloadable === true;

const env: NodeJS.ProcessEnv = { ...process.env };
let args = ['build', '--watch'];
if (desktop.ok || downloadable) {
  args = ['dev', '--watch', ...(desktop.ok && desktop.flags.includes('--no-sandbox') ? ['--noSandbox'] : [])];
  // Without it, electron-vite asks the electron package, which downloads what is missing.
  if (desktop.ok) env['ELECTRON_EXEC_PATH'] = desktop.executable;
} else {
  console.log(`${desktop.reason} ${desktop.advice}\nBuilding at every save; "npx tephra --sample" in another terminal shows the workbench in a browser.`);
}

const child = spawn(process.execPath, [electronVite, ...args], { cwd: root, env, stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
