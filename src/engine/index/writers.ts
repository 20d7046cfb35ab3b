import type { DuckDBInstance } from '@duckdb/node-api';
import type { Format } from '../../formats/contract.ts';
import type { ArtifactTable } from './artifact-table.ts';
import type { Catalog } from './catalog.ts';
import type { ArtifactWriter, UnnamedWriter } from './contract.ts';
import type { Control } from './control.ts';
import { Feed } from './feed.ts';
import type { FormatTables } from './format-tables.ts';
import { Lanes } from './lanes.ts';
import { DuckArtifactWriter, type WriterHost } from './writer.ts';

/** Who writes records of artifacts now, and the lanes they share. */
export class Writers implements WriterHost {
  readonly artifacts: ArtifactTable;
  private readonly instance: DuckDBInstance;
  private readonly control: Control;
  private readonly catalog: Catalog;
  private readonly tables: FormatTables;
  private readonly feed: Feed;
  private readonly writing = new Set<DuckArtifactWriter>();
  /** By format. */
  private readonly lanes = new Map<string, Lanes>();
  /** Who said that more will come soon. */
  private expecting = 0;
  /** Whether the file says that it may hold rows of artifacts that are not complete. */
  private unclean = false;
  /** Such rows could not be removed. */
  private rowsLeft = false;

  constructor(instance: DuckDBInstance, control: Control, catalog: Catalog, tables: FormatTables, artifacts: ArtifactTable) {
    this.instance = instance;
    this.control = control;
    this.catalog = catalog;
    this.tables = tables;
    this.artifacts = artifacts;
    this.feed = new Feed(control.connection);
  }

  async begin(sha256: string, path: string, format: Format): Promise<ArtifactWriter> {
    await this.tables.use([format]);
    return this.control.exclusively(async () => {
      await this.markUnclean();
      const before = this.catalog.get(sha256);
      if (before) await this.artifacts.deleteRows(before.id, before.kind);
      if (before?.stored === true) await this.control.connection.run('UPDATE store.artifact SET path = $1, kind = $2 WHERE id = $3', [path, format.id, before.id]);
      const { id, stored } = this.artifacts.enter(sha256, path, format.id, undefined);
      return this.writer(id, format, stored);
    });
  }

  async beginUnnamed(standIn: string, path: string, format: Format): Promise<UnnamedWriter> {
    await this.tables.use([format]);
    return this.control.exclusively(async () => {
      await this.markUnclean();
      const id = this.catalog.reserveArtifact();
      const writer = await this.writer(id, format, false);
      this.catalog.set({ id, sha256: standIn, path, kind: format.id, facts: undefined, stored: false, unnamed: true });
      return {
        append: (batch) => writer.append(batch),
        show: () => writer.show(),
        diagnostics: (found) => writer.diagnostics(found),
        finish: (facts) => writer.finish(facts),
        identify: (sha256) => this.control.exclusively(async () => {
          const before = this.catalog.get(sha256);
          if (before) await this.artifacts.deleteRows(before.id, before.kind);
          if (before?.stored === true) await this.control.connection.run(`DELETE FROM store.artifact WHERE id = ${before.id}`);
          this.catalog.remove(standIn);
          this.catalog.set({ id, sha256, path, kind: format.id, facts: undefined, stored: false });
          // Who has seen the records asks again for their name.
          this.catalog.revise();
        }),
        abandon: async () => {
          await writer.abandon();
          this.catalog.remove(standIn);
        },
      };
    });
  }

  expectMore(): () => Promise<void> {
    this.expecting++;
    let released: Promise<void> | undefined;
    return () => (released ??= this.expectLess());
  }

  async removeRows(artifactId: number, formatId: string): Promise<void> {
    try {
      await this.control.exclusively(() => this.artifacts.deleteRows(artifactId, formatId));
    } catch (error) {
      this.rowsLeft = true;
      throw error;
    }
  }

  reserveIds(count: number): number {
    return this.catalog.reserveEvents(count);
  }

  ended(writer: DuckArtifactWriter): void {
    this.writing.delete(writer);
    this.endLanes();
  }

  /** Before the file is closed: it says so when all its rows are of complete artifacts. */
  async signOff(): Promise<void> {
    if (this.unclean && this.writing.size === 0 && !this.rowsLeft) await this.control.change("DELETE FROM store.meta WHERE key = 'unclean'").catch(() => undefined);
  }

  private async writer(artifactId: number, format: Format, hasEntry: boolean): Promise<DuckArtifactWriter> {
    const table = this.catalog.formats.find((f) => f.id === format.id)!;
    let lanes = this.lanes.get(format.id);
    if (!lanes) {
      lanes = new Lanes(this.instance, this.feed, table, () => this.expecting > 0);
      this.lanes.set(format.id, lanes);
    }
    const writer = new DuckArtifactWriter(this, lanes, artifactId, table, hasEntry);
    this.writing.add(writer);
    await this.control.useThreads(this.isWriting());
    return writer;
  }

  private isWriting(): boolean {
    return this.writing.size > 0 || this.expecting > 0;
  }

  private async expectLess(): Promise<void> {
    this.expecting--;
    if (this.expecting > 0) return;
    await Promise.all([...this.lanes.values()].map((lanes) => lanes.flush()));
    this.endLanes();
  }

  private endLanes(): void {
    if (this.isWriting()) return;
    for (const lanes of this.lanes.values()) lanes.end();
    this.lanes.clear();
    void this.control.useThreads(false);
  }

  /** Rows that nobody has signed for are possible from now on, until the index is closed. */
  private async markUnclean(): Promise<void> {
    this.control.markWritten();
    if (this.unclean) return;
    this.unclean = true;
    await this.control.change("INSERT INTO store.meta VALUES ('unclean', '')");
  }
}
