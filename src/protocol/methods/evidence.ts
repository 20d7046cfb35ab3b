import { z } from 'zod';
import { Artifact } from '../../model/artifact.ts';
import { Diagnostic } from '../../model/diagnostic.ts';
import { EvidenceReference, Locator } from '../../model/evidence.ts';
import { Count, Nanoseconds, Sha256, Zone } from '../../model/primitives.ts';
import { TableMapping } from '../../model/table-mapping.ts';
import { defineMethod } from '../define.ts';

export const IngestProgress = z.object({
  phase: z.enum(['walk', 'hash', 'index', 'order']),
  /** The file in hand. */
  path: z.string(),
  files: Count,
  filesDone: Count,
  bytesTotal: Count,
  bytesDone: Count,
  records: Count,
  seconds: z.number(),
});

/**
 * Takes files and folders into the case. An item per artifact as it becomes known and again when it is indexed.
 * Evidence already in the case changes nothing. Cancelled: what was taken in stays, the rest was never there.
 * Killed: what was asked for is on record and goes on when the case is next opened.
 */
export const addEvidence = defineMethod({
  name: 'evidence.add', kind: 'stream', scope: 'case',
  errors: ['file/not-found', 'file/not-readable', 'file/not-writable', 'evidence/nothing-readable'],
  input: z.object({
    paths: z.array(z.string()).min(1),
    storage: z.enum(['copied', 'referenced']).default('copied'),
    zone: Zone.default('UTC'),
    /** Somebody waits to see the first records: they come before everything else. */
    showFirst: z.boolean().optional(),
  }),
  item: Artifact,
  progress: IngestProgress,
  output: z.object({
    /** One per path that was found, in walk order; the same bytes under two paths are listed twice. */
    artifacts: z.array(Artifact.extend({ path: z.string(), alreadyInCase: z.boolean() })),
    /** Paths that could not be read, with why. */
    refused: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    events: Count,
    bytes: Count,
    seconds: z.number(),
  }),
});

/**
 * Bytes that come without a path (stdin, a file dropped on a browser), in order, at most 4 MiB a call.
 * The last call answers with a path for `evidence.add`; the file there goes away once it was taken in.
 */
export const uploadEvidence = defineMethod({
  name: 'evidence.upload', kind: 'call', scope: 'case', errors: ['evidence/upload-not-found', 'file/not-writable'],
  input: z.object({ uploadId: z.string().max(64).optional(), name: z.string().min(1).max(255), bytes: z.instanceof(Uint8Array), last: z.boolean() }),
  output: z.object({ uploadId: z.string(), receivedBytes: Count, path: z.string().optional() }),
});

/** Ingest that runs in this case right now, whoever asked: for shells that open or join meanwhile. */
export const watchIngest = defineMethod({
  name: 'evidence.watchIngest', kind: 'stream', scope: 'case', errors: [],
  input: z.object({}),
  item: IngestProgress.extend({ running: z.boolean() }),
  output: z.object({}),
});

export const cancelIngest = defineMethod({
  name: 'evidence.cancelIngest', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ cancelled: z.boolean() }),
});

export const listEvidence = defineMethod({
  name: 'evidence.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(Artifact),
});

export const listDiagnostics = defineMethod({
  name: 'evidence.diagnostics', kind: 'call', scope: 'case', errors: ['evidence/not-found'],
  input: z.object({ sha256: Sha256, limit: Count.max(10_000).default(500) }),
  output: z.object({ total: Count, diagnostics: z.array(Diagnostic) }),
});

/** At most 1 MiB of the original bytes; fewer at the end of the file. */
export const readBytes = defineMethod({
  name: 'evidence.bytes', kind: 'call', scope: 'case', errors: ['evidence/not-found', 'evidence/missing', 'evidence/changed'],
  input: z.object({ sha256: Sha256, offsetBytes: Count, lengthBytes: Count.max(1 << 20) }),
  output: z.object({ bytes: z.instanceof(Uint8Array), sizeBytes: Count }),
});

/** What citations in a text mean in this case. One answer per citation, in order. */
export const resolveCitations = defineMethod({
  name: 'evidence.resolve', kind: 'call', scope: 'case', errors: [],
  input: z.object({ citations: z.array(z.object({ hashPrefix: z.string(), locator: Locator })).max(5000) }),
  output: z.array(
    z.discriminatedUnion('state', [
      z.object({
        state: z.literal('found'), reference: EvidenceReference, path: z.string(), kind: z.string(),
        /** The decoded bytes as they are now, at most 4,000 characters. */
        text: z.string(),
      }),
      z.object({ state: z.literal('unknown-artifact') }),
      z.object({ state: z.literal('ambiguous-prefix') }),
      z.object({ state: z.literal('outside-artifact'), path: z.string(), sizeBytes: Count }),
      z.object({ state: z.literal('bytes-missing'), path: z.string(), message: z.string() }),
    ]),
  ),
});

/**
 * How far the times of artifacts can be trusted, as far as their own records tell; those without times are left out.
 * `withoutYear` and `withoutZone` are of the first `sampled` times.
 */
export const evidenceTrust = defineMethod({
  name: 'evidence.trust', kind: 'call', scope: 'case', errors: ['query/too-slow'],
  input: z.object({}),
  output: z.array(z.object({
    sha256: Sha256, timed: Count, resolutionNs: Nanoseconds.optional(), outOfOrder: Count, withoutYear: Count, withoutZone: Count, sampled: Count,
  })),
});

/**
 * Whether evidence is what was handed in: referenced files that are not where they were or have other bytes, and what
 * provided lists of SHA-256 sums say. Only artifacts of which there is something to say. `hash`: also of files whose size
 * alone tells that they are others.
 */
export const evidenceIntegrity = defineMethod({
  name: 'evidence.integrity', kind: 'call', scope: 'case', errors: ['evidence/not-found'],
  input: z.object({ sha256: Sha256.optional(), hash: z.boolean().default(false) }),
  output: z.array(z.object({
    sha256: Sha256,
    file: z.discriminatedUnion('state', [
      z.object({ state: z.literal('missing'), message: z.string() }),
      z.object({ state: z.literal('changed'), message: z.string(), now: z.object({ sizeBytes: Count, modifiedNs: Nanoseconds, sha256: Sha256.optional() }) }),
    ]).optional(),
    /** A line of a list that is evidence itself. */
    sum: z.object({ state: z.enum(['verified', 'mismatched']), list: Sha256, listed: Sha256, offsetBytes: Count, lengthBytes: Count }).optional(),
  })),
});

/**
 * Looks in a folder (or at a file) for referenced evidence that is not where it was: name and size first, then the hash.
 * Only the same bytes are taken. One step of undo for all that was found.
 */
export const relinkEvidence = defineMethod({
  name: 'evidence.relink', kind: 'stream', scope: 'case', errors: ['evidence/not-found', 'file/not-found', 'evidence/nothing-to-relink', 'case/damaged', 'file/not-writable'],
  /** Which; all that are not there, when left out. */
  input: z.object({ place: z.string().min(1), sha256: Sha256.optional() }),
  item: z.object({}),
  progress: z.object({ files: Count, bytesTotal: Count, bytesDone: Count, found: Count, path: z.string() }),
  output: z.object({
    linked: z.array(z.object({ sha256: Sha256, location: z.string() })),
    notFound: z.array(Sha256),
    /** Files of the right name with other bytes. */
    refused: z.array(z.object({ sha256: Sha256, path: z.string(), reason: z.enum(['size', 'hash']) })),
  }),
});

/** Reads an artifact once more. Answers at once; the ingest tells how it goes. */
export const rereadEvidence = defineMethod({
  name: 'evidence.reread', kind: 'call', scope: 'case', errors: ['evidence/not-found', 'evidence/missing', 'evidence/changed'],
  input: z.object({ sha256: Sha256 }),
  output: z.object({}),
});

/**
 * The beginning of a text (at most 1 MiB) as a table: what is guessed of it, and its rows as a mapping would read them.
 * Without `mapping` as the case has it, or as it is guessed.
 */
export const tableColumns = defineMethod({
  name: 'evidence.columns', kind: 'call', scope: 'case', errors: ['evidence/not-found', 'evidence/missing', 'evidence/changed', 'case/unknown-zone'],
  input: z.object({ sha256: Sha256, mapping: TableMapping.optional(), zone: Zone.optional(), rows: Count.max(200).default(50) }),
  output: z.object({
    mapping: TableMapping,
    columns: z.array(z.string()),
    guess: z.object({
      mapping: TableMapping,
      /** In words. */
      said: z.array(z.string()),
      /** A column whose dates may have the day or the month first. */
      ambiguous: Count.optional(),
    }).optional(),
    rows: z.array(z.object({
      cells: z.array(z.string()), offsetBytes: Count, lengthBytes: Count, line: Count,
      timeNs: Nanoseconds.optional(), severityNumber: Count, problem: z.string().optional(),
    })),
    failing: z.array(z.object({ message: z.string(), offsetBytes: Count, lengthBytes: Count, line: Count })),
    rowsRead: Count,
    rowsFailing: Count,
    /** Bytes that were looked at; fewer than the artifact has where it is long. */
    bytesRead: Count,
  }),
});
