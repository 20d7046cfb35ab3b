import type { DuckDBConnection } from '@duckdb/node-api';
import { visibleText } from '../../base/text.ts';
import { Diagnostic } from '../../model/diagnostic.ts';
import type { KnownArtifact } from './catalog.ts';
import { rows } from './duck.ts';

/** `firstSeq`: the sequence number of the first. */
export async function insertDiagnostics(connection: DuckDBConnection, artifactId: number, firstSeq: number, found: readonly Diagnostic[]): Promise<void> {
  if (found.length === 0) return;
  // One statement for all: a damaged file has one for each line.
  const json = JSON.stringify(found.map(({ code, severity, message, offsetBytes, lengthBytes }, i) => ({
    q: firstSeq + i, c: code, s: severity, m: visibleText(message), o: offsetBytes, l: lengthBytes,
  })));
  await connection.run(
    `INSERT INTO store.diagnostic SELECT ${artifactId}, d.q, d.c, d.s, d.m, d.o, d.l FROM (
      SELECT unnest(from_json($1::JSON, '[{"q":"BIGINT","c":"VARCHAR","s":"VARCHAR","m":"VARCHAR","o":"BIGINT","l":"BIGINT"}]')) AS d)`,
    [json],
  );
}

/** The first `limit` by their place in the artifact. */
export async function diagnosticsOf(connection: DuckDBConnection, { id, facts }: KnownArtifact, limit: number): Promise<{ total: number; diagnostics: Diagnostic[] }> {
  const [count] = await rows(connection, `SELECT count(*) FROM store.diagnostic WHERE artifact = ${id}`);
  const found = await rows(connection, `SELECT code, severity, message, offset_bytes, length_bytes FROM store.diagnostic
    WHERE artifact = ${id} ORDER BY offset_bytes, seq LIMIT ${Math.floor(limit)}`);
  return {
    // Of very many only the first are kept.
    total: Math.max(Number(count![0]), facts?.diagnostics ?? 0),
    diagnostics: found.map(([code, severity, message, offset, length]) => Diagnostic.parse({
      code, severity, message, offsetBytes: Number(offset), lengthBytes: Number(length),
    })),
  };
}
