import { readDocuments, type DocumentCounts, type DocumentElement, type DocumentPlan } from './contract-json-stream.ts';
import { blankRecord, clearRecord, MAX_BODY } from './contract-record.ts';
import type { ByteSource, EventRecord, RecordSink } from './contract.ts';

/** What a format found wrong with a record it made. */
export interface EventFinding {
  readonly code: string;
  readonly message: string;
}

export interface EventReader {
  readonly formatId: string;
  readonly plan: DocumentPlan;
  /** What elements are called in messages ("alert"). */
  readonly noun: string;
  /** For spans: what is none is told, and is no record, or it would stand among them. */
  readonly onlyUnderstood?: boolean;
  /** Fills the record, which has its place; `undefined` when the element is none of them. */
  read(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined;
}

export const NO_FINDINGS: readonly EventFinding[] = [];

export interface EventCounts extends DocumentCounts {
  /** Records that were understood. */
  events: number;
}

/** Reads documents whose elements are events. What is none, or cannot be read, is kept as text, not understood. */
export async function readEventDocuments(source: ByteSource, sink: RecordSink, signal: AbortSignal, reader: EventReader): Promise<EventCounts> {
  const { formatId, noun } = reader;
  const record = blankRecord();
  let events = 0;
  const report = (at: { offsetBytes: number; lengthBytes: number }, code: string, severity: 'info' | 'warning', message: string): void => {
    sink.diagnostic({ code: `${formatId}/${code}`, severity, message, offsetBytes: at.offsetBytes, lengthBytes: at.lengthBytes });
  };
  const place = (at: { offsetBytes: number; lengthBytes: number; line: number }): void => {
    clearRecord(record);
    record.offsetBytes = at.offsetBytes;
    record.lengthBytes = at.lengthBytes;
    record.line = at.line;
  };
  const asText = (at: { offsetBytes: number; lengthBytes: number; line: number; text: string }): void => {
    if (reader.onlyUnderstood === true) return;
    place(at);
    record.body = clipBody(at.text);
    record.understood = false;
    sink.record(record);
  };
  const counts = await readDocuments(formatId, source, sink, signal, {
    plan: reader.plan,
    element(element) {
      place(element);
      const findings = reader.read(element, record);
      if (findings === undefined) {
        report(element, 'not-understood', 'warning', reader.onlyUnderstood === true ? 'Not understood.' : 'Not understood; kept as text.');
        asText(element);
        return;
      }
      for (const { code, message } of findings) report(element, code, 'warning', message);
      events++;
      sink.record(record);
    },
    broken: asText,
    document(document) {
      if (document.elements === 0) report(document, 'empty', 'info', `A document without ${noun}.`);
    },
  });
  return { ...counts, events };
}

export function clipBody(text: string): string {
  return text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
}

/** The first of some values that is text. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) if (typeof value === 'string' && value.trim() !== '') return value;
  return undefined;
}

/** Text of a short value; nothing for objects, lists, empty text. */
export function shortText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
