import { stat } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import { fail, FailureError, ok, type Result } from '../../base/result.ts';
import { containerAt } from '../intake/archive/unpack.ts';
import { unreadable } from '../intake/walk.ts';
import type { MinedTemplate } from '../analyse/templates/miner.ts';
import type { FromMiner, MinerEnvelope, TimeSpan, ToMiner } from './mining-messages.ts';

export interface MinedAll {
  readonly templates: readonly MinedTemplate[];
  /** Template of each number. */
  readonly templateOf: Int32Array<ArrayBuffer>;
  readonly times: ReadonlyArray<TimeSpan | undefined>;
}

/** A miner in a thread of its own: `Worker` is one that parses (`worker.ts`). End it with `close`. */
export class MiningThread {
  private readonly worker: Worker;
  private readonly waiting: Array<{ resolve: (message: FromMiner) => void; reject: (error: Error) => void }> = [];
  private broken: Error | undefined;
  private onProgress: (done: { doneBytes: number; records: number }) => void = () => undefined;

  constructor(create: () => Worker) {
    this.worker = create();
    this.worker.on('message', (envelope: MinerEnvelope<FromMiner>) => this.receive(envelope.message));
    this.worker.on('error', (error: Error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('The thread that mines templates ended on its own.')));
    this.post({ type: 'begin' });
  }

  /** Numbers of the messages of a file, one for each physical line where `lines` asks for them. */
  async file(path: string, zone: string, lines: boolean, signal: AbortSignal, progress: (done: { doneBytes: number; records: number }) => void): Promise<Extract<FromMiner, { type: 'read' }>['file']> {
    const stop = (): void => this.post({ type: 'cancel' });
    signal.addEventListener('abort', stop);
    this.onProgress = progress;
    try {
      const answer = await this.ask({ type: 'file', path, zone, lines });
      signal.throwIfAborted();
      if (answer.type !== 'read') throw unexpected(answer);
      return answer.file;
    } finally {
      signal.removeEventListener('abort', stop);
      this.onProgress = () => undefined;
    }
  }

  /** What follows are lines of no known format, of which `sample` are the first; or messages. */
  source(sample: readonly string[] | undefined): void {
    this.post({ type: 'source', sample });
  }

  async messages(texts: readonly string[]): Promise<Int32Array<ArrayBuffer>> {
    const answer = await this.ask({ type: 'messages', texts });
    if (answer.type !== 'numbers') throw unexpected(answer);
    return answer.numbers;
  }

  async finish(): Promise<MinedAll> {
    const answer = await this.ask({ type: 'finish' });
    if (answer.type !== 'finished') throw unexpected(answer);
    return answer;
  }

  async close(): Promise<void> {
    this.broken ??= new Error('The thread that mines templates was ended.');
    await this.worker.terminate();
  }

  private ask(message: ToMiner): Promise<FromMiner> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.post(message);
    });
  }

  private post(message: ToMiner): void {
    const envelope: MinerEnvelope<ToMiner> = { type: 'mining', message };
    this.worker.postMessage(envelope, []);
  }

  private receive(message: FromMiner): void {
    if (message.type === 'progress') this.onProgress(message);
    else this.waiting.shift()?.resolve(message);
  }

  private end(error: Error): void {
    this.broken ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

function unexpected(answer: FromMiner): Error {
  if (answer.type === 'failed') return Object.assign(new Error(answer.message), answer.code === undefined ? {} : { code: answer.code, syscall: 'read' }, { stack: answer.stack });
  return answer.type === 'cancelled' ? new FailureError({ code: 'cancelled', message: 'Mining was ended.' }) : new Error(`a miner answered ${answer.type}`);
}

export interface MineFilesOptions {
  readonly createWorker: () => Worker;
  readonly zone: string;
  readonly lines: boolean;
  readonly signal: AbortSignal;
  readonly progress: (progress: { bytesDone: number; bytesTotal: number }) => void;
}

export interface FilesMined extends MinedAll {
  readonly records: number;
  /** Number of the message of each physical line of all files in order, -1: of none. */
  readonly lines: ReadonlyArray<Int32Array<ArrayBuffer>>;
}

/**
 * Templates of files, without a case. Codes: `file/not-found`, `file/not-readable`, `file/is-folder`,
 * `templates/is-container`.
 */
export async function mineFiles(paths: readonly string[], { createWorker, zone, lines, signal, progress }: MineFilesOptions): Promise<Result<FilesMined>> {
  const sizes: number[] = [];
  for (const path of paths) {
    const size = await sizeOf(path, signal);
    if (!size.ok) return size;
    sizes.push(size.value);
  }
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  const thread = new MiningThread(createWorker);
  try {
    let before = 0;
    let records = 0;
    const numbers: Array<Int32Array<ArrayBuffer>> = [];
    for (const [i, path] of paths.entries()) {
      const from = before;
      const file = await thread.file(path, zone, lines, signal, ({ doneBytes }) => progress({ bytesDone: from + doneBytes, bytesTotal }));
      records += file.records;
      if (lines) numbers.push(file.lines);
      before += sizes[i]!;
      progress({ bytesDone: before, bytesTotal });
    }
    return ok({ ...(await thread.finish()), records, lines: numbers });
  } finally {
    await thread.close();
  }
}

async function sizeOf(path: string, signal: AbortSignal): Promise<Result<number>> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return fail('file/is-folder', `${path} is a folder. Name files in it, or take the folder into a case.`, { path });
    if (!info.isFile()) return fail('file/not-readable', `${path} is not a regular file.`, { path });
    const kind = await containerAt(path, signal);
    if (kind) return fail('templates/is-container', `${path} is packed (${kind.title ?? kind.id}). Take it into a case, and ask for the templates of the case.`, { path });
    return ok(info.size);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    const { code, message } = unreadable(path, error);
    return fail(code, message, { path });
  }
}
