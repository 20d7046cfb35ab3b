import { unwrap } from '../base/result.ts';
import type { Artifact } from '../model/artifact.ts';
import type { EvidenceReference } from '../model/evidence.ts';
import { api } from '../protocol/api.ts';
import type { Client } from '../protocol/handler.ts';

/** A record of the sample's evidence: where it stands, and when it says it was. */
export interface Found {
  readonly sha256: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** 1-based; 0 where there are no lines. */
  readonly line: number;
  readonly timeNs: bigint;
  readonly reference: EvidenceReference;
}

/** Finds what the sample's story cites the way anybody would: by SQL over the promised views. */
export class SampleEvidence {
  readonly #client: Client;
  readonly #options: { readonly signal?: AbortSignal };
  readonly #custody = new Map<string, Artifact>();

  constructor(client: Client, options: { readonly signal?: AbortSignal }) {
    this.#client = client;
    this.#options = options;
  }

  async load(): Promise<void> {
    for (const artifact of unwrap(await this.#client.call(api.listEvidence, {}, this.#options))) this.#custody.set(artifact.sha256, artifact);
  }

  /** The first record of a file that holds a condition over `events`, in the order of time; `last` for the last one. */
  async event(file: string, condition: string, which: 'first' | 'last' = 'first'): Promise<Found> {
    const order = which === 'first' ? 'ASC' : 'DESC';
    return this.#one(`SELECT artifact, offset_bytes, length_bytes, line, time_ns FROM events
      WHERE ${this.#in('artifact', file)} AND (${condition}) ORDER BY time_ns ${order}, offset_bytes ${order} LIMIT 1`);
  }

  /** The first point of a metric that holds a condition over `metric_points`. */
  async point(file: string, condition: string): Promise<Found> {
    return this.#one(`SELECT m.artifact, m.offset_bytes, m.length_bytes, 0, m.time_ns FROM metric_points m
      WHERE ${this.#in('m.artifact', file)} AND (${condition}) ORDER BY m.time_ns, m.offset_bytes LIMIT 1`);
  }

  /** Whatever path it came in under first: a start that was cut off may have taken in a folder of it. */
  #in(column: string, file: string): string {
    const hashes = [...this.#custody.values()].filter(({ paths }) => paths.some((path) => path === file || path.endsWith(`/${file}`))).map(({ sha256 }) => `'${sha256}'`);
    return hashes.length === 0 ? 'false' : `${column} IN (${hashes.join(', ')})`;
  }

  async number(sql: string): Promise<number> {
    const { rows } = unwrap(await this.#client.call(api.runSql, { sql, maxRows: 1 }, this.#options));
    return Number(rows[0]?.[0]);
  }

  async #one(sql: string): Promise<Found> {
    const { rows } = unwrap(await this.#client.call(api.runSql, { sql, maxRows: 1 }, this.#options));
    const [row] = rows;
    // The story depends on it: none is a bug of the sample.
    if (row === undefined) throw new Error(`nothing in the sample answers ${sql}`);
    const [sha256, offset, length, line, time] = row;
    const id = String(sha256);
    const place = { offsetBytes: Number(offset), lengthBytes: Number(length) };
    const { bytes } = unwrap(await this.#client.call(api.readBytes, { sha256: id, offsetBytes: place.offsetBytes, lengthBytes: Math.min(place.lengthBytes, 16_000) }, this.#options));
    const { addedBy, addedAtNs } = this.#custody.get(id)!;
    const lines = Number(line) > 0 ? { line: Number(line) } : {};
    return {
      sha256: id, ...place, line: Number(line), timeNs: BigInt(String(time)),
      reference: { sha256: id, locator: { kind: 'bytes', ...place, ...lines }, excerpt: new TextDecoder().decode(bytes).slice(0, 4000), addedBy, addedAtNs },
    };
  }
}
