import { formatCount } from '../../base/text.ts';
import { blankRecord, MAX_BODY } from '../contract-record.ts';
import { parseTimeText } from '../contract-time.ts';
import { titleOf } from '../contract-windows.ts';
import type { ByteSource, EventRecord, FieldDefinition, FieldValue, Format, Head, ParseSummary, RecordSink } from '../contract.ts';
import { Block, Budget, Damage } from './block.ts';
import { CHUNK_BYTES, CHUNK_HEADER, isChunk, isEmpty, leftovers, readChunkHeader, recordAt, RECORD_HEADER } from './chunk.ts';
import { fileChunks, type FileChunk } from './file-chunks.ts';
import { FILE_HEADER, isFile, readFileHeader } from './file-header.ts';
import type { JsonObject } from './json.ts';
import { SLOT } from './plan.ts';
import { EventReader } from './read-event.ts';
import { RecordIds } from './record-ids.ts';
import { fileTimeNs } from './values.ts';

/** Names are those of the Elastic Common Schema and winlogbeat (`winlog.*`) where OpenTelemetry has none. */
const FIELDS: readonly FieldDefinition[] = [
  { name: 'winlog.event_id', type: 'integer', description: 'Number of the kind of event, within its provider (EventID).', facet: true },
  { name: 'winlog.channel', type: 'string', description: 'Log that the event was written to (Channel).', facet: true },
  { name: 'winlog.provider_name', type: 'string', description: 'What wrote the event (Provider Name).' },
  { name: 'winlog.provider_guid', type: 'string', description: 'GUID of the provider.' },
  { name: 'winlog.event_source_name', type: 'string', description: 'Older name of the provider (EventSourceName).' },
  { name: 'winlog.record_id', type: 'integer', description: 'Number of the record in its log (EventRecordID); it counts up by one.', countsRecords: true },
  { name: 'winlog.level', type: 'integer', description: 'Level: 0 always, 1 critical, 2 error, 3 warning, 4 information, 5 verbose.' },
  { name: 'winlog.task', type: 'integer', description: 'Task, a number that the provider has words for.' },
  { name: 'winlog.opcode', type: 'integer', description: 'Opcode, a number that the provider has words for.' },
  { name: 'winlog.keywords', type: 'string', description: 'Keywords, 64 bits in hexadecimal; 0x20000000000000 is a successful audit, 0x10000000000000 a failed one.' },
  { name: 'winlog.version', type: 'integer', description: "Version of the event's definition." },
  { name: 'winlog.event_qualifiers', type: 'integer', description: 'Upper half of the event number of older sources (Qualifiers).' },
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the event (Execution ProcessID).' },
  { name: 'thread.id', type: 'integer', description: 'Thread that wrote the event (Execution ThreadID).' },
  { name: 'user.id', type: 'string', description: 'SID of the account the event was written under (Security UserID).' },
  { name: 'winlog.activity_id', type: 'string', description: 'Activity the event belongs to (Correlation ActivityID).' },
  { name: 'winlog.related_activity_id', type: 'string', description: 'Activity that followed from it (Correlation RelatedActivityID).' },
];

/**
 * Levels (learn.microsoft.com, "LevelType Complex Type") as OpenTelemetry has severities. Event Viewer shows level 0,
 * which audits have, as Information.
 */
const SEVERITY = [9, 21, 17, 13, 9, 5];
const LEVEL_TEXT = ['Information', 'Critical', 'Error', 'Warning', 'Information', 'Verbose'];

/** Windows XML Event Log, of Windows Vista and later. */
export const evtx: Format = {
  id: 'evtx',
  title: 'Windows event log (EVTX)',
  extensions: ['evtx'],
  magic: ['"ElfFile" and a NUL at 0', '"ElfChnk" and a NUL at 0 or 4096, where the header of the file is missing or damaged'],
  specification: [
    { title: 'libyal: Windows XML Event Log (EVTX) format', url: 'https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc' },
    { title: '[MS-EVEN6] 2.2.12 BinXml', url: 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-even6/c73573ae-1c90-43a2-a65f-ad7501155956' },
    { title: 'Event Schema', url: 'https://learn.microsoft.com/en-us/windows/win32/wes/eventschema-schema' },
  ],
  fields: FIELDS,
  detect({ bytes }: Head) {
    if (isFile(bytes)) return { confidence: 1, reason: 'the first bytes are those of a Windows event log' };
    if (isChunk(bytes)) return { confidence: 0.95, reason: 'the first bytes are those of a chunk of a Windows event log, whose beginning is missing' };
    if (bytes.length > FILE_HEADER + 8 && isChunk(bytes, FILE_HEADER)) return { confidence: 0.95, reason: 'there is a chunk of a Windows event log where its first one stands; the header before it is damaged' };
    return undefined;
  },
  parse: (source, sink, _options, signal) => new Reading(source, sink).run(signal),
};

class Reading {
  private readonly block = new Block();
  private readonly budget = new Budget();
  private readonly reader = new EventReader(this.block, this.budget);
  private readonly record: EventRecord = blankRecord();
  private readonly fields: FieldValue[] = FIELDS.map(() => undefined);
  private readonly ids = new RecordIds();
  private readonly source: ByteSource;
  private readonly sink: RecordSink;
  private chunks = 0;
  private damagedChunks = 0;
  private damagedRecords = 0;
  private recovered = 0;

  constructor(source: ByteSource, sink: RecordSink) {
    this.source = source;
    this.sink = sink;
    this.record.fields = this.fields;
  }

  async run(signal: AbortSignal): Promise<ParseSummary> {
    signal.throwIfAborted();
    const head = await this.source.read(0, FILE_HEADER + 8);
    const header = readFileHeader(head, this.source.sizeBytes, this.sink);
    for await (const chunk of fileChunks(this.source, header.firstChunk, signal)) {
      this.chunk(chunk);
      const wait = this.sink.room();
      if (wait) await wait;
    }
    const { chunks, damagedChunks, damagedRecords, recovered } = this;
    return {
      counts: { chunks, damagedChunks, damagedRecords, recovered, missingRecordIds: this.ids.missing().count },
      summary: { ...header.summary, recordIds: this.ids.summary() },
    };
  }

  private chunk({ bytes, offsetBytes }: FileChunk): void {
    if (isEmpty(bytes)) return;
    const { block, sink } = this;
    block.set(bytes);
    this.budget.startChunk();
    this.reader.startChunk();
    const warn = (code: string, message: string, from: number, to: number): void => {
      sink.diagnostic({ code: `evtx/${code}`, severity: 'warning', message, offsetBytes: offsetBytes + from, lengthBytes: Math.max(0, Math.min(to, bytes.length) - from) });
    };
    if (bytes.length < CHUNK_HEADER || !isChunk(bytes)) {
      this.damagedChunks++;
      warn('chunk-damaged', bytes.length < CHUNK_HEADER ? 'The file ends within the header of a chunk.' : 'There is no chunk where one should begin.', 0, bytes.length);
      this.leftover(0, offsetBytes);
      return;
    }
    this.chunks++;
    const header = readChunkHeader(block);
    let damaged = false;
    if (header.headerSound === false) {
      damaged = true;
      warn('chunk-checksum', "The chunk's header is not as its checksum has it. Its records were read all the same.", 0, CHUNK_HEADER);
    }
    if (header.recordsSound === false) {
      damaged = true;
      warn('records-checksum', "The chunk's records are not as their checksum has it. Those that can be read were read.", CHUNK_HEADER, header.freeSpace >= CHUNK_HEADER ? header.freeSpace : bytes.length);
    }
    if (bytes.length < CHUNK_BYTES) {
      damaged = true;
      warn('cut', `The file ends within a chunk, after ${formatCount(bytes.length)} of 65,536 bytes.`, Math.min(bytes.length - 1, CHUNK_HEADER), bytes.length);
    }
    const limit = header.freeSpace >= CHUNK_HEADER && header.freeSpace <= CHUNK_BYTES ? Math.min(header.freeSpace, bytes.length) : bytes.length;
    // What stands behind the last record that the header knows is of before, whatever it calls free.
    const last = header.headerSound !== false && header.lastRecord >= CHUNK_HEADER ? header.lastRecord : CHUNK_BYTES;
    let at = CHUNK_HEADER;
    for (let size = recordAt(block, at); at < limit && at <= last && size > 0; size = recordAt(block, at)) {
      this.event(at, size, offsetBytes);
      at += size;
    }
    // Some writers leave zeros between the last record and what they call free space (libyal EVTX, "Chunk header").
    const whole = at >= limit || at > last || (at > header.lastRecord && isEmpty(bytes, at, limit));
    if (!whole && bytes.length === CHUNK_BYTES) {
      damaged = true;
      warn('record-damaged', 'A record is damaged where it begins, or its two sizes differ; records behind it in the chunk are counted as recovered.', at, limit);
    }
    if (damaged) this.damagedChunks++;
    this.leftover(at, offsetBytes);
  }

  /** What the header does not count as records is said, and is no record. */
  private leftover(from: number, chunkOffset: number): void {
    const found = leftovers(this.block, from);
    if (!found) return;
    this.recovered += found.count;
    const { count, firstId, lastId } = found;
    const range = firstId === lastId ? `${firstId}` : `${firstId} to ${lastId}`;
    this.sink.diagnostic({
      code: 'evtx/recoverable', severity: 'info', offsetBytes: chunkOffset + found.from, lengthBytes: found.to - found.from,
      message: `${formatCount(count)} ${count === 1 ? 'record stands' : 'records stand'} in the rest of the chunk that its header does not count: older ones, or behind damage (record ${range}). They are not among the records.`,
    });
  }

  private event(at: number, size: number, chunkOffset: number): void {
    const { block, budget, reader, record, sink } = this;
    record.offsetBytes = chunkOffset + at;
    record.lengthBytes = size;
    budget.startRecord();
    let damage: string | undefined;
    try {
      reader.read(at + RECORD_HEADER, at + size - 4, at + 16);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      damage = error.message;
    }
    budget.endRecord();
    this.fill(damage, at);
    if (damage !== undefined) {
      this.damagedRecords++;
      const id = block.view.getBigUint64(at + 8, true);
      record.understood = false;
      if (record.body === '') record.body = `Record ${id} could not be read: ${damage}`;
      sink.diagnostic({ code: 'evtx/record-not-read', severity: 'warning', message: `Record ${id} could not be read: ${damage}.`, offsetBytes: record.offsetBytes, lengthBytes: size });
    } else record.understood = true;
    sink.record(record);
  }

  /** The record from what was found; of a damaged one, what was found until then. */
  private fill(damage: string | undefined, at: number): void {
    const { reader, record, fields } = this;
    const { system } = reader;
    let time = reader.timeNs;
    if (time === undefined && reader.timeText !== undefined) time = parseTimeText(reader.timeText, 'UTC');
    const written = reader.timeOfHeader ? time : fileTimeNs(this.block, at + 16);
    record.timeNs = time ?? written;
    record.timeText = reader.timeText;
    record.observedTimeNs = time !== undefined && written !== time ? written : undefined;
    const level = integer(system[SLOT.level]);
    const known = typeof level === 'number' && level < SEVERITY.length;
    record.severityNumber = known ? SEVERITY[level]! : 0;
    record.severityText = reader.levelText ?? (known ? LEVEL_TEXT[level] : undefined);
    const provider = text(system[SLOT.provider]) ?? text(system[SLOT.eventSource]);
    record.serviceName = provider;
    record.hostName = text(system[SLOT.computer]);
    record.attributes = reader.attributes;
    const eventId = integer(system[SLOT.eventId]);
    const recordId = integer(system[SLOT.recordId]) ?? (damage === undefined ? undefined : this.block.view.getBigUint64(at + 8, true));
    const channel = text(system[SLOT.channel]);
    fields[0] = eventId;
    fields[1] = channel;
    fields[2] = text(system[SLOT.provider]);
    fields[3] = text(system[SLOT.providerGuid]);
    fields[4] = text(system[SLOT.eventSource]);
    fields[5] = recordId;
    fields[6] = level;
    fields[7] = integer(system[SLOT.task]);
    fields[8] = integer(system[SLOT.opcode]);
    fields[9] = text(system[SLOT.keywords]);
    fields[10] = integer(system[SLOT.version]);
    fields[11] = integer(system[SLOT.qualifiers]);
    fields[12] = integer(system[SLOT.processId]);
    fields[13] = integer(system[SLOT.threadId]);
    fields[14] = text(system[SLOT.userId]);
    fields[15] = text(system[SLOT.activityId]);
    fields[16] = text(system[SLOT.relatedActivityId]);
    if (recordId !== undefined) this.ids.add(record.hostName, channel, Number(recordId));
    if (damage !== undefined && eventId === undefined) record.body = '';
    else if (reader.message !== undefined) record.body = reader.message.slice(0, MAX_BODY);
    else {
      const title = titleOf(provider, eventId) ?? userDataName(reader.attributes);
      const body = `${shortName(provider)} ${eventId ?? ''}${title === undefined ? '' : ` ${title}`}${reader.pairs === '' ? '' : `:${reader.pairs}`}`;
      record.body = body.length > MAX_BODY ? body.slice(0, MAX_BODY) : body;
    }
  }
}

/** Most of Windows' own providers begin alike; the whole name is the service. */
function shortName(provider: string | undefined): string {
  if (provider === undefined) return 'Event';
  return provider.startsWith(OWN) && provider.length > OWN.length ? provider.slice(OWN.length) : provider;
}

const OWN = 'Microsoft-Windows-';

/** The element in `UserData` says what happened, where it is not the one that everybody takes. */
function userDataName(attributes: JsonObject | undefined): string | undefined {
  const name = attributes?.['UserData'];
  return typeof name === 'string' && name !== 'EventXML' ? name : undefined;
}

function text(value: FieldValue): string | undefined {
  return value === undefined || typeof value === 'string' ? value : String(value);
}

/** Numbers stand in templates as text where they never change. */
function integer(value: FieldValue): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}
