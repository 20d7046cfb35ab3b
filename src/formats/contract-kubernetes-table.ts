import { E, eventBody, severityOfEvent } from './contract-kubernetes.ts';
import { emptyAttributes } from './contract-record.ts';
import type { EventRecord, FieldValue } from './contract.ts';

/*
 * Tables of events as kubectl prints them (k8s.io/cli-runtime printers, k8s.io/kubectl describe): columns begin where
 * their titles begin. They say how long ago something happened, and not when.
 */
const TITLES = new Set([
  'NAMESPACE', 'LAST SEEN', 'FIRST SEEN', 'TYPE', 'REASON', 'OBJECT', 'SUBOBJECT', 'SOURCE', 'MESSAGE', 'COUNT', 'NAME', 'KIND',
  'Type', 'Reason', 'Age', 'From', 'Message', 'FirstSeen', 'LastSeen', 'Count', 'SubObjectPath', 'SubobjectPath',
]);

export interface TableHead {
  readonly names: readonly string[];
  readonly from: readonly number[];
}

/** The titles of such a table; `undefined` when the line is none. */
export function tableHead(text: string): TableHead | undefined {
  if (text.length > 400 || !/M(?:ESSAGE|essage)\s*/.test(text)) return undefined;
  const names: string[] = [];
  const from: number[] = [];
  for (const m of text.matchAll(/[^\s]+(?: [^\s]+)*/g)) {
    if (!TITLES.has(m[0])) return undefined;
    names.push(m[0]);
    from.push(m.index);
  }
  return names.length >= 4 && (names.includes('REASON') || names.includes('Reason')) ? { names, from } : undefined;
}

/** Values of a row by their titles; `undefined` when it has too few. */
export function tableRow(text: string, head: TableHead): ReadonlyMap<string, string> | undefined {
  const { names, from } = head;
  const isAligned = from.every((at, i) => i === 0 || (at <= text.length && text.charCodeAt(at - 1) === 32 && text.charCodeAt(at) !== 32));
  const row = new Map<string, string>();
  if (isAligned) names.forEach((name, i) => row.set(name, text.slice(from[i], i + 1 < names.length ? from[i + 1] : undefined).trim()));
  else {
    // Rows of a watch have widths of their own.
    const parts = text.trim().split(/ {2,}|\t+/);
    if (parts.length < names.length) return undefined;
    names.forEach((name, i) => row.set(name, i + 1 < names.length ? parts[i]! : parts.slice(i).join('  ')));
  }
  return row;
}

export interface Age {
  readonly seconds: number;
  /** How often it happened, and over how long. */
  readonly count: number | undefined;
  readonly overSeconds: number | undefined;
}

/** `5m3s`, `44m (x9 over 60m)`; `undefined` for what kubectl does not know. */
export function readAge(text: string): Age | undefined {
  const m = /^(\w{1,20})(?: \(x(\d{1,9}) over (\w{1,20})\))?$/.exec(text);
  const seconds = m ? duration(m[1]!) : undefined;
  return m && seconds !== undefined ? { seconds, count: m[2] === undefined ? undefined : Number(m[2]), overSeconds: m[3] === undefined ? undefined : duration(m[3]) } : undefined;
}

function duration(text: string): number | undefined {
  const m = /^(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!m || text === '') return undefined;
  const [y, d, h, min, s] = m.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return y! * 31_536_000 + d! * 86_400 + h! * 3600 + min! * 60 + s!;
}

/** Fills a record from a row. Its time is counted back from when the table was written, where that is known, and says so. */
export function readRow(row: ReadonlyMap<string, string>, takenNs: bigint | undefined, record: EventRecord, values: FieldValue[]): void {
  const get = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = row.get(name);
      if (value !== undefined && value !== '' && value !== '<none>' && value !== '<unknown>') return value;
    }
    return undefined;
  };
  const type = get('TYPE', 'Type');
  record.severityText = type;
  record.severityNumber = severityOfEvent(type);
  record.serviceName = get('SOURCE', 'From')?.split(',')[0];
  values[E.reason] = get('REASON', 'Reason');
  values[E.namespace] = get('NAMESPACE') ?? values[E.namespace];
  values[E.node] = /, (\S+)$/.exec(get('SOURCE', 'From') ?? '')?.[1];
  values[E.container] = /^spec\.(?:initC|c)ontainers\{([^}]+)\}$/.exec(get('SUBOBJECT', 'SubObjectPath', 'SubobjectPath') ?? '')?.[1];
  const object = get('OBJECT');
  const slash = object?.indexOf('/') ?? -1;
  if (object !== undefined) {
    if (slash >= 0) values[E.kind] = object.slice(0, slash);
    values[E.name] = object.slice(slash + 1);
    values[E.event] = get('NAME');
  } else {
    // Before kubectl 1.14 the name is the event's: that of the object, a point and a number.
    values[E.kind] = get('KIND') ?? values[E.kind];
    const name = get('NAME');
    if (name !== undefined) {
      values[E.event] = name;
      values[E.name] = name.replace(/\.[\da-f]{10,20}$/, '');
    }
  }
  const seen = get('LAST SEEN', 'Age', 'LastSeen');
  const age = seen === undefined ? undefined : readAge(seen);
  record.timeText = seen;
  const count = get('COUNT', 'Count');
  values[E.count] = age?.count ?? (count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : undefined);
  if (age && takenNs !== undefined) {
    record.timeNs = takenNs - BigInt(age.seconds) * 1_000_000_000n;
    const attributes = record.attributes === undefined ? emptyAttributes() : { ...record.attributes };
    attributes['tephra.time.inferred'] = 'age';
    record.attributes = attributes;
  }
  record.body = eventBody(values, get('MESSAGE', 'Message') ?? '');
}
