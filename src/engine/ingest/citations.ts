import { textsIn } from '../../base/bytes.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { EvidenceReference, Locator } from '../../model/evidence.ts';
import { referenceKey, regionWords } from '../../model/evidence.ts';
import type { OutputOf } from '../../protocol/define.ts';
import type { resolveCitations } from '../../protocol/methods/evidence.ts';
import type { CaseReader, Custody } from '../casefile/contract.ts';
import { readEvidence } from './evidence-bytes.ts';
import { holds, type ImageSize } from './regions.ts';

type Resolved = OutputOf<typeof resolveCitations>[number];

/** Longest excerpt, in UTF-16 units (EvidenceReference). */
const EXCERPT = 4000;

/** Bytes as people read them: UTF-8, what is not as U+FFFD; at most 4,000 characters, no character cut in two. */
export function decodeExcerpt(bytes: Uint8Array): string {
  return cut(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

/** What the record that has exactly these bytes says; `undefined`: there is none. */
type RecordText = (sha256: string, offsetBytes: number, lengthBytes: number) => Promise<string | undefined>;

function cut(text: string): string {
  if (text.length <= EXCERPT) return text;
  const last = text.charCodeAt(EXCERPT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? EXCERPT - 1 : EXCERPT);
}

/** What citations mean in a case, one after the other. */
export async function resolveAll(
  caseDir: string, work: CaseReader, kindOf: (sha256: string) => Artifact['kind'], citations: ReadonlyArray<{ hashPrefix: string; locator: Locator }>,
  imageSize: (sha256: string) => Promise<ImageSize | undefined>, recordText: RecordText,
): Promise<Resolved[]> {
  const custody = work.custody();
  const cited = new Map(work.references().map((reference) => [referenceKey(reference), reference]));
  const resolved: Resolved[] = [];
  for (const { hashPrefix, locator } of citations) {
    const prefix = hashPrefix.toLowerCase();
    const matching = prefix.length < 8 ? [] : custody.filter((c) => c.sha256.startsWith(prefix));
    if (matching.length === 0) resolved.push({ state: 'unknown-artifact' });
    else if (matching.length > 1) resolved.push({ state: 'ambiguous-prefix' });
    else resolved.push(await resolveOne(caseDir, matching[0]!, locator, kindOf(matching[0]!.sha256), cited, imageSize, recordText));
  }
  return resolved;
}

async function resolveOne(
  caseDir: string, custody: Custody, locator: Locator, kind: string, cited: ReadonlyMap<string, EvidenceReference>,
  imageSize: (sha256: string) => Promise<ImageSize | undefined>, recordText: RecordText,
): Promise<Resolved> {
  const path = custody.paths[0] ?? custody.sha256;
  const { sha256, sizeBytes } = custody;
  const offset = locator.kind === 'bytes' ? locator.offsetBytes : 0;
  const length = locator.kind === 'bytes' ? locator.lengthBytes : sizeBytes;
  const size = kind === 'image' ? await imageSize(sha256) : undefined;
  if (offset + length > sizeBytes || (locator.kind === 'region' && !holds(size, locator))) return { state: 'outside-artifact', path, sizeBytes };
  // Four bytes are the longest UTF-8 character.
  const bytes = await readEvidence(caseDir, custody, offset, Math.min(length, EXCERPT * 4));
  if (!bytes.ok) return { state: 'bytes-missing', path, message: bytes.failure.message };
  // The bytes of a picture say nothing as text.
  const text = locator.kind === 'region' ? regionWords(locator, path)
    : locator.kind === 'artifact' && size ? `Image of ${size.width}×${size.height} pixels, ${path.split('/').at(-1)!}` 
    : locator.kind === 'bytes' && bytes.value.includes(0) ? cut((await recordText(sha256, offset, length)) ?? textsIn(bytes.value)) : decodeExcerpt(bytes.value);
  const known = cited.get(referenceKey({ sha256, locator }));
  return {
    state: 'found', path, kind, text,
    reference: known ?? { sha256, locator, excerpt: text, addedBy: custody.addedBy, addedAtNs: custody.addedAtNs },
  };
}
