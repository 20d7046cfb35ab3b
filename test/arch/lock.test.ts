import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Lock, missingFromLock, platformOf } from '../../src/setup/lock.ts';

const lock: Lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

test('the lock has every platform package, so that npm ci takes it anywhere ("npm exec -- node src/setup/lock.ts" mends it)', () => {
  expect(missingFromLock(lock)).toEqual([]);
});

test('the lock names no registry', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
});

test('what is missing is found: at the root, in a folder of its own, and not when a folder above has it', () => {
  const packages = {
    '': { optionalDependencies: { a: '1.0.0' } },
    'node_modules/b': { dev: true, optionalDependencies: { 'b-linux-x64': '2.0.0', c: '1.0.0' } },
    'node_modules/c': {},
    'node_modules/d/node_modules/e': { optionalDependencies: { 'e-darwin-arm64': '1.0.0', f: '1.0.0' } },
    'node_modules/d/node_modules/f': {},
  };
  expect(missingFromLock({ packages })).toEqual([
    { name: 'a', version: '1.0.0', dev: false },
    { name: 'b-linux-x64', version: '2.0.0', dev: true },
    { name: 'e-darwin-arm64', version: '1.0.0', dev: false },
  ]);
});

test.each([
  ['@swc/core-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@swc/core-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
  ['@myriaddreamin/typst-ts-node-compiler-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['fsevents', undefined],
])('the platform of %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
