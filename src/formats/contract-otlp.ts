import { documentHead } from './contract-json-head.ts';
import { isObject, type Json } from './contract-json-object.ts';
import type { DocumentPlan, Enclosing } from './contract-json-plan.ts';
import { emptyAttributes } from './contract-record.ts';
import type { Head } from './contract.ts';

/**
 * What the signals of the OpenTelemetry protocol share when they are written as JSON. Its mapping is that of protobuf
 * with three differences: ids are hex, enumerations are numbers, and names are lowerCamelCase. Writers that use
 * protobuf's own mapping give base64 ids, names of enumeration values and original names; they are read as well.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export type OtlpSignal = 'traces' | 'logs' | 'metrics';

/** Members whose presence at the top says which signal a request is of. */
const SIGNAL_OF: ReadonlyMap<string, OtlpSignal> = new Map<string, OtlpSignal>([
  ['resourceSpans', 'traces'], ['resource_spans', 'traces'], ['batches', 'traces'],
  ['resourceLogs', 'logs'], ['resource_logs', 'logs'],
  ['resourceMetrics', 'metrics'], ['resource_metrics', 'metrics'],
]);

export const OTLP_SPECIFICATION = [
  { title: 'OpenTelemetry protocol, JSON encoding', url: 'https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding' },
  { title: 'OpenTelemetry protocol file exporter', url: 'https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/' },
];

export function signalOfKeys(keys: Iterable<string>): OtlpSignal | undefined {
  for (const key of keys) {
    const signal = SIGNAL_OF.get(key);
    if (signal !== undefined) return signal;
  }
  return undefined;
}

/** Signal of a request, or of an answer that wraps one: Tempo's `{"trace": …}`, Jaeger's `{"result": …}`. */
export function signalOf(value: unknown): OtlpSignal | undefined {
  if (!isObject(value)) return undefined;
  for (const [key, signal] of SIGNAL_OF) if (Array.isArray(value[key]) && (key !== 'batches' || isBatches(value[key]))) return signal;
  for (const wrap of ['trace', 'result']) {
    const inner = value[wrap];
    if (isObject(inner) && Array.isArray(inner['resourceSpans'])) return 'traces';
  }
  return undefined;
}

/** Tempo's answer. */
function isBatches(value: readonly unknown[]): boolean {
  return value.some((batch) => isObject(batch) && ('scopeSpans' in batch || 'instrumentationLibrarySpans' in batch));
}

/**
 * The signal of a file: that of most requests in its head, with how many there are. A collector with one file for
 * several pipelines mixes them; of equals the first of traces, logs, metrics counts.
 */
export function otlpHead(head: Head): { readonly signal: OtlpSignal; readonly requests: number; readonly sampled: number; readonly cut: boolean } | undefined {
  const found = documentHead(head);
  if (!found) return undefined;
  if (!found.firstEnds) {
    const signal = signalOf(found.first);
    return signal && { signal, requests: 1, sampled: 1, cut: true };
  }
  const counts: Record<OtlpSignal, number> = { traces: 0, logs: 0, metrics: 0 };
  for (const document of found.documents) {
    const signal = signalOf(document);
    if (signal) counts[signal]++;
  }
  let best: OtlpSignal = 'traces';
  for (const signal of ['logs', 'metrics'] as const) if (counts[signal] > counts[best]) best = signal;
  const requests = counts[best];
  const sampled = found.documents.length;
  // Requests of any signal are most of what is there.
  return requests > 0 && (counts.traces + counts.logs + counts.metrics) * 2 > sampled ? { signal: best, requests, sampled, cut: false } : undefined;
}

/** A member under its name in JSON, or the one it has in the protocol's definition. */
export function member(object: Json, name: string): unknown {
  const value = object[name];
  if (value !== undefined && value !== null) return value;
  let original = ORIGINAL_NAMES.get(name);
  if (original === undefined) ORIGINAL_NAMES.set(name, (original = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)));
  return object[original];
}

const ORIGINAL_NAMES = new Map<string, string>();

/** fixed64 is a decimal string in protobuf's JSON; 0 means unknown. */
export function nanoseconds(value: unknown): bigint | undefined {
  const text = typeof value === 'string' ? value : typeof value === 'bigint' || typeof value === 'number' ? String(value) : '';
  if (!/^\d{1,19}$/.test(text)) return undefined;
  const ns = BigInt(text);
  return ns === 0n || ns >= 2n ** 63n ? undefined : ns;
}

/** A 64-bit integer, a string in protobuf's JSON; beyond 2^53 as bigint, `undefined` when 64 signed bits do not hold it. */
export function integer(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  const text = typeof value === 'bigint' ? String(value) : typeof value === 'string' ? value : '';
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const n = BigInt(text);
  if (n >= 2n ** 63n || n < -(2n ** 63n)) return undefined;
  return Number.isSafeInteger(Number(n)) ? Number(n) : n;
}

/** KeyValue list → object. */
export function attributesOf(value: unknown, depth = 0): Json {
  const object = emptyAttributes();
  for (const pair of list(value)) if (typeof pair['key'] === 'string') object[pair['key']] = anyValue(pair['value'], depth) ?? null;
  return object;
}

const MAX_VALUE_DEPTH = 32;

export function anyValue(value: unknown, depth = 0): unknown {
  if (!isObject(value) || depth > MAX_VALUE_DEPTH) return undefined;
  for (const name in value) {
    const inner = value[name];
    switch (name) {
      case 'stringValue': case 'string_value':
      case 'boolValue': case 'bool_value':
      case 'doubleValue': case 'double_value':
      case 'bytesValue': case 'bytes_value':
        return inner;
      case 'intValue': case 'int_value':
        return integer(inner) ?? inner;
      case 'arrayValue': case 'array_value':
        return isObject(inner) ? list(inner['values']).map((v) => anyValue(v, depth + 1) ?? null) : [];
      case 'kvlistValue': case 'kvlist_value':
        return attributesOf(isObject(inner) ? inner['values'] : undefined, depth + 1);
    }
  }
  return undefined;
}

/** Trace and span ids are hex in OTLP/JSON; writers that use protobuf's own mapping give base64. */
export function otlpId(value: unknown, digits: number): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length === digits && /^[\dA-Fa-f]+$/.test(value)) return /^0+$/.test(value) ? undefined : value.toLowerCase();
  if (!/^[\w+/-]+={0,2}$/.test(value)) return undefined;
  const hex = Buffer.from(value, 'base64').toString('hex');
  return hex.length === digits && !/^0+$/.test(hex) ? hex : undefined;
}

/** Text that says something. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** What a resource says of everything in it. */
export interface OtlpResource {
  readonly serviceName: string | undefined;
  readonly hostName: string | undefined;
  /** Its other attributes. */
  readonly attributes: Json;
}

export const NO_RESOURCE: OtlpResource = { serviceName: undefined, hostName: undefined, attributes: emptyAttributes() };

export function readResource(value: unknown): OtlpResource {
  if (!isObject(value)) return NO_RESOURCE;
  const attributes = attributesOf(value['attributes']);
  const serviceName = text(attributes['service.name']);
  const hostName = text(attributes['host.name']);
  if (serviceName !== undefined) delete attributes['service.name'];
  if (hostName !== undefined) delete attributes['host.name'];
  return { serviceName, hostName, attributes };
}

export interface OtlpScope {
  readonly name: string | undefined;
  /** Its version and attributes. */
  readonly attributes: Json;
}

export const NO_SCOPE: OtlpScope = { name: undefined, attributes: emptyAttributes() };

export function readScope(value: unknown): OtlpScope {
  if (!isObject(value)) return NO_SCOPE;
  const attributes = attributesOf(value['attributes']);
  const version = text(value['version']);
  if (version !== undefined) attributes['otel.scope.version'] = version;
  return { name: text(value['name']), attributes };
}

/** What elements stand in, read once each: an object with `scope` within one with `resource`. */
export class OtlpSurroundings {
  private readonly resources = new WeakMap<Enclosing, OtlpResource>();
  private readonly scopes = new WeakMap<Enclosing, OtlpScope>();

  scope(enclosing: Enclosing | undefined): OtlpScope {
    if (!enclosing) return NO_SCOPE;
    let found = this.scopes.get(enclosing);
    if (!found) this.scopes.set(enclosing, (found = readScope(enclosing.members['scope'] ?? enclosing.members['instrumentationLibrary'])));
    return found;
  }

  /** `enclosing` is that of the scope. */
  resource(enclosing: Enclosing | undefined): OtlpResource {
    const outer = enclosing?.parent;
    if (!outer) return NO_RESOURCE;
    let found = this.resources.get(outer);
    if (!found) this.resources.set(outer, (found = readResource(outer.members['resource'])));
    return found;
  }
}

/** A plan for the elements `name` of `requests` (paths of lists of resources) in lists of `scopes`. */
export function otlpPlan(requests: readonly string[], scopes: readonly string[], names: readonly string[]): DocumentPlan {
  return {
    elements: requests.flatMap((request) => scopes.flatMap((scope) => names.map((name) => `${request}[].${scope}[].${name}[]`))),
    context: Object.fromEntries(requests.flatMap((request) => [
      [`${request}[]`, ['resource']] as const,
      ...scopes.map((scope) => [`${request}[].${scope}[]`, ['scope', 'instrumentationLibrary']] as const),
    ])),
  };
}

/** Attributes under their own names; where the resource or scope has the same name for something else, behind its own. */
export function mergeAttributes(own: Json, scope: Json, resource: Json): Json {
  for (const [prefix, others] of [['scope', scope], ['resource', resource]] as const) {
    for (const key in others) {
      if (!(key in own)) own[key] = others[key];
      else if (own[key] !== others[key]) own[`${prefix}.${key}`] ??= others[key];
    }
  }
  return own;
}

/** Name of an enumeration's value, by number or by its name in the protocol ("SPAN_KIND_SERVER"). */
export function enumName(value: unknown, names: readonly string[], prefix: string): string | undefined {
  if (typeof value === 'number') return names[value];
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return names[Number(value)];
  const upper = value.toUpperCase();
  const short = upper.startsWith(prefix) ? upper.slice(prefix.length) : upper;
  return names.includes(short) ? short : undefined;
}
