import { basename } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { ByteSource, EventRecord } from '../../formats/contract.ts';
import { detectFormat } from '../../formats/index.ts';
import { HEADER_LINES, learnHeader, type FindMessage } from '../analyse/templates/header.ts';
import { TemplateMiner } from '../analyse/templates/miner.ts';
import { FileSource } from './file-source.ts';
import type { FileMined, FromMiner, MinerEnvelope, TimeSpan, ToMiner } from './mining-messages.ts';

const PROGRESS_MS = 100;

/** Mines templates in the thread of a parse worker. */
export class MiningWorker {
  private miner = new TemplateMiner();
  private readonly times: Times = new Times();
  private find: FindMessage | undefined;
  private cancel: AbortController | undefined;
  private readonly port: MessagePort;

  constructor(port: MessagePort) {
    this.port = port;
  }

  receive(message: ToMiner): void {
    switch (message.type) {
      case 'begin':
        this.miner = new TemplateMiner();
        this.times.clear();
        this.find = undefined;
        break;
      case 'source':
        this.find = message.sample === undefined ? undefined : learnHeader(message.sample);
        break;
      case 'messages': {
        const numbers = Int32Array.from(message.texts, (text) => this.miner.add(text, this.find?.(text) ?? 0));
        this.send({ type: 'numbers', numbers }, [numbers.buffer]);
        break;
      }
      case 'finish':
        this.finish();
        break;
      case 'cancel':
        this.cancel?.abort();
        break;
      case 'file':
        void this.readFile(message);
        break;
    }
  }

  private send(message: FromMiner, transfer: ArrayBuffer[] = []): void {
    const envelope: MinerEnvelope<FromMiner> = { type: 'mining', message };
    this.port.postMessage(envelope, transfer);
  }

  private finish(): void {
    const { templates, templateOf } = this.miner.finish();
    const times = this.times.of(templateOf, templates.length);
    this.miner = new TemplateMiner();
    this.send({ type: 'finished', templates, templateOf, times }, [templateOf.buffer]);
  }

  private async readFile(job: Extract<ToMiner, { type: 'file' }>): Promise<void> {
    const cancel = new AbortController();
    this.cancel = cancel;
    let source: FileSource | undefined;
    try {
      let lastSign = performance.now();
      const reader = new FileReading(this.miner, this.times, job.lines);
      source = await FileSource.open(job.path, (doneBytes) => {
        if (performance.now() - lastSign < PROGRESS_MS) return;
        lastSign = performance.now();
        this.send({ type: 'progress', doneBytes, records: reader.records });
      });
      const head = await source.head(basename(job.path));
      const { format } = detectFormat(head);
      if (format && format.signal !== 'metric-points') {
        reader.isRaw = format.carried === true;
        await format.parse(job.lines ? counting(source, reader) : source, {
          record: (record) => reader.record(record), diagnostic: () => undefined, room: giveWay(),
        }, { name: head.name, zone: job.zone }, cancel.signal);
        reader.flush();
      }
      const file = reader.result(format?.id);
      this.send({ type: 'read', file }, [file.lines.buffer]);
    } catch (error) {
      if (cancel.signal.aborted) this.send({ type: 'cancelled' });
      else {
        const known = error instanceof Error ? error : new Error(String(error));
        this.send({ type: 'failed', message: known.message, stack: known.stack ?? '', ...('code' in known ? { code: String(known.code) } : {}) });
      }
    } finally {
      this.cancel = undefined;
      await source?.close();
    }
  }
}

/** Records of one file on their way to the miner. */
class FileReading {
  records = 0;
  /** Lines of no known format: a header is learnt from the first. */
  isRaw = false;
  /** Line ends that were read. */
  newlines = 0;
  endsWithNewline = true;
  private find: FindMessage | undefined;
  private held: EventRecord[] | undefined;
  private lines: Int32Array<ArrayBuffer>;
  private known = 0;
  private last = -1;
  private readonly miner: TemplateMiner;
  private readonly times: Times;

  constructor(miner: TemplateMiner, times: Times, wantsLines: boolean) {
    this.miner = miner;
    this.times = times;
    this.lines = new Int32Array(wantsLines ? 4096 : 0);
  }

  record(record: EventRecord): void {
    this.records++;
    if (!this.isRaw) return this.mine(record);
    if (this.records <= HEADER_LINES) {
      (this.held ??= []).push({ ...record });
      if (this.records === HEADER_LINES) this.flush();
    } else this.mine(record);
  }

  /** Lines that were held back until enough were there to learn from. */
  flush(): void {
    if (!this.held) return;
    const { held } = this;
    this.held = undefined;
    this.find = learnHeader(held.map((r) => r.body));
    for (const record of held) this.mine(record);
  }

  result(formatId: string | undefined): FileMined {
    if (this.lines.length > 0) this.fill(this.newlines + (this.endsWithNewline ? 0 : 1));
    return { formatId, records: this.records, lines: this.lines.slice(0, this.known) };
  }

  private mine(record: EventRecord): void {
    const number = this.miner.add(record.body, this.find?.(record.body) ?? 0);
    this.times.add(number, record.timeNs, record.severityNumber);
    if (this.lines.length === 0 || record.line === 0) return;
    this.fill(record.line - 1);
    this.last = number;
    this.fill(record.line);
  }

  /** Physical lines up to and with number `to`, counted from 1, are of the record before. */
  private fill(to: number): void {
    if (to > this.lines.length) {
      const longer = new Int32Array(Math.max(to, this.lines.length * 2));
      longer.set(this.lines);
      this.lines = longer;
    }
    for (; this.known < to; this.known++) this.lines[this.known] = this.last;
  }
}

const NEWLINE = 10;

/** The same source, with its line ends counted. */
function counting(source: ByteSource, reading: FileReading): ByteSource {
  return {
    sizeBytes: source.sizeBytes,
    read: (offsetBytes, lengthBytes) => source.read(offsetBytes, lengthBytes),
    async *chunks(fromBytes, signal) {
      reading.newlines = 0;
      for await (const chunk of source.chunks(fromBytes, signal)) {
        for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) reading.newlines++;
        if (chunk.length > 0) reading.endsWithNewline = chunk[chunk.length - 1] === NEWLINE;
        yield chunk;
      }
    },
  };
}

/** When messages of each number were said. Most files are in order: then only the last time changes. */
class Times {
  private first: Array<bigint | undefined> = [];
  private last: Array<bigint | undefined> = [];
  private severity: number[] = [];

  clear(): void {
    this.first = [];
    this.last = [];
    this.severity = [];
  }

  add(number: number, timeNs: bigint | undefined, severityNumber: number): void {
    if (severityNumber > (this.severity[number] ?? -1)) this.severity[number] = severityNumber;
    if (timeNs === undefined) return;
    const first = this.first[number];
    if (first === undefined) {
      this.first[number] = timeNs;
      this.last[number] = timeNs;
    } else if (timeNs > this.last[number]!) this.last[number] = timeNs;
    else if (timeNs < first) this.first[number] = timeNs;
  }

  of(templateOf: Int32Array, templates: number): Array<TimeSpan | undefined> {
    const spans: Array<{ firstNs: bigint | undefined; lastNs: bigint | undefined; severityNumber: number } | undefined> = Array.from({ length: templates });
    for (let number = 0; number < this.severity.length; number++) {
      const severityNumber = this.severity[number];
      if (severityNumber === undefined) continue;
      const [firstNs, lastNs] = [this.first[number], this.last[number]];
      const span = (spans[templateOf[number]!] ??= { firstNs, lastNs, severityNumber });
      span.severityNumber = Math.max(span.severityNumber, severityNumber);
      if (firstNs !== undefined && (span.firstNs === undefined || firstNs < span.firstNs)) span.firstNs = firstNs;
      if (lastNs !== undefined && (span.lastNs === undefined || lastNs > span.lastNs)) span.lastNs = lastNs;
    }
    return spans;
  }
}

/** Lets a cancel come through whenever some milliseconds have passed. */
function giveWay(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < 50) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
