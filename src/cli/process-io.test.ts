import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { processIo, type ProcessLike } from './process-io.ts';

const processWith = (stdout: Writable): ProcessLike => ({ stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, cwd: () => '/' });

describe('the process', () => {
  it('waits for a slow reader', async () => {
    const slow = new PassThrough({ highWaterMark: 4 });
    const { io } = processIo(processWith(slow));
    let wrote = false;
    const writing = (async () => {
      await io.stdout.write('0123456789');
      wrote = true;
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(wrote).toBe(false);
    slow.resume();
    await writing;
    expect(wrote).toBe(true);
  });

  it('has 80 columns where a terminal has no size', () => {
    const columns = (given: object): number => processIo(processWith(Object.assign(new PassThrough(), given))).io.stdout.columns;
    expect([columns({}), columns({ columns: 0 }), columns({ columns: 132 })]).toEqual([80, 80, 132]);
  });

  it('takes a reader that goes away as the end of the work', async () => {
    const pipe = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    const { io, readerGone, flush } = processIo(processWith(pipe));
    await io.stdout.write('x');
    await new Promise((resolve) => setImmediate(resolve));
    expect(readerGone()).toBe(true);
    expect(io.signal.aborted).toBe(true);
    await io.stdout.write('more');
    await flush();
  });

  it('stops what runs, waiting for input included, and that is not a lost reader', async () => {
    const { io, stop, readerGone } = processIo(processWith(new PassThrough()));
    const read = async (): Promise<void> => {
      for await (const chunk of io.stdin) expect(chunk).toBeDefined();
    };
    const reading = read().catch(() => 'ended');
    stop();
    expect(await reading).toBe('ended');
    expect(io.signal.aborted).toBe(true);
    expect(readerGone()).toBe(false);
  });
});
