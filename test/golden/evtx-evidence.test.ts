import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evtx } from '../../src/formats/evtx/index.ts';
import type { EventRecord } from '../../src/formats/contract.ts';
import { parseAll } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import { child, leaves, parseXml, plain, type Xml } from '../support/event-xml.ts';

/**
 * Event logs of real machines, record by record beside evtxexport (libevtx), which nobody here wrote. Counts are those
 * that came with the files; where evtxexport gave up in a file, the other parser's count is the truth (SOURCES.md there).
 */
const folder = join(REAL_EVIDENCE, '07-evtx-journal-audit');
const here = existsSync(folder);
const tool = ((): boolean => {
  try {
    execFileSync('evtxexport', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
if (!here) console.log('Real event logs are not on this machine: tests over them are skipped.');
else if (!tool) console.log('evtxexport is not installed (Debian: libevtx-utils): records are counted and not compared.');

const files = here ? found(folder) : [];

function found(dir: string): string[] {
  return readdirSync(dir).sort().flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? found(path) : name.endsWith('.evtx') ? [path] : [];
  });
}

function table(path: string): string[][] {
  return readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
}

function fieldsOf(record: EventRecord): Record<string, unknown> {
  return Object.fromEntries(evtx.fields.map(({ name }, i) => [name, record.fields[i]]));
}

/** Leaves of what this program made of the data, as `leaves` has those of XML. */
function said(value: unknown, path: string, into: Array<[string, string]>): void {
  if (Array.isArray(value)) for (const one of value) said(one, path, into);
  else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) said(inner, name === '#text' ? path : `${path}/${name}`, into);
  else if (value !== undefined) into.push([path, plain(value)]);
}

function sorted(list: ReadonlyArray<[string, string]>): string[] {
  // It prints an element that holds only white space as an empty one.
  return list.map(([path, text]) => `${path} = ${text.trim() === '' ? '' : plain(text)}`).sort();
}

/** `System` of both, leaf by leaf. */
function compareSystem(record: EventRecord, event: Xml): void {
  const system = child(event, 'System')!;
  const fields = fieldsOf(record);
  const names: Record<string, unknown> = {
    '/System/Provider/Name': fields['winlog.provider_name'], '/System/Provider/Guid': fields['winlog.provider_guid'], '/System/Provider/EventSourceName': fields['winlog.event_source_name'],
    '/System/EventID': fields['winlog.event_id'], '/System/EventID/Qualifiers': fields['winlog.event_qualifiers'], '/System/Version': fields['winlog.version'], '/System/Level': fields['winlog.level'],
    '/System/Task': fields['winlog.task'], '/System/Opcode': fields['winlog.opcode'], '/System/Keywords': fields['winlog.keywords'], '/System/EventRecordID': fields['winlog.record_id'],
    '/System/Correlation/ActivityID': fields['winlog.activity_id'], '/System/Correlation/RelatedActivityID': fields['winlog.related_activity_id'],
    '/System/Execution/ProcessID': fields['process.pid'], '/System/Execution/ThreadID': fields['thread.id'], '/System/Channel': fields['winlog.channel'], '/System/Computer': record.hostName,
    '/System/Security/UserID': fields['user.id'], '/System/TimeCreated/SystemTime': record.timeNs === undefined ? undefined : time(record.timeNs),
  };
  const theirs = leaves(system, new Set()).filter(([, text]) => text !== '');
  for (const [path, text] of theirs) expect(plain(names[path] ?? record.attributes?.[path.slice('/System/'.length).replace('/', '.')]), path).toBe(plain(text));
  const ours = Object.entries(names).filter(([, value]) => value !== undefined).map(([path]) => path);
  expect(ours.filter((path) => !theirs.some(([theirPath]) => theirPath === path))).toEqual([]);
}

function time(ns: bigint): string {
  const second = new Date(Number(ns / 1_000_000_000n) * 1000).toISOString().slice(0, -5);
  return `${second}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** Names and values of the data of both. */
function compareData(record: EventRecord, event: Xml): void {
  const ours: Array<[string, string]> = [];
  for (const [name, value] of Object.entries(record.attributes ?? {})) {
    // Of a value with two fragments evtxexport prints the first.
    if (name !== 'RenderingInfo' || child(event, name)) said(value, `/${name}`, ours);
  }
  // evtxexport does not escape what it prints.
  const texts = new Set(ours.flatMap(([path, text]) => (text.includes('<') ? [path] : [])));
  const theirs: Array<[string, string]> = [];
  for (const data of event.children) {
    if (typeof data === 'string' || data.name === 'System') continue;
    if (data.name === 'EventData') {
      if (data.attributes['Name'] !== undefined) theirs.push(['/EventData', data.attributes['Name']]);
      for (const one of data.children) if (typeof one !== 'string') theirs.push(...leaves(one, texts));
    } else if (data.name === 'UserData') {
      for (const root of data.children) {
        if (typeof root === 'string') continue;
        theirs.push(['/UserData', root.name]);
        for (const [name, value] of Object.entries(root.attributes)) if (!name.startsWith('xmlns')) theirs.push([`/${name}`, value]);
        for (const one of root.children) if (typeof one !== 'string') theirs.push(...leaves(one, texts));
      }
    } else theirs.push(...leaves(data, texts));
  }
  expect(sorted(ours)).toEqual(sorted(theirs));
}

describe.skipIf(!here)('event logs of real machines', () => {
  const declared = here ? new Map(table(join(folder, 'evtx', 'crate_declared_counts.csv')).map(([file, records]) => [file!, Number(records)])) : new Map<string, number>();
  const libevtx = here ? new Map(table(join(folder, 'EXPECTED_evtx_counts_libevtx.csv')).map(([file, records]) => [basename(file!), Number(records)])) : new Map<string, number>();

  it.each(files.map((path) => [basename(path), path] as const))('%s: as many records as expected, all of them read', async (name, path) => {
    const { records } = await parseAll(evtx, new Uint8Array(readFileSync(path)), { chunkBytes: 1 << 20 });
    const expected = declared.get(name) ?? libevtx.get(name);
    expect(expected).toBeDefined();
    expect(records.length).toBe(expected);
    expect(records.filter((record) => !record.understood)).toEqual([]);
    expect(records.filter((record) => record.timeNs === undefined || record.hostName === undefined || record.serviceName === undefined)).toEqual([]);
  });

  it.skipIf(!tool).each(files.map((path) => [basename(path), path] as const))('%s: names and values are those of evtxexport', { timeout: 120_000 }, async (_name, path) => {
    const { records } = await parseAll(evtx, new Uint8Array(readFileSync(path)), { chunkBytes: 1 << 20 });
    const events = parseXml(exported(path)).filter((xml) => xml.name === 'Event');
    expect(events.length).toBeGreaterThan(0);
    for (const [i, event] of events.entries()) {
      compareSystem(records[i]!, event);
      compareData(records[i]!, event);
    }
  });
});

/** What evtxexport prints until it gives up, if it does: whole events. */
function exported(path: string): string {
  let text: string;
  try {
    text = execFileSync('evtxexport', ['-f', 'xml', path], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && typeof error.stdout === 'string')) throw error;
    text = error.stdout;
  }
  const first = text.indexOf('<Event ');
  return text.slice(first, text.lastIndexOf('</Event>') + '</Event>'.length);
}
