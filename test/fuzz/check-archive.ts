import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectContainer, containerKind } from '../../src/engine/intake/archive/detect.ts';
import { Budget, UNPACK_LIMITS } from '../../src/engine/intake/archive/limits.ts';
import { unpack } from '../../src/engine/intake/archive/unpack.ts';

const LIMITS = { ...UNPACK_LIMITS, totalBytes: 4_000_000, members: 200 };

/**
 * Unpacks one input as what its first bytes say, under small limits: it ends, stays within them, names of members stay
 * inside, and diagnostics lie in the file.
 */
export async function checkArchive(bytes: Uint8Array): Promise<void> {
  const id = detectContainer(bytes.subarray(0, 512));
  if (id === undefined) return;
  const dir = mkdtempSync(join(tmpdir(), 'tephra-fuzz-'));
  try {
    const path = join(dir, 'input');
    writeFileSync(path, bytes);
    let size = 0;
    let members = 0;
    const names = new Set<string>();
    const result = await unpack(path, 'input', containerKind(id)!, {
      budget: new Budget(LIMITS), signal: new AbortController().signal,
      member: async (name, chunks) => {
        const parts = name.split('/');
        claim(name !== '' && !name.startsWith('/') && !name.includes('\0') && !name.includes('\\') && !parts.includes('..') && !/^[A-Za-z]:/.test(name), `a member is called ${JSON.stringify(name)}`);
        claim(!names.has(name), `two members are called ${JSON.stringify(name)}`);
        names.add(name);
        members++;
        for await (const chunk of chunks) size += chunk.length;
      },
    });
    claim(size <= LIMITS.totalBytes, `${size} bytes came out, where ${LIMITS.totalBytes} are the limit`);
    claim(members <= LIMITS.members, `${members} members came out, where ${LIMITS.members} are the limit`);
    claim(result.members === members || result.members <= LIMITS.members, `${result.members} members are counted, ${members} came`);
    claim(result.diagnosticCount >= result.diagnostics.length, 'more diagnostics than are counted');
    for (const { offsetBytes, lengthBytes, code, message } of result.diagnostics) {
      claim(Number.isSafeInteger(offsetBytes) && Number.isSafeInteger(lengthBytes) && offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes + lengthBytes <= bytes.length, `${code} is at ${offsetBytes}+${lengthBytes} of ${bytes.length}`);
      claim(message !== '', `${code} says nothing`);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
