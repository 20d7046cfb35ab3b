import type { DraftSpan } from './spans-from-text.ts';

const KIND = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

/** What an OTLP span may say beside what a draft has. */
export interface OtlpExtras {
  readonly statusMessage?: string;
  readonly events?: ReadonlyArray<{ readonly timeNs: bigint; readonly name: string; readonly attributes: Readonly<Record<string, string>> }>;
  readonly links?: ReadonlyArray<{ readonly traceId: string; readonly spanId: string }>;
}

/**
 * Spans as the collector's file exporter writes them: a line of JSON for each `ExportTraceServiceRequest`, here of at most
 * `perLine` spans, grouped by service. https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
export function* otlpLines(spans: Iterable<DraftSpan & OtlpExtras>, perLine = 50): Generator<string> {
  let batch: Array<DraftSpan & OtlpExtras> = [];
  for (const span of spans) {
    batch.push(span);
    if (batch.length < perLine) continue;
    yield request(batch);
    batch = [];
  }
  if (batch.length > 0) yield request(batch);
}

function request(spans: ReadonlyArray<DraftSpan & OtlpExtras>): string {
  const services = Map.groupBy(spans, (span) => span.service);
  return `${JSON.stringify({
    resourceSpans: [...services].map(([service, own]) => ({
      resource: { attributes: attributesOf({ 'service.name': service }) },
      scopeSpans: [{ scope: { name: 'test.library' }, spans: own.map(otlpSpan) }],
    })),
  })}\n`;
}

function otlpSpan(span: DraftSpan & OtlpExtras): unknown {
  const startNs = span.startNs ?? 0n;
  return {
    traceId: span.traceId.padStart(32, '0'), spanId: span.spanId, ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }), name: span.name, kind: KIND[span.kind],
    startTimeUnixNano: String(startNs), endTimeUnixNano: span.durationNs === undefined ? '0' : String(startNs + span.durationNs),
    attributes: attributesOf(span.attributes), status: span.error ? { code: 2, message: span.statusMessage ?? '' } : {},
    ...(span.events ? { events: span.events.map((e) => ({ timeUnixNano: String(e.timeNs), name: e.name, attributes: attributesOf(e.attributes) })) } : {}),
    ...(span.links ? { links: span.links } : {}),
  };
}

function attributesOf(attributes: Readonly<Record<string, string>>): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

/** Numbers from a seed, 0 to 1: the same on every machine (mulberry32, public domain). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface ShopOptions {
  readonly traces: number;
  readonly seed?: number;
  readonly startNs?: bigint;
  /** Between the starts of traces. */
  readonly everyNs?: bigint;
}

interface Call { readonly service: string; readonly name: string; readonly kind: DraftSpan['kind']; readonly attributes?: Record<string, string>; readonly calls?: readonly Call[] }

const DATABASE: Call = { service: 'orders', name: 'SELECT orders', kind: 'CLIENT', attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'orders', 'server.address': 'orders-db' } };
const PAY: Call = { service: 'payments', name: 'POST /charge', kind: 'SERVER', calls: [
  { service: 'payments', name: 'authorize', kind: 'CLIENT', attributes: { 'peer.service': 'card-network', 'server.address': 'cards.example.net' } },
] };
const ROUTES: readonly Call[] = [
  { service: 'web', name: 'POST /checkout', kind: 'SERVER', calls: [
    { service: 'web', name: 'POST', kind: 'CLIENT', calls: [{ service: 'cart', name: 'GET /cart', kind: 'SERVER', calls: [
      { service: 'cart', name: 'HGETALL', kind: 'CLIENT', attributes: { 'db.system.name': 'redis', 'server.address': 'cart-cache' } },
    ] }] },
    { service: 'web', name: 'POST', kind: 'CLIENT', calls: [{ service: 'orders', name: 'POST /orders', kind: 'SERVER', calls: [
      DATABASE, PAY,
      { service: 'orders', name: 'orders publish', kind: 'PRODUCER', attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' } },
    ] }] },
  ] },
  { service: 'web', name: 'GET /', kind: 'SERVER', calls: [{ service: 'catalog', name: 'GET /items', kind: 'SERVER', calls: [{ ...DATABASE, service: 'catalog', name: 'SELECT items' }] }] },
  { service: 'web', name: 'GET /orders', kind: 'SERVER', calls: [{ service: 'orders', name: 'GET /orders', kind: 'SERVER', calls: [DATABASE, DATABASE, DATABASE] }] },
  { service: 'shipping', name: 'nightly export', kind: 'INTERNAL', calls: [{ service: 'orders', name: 'GET /orders', kind: 'SERVER', calls: [DATABASE] }] },
];

/** Traces of a small shop, its payments slow and failing in the third quarter of the time. */
export function* shopTraces({ traces, seed = 1, startNs = 1_791_453_600_000_000_000n, everyNs = 250_000_000n }: ShopOptions): Generator<DraftSpan & OtlpExtras> {
  const next = random(seed);
  for (let i = 0; i < traces; i++) {
    const isBad = i >= traces / 2 && i < (traces * 3) / 4;
    const traceId = hex(next, 32);
    const route = ROUTES[Math.min(ROUTES.length - 1, Math.floor(next() * 4.2))]!;
    const atNs = startNs + BigInt(i) * everyNs + BigInt(Math.floor(next() * 1e8));
    yield* spansOf(route, traceId, undefined, atNs, isBad, next).spans;
  }
}

function spansOf(call: Call, traceId: string, parentId: string | undefined, startNs: bigint, isBad: boolean, next: () => number): { spans: Array<DraftSpan & OtlpExtras>; endNs: bigint; failed: boolean } {
  const id = hex(next, 16);
  const slow = isBad && call.service === 'payments' ? 40 : 1;
  let nowNs = startNs + BigInt(Math.floor(2e5 + next() * 2e6));
  let failed = isBad && call.name === 'authorize' && next() < 0.6;
  const cause = failed;
  const below: Array<DraftSpan & OtlpExtras> = [];
  for (const child of call.calls ?? []) {
    const answer = spansOf(child, traceId, id, nowNs, isBad, next);
    below.push(...answer.spans);
    nowNs = answer.endNs + BigInt(Math.floor(next() * 1e6));
    failed ||= answer.failed;
  }
  nowNs += BigInt(Math.floor((5e5 + next() * 8e6) * slow));
  const message = cause ? 'card network did not answer within 300 ms' : '';
  const span: DraftSpan & OtlpExtras = {
    traceId, spanId: id, parentId, service: call.service, name: call.name, kind: call.kind, startNs, durationNs: nowNs - startNs, error: failed,
    attributes: { 'thread.name': `worker-${Math.floor(next() * 8)}`, ...call.attributes }, statusMessage: message,
    ...(cause ? { events: [{ timeNs: nowNs - 1000n, name: 'exception', attributes: {
      'exception.type': 'java.net.SocketTimeoutException', 'exception.message': message,
      'exception.stacktrace': `java.net.SocketTimeoutException: ${message}\n${Array.from({ length: 18 }, (_, line) => `\tat example.payments.CardClient.step${line}(CardClient.java:${40 + line})`).join('\n')}`,
    } }] } : {}),
  };
  return { spans: [span, ...below], endNs: nowNs, failed };
}

function hex(next: () => number, digits: number): string {
  let text = '';
  while (text.length < digits) text += Math.floor(next() * 2 ** 32).toString(16).padStart(8, '0');
  return text.slice(0, digits);
}

/** One trace of `spans` spans: a batch job that calls in turn, some calls calling on, a few of them failing. */
export function* giantTrace(spans: number, traceId = '4bf92f3577b34da6a3ce929d0e0e4736', seed = 7): Generator<DraftSpan> {
  const next = random(seed);
  const startNs = 1_791_453_600_000_000_000n;
  const stepNs = 1_000_000n;
  const open: Array<{ id: string; endNs: bigint }> = [];
  const services = ['batch', 'orders', 'payments', 'catalog', 'shipping', 'search', 'mail', 'audit'];
  for (let i = 0; i < spans; i++) {
    const atNs = startNs + BigInt(i) * stepNs;
    while (open.length > 1 && open.at(-1)!.endNs <= atNs) open.pop();
    const id = (i + 1).toString(16).padStart(16, '0');
    const depth = open.length;
    const steps = i === 0 ? spans + 10 : depth < 3 ? 40 + Math.floor(next() * 400) : 1 + Math.floor(next() * 12);
    const above = open.at(-1);
    const endNs = atNs + BigInt(steps) * stepNs;
    const held = above && endNs > above.endNs ? above.endNs : endNs;
    yield {
      traceId, spanId: id, parentId: above?.id, service: services[i === 0 ? 0 : Math.floor(next() * services.length)]!, name: i === 0 ? 'nightly batch' : `step ${i % 97}`,
      kind: i === 0 ? 'INTERNAL' : 'SERVER', startNs: atNs, durationNs: held - atNs, error: next() < 0.002, attributes: { 'batch.step': String(i) },
    };
    if (held > atNs + stepNs) open.push({ id, endNs: held });
  }
}
