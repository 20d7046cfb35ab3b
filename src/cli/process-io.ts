import type { CliIo, Output } from './io.ts';

/** What of a process the command line uses; tests hand in streams of their own. */
export interface ProcessLike {
  readonly stdin: AsyncIterable<Uint8Array> & { destroy?(): unknown };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

export interface ProcessIo {
  readonly io: CliIo;
  /** Ends what runs: SIGINT, SIGTERM. */
  readonly stop: () => void;
  /** Whether the reader of standard output went away (`| head`): the end of work, and no failure. */
  readonly readerGone: () => boolean;
  /** Resolves when everything written has left the process. */
  readonly flush: () => Promise<void>;
}

export function processIo(process: ProcessLike): ProcessIo {
  const controller = new AbortController();
  let gone = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    gone = true;
    controller.abort();
  };
  process.stdout.on('error', onError);
  // Nobody left to tell.
  process.stderr.on('error', () => {});
  return {
    io: {
      cwd: process.cwd(), env: process.env, stdin: process.stdin, signal: controller.signal,
      stdout: output(process.stdout, controller.signal), stderr: output(process.stderr, undefined),
    },
    stop: () => {
      controller.abort();
      // A command that waits for input would wait on.
      process.stdin.destroy?.();
    },
    readerGone: () => gone,
    flush: async () => {
      await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
    },
  };
}

function output(stream: ProcessLike['stdout'], stopped: AbortSignal | undefined): Output {
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      // A pseudo-terminal nobody gave a size to says 0.
      return stream.columns === undefined || stream.columns === 0 ? 80 : stream.columns;
    },
    write(chunk) {
      if (stopped?.aborted === true && !stream.writable) return Promise.resolve();
      if (stream.write(chunk)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          stream.off('drain', done);
          stream.off('close', done);
          stopped?.removeEventListener('abort', done);
          resolve();
        };
        stream.once('drain', done);
        stream.once('close', done);
        stopped?.addEventListener('abort', done, { once: true });
      });
    },
  };
}

function flushed(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}
