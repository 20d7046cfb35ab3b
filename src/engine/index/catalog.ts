import { correctedTime, type Clock } from '../../model/clock.ts';
import type { ArtifactFacts } from './contract.ts';
import { shortPath, type ArtifactNames } from './predicate.ts';
import type { Scope } from './queries.ts';
import { holdsEvents, type TableFormat } from './schema.ts';

export interface KnownArtifact extends ArtifactNames {
  facts: ArtifactFacts | undefined;
  /** Whether `store.artifact` has an entry of it. */
  stored: boolean;
  /** Its SHA-256 is not known yet: `sha256` stands in for it. */
  readonly unnamed?: boolean;
}

/** What the tables hold, in memory: artifacts with their facts and clocks, and formats. Whoever changes tables keeps it true. */
export class Catalog {
  formats: readonly TableFormat[] = [];
  /** Of artifacts by their number, as `store.clock` has them. */
  clocks: ReadonlyMap<number, Clock> = new Map();
  /** Events in the order. */
  orderedEvents = 0;
  /** Formats whose records say their template. */
  templated: ReadonlySet<string> = new Set();
  private readonly bySha256 = new Map<string, KnownArtifact>();
  private nextEvent = 0;
  private nextArtifact = 1;
  private currentRevision = 1;

  revision(): number {
    return this.currentRevision;
  }

  /** What queries answer is another thing from now on. */
  revise(): void {
    this.currentRevision++;
  }

  /** The number of an artifact that is new. */
  reserveArtifact(): number {
    return this.nextArtifact++;
  }

  /** Reserves `count` event ids, ascending over the life of the index; answers the first. */
  reserveEvents(count: number): number {
    const first = this.nextEvent;
    this.nextEvent += count;
    return first;
  }

  /** Event ids up to this one are taken. */
  eventsUpTo(id: number): void {
    this.nextEvent = Math.max(this.nextEvent, id + 1);
  }

  set(artifact: KnownArtifact): void {
    this.bySha256.set(artifact.sha256, artifact);
    this.nextArtifact = Math.max(this.nextArtifact, artifact.id + 1);
  }

  remove(sha256: string): void {
    this.bySha256.delete(sha256);
  }

  get(sha256: string): KnownArtifact | undefined {
    return this.bySha256.get(sha256);
  }

  byId(id: number): KnownArtifact | undefined {
    return this.artifacts().find((a) => a.id === id);
  }

  artifacts(): KnownArtifact[] {
    return [...this.bySha256.values()];
  }

  /** An artifact with the format it was read as. */
  read(sha256: string): { readonly artifact: KnownArtifact; readonly format: TableFormat } | undefined {
    const artifact = this.bySha256.get(sha256);
    const format = this.formats.find((f) => f.id === artifact?.kind);
    return artifact && format ? { artifact, format } : undefined;
  }

  eventFormats(): TableFormat[] {
    return this.formats.filter(holdsEvents);
  }

  /** Formats that artifacts were read as. */
  formatsPresent(): TableFormat[] {
    const kinds = new Set(this.artifacts().map((a) => a.kind));
    return this.formats.filter((f) => kinds.has(f.id));
  }

  hasClocks(): boolean {
    return this.clocks.size > 0;
  }

  /** As clocks correct them. */
  facts(): ArtifactFacts[] {
    return this.artifacts().flatMap((a) => (a.facts ? [withClock(a.facts, this.clocks.get(a.id))] : []));
  }

  totals(): { records: number; diagnostics: number; fromNs: bigint | undefined; toNs: bigint | undefined } {
    let records = 0;
    let diagnostics = 0;
    let fromNs: bigint | undefined;
    let toNs: bigint | undefined;
    for (const facts of this.facts()) {
      records += facts.records;
      diagnostics += facts.diagnostics;
      if (facts.fromNs !== undefined && (fromNs === undefined || facts.fromNs < fromNs)) fromNs = facts.fromNs;
      if (facts.toNs !== undefined && (toNs === undefined || facts.toNs > toNs)) toNs = facts.toNs;
    }
    return { records, diagnostics, fromNs, toNs };
  }

  /** What queries have to know of artifacts and formats, as they are now. */
  scope(): Scope {
    const byId = new Map(this.artifacts().map((a) => [a.id, { ...a, short: shortPath(a.path), clock: this.clocks.get(a.id) }]));
    // Most cases have a few kinds of evidence: every table more is one more to plan for.
    const present = this.formatsPresent().filter(holdsEvents);
    return {
      formats: present.length > 0 ? present : this.eventFormats(), hasClocks: this.hasClocks(),
      artifact: (id) => byId.get(id), idOf: (sha256) => this.bySha256.get(sha256)?.id,
    };
  }
}

function withClock(facts: ArtifactFacts, clock: Clock | undefined): ArtifactFacts {
  if (!clock) return facts;
  const { fromNs, toNs } = facts;
  return { ...facts, clock, fromNs: fromNs === undefined ? undefined : correctedTime(fromNs, clock), toNs: toNs === undefined ? undefined : correctedTime(toNs, clock) };
}
