import { headLines, type Line } from '../contract-lines.ts';
import { wholeNumber } from '../contract-number.ts';
import { isServerStartRest, MysqlClock, operationOf, serverStart } from '../contract-mysql.ts';
import { blankValues, emptyAttributes } from '../contract-record.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import type { Detection, FieldDefinition, FieldValue, Format, Head, RecordSink } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'mysql.command', type: 'string', description: 'What the client asked for: Query, Connect, Quit, Execute …', facet: true },
  { name: 'mysql.thread_id', type: 'integer', description: 'Connection.' },
  { name: 'db.operation.name', type: 'string', description: 'First word of the statement.', facet: true },
  { name: 'db.namespace', type: 'string', description: 'Database that a Connect or Init DB names.', facet: true },
  { name: 'user.name', type: 'string', description: 'User that connects.', facet: true },
  { name: 'client.address', type: 'string', description: 'Host that connects.', facet: true },
];
const F = { command: 0, thread: 1, operation: 2, database: 3, user: 4, client: 5 } as const;

/** General query logs of MySQL, MariaDB and Percona Server. */
export const mysqlGeneral: Format = {
  id: 'mysql-general',
  title: 'MySQL general query log',
  growsByLine: true,
  extensions: ['log', 'txt'],
  magic: ['lines of: [time] id Command argument'],
  specification: [
    { title: 'MySQL: the general query log', url: 'https://dev.mysql.com/doc/refman/8.4/en/query-log.html' },
    { title: 'MariaDB: general query log', url: 'https://mariadb.com/kb/en/general-query-log/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const parser = new GeneralLogParser(sink, options.zone);
    const counts = await readTextLog('mysql-general', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, joinedLines: parser.joinedLines, serverStarts: parser.serverStarts, notGeneralLog: parser.notGeneralLog }, summary: { commands: parser.commands } };
  },
};

/** `Command_names` of sql/sql_parse.cc, all versions. */
const COMMANDS = [
  'Sleep', 'Quit', 'Init DB', 'Query', 'Field List', 'Create DB', 'Drop DB', 'Refresh', 'Shutdown', 'Statistics', 'Processlist', 'Connect Out', 'Connect', 'Kill',
  'Debug', 'Ping', 'Time', 'Delayed insert', 'Delayed_insert', 'Change user', 'Binlog Dump GTID', 'Binlog Dump', 'Table Dump', 'Register Slave', 'Register Replica',
  'Prepare', 'Execute', 'Long Data', 'Close stmt', 'Reset stmt', 'Set option', 'Fetch', 'Daemon', 'Reset Connection', 'Bulk_execute', 'Slave_worker', 'Slave_IO',
  'Slave_SQL', 'clone', 'Group Replication Data Stream subscription', 'Error',
];
/** `\t%7u %s\t`: id, command, and what it is about behind a tab; some versions pad with blanks. */
const CALL = new RegExp(String.raw`[ \t]+(\d{1,20}) (${COMMANDS.join('|')})(?:\t|[ \t]{2,}|[ \t]*$)`, 'y');

/** Where the argument begins, when a command stands at a place. */
function callAt(text: string, at: number): { id: string; command: string; from: number } | undefined {
  CALL.lastIndex = at;
  const m = CALL.exec(text);
  return m ? { id: m[1]!, command: m[2]!, from: CALL.lastIndex } : undefined;
}

const blank = blankValues(fields.length);

class GeneralLogParser {
  serverStarts = 0;
  notGeneralLog = 0;
  readonly commands: Record<string, number> = {};
  private readonly sink: RecordSink;
  private readonly clock: MysqlClock;
  private readonly joined: JoinedRecord;
  private last: { ns: bigint; text: string } | undefined;

  constructor(sink: RecordSink, zone: string) {
    this.sink = sink;
    this.clock = new MysqlClock(zone);
    this.joined = new JoinedRecord(sink);
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    const first = text.charCodeAt(0);
    const isTimed = first >= 48 && first <= 57 && this.clock.read(text, 0);
    const call = isTimed ? callAt(text, this.clock.to) : first === 9 || first === 32 ? callAt(text, 0) : undefined;
    if (call) {
      const record = this.joined.begin(line);
      // Only a new second is written, until MySQL 5.7.
      if (isTimed) this.last = { ns: this.clock.ns, text: text.slice(0, this.clock.to) };
      record.timeNs = this.last?.ns;
      record.timeText = this.last?.text;
      const values = blank();
      record.fields = values;
      const argument = text.slice(call.from).trimEnd();
      values[F.command] = call.command;
      values[F.thread] = wholeNumber(call.id);
      this.commands[call.command] = (this.commands[call.command] ?? 0) + 1;
      record.body = argument === '' ? call.command : call.command === 'Query' || call.command === 'Execute' || call.command === 'Prepare' ? argument : `${call.command} ${argument}`;
      if (call.command === 'Query' || call.command === 'Execute' || call.command === 'Prepare') values[F.operation] = operationOf(argument);
      else if (call.command === 'Init DB' && argument !== '') values[F.database] = argument;
      else if (call.command === 'Connect' || call.command === 'Change user') this.connect(argument, values);
      return;
    }
    const version = serverStart(text);
    if (version !== undefined) {
      const record = this.joined.begin(line);
      record.body = text;
      const attributes = emptyAttributes();
      attributes['service.version'] = version;
      record.attributes = attributes;
      this.serverStarts++;
      return;
    }
    if (this.joined.join(text, line)) return;
    const isLong = this.joined.isOpen;
    const record = this.joined.begin(line);
    record.body = text;
    if (isServerStartRest(text)) return;
    record.understood = false;
    this.notGeneralLog++;
    this.sink.diagnostic({
      code: `mysql-general/${isLong ? 'statement-too-long' : 'not-understood'}`, severity: 'warning', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
      message: isLong ? 'A statement of very many lines; what follows is kept as text.' : 'The line is no command and goes on none; kept as text.',
    });
  }

  end(): void {
    this.joined.end();
  }

  /** `root@localhost on db1 using Socket`, `Access denied for user 'x'@'h' (using password: YES)`. */
  private connect(argument: string, values: FieldValue[]): void {
    const m = /^([^@\s]{0,100})@(\S{0,255})(?: (?:as [^@\s]{0,100} )?on ?(\S{0,64})(?: using .{1,40})?)?$/.exec(argument);
    const denied = m ? undefined : /^Access denied for user '([^']{0,100})'@'([^']{0,255})'/.exec(argument);
    if (m) {
      if (m[3] !== undefined && m[3] !== '' && m[3] !== 'using') values[F.database] = m[3];
    }
    const user = m?.[1] ?? denied?.[1];
    const host = m?.[2] ?? denied?.[2];
    if (user !== undefined && user !== '') values[F.user] = user;
    if (host !== undefined && host !== '') values[F.client] = host;
    if (denied) this.joined.record.severityNumber = 13;
  }
}

const SAMPLE = 300;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const clock = new MysqlClock('UTC');
  let calls = 0;
  let timed = 0;
  let starts = 0;
  let timedOthers = 0;
  for (const line of lines) {
    const first = line.charCodeAt(0);
    if (first >= 48 && first <= 57) {
      if (!clock.read(line, 0)) continue;
      if (callAt(line, clock.to)) {
        calls++;
        timed++;
      } else timedOthers++;
    } else if (first === 9 || first === 32) {
      if (callAt(line, 0)) calls++;
    } else if (first === 47 || first > 57) {
      if (serverStart(line) !== undefined) starts++;
    }
  }
  if (timed > 0 && timedOthers <= timed) return { confidence: 0.93, reason: `${calls} of ${lines.length} sampled lines are commands of a MySQL general query log` };
  if (calls > 2 && calls * 4 >= lines.length) return { confidence: 0.85, reason: `${calls} of ${lines.length} sampled lines are commands of a MySQL general query log` };
  return starts > 0 && lines.length <= starts * 3 ? { confidence: 0.8, reason: 'a MySQL server opened a query log' } : undefined;
}
