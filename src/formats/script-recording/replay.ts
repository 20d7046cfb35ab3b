import { readLines, type Line } from '../contract-lines.ts';
import type { ByteSource } from '../contract.ts';
import { MOST_EVENT_TEXT, MOST_OFFSET_NS, ReplayBatches, type RecordingInfo, type Replay, type ReplayPosition } from '../contract-recording.ts';
import { decodeUtf8, sequenceLength } from '../contract-utf8.ts';
import { readEdge, timeOf } from './header.ts';
import { readTiming, windowSize } from './timing.ts';

const HEAD_BYTES = 16 * 1024;
/** Read from the typescript at once. */
const BLOCK_BYTES = 256 * 1024;

export const replay: Replay = {
  async describe(source): Promise<RecordingInfo> {
    const nothing = { columns: undefined, rows: undefined, startNs: undefined, idleTimeLimit: undefined, title: undefined, command: undefined };
    const [first = '', ...rest] = new TextDecoder().decode(await source.read(0, HEAD_BYTES)).split('\n');
    const edge = readEdge(first.replace(/^\ufeff|\r$/g, ''), 'UTC');
    if (edge?.event === 'header') {
      return { ...nothing, role: 'needs-timing', columns: edge.columns, rows: edge.rows, startNs: edge.timeNs, command: edge.facts['COMMAND'] };
    }
    const headers = new Map([first, ...rest].flatMap((line) => {
      const entry = readTiming(line.trimEnd());
      return entry?.type === 'H' ? [[entry.name, entry.value] as const] : [];
    }));
    const start = headers.get('START_TIME');
    const number = (name: string): number | undefined => (/^\d{1,9}$/.test(headers.get(name) ?? '') ? Number(headers.get(name)) : undefined);
    return {
      ...nothing, role: 'timing', startNs: start === undefined ? undefined : timeOf(start, 'UTC'), columns: number('COLUMNS'), rows: number('LINES'), command: headers.get('COMMAND'),
    };
  },

  async fits(source, timing, signal): Promise<boolean> {
    const hasInput = inputIsHere(new TextDecoder().decode(await timing.read(0, HEAD_BYTES)));
    let counted = 0;
    await readLines(timing, { encoding: 'utf-8', skipBytes: 0 }, { room: () => undefined }, signal, (line) => {
      const entry = readTiming(line.text);
      if (entry?.type === 'O' || (entry?.type === 'I' && hasInput)) counted += entry.bytes;
    });
    const end = await headerBytes(source) + counted;
    if (counted === 0 || end > source.sizeBytes) return false;
    const rest = new TextDecoder().decode(await source.read(end, 64));
    return rest === '' || rest.startsWith('\nScript done on ');
  },

  async read(source, timing, from, onBatch, signal): Promise<void> {
    const batches = new ReplayBatches();
    // scriptreplay(1) skips the header too: the first entry counts from the second line.
    const data = new Bytes(source, from?.offsetBytes ?? await headerBytes(source));
    const room = (): Promise<void> => batches.give(onBatch, false);
    if (timing) await withTiming(data, timing, from, batches, room, signal);
    else await untimed(data, batches, room, signal);
    await batches.give(onBatch, true);
  },
};

/** Everything at the start: no time is invented. */
async function untimed(data: Bytes, batches: ReplayBatches, room: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const position = { offsetBytes: data.at, timingOffsetBytes: 0, atNs: 0 };
    const mayBegin = data.isBetweenCharacters;
    const { text, lengthBytes } = await data.text(BLOCK_BYTES);
    if (lengthBytes === 0) return;
    batches.add(position, 'output', 0, position.offsetBytes, lengthBytes, text, mayBegin);
    await room();
  }
}

async function withTiming(
  data: Bytes, timing: ByteSource, from: ReplayPosition | undefined, batches: ReplayBatches, room: () => Promise<void>, signal: AbortSignal,
): Promise<void> {
  let atNs = from?.atNs ?? 0;
  const hasInput = inputIsHere(new TextDecoder().decode(await timing.read(0, HEAD_BYTES)));
  // Entries of a block of the timing file wait here: their bytes are read between two blocks.
  let entries: Array<{ text: string; offsetBytes: number }> = [];
  const play = async (): Promise<void> => {
    for (const line of entries) {
      const entry = readTiming(line.text);
      if (!entry) continue;
      const position = { offsetBytes: data.at, timingOffsetBytes: line.offsetBytes, atNs };
      atNs = Math.min(MOST_OFFSET_NS, atNs + entry.delayNs);
      if (entry.type === 'S') {
        const size = entry.name === 'SIGWINCH' ? windowSize(entry.value) : undefined;
        if (size) batches.add(position, 'resize', atNs, data.at, 0, `${size.columns}x${size.rows}`);
      } else if (entry.type === 'O' || (entry.type === 'I' && hasInput)) {
        const offsetBytes = data.at;
        const mayBegin = data.isBetweenCharacters;
        const { text, lengthBytes } = await data.text(Math.min(entry.bytes, MOST_EVENT_TEXT));
        // script(1) writes 8 KiB at a time: what is longer is damage, and is passed over.
        data.at = offsetBytes + entry.bytes;
        if (lengthBytes > 0) batches.add(position, entry.type === 'O' ? 'output' : 'input', atNs, offsetBytes, lengthBytes, text, mayBegin);
        await room();
      }
    }
    entries = [];
  };
  await readLines(timing, { encoding: 'utf-8', skipBytes: from?.timingOffsetBytes ?? 0 }, { room: play }, signal, (line: Line) => {
    entries.push({ text: line.text, offsetBytes: line.offsetBytes });
  });
}

/** Whether input stands in the same file as output (--log-io): the header names both logs, and they are one. */
function inputIsHere(head: string): boolean {
  const log = (name: string): string | undefined => new RegExp(`^H \\d+\\.\\d+ ${name} (.*)$`, 'm').exec(head)?.[1];
  const output = log('OUTPUT_LOG');
  return output !== undefined && output === log('INPUT_LOG');
}

async function headerBytes(source: ByteSource): Promise<number> {
  const head = await source.read(0, HEAD_BYTES);
  if (!new TextDecoder().decode(head.subarray(0, 40)).replace(/^\ufeff/, '').startsWith('Script started on ')) return 0;
  return head.indexOf(0x0a) + 1;
}

/** The typescript from a place on, by numbers of bytes; a character that an entry cuts comes with the next. */
class Bytes {
  at: number;
  private readonly source: ByteSource;
  private block = new Uint8Array(0);
  private blockFrom = 0;
  private rest = new Uint8Array(0);

  constructor(source: ByteSource, at: number) {
    this.source = source;
    this.at = at;
  }

  /** Whether reading may go on from here without what came before. */
  get isBetweenCharacters(): boolean {
    return this.rest.length === 0;
  }

  async text(lengthBytes: number): Promise<{ text: string; lengthBytes: number }> {
    if (this.at < this.blockFrom || this.at + lengthBytes > this.blockFrom + this.block.length) {
      this.blockFrom = this.at;
      this.block = Uint8Array.from(await this.source.read(this.at, Math.max(BLOCK_BYTES, lengthBytes)));
    }
    const from = this.at - this.blockFrom;
    const fresh = this.block.subarray(from, from + lengthBytes);
    this.at += fresh.length;
    const bytes = new Uint8Array(this.rest.length + fresh.length);
    bytes.set(this.rest);
    bytes.set(fresh, this.rest.length);
    let end = bytes.length;
    for (let at = Math.max(0, end - 3); at < bytes.length; at++) {
      if (sequenceLength(bytes, at, bytes.length) === -1) {
        end = at;
        break;
      }
    }
    this.rest = bytes.slice(end);
    return { text: decodeUtf8(bytes, 0, end).text, lengthBytes: fresh.length };
  }
}
