import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseOfAddress, fileOfAddress, isCase, realPath } from './paths.ts';
import { SettingsFile } from './settings.ts';

const DIR = join('/', 'srv', 'renderer');

test.each([
  ['app://tephra/', join(DIR, 'index.html')],
  ['app://tephra/index.html', join(DIR, 'index.html')],
  ['app://tephra/assets/main-1.js?x#y', join(DIR, 'assets', 'main-1.js')],
  ['app://tephra/assets/a%20b.woff2', join(DIR, 'assets', 'a b.woff2')],
])('%s is a file of the page', (address, file) => {
  expect(fileOfAddress(DIR, address)).toBe(file);
});

test.each([
  'app://tephra/..%2fmain/index.js', 'app://tephra/%2e%2e%2f%2e%2e%2fetc/passwd', 'app://tephra/..%5c..%5cx', 'app://tephra/%00', 'app://tephra/%',
  'app://other/index.html', 'file:///srv/renderer/index.html', 'https://tephra/index.html', 'app://tephra.example/index.html', 'nothing',
])('%s is none', (address) => {
  expect(fileOfAddress(DIR, address)).toBeUndefined();
});

test('no address leads out of the folder', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('..', '.', '/', '%2e', '%2f', '%5c', '\\', 'a', '%00', '%25', '..%2f'), { maxLength: 12 }), (parts) => {
    const file = fileOfAddress(DIR, `app://tephra/${parts.join('')}`);
    expect(file === undefined || file.startsWith(`${DIR}/`)).toBe(true);
  }));
});

test('the case of an address is the one that the page put there', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('evidence', 'explore'), (name, view) => {
    const casePath = `/cases/${name}`;
    expect(caseOfAddress(`app://tephra/#/case/${encodeURIComponent(casePath)}/${view}?q=%23%2Fcase%2Fx`)).toBe(casePath);
  }));
  expect(caseOfAddress('app://tephra/#/welcome')).toBeUndefined();
  expect(caseOfAddress('app://tephra/#/case/%ff/explore')).toBeUndefined();
});

let dir: string;
beforeAll(() => { dir = mkdtempSync(join(tmpdir(), 'tephra-main-')); });
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a case is a folder with case.sqlite in it, by whatever name it is reached', () => {
  const path = join(dir, 'a.tephra');
  mkdirSync(path);
  expect(isCase(path)).toBe(false);
  writeFileSync(join(path, 'case.sqlite'), '');
  symlinkSync(path, join(dir, 'link'));
  expect(isCase(path)).toBe(true);
  expect(isCase(join(path, 'case.sqlite'))).toBe(false);
  expect(realPath(join(dir, 'link'))).toBe(realPath(path));
  expect(realPath(join(dir, 'gone'))).toBe(join(dir, 'gone'));
});

test('settings outlive the app; a damaged file means none', () => {
  const path = join(dir, 'new', 'windows.json');
  const bounds = { x: 1, y: 2, width: 800, height: 600 };
  new SettingsFile(path).update({ bounds, maximized: true, lastCase: '/a' });
  new SettingsFile(path).update({ lastCase: undefined });
  expect(new SettingsFile(path).value).toEqual({ bounds, maximized: true });
  for (const text of ['', '{', '[]', '{"bounds":{"x":"1"}}']) {
    writeFileSync(path, text);
    expect(new SettingsFile(path).value).toEqual({ maximized: false });
  }
});
