import type { Catalog } from './catalog.ts';
import type { ArtifactFacts } from './contract.ts';
import type { Read } from './duck.ts';
import { trustOf, type ArtifactTrust } from './trust.ts';

/** Trust in the times of artifacts: each is looked at once, until it is read again. */
export class TrustCache {
  private readonly catalog: Catalog;
  private readonly read: Read;
  /** By SHA-256, with the reading it was found for. */
  private readonly found = new Map<string, { readonly of: ArtifactFacts; readonly trust: ArtifactTrust | undefined }>();

  constructor(catalog: Catalog, read: Read) {
    this.catalog = catalog;
    this.read = read;
  }

  /** Of all artifacts that have times. */
  async all(): Promise<ArtifactTrust[]> {
    const timed = this.catalog.artifacts().flatMap((a) => (a.facts?.fromNs === undefined ? [] : [{ ...a, facts: a.facts }]));
    for (const format of this.catalog.eventFormats()) {
      const fresh = timed.filter((a) => a.kind === format.id && this.found.get(a.sha256)?.of !== a.facts);
      if (fresh.length === 0) continue;
      const found = await this.read((connection) => trustOf(connection, format.id, new Map(fresh.map((a) => [a.id, a.sha256]))));
      const by = new Map(found.map((one) => [one.sha256, one]));
      for (const { sha256, facts } of fresh) this.found.set(sha256, { of: facts, trust: by.get(sha256) });
    }
    return timed.flatMap((a) => {
      const one = this.found.get(a.sha256);
      return one?.of === a.facts && one.trust ? [one.trust] : [];
    });
  }
}
