import { emptyAttributes } from '../contract-record.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { timeOfValue } from '../contract-json-time.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { F, severityOfLetter } from './fields.ts';
import { setNamespace } from './text.ts';

/** One object of a log of MongoDB 4.4 or later. Answers whether its time could be read. */
export function readObject(object: Json, record: EventRecord, values: FieldValue[]): boolean {
  const time = timeOfValue(object['t'], 'UTC');
  record.timeNs = time?.ns;
  record.timeText = time?.text;
  const { s, c, id, ctx, msg, attr } = object;
  if (typeof s === 'string') {
    record.severityText = s;
    record.severityNumber = severityOfLetter(s);
  }
  if (typeof c === 'string') values[F.component] = c;
  if (typeof id === 'number' && Number.isSafeInteger(id)) values[F.id] = id;
  if (typeof ctx === 'string') values[F.thread] = ctx;
  record.body = typeof msg === 'string' ? msg : '';
  const attributes = emptyAttributes();
  let any = false;
  for (const key of Object.keys(object)) {
    if (TAKEN.has(key)) continue;
    attributes[key] = object[key];
    any = true;
  }
  if (any) record.attributes = attributes;
  if (isObject(attr)) readAttributes(attr, record, values);
  return time !== undefined;
}

const TAKEN = new Set(['t', 's', 'c', 'id', 'ctx', 'msg']);

function readAttributes(attr: Json, record: EventRecord, values: FieldValue[]): void {
  const { ns, durationMillis, planSummary, remote, client, appName, errCode, type, command } = attr;
  if (typeof ns === 'string' && ns !== '') setNamespace(ns, values);
  if (typeof durationMillis === 'number') values[F.duration] = durationMillis / 1000;
  if (typeof planSummary === 'string') values[F.plan] = planSummary;
  if (typeof appName === 'string') values[F.app] = appName;
  if (typeof errCode === 'number') values[F.status] = String(errCode);
  values[F.keys] = integer(attr['keysExamined']);
  values[F.docs] = integer(attr['docsExamined']);
  values[F.returned] = integer(attr['nreturned']);
  const address = /^(?:\[([\da-fA-F:.]{2,45})\]|([\da-fA-F:.]{2,45})):(\d{1,5})$/.exec(typeof remote === 'string' ? remote : typeof client === 'string' ? client : '');
  if (address) {
    values[F.client] = address[1] ?? address[2];
    values[F.port] = Number(address[3]);
  }
  if (record.body !== 'Slow query') return;
  // The command is named by its first member; what is not a command is its own operation.
  const name = isObject(command) ? Object.keys(command)[0] : undefined;
  const operation = type === 'command' || type === undefined ? name : type;
  if (typeof operation === 'string') values[F.operation] = operation;
  // "Slow query" alone says nothing: as the text logs had it, without the documents, which stand in the attributes.
  const parts = ['Slow query:', typeof operation === 'string' ? operation : undefined, ns, planSummary];
  for (const key of ['keysExamined', 'docsExamined', 'nreturned', 'errName']) {
    const value = attr[key];
    if (typeof value === 'string' || typeof value === 'number') parts.push(`${key}:${value}`);
  }
  if (typeof durationMillis === 'number') parts.push(`${durationMillis}ms`);
  record.body = parts.filter((part) => typeof part === 'string').join(' ');
}

function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
