import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Catalog, KnownArtifact } from './catalog.ts';
import type { ArtifactFacts } from './contract.ts';
import type { Control } from './control.ts';
import { insertDiagnostics } from './diagnostics.ts';
import { rows } from './duck.ts';
import { storeTable } from './schema.ts';

/** Puts an artifact on record. */
export const INSERT_FACTS = 'INSERT INTO store.artifact VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)';
/** What an artifact that was read to its end has for a status. */
export const COMPLETE = "('understood', 'carried', 'failed')";

/** Entries of artifacts in `store.artifact`, with what hangs on them: how they were read, their rows, their diagnostics. */
export class ArtifactTable {
  private readonly control: Control;
  private readonly catalog: Catalog;

  constructor(control: Control, catalog: Catalog) {
    this.control = control;
    this.catalog = catalog;
  }

  /** Facts of an artifact that has no records. */
  async carry(facts: ArtifactFacts, path: string, found: readonly Diagnostic[]): Promise<void> {
    await this.control.exclusively(async () => {
      const before = this.catalog.get(facts.sha256);
      // What it was taken for before had records of its own.
      if (before && before.kind !== facts.kind) await this.deleteRows(before.id, before.kind);
      const { id, stored } = this.enter(facts.sha256, path, facts.kind, before?.facts);
      await this.control.inTransaction(async () => {
        await this.control.connection.run(`DELETE FROM store.diagnostic WHERE artifact = ${id}`);
        await insertDiagnostics(this.control.connection, id, 0, found);
        await this.insertFacts(this.control.connection, id, facts, stored);
      });
      this.committed(id, facts);
    });
  }

  /** Makes an artifact known, under the number it had. */
  enter(sha256: string, path: string, kind: string, facts: ArtifactFacts | undefined): KnownArtifact {
    const before = this.catalog.get(sha256);
    const artifact = { id: before?.id ?? this.catalog.reserveArtifact(), sha256, path, kind, facts, stored: before?.stored ?? false };
    this.catalog.set(artifact);
    return artifact;
  }

  /** Inside a transaction. `replaces`: an entry of the artifact is there. `prepared`: `INSERT_FACTS`, where many are put on record. */
  async insertFacts(connection: DuckDBConnection, artifactId: number, facts: ArtifactFacts, replaces: boolean, prepared?: DuckDBPreparedStatement): Promise<void> {
    const artifact = this.catalog.get(facts.sha256)!;
    if (replaces) await connection.run(`DELETE FROM store.artifact WHERE id = ${artifactId}`);
    const values = [
      artifactId, facts.sha256, artifact.path, facts.status, facts.kind, facts.title, facts.confidence, facts.reason, facts.records,
      facts.understoodBytes, facts.notUnderstood, facts.diagnostics, facts.fromNs ?? null, facts.toNs ?? null,
    ];
    if (prepared) {
      prepared.bind(values);
      await prepared.run();
    } else await connection.run(INSERT_FACTS, values);
    if (replaces) await connection.run(`DELETE FROM store.reading WHERE artifact = ${artifactId}`);
    if (facts.reading !== undefined) await connection.run('INSERT INTO store.reading VALUES ($1, $2)', [artifactId, facts.reading]);
  }

  /** An entry while the artifact is not complete, so that people's SQL sees what there is; false when it has no name yet. */
  async insertPending(connection: DuckDBConnection, artifactId: number): Promise<boolean> {
    const artifact = this.catalog.byId(artifactId);
    if (!artifact || artifact.unnamed === true) return false;
    await connection.run("INSERT INTO store.artifact VALUES ($1, $2, $3, 'pending', $4, '', 0, '', 0, 0, 0, 0, NULL, NULL)", [artifactId, artifact.sha256, artifact.path, artifact.kind]);
    artifact.stored = true;
    return true;
  }

  /** Facts that were put on record have been committed. */
  committed(artifactId: number, facts: ArtifactFacts): void {
    const artifact = this.catalog.get(facts.sha256)!;
    if (artifact.id !== artifactId) return;
    artifact.facts = facts;
    artifact.stored = true;
  }

  /** Removes rows and diagnostics of an artifact, which is not complete then. */
  async deleteRows(artifactId: number, formatId: string): Promise<void> {
    this.control.markWritten();
    const { connection } = this.control;
    if (this.catalog.formats.some((f) => f.id === formatId)) await connection.run(`DELETE FROM ${storeTable(formatId)} WHERE artifact = ${artifactId}`);
    await connection.run(`DELETE FROM store.diagnostic WHERE artifact = ${artifactId}`);
    const artifact = this.catalog.byId(artifactId);
    if (artifact?.facts) {
      await connection.run(`UPDATE store.artifact SET status = 'pending' WHERE id = ${artifactId}`);
      artifact.facts = undefined;
    }
  }

  /** What is on disk, into the catalog. */
  async load(): Promise<void> {
    const { connection } = this.control;
    const readings = new Map((await rows(connection, 'SELECT artifact, reading FROM store.reading')).map(([id, reading]) => [Number(id), String(reading)]));
    for (const row of await rows(connection, 'SELECT * FROM store.artifact')) this.catalog.set(artifactOf(row, readings));
  }
}

function artifactOf(row: DuckDBValue[], readings: ReadonlyMap<number, string>): KnownArtifact {
  const [id, sha256, path, status, kind, title, confidence, reason, records, understoodBytes, notUnderstood, diagnostics, fromNs, toNs] = row;
  const known = { id: Number(id), sha256: String(sha256), path: String(path), kind: String(kind), stored: true };
  if (status !== 'understood' && status !== 'carried' && status !== 'failed') return { ...known, facts: undefined };
  return {
    ...known,
    facts: {
      sha256: known.sha256, status, kind: known.kind, title: String(title), confidence: Number(confidence), reason: String(reason),
      records: Number(records), understoodBytes: Number(understoodBytes), notUnderstood: Number(notUnderstood), diagnostics: Number(diagnostics),
      fromNs: typeof fromNs === 'bigint' ? fromNs : undefined, toNs: typeof toNs === 'bigint' ? toNs : undefined,
      ...(readings.has(known.id) ? { reading: readings.get(known.id) } : {}),
    },
  };
}
