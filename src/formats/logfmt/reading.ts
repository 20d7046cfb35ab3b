import { rfc3339Ns } from '../contract-clock.ts';
import { meaning, normalName, type Meaning } from '../contract-json-keys.ts';
import { hexId } from '../contract-json-reading.ts';
import { severityOf } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseEpoch, parseTimeText } from '../contract-time.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';
import type { Pairs } from './pairs.ts';

export const fields: readonly FieldDefinition[] = [
  { name: 'logger.name', type: 'string', description: 'Logger, target or category that wrote the record.', facet: true },
  { name: 'thread.name', type: 'string', description: 'Thread that wrote the record.', facet: true },
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
  { name: 'code.file.path', type: 'string', description: 'Source file that wrote the record: caller, without its line.', facet: true },
  { name: 'code.line.number', type: 'integer', description: 'Line of that file.' },
];

const F = { logger: 0, thread: 1, pid: 2, file: 3, line: 4 } as const;

type Role = Meaning['role'];
const ROLES: readonly Role[] = ['time', 'observed', 'level', 'message', 'service', 'host', 'trace', 'span', 'logger', 'thread', 'pid'];
const CALLER = new Set(['caller', 'source', 'file']);

const DURATION = /^\d+(?:\.\d+)?(?:ns|us|\u00b5s|ms|s)?$/;

interface Known {
  readonly meaning: Meaning;
  /** Place of its role in `ROLES`, -1 for the others. */
  readonly role: number;
  readonly name: string;
  readonly caller: boolean;
}

/** Reads the pairs of one line into a record; the keys mean what they mean in JSON lines. */
export class PairReader {
  private readonly zone: string;
  private readonly known = new Map<string, Known>();
  /** Place of the best pair of each role, -1 where there is none. */
  private readonly best = new Int32Array(ROLES.length);
  private readonly ranks = new Int32Array(ROLES.length);
  private readonly used: boolean[] = [];

  constructor(zone: string) {
    this.zone = zone;
  }

  meaningOf(key: string): Known {
    let known = this.known.get(key);
    if (!known) {
      const name = normalName(key);
      // Heroku's `at=info`: a level where nothing else is, if it is one.
      const found: Meaning = name === 'at' ? { role: 'level', rank: 100 } : meaning(key);
      known = { meaning: found, role: ROLES.indexOf(found.role), name, caller: CALLER.has(name) };
      if (this.known.size < 10_000) this.known.set(key, known);
    }
    return known;
  }

  /** The key whose value should be the time and is none; `undefined` when all is well. */
  read(pairs: Pairs, record: EventRecord): string | undefined {
    const { keys, values } = pairs;
    const values5: FieldValue[] = [undefined, undefined, undefined, undefined, undefined];
    this.best.fill(-1);
    this.used.length = 0;
    let caller = -1;
    for (let i = 0; i < keys.length; i++) {
      this.used.push(false);
      if (values[i] === '') continue;
      const known = this.meaningOf(keys[i]!);
      if (known.caller && caller < 0) caller = i;
      const { role } = known;
      if (role < 0 || (this.best[role]! >= 0 && known.meaning.rank >= this.ranks[role]!)) continue;
      this.ranks[role] = known.meaning.rank;
      this.best[role] = i;
    }
    let unreadable: string | undefined;
    for (let role = 0; role < ROLES.length; role++) {
      const i = this.best[role]!;
      if (i < 0) continue;
      const value = values[i]!;
      if (role > 1) {
        this.used[i] = this.set(ROLES[role]!, keys[i]!, value, record, values5);
        continue;
      }
      const ns = rfc3339Ns(value) ?? parseTimeText(value, this.zone) ?? parseEpoch(value);
      if (ns === undefined) {
        if (role === 0 && this.ranks[role]! < 5) unreadable = keys[i];
        continue;
      }
      this.used[i] = true;
      if (role === 0) {
        record.timeNs = ns;
        record.timeText = value;
      } else record.observedTimeNs = ns;
    }
    if (caller >= 0) {
      const value = values[caller]!;
      const colon = value.lastIndexOf(':');
      const line = colon > 0 && value.length - colon <= 9 ? Number(value.slice(colon + 1)) : 0;
      if (Number.isSafeInteger(line) && line > 0) {
        values5[F.file] = value.slice(0, colon);
        values5[F.line] = line;
        this.used[caller] = true;
      }
    }
    record.fields = values5;
    this.leftOver(pairs, record);
    return unreadable;
  }

  private set(role: Role, key: string, value: string, record: EventRecord, values5: FieldValue[]): boolean {
    switch (role) {
      case 'level': {
        const { name } = this.meaningOf(key);
        const number = severityOf(value, name);
        if (number === 0 && name === 'at') return false;
        record.severityNumber = number;
        record.severityText = value;
        return true;
      }
      case 'message': {
        record.body = value;
        return true;
      }
      case 'service': {
        // Heroku's `service=18ms` is how long it took.
        if (DURATION.test(value)) return false;
        record.serviceName = value;
        return true;
      }
      case 'host': {
        record.hostName = value;
        return true;
      }
      case 'trace': {
        record.traceId = hexId(value, 32);
        return record.traceId !== undefined;
      }
      case 'span': {
        record.spanId = hexId(value, 16);
        return record.spanId !== undefined;
      }
      case 'logger': {
        values5[F.logger] = value;
        return true;
      }
      case 'thread': {
        values5[F.thread] = value;
        return true;
      }
      case 'pid': {
        if (!/^\d{1,10}$/.test(value)) return false;
        values5[F.pid] = Number(value);
        return true;
      }
      default: {
        return false;
      }
    }
  }

  /** Pairs that no field took; a key that comes again is a list, a key alone has an empty value. */
  private leftOver({ keys, values }: Pairs, record: EventRecord): void {
    let attributes: Record<string, unknown> | undefined;
    for (let i = 0; i < keys.length; i++) {
      if (this.used[i]) continue;
      attributes ??= emptyAttributes();
      const key = keys[i]!;
      const before = attributes[key];
      if (before === undefined) attributes[key] = values[i];
      else if (Array.isArray(before)) before.push(values[i]);
      else attributes[key] = [before, values[i]];
    }
    record.attributes = attributes;
  }
}
