import type { Custody, Reading } from '../casefile/contract.ts';
import type { ArtifactFacts } from '../index/contract.ts';
import { encodeCanonical } from '../casefile/canonical-json.ts';
import { CONTAINER_KINDS } from '../intake/archive/detect.ts';
import { UNREAD } from './parse-artifact.ts';

/** What the index keeps of how an artifact was read, to know when people have said otherwise; `undefined`: as it was handed in. */
export function readingKey(reading: Reading | undefined): string | undefined {
  if (!reading) return undefined;
  const { zone, mapping, format } = reading;
  const said = [zone ?? null, mapping === undefined ? null : Object.entries(mapping).toSorted(([a], [b]) => (a < b ? -1 : 1))];
  return JSON.stringify(format === undefined ? said : [...said, encodeCanonical(format)]);
}

/** Whether the index read an artifact in another way than the case says. Archives have no times and no columns of their own. */
export function isReadOtherwise(custody: Custody, facts: ArtifactFacts | undefined): boolean {
  if (!facts) return custody.reading !== undefined;
  if (facts.kind === UNREAD || CONTAINER_KINDS.some((kind) => kind.id === facts.kind)) return false;
  return readingKey(custody.reading) !== facts.reading;
}
