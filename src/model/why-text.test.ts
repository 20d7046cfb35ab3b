import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceReference } from './evidence.ts';
import { childrenOf, parsePostmortem, plainTextOf } from './postmortem.ts';
import { newWhy } from './why-edit.ts';
import { whyForest } from './why.ts';
import { whysText } from './why-text.ts';

const proof: EvidenceReference = { sha256: '3be1d07a'.repeat(8), locator: { kind: 'bytes', offsetBytes: 16, lengthBytes: 4 }, excerpt: '', addedBy: 'ada', addedAtNs: 0n };

test('a set reads as a list: how answers belong together, what shows them, what was ruled out', () => {
  const [root] = whyForest([
    newWhy('a', 'Checkout failed', 0n), newWhy('b', 'The pool was empty', 0n, { parentId: 'a', order: 0, evidence: [proof], state: 'closed' }),
    newWhy('c', 'The network was down', 0n, { parentId: 'a', order: 1, state: 'ruled-out' }), newWhy('d', 'Connections *leaked*', 0n, { parentId: 'b' }),
  ]);
  expect(whysText(root!)).toBe(`- Checkout failed, because of all of these:
  - The pool was empty [@3be1d07a:0x10+4] (closed), because:
    - Connections \\*leaked\\*
  - The network was down (ruled out)
`);
});

test('whatever a step says, its list item says it too', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '*', '_', '[', ']', '#', '-', '+', '1', '.', '`', '|', '<', '>', '~', '\\', ':', '('), minLength: 1, maxLength: 14 }).map((text) => `${text}z`);
  fc.assert(fc.property(word, (statement) => {
    const [root] = whyForest([newWhy('a', statement, 0n)]);
    const [list, ...more] = parsePostmortem(whysText(root!)).children;
    expect(more).toEqual([]);
    expect(list?.type).toBe('list');
    expect(childrenOf(list!).map(plainTextOf).join('')).toBe(statement.replaceAll(/\s+/g, ' ').trim());
  }));
});
