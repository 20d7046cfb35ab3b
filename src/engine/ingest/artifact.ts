import type { Artifact } from '../../model/artifact.ts';
import type { Custody } from '../casefile/contract.ts';
import type { ArtifactFacts } from '../index/contract.ts';

/** Both halves of an artifact: what people handed in, and what the index knows of it. */
export function toArtifact(custody: Custody, facts: ArtifactFacts | undefined, members?: number): Artifact {
  return {
    sha256: custody.sha256, paths: [...custody.paths], sizeBytes: custody.sizeBytes, addedAtNs: custody.addedAtNs, addedBy: custody.addedBy,
    storage: custody.storage, location: custody.location, zone: custody.zone,
    status: facts?.status ?? 'pending', kind: facts?.kind ?? 'unknown', title: facts?.title ?? 'Not indexed yet',
    confidence: facts?.confidence ?? 0, reason: facts?.reason ?? '', records: facts?.records ?? 0,
    ...(members === undefined ? {} : { members }), ...(custody.partOf === undefined ? {} : { partOf: custody.partOf.map(({ container, path }) => ({ container, path })) }),
    ...(custody.reading === undefined ? {} : { reading: { ...custody.reading } }),
    ...(facts?.clock === undefined ? {} : { clock: { ...facts.clock, note: custody.clockNote ?? '' } }),
    understoodBytes: facts?.understoodBytes ?? 0, notUnderstood: facts?.notUnderstood ?? 0, diagnostics: facts?.diagnostics ?? 0,
    ...(facts?.fromNs === undefined ? {} : { fromNs: facts.fromNs }), ...(facts?.toNs === undefined ? {} : { toNs: facts.toNs }),
  };
}
