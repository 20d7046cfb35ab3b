import type { MysqlClock } from '../contract-mysql.ts';

/** What stands between the time and the message of a line. */
export interface ErrorHead {
  /** Where the time ends. */
  readonly timeTo: number;
  readonly thread: number | undefined;
  readonly threadHandle: string | undefined;
  readonly label: string | undefined;
  readonly code: string | undefined;
  readonly subsystem: string | undefined;
  /** Where the message begins. */
  readonly from: number;
  /** Nothing but a server of this family writes such a line. */
  readonly isCertain: boolean;
}

/*
 * By version (sql/log.cc, sql/server_component/log_sink_trad.cc of MySQL; sql/log.cc of MariaDB; mysqld_safe.sh):
 * `090902  8:15:00 [Note] …`, `091119 22:27:11  InnoDB: …`, `091205 04:49:10  mysqld restarted`   to 5.5
 * `2013-10-01 10:10:10 1234 [Note] …`, `2013-10-01 10:10:10 7f3a2b InnoDB: …`                    5.6, MariaDB
 * `2016-01-01T10:10:10.123456Z 0 [Note] …`                                                       5.7
 * `2020-01-01T10:10:10.123456Z 0 [System] [MY-010116] [Server] …`                                8.0
 */
const REST = new RegExp([
  String.raw`(?: +(?:(\d{1,19})|(0x[\da-f]{1,16}|[\da-f]{8,16}))(?= +(?:\[|InnoDB:|INNODB MONITOR)))?`,
  String.raw`(?: +\[(Note|Warning|ERROR|Error|System)\])?`,
  String.raw`(?: \[(MY-\d{6})\])?`,
  String.raw`(?: \[([A-Za-z][A-Za-z-]{0,30})\](?= ))?`,
  String.raw` *`,
].join(''), 'y');
const UNLABELLED = /(?:InnoDB: |INNODB MONITOR OUTPUT|mysqld(?:_safe)? |mariadbd(?:-safe)? |- (?:mysqld|mariadbd) got |\[ERROR\] mysqld got )/y;

/** Reads the head of a line whose time begins it; `undefined` when it is not one of this family's. */
export function errorHead(text: string, clock: MysqlClock): ErrorHead | undefined {
  const first = text.charCodeAt(0);
  if (!(first >= 48 && first <= 57) || !clock.read(text, 0)) return undefined;
  const timeTo = clock.to;
  REST.lastIndex = timeTo;
  const m = REST.exec(text);
  if (!m) return undefined;
  const from = REST.lastIndex;
  const [, thread, threadHandle, label, code, subsystem] = m;
  UNLABELLED.lastIndex = from;
  const isNamed = UNLABELLED.test(text);
  if (label === undefined && !isNamed) return undefined;
  const isShort = text.charCodeAt(4) !== 45;
  // Others write a level in brackets behind a time, too: the old form of the time or the thread must stand with it.
  if (label !== undefined && !isShort && thread === undefined) return undefined;
  return {
    timeTo, thread: thread === undefined ? undefined : Number(thread), threadHandle, label, code, subsystem, from,
    isCertain: isNamed || code !== undefined || label === 'Note' || label === 'System' || isShort || text.charCodeAt(10) === 84,
  };
}
