import { bomBytes, readLines, type Line } from '../contract-lines.ts';
import type { ByteSource } from '../contract.ts';
import { ReplayBatches, type RecordingInfo, type Replay, type ReplayKind, type ReplayPosition } from '../contract-recording.ts';
import { Clock, readEvent } from './event.ts';
import { readHeader, type Header } from './header.ts';

const KINDS: Readonly<Record<string, ReplayKind>> = { o: 'output', i: 'input', m: 'marker', r: 'resize', x: 'exit' };
/** Longest header: title, command and theme have a few hundred bytes. */
const HEADER_BYTES = 256 * 1024;

export const replay: Replay = {
  async describe(source): Promise<RecordingInfo> {
    const header = await headerOf(source);
    return {
      role: 'timed', columns: header?.columns, rows: header?.rows, startNs: header?.startNs, idleTimeLimit: header?.idleTimeLimit,
      title: header?.title, command: header?.command,
    };
  },

  async read(source, _timing, from, onBatch, signal): Promise<void> {
    const header = await headerOf(source);
    const clock = new Clock(header?.version ?? 2, from?.atNs ?? 0);
    const batches = new ReplayBatches();
    let isFirst = from === undefined;
    const take = (line: Line): void => {
      const wasFirst = isFirst;
      if (line.text.trim() !== '') isFirst = false;
      if ((wasFirst && header) || !line.text.startsWith('[')) return;
      const event = readEvent(line.text);
      if (event.what === 'damaged') return;
      const position: ReplayPosition = { offsetBytes: line.offsetBytes, timingOffsetBytes: 0, atNs: clock.nowNs };
      clock.advance(event.seconds);
      const kind = KINDS[event.code];
      if (kind) batches.add(position, kind, clock.nowNs, line.offsetBytes, line.lengthBytes, event.data);
    };
    await readLines(source, { encoding: 'utf-8', skipBytes: from?.offsetBytes ?? await bomBytes(source) }, { room: () => batches.give(onBatch, false) }, signal, take);
    await batches.give(onBatch, true);
  },
};

async function headerOf(source: ByteSource): Promise<Header | undefined> {
  const head = new TextDecoder().decode(await source.read(0, HEADER_BYTES));
  const text = head.trimStart();
  const end = text.indexOf('\n');
  return readHeader((end < 0 ? text : text.slice(0, end)).trimEnd());
}
