import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { replaceFile } from './replace-file.ts';

describe('replaceFile', () => {
  test('makes and replaces, and leaves nothing else behind', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'report.md');
    expect(await replaceFile(path, 'one')).toEqual({ ok: true, value: undefined });
    expect(await replaceFile(path, new TextEncoder().encode('two'))).toMatchObject({ ok: true });
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(dir)).toEqual(['report.md']);
  });

  test('keeps a secret from others from the first moment', async () => {
    const path = join(temporaryFolder(), 'secret.json');
    await replaceFile(path, 's', { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('readers see one text or the other, whole', async () => {
    const path = join(temporaryFolder(), 'big.txt');
    const texts = ['a'.repeat(3_000_000), 'b'.repeat(2_000_000)];
    writeFileSync(path, texts[0]!);
    const writing = new AbortController();
    const writer = (async () => {
      for (let i = 1; i <= 20; i++) await replaceFile(path, texts[i % 2]!);
      writing.abort();
    })();
    const seen = new Set<string>();
    while (!writing.signal.aborted) {
      seen.add(readFileSync(path, 'utf8'));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writer;
    expect([...seen].every((text) => texts.includes(text))).toBe(true);
    expect(seen.size).toBe(2);
  });

  test('failure names the file and leaves the old one', async () => {
    const dir = temporaryFolder();
    expect(await replaceFile(join(dir, 'no', 'where.md'), 'x')).toMatchObject({ ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining('its folder does not exist') } });
    mkdirSync(join(dir, 'folder'));
    expect(await replaceFile(join(dir, 'folder'), 'x')).toMatchObject({ ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining('is a folder') } });
    expect(await replaceFile(join(dir, 'n'.repeat(300)), 'x')).toMatchObject({ ok: false, failure: { code: 'file/not-writable' } });
    expect(readdirSync(dir)).toEqual(['folder']);
  });
});
