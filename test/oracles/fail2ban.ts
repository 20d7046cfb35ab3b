import { localToInstant } from '../../src/base/time.ts';
import { detectFormat } from '../../src/formats/index.ts';
import { headOf, parseAll } from '../support/formats.ts';

/**
 * fail2ban's samples say of each line when it is and whom it names: `# failJSON: {"time": …, "match": true, "host": …}`
 * above it. The comments are no part of a log: what stands between them is read as the log that it is. Their times
 * are those of a machine in Zürich on 14 August 2005 (fail2ban/tests/utils.py, setUpMyTime).
 */
export interface Fail2banResult {
  kind: string;
  lines: number;
  /** Lines of which the time is told; whose month, day and time of day are right; whose year is, too. */
  dated: number;
  times: number;
  years: number;
  hosts: number;
  hostsFound: number;
  users: number;
  usersFound: number;
  wrong: string[];
}

const ZONE = 'Europe/Zurich';
const NEWEST_NS = 1_124_013_600_000_000_000n;

interface Said {
  readonly time?: string;
  readonly match?: boolean;
  readonly host?: string;
  readonly user?: string | readonly string[];
}

export async function fail2banLog(text: string, name: string): Promise<Fail2banResult> {
  const log: Array<{ line: string; said: Said | undefined }> = [];
  let said: Said | undefined;
  for (const line of text.split('\n')) {
    const found = /^#+ ?failJSON: (\{.*\})\s*$/.exec(line);
    if (found) {
      const parsed: Said = JSON.parse(found[1]!);
      said = parsed;
    } else if (line !== '' && !line.startsWith('#')) {
      log.push({ line, said });
      said = undefined;
    }
  }
  const bytes = new TextEncoder().encode(log.map(({ line }) => `${line}\n`).join(''));
  const { format } = detectFormat(headOf(bytes, name));
  const result: Fail2banResult = { kind: format?.id ?? 'unknown', lines: log.length, dated: 0, times: 0, years: 0, hosts: 0, hostsFound: 0, users: 0, usersFound: 0, wrong: [] };
  if (!format) return result;
  const { records } = await parseAll(format, bytes, { name, zone: ZONE, newestNs: NEWEST_NS });
  const byLine = new Map(records.map((record) => [record.line, record]));
  let last = records[0];
  log.forEach(({ line, said: expected }, index) => {
    const record = byLine.get(index + 1);
    if (record) last = record;
    if (expected?.match !== true || expected.time === undefined || expected.time === null) return;
    result.dated++;
    const is = last?.timeNs;
    const want = instant(expected.time);
    if (is !== undefined && want !== undefined) {
      if (sameLocal(is, want)) result.times++;
      else result.wrong.push(line);
      if (is / 1_000_000_000n === want / 1_000_000_000n) result.years++;
    } else result.wrong.push(line);
    const values = new Set([...Object.values(last?.attributes ?? {}), ...(last?.fields ?? []), last?.hostName].flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : [])));
    if (expected.host !== undefined) {
      result.hosts++;
      if (values.has(expected.host)) result.hostsFound++;
    }
    const users = expected.user === undefined ? [] : typeof expected.user === 'string' ? [expected.user] : expected.user;
    if (users.length > 0) {
      result.users++;
      if (users.some((user) => values.has(user))) result.usersFound++;
    }
  });
  return result;
}

/** Month, day and time of day on the machine's own clock. */
function sameLocal(a: bigint, b: bigint): boolean {
  const [x, y] = [localText(a), localText(b)];
  return x.slice(4) === y.slice(4);
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });
function localText(ns: bigint): string {
  return clock.format(Number(ns / 1_000_000n));
}

function instant(text: string): bigint | undefined {
  const m = /^(\d{4})-(\d\d)-(\d{1,2})T(\d\d):(\d\d):(\d\d)/.exec(text);
  if (!m) return undefined;
  const [year, month, day, hour, minute, second] = m.slice(1).map(Number);
  return localToInstant({ year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second!, nanosecond: 0 }, ZONE).ns;
}
