import type { EvidenceReference } from './evidence.ts';
import type { Column, Row } from './result-text.ts';

/** Which columns of a result say where in the evidence a row stands. */
export interface ReferenceColumns {
  readonly artifact: number;
  /** Absent: rows are about whole artifacts. */
  readonly offset: number | undefined;
  readonly length: number | undefined;
}

/** What to say where a result has none of these. */
export const HOW_TO_REFER = 'Add artifact, offset_bytes and length_bytes to the columns, and rows can be opened, cited and pinned.';

export function referenceColumns(columns: readonly Column[]): ReferenceColumns | undefined {
  const at = (name: string): number | undefined => {
    const index = columns.findIndex((c) => c.name.toLowerCase() === name);
    return index < 0 ? undefined : index;
  };
  const artifact = at('artifact') ?? at('sha256');
  return artifact === undefined ? undefined : { artifact, offset: at('offset_bytes'), length: at('length_bytes') };
}

/** What a row refers to: bytes, or a whole artifact. Without a length, one byte marks the place. */
export function rowReference(row: Row, where: ReferenceColumns): Pick<EvidenceReference, 'sha256' | 'locator'> | undefined {
  const sha256 = row[where.artifact];
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  const offsetBytes = where.offset === undefined ? undefined : count(row[where.offset]);
  if (offsetBytes === undefined) return { sha256, locator: { kind: 'artifact' } };
  return { sha256, locator: { kind: 'bytes', offsetBytes, lengthBytes: Math.max(1, (where.length === undefined ? undefined : count(row[where.length])) ?? 1) } };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
