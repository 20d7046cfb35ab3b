import type { Artifact } from '../../../model/artifact.ts';

const SORT_KEYS = ['name', 'kind', 'size', 'span', 'records', 'understood', 'diagnostics'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export interface Sort { readonly key: SortKey; readonly descending: boolean }

/** `-size` → size, largest first; anything unknown is by name. */
export function parseSort(text: string | undefined): Sort {
  const descending = text?.startsWith('-') ?? false;
  const key = SORT_KEYS.find((k) => k === text?.replace(/^-/, ''));
  return key ? { key, descending } : { key: 'name', descending: false };
}

/** The next step of a column's head: ascending, descending (numbers the other way round), then the tree again. */
export function nextSort(now: Sort, key: SortKey): string | undefined {
  const first = key === 'name' || key === 'kind' || key === 'span' ? key : `-${key}`;
  const second = first === key ? `-${key}` : key;
  const text = `${now.descending ? '-' : ''}${now.key}`;
  if (key === 'name') return text === 'name' ? '-name' : undefined;
  return text === first ? second : text === second ? undefined : first;
}

/** What is below a row that can be folded. `path` is what is remembered as folded. */
export interface Inside {
  readonly path: string;
  readonly folded: boolean;
  readonly files: number;
  readonly sizeBytes: number;
  readonly records: number;
  readonly notUnderstood: number;
  readonly diagnostics: number;
  readonly fromNs: bigint | undefined;
  readonly toNs: bigint | undefined;
}

export type EvidenceRow =
  | ({ readonly kind: 'folder'; readonly id: string; readonly depth: number; readonly name: string } & Inside)
  | {
      readonly kind: 'artifact'; readonly id: string; readonly depth: number; readonly name: string; readonly artifact: Artifact;
      /** Members of an archive, in a tree. */
      readonly inside?: Inside;
    };

/** What a row folds, if it can be folded. */
export function insideOf(row: EvidenceRow): Inside | undefined {
  return row.kind === 'folder' ? row : row.inside;
}

interface Folder {
  readonly path: string;
  readonly folders: Map<string, Folder>;
  readonly artifacts: Array<{ name: string; artifact: Artifact }>;
}

/** Rows as they stand on screen: a tree by path, or a flat list when it is filtered or sorted by anything but name. */
export function evidenceRows(artifacts: readonly Artifact[], options: { folded: ReadonlySet<string>; filter: string; sort: Sort }): EvidenceRow[] {
  const { folded, filter, sort } = options;
  const words = filter.toLowerCase().split(/\s+/).filter((w) => w !== '');
  if (words.length > 0 || sort.key !== 'name') {
    return artifacts
      .filter((a) => words.every((w) => searchText(a).includes(w)))
      .toSorted((a, b) => compare(a, b, sort))
      .map((artifact) => ({ kind: 'artifact', id: artifact.sha256, depth: 0, name: artifact.paths[0]!, artifact }));
  }
  const root: Folder = { path: '', folders: new Map(), artifacts: [] };
  for (const artifact of artifacts) place(root, artifact);
  const rows: EvidenceRow[] = [];
  walk(root, 0, rows, folded, sort.descending ? -1 : 1);
  return rows;
}

function place(root: Folder, artifact: Artifact): void {
  const parts = artifact.paths[0]!.split('/').filter((p) => p !== '');
  const name = parts.pop() ?? artifact.paths[0]!;
  let folder = root;
  for (const part of parts) {
    let child = folder.folders.get(part);
    if (!child) {
      child = { path: `${folder.path}/${part}`, folders: new Map(), artifacts: [] };
      folder.folders.set(part, child);
    }
    folder = child;
  }
  folder.artifacts.push({ name, artifact });
}

function walk(folder: Folder, depth: number, rows: EvidenceRow[], folded: ReadonlySet<string>, sign: 1 | -1): void {
  const order = (a: string, b: string): number => sign * a.localeCompare(b, 'en', { numeric: true });
  // What is in an archive stands below the archive itself.
  const archives = new Set(folder.artifacts.map(({ name }) => name).filter((name) => folder.folders.has(name)));
  for (const [firstName, first] of [...folder.folders].filter(([name]) => !archives.has(name)).toSorted(([a], [b]) => order(a, b))) {
    // A folder whose only content is a folder takes one line with it.
    let [name, child] = [firstName, first];
    for (let only = onlyFolder(child); only; only = onlyFolder(child)) {
      name = `${name}/${only[0]}`;
      child = only[1];
    }
    const inside = summed(child, folded);
    rows.push({ kind: 'folder', id: child.path, depth, name, ...inside });
    if (!inside.folded) walk(child, depth + 1, rows, folded, sign);
  }
  for (const { name, artifact } of folder.artifacts.toSorted((a, b) => order(a.name, b.name))) {
    const members = archives.delete(name) ? folder.folders.get(name) : undefined;
    if (!members) {
      rows.push({ kind: 'artifact', id: artifact.sha256, depth, name, artifact });
      continue;
    }
    const inside = summed(members, folded);
    rows.push({ kind: 'artifact', id: artifact.sha256, depth, name, artifact, inside });
    if (!inside.folded) walk(members, depth + 1, rows, folded, sign);
  }
}

function summed(folder: Folder, folded: ReadonlySet<string>): Inside {
  const inside = all(folder);
  const times = inside.filter((a) => a.fromNs !== undefined && a.toNs !== undefined);
  return {
    path: folder.path, folded: isFolded(folded, folder.path), files: inside.length, sizeBytes: inside.reduce((sum, a) => sum + a.sizeBytes, 0),
    records: inside.reduce((sum, a) => sum + a.records, 0), notUnderstood: inside.reduce((sum, a) => sum + a.notUnderstood, 0), diagnostics: inside.reduce((sum, a) => sum + a.diagnostics, 0),
    fromNs: times.reduce<bigint | undefined>((min, a) => (min === undefined || a.fromNs! < min ? a.fromNs : min), undefined),
    toNs: times.reduce<bigint | undefined>((max, a) => (max === undefined || a.toNs! > max ? a.toNs : max), undefined),
  };
}

/** Slices of a followed source may be thousands: they are folded until somebody unfolds them. */
const SLICES = /\/run-\d+$/;

/** Whether a path is folded. Of slices the set holds those that are not. */
export function isFolded(folded: ReadonlySet<string>, path: string): boolean {
  return folded.has(path) !== SLICES.test(path);
}

/** The set with a path folded or unfolded. */
export function withFolded(folded: ReadonlySet<string>, path: string, shut: boolean): ReadonlySet<string> {
  const next = new Set(folded);
  if (shut !== SLICES.test(path)) next.add(path);
  else next.delete(path);
  return next;
}

/** The folder that is all there is in a folder. */
function onlyFolder(folder: Folder): [string, Folder] | undefined {
  return folder.artifacts.length === 0 && folder.folders.size === 1 ? [...folder.folders][0] : undefined;
}

function all(folder: Folder): Artifact[] {
  return [...folder.artifacts.map((a) => a.artifact), ...[...folder.folders.values()].flatMap(all)];
}

function searchText(a: Artifact): string {
  return [...a.paths, a.title, a.kind, a.sha256, a.reason].join('\n').toLowerCase();
}

/** Share of records that their format understood, 0 … 1; `undefined` where there are none. */
export function understoodShare(a: Pick<Artifact, 'records' | 'notUnderstood'>): number | undefined {
  return a.records > 0 ? Math.max(0, (a.records - a.notUnderstood) / a.records) : undefined;
}

/** `99.96 %`; never rounded up to a hundred that is not one. */
export function percentText(share: number): string {
  if (share >= 1) return '100 %';
  const hundredths = Math.floor(share * 10_000) / 100;
  return `${hundredths >= 99.9 || hundredths < 1 ? hundredths.toFixed(2) : hundredths.toFixed(1)} %`;
}

function compare(a: Artifact, b: Artifact, sort: Sort): number {
  const byName = a.paths[0]!.localeCompare(b.paths[0]!, 'en', { numeric: true });
  if (sort.key === 'name') return sort.descending ? -byName : byName;
  const [x, y] = [value(a, sort.key), value(b, sort.key)];
  // Artifacts that have no such value come last either way.
  if (x === undefined || y === undefined) return x === y ? byName : x === undefined ? 1 : -1;
  if (x === y) return byName;
  return (x < y ? -1 : 1) * (sort.descending ? -1 : 1);
}

function value(a: Artifact, key: SortKey): string | number | bigint | undefined {
  switch (key) {
    case 'name': return a.paths[0];
    case 'kind': return a.title.toLowerCase();
    case 'size': return a.sizeBytes;
    case 'span': return a.fromNs;
    case 'records': return a.records;
    case 'understood': return understoodShare(a);
    default: return a.diagnostics;
  }
}
