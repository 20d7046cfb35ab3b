// Stages a real outage with real programs on this machine's loopback, and captures what it leaves behind as one bundle:
// node test/staging/stage.ts [--root /srv/shop] [--out FOLDER]. README.md says what it takes and what happens.
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile, appendFile, copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chat, readme } from './words.ts';
import { startCollector } from './collector.ts';
import { listening, Processes, run } from './processes.ts';
import { makeRepository } from './repository.ts';
import { missing } from './requirements.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const { values: options } = parseArgs({ options: { root: { type: 'string', default: '/srv/shop' }, out: { type: 'string', default: 'staged' } } });
const ROOT = resolve(options.root);
const OUT = resolve(options.out);
const EVIDENCE = join(ROOT, 'evidence');
const CONTROL = join(ROOT, 'control');
const APP = join(ROOT, 'checkout');
const REPOSITORY = join(ROOT, 'repository');
const PORTS = { api: 18080, edge: 18000, metrics: 19464, prometheus: 19090, postgres: 15433, collector: 14318 };
/** The edge's clock is behind by so much. */
const EDGE_CLOCK_SECONDS = -7;
const processes = new Processes();
const truth: Array<{ at: string; what: string }> = [];

function happened(what: string): void {
  const at = new Date().toISOString();
  truth.push({ at, what });
  console.log(`${at} ${what}`);
}

function postgres(args: readonly string[]): { command: string; args: string[] } {
  return { command: 'runuser', args: ['-u', 'postgres', '--', ...args] };
}

async function fill(template: string, to: string): Promise<void> {
  const text = (await readFile(join(HERE, template), 'utf8')).replaceAll('@DIR@', ROOT)
    .replaceAll('@API_PORT@', String(PORTS.api)).replaceAll('@EDGE_PORT@', String(PORTS.edge)).replaceAll('@METRICS_PORT@', String(PORTS.metrics));
  await writeFile(to, text);
}

async function prepare(): Promise<void> {
  await rm(ROOT, { recursive: true, force: true });
  for (const folder of ['edge', 'checkout', 'postgres', 'otel', 'prometheus', 'deploys', 'oncall', 'network', 'chat']) await mkdir(join(EVIDENCE, folder), { recursive: true });
  await mkdir(CONTROL);
  await makeRepository(REPOSITORY, join(HERE, 'shop'), join(HERE, 'release-2.31.0'), new Date());
  await run('git', ['clone', '-q', '--branch', 'v2.30.4', REPOSITORY, APP]);
  console.log('Installing the service’s packages …');
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: APP });
}

async function startDatabase(): Promise<string> {
  const bin = join('/usr/lib/postgresql', (await readdir('/usr/lib/postgresql')).toSorted().at(-1)!, 'bin');
  const data = join(ROOT, 'postgres');
  await mkdir(data);
  await run('chown', ['postgres', data, join(EVIDENCE, 'postgres')]);
  const init = postgres([join(bin, 'initdb'), '-D', data, '-A', 'trust', '-U', 'shop', '--locale=C.UTF-8']);
  await run(init.command, init.args);
  const settings = {
    port: PORTS.postgres, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 30, logging_collector: 'on',
    log_directory: join(EVIDENCE, 'postgres'), log_filename: 'postgresql.log', log_line_prefix: '%m [%p] %q%u@%d %a ', log_timezone: 'UTC',
    log_connections: 'on', log_disconnections: 'on', log_min_duration_statement: 250, log_lock_waits: 'on', fsync: 'off',
  };
  const server = postgres([join(bin, 'postgres'), '-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  processes.start('PostgreSQL', server.command, server.args, { log: join(ROOT, 'postgres.out') });
  await listening(PORTS.postgres, 'PostgreSQL');
  const url = `postgresql://shop@127.0.0.1:${PORTS.postgres}/postgres`;
  await run('psql', [url, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', join(APP, 'schema.sql')]);
  return url;
}

/** Keeps the service running, as an init system would: what it says is a log of its own. */
class Supervisor {
  private child: ChildProcess | undefined;
  private stopping = false;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async start(): Promise<void> {
    this.stopping = false;
    const { version }: { version: string } = JSON.parse(await readFile(join(APP, 'package.json'), 'utf8'));
    const child = processes.start('checkout', join(ROOT, 'node'), [
      '--max-old-space-size=224', '--report-on-fatalerror', '--report-exclude-env', '--report-exclude-network', `--report-directory=${join(EVIDENCE, 'checkout')}`,
      '-r', './telemetry.cjs', 'server.cjs',
    ], {
      cwd: APP, log: join(EVIDENCE, 'checkout', 'app.jsonl'),
      env: {
        PATH: process.env['PATH'], PORT: String(PORTS.api), METRICS_PORT: String(PORTS.metrics), HOST_NAME: 'checkout-1', DATABASE_URL: this.url,
        OTLP_URL: `http://127.0.0.1:${PORTS.collector}`, PROFILE_DIR: join(ROOT, 'profiles'), NODE_ENV: 'production',
      },
    });
    this.child = child;
    await this.say(`started checkout ${version} with pid ${child.pid}`);
    child.once('exit', (code, signal) => {
      void (async () => {
        if (this.stopping) return;
        happened(`checkout ${version} died: ${signal ?? `exit ${code}`}`);
        await this.keepProfile(child.pid!);
        await this.say(`checkout ${version} with pid ${child.pid} ended unexpectedly, ${signal === null ? `exit status ${code}` : `signal ${signal}`}; restart in 2 s`, 'err');
        await sleep(2000);
        await this.start();
      })();
    });
    await listening(PORTS.api, 'checkout');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child!;
    await this.say(`stopping pid ${child.pid}`);
    child.kill('SIGTERM');
    await Promise.race([new Promise((done) => child.once('exit', done)), sleep(8000).then(() => child.kill('SIGKILL'))]);
  }

  /** The staging is over: the next end is nobody's news. */
  forget(): void {
    this.stopping = true;
  }

  /** The first death's profile is evidence. */
  private async keepProfile(pid: number): Promise<void> {
    await copyFile(join(ROOT, 'profiles', `checkout-${pid}.cpuprofile`), join(EVIDENCE, 'checkout', `last-10-s-of-${pid}.cpuprofile`)).catch(() => undefined);
  }

  /** RFC 5424, as a syslog daemon keeps it. */
  private async say(message: string, level: 'info' | 'err' = 'info'): Promise<void> {
    const priority = 3 * 8 + (level === 'err' ? 3 : 6);
    await appendFile(join(EVIDENCE, 'checkout', 'supervisor.log'), `<${priority}>1 ${new Date().toISOString()} checkout-1 supervisor ${process.pid} - - ${message}\n`);
  }
}

async function deploy(service: string, version: string, ref: string, by: string, change: () => Promise<void>): Promise<void> {
  const revision = (await run('git', ['rev-parse', ref], { cwd: REPOSITORY })).trim();
  const record = (status: string): Promise<void> => appendFile(join(EVIDENCE, 'deploys', 'deploys.jsonl'), `${JSON.stringify({
    time: new Date().toISOString(), service, environment: 'production', version, revision, deployed_by: by, status,
  })}\n`);
  happened(`deploy of ${service} ${version} by ${by}`);
  await record('started');
  await change();
  await record('succeeded');
}

async function capture(promql: string, name: string, startS: number, endS: number): Promise<void> {
  const query = new URLSearchParams({ query: promql, start: String(startS), end: String(endS), step: '5' });
  const answer = await fetch(`http://127.0.0.1:${PORTS.prometheus}/api/v1/query_range?${query.toString()}`);
  await writeFile(join(EVIDENCE, 'prometheus', `${name}.json`), await answer.text());
}

async function alerts(name: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${PORTS.prometheus}/api/v1/alerts`);
  await writeFile(join(EVIDENCE, 'prometheus', `alerts-${name}.json`), await answer.text());
}

async function isFiring(alert: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${PORTS.prometheus}/api/v1/alerts`);
  const { data }: { data: { alerts: Array<{ labels: { alertname: string }; state: string }> } } = JSON.parse(await answer.text());
  return data.alerts.some(({ labels, state }) => labels.alertname === alert && state === 'firing');
}

async function asked(file: string): Promise<boolean> {
  return stat(join(CONTROL, file)).then(() => true, () => false);
}

async function until(what: string, condition: () => Promise<boolean>, seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 4; i++) {
    if (await condition()) return;
    await sleep(250);
  }
  throw new Error(`${what} did not come within ${seconds} s; the staging has no story.`);
}

/** Customers: 40 requests a second, one in five an order, and now and then a coupon that nobody issued. */
function customers(): { stop(): void } {
  const autocannon: (options: object) => { stop(): void } = createRequire(join(APP, 'package.json'))('autocannon');
  let n = 0;
  const sku = (i: number): string => `A${String(1 + (i * 7919) % 500).padStart(4, '0')}`;
  const agents = ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15', 'ShopApp/8.4 (Android 16)'];
  return autocannon({
    url: `http://127.0.0.1:${PORTS.edge}`, connections: 200, overallRate: 40, duration: 3600, timeout: 12, ignoreCoordinatedOmission: true,
    requests: [{
      setupRequest: (request: Record<string, unknown>) => {
        const i = n++;
        const headers = { 'user-agent': agents[i % agents.length], 'content-type': 'application/json' };
        if (i % 5 !== 0) return { ...request, method: 'GET', path: `/prices/${sku(i)}?session=${(i * 48271 % 900_007).toString(36)}`, headers };
        const order = i / 5;
        const coupon = order % 60 === 7 ? 'SUMMER25' : order % 3 === 0 ? ['WELCOME10', 'SPRING5', 'FRIENDS15'][order % 9 / 3] : undefined;
        return { ...request, method: 'POST', path: '/checkout', headers, body: JSON.stringify({ sku: sku(i), quantity: 1 + order % 3, ...(coupon === undefined ? {} : { coupon }) }) };
      },
    }],
  });
}

async function screenshot(): Promise<void> {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 860 } });
    const query = new URLSearchParams({ 'g0.expr': 'sum by (status) (rate(checkout_requests_total[30s]))', 'g0.tab': '0', 'g0.range_input': '12m' });
    await page.goto(`http://127.0.0.1:${PORTS.prometheus}/graph?${query.toString()}`);
    // The page draws in its own time, and differs between versions.
    await page.waitForTimeout(6000);
    await page.screenshot({ path: join(EVIDENCE, 'oncall', 'requests-by-status.png') });
  } finally {
    await browser.close();
  }
}

async function stage(): Promise<void> {
  await prepare();
  await copyFile(process.execPath, join(ROOT, 'node'));
  await chmod(join(ROOT, 'node'), 0o755);
  await mkdir(join(ROOT, 'profiles'));
  const collector = await startCollector(join(EVIDENCE, 'otel'), PORTS.collector);
  const database = await startDatabase();
  const supervisor = new Supervisor(database);
  await supervisor.start();
  await fill('nginx.conf', join(ROOT, 'nginx.conf'));
  // libfaketime itself and not its command, which would stand between us and nginx.
  const library = (await run('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'])).trim();
  const startEdge = (): ChildProcess => processes.start('nginx', 'nginx', ['-p', ROOT, '-c', join(ROOT, 'nginx.conf'), '-e', join(EVIDENCE, 'edge', 'error.log')], {
    log: join(ROOT, 'nginx.out'), env: { ...process.env, TZ: 'UTC', LD_PRELOAD: library, FAKETIME: `${EDGE_CLOCK_SECONDS}s`, DONT_FAKE_MONOTONIC: '1' },
  });
  const edge = startEdge();
  await listening(PORTS.edge, 'nginx');
  /** A new configuration, taken over without a request lost. */
  const configureEdge = async (logging: string): Promise<void> => {
    const file = join(ROOT, 'nginx.conf');
    await fill('nginx.conf', file);
    await writeFile(file, (await readFile(file, 'utf8')).replace('access.log timed;', `access.log timed${logging};`));
    edge.kill('SIGHUP');
    await sleep(1000);
  };
  await fill('prometheus.yml', join(ROOT, 'prometheus.yml'));
  await fill('rules.yml', join(ROOT, 'rules.yml'));
  processes.start('Prometheus', 'prometheus', [`--config.file=${join(ROOT, 'prometheus.yml')}`, `--storage.tsdb.path=${join(ROOT, 'tsdb')}`, `--web.listen-address=127.0.0.1:${PORTS.prometheus}`], { log: join(ROOT, 'prometheus.out') });
  await listening(PORTS.prometheus, 'Prometheus');
  const startS = Date.now() / 1000;
  const load = customers();
  happened('customers come');
  try {
    await sleep(120_000);
    await deploy('edge', 'buffered-log', 'v2.31.0~1', 'sam', () => configureEdge(' buffer=32k flush=5s'));
    await sleep(45_000);
    const roll = (version: string, by: string): Promise<void> => deploy('checkout', version, `v${version}`, by, async () => {
      await supervisor.stop();
      await run('git', ['checkout', '-q', `v${version}`], { cwd: APP });
      if (version === '2.31.0') await run('psql', [database, '-X', '-q', '-f', join(APP, 'migration.sql')]);
      await supervisor.start();
    });
    await roll('2.31.0', 'jonas');
    // While the pool runs out; once it has, nothing passes.
    await sleep(60_000);
    processes.start('tcpdump', 'tcpdump', ['-i', 'lo', '-s', '160', '-U', '-Z', 'root', '-w', join(EVIDENCE, 'network', 'checkout-postgres.pcap'), '-c', '6000', `tcp port ${PORTS.postgres}`], { log: join(ROOT, 'tcpdump.out') });
    await until('the page', () => isFiring('CheckoutErrorRatioHigh'), 240);
    happened('CheckoutErrorRatioHigh fires');
    await alerts('at-page');
    await sleep(12_000);
    happened('page acknowledged; the recording of the terminal begins');
    const recording = spawn('asciinema', ['rec', '-q', '--cols', '110', '--rows', '30', '-c', join(HERE, 'oncall.sh'), join(EVIDENCE, 'oncall', 'terminal.cast')], {
      stdio: 'ignore', env: {
        PATH: process.env['PATH'], HOME: ROOT, TERM: 'xterm-256color', SHELL: '/bin/bash', LANG: 'C.UTF-8', PGURL: database, CONTROL, EVIDENCE,
        PROM: `http://127.0.0.1:${PORTS.prometheus}`, EDGE: `http://127.0.0.1:${PORTS.edge}`,
      },
    });
    const recorded = new Promise((done) => recording.once('exit', done));
    await until('the wrong remedy', () => asked('revert-edge'), 120);
    await deploy('edge', 'plain-log', 'v2.31.0~2', 'sam', () => configureEdge(''));
    await until('the rollback', () => asked('rollback'), 600);
    await alerts('at-diagnosis');
    await roll('2.30.4', 'jonas');
    happened('rolled back');
    await recorded;
    await until('the end of the alert', async () => !(await isFiring('CheckoutErrorRatioHigh')), 120);
    happened('CheckoutErrorRatioHigh is over');
    await sleep(45_000);
  } finally {
    load.stop();
  }
  happened('customers leave');
  const endS = Date.now() / 1000;
  await capture('sum by (route, status) (rate(checkout_requests_total[30s]))', 'requests-by-status', startS, endS);
  await capture('histogram_quantile(0.95, sum by (le, route) (rate(checkout_request_duration_seconds_bucket[30s])))', 'latency-p95', startS, endS);
  await capture('checkout_db_pool_connections', 'pool', startS, endS);
  await capture('checkout_heap_used_bytes', 'heap', startS, endS);
  await capture('up', 'up', startS, endS);
  await capture('ALERTS', 'alerts', startS, endS);
  await alerts('at-end');
  await writeFile(join(EVIDENCE, 'prometheus', 'rules.json'), await (await fetch(`http://127.0.0.1:${PORTS.prometheus}/api/v1/rules`)).text());
  await writeFile(join(EVIDENCE, 'deploys', 'git-log.txt'), await run('git', ['log', '--date=iso-strict', '--stat', '--decorate'], { cwd: REPOSITORY }));
  await writeFile(join(EVIDENCE, 'deploys', 'v2.30.4..v2.31.0.diff'), await run('git', ['diff', 'v2.30.4', 'v2.31.0'], { cwd: REPOSITORY }));
  const when = (text: string): Date => new Date(truth.find(({ what }) => what.startsWith(text))!.at);
  await chat(join(EVIDENCE, 'chat'), { page: when('CheckoutErrorRatioHigh fires'), wrong: when('deploy of edge plain-log'), died: when('checkout 2.31.0 died'), back: when('deploy of checkout 2.30.4'), over: when('CheckoutErrorRatioHigh is over') });
  await writeFile(join(EVIDENCE, 'README.txt'), readme());
  collector.close();
  supervisor.forget();
  await screenshot();
}

const lacks = await missing(Object.values(PORTS));
if (lacks.length > 0) {
  console.error(`The staging cannot begin. README.md says what it takes.\n${lacks.map((what) => `  ${what}`).join('\n')}`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void processes.endAll().finally(() => process.exit(1)));
try {
  await stage();
} finally {
  await processes.endAll();
}
await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, 'truth.json'), `${JSON.stringify({ edgeClockSeconds: EDGE_CLOCK_SECONDS, events: truth }, undefined, 2)}\n`);
await rm(join(OUT, 'evidence'), { recursive: true, force: true });
await cp(EVIDENCE, join(OUT, 'evidence'), { recursive: true });
const files = (await run('find', ['.', '-type', 'f', '-printf', '%P\\n'], { cwd: join(OUT, 'evidence') })).trim().split('\n').toSorted();
await writeFile(join(OUT, 'evidence', 'SHA256SUMS'), await run('sha256sum', files, { cwd: join(OUT, 'evidence') }));
await run('tar', ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '-czf', join(OUT, 'evidence.tar.gz'), '-C', join(OUT, 'evidence'), '.']);
console.log(`${join(OUT, 'evidence.tar.gz')}: ${((await stat(join(OUT, 'evidence.tar.gz'))).size / 1e6).toFixed(1)} MB, ${files.length} files`);
process.exit(0);
