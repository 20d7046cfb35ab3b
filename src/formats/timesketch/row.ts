import { clipBody, NO_FINDINGS, shortText, type EventFinding } from '../contract-json-events.ts';
import { timeOfValue } from '../contract-json-time.ts';
import { emptyAttributes } from '../contract-record.ts';
import { TEPHRA_DATA_TYPE, tephraAttributes, withoutFormulaGuard } from '../contract-timeline-row.ts';
import type { EventRecord } from '../contract.ts';

const NS_PER_US = 1000n;
const SHOWN = new Set(['message', 'datetime', 'timestamp', 'timestamp_desc', 'data_type', 'source', 'source_short', 'username', 'user', 'hostname', 'host']);

/** An event of Timesketch. `isCsv`: cells are text, and Tephra guards what a spreadsheet would run. */
export function readRow(event: Readonly<Record<string, unknown>>, record: EventRecord, zone: string, isCsv: boolean): readonly EventFinding[] {
  const isOwn = event['data_type'] === TEPHRA_DATA_TYPE;
  const text = (name: string): string | undefined => {
    const value = shortText(event[name]);
    return isOwn && isCsv && value !== undefined ? withoutFormulaGuard(value) : value;
  };
  record.body = clipBody(text('message') ?? '');
  const datetime = text('datetime');
  const said = datetime === undefined ? undefined : timeOfValue(datetime, zone);
  // Microseconds since 1970, whatever their magnitude: Timesketch computes datetime from it where there is none.
  const micros = /^-?\d{1,18}$/.exec(text('timestamp') ?? '')?.[0];
  record.timeNs = said?.ns ?? (micros === undefined ? undefined : BigInt(micros) * NS_PER_US);
  record.timeText = record.timeNs === undefined ? undefined : said?.text ?? micros;
  record.hostName = text('hostname') ?? text('host');
  record.fields = [text('timestamp_desc'), text('data_type'), text('source') ?? text('source_short'), text('username') ?? text('user')];
  const names = Object.keys(event);
  const attributes = isOwn ? tephraAttributes(new Map(names.map((name) => [name, text(name) ?? ''])), record) : emptyAttributes();
  if (!isOwn) for (const name of names) if (!SHOWN.has(name) && event[name] !== '' && event[name] !== null) attributes[name] = event[name];
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  return record.timeNs === undefined ? [{ code: 'unreadable-time', message: `"${(datetime ?? text('timestamp') ?? '').slice(0, 60)}" is no time of a known form; the event has no time.` }] : NO_FINDINGS;
}
