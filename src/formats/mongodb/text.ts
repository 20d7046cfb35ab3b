import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySeconds, fraction, monthAt, twoDigits } from '../contract-clock.ts';
import type { YearlessTime } from '../contract-years.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { F, severityOfLetter } from './fields.ts';

/*
 * Text logs of MongoDB 2.x to 4.2 (mongo/logger/message_event_utf8_encoder.cpp):
 * `Thu Oct  9 15:20:19.328 [conn12] …`                              --timeStampFormat ctime; the only one until 2.4
 * `2014-04-09T23:16:20.437-0400 [conn12] …`                         iso8601-local, 2.6
 * `2016-08-14T14:36:30.641-0500 I NETWORK  [conn12] …`              3.0
 * `2022-02-24T20:10:27.972Z D2 NETWORK  [conn12] …`                 iso8601-utc; 4.2 has two columns for the severity
 */
export interface IsoStamp {
  /** Seconds since 1970, UTC. */
  readonly seconds: number;
  readonly nanosecond: number;
  readonly to: number;
}

/** A time with its offset that begins a line. */
export function isoStamp(text: string): IsoStamp | undefined {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 84) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const ofDay = daySeconds(text, 11);
  if (Number.isNaN(ofDay) || !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return undefined;
  const part = fraction(text, 19);
  // Milliseconds, always.
  if (part.length !== 4) return undefined;
  let to = 19 + part.length;
  let seconds = daysFromCivil(year, month, day) * 86_400 + ofDay;
  const mark = text.charCodeAt(to);
  if (mark === 90) to++;
  else if (mark === 43 || mark === 45) {
    const minutesAt = text.charCodeAt(to + 3) === 58 ? to + 4 : to + 3;
    const offset = twoDigits(text, to + 1) * 3600 + twoDigits(text, minutesAt) * 60;
    if (Number.isNaN(offset)) return undefined;
    seconds += mark === 43 ? -offset : offset;
    to = minutesAt + 2;
  } else return undefined;
  return text.charCodeAt(to) === 32 ? { seconds, nanosecond: part.ns, to } : undefined;
}

const WEEKDAYS = 'SunMonTueWedThuFriSat';

/** `Thu Oct  9 15:20:19.328`: a time of ctime, without its year. */
export function ctimeStamp(text: string): (YearlessTime & { readonly nanosecond: number }) | undefined {
  if (text.charCodeAt(3) !== 32 || text.charCodeAt(7) !== 32 || text.charCodeAt(10) !== 32) return undefined;
  const weekday = WEEKDAYS.indexOf(text.slice(0, 3));
  const month = monthAt(text, 4);
  const day = text.charCodeAt(8) === 32 ? text.charCodeAt(9) - 48 : twoDigits(text, 8);
  const seconds = daySeconds(text, 11);
  if (weekday < 0 || weekday % 3 !== 0 || month === 0 || !(day >= 1 && day <= 31) || Number.isNaN(seconds)) return undefined;
  const part = fraction(text, 19);
  const to = 19 + part.length;
  return text.charCodeAt(to) === 32 ? { month, day, seconds, year: 0, to, weekday: weekday / 3, nanosecond: part.ns } : undefined;
}

/** Severity, component, context. */
const HEAD = / (?:([A-Z])([1-5])? {1,2}([A-Z][A-Z_]{1,15}|-) +)?\[([^\]\s]{1,80})\](?: |$)/y;

export interface TextHead {
  readonly severity: string | undefined;
  readonly component: string | undefined;
  readonly context: string;
  readonly from: number;
}

export function textHead(text: string, at: number): TextHead | undefined {
  HEAD.lastIndex = at;
  const m = HEAD.exec(text);
  return m ? { severity: m[1] === undefined ? undefined : m[1] + (m[2] ?? ''), component: m[3], context: m[4]!, from: HEAD.lastIndex } : undefined;
}

const OPERATION = /^(?:warning: log line attempted \(\d+kB?\) over max size \(\d+kB?\), printing beginning and end \.\.\. )?(command|query|find|getmore|getMore|update|insert|remove|delete|killcursors) (\S{1,255}) /;
const DURATION = / (\d{1,15})ms$/;
const COMMAND = /command: (?:([A-Za-z]\w{1,60}) \{|\{ "?\$?([A-Za-z]\w{1,60})"?:)/g;
const PLAN = /planSummary: ([A-Z_]{2,30}(?: \{[^{}]{0,300}\})?(?:, [A-Z_]{2,30}(?: \{[^{}]{0,300}\})?){0,5})/y;
const CLIENT = /(?:connection accepted from|end connection|client metadata from|from client:?|authenticated? .{0,200}? from(?: client)?) (?:\[([\da-fA-F:.]{2,45})\]|([\da-fA-F:.]{2,45})):(\d{1,5})(?![\d.:])/;

/** What a message says: an operation with its time and plan, a client. */
export function readMessage(message: string, record: EventRecord, values: FieldValue[]): void {
  const last = message.length - 1;
  if (message.charCodeAt(last) === 115 && message.charCodeAt(last - 1) === 109) operation(message, values);
  else if (message.includes('connection') || message.includes('client')) {
    const m = CLIENT.exec(message.length > 1000 ? message.slice(0, 1000) : message);
    if (m) {
      values[F.client] = m[1] ?? m[2];
      values[F.port] = Number(m[3]);
    }
  }
  if (record.severityNumber === 0) record.severityNumber = severityOfMessage(message);
}

function operation(message: string, values: FieldValue[]): void {
  const duration = DURATION.exec(message.slice(-24));
  const m = duration ? OPERATION.exec(message) : null;
  if (!m || !duration) return;
  values[F.duration] = Number(duration[1]) / 1000;
  setNamespace(m[2]!, values);
  let name = m[1]!;
  if (name === 'command') {
    COMMAND.lastIndex = m[0].length - 1;
    const command = COMMAND.exec(message.length > 20_000 ? message.slice(0, 20_000) : message);
    if (command) name = command[1] ?? command[2]!;
  }
  values[F.operation] = name;
  const app = /^appName: "([^"]{1,200})"/.exec(message.slice(m[0].length, m[0].length + 220));
  if (app) values[F.app] = app[1];
  // Documents of a query may hold anything: what the server counted stands behind them.
  const planAt = message.lastIndexOf('planSummary: ');
  if (planAt >= 0) {
    PLAN.lastIndex = planAt;
    values[F.plan] = PLAN.exec(message)?.[1];
  }
  const tail = planAt >= 0 ? message.slice(planAt) : message.slice(-COUNTS);
  values[F.keys] = counter(tail, ' keysExamined:') ?? counter(tail, ' nscanned:');
  values[F.docs] = counter(tail, ' docsExamined:') ?? counter(tail, ' nscannedObjects:');
  values[F.returned] = counter(tail, ' nreturned:');
  const status = counter(tail, ' errCode:') ?? counter(tail, ' exception: code:');
  if (status !== undefined) values[F.status] = String(status);
}

/** Counts and locks stand in so much of the end of a message. */
const COUNTS = 1500;

function counter(message: string, name: string): number | undefined {
  const at = message.lastIndexOf(name);
  if (at < 0) return undefined;
  let value = 0;
  let i = at + name.length;
  for (; i < at + name.length + 15; i++) {
    const digit = message.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
  }
  return i > at + name.length ? value : undefined;
}

/** `shop.orders`, `admin.$cmd`: a database, and a collection unless the command is the database's. */
export function setNamespace(namespace: string, values: FieldValue[]): void {
  const dot = namespace.indexOf('.');
  values[F.database] = dot < 0 ? namespace : namespace.slice(0, dot);
  const collection = dot < 0 ? '' : namespace.slice(dot + 1);
  if (collection !== '' && !collection.startsWith('$cmd')) values[F.collection] = collection;
}

/** Servers until 2.6 have no severity: they say in the message what is a warning. */
function severityOfMessage(message: string): number {
  if (/^(?:\*\* )?warning:/i.test(message)) return severityOfLetter('W');
  if (/^(?:ERROR:|Assertion(?:Exception)?:|assertion \d|exception:|Got signal: 1?[146] )/.test(message)) return severityOfLetter('E');
  return message.startsWith('Fatal Assertion') || message.startsWith('Got signal: 11') || message.startsWith('***aborting') ? severityOfLetter('F') : 0;
}
