import { headLines } from '../contract-lines.ts';
import { readTextLog } from '../contract-text.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { CsvReader, ROW_START, splitRow } from './csvlog.ts';
import { fields } from './fields.ts';
import { headOfLine, StderrReader } from './stderr.ts';
import { PostgresqlClock } from './time.ts';

/** Server logs of PostgreSQL: stderr with any prefix, and csvlog. */
export const postgresql: Format = {
  id: 'postgresql',
  title: 'PostgreSQL log',
  growsByLine: true,
  extensions: ['log', 'csv'],
  magic: ['lines of: prefix LEVEL:  message', 'rows of a csvlog: time,user,database,process,…'],
  specification: [
    { title: 'PostgreSQL: error reporting and logging', url: 'https://www.postgresql.org/docs/current/runtime-config-logging.html' },
    { title: 'PostgreSQL: error message style and fields', url: 'https://www.postgresql.org/docs/current/protocol-error-fields.html' },
    { title: 'OpenTelemetry semantic conventions for PostgreSQL', url: 'https://opentelemetry.io/docs/specs/semconv/database/postgresql/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, 65_536);
    const csv = headLines({ bytes: head, complete: source.sizeBytes <= head.length }, SAMPLE).some((line) => ROW_START.test(line));
    const reader = csv ? new CsvReader(sink, options.zone) : new StderrReader(sink, options.zone);
    const counts = await readTextLog('postgresql', source, sink, signal, (text, line) => reader.line(text, line));
    reader.end();
    const unknownZones = [...reader.clock.unknownZones];
    return {
      counts: { ...counts, joinedLines: reader.joinedLines, notLog: reader.notLog },
      summary: { destination: csv ? 'csvlog' : 'stderr', ...(unknownZones.length > 0 ? { unknownZones } : {}) },
    };
  },
};

const SAMPLE = 200;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const clock = new PostgresqlClock('UTC');
  let rows = 0;
  let timed = 0;
  let bare = 0;
  let others = 0;
  for (const line of lines) {
    const first = line.charCodeAt(0);
    if (ROW_START.test(line)) {
      rows++;
      // A row whose text goes on in the next line cannot be counted here.
      const columns = splitRow(line);
      if (columns && columns.length < 22) others++;
      continue;
    }
    const found = headOfLine(line);
    if (found) {
      const at = line.search(/\d{4}-\d\d-\d\d \d\d:|\d{10}\.\d{3}/);
      if (at >= 0 && at < found.prefixTo && (clock.read(line, at) || line.charCodeAt(at + 10) === 46)) timed++;
      else if (found.prefixTo === 0) bare++;
      else others++;
    } else if (rows === 0 && first !== 9 && first !== 32) others++;
  }
  if (rows > 0) {
    return others > rows ? undefined : { confidence: others === 0 ? 0.95 : 0.85, reason: `${rows} of ${lines.length} sampled lines begin a row of a PostgreSQL csvlog` };
  }
  const all = timed + bare + others;
  if (timed > 0 && timed / all >= 0.2) {
    return {
      confidence: Math.round((others === 0 && bare === 0 ? 0.95 : 0.5 + 0.4 * (timed / all)) * 100) / 100,
      reason: `${timed} of ${all} sampled lines have the level of a PostgreSQL log after a time`,
    };
  }
  return bare >= 3 && others === 0 ? { confidence: 0.6, reason: `${bare} of ${all} sampled lines begin with the level of a PostgreSQL log` } : undefined;
}
