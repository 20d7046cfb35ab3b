import { serverStart } from '../contract-mysql.ts';
import { headLines } from '../contract-lines.ts';
import { readTextLog } from '../contract-text.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { fields } from './fields.ts';
import { isHead, SlowLogParser, zoneOffsetSeconds } from './parser.ts';

/** Slow query logs of MySQL, MariaDB and Percona Server. */
export const mysqlSlow: Format = {
  id: 'mysql-slow',
  title: 'MySQL slow query log',
  growsByLine: true,
  extensions: ['log', 'txt', 'slow'],
  magic: ['# Query_time: …  Lock_time: …  Rows_sent: …  Rows_examined: …, then the statement'],
  specification: [
    { title: 'MySQL: the slow query log', url: 'https://dev.mysql.com/doc/refman/8.4/en/slow-query-log.html' },
    { title: 'Percona Server: slow query log', url: 'https://docs.percona.com/percona-server/8.0/slow-extended.html' },
    { title: 'MariaDB: slow query log', url: 'https://mariadb.com/kb/en/slow-query-log-extended-statistics/' },
    { title: 'OpenTelemetry semantic conventions for MySQL', url: 'https://opentelemetry.io/docs/specs/semconv/database/mysql/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, 65_536);
    const offset = zoneOffsetSeconds(headLines({ bytes: head, complete: source.sizeBytes <= head.length }, 5000));
    const parser = new SlowLogParser(sink, options.zone, offset);
    const counts = await readTextLog('mysql-slow', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return {
      counts: { ...counts, queries: parser.queries, serverStarts: parser.serverStarts, notSlowLog: parser.notSlowLog },
      summary: {
        totalQuerySeconds: Number(parser.totalSeconds.toFixed(6)),
        ...(offset === undefined ? {} : { zoneOffsetSeconds: offset }),
        ...(parser.versions.size > 0 ? { serverVersions: [...parser.versions] } : {}),
      },
    };
  },
};

const SAMPLE = 400;

function detect(head: Head): Detection | undefined {
  let heads = 0;
  let timed = 0;
  let starts = 0;
  const lines = headLines(head, SAMPLE);
  for (const line of lines) {
    if (line.charCodeAt(0) !== 35) {
      if (serverStart(line) !== undefined) starts++;
    } else if (isHead(line)) {
      heads++;
      if (line.startsWith('# Query_time: ')) timed++;
    }
  }
  if (timed > 0) return { confidence: 0.95, reason: `${timed} queries with their Query_time in ${lines.length} sampled lines` };
  // A first statement that is longer than the sample, or a server that logged none yet.
  if (heads > 1) return { confidence: 0.8, reason: 'heads of a MySQL slow query log' };
  return starts > 0 && lines.length <= starts * 3 && /slow/i.test(head.name) ? { confidence: 0.9, reason: 'a MySQL server opened its slow query log' } : undefined;
}
