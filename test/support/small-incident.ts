/**
 * One invented outage of a small shop for tests, the same bytes on every run: small enough to be taken in many times.
 * Release 2.31.0 of `checkout` forgets to give a database connection back when a coupon is not found. A campaign
 * whose coupon was never loaded makes that frequent, pools run dry host by host, requests wait and fail, a restart
 * helps for a few minutes only, a rollback ends it. The database itself is well all the time.
 *
 * Addresses are of RFC 5737, names end in .example (RFC 2606).
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START_MS = Date.UTC(2026, 9, 8, 9, 30, 0);
const END_MS = Date.UTC(2026, 9, 8, 10, 45, 0);
const at = (hour: number, minute: number, second: number): number => Date.UTC(2026, 9, 8, hour, minute, second);

const POOL_SIZE = 20;
const POOL_TIMEOUT_MS = 3000;
const COUPON = '秋の感謝祭🍁';
const CAMPAIGN_MS = at(9, 45, 0);

type Host = 'web-1' | 'web-2' | 'web-3';
const HOSTS: readonly Host[] = ['web-1', 'web-2', 'web-3'];
const RELEASE_MS: Record<Host, number> = { 'web-1': at(9, 42, 10), 'web-2': at(9, 43, 2), 'web-3': at(9, 43, 55) };
const RESTART_MS = at(10, 13, 20);
const ROLLBACK_MS: Record<Host, number> = { 'web-1': at(10, 22, 5), 'web-2': at(10, 22, 50), 'web-3': at(10, 23, 35) };

/** mulberry32: small, seeded, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A new process, a new id. Its first line comes a millisecond before it listens. */
function pid(host: Host, ms: number): number {
  const starts = [RELEASE_MS[host], ...(host === 'web-3' ? [RESTART_MS] : []), ROLLBACK_MS[host]].filter((start) => ms >= start - 1).length;
  return { 'web-1': 2114, 'web-2': 1987, 'web-3': 2260 }[host] + 137 * starts;
}

interface Line { readonly ms: number; readonly text: string }

class Incident {
  readonly access: Line[] = [];
  readonly app: Line[] = [];
  readonly otlp: Line[] = [];
  readonly #random = generator(20261008);
  readonly #inUse: Record<Host, number> = { 'web-1': 2, 'web-2': 2, 'web-3': 2 };
  #requests = 0;
  #order = 48_210;

  run(): void {
    for (const host of HOSTS) {
      this.#process(host, RELEASE_MS[host], '2.31.0');
      this.#process(host, ROLLBACK_MS[host], '2.30.4');
    }
    this.#process('web-3', RESTART_MS, '2.31.0');
    for (let ms = START_MS; ms < END_MS; ms += 1000) this.#second(ms);
    this.#platform();
  }

  #second(ms: number): void {
    for (const host of HOSTS) {
      if (ms === RELEASE_MS[host] || ms === ROLLBACK_MS[host] || (host === 'web-3' && ms === RESTART_MS)) this.#inUse[host] = 2;
      if ((ms / 1000) % 60 === HOSTS.indexOf(host) * 20) this.#poolStats(host, ms);
    }
    if ((ms / 1000) % 15 === 0) this.#health(ms);
    // People try again when a page fails, so failing hosts raise the traffic.
    const dry = HOSTS.filter((host) => this.#inUse[host] >= POOL_SIZE).length;
    const chance = 0.44 + 0.12 * dry;
    if (this.#random() < chance) this.#request(ms + Math.floor(this.#random() * 1000));
  }

  #request(ms: number): void {
    const random = this.#random;
    this.#requests++;
    const host = HOSTS[Math.floor(random() * 3)]!;
    const client = this.#client(host);
    const agent = AGENTS[Math.floor(random() ** 2 * AGENTS.length)]!;
    const pick = random();
    if (pick < 0.34) {
      const [path, bytes] = STATIC[Math.floor(random() * STATIC.length)]!;
      const cached = random() < 0.3;
      this.#accessLine(ms + 2, client, 'GET', path, cached ? 304 : 200, cached ? 0 : bytes, `https://shop.example${PAGES[Math.floor(random() * PAGES.length)]!}`, agent);
    } else if (pick < 0.5) {
      const page = random() < 0.02 ? '/wp-login.php' : PAGES[Math.floor(random() * PAGES.length)]!;
      this.#accessLine(ms + 20, client, 'GET', page, page.endsWith('.php') ? 404 : 200, page.endsWith('.php') ? 153 : 5200 + Math.floor(random() * 9000), '-', agent);
    } else if (pick < 0.74) {
      const path = random() < 0.6 ? `/api/products/${1000 + Math.floor(random() * 180)}` : `/api/search?q=${SEARCHES[Math.floor(random() * SEARCHES.length)]!}`;
      this.#api(ms, host, client, agent, 'GET', path, undefined);
    } else if (pick < 0.86) {
      this.#api(ms, host, client, agent, random() < 0.5 ? 'GET' : 'POST', '/api/cart', undefined);
    } else {
      this.#api(ms, host, client, agent, 'POST', '/api/checkout', this.#coupon(ms, host));
    }
  }

  /** The coupon somebody typed. The campaign was announced to customers whom web-3 serves. */
  #coupon(ms: number, host: Host): string | undefined {
    const random = this.#random();
    if (ms >= CAMPAIGN_MS && ms < at(10, 30, 0)) {
      if (host === 'web-3') return random < 0.85 ? COUPON : undefined;
      if (random < 0.38) return COUPON;
    }
    return random > 0.9 ? 'WELCOME10' : undefined;
  }

  #leaky(host: Host, ms: number): boolean {
    return ms >= RELEASE_MS[host] && ms < ROLLBACK_MS[host];
  }

  #api(ms: number, host: Host, client: string, agent: string, method: string, path: string, coupon: string | undefined): void {
    const random = this.#random;
    const trace = this.#hex(32);
    const span = this.#hex(16);
    const referer = 'https://shop.example/cart';
    const request = { id: `r-${String(this.#requests).padStart(5, '0')}`, method, url: path };
    const ids = { reqId: request.id, trace_id: trace, span_id: span };
    const free = POOL_SIZE - this.#inUse[host];
    if (free <= 0) {
      // A connection of another request comes free now and then; most requests wait in vain.
      if (random() < 0.82) {
        const gaveUp = random() < 0.18;
        const end = ms + (gaveUp ? 1400 + Math.floor(random() * 1200) : POOL_TIMEOUT_MS + Math.floor(random() * 90));
        const status = gaveUp ? 499 : random() < 0.7 ? 500 : 504;
        this.#accessLine(end, client, method, path, status, status === 499 ? 0 : 178, referer, agent);
        this.#appLine(ms + POOL_TIMEOUT_MS, host, 50, {
          ...ids, req: request, res: { statusCode: 500 }, responseTime: POOL_TIMEOUT_MS + Math.floor(random() * 60),
          err: {
            type: 'PoolTimeoutError', message: `no connection from pool "orders" within ${POOL_TIMEOUT_MS} ms`,
            stack: `PoolTimeoutError: no connection from pool "orders" within ${POOL_TIMEOUT_MS} ms\n    at Pool.acquire (/srv/checkout/lib/pool.js:118:15)\n    at async ${path === '/api/checkout' ? 'placeOrder (/srv/checkout/routes/checkout.js:74:22)' : 'readCatalogue (/srv/checkout/routes/catalogue.js:31:18)'}`,
          },
        }, 'request failed');
        return;
      }
    }
    const waited = free <= 0 ? 900 + Math.floor(random() * 1900) : free <= 3 ? 40 + Math.floor(random() * 700) : 0;
    if (waited >= 250) {
      this.#appLine(ms + waited, host, 40, { ...ids, pool: 'orders', waitedMs: waited, inUse: this.#inUse[host], size: POOL_SIZE }, 'slow connection checkout');
    }
    const took = waited + (method === 'POST' ? 70 : 18) + Math.floor(random() ** 2 * 160);
    const end = ms + took;
    if (path !== '/api/checkout') {
      this.#accessLine(end, client, method, path, method === 'POST' ? 204 : 200, method === 'POST' ? 0 : 310 + Math.floor(random() * 2600), referer, agent);
      return;
    }
    if (coupon === COUPON) {
      this.#appLine(ms + waited + 12, host, 40, { ...ids, coupon, campaign: 'autumn-2026' }, `coupon "${coupon}" not found`);
      if (this.#leaky(host, ms)) this.#inUse[host] = Math.min(POOL_SIZE, this.#inUse[host] + 1);
      this.#accessLine(end, client, method, path, 422, 96, referer, agent);
      return;
    }
    const order = ++this.#order;
    const amount = 900 + Math.floor(random() * 14_000);
    this.#otlpLine(end - 30, 'payments', 'pay-1', 9, 'payment authorized', { 'order.id': order, 'payment.amount': amount, 'payment.provider': 'examplepay' }, trace);
    this.#appLine(end, host, 30, { ...ids, orderId: order, amount, ...(coupon ? { coupon } : {}), responseTime: took }, 'order placed');
    this.#accessLine(end, client, method, path, 201, 240 + Math.floor(random() * 60), referer, agent);
  }

  #process(host: Host, ms: number, release: string): void {
    this.#appLine(ms - 4000, host, 30, { signal: 'SIGTERM' }, 'draining');
    this.#appLine(ms - 1, host, 30, { release, node: 'v24.8.0' }, `checkout ${release} starting`);
    this.#appLine(ms, host, 30, { release, port: 8080, pool: 'orders', size: POOL_SIZE }, `checkout ${release} listening`);
  }

  #poolStats(host: Host, ms: number): void {
    const inUse = this.#inUse[host];
    const dry = inUse >= POOL_SIZE;
    this.#appLine(ms + 3, host, dry ? 40 : 30, { pool: 'orders', inUse, idle: POOL_SIZE - inUse, waiting: dry ? 1 + Math.floor(this.#random() * 9) : 0, size: POOL_SIZE }, 'pool stats');
  }

  #health(ms: number): void {
    this.#accessLine(ms + 5, '192.0.2.10', 'GET', '/healthz', 200, 2, '-', 'ExampleProbe/3.1');
  }

  /** What stood beside the shop: its database, the alert rules, the deploy robot. */
  #platform(): void {
    for (let ms = START_MS + 60_000; ms < END_MS; ms += 300_000) {
      const active = 38 + Math.floor(this.#random() * 7);
      this.#otlpLine(ms, 'orders-db', 'db-1', 9, `connections: ${active} active of 200, longest transaction 0.${4 + Math.floor(this.#random() * 5)} s`, { 'db.system.name': 'postgresql', 'db.client.connection.count': active });
    }
    const deploy = (ms: number, body: string, release: string): void => {
      this.#otlpLine(ms, 'deploy-robot', 'ci-1', 9, body, { 'deployment.environment.name': 'production', 'service.version': release });
    };
    deploy(at(9, 41, 30), 'rollout of checkout 2.31.0 started', '2.31.0');
    deploy(at(9, 44, 20), 'rollout of checkout 2.31.0 finished: 3 of 3 hosts healthy', '2.31.0');
    deploy(at(10, 21, 40), 'rollback of checkout to 2.30.4 started', '2.30.4');
    deploy(at(10, 24, 0), 'rollback of checkout to 2.30.4 finished: 3 of 3 hosts healthy', '2.30.4');
    const alert = (ms: number, severity: number, body: string): void => {
      this.#otlpLine(ms, 'alerting', 'mon-1', severity, body, { 'alert.name': 'CheckoutErrorRatioHigh', 'alert.threshold': 0.05 });
    };
    alert(at(10, 5, 30), 13, 'CheckoutErrorRatioHigh pending: 5xx ratio above 5 % for 1 min');
    alert(at(10, 9, 30), 17, 'CheckoutErrorRatioHigh firing: 5xx ratio above 5 % for 5 min');
    alert(at(10, 30, 30), 9, 'CheckoutErrorRatioHigh resolved');
  }

  #client(host: Host): string {
    const n = 1 + Math.floor(this.#random() ** 2 * 220);
    return host === 'web-3' ? `203.0.113.${n}` : this.#random() < 0.6 ? `198.51.100.${n}` : `192.0.2.${20 + Math.floor(n / 2)}`;
  }

  #hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += Math.floor(this.#random() * 16).toString(16);
    return text;
  }

  #accessLine(ms: number, client: string, method: string, path: string, status: number, bytes: number, referer: string, agent: string): void {
    const t = new Date(ms);
    const two = (n: number): string => String(n).padStart(2, '0');
    const stamp = `${two(t.getUTCDate())}/Oct/${t.getUTCFullYear()}:${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())} +0000`;
    this.access.push({ ms: Math.floor(ms / 1000) * 1000, text: `${client} - - [${stamp}] "${method} ${path} HTTP/1.1" ${status} ${bytes} "${referer}" "${agent}"` });
  }

  #appLine(ms: number, host: Host, level: number, fields: Readonly<Record<string, unknown>>, msg: string): void {
    this.app.push({ ms, text: JSON.stringify({ level, time: ms, pid: pid(host, ms), hostname: host, name: 'checkout', ...fields, msg }) });
  }

  /** One ExportLogsServiceRequest a line: OTLP/JSON as a collector's file exporter writes it. */
  #otlpLine(ms: number, service: string, host: string, severityNumber: number, body: string, attributes: Readonly<Record<string, string | number>>, traceId = ''): void {
    const value = (v: string | number): object => (typeof v === 'string' ? { stringValue: v } : Number.isInteger(v) ? { intValue: String(v) } : { doubleValue: v });
    const list = (o: Readonly<Record<string, string | number>>): object[] => Object.entries(o).map(([key, v]) => ({ key, value: value(v) }));
    this.otlp.push({
      ms,
      text: JSON.stringify({
        resourceLogs: [{
          resource: { attributes: list({ 'service.name': service, 'host.name': host }) },
          scopeLogs: [{
            scope: { name: service },
            logRecords: [{
              timeUnixNano: `${ms}000000`, observedTimeUnixNano: `${ms + 40}000000`, severityNumber,
              severityText: severityNumber >= 17 ? 'ERROR' : severityNumber >= 13 ? 'WARN' : 'INFO',
              body: { stringValue: body }, attributes: list(attributes), ...(traceId ? { traceId, spanId: traceId.slice(0, 16) } : {}),
            }],
          }],
        }],
      }),
    });
  }
}

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/148.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/148.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0',
  'ExampleBot/2.1 (+https://bot.example/about)',
];
const STATIC: ReadonlyArray<readonly [string, number]> = [
  ['/assets/app.4c1f.js', 182_204], ['/assets/app.9be2.css', 24_118], ['/img/hero-autumn.webp', 96_310], ['/img/logo.svg', 2104], ['/favicon.ico', 1150],
];
const PAGES = ['/', '/cart', '/c/kitchen', '/c/garden', '/c/tea', '/campaign/autumn-2026'];
const SEARCHES = ['teapot', 'wool+blanket', '%E6%80%A5%E9%A0%88', 'l%C3%A4mpli', 'cast+iron', 'matcha'];

const NOTE = `On-call notes, checkout, Thursday 8 October 2026 (all times UTC)
Written during the incident, tidied only for spelling.

10:09  Paged: CheckoutErrorRatioHigh.
10:11  Acknowledged by the on-call of the shop team. Errors on /api/checkout and /api/products, static pages fine.
10:12  First thought: the database. orders-db shows about 40 of 200 connections, no long transaction. Not the database.
10:13  Restarted checkout on web-3, the worst of the three. Errors drop for a few minutes.
10:19  The pool of web-3 climbs as it did before the restart. A restart only empties something that fills up again.
10:20  "pool stats" climbs on every host and never comes down. It started after the 09:42 release.
10:21  Decision of the incident lead: roll back to 2.30.4 rather than look for the line first.
10:24  Rollback finished on all hosts.
10:26  No more 5xx that we can see. Watching.
10:35  Support asked about 秋の感謝祭🍁: customers of the Tokyo campaign get "coupon not found". The coupon was never loaded.
10:40  All clear. Suspect: the not-found path of the coupon lookup keeps its connection.
`;

/** File name → content of the whole bundle. */
export function smallIncident(): Record<string, string> {
  const incident = new Incident();
  incident.run();
  const inOrder = (lines: Line[]): string =>
    lines.map((line, i) => ({ line, i })).sort((a, b) => a.line.ms - b.line.ms || a.i - b.i).map(({ line }) => `${line.text}\n`).join('');
  return {
    'edge/access.log': inOrder(incident.access),
    'checkout/app.jsonl': inOrder(incident.app),
    'platform/otel-logs.jsonl': inOrder(incident.otlp),
    'notes/on-call.txt': NOTE,
  };
}

/** The folder of the bundle, written where it is not there yet. */
export function smallIncidentFolder(): string {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/tephra-tests/sample-incident', import.meta.url));
  for (const [name, text] of Object.entries(smallIncident())) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    const made = `${path}.${process.pid}`;
    writeFileSync(made, text);
    renameSync(made, path);
  }
  return folder;
}
