import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, Measurement } from './bench.ts';
import { accessLines, glogLines, haproxyLines, jsonLines, NEEDLE, shortLines, syslogLines, writeLines, writeSources } from './generate.ts';
import { installed, median, run as runProcess, tephra, type Ran } from './processes.ts';

export const title = 'access log, JSON lines, many sources, syslog families, formats told in data, a large file, short lines: taken in, asked, asked again, searched; whole processes, files in the page cache';

const STATUS = 'select "http.response.status_code", count(*) from web_access group by 1 order by 1';
const LNAV_STATUS = ';select sc_status, count(*) from access_log group by sc_status';
const BY_SERVICE = 'select service_name, count(*) from syslog group by 1 order by 1';
const BY_SEVERITY = 'select severity_number, count(*) from events group by 1 order by 1';
const LEVELS = 'select severity_number, count(*) from json_lines group by 1 order by 1';

/** Seconds of each step, the middle one of `runs`, beside lnav and ripgrep where they are installed. Ratios are the middle ones of ratios within a run. */
export async function run(folder: string, { mb, runs, only }: BenchOptions): Promise<readonly Measurement[]> {
  const all: Measurement[] = [{ what: 'load of the machine before', value: loadavg()[0] ?? 0, unit: '' }];
  if (only === undefined || only === 'access') {
    const path = join(folder, 'access.log');
    writeLines(path, mb * 1e6, accessLines(42));
    all.push(...(await compare(folder, { name: 'access log', paths: [path], sql: STATUS, lnavSql: LNAV_STATUS, targets: TARGETS }, runs)));
    rmSync(path);
  }
  if (only === undefined || only === 'json') {
    const path = join(folder, 'app.jsonl');
    writeLines(path, mb * 1e6, jsonLines(43));
    all.push(...(await compare(folder, { name: 'JSON lines', paths: [path], sql: LEVELS, lnavSql: undefined }, runs)));
    rmSync(path);
  }
  if (only === undefined || only === 'sources') {
    const path = join(folder, 'sources');
    writeSources(path, mb);
    all.push(...(await compare(folder, { name: `${mb} sources`, paths: [path], sql: STATUS, lnavSql: LNAV_STATUS }, runs)));
    rmSync(path, { recursive: true });
  }
  for (const { name, line, sql, lnavSql, share } of TEXTS) {
    if (only !== undefined && only !== name && !(only === 'text' && share === 1)) continue;
    const path = join(folder, `${name}.log`);
    writeLines(path, mb * 1e6 * share, line());
    // The large ones take minutes each: once is enough.
    all.push(...(await compare(folder, { name, paths: [path], sql, lnavSql, targets: { ingest: 1, again: undefined, search: undefined, peakMb: 1500 } }, share > 1 ? 1 : runs)));
    rmSync(path);
  }
  return [...all, { what: 'load of the machine after', value: loadavg()[0] ?? 0, unit: '' }];
}

/**
 * What issue 6 asks of text: no worse than lnav on any of them. `share`: of `--mb`, which is 500 unless told; the large
 * file then has 2 GB, the short lines are 40 million. They run once each; `--only text` leaves them out.
 */
const TEXTS: ReadonlyArray<{ readonly name: string; readonly line: () => (index: number) => string; readonly sql: string; readonly lnavSql: string; readonly share: number }> = [
  { name: 'syslog', line: () => syslogLines(44, 'syslog'), sql: BY_SERVICE, lnavSql: ';select log_procname, count(*) from syslog_log group by 1', share: 1 },
  { name: 'rsyslog', line: () => syslogLines(45, 'rsyslog'), sql: BY_SERVICE, lnavSql: ';select log_procname, count(*) from syslog_log group by 1', share: 1 },
  { name: 'syslog-5424', line: () => syslogLines(46, 'syslog-5424'), sql: BY_SERVICE, lnavSql: ';select log_procname, count(*) from syslog_log group by 1', share: 1 },
  { name: 'haproxy', line: () => haproxyLines(47), sql: 'select "http.response.status_code", count(*) from haproxy group by 1 order by 1', lnavSql: ';select status_code, count(*) from haproxy_log group by 1', share: 1 },
  { name: 'glog', line: () => glogLines(48), sql: BY_SEVERITY, lnavSql: ';select log_level, count(*) from glog_log group by 1', share: 1 },
  { name: 'large', line: () => accessLines(49), sql: STATUS, lnavSql: LNAV_STATUS, share: 4 },
  { name: 'short', line: () => shortLines(50), sql: 'select count(*) from events', lnavSql: ';select count(*) from generic_log', share: 2.24 },
];

interface Lines {
  readonly name: string;
  readonly paths: readonly string[];
  readonly sql: string;
  /** The same question to lnav; it knows no pino. */
  readonly lnavSql: string | undefined;
  readonly targets?: { readonly ingest: number; readonly again: number | undefined; readonly search: number | undefined; readonly peakMb: number };
}

/** What issue 3 promises of the access log. */
const TARGETS = { ingest: 1, again: 0.1, search: 5, peakMb: 1500 };

const STEPS = ['ingest', 'ask', 'again', 'search', 'lnav', 'rg'] as const;

async function compare(folder: string, { name, paths, sql, lnavSql, targets }: Lines, runs: number): Promise<Measurement[]> {
  const hasLnav = lnavSql !== undefined && (await installed('lnav'));
  const hasRg = await installed('rg');
  const seconds = new Map<(typeof STEPS)[number], number[]>(STEPS.map((step) => [step, []]));
  const inProcess = new Map<(typeof STEPS)[number], number[]>(STEPS.map((step) => [step, []]));
  let peakMb = 0;
  const dir = join(folder, 'bench.tephra');
  const take = (step: (typeof STEPS)[number], ran: Ran): void => {
    seconds.get(step)!.push(ran.seconds);
    if (step === 'lnav' || step === 'rg') return;
    peakMb = Math.max(peakMb, ran.peakMb ?? 0);
    const own: unknown = JSON.parse(ran.output);
    if (typeof own === 'object' && own !== null && 'seconds' in own && typeof own.seconds === 'number') inProcess.get(step)!.push(own.seconds);
  };
  for (let i = 0; i < runs; i++) {
    rmSync(dir, { recursive: true, force: true });
    for (const path of paths) warm(path);
    take('ingest', await tephra(folder, ['ingest', ...paths, '--case', dir]));
    take('ask', await tephra(folder, ['sql', '--case', dir, sql]));
    take('again', await tephra(folder, ['sql', '--case', dir, sql]));
    take('search', await tephra(folder, ['search', '--case', dir, NEEDLE]));
    if (hasLnav) take('lnav', await runProcess('lnav', ['-n', '-c', lnavSql, ...paths], { HOME: folder }));
    if (hasRg) take('rg', await runProcess('rg', [NEEDLE, ...paths]));
  }
  rmSync(dir, { recursive: true, force: true });
  const whole = (step: (typeof STEPS)[number]): number => median(seconds.get(step)!);
  const own = (step: (typeof STEPS)[number]): number => median(inProcess.get(step)!);
  // Side by side in each run: the machine may be slower in one than in the next.
  const ratio = (of: ReadonlyArray<(typeof STEPS)[number]>, to: (typeof STEPS)[number]): number =>
    median(seconds.get(to)!.map((base, i) => of.reduce((sum, step) => sum + seconds.get(step)![i]!, 0) / base));
  const found: Measurement[] = [];
  for (const [step, what] of [['ingest', 'ingest'], ['ask', 'ask'], ['again', 'open and ask again'], ['search', 'search for one line']] as const) {
    found.push({ what: `${name}: ${what}, whole process`, value: whole(step), unit: 's' }, { what: `${name}: ${what}, in process`, value: own(step), unit: 's' });
  }
  const megabytes = paths.reduce((sum, path) => sum + sizeOf(path), 0) / 1e6;
  found.push({ what: `${name}: taken in`, value: megabytes / whole('ingest'), unit: 'MB/s' });
  if (hasLnav) {
    found.push(
      { what: `${name}: lnav`, value: megabytes / whole('lnav'), unit: 'MB/s' },
      { what: `${name}: lnav, open and ask, whole process`, value: whole('lnav'), unit: 's' },
      { what: `${name}: ingest and ask ÷ lnav`, value: ratio(['ingest', 'ask'], 'lnav'), unit: '×', ...target(targets?.ingest) },
      { what: `${name}: ask again ÷ lnav`, value: ratio(['again'], 'lnav'), unit: '×', ...target(targets?.again) },
    );
  }
  if (hasRg) {
    found.push(
      { what: `${name}: ripgrep, whole process`, value: whole('rg'), unit: 's' },
      { what: `${name}: search ÷ ripgrep`, value: ratio(['search'], 'rg'), unit: '×', ...target(targets?.search) },
    );
  }
  return [...found, { what: `${name}: peak memory of all our processes`, value: peakMb, unit: 'MB', ...target(targets?.peakMb) }];
}

function target(most: number | undefined): { target?: number } {
  return most === undefined ? {} : { target: most };
}

function sizeOf(path: string): number {
  return statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size;
}

/** Reads what a path holds, so that it is in the page cache. */
function warm(path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) warm(join(path, name));
  else {
    // In pieces: no buffer of 2 GB.
    const file = openSync(path, 'r');
    const buffer = Buffer.alloc(8 << 20);
    while (readSync(file, buffer) > 0);
    closeSync(file);
  }
}
