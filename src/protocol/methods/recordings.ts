import { z } from 'zod';
import { Clock } from '../../model/clock.ts';
import { Count, Nanoseconds, Sha256 } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

const EVIDENCE_ERRORS = ['evidence/not-found', 'evidence/missing', 'evidence/changed'];

/** Another file that a recording may need: offered, never taken. */
export const RecordingPart = z.object({
  sha256: Sha256,
  path: z.string(),
  /** Why it is offered, in words. */
  reason: z.string(),
  /** Its numbers of bytes are exactly those of the other file. */
  fits: z.boolean(),
});
export type RecordingPart = z.infer<typeof RecordingPart>;

/** What a terminal recording says of itself, and which files in the same folder may belong to it. */
export const describeRecording = defineMethod({
  name: 'recordings.describe', kind: 'call', scope: 'case', errors: [...EVIDENCE_ERRORS, 'recordings/not-a-recording'],
  input: z.object({ sha256: Sha256 }),
  output: z.object({
    path: z.string(),
    sizeBytes: Count,
    /** `timed`: plays by itself. `needs-timing`: its times stand in another file. `timing`: it is such a file, and plays with its typescript. */
    role: z.enum(['timed', 'needs-timing', 'timing']),
    columns: Count.optional(),
    rows: Count.optional(),
    /** As its clock corrects it. */
    startNs: Nanoseconds.optional(),
    clock: Clock.optional(),
    /** Seconds, as the recording wishes for its players. */
    idleTimeLimit: z.number().optional(),
    title: z.string().optional(),
    command: z.string().optional(),
    /** Timing files for a typescript, typescripts for a timing file; the likeliest first. */
    parts: z.array(RecordingPart),
  }),
});

/** A place between two events, from which reading can begin. */
export const RecordingPosition = z.object({ offsetBytes: Count, timingOffsetBytes: Count, atNs: z.number().min(0) });
export type RecordingPosition = z.infer<typeof RecordingPosition>;

/** Events in columns. Times are nanoseconds since the start, exact to 104 days. */
export const RecordingBatch = z.object({
  /** Reading from here gives this batch first. */
  from: RecordingPosition,
  atNs: z.instanceof(Float64Array),
  /** Places in `RECORDING_KINDS`. */
  kinds: z.instanceof(Uint8Array),
  /** Range of each event in the recording's bytes. */
  offsetBytes: z.instanceof(Float64Array),
  lengthBytes: z.instanceof(Float64Array),
  /** What the events carry, one after another; `ends[i]` is where the text of event i ends. Left out when `withText` is false, but for markers and sizes. */
  text: z.string(),
  ends: z.instanceof(Uint32Array),
  /** UTF-16 units of output in the batch, whether its text is here or not. */
  outputUnits: Count,
  /** Events whose text is cut, being absurdly long. */
  cut: Count,
});
export type RecordingBatch = z.infer<typeof RecordingBatch>;

export const RECORDING_KINDS = ['output', 'input', 'marker', 'resize', 'exit'] as const;

/**
 * The events of a recording in order, in items of about a quarter of a megabyte of evidence. Nothing is kept between
 * calls: a player reads on from the `from` of an item, and drops what it does not need.
 */
export const readRecording = defineMethod({
  name: 'recordings.read', kind: 'stream', scope: 'case', errors: [...EVIDENCE_ERRORS, 'recordings/not-a-recording'],
  input: z.object({
    sha256: Sha256,
    /** The timing file, for a typescript. Without one its text is all at the start. */
    timing: Sha256.optional(),
    from: RecordingPosition.optional(),
    /** Ends after so many items. */
    items: Count.min(1).optional(),
    withText: z.boolean().default(true),
  }),
  item: RecordingBatch,
  output: z.object({ events: Count, isEnd: z.boolean() }),
});
