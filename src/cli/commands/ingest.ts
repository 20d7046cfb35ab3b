import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { formatBytes } from '../../base/bytes.ts';
import { formatCount, plural, visibleText } from '../../base/text.ts';
import { isZone } from '../../base/time.ts';
import { api } from '../../protocol/api.ts';
import type { OutputOf, ProgressOf } from '../../protocol/define.ts';
import type { Client } from '../../protocol/handler.ts';
import { optional, required } from '../arguments.ts';
import { CliError, EXIT, must, usageError } from '../failure.ts';
import type { CliIo, CommandContext } from '../io.ts';
import { jsonInteger, jsonTime, toJson } from '../json.ts';
import { ProgressLine, ingestProgressText } from '../progress.ts';
import { INGEST } from '../specs.ts';
import { formatTable } from '../table.ts';
import { humanTime } from '../when.ts';
import { withEngine } from '../with-case.ts';

export type IngestOutput = OutputOf<typeof api.addEvidence>;
type FollowedSource = ProgressOf<typeof api.followEvidence>[number];

/** Codes that mean that nothing of what was named could be read. */
const NOTHING_READABLE = { 'evidence/nothing-readable': EXIT.nothingReadable, 'file/not-found': EXIT.nothingReadable, 'file/not-readable': EXIT.nothingReadable };

export async function ingest(context: CommandContext): Promise<number> {
  const { io, options, operands, json } = context;
  const dir = resolve(io.cwd, required(INGEST, options, 'case'));
  if (operands.length === 0) throw usageError('ingest', 'ingest needs a file, a folder or - for standard input');
  const zone = optional(options, 'zone') ?? 'UTC';
  if (!isZone(zone)) throw usageError('ingest', `"${zone}" is not a zone; use a name such as Europe/Berlin or an offset such as +02:00`);
  const reference = options['reference'] === true;
  if (reference && operands.includes('-')) throw usageError('ingest', 'standard input has no file to refer to; leave --reference out');
  const follow = options['follow'] === true;
  if (reference && follow) throw usageError('ingest', 'what grows is copied as it comes; leave --reference or --follow out');
  const name = optional(options, 'name');
  if (name !== undefined && !operands.includes('-')) throw usageError('ingest', '--name names standard input; give - as well');
  if (operands.indexOf('-') !== operands.lastIndexOf('-')) throw usageError('ingest', 'standard input can be read once; give - once');

  // Nothing there to read makes no case.
  const there = await Promise.all(operands.map(async (operand) => operand === '-' || (await exists(resolve(io.cwd, operand)))));
  if (!there.includes(true)) {
    const [first] = operands;
    throw new CliError(EXIT.nothingReadable, 'file/not-found', `There is no ${resolve(io.cwd, first!)}${operands.length > 1 ? `, nor any of the other ${operands.length - 1}` : ''}. Check the path.`, { paths: operands });
  }
  return withEngine(context, async (client) => {
    await openOrCreate(client, dir, io.signal);
    const output = await takeIn(client, io, { paths: operands, reference, zone, follow, name });
    await io.stdout.write(json ? `${toJson(ingestJson(dir, output))}\n` : ingestText(dir, output));
    for (const { path, message } of output.refused) await io.stderr.write(`tephra: ${visibleText(path)}: ${visibleText(message)}\n`);
    const named = new Set(operands.map((path) => resolve(io.cwd, path)));
    return output.refused.some(({ path }) => named.has(resolve(io.cwd, path))) ? EXIT.failed : EXIT.done;
  }, true);
}

/** Opens the case in a folder, or makes one where there is nothing yet or an empty folder. */
export async function openOrCreate(client: Client, dir: string, signal: AbortSignal, title?: string): Promise<void> {
  const opened = await client.call(api.openCase, { path: dir }, { signal });
  if (opened.ok || opened.failure.code !== 'case/not-found') {
    must(opened);
    return;
  }
  must(await client.call(api.createCase, title === undefined ? { path: dir } : { path: dir, title }, { signal }));
}

export interface TakeInRequest {
  readonly paths: readonly string[];
  readonly reference: boolean;
  readonly zone: string;
  /** Go on as files grow, until `io.signal`. */
  readonly follow?: boolean;
  /** Of standard input. */
  readonly name?: string | undefined;
}

/** Takes files, folders and `-` into the open case, with progress on a terminal. */
export async function takeIn(client: Client, io: CliIo, what: TakeInRequest): Promise<IngestOutput> {
  const line = new ProgressLine(io.stderr);
  const paths = what.paths.filter((path) => path !== '-').map((path) => resolve(io.cwd, path));
  try {
    const parts: Array<Promise<IngestOutput>> = [];
    if (paths.length > 0) parts.push(what.follow === true ? followFiles(client, io, line, paths, what.zone) : addFiles(client, io, line, paths, what));
    if (what.paths.includes('-')) parts.push(readStream(client, io, line, what.name ?? 'stdin', what.zone));
    const [first, second] = await Promise.all(parts);
    if (!first) throw new Error('nothing was named to take in');
    return second ? joined(first, second) : first;
  } finally {
    line.clear();
  }
}

async function addFiles(client: Client, io: CliIo, line: ProgressLine, paths: string[], what: TakeInRequest): Promise<IngestOutput> {
  return must(
    await client.call(api.addEvidence, { paths, storage: what.reference ? 'referenced' : 'copied', zone: what.zone }, {
      signal: io.signal,
      onProgress: (progress) => line.show(ingestProgressText(progress)),
    }),
    NOTHING_READABLE,
  );
}

/** Follows files until the command is stopped: that is its end, and no failure. */
async function followFiles(client: Client, io: CliIo, line: ProgressLine, paths: string[], zone: string): Promise<IngestOutput> {
  const followId = randomUUID();
  const stop = (): void => void client.call(api.stopFollowing, { followId });
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    const followed = client.call(api.followEvidence, { followId, paths, zone }, { onProgress: (sources) => line.show(followText(sources)) });
    // Stopped before it began: the call that stops it came first and found nothing.
    if (io.signal.aborted) stop();
    return must(await followed, NOTHING_READABLE);
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}

/** What one call of `appendStream` takes. */
const PART_BYTES = 1 << 20;
/** Chunks of what is written in one go are sent together. */
const GATHER_MS = 5;

/**
 * Standard input, sent to the engine that holds the case (which may be another process) as it comes. Ctrl+C is the end
 * of it, as the end of the input is.
 */
async function readStream(client: Client, io: CliIo, line: ProgressLine, name: string, zone: string): Promise<IngestOutput> {
  const { streamId } = must(await client.call(api.openStream, { name, zone }));
  let parts: Uint8Array[] = [];
  let held = 0;
  const send = async (): Promise<void> => {
    await delay(GATHER_MS);
    const bytes = Buffer.concat(parts);
    parts = [];
    held = 0;
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      const answer = must(await client.call(api.appendStream, { streamId, bytes: bytes.subarray(at, at + PART_BYTES) }));
      const records = answer.whole || answer.records === 0 ? '' : `  ${formatCount(answer.records)} records`;
      line.show(`Reading ${name}  ${formatBytes(answer.bytes)}${records}`);
    }
  };
  let sending: Promise<void> = Promise.resolve();
  let isFailed = false;
  try {
    for await (const chunk of io.stdin) {
      parts.push(chunk);
      held += chunk.length;
      if (held === chunk.length) {
        sending = sending.then(send);
        sending.catch(() => {
          isFailed = true;
        });
      }
      if (isFailed) break;
      if (held >= PART_BYTES) await sending;
    }
  } catch (error) {
    // Stopping closes the input under the loop.
    if (!io.signal.aborted || isFailed) throw error;
  }
  await sending;
  return must(await client.call(api.endStream, { streamId, cancelled: io.signal.aborted }), NOTHING_READABLE);
}

/** `Following 2 sources  1,204 records  312 KB  app.log was rotated …` */
function followText(sources: readonly FollowedSource[]): string {
  const records = sources.reduce((sum, s) => sum + s.records, 0);
  const bytes = sources.reduce((sum, s) => sum + s.bytes, 0);
  const parts = [sources.length === 1 ? `Following ${sources[0]!.name}` : `Following ${plural(sources.length, 'source')}`, `${formatCount(records)} records`, formatBytes(bytes)];
  const said = sources.find((s) => s.note !== undefined)?.note ?? (sources.some((s) => s.state === 'waiting') ? 'waiting for the file to come back' : undefined);
  return [...parts, ...(said === undefined ? [] : [said]), 'Ctrl+C ends'].join('  ');
}

function joined(a: IngestOutput, b: IngestOutput): IngestOutput {
  return {
    artifacts: [...a.artifacts, ...b.artifacts], refused: [...a.refused, ...b.refused], events: a.events + b.events, bytes: a.bytes + b.bytes,
    seconds: Math.max(a.seconds, b.seconds),
  };
}

/** cli.md: `{case, artifacts, events, bytes, seconds}`; `refused` and the further keys of an artifact are additions. */
export function ingestJson(dir: string, output: IngestOutput): unknown {
  return {
    case: dir,
    artifacts: output.artifacts.map((a) => ({
      path: a.path, kind: a.kind, confidence: a.confidence, sizeBytes: jsonInteger(a.sizeBytes), sha256: a.sha256, records: a.records,
      diagnostics: a.diagnostics, from: jsonTime(a.fromNs), to: jsonTime(a.toNs),
      title: a.title, reason: a.reason, status: a.status, notUnderstood: a.notUnderstood, alreadyInCase: a.alreadyInCase,
    })),
    refused: output.refused,
    events: output.events,
    bytes: jsonInteger(output.bytes),
    seconds: output.seconds,
  };
}

const LISTED = 40;

export function ingestText(dir: string, output: IngestOutput): string {
  // What was understood comes first, so that a long list does not hide it.
  const ranked = [...output.artifacts].sort((a, b) => Number(a.status === 'carried') - Number(b.status === 'carried'));
  const shown = ranked.slice(0, LISTED);
  const table = formatTable(
    [{ title: 'KIND' }, { title: 'RECORDS', align: 'right' }, { title: 'SIZE', align: 'right' }, { title: 'FROM' }, { title: 'TO' }, { title: 'FILE' }],
    shown.map((a) => [
      a.status !== 'carried' ? a.kind : isNamed(a.kind) ? `${a.kind} (carried)` : 'not understood', formatCount(a.records), formatBytes(a.sizeBytes), humanTime(a.fromNs), humanTime(a.toNs),
      `${a.path}${a.alreadyInCase ? ' (already in the case)' : ''}`,
    ]),
  );
  const lines: string[] = [];
  if (output.artifacts.length > shown.length) lines.push(`and ${plural(output.artifacts.length - shown.length, 'more file')}; --json lists all`);
  const carried = output.artifacts.filter((a) => a.status === 'carried').length;
  if (carried > 0) lines.push(`${plural(carried, 'file')} not read yet: kept and hashed${output.artifacts.some((a) => a.status === 'carried' && a.records > 0) ? ', text line by line' : ''}`);
  const damaged = output.artifacts.reduce((sum, a) => sum + a.diagnostics, 0);
  if (damaged > 0) lines.push(`${plural(damaged, 'diagnostic')}: the workbench shows each at its bytes`);
  lines.push(`${plural(output.artifacts.length, 'file')}, ${formatBytes(output.bytes)}, ${plural(output.events, 'record')} in ${output.seconds.toFixed(1)} s`);
  lines.push(`case ${visibleText(dir)}`);
  return `${output.artifacts.length > 0 ? table : ''}${lines.map((line) => `${line}\n`).join('')}`;
}

/** Whether something that is not read is known by name all the same. */
function isNamed(kind: string): boolean {
  return kind !== 'unknown' && kind !== 'plain-text';
}

/** Whether a folder is a case. */
export async function isCaseFolder(path: string): Promise<boolean> {
  try {
    return (await stat(`${path}/case.sqlite`)).isFile();
  } catch {
    return false;
  }
}

/** Whether there is anything at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** What a case made of these paths is called: the one path's name, or the first with the number of others. */
export function titleOf(paths: readonly string[]): string {
  const first = basename(paths[0]!) || paths[0]!;
  return paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
}
