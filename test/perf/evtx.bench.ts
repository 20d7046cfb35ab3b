import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clean } from '../support/evtx-samples.ts';
import { CHUNK, fileHeader, sumChunk } from '../support/evtx-writer.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { median, run as runProcess, tephra, type Ran } from './processes.ts';

export const title = 'Windows event logs made long by repeating their chunks: parsed, taken into a case; beside evtxexport -f xml where it is installed';

const parser = fileURLToPath(new URL('evtx-parse.ts', import.meta.url));

/**
 * Seconds of whole processes, the middle one of `runs`. Evidence of real machines is repeated where it is here, else a
 * log of the fixtures. evtxexport's XML is thrown away; its ratio is the
 * middle one within a run, and left out where it gives up on the file.
 */
export async function run(folder: string, { mb, runs, only }: BenchOptions): Promise<readonly Measurement[]> {
  const all: Measurement[] = [{ what: 'load of the machine before', value: loadavg()[0] ?? 0, unit: '' }];
  const hasTool = await evtxexport();
  for (const [name, bytes] of sources()) {
    if (only !== undefined && only !== name) continue;
    const path = join(folder, `${name}.evtx`);
    const records = repeat(bytes, path, mb);
    const megabytes = statSync(path).size / 1e6;
    const ran: Record<'parse' | 'ingest' | 'export', Ran[]> = { parse: [], ingest: [], export: [] };
    let gaveUp = false;
    for (let i = 0; i < runs; i++) {
      rmSync(join(folder, 'bench.tephra'), { recursive: true, force: true });
      readFileSync(path);
      ran.parse.push(await runProcess(process.execPath, [parser, path]));
      ran.ingest.push(await tephra(folder, ['ingest', path, '--case', join(folder, 'bench.tephra')]));
      if (hasTool && !gaveUp) {
        try {
          ran.export.push(await runProcess('sh', ['-c', 'exec evtxexport -f xml "$0" > /dev/null 2>&1', path]));
        } catch {
          gaveUp = true;
        }
      }
    }
    const seconds = (step: keyof typeof ran): number => median(ran[step].map((one) => one.seconds));
    all.push(
      { what: `${name}: size`, value: megabytes, unit: 'MB' }, { what: `${name}: records`, value: records, unit: '' },
      { what: `${name}: parsed, whole process`, value: seconds('parse'), unit: 's' }, { what: `${name}: parsed`, value: megabytes / seconds('parse'), unit: 'MB/s' },
      { what: `${name}: into a case, whole process`, value: seconds('ingest'), unit: 's' }, { what: `${name}: into a case`, value: records / seconds('ingest'), unit: 'records/s' },
      { what: `${name}: peak memory of the ingest`, value: Math.max(...ran.ingest.map((one) => one.peakMb ?? 0)), unit: 'MB' },
    );
    if (hasTool && !gaveUp) {
      const ratio = (step: 'parse' | 'ingest'): number => median(ran.export.map((one, i) => one.seconds / ran[step][i]!.seconds));
      all.push(
        { what: `${name}: evtxexport, whole process`, value: seconds('export'), unit: 's' },
        { what: `${name}: parsed, times as fast as evtxexport`, value: ratio('parse'), unit: '×' }, { what: `${name}: into a case, times as fast as evtxexport`, value: ratio('ingest'), unit: '×' },
      );
    }
    rmSync(path);
  }
  return [...all, { what: 'load of the machine after', value: loadavg()[0] ?? 0, unit: '' }];
}

/** The longest logs there are, by what they are of; without evidence, ours. */
function sources(): Array<[name: string, bytes: Buffer]> {
  const folder = join(REAL_EVIDENCE, '07-evtx-journal-audit');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.evtx')).map((name) => readFileSync(join(folder, name))) : [];
  const used = files.map((bytes) => [bytes, count(bytes)] as const).filter(([, records]) => records >= 100).toSorted((a, b) => b[1] - a[1]);
  return used.length === 0 ? [['sample', clean()]] : used.slice(0, 4).map(([bytes], i) => [`log${i + 1}`, bytes]);
}

function count(bytes: Buffer): number {
  let records = 0;
  for (const chunk of chunksOf(bytes)) for (let at = 512; isRecord(chunk, at); at += chunk.readUInt32LE(at + 4)) records++;
  return records;
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 4096; at + CHUNK <= bytes.length; at += CHUNK) if (bytes.toString('latin1', at, at + 7) === 'ElfChnk') yield bytes.subarray(at, at + CHUNK);
}

function isRecord(chunk: Buffer, at: number): boolean {
  if (at >= chunk.readUInt32LE(48) || at + 28 > CHUNK || chunk.readUInt32LE(at) !== 0x2a2a) return false;
  const size = chunk.readUInt32LE(at + 4);
  return size >= 28 && at + size <= CHUNK && chunk.readUInt32LE(at + size - 4) === size;
}

/** Writes a log of so many megabytes: the chunks again and again, with numbers of records and checksums made right. */
function repeat(bytes: Buffer, path: string, mb: number): number {
  const chunks = [...chunksOf(bytes)];
  const total = Math.max(1, Math.floor((mb * 1e6) / CHUNK));
  const file = openSync(path, 'w');
  let id = 1n;
  writeSync(file, fileHeader(total, 1n));
  for (let i = 0; i < total; i++) {
    const chunk = Buffer.from(chunks[i % chunks.length]!);
    const first = id;
    let at = 512;
    for (; isRecord(chunk, at); at += chunk.readUInt32LE(at + 4)) chunk.writeBigUInt64LE(id++, at + 8);
    chunk.fill(0, at);
    chunk.writeUInt32LE(at, 48);
    for (const offset of [8, 24]) chunk.writeBigUInt64LE(first, offset);
    for (const offset of [16, 32]) chunk.writeBigUInt64LE(id - 1n, offset);
    sumChunk(chunk);
    writeSync(file, chunk);
  }
  writeSync(file, fileHeader(total, id), 0, 4096, 0);
  closeSync(file);
  return Number(id - 1n);
}

async function evtxexport(): Promise<boolean> {
  // `--version` is no option of it.
  try {
    await runProcess('evtxexport', ['-V']);
    return true;
  } catch {
    return false;
  }
}
