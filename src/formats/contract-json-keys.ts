/**
 * What the keys of structured logs mean. Names are compared without case and punctuation ("@timestamp", "TimeStamp",
 * "time_stamp" are one), so one list serves all libraries. Lower rank wins where a record has several.
 */
export type Role = 'time' | 'observed' | 'level' | 'message' | 'service' | 'host' | 'trace' | 'span' | 'nest' | 'logger' | 'thread' | 'pid' | 'other';

export interface Meaning {
  readonly role: Role;
  readonly rank: number;
}

const OTHER: Meaning = { role: 'other', rank: 0 };

/**
 * In order of rank. Sources: pino, bunyan, winston, zap, slog, tracing-subscriber (Rust), logrus, Serilog CLEF (@t @l
 * @m @mt), ECS (@timestamp, log.level, service.name), log4j2 JsonLayout (instant, timeMillis, level, loggerName),
 * logback, python-json-logger (asctime, levelname), GELF (short_message, host), journald export (__REALTIME_TIMESTAMP,
 * PRIORITY, MESSAGE, _HOSTNAME), MongoDB (t, s, msg), Docker json-file (log, time), CloudTrail, Google Cloud Logging
 * LogEntry, Azure Monitor, Kubernetes audit, Envoy, Traefik, nginx and Cloudflare JSON access logs.
 */
const NAMES: Record<Exclude<Role, 'other'>, readonly string[]> = {
  time: [
    'timestamp', 'time', 'ts', 't', 'datetime', 'instant', 'timemillis', 'timestampms', 'timestampns', 'eventtime', 'eventtimestamp', 'asctime',
    'date', 'logtime', 'logtimestamp', 'timegenerated', 'sourcerealtimetimestamp', 'realtimetimestamp', 'epoch', 'epochmillis', 'timelocal',
    'timeiso8601', 'msec', 'starttime', 'startutc', 'edgestarttimestamp', 'requestreceivedtimestamp', 'stagetimestamp', 'activitydatetime',
    'creationtime', 'createdat', 'loggedat', 'published', 'created', 'receivetimestamp', 'ingestiontime',
  ],
  observed: ['observedtimestamp', 'observedtime', 'eventingested', 'receivedat'],
  level: ['level', 'loglevel', 'lvl', 'severity', 'severitytext', 'levelname', 'l', 'logseverity', 's', 'priority', 'levelno', 'severitynumber', 'syslogseverity'],
  message: [
    'message', 'msg', 'm', 'shortmessage', 'mt', 'messagetemplate', 'log', 'text', 'textpayload', 'event', 'body', 'logmessage', 'fullmessage',
    'eventname', 'operationname', 'methodname', 'error', 'err',
  ],
  service: ['servicename', 'service', 'application', 'app', 'appname', 'applicationname', 'syslogidentifier', 'program', 'eventsource'],
  host: ['hostname', 'host', 'machinename', 'nodename'],
  trace: ['traceid', 'tr', 'oteltraceid', 'xb3traceid', 'logginggoogleapiscomtrace', 'trace'],
  span: ['spanid', 'sp', 'otelspanid', 'xb3spanid', 'logginggoogleapiscomspanid', 'span'],
  nest: ['fields', 'log', 'event', 'record', 'ecs', 'payload', 'jsonpayload', 'protopayload', 'attr', 'data', 'extra', 'context', 'mdc', 'contextmap'],
  logger: ['logger', 'loggername', 'target', 'sourcecontext', 'category', 'c'],
  thread: ['threadname', 'thread', 'processthreadname'],
  pid: ['pid', 'processid', 'processpid'],
};

/** Keys that say something only with their punctuation: Serilog's CLEF. Alone, `l`, `m`, `mt`, `tr`, `sp` mean nothing. */
const ONLY_WITH_AT = new Set(['l', 'm', 'mt', 'tr', 'sp']);

const MEANINGS = new Map<string, Meaning>();
const ROLES = [
  'time', 'observed', 'level', 'message', 'service', 'host', 'trace', 'span', 'nest', 'logger', 'thread', 'pid',
] as const satisfies ReadonlyArray<Exclude<Role, 'other'>>;
for (const role of ROLES) {
  NAMES[role].forEach((name, rank) => {
    // A name may be a message when it is a string and a nest when it is an object: `reading.ts` looks at the value.
    if (!MEANINGS.has(name)) MEANINGS.set(name, { role, rank });
  });
}
const NESTS = new Set(NAMES.nest);

/** Keys are evidence and may be without end. */
const MOST_KEYS = 20_000;
const cache = new Map<string, Meaning>();

const names = new Map<string, string>();

export function normalName(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (names.size < MOST_KEYS) names.set(key, name);
  return name;
}

/** What a key means. `@timestamp` outranks `timestamp`. */
export function meaning(key: string): Meaning {
  const known = cache.get(key);
  if (known) return known;
  const name = normalName(key);
  let found = MEANINGS.get(name) ?? OTHER;
  if (ONLY_WITH_AT.has(name) && !key.startsWith('@')) found = OTHER;
  if (key.startsWith('@') && found.role !== 'other') found = { role: found.role, rank: found.rank - 100 };
  if (cache.size < MOST_KEYS) cache.set(key, found);
  return found;
}

/** Whether an object under this key holds members of the record itself. */
export function isNest(key: string): boolean {
  return NESTS.has(normalName(key));
}
