import type { DuckDBConnection } from '@duckdb/node-api';
import { CLOCK_TABLE } from './clocks.ts';
import type { Control } from './control.ts';
import { rows } from './duck.ts';

/** An artifact as a member of an archive. */
export interface IndexedMember {
  readonly sha256: string;
  readonly container: string;
  readonly path: string;
}

/** Made when missing, so that an index which had none gets them. */
export const CUSTODY_TABLES: readonly string[] = [
  // Which archives an artifact was unpacked from: case.sqlite decides, this is for people's SQL.
  'CREATE TABLE IF NOT EXISTS store.member (seq BIGINT, sha256 VARCHAR, container VARCHAR, path VARCHAR)',
  // How an artifact was read (zone, columns), where people said so; see ArtifactFacts.reading.
  'CREATE TABLE IF NOT EXISTS store.reading (artifact INTEGER, reading VARCHAR)',
  CLOCK_TABLE,
];

/** Which archives artifacts were unpacked from. What is known already is not written again. */
export class Members {
  private readonly control: Control;
  private readonly keys = new Set<string>();

  constructor(control: Control) {
    this.control = control;
  }

  async load(): Promise<void> {
    const known = await rows(this.control.connection, 'SELECT sha256, container, path FROM store.member');
    for (const [sha256, container, path] of known) this.keys.add(keyOf({ sha256: String(sha256), container: String(container), path: String(path) }));
  }

  async add(found: readonly IndexedMember[]): Promise<void> {
    await this.control.exclusively(async () => {
      const fresh = found.filter((member) => !this.keys.has(keyOf(member)));
      if (fresh.length === 0) return;
      this.control.markWritten();
      await insertMembers(this.control.connection, this.keys.size, fresh);
      for (const member of fresh) this.keys.add(keyOf(member));
    });
  }
}

function keyOf({ sha256, container, path }: IndexedMember): string {
  return `${sha256}/${container}/${path}`;
}

async function insertMembers(connection: DuckDBConnection, firstSeq: number, members: readonly IndexedMember[]): Promise<void> {
  const json = JSON.stringify(members.map(({ sha256, container, path }, i) => ({ q: firstSeq + i, s: sha256, c: container, p: path.toWellFormed() })));
  await connection.run(
    `INSERT INTO store.member SELECT m.q, m.s, m.c, m.p FROM (
      SELECT unnest(from_json($1::JSON, '[{"q":"BIGINT","s":"VARCHAR","c":"VARCHAR","p":"VARCHAR"}]')) AS m)`,
    [json],
  );
}
