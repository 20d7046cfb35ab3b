import type { MinedTemplate } from '../analyse/templates/miner.ts';

/** What the engine tells a worker that mines templates. One miner at a time: `begin` makes it, `finish` ends it. */
export type ToMiner =
  | { readonly type: 'begin' }
  /** Reads a file from its beginning to its end. `lines`: says the template of each physical line. */
  | { readonly type: 'file'; readonly path: string; readonly zone: string; readonly lines: boolean }
  /** Lines whose format nobody knows follow: `sample` are the first of them. Undefined: what follows are messages. */
  | { readonly type: 'source'; readonly sample: readonly string[] | undefined }
  | { readonly type: 'messages'; readonly texts: readonly string[] }
  | { readonly type: 'finish' }
  | { readonly type: 'cancel' };

/** What it answers. `numbers` say to `finish` which template a message is of. */
export type FromMiner =
  | { readonly type: 'progress'; readonly doneBytes: number; readonly records: number }
  | { readonly type: 'read'; readonly file: FileMined }
  | { readonly type: 'numbers'; readonly numbers: Int32Array<ArrayBuffer> }
  | { readonly type: 'finished'; readonly templates: readonly MinedTemplate[]; readonly templateOf: Int32Array<ArrayBuffer>; readonly times: ReadonlyArray<TimeSpan | undefined> }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string; readonly stack: string; readonly code?: string | undefined };

export interface FileMined {
  readonly formatId: string | undefined;
  readonly records: number;
  /** Number of the message of each physical line, -1: of none. Empty unless asked for. */
  readonly lines: Int32Array<ArrayBuffer>;
}

/** When a template was first and last said, and at what worst level. */
export interface TimeSpan {
  readonly firstNs: bigint | undefined;
  readonly lastNs: bigint | undefined;
  readonly severityNumber: number;
}

/** In one envelope, beside the messages of parsing. */
export interface MinerEnvelope<Message> {
  readonly type: 'mining';
  readonly message: Message;
}
