import { F, fields, setClient } from './fields.ts';
import type { FieldValue } from '../contract.ts';
import type { PostgresqlClock } from './time.ts';

/*
 * log_line_prefix may be anything (https://www.postgresql.org/docs/current/runtime-config-logging.html). Its parts are
 * told by their shape, in whatever order and between whatever marks they stand: `%m [%p] %q%u@%d `, `%t [%p]: [%l-1]
 * user=%u,db=%d,app=%a,client=%h `, `%t:%r:%u@%d:[%p]:` (Amazon RDS), `%t-%c-` (Azure). What has no shape of its own
 * stays as the attribute `postgresql.prefix`.
 */
export interface Prefix {
  timeText: string | undefined;
  timeNs: bigint | undefined;
  values: FieldValue[];
  rest: string | undefined;
}

interface Parts {
  readonly values: readonly FieldValue[];
  readonly rest: string | undefined;
  readonly epoch: string | undefined;
}

const MAX_KNOWN = 4096;

export class PrefixReader {
  private readonly clock: PostgresqlClock;
  /** Parts of prefixes seen before: most lines share theirs with others. */
  private readonly known = new Map<string, Parts>();
  private readonly prefix: Prefix = { timeText: undefined, timeNs: undefined, values: [], rest: undefined };

  constructor(clock: PostgresqlClock) {
    this.clock = clock;
  }

  /** Reads what stands before the level, its first `to` characters; the object is reused. */
  read(text: string, to: number): Prefix {
    const prefix = this.prefix;
    prefix.timeText = undefined;
    prefix.timeNs = undefined;
    let at = 0;
    let parts: Parts;
    if (this.clock.read(text, 0) && this.clock.to <= to) {
      at = this.clock.to;
      prefix.timeText = text.slice(0, at);
      prefix.timeNs = this.clock.ns;
      parts = this.parts(text.slice(at, to));
    } else {
      // Another part first: `%p %m`.
      const m = SOME_TIME.exec(text.slice(0, to));
      if (m && this.clock.read(text, m.index) && this.clock.to <= to) {
        prefix.timeText = text.slice(m.index, this.clock.to);
        prefix.timeNs = this.clock.ns;
        parts = this.parts(`${text.slice(0, m.index)} ${text.slice(this.clock.to, to)}`);
      } else {
        // A day that never was is no time, and nothing else either.
        if (m) prefix.timeText = m[0];
        parts = this.parts(m ? text.slice(0, to).replace(m[0], ' ') : text.slice(0, to));
        if (parts.epoch !== undefined) {
          prefix.timeText = parts.epoch;
          const [seconds, millis] = parts.epoch.split('.');
          prefix.timeNs = BigInt(seconds!) * 1_000_000_000n + BigInt(millis!) * 1_000_000n;
        }
      }
    }
    prefix.values = parts.values.slice();
    prefix.rest = parts.rest;
    return prefix;
  }

  private parts(text: string): Parts {
    // The number of the line differs in every one of a session: looked at apart from what is known.
    const line = PID_AND_LINE.exec(text);
    const common = line ? text.replace(line[0], ' ') : text;
    let parts = this.known.get(common);
    if (!parts) {
      parts = readParts(common);
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      this.known.set(common, parts);
    }
    if (!line) return parts;
    // `[pid]: [line-1]`, or `[pid-line]` where nothing else names the process.
    const values = parts.values.slice();
    const first = Number(line[1]);
    if (values[F.pid] === undefined) values[F.pid] = first;
    values[F.sessionLine] = parts.values[F.pid] === undefined || parts.values[F.pid] === first ? Number(line[2]) : first;
    return { ...parts, values };
  }
}

const SOME_TIME = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [A-Z]{1,5}\b)?/;
const PID_AND_LINE = /\[(\d{1,10})-(\d{1,10})\]/;
const UNKNOWN = '[unknown]';
const KEYS: ReadonlyMap<string, number> = new Map(Object.entries({
  user: F.user, u: F.user, db: F.database, database: F.database, d: F.database, app: F.application, application: F.application, application_name: F.application, a: F.application,
  client: F.client, host: F.client, remote: F.client, h: F.client, r: F.client, pid: F.pid, p: F.pid, session: F.session, session_id: F.session, line: F.sessionLine, l: F.sessionLine,
  xid: F.transaction, tx: F.transaction, txid: F.transaction, trx: F.transaction, vxid: F.virtualTransaction, vtx: F.virtualTransaction, sqlstate: F.sqlState, state: F.sqlState, err: F.sqlState, e: F.sqlState, backend: F.backend,
}));
/** Kinds of server processes (GetBackendTypeDesc). */
const BACKENDS = 'archiver|autovacuum launcher|autovacuum worker|background worker|background writer|checkpointer|client backend|dead-end client backend|io worker|logger|logical replication (?:launcher|(?:apply |parallel |tablesync )?worker)|postmaster|slotsync worker|standalone backend|startup|walreceiver|walsender|walsummarizer|walwriter|parallel worker';
const SHAPES = new RegExp([
  '\\b([A-Za-z_]\\w{0,20})=((?:\\[[^\\]]*\\]|[^,[])*?)(?=,|\\s+[A-Za-z_]\\w*=|\\s*\\[\\d|\\s*$)', // 1 2: key=value
  '\\[(\\d{1,10})\\]', // 3: [%p], [%l]
  '(\\[local\\])', // 4
  '(\\[unknown\\]|[\\w.$-]+)?@(\\[unknown\\]|[\\w.$-]+)?', // 5 6: %u@%d
  '((?:\\d{1,3}\\.){3}\\d{1,3}|(?<!\\w)(?=[:\\dA-Fa-f]*[\\dA-Fa-f])(?:(?:[\\dA-Fa-f]{1,4}:){7}[\\dA-Fa-f]{1,4}|(?:[\\dA-Fa-f]{1,4}(?::[\\dA-Fa-f]{1,4})*)?::(?:[\\dA-Fa-f]{1,4}(?::[\\dA-Fa-f]{1,4})*)?))(?:\\((\\d{1,5})\\))?', // 7 8: %h, %r
  '\\b(\\d{10}\\.\\d{3})\\b', // 9: %n
  '\\b([\\da-f]{8,10}\\.[\\da-f]{1,8})\\b', // 10: %c
  '\\b(\\d{1,10}/\\d{1,10})\\b', // 11: %v
  `\\b(${BACKENDS})\\b`, // 12: %b
  '\\b(00000|(?=\\w*[A-Z])(?=\\w*\\d)[\\dA-Z]{5})\\b', // 13: %e
  '\\b(\\d{1,10})\\b', // 14: a number
].join('|'), 'g');

function readParts(text: string): Parts {
  const values = Array.from<FieldValue>({ length: fields.length });
  let epoch: string | undefined;
  let rest = text.replace(SHAPES, (all: string, ...m: Array<string | undefined>) => {
    if (m[0] !== undefined) return setKey(m[0], m[1]!, values) ? '' : all;
    if (m[2] !== undefined) {
      if (values[F.pid] === undefined) values[F.pid] = Number(m[2]);
      else if (values[F.sessionLine] === undefined) values[F.sessionLine] = Number(m[2]);
      else return all;
      return '';
    }
    if (m[3] !== undefined) values[F.client] = m[3];
    else if (m[6] !== undefined) {
      values[F.client] = m[6];
      if (m[7] !== undefined) values[F.port] = Number(m[7]);
    } else if (m[8] !== undefined) epoch = m[8];
    else if (m[9] !== undefined) values[F.session] = m[9];
    else if (m[10] !== undefined) values[F.virtualTransaction] = m[10];
    else if (m[11] !== undefined) values[F.backend] = m[11];
    else if (m[12] !== undefined) values[F.sqlState] = m[12];
    else if (m[13] !== undefined) return all;
    else {
      if (m[4] !== undefined && m[4] !== UNKNOWN) values[F.user] = m[4];
      if (m[5] !== undefined && m[5] !== UNKNOWN) values[F.database] = m[5];
    }
    return '';
  });
  // %c has the process in it; else a number that stands first is the process.
  const session = values[F.session];
  if (values[F.pid] === undefined) {
    const pid = typeof session === 'string' ? Number.parseInt(session.slice(session.indexOf('.') + 1), 16) : Number(/^\W*(\d{1,10})\b/.exec(rest)?.[1] ?? 0);
    if (pid > 0) {
      values[F.pid] = pid;
      rest = rest.replace(new RegExp(`\\b${pid}\\b`), '');
    }
  }
  rest = rest.replace(/[\s,:;|<>()-]+/g, ' ').trim();
  return { values, rest: rest === '' ? undefined : rest, epoch };
}

function setKey(key: string, value: string, values: FieldValue[]): boolean {
  const field = KEYS.get(key.toLowerCase());
  if (field === undefined) return false;
  const text = value.trim();
  if (text === '' || text === UNKNOWN) return true;
  if (field === F.client) setClient(text, values);
  else if (fields[field]!.type !== 'integer') values[field] = text;
  else {
    const m = /^\[?(\d{1,15})(?:-\d+)?\]?$/.exec(text);
    if (!m) return false;
    values[field] = Number(m[1]);
  }
  return true;
}
