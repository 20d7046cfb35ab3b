import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rootsOf, walk } from './walk.ts';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'tephra-walk-')); });
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(path: string): string {
  const file = join(dir, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, path);
  return file;
}

/** What of each path is shown, and that it leads to the file that was written there. */
async function shown(...paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const root of rootsOf(paths)) {
    for await (const found of walk(root, new AbortController().signal)) all.push('file' in found ? found.file.shownPath : found.refused.code);
  }
  return all;
}

test('one folder is shown by what is in it; of several each keeps its own name', async () => {
  put('one/web-1/var/syslog');
  put('one/web-2/var/syslog');
  const named = put('notes.txt');
  expect(await shown(join(dir, 'one', 'web-1'))).toEqual(['var/syslog']);
  expect(await shown(join(dir, 'one', 'web-1'), join(dir, 'one', 'web-2'))).toEqual(['web-1/var/syslog', 'web-2/var/syslog']);
  expect(await shown(`${join(dir, 'one', 'web-1')}/`, named)).toEqual(['web-1/var/syslog', 'notes.txt']);
  // The same one twice is one.
  expect(await shown(join(dir, 'one', 'web-1'), join(dir, 'one', '.', 'web-1'))).toEqual(['var/syslog']);
});

test('two folders of the same name take the folder around them along', async () => {
  put('a/logs/app.log');
  put('b/logs/app.log');
  put('c/app.log');
  expect(await shown(join(dir, 'a', 'logs'), join(dir, 'b', 'logs'), join(dir, 'c'))).toEqual(['a/logs/app.log', 'b/logs/app.log', 'c/app.log']);
});

test('what is not there is refused by its own path', async () => {
  put('a/x');
  expect(await shown(join(dir, 'a'), join(dir, 'gone'))).toEqual(['a/x', 'file/not-found']);
  expect(rootsOf(['/', '/tmp'])[0]).toBe('/');
});
