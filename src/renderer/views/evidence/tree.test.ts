import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../model/artifact.ts';
import { evidenceRows, nextSort, parseSort, percentText, withFolded } from './tree.ts';

const artifact = (path: string, more: Partial<Artifact> = {}): Artifact => ({
  sha256: path.padEnd(64, '0').slice(0, 64), paths: [path], sizeBytes: 10, addedAtNs: 0n, addedBy: 'a', storage: 'copied', location: '', zone: 'UTC',
  status: 'understood', kind: 'web-access', title: 'Access log', confidence: 1, reason: '', records: 1, understoodBytes: 10, notUnderstood: 0, diagnostics: 0, ...more,
});
const ALL = { folded: new Set<string>(), filter: '', sort: parseSort(undefined) };
const shape = (rows: ReturnType<typeof evidenceRows>): string[] => rows.map((r) => `${'  '.repeat(r.depth)}${r.name}${r.kind === 'folder' ? '/' : ''}`);

describe('evidenceRows', () => {
  const files = [artifact('b/z.log', { sizeBytes: 5, fromNs: 9n, toNs: 10n }), artifact('b/x/y/1.log', { fromNs: 2n, toNs: 3n }), artifact('b/x/y/10.log'), artifact('b/x/y/2.log'), artifact('a.log')];
  it('is a tree: folders first, numbers in their order, chains of single folders on one line', () => {
    expect(shape(evidenceRows(files, ALL))).toEqual(['b/', '  x/y/', '    1.log', '    2.log', '    10.log', '  z.log', 'a.log']);
  });
  it('sums up a folder and spans what is in it', () => {
    const [folder] = evidenceRows(files, ALL);
    expect(folder).toMatchObject({ files: 4, sizeBytes: 35, records: 4, notUnderstood: 0, fromNs: 2n, toNs: 10n });
  });
  it('leaves out what is in a folded folder', () => {
    expect(shape(evidenceRows(files, { ...ALL, folded: new Set(['/b/x/y']) }))).toEqual(['b/', '  x/y/', '  z.log', 'a.log']);
  });
  it('folds slices of a followed source until they are unfolded', () => {
    const slices = [artifact('app.log/run-1/byte-000000000000'), artifact('app.log/run-1/byte-000000000640'), artifact('b.log')];
    expect(shape(evidenceRows(slices, ALL))).toEqual(['app.log/run-1/', 'b.log']);
    const open = withFolded(ALL.folded, '/app.log/run-1', false);
    expect(shape(evidenceRows(slices, { ...ALL, folded: open }))).toEqual(['app.log/run-1/', '  byte-000000000000', '  byte-000000000640', 'b.log']);
    expect(shape(evidenceRows(slices, { ...ALL, folded: withFolded(open, '/app.log/run-1', true) }))).toEqual(['app.log/run-1/', 'b.log']);
    expect(shape(evidenceRows(files, { ...ALL, folded: withFolded(ALL.folded, '/b/x/y', true) }))).toEqual(['b/', '  x/y/', '  z.log', 'a.log']);
  });
  it('shows members below their archive, and folds them with it', () => {
    const zip = artifact('in/b.zip', { kind: 'zip', records: 0 });
    const bundle = [zip, artifact('in/b.zip/logs/x.gz', { kind: 'gzip', records: 0 }), artifact('in/b.zip/logs/x.gz/x', { fromNs: 5n, toNs: 6n }), artifact('in/b.zip/y'), artifact('in/z')];
    const rows = evidenceRows(bundle, ALL);
    expect(shape(rows)).toEqual(['in/', '  b.zip', '    logs/', '      x.gz', '        x', '    y', '  z']);
    expect(rows[1]).toMatchObject({ kind: 'artifact', artifact: zip, inside: { files: 3, fromNs: 5n, toNs: 6n, folded: false } });
    expect(shape(evidenceRows(bundle, { ...ALL, folded: new Set(['/in/b.zip']) }))).toEqual(['in/', '  b.zip', '  z']);
  });
  it('is flat when filtered, and every word must occur', () => {
    expect(shape(evidenceRows(files, { ...ALL, filter: 'ACCESS b/x' }))).toEqual(['b/x/y/1.log', 'b/x/y/2.log', 'b/x/y/10.log']);
  });
  it('puts artifacts without the value last, whichever way it is sorted', () => {
    for (const sort of ['span', '-span']) expect(evidenceRows(files, { ...ALL, sort: parseSort(sort) }).at(-1)!.name).not.toMatch(/1\.log|z\.log/);
    expect(evidenceRows(files, { ...ALL, sort: parseSort('span') })[0]!.name).toBe('b/x/y/1.log');
  });
});

describe('sort', () => {
  it('goes from largest to smallest and back to the tree', () => {
    expect(nextSort(parseSort(undefined), 'size')).toBe('-size');
    expect(nextSort(parseSort('-size'), 'size')).toBe('size');
    expect(nextSort(parseSort('size'), 'size')).toBeUndefined();
    expect(nextSort(parseSort(undefined), 'name')).toBe('-name');
  });
  it('takes an unknown key for the tree', () => {
    expect(parseSort('-colour')).toEqual({ key: 'name', descending: false });
  });
});

describe('percentText', () => {
  it('never rounds up to a hundred', () => {
    expect(percentText(0.99999)).toBe('99.99 %');
    expect(percentText(1)).toBe('100 %');
    expect(percentText(0.945)).toBe('94.5 %');
    expect(percentText(0)).toBe('0.00 %');
  });
});
