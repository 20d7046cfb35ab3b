import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDesktop, openWindow } from './desktop.ts';

let root: string;
let electron: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tephra-desktop-'));
  electron = join(root, 'an-electron');
  mkdirSync(electron);
  writeFileSync(join(electron, 'electron'), '#!/bin/sh\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const person = { platform: 'linux', isRoot: false } as const;

describe('findDesktop', () => {
  test('says why there is no window, in order of what can be done about it', () => {
    expect(findDesktop(root, { ...person, env: {} })).toMatchObject({ ok: false, reason: 'There is no display here.' });
    expect(findDesktop(root, { ...person, isRoot: true, env: { DISPLAY: ':0' } })).toMatchObject({ ok: false, reason: 'Electron does not open a window for root.' });
    expect(findDesktop(root, { ...person, env: { DISPLAY: ':0' } })).toMatchObject({ ok: false, downloadable: true });
    expect(findDesktop(root, { ...person, env: { DISPLAY: ':0', TEPHRA_ELECTRON: '/nowhere' } })).toMatchObject({ ok: false, reason: 'TEPHRA_ELECTRON names /nowhere, which holds no Electron.' });
  });

  test('finds the one that is named, and passes its flags on', () => {
    const executable = join(electron, 'electron');
    expect(findDesktop(root, { ...person, env: { WAYLAND_DISPLAY: 'w', TEPHRA_ELECTRON: electron } })).toEqual({ ok: true, executable, flags: [] });
    expect(findDesktop(root, { ...person, isRoot: true, env: { DISPLAY: ':0', TEPHRA_ELECTRON: electron, TEPHRA_ELECTRON_FLAGS: ' --no-sandbox  --disable-gpu ' } }))
      .toEqual({ ok: true, executable, flags: ['--no-sandbox', '--disable-gpu'] });
  });

  test('finds the official one once it has been fetched, on a Mac without a display variable', () => {
    const official = join(root, 'node_modules', 'electron');
    mkdirSync(join(official, 'dist', 'Electron.app'), { recursive: true });
    writeFileSync(join(official, 'path.txt'), 'Electron.app/Electron');
    expect(findDesktop(root, { platform: 'darwin', isRoot: false, env: {} })).toMatchObject({ ok: false, downloadable: true });
    writeFileSync(join(official, 'dist', 'Electron.app', 'Electron'), '');
    expect(findDesktop(root, { platform: 'darwin', isRoot: false, env: {} })).toMatchObject({ ok: true, executable: join(official, 'dist', 'Electron.app', 'Electron') });
  });
});

describe.skipIf(process.platform === 'win32')('openWindow', () => {
  function program(script: string): { ok: true; executable: string; flags: string[] } {
    const executable = join(root, `program-${Math.random().toString(36).slice(2)}`);
    writeFileSync(executable, `#!/bin/sh\n${script}\n`);
    chmodSync(executable, 0o755);
    return { ok: true, executable, flags: ['--flag'] };
  }

  test('a window that shows is open until the program ends', async () => {
    const opened = await openWindow(root, program('echo noise; echo "$TEPHRA_READY_LINE"; exit 3'), ['/a case']);
    expect(opened.ok && (await opened.closed)).toBe(3);
    const given = await openWindow(root, program(`echo "$TEPHRA_READY_LINE"; test "$1" = --flag && test "$2" = "${root}" && test "$3" = "/a case" && exit 0; exit 3`), ['/a case']);
    expect(given.ok && (await given.closed)).toBe(0);
  });

  test('a program that leaves with 0 has handed over to one that runs', async () => {
    const opened = await openWindow(root, program('exit 0'), []);
    expect(opened.ok && (await opened.closed)).toBe(0);
  });

  test('a program that fails says why in its last words', async () => {
    const opened = await openWindow(root, program('echo first >&2; echo "The SUID sandbox helper is not configured" >&2; exit 1'), []);
    expect(opened).toMatchObject({ ok: false });
    expect(!opened.ok && opened.reason).toContain('The SUID sandbox helper is not configured');
  });

  test('a program that does not start says so', async () => {
    const opened = await openWindow(root, { ok: true, executable: join(root, 'missing'), flags: [] }, []);
    expect(!opened.ok && opened.reason).toContain('ENOENT');
  });
});
