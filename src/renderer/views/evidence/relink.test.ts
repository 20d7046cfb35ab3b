import { expect, it } from 'vitest';
import { foundWords } from './relink.tsx';

it('says what was found, what was not, and which bytes were refused', () => {
  const link = (sha256: string): { sha256: string; location: string } => ({ sha256, location: `/l/${sha256}` });
  expect(foundWords({ linked: [link('a'), link('b')], notFound: [], refused: [] }, '/l')).toBe('Relinked 2 files.');
  expect(foundWords({ linked: [link('a')], notFound: ['b'], refused: [{ sha256: 'b', path: '/l/b.log', reason: 'hash' }] }, '/l'))
    .toBe('Relinked 1 file. 1 more is not in /l. /l/b.log has the name and other bytes, and was refused.');
  expect(foundWords({ linked: [], notFound: ['b'], refused: [] }, '/l')).toBe('It is not in /l. No file there has the same bytes.');
  expect(foundWords({ linked: [], notFound: ['b', 'c'], refused: [{ sha256: 'c', path: '/l/c', reason: 'size' }] }, '/l')).toBe('They are not in /l. /l/c has the name and another size, and was refused.');
});
