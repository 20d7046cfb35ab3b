import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unwrap } from '../../src/base/result.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import { api } from '../../src/protocol/api.ts';
import { sourceEngine } from '../support/cli.ts';

/** The command line as a process of its own, so that it can be killed; who asks is another, and joins the case. */
const CLI = fileURLToPath(new URL('../support/cli.ts', import.meta.url));
const CASE = 'follow.tephra';
let folder: string;
let children: ChildProcess[];
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tephra-follow-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  /** Exit code, and what it said. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function tephra(...argv: string[]): Running {
  const child = spawn(process.execPath, [CLI, ...argv], { cwd: folder, env: { ...process.env, TEPHRA_DATA: at('data') } });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString('utf8')));
  // A killed reader of a pipe is no error of the writer here.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => ({ code: typeof code === 'number' ? code : null, stdout, stderr }));
  return { child, ended };
}

/** Asks from this process, which joins the case where a child holds it. */
async function sql(query: string): Promise<ReadonlyArray<readonly unknown[]>> {
  const engine = connectInMemory(sourceEngine(at('asking')), 'asking');
  try {
    unwrap(await engine.client.call(api.openCase, { path: at(CASE) }));
    return unwrap(await engine.client.call(api.runSql, { sql: query })).rows;
  } finally {
    await engine.close();
  }
}

/** Bodies in the order of the source. */
async function bodies(): Promise<string[]> {
  return (await sql('select body from events order by path, offset_bytes')).map(([body]) => String(body));
}

/** Waits until the case holds so many records; the limit is for a defect, not for speed. */
async function untilRecords(count: number): Promise<void> {
  for (let looks = 0; looks < 300; looks++) {
    const [row] = await sql('select count(*) from events').catch(() => [[-1]]);
    if (Number(row?.[0]) >= count) return;
    await delay(100);
  }
  throw new Error(`there are ${JSON.stringify(await sql('select count(*) from events'))} records and not ${count}`);
}

/** Waits until a process holds the case. */
async function untilHeld({ child }: Running): Promise<void> {
  for (let looks = 0; looks < 600; looks++) {
    const endpoint: unknown = JSON.parse((await readFile(at(`${CASE}/endpoint.json`), 'utf8').catch(() => '')) || 'null');
    if (typeof endpoint === 'object' && endpoint !== null && 'pid' in endpoint && endpoint.pid === child.pid) return;
    await delay(50);
  }
  throw new Error('it does not hold the case');
}

function lines(from: number, to: number, run = 'a'): string {
  let text = '';
  for (let i = from; i < to; i++) text += `{"level":30,"time":${1_791_451_800_000 + i},"msg":"${run} ${i}"}\n`;
  return text;
}
const messages = (from: number, to: number, run = 'a'): string[] => Array.from({ length: to - from }, (_, i) => `${run} ${from + i}`);

async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

async function interrupt({ child, ended }: Running): Promise<{ code: number | null; stdout: string; stderr: string }> {
  child.kill('SIGINT');
  return ended;
}

const follow = (): Running => tephra('ingest', '--follow', 'app.log', '--case', CASE, '--json');

describe('a file that grows', { timeout: 180_000 }, () => {
  it('has each line once, through kill -9, a restart and a clean end', async () => {
    await writeFile(at('app.log'), lines(0, 200));
    const first = follow();
    await untilHeld(first);
    await untilRecords(200);
    // Lines go on to come while it is killed.
    let written = 200;
    const writing = new AbortController();
    const writer = (async () => {
      while (!writing.signal.aborted && written < 3000) {
        await appendFile(at('app.log'), lines(written, written + 5));
        written += 5;
        await delay(10);
      }
    })();
    await untilRecords(300);
    await kill(first);
    await delay(200);
    const second = follow();
    await untilHeld(second);
    await untilRecords(written);
    writing.abort();
    await writer;
    await untilRecords(written);
    const ended = await interrupt(second);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await bodies()).toEqual(messages(0, written));
    const summary = z.object({ artifacts: z.array(z.object({ path: z.string(), kind: z.string() })), events: z.number() }).parse(JSON.parse(ended.stdout));
    expect(new Set(summary.artifacts.map(({ path, kind }) => `${path} ${kind}`))).toEqual(new Set(['app.log json-lines']));

    // After a clean end as well, what comes next is all that is taken in.
    await appendFile(at('app.log'), lines(written, written + 1));
    const third = follow();
    await untilHeld(third);
    await untilRecords(written + 1);
    expect(await interrupt(third)).toMatchObject({ code: 0 });
    expect(await bodies()).toEqual(messages(0, written + 1));
    expect((await tephra('verify', CASE).ended).code).toBe(0);
  });

  it('keeps a line that has no end yet for later, and a stack trace in one piece', async () => {
    const trace = 'java.lang.IllegalStateException: closed\n\tat com.example.Pool.get(Pool.java:41)\n\tat com.example.Shop.buy(Shop.java:7)\n';
    const line = (second: number, text: string): string => `2026-10-08 10:00:0${second},120 INFO  [main] com.example.Shop - ${text}\n`;
    await writeFile(at('app.log'), `${line(0, 'start')}${line(1, 'ready')}${line(2, 'waiting for')}`.slice(0, -5));
    const running = follow();
    await untilHeld(running);
    await untilRecords(2);
    await appendFile(at('app.log'), ` for\n${line(3, 'failed')}${trace}${line(4, 'after')}`);
    await untilRecords(5);
    await interrupt(running);
    const found = await bodies();
    expect(found).toHaveLength(5);
    expect(found[2]).toContain('waiting for');
    expect(found[3]).toContain('Shop.java:7');
    expect(await sql("select count(*) from events where kind != 'timestamped-text' or not understood")).toEqual([[0]]);
  });

  it('goes on with the new file after a rotation, and with what came to the old one while nobody followed', async () => {
    await writeFile(at('app.log'), lines(0, 20));
    const first = follow();
    await untilHeld(first);
    await untilRecords(20);
    await rename(at('app.log'), at('app.log.1'));
    await appendFile(at('app.log.1'), lines(20, 25));
    await writeFile(at('app.log'), lines(25, 40));
    await untilRecords(40);
    await kill(first);
    await appendFile(at('app.log'), lines(40, 50));
    await rename(at('app.log.1'), at('app.log.2'));
    await rename(at('app.log'), at('app.log.1'));
    await writeFile(at('app.log'), lines(50, 60));
    const second = follow();
    await untilHeld(second);
    await untilRecords(60);
    expect((await interrupt(second)).code).toBe(0);
    expect(await bodies()).toEqual(messages(0, 60));
    expect(await sql('select distinct regexp_extract(path, \'run-(\\d+)\', 1) from events order by 1')).toEqual([['1'], ['2'], ['3']]);
  });

  it('begins again when the file was truncated, or others bytes were put in its place', async () => {
    await writeFile(at('app.log'), lines(0, 20));
    const running = follow();
    await untilHeld(running);
    await untilRecords(20);
    await truncate(at('app.log'), 0);
    await appendFile(at('app.log'), lines(0, 7, 'b'));
    await untilRecords(27);
    // Longer than before, and written over: only its bytes tell.
    await writeFile(at('app.log'), lines(0, 30, 'c'));
    await untilRecords(57);
    await interrupt(running);
    expect(await bodies()).toEqual([...messages(0, 20), ...messages(0, 7, 'b'), ...messages(0, 30, 'c')]);
  });

  it('has every line of a source that says the same again and again', async () => {
    await writeFile(at('app.log'), '');
    const running = follow();
    await untilHeld(running);
    for (let i = 0; i < 12; i++) {
      await appendFile(at('app.log'), 'still alive\n');
      await delay(120);
    }
    await appendFile(at('app.log'), 'and now something else\n');
    await untilRecords(13);
    await interrupt(running);
    expect(await bodies()).toEqual([...Array.from({ length: 12 }, () => 'still alive'), 'and now something else']);
  });

  it('refuses what cannot be followed with a sentence', async () => {
    await writeFile(at('app.log'), Buffer.from('504b0304140000000800', 'hex'));
    const { code, stderr } = await tephra('ingest', '--follow', 'app.log', '--case', CASE).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/app\.log .* can only be read as a whole/);
    const dir = await tephra('ingest', '--follow', '.', '--case', CASE).ended;
    expect(dir.code).toBe(1);
    expect(dir.stderr).toContain('is a folder');
  });
});

describe('a stream', { timeout: 180_000 }, () => {
  const pipe = (...argv: string[]): Running => tephra('ingest', '-', '--case', CASE, '--json', ...argv);

  it('shows its rows before it ends, and what is sent again after kill -9 is not taken twice', async () => {
    const first = pipe();
    await untilHeld(first);
    first.child.stdin!.write(lines(0, 30));
    await untilRecords(30);
    first.child.stdin!.write(lines(30, 45));
    await untilRecords(45);
    first.child.stdin!.write(lines(45, 50));
    await kill(first);
    // kubectl logs sends all of it again, and what came since.
    const second = pipe();
    await untilHeld(second);
    second.child.stdin!.write(lines(0, 48));
    await untilRecords(48);
    second.child.stdin!.write(lines(48, 70));
    second.child.stdin!.end();
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await bodies()).toEqual(messages(0, 70));

    const third = pipe();
    third.child.stdin!.end(lines(0, 70));
    expect(await third.ended).toMatchObject({ code: 0 });
    expect(await bodies()).toEqual(messages(0, 70));
  });

  it('that begins in another way is another run of its source; another name is another source', async () => {
    for (const [text, argv] of [[lines(0, 10), []], [lines(0, 4) + lines(0, 3, 'b'), []], [lines(0, 5, 'c'), ['--name', 'other']]] as const) {
      const running = pipe(...argv);
      running.child.stdin!.end(text);
      expect((await running.ended).code).toBe(0);
    }
    expect(await bodies()).toEqual([...messages(0, 5, 'c'), ...messages(0, 10), ...messages(0, 4), ...messages(0, 3, 'b')]);
    expect(await sql("select distinct split_part(path, '/byte', 1) from events order by 1")).toEqual([['other/run-1'], ['stdin/run-1'], ['stdin/run-2']]);
  });

  it('ends with its summary on Ctrl+C', async () => {
    const running = pipe();
    await untilHeld(running);
    running.child.stdin!.write(lines(0, 10));
    await untilRecords(10);
    const ended = await interrupt(running);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ events: 10, artifacts: [{ path: 'stdin', records: 10 }] });
  });

  it('of bytes that can only be read as a whole is one artifact at its end', async () => {
    const document = Buffer.from(await readFile(fileURLToPath(new URL('../../package.json', import.meta.url))));
    const running = pipe();
    running.child.stdin!.write(document.subarray(0, 100));
    await delay(500);
    running.child.stdin!.end(document.subarray(100));
    const ended = await running.ended;
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ artifacts: [{ path: 'stdin', sizeBytes: document.length }] });
  });
});
