import { parentPort, type MessagePort } from 'node:worker_threads';
import { detectFormat, formatById, ownFormat, type Detected } from '../../formats/index.ts';
import type { Format, Head, RecordSink } from '../../formats/contract.ts';
import { CHUNK_ROWS } from '../index/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import { BatchBuilder, buffersOf, Memory } from './batch.ts';
import { CHUNK_BYTES, FileSource } from './file-source.ts';
import type { FromWorker, ParseJob, ToWorker } from './messages.ts';
import type { MinerEnvelope, ToMiner } from './mining-messages.ts';
import { MiningWorker } from './mining-worker.ts';
import { attributesJson, NO_COUNTS, rowAttributesJson, soundTimes, Tally } from './tally.ts';

let listening = false;

/**
 * Detects and parses, away from the engine: a parser that crashes or hangs on hostile evidence takes only its worker
 * along. Batches go out as long as there is credit.
 */
class ParseWorker {
  private credit = 0;
  private readonly memory = new Memory();
  // New memory for each of many small files would be more than their bytes, and V8 would collect garbage all the time.
  private readonly chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  /** Of formats that were read before. */
  private readonly builders = new Map<Format, BatchBuilder>();
  private waiting: (() => void) | undefined;
  private cancel: AbortController | undefined;
  /** A thread that mines templates parses nothing for an index. */
  private mining: MiningWorker | undefined;
  private readonly port: MessagePort;

  constructor(port: MessagePort) {
    this.port = port;
  }

  listen(): void {
    this.port.on('message', (message: ToWorker | MinerEnvelope<ToMiner>) => {
      if (message.type === 'mining') (this.mining ??= new MiningWorker(this.port)).receive(message.message);
      else this.receive(message);
    });
  }

  private receive(message: ToWorker): void {
    if (message.type === 'credit') {
      this.credit += message.batches;
      if (message.buffers) this.memory.give(message.buffers);
      this.wake();
    } else if (message.type === 'cancel') {
      this.cancel?.abort();
      this.wake();
    } else if (message.type === 'rehearse') rehearse();
    else void this.run(message.job);
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.();
  }

  private send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }

  private async run(job: ParseJob): Promise<void> {
    const cancel = new AbortController();
    this.cancel = cancel;
    this.credit = 0;
    let source: FileSource | undefined;
    if (job.detectOnly === true) {
      const { format, confidence, reason } = detectFormat(headOf(job.head ?? new Uint8Array(), job.name), job.own?.map(ownFormat));
      this.send({ type: 'detected', formatId: format?.id, confidence, reason });
      this.send({ type: 'done', counts: NO_COUNTS });
      return;
    }
    try {
      let lastSign = performance.now();
      let doneBytes = 0;
      source = await FileSource.open(job.path, (done) => {
        doneBytes = done;
        if (performance.now() - lastSign < 100) return;
        lastSign = performance.now();
        this.send({ type: 'progress', doneBytes });
      }, job.growing, this.chunk);
      const detected = job.format ? described(job.format) : job.mapping ? MAPPED : detectFormat(job.head ? headOf(job.head, job.name) : await source.head(job.name), job.own?.map(ownFormat));
      const { format, confidence, reason } = detected;
      this.send({ type: 'detected', formatId: format?.id, confidence, reason });
      const tally = new Tally();
      if (format) {
        const builder = this.builders.get(format) ?? new BatchBuilder(format, this.memory);
        // One that was broken off in the middle is not used again.
        this.builders.delete(format);
        let diagnostics: Diagnostic[] = [];
        const report = (diagnostic: Diagnostic): void => {
          if (tally.diagnostic()) diagnostics.push(diagnostic);
        };
        // The first screens of a large file do not wait for a whole batch.
        let first = source.sizeBytes >= LARGE_BYTES ? CHUNK_ROWS : Infinity;
        const flush = (): void => {
          first = Infinity;
          if (builder.rows === 0 && diagnostics.length === 0) return;
          const batch = builder.take();
          this.credit--;
          this.send({ type: 'batch', batch, diagnostics, counts: tally.counts(), doneBytes }, buffersOf(batch));
          diagnostics = [];
        };
        const sink: RecordSink = {
          record: (record) => {
            const time = soundTimes(record);
            if (time) report(time);
            const { json, left } = attributesJson(record);
            if (left) report(left);
            tally.record(record);
            builder.add(record, json);
            if (builder.full || builder.rows === first) flush();
          },
          diagnostic: report,
          room: () => this.room(cancel.signal),
          ranges: {
            block: (bytes) => builder.block(bytes),
            row: (row) => {
              const { json, left } = rowAttributesJson(row);
              if (left) report(left);
              tally.row(row);
              builder.row(row, json);
              if (builder.full || builder.rows === first) flush();
            },
          },
        };
        await format.parse(source, sink, { name: job.name, zone: job.zone, newestNs: job.newestNs, mapping: job.mapping }, cancel.signal);
        await this.room(cancel.signal);
        flush();
        if (this.builders.size < KEPT_BUILDERS) this.builders.set(format, builder);
      }
      cancel.signal.throwIfAborted();
      this.send({ type: 'done', counts: tally.counts() });
    } catch (error) {
      if (cancel.signal.aborted) this.send({ type: 'cancelled' });
      else {
        const known = error instanceof Error ? error : new Error(String(error));
        this.send({ type: 'failed', message: known.message, stack: known.stack ?? '' });
      }
    } finally {
      this.cancel = undefined;
      await source?.close();
    }
  }

  /** Resolves when a batch may go out, or the job is cancelled. */
  private room(signal: AbortSignal): Promise<void> | undefined {
    return this.credit > 0 || signal.aborted ? undefined : this.wait(signal);
  }

  private async wait(signal: AbortSignal): Promise<void> {
    while (this.credit <= 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    }
  }
}

/** What a person described is read so, whatever it looks like. */
function described(definition: LineFormatDefinition): Detected {
  return { format: ownFormat(definition), confidence: 1, reason: 'read with a format that a person described' };
}

/** What a person named columns of is a table. */
const MAPPED: Detected = { format: formatById('csv'), confidence: 1, reason: 'read as a table, with the columns that a person named' };

const HEAD_BYTES = 64 * 1024;
const LARGE_BYTES = 8 * 1024 * 1024;
/** Formats come mixed: many files of a few. */
const KEPT_BUILDERS = 8;

/** The beginning of a source that grows; a shorter one is all there is of it yet. */
function headOf(bytes: Uint8Array, name: string): Head {
  return { bytes: bytes.subarray(0, HEAD_BYTES), complete: bytes.length < HEAD_BYTES, name, sizeBytes: bytes.length };
}

/** The first detection compiles hundreds of patterns, and takes ten times as long as the next one. */
function rehearse(): void {
  for (const line of REHEARSED) detectFormat(headOf(new TextEncoder().encode(`${line}\n`.repeat(REHEARSED_LINES)), 'a.log'));
}

const REHEARSED_LINES = 200;
const REHEARSED = [
  '192.0.2.1 - - [08/Oct/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"', '{"level":30,"time":1791453600000,"msg":"x"}',
  'Oct  8 10:00:00 host app[1]: x', '2026-10-08T10:00:00.000Z INFO x',
];

/** Serves the engine on a port. Once: a second call on the same port changes nothing. */
export function listen(port: MessagePort): void {
  if (listening) return;
  listening = true;
  new ParseWorker(port).listen();
}

if (parentPort) listen(parentPort);
