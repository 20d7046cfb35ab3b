import { readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, Measurement } from './bench.ts';
import { accessLines, jsonLines, NEEDLE, writeLines, writeSources } from './generate.ts';
import { installed, median, run as runProcess, tephra, type Ran } from './processes.ts';

export const title = 'access log, JSON lines, many sources: taken in, asked, asked again, searched; whole processes, files in the page cache';

const STATUS = 'select "http.response.status_code", count(*) from web_access group by 1 order by 1';
const LEVELS = 'select severity_number, count(*) from json_lines group by 1 order by 1';

/** Seconds of each step, the middle one of `runs`, beside lnav and ripgrep where they are installed. */
export async function run(folder: string, { mb, runs, only }: BenchOptions): Promise<readonly Measurement[]> {
  const all: Measurement[] = [{ what: 'load of the machine before', value: loadavg()[0] ?? 0, unit: '' }];
  if (only === undefined || only === 'access') {
    const path = join(folder, 'access.log');
    writeLines(path, mb * 1e6, accessLines(42));
    all.push(...(await compare(folder, 'access log', [path], STATUS, ';select sc_status, count(*) from access_log group by sc_status', runs)));
    rmSync(path);
  }
  if (only === undefined || only === 'json') {
    const path = join(folder, 'app.jsonl');
    writeLines(path, mb * 1e6, jsonLines(43));
    all.push(...(await compare(folder, 'JSON lines', [path], LEVELS, undefined, runs)));
    rmSync(path);
  }
  if (only === undefined || only === 'sources') {
    const path = join(folder, 'sources');
    writeSources(path, mb);
    all.push(...(await compare(folder, `${mb} sources`, [path], STATUS, ';select sc_status, count(*) from access_log group by sc_status', runs)));
    rmSync(path, { recursive: true });
  }
  return [...all, { what: 'load of the machine after', value: loadavg()[0] ?? 0, unit: '' }];
}

async function compare(folder: string, name: string, paths: readonly string[], sql: string, lnavSql: string | undefined, runs: number): Promise<Measurement[]> {
  // lnav knows no pino: there is nothing to compare with.
  const hasLnav = lnavSql !== undefined && (await installed('lnav'));
  const hasRg = await installed('rg');
  const seconds: Record<'ingest' | 'ask' | 'again' | 'search' | 'lnav' | 'rg', number[]> = { ingest: [], ask: [], again: [], search: [], lnav: [], rg: [] };
  let peakMb = 0;
  const dir = join(folder, 'bench.tephra');
  const take = (step: keyof typeof seconds, ran: Ran): void => {
    seconds[step].push(ran.seconds);
    if (step !== 'lnav' && step !== 'rg') peakMb = Math.max(peakMb, ran.peakMb ?? 0);
  };
  for (let i = 0; i < runs; i++) {
    rmSync(dir, { recursive: true, force: true });
    for (const path of paths) if (!path.endsWith('sources')) readFileSync(path);
    take('ingest', await tephra(folder, ['ingest', ...paths, '--case', dir]));
    take('ask', await tephra(folder, ['sql', '--case', dir, sql]));
    take('again', await tephra(folder, ['sql', '--case', dir, sql]));
    take('search', await tephra(folder, ['search', '--case', dir, NEEDLE]));
    if (hasLnav) take('lnav', await runProcess('lnav', ['-n', '-c', lnavSql, ...paths], { HOME: folder }));
    if (hasRg) take('rg', await runProcess('rg', [NEEDLE, ...paths]));
  }
  rmSync(dir, { recursive: true, force: true });
  const at = (step: keyof typeof seconds): number => median(seconds[step]);
  const found: Measurement[] = [
    { what: `${name}: ingest`, value: at('ingest'), unit: 's' },
    { what: `${name}: ask`, value: at('ask'), unit: 's' },
    { what: `${name}: open and ask again`, value: at('again'), unit: 's' },
    { what: `${name}: search for one line`, value: at('search'), unit: 's' },
    { what: `${name}: peak memory`, value: peakMb, unit: 'MB' },
  ];
  if (hasLnav) {
    found.push(
      { what: `${name}: lnav, open and ask`, value: at('lnav'), unit: 's' },
      { what: `${name}: ingest and ask ÷ lnav`, value: (at('ingest') + at('ask')) / at('lnav'), unit: '×' },
      { what: `${name}: ask again ÷ lnav`, value: at('again') / at('lnav'), unit: '×' },
    );
  }
  if (hasRg) {
    found.push({ what: `${name}: ripgrep`, value: at('rg'), unit: 's' }, { what: `${name}: search ÷ ripgrep`, value: at('search') / at('rg'), unit: '×' });
  }
  return found;
}
