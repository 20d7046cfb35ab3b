import type { ByteSource, FieldDefinition } from './contract.ts';

/**
 * What formats of terminal recordings share: the fields of their records, and the recording itself for a player.
 * Times inside a recording are nanoseconds since its start, as numbers: exact to 104 days.
 */
export const RECORDING_FIELDS: readonly FieldDefinition[] = [
  { name: 'terminal.event', type: 'string', description: 'header, line, full-screen, input, marker, resize, exit, signal, timing, note or end.', facet: true },
  { name: 'session.offset_ns', type: 'integer', description: 'Nanoseconds from the start of the recording to the record.' },
  { name: 'session.end_offset_ns', type: 'integer', description: 'Nanoseconds from the start of the recording to the last change of the line.' },
  { name: 'process.command_line', type: 'string', description: 'The command that was entered at a prompt on this line.' },
  { name: 'session.command.basis', type: 'string', description: 'How the command is known: input (keys were recorded), shell-integration (the shell marked it) or inferred.', facet: true },
  { name: 'session.command.reason', type: 'string', description: 'Why the line is taken for a command, in words.' },
  { name: 'terminal.input', type: 'string', description: 'Keys that were recorded while the line was drawn; control keys as escapes.' },
  { name: 'process.exit.code', type: 'integer', description: 'Exit status of the session.' },
  { name: 'terminal.columns', type: 'integer', description: 'Width of the terminal, in columns.' },
  { name: 'terminal.rows', type: 'integer', description: 'Height of the terminal, in rows.' },
  { name: 'terminal.redrawn', type: 'boolean', description: 'The cursor moved across the screen while the line was drawn: it says what was written, not where it stood.' },
];

/** Places of `RECORDING_FIELDS` in a record's `fields`. */
export const RECORDING_FIELD = {
  event: 0, offsetNs: 1, endOffsetNs: 2, command: 3, basis: 4, reason: 5, input: 6, exitCode: 7, columns: 8, rows: 9, redrawn: 10,
} as const;

/** Beyond this a size is no terminal's: drawing it would take the memory of the machine. */
export const MOST_COLUMNS = 1000;
export const MOST_ROWS = 500;
/** A moment later than this is damage: 100 days. */
export const MOST_OFFSET_NS = 100 * 86_400 * 1e9;
/** Longest text of one event that a player gets, in UTF-16 units: a frame of the protocol holds it. */
export const MOST_EVENT_TEXT = 4 * 1024 * 1024;

export const REPLAY_KINDS = ['output', 'input', 'marker', 'resize', 'exit'] as const;
export type ReplayKind = (typeof REPLAY_KINDS)[number];

/** Where a reading of a recording can begin: between two events. */
export interface ReplayPosition {
  readonly offsetBytes: number;
  /** In the second file, where the times stand in one. */
  readonly timingOffsetBytes: number;
  /** Time of the event before. */
  readonly atNs: number;
}

/** Events in columns. Those with `cut` have more text in the evidence than here. */
export interface ReplayBatch {
  /** Reading from here gives this batch first. */
  readonly from: ReplayPosition;
  readonly atNs: Float64Array<ArrayBuffer>;
  /** Places in `REPLAY_KINDS`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Range of each event in the recording. */
  readonly offsetBytes: Float64Array<ArrayBuffer>;
  readonly lengthBytes: Float64Array<ArrayBuffer>;
  /** What the events carry, one after another; `ends[i]` is where the text of event i ends. */
  readonly text: string;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly cut: number;
}

/** What a recording says of itself. */
export interface RecordingInfo {
  /** `timed`: events stand with their times. `needs-timing`: times stand in another file. `timing`: this is such a file. */
  readonly role: 'timed' | 'needs-timing' | 'timing';
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly startNs: bigint | undefined;
  /** Seconds, as the recording wishes for its players. */
  readonly idleTimeLimit: number | undefined;
  readonly title: string | undefined;
  readonly command: string | undefined;
}

/** The recording itself, for a player: what a format of recordings offers beside its records. */
export interface Replay {
  describe(source: ByteSource): Promise<RecordingInfo>;
  /** Whether the bytes that a timing file counts are exactly those of a recording that needs one. */
  fits?(source: ByteSource, timing: ByteSource, signal: AbortSignal): Promise<boolean>;
  /**
   * Events in order, in batches of about 256 KiB of evidence; the next one is made when `onBatch` has resolved.
   * `timing` is the file of times, where the recording needs one.
   */
  read(
    source: ByteSource, timing: ByteSource | undefined, from: ReplayPosition | undefined, onBatch: (batch: ReplayBatch) => Promise<void>, signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Gathers events in batches. Where one ends depends on its own events alone: whoever reads on from the beginning of a
 * batch gets the same batch again.
 */
export class ReplayBatches {
  private readonly full: ReplayBatch[] = [];
  private from: ReplayPosition | undefined;
  private atNs: number[] = [];
  private kinds: number[] = [];
  private offsets: number[] = [];
  private lengths: number[] = [];
  private parts: string[] = [];
  private ends: number[] = [];
  private length = 0;
  private cut = 0;
  private bytes = 0;

  /** `position` is where a reading would begin to get this event first; `mayBegin`: a batch may begin with it. */
  add(position: ReplayPosition, kind: ReplayKind, atNs: number, offsetBytes: number, lengthBytes: number, text: string, mayBegin = true): void {
    if (mayBegin && (this.bytes >= 256 * 1024 || this.length >= 1024 * 1024 || this.ends.length >= 16_384)) this.full.push(this.take());
    this.from ??= position;
    const kept = text.length > MOST_EVENT_TEXT ? text.slice(0, MOST_EVENT_TEXT) : text;
    if (kept !== text) this.cut++;
    this.atNs.push(atNs);
    this.kinds.push(REPLAY_KINDS.indexOf(kind));
    this.offsets.push(offsetBytes);
    this.lengths.push(lengthBytes);
    this.parts.push(kept);
    this.length += kept.length;
    this.ends.push(this.length);
    this.bytes += lengthBytes;
  }

  /** Gives the batches that are full, at the end of the recording the last one too. */
  async give(onBatch: (batch: ReplayBatch) => Promise<void>, isEnd: boolean): Promise<void> {
    for (let batch = this.full.shift(); batch; batch = this.full.shift()) await onBatch(batch);
    if (isEnd && this.ends.length > 0) await onBatch(this.take());
  }

  private take(): ReplayBatch {
    const batch: ReplayBatch = {
      from: this.from ?? { offsetBytes: 0, timingOffsetBytes: 0, atNs: 0 },
      atNs: Float64Array.from(this.atNs), kinds: Uint8Array.from(this.kinds), offsetBytes: Float64Array.from(this.offsets),
      lengthBytes: Float64Array.from(this.lengths), text: this.parts.join(''), ends: Uint32Array.from(this.ends), cut: this.cut,
    };
    this.from = undefined;
    this.atNs = [];
    this.kinds = [];
    this.offsets = [];
    this.lengths = [];
    this.parts = [];
    this.ends = [];
    this.length = this.cut = this.bytes = 0;
    return batch;
  }
}
