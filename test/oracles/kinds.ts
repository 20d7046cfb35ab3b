// What every file of the real evidence is taken for, as a Markdown table: node test/oracles/kinds.ts [FILE.md]
// Files x (kind, records, expected, verdict). The expectations are those of the peers that the files come from: what
// plaso's own tests count, the lines of mtools, and what fail2ban says of time, host and user of each line.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll, type Parsed } from '../support/formats.ts';
import { REAL_EVIDENCE } from '../support/real-evidence.ts';
import { fail2banLog, type Fail2banResult } from './fail2ban.ts';
import { EXPLAINED } from './explained.ts';

if (!existsSync(join(REAL_EVIDENCE, '02-plaso-test_data'))) {
  console.log('Real evidence is not on this machine: there is nothing to measure.');
  process.exit(0);
}

export interface Reading extends Parsed {
  readonly kind: string;
  readonly understood: number;
  readonly timed: number;
}

async function read(path: string, bytes: Uint8Array = new Uint8Array(readFileSync(path))): Promise<Reading> {
  const name = basename(path);
  const { format } = detectFormat(headOf(bytes, name));
  const parsed = format ? await parseAll(format, bytes, { name }) : { records: [], diagnostics: [], summary: { summary: {}, counts: {} } };
  return {
    ...parsed, kind: format?.id ?? 'unknown',
    understood: parsed.records.filter((r) => r.understood).length, timed: parsed.records.filter((r) => r.timeNs !== undefined).length,
  };
}

function files(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function rows(path: string): string[][] {
  return readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
}

const out: string[] = [];
const sums: string[] = [];
function table(title: string, header: readonly string[], body: ReadonlyArray<readonly string[]>): void {
  out.push('', `## ${title}`, '', `| ${header.join(' | ')} |`, `|${header.map(() => '---').join('|')}|`, ...body.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`));
}

/** What Tephra reads today as a text or as JSON: all parsers but those of databases and binary artefacts of Windows. */
const IN_SCOPE = /parsers\/(?:text_plugins|jsonl_plugins|jsonl_parser|utmp|winevtx?|trendmicroav|symantec|wincc|bodyfile|asl|bsm|onedrive)/;
/** Kinds that say nothing of what a file is. */
const GENERIC = new Set(['plain-text', 'unknown', 'timestamped-text', 'csv', 'json-document']);

async function plaso(): Promise<void> {
  const root = join(REAL_EVIDENCE, '02-plaso-test_data');
  const body: string[][] = [];
  const seen = new Set<string>();
  let agree = 0;
  let explained = 0;
  let counted = 0;
  for (const [path, parser, , events, warnings] of rows(join(root, 'EXPECTED_plaso_counts.csv'))) {
    if (!IN_SCOPE.test(parser!) || seen.has(path!)) continue;
    seen.add(path!);
    const found = await read(join(root, path!));
    const expected = Number(events);
    counted++;
    // What plaso warns about and leaves out stays a record here, marked as not understood, or with a diagnostic.
    const isSame = found.understood === expected || found.records.length === expected || found.records.length === expected + Number(warnings || 0);
    const reason = EXPLAINED[path!];
    const differs = reason?.records === found.records.length ? `explained: ${reason.why}` : '**differs**';
    if (isSame) agree++;
    else if (differs !== '**differs**') explained++;
    const what = found.kind === 'unknown' || found.kind === 'plain-text' ? '**not read**' : found.records.length === 0 && expected > 0 ? '**carried, not read**' : isSame ? `agrees${GENERIC.has(found.kind) ? ' (generic kind)' : ''}` : differs;
    body.push([path!, found.kind, count(found), Number(warnings || 0) > 0 ? `${events} + ${warnings} warnings` : events!, what]);
  }
  sums.push(`plaso: ${agree} of ${counted} files agree, ${explained} more are explained; ${body.filter((row) => GENERIC.has(row[1]!)).length} are of a generic kind.`);
  table('plaso test data', ['file', 'kind', 'records', 'plaso', 'verdict'], body);
}

function count(found: Reading): string {
  const not = found.records.length - found.understood;
  const noTime = found.records.length - found.timed;
  return `${found.records.length}${not > 0 ? `, ${not} not understood` : ''}${noTime > 0 && noTime !== not ? `, ${noTime} without time` : ''}`;
}

async function folder(title: string, root: string, skip: RegExp, lines?: ReadonlyMap<string, number>): Promise<void> {
  const body: string[][] = [];
  let named = 0;
  let all = 0;
  for (const path of files(root)) {
    if (skip.test(path)) continue;
    const found = await read(path);
    all++;
    if (!GENERIC.has(found.kind)) named++;
    const expected = lines?.get(basename(path));
    // A record spans several lines; all of the lines belong to one.
    const inRecords = found.summary.counts['lines'];
    const verdict = found.kind === 'unknown' || found.kind === 'plain-text' ? 'not read' : GENERIC.has(found.kind) ? 'generic' : 'named';
    body.push([relative(root, path), found.kind, count(found), expected === undefined ? '' : `${expected} lines`, expected === undefined || inRecords === undefined ? verdict : `${verdict}, ${inRecords} lines`]);
  }
  sums.push(`${title}: ${named} of ${all} files of a kind of their own.`);
  table(title, ['file', 'kind', 'records', 'expected', 'verdict'], body);
}

async function fail2ban(): Promise<void> {
  const root = join(REAL_EVIDENCE, '07-evtx-journal-audit', 'fail2ban-logs');
  const body: string[][] = [];
  const total: Fail2banResult = { kind: '', lines: 0, dated: 0, times: 0, years: 0, hosts: 0, hostsFound: 0, users: 0, usersFound: 0, wrong: [] };
  for (const [name, failures] of rows(join(root, 'EXPECTED_matches.csv'))) {
    const found = await fail2banLog(readFileSync(join(root, name!), 'utf8'), name!);
    for (const key of ['lines', 'dated', 'times', 'years', 'hosts', 'hostsFound', 'users', 'usersFound'] as const) total[key] += found[key];
    body.push([name!, found.kind, String(found.lines), failures!, `${found.times}/${found.dated}`, `${found.years}/${found.dated}`, `${found.hostsFound}/${found.hosts}`, `${found.usersFound}/${found.users}`, found.wrong.slice(0, 1).join('; ').slice(0, 160)]);
  }
  sums.push(`fail2ban: ${total.times} of ${total.dated} times right to the second (month, day, time of day), ${total.years} with the year; ${total.hostsFound} of ${total.hosts} hosts and ${total.usersFound} of ${total.users} users as a value of their own.`);
  table('fail2ban logs', ['log', 'kind', 'lines', 'failures', 'times', 'with year', 'hosts', 'users', 'first miss'], body);
}

await plaso();
await folder('lnav logs', join(REAL_EVIDENCE, '03-lnav-logs', 'logfiles'), /SOURCES/);
await fail2ban();
await folder('Database logs', join(REAL_EVIDENCE, '13-database-logs'), /SOURCES|EXPECTED/, new Map(rows(join(REAL_EVIDENCE, '13-database-logs', 'mongodb', 'EXPECTED_lines.csv')).map(([name, lines]) => [name!, Number(lines)])));
const text = ['# What real files are taken for', '', ...sums.map((line) => `- ${line}`), ...out, ''].join('\n');
const [, , target] = process.argv;
if (target === undefined) console.log(text);
else {
  writeFileSync(target, text);
  console.log(sums.join('\n'));
}
