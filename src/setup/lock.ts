// Adds to package-lock.json the optional platform packages that npm left out. Run after `npm install`:
//   npm exec -- node src/setup/lock.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export interface Lock {
  packages: Record<string, Entry>;
}

const CPUS = new Set(['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64']);
const SYSTEMS = new Set(['linux', 'darwin', 'win32', 'android', 'freebsd', 'openharmony']);

/** npm's `os`, `cpu` and `libc`, from a name such as @swc/core-linux-arm64-musl; `undefined` when it names no platform. */
export function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.has(word));
  const cpu = words.find((word) => CPUS.has(word));
  if (os === undefined || cpu === undefined) return undefined;
  const abi = words.at(-1) ?? '';
  if (os === 'linux' && abi.startsWith('musl')) return { os: [os], cpu: [cpu], libc: ['musl'] };
  if (os === 'linux' && abi.startsWith('gnu')) return { os: [os], cpu: [cpu], libc: ['glibc'] };
  return { os: [os], cpu: [cpu] };
}

/** Optional packages that something in the lock asks for and that the lock has no entry for. */
export function missingFromLock(lock: Lock): { name: string; version: string; dev: boolean }[] {
  const missing = [];
  for (const [owner, entry] of Object.entries(lock.packages)) {
    const segments = owner.split('/node_modules/');
    const folders = owner === '' ? [] : segments.map((_, index) => segments.slice(0, index + 1).join('/node_modules/'));
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = ['', ...folders.map((folder) => `${folder}/`)];
      if (!places.some((place) => lock.packages[`${place}node_modules/${name}`] !== undefined)) missing.push({ name, version, dev: entry.dev === true });
    }
  }
  return missing;
}

function mend(file: string): void {
  const lock: Lock = JSON.parse(readFileSync(file, 'utf8'));
  for (const { name, version, dev } of missingFromLock(lock)) {
    const platform = platformOf(name);
    if (platform === undefined || !/^\d/.test(version)) {
      console.error(`${name}@${version} is not in the lock and names no platform; add it by hand.`);
      process.exitCode = 1;
      continue;
    }
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...(dev ? { dev: true } : {}), optional: true };
    console.log(`added ${name}@${version}`);
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
}

if (import.meta.main) mend(fileURLToPath(new URL('../../package-lock.json', import.meta.url)));
