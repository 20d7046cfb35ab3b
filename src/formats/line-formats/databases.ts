import type { LineFormatSource } from '../../model/line-format.ts';
import { BODY, CLIENT, CLIENT_PORT, field, FILE, ISO, LINE, LOGGER, PID, THREAD_ID, USER } from './pieces.ts';

const DATABASE = field('db.namespace', 'string', 'Database.', { capture: 'database', facet: true });

/** Databases, queues and stores that write their logs as lines of text. */
export const databases: readonly LineFormatSource[] = [
  {
    id: 'redis',
    title: 'Redis and Valkey log',
    // serverLogRaw of src/server.c: `%d:%c %s %c %s`.
    specification: [{ title: 'Redis: src/server.c, serverLogRaw', url: 'https://github.com/redis/redis/blob/unstable/src/server.c' }],
    fields: [PID, field('redis.role', 'string', 'M master, S replica, C child, X sentinel.', { capture: 'role', facet: true })],
    lines: [
      String.raw`(?<pid>\d+):(?<role>[MSCX]) (?<time>\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}) (?<level>[.*#-]) ${BODY}`,
      // Until 2.8, without a year.
      String.raw`\[(?<pid>\d+)\] (?<time>\d\d [A-Z][a-z]{2} \d\d:\d\d:\d\d(?:\.\d{3})?) (?<level>[.*#-]) ${BODY}`,
    ],
    time: { forms: ['%d %b %Y %H:%M:%S.%f', '%d %b %H:%M:%S%.f'] },
    level: { values: { '.': 'debug', '-': 'info', '*': 'notice', '#': 'warn' } },
    continuation: 'belongs',
    samples: [
      { line: '1:C 14 Oct 2026 10:34:11.204 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', time: '2026-10-14T10:34:11.204Z', level: 'warn', fields: { 'process.pid': 1, 'redis.role': 'C' } },
      { line: '4711:M 14 Oct 2026 10:34:12.000 * Ready to accept connections tcp', time: '2026-10-14T10:34:12Z', level: 'notice', body: 'Ready to accept connections tcp' },
      { line: '4711:S 14 Oct 2026 10:34:13.500 - DB 0: 1 keys (0 volatile) in 4 slots HT.', time: '2026-10-14T10:34:13.5Z', level: 'info' },
      { line: '4711:M 14 Oct 2026 10:34:14.000 # === REDIS BUG REPORT START: Cut & paste starting from here ===\nRedis 7.2.4 crashed by signal: 11, si_code: 1', time: '2026-10-14T10:34:14Z', level: 'warn' },
      { line: '[4711] 14 Oct 10:34:15.250 . Accepted 10.0.0.7:50122', time: '2026-10-14T10:34:15.25Z', level: 'debug' },
    ],
  },
  {
    id: 'rabbitmq',
    title: 'RabbitMQ and other Erlang logs',
    specification: [
      { title: 'RabbitMQ: logging', url: 'https://www.rabbitmq.com/docs/logging' },
      { title: 'Erlang: logger_formatter', url: 'https://www.erlang.org/doc/apps/kernel/logger_formatter.html' },
    ],
    fields: [
      field('erlang.pid', 'string', 'Erlang process that wrote the record.', { capture: 'process' }),
      field('code.function.name', 'string', 'Module, function and line (ejabberd).', { capture: 'function' }),
    ],
    lines: [
      // 3.7 and later; ejabberd and others name the function behind the process.
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6}(?:Z|[+-]\d\d:\d\d)?) \[(?<level>[a-z]{4,9})\] (?<process><\d{1,9}\.\d{1,9}\.\d{1,9}>)(?:@(?<function>[^ ]{1,200}))? ?${BODY}`,
      // Until 3.6, and reports of OTP before 21.
      String.raw`=(?<level>[A-Z]+) REPORT==== (?<time>(?:\d{1,2}-[A-Z][a-z]{2}-\d{4}::|\d{4}-\d\d-\d\d )\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: UTC)? ===`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S%.f%?z', '%d-%b-%Y::%H:%M:%S%.f'] },
    level: { values: { CRASH: 'error', SUPERVISOR: 'error', PROGRESS: 'info' } },
    continuation: 'belongs',
    samples: [
      { line: '2026-10-14 10:34:11.204567+00:00 [info] <0.44.0> accepting AMQP connection <0.44.0> (10.0.0.7:50122 -> 10.0.0.3:5672)', time: '2026-10-14T10:34:11.204567Z', level: 'info', fields: { 'erlang.pid': '<0.44.0>' } },
      { line: '2026-10-14 10:34:12.000 [warning] <0.611.0> closing AMQP connection <0.611.0> (10.0.0.7:50122 -> 10.0.0.3:5672):\nclient unexpectedly closed TCP connection', time: '2026-10-14T10:34:12Z', level: 'warn' },
      { line: '2026-10-14 10:34:13.000 [error] <0.700.0>@mod_mam:store:123 cannot store', time: '2026-10-14T10:34:13Z', level: 'error', body: 'cannot store', fields: { 'code.function.name': 'mod_mam:store:123' } },
      { line: '=INFO REPORT==== 14-Oct-2026::10:34:14 ===\naccepting AMQP connection <0.28.0> (10.0.0.7:50122 -> 10.0.0.3:5672)', time: '2026-10-14T10:34:14Z', level: 'info' },
      { line: '=CRASH REPORT==== 4-Oct-2026::10:34:15.000001 ===\n  crasher:', time: '2026-10-04T10:34:15.000001Z', level: 'error' },
    ],
  },
  {
    id: 'clickhouse',
    title: 'ClickHouse server log',
    specification: [{ title: 'ClickHouse: server settings, logger', url: 'https://clickhouse.com/docs/operations/server-configuration-parameters/settings#logger' }],
    fields: [THREAD_ID, field('clickhouse.query_id', 'string', 'Query that the record is about.', { capture: 'query' }), LOGGER],
    lines: [String.raw`(?<time>\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d\.\d{6}) \[ (?<tid>\d+) \] \{(?<query>[^}]{0,200})\} <(?<level>[A-Z][a-z]+)> (?<logger>[^:]{1,300}): ?${BODY}`],
    time: { forms: ['%Y.%m.%d %H:%M:%S.%f'] },
    level: { values: { Test: 'trace' } },
    missing: [''],
    continuation: 'belongs',
    samples: [
      { line: '2026.10.14 10:34:11.204567 [ 4711 ] {} <Information> Application: Starting ClickHouse 24.3.1.2672', time: '2026-10-14T10:34:11.204567Z', level: 'info', body: 'Starting ClickHouse 24.3.1.2672', fields: { 'thread.id': 4711, 'logger.name': 'Application' } },
      { line: '2026.10.14 10:34:12.000001 [ 4712 ] {0f3c} <Error> executeQuery: Code: 60. DB::Exception: Table shop.carts does not exist. (UNKNOWN_TABLE)\n0. DB::Exception::Exception()', time: '2026-10-14T10:34:12.000001Z', level: 'error', fields: { 'clickhouse.query_id': '0f3c' } },
    ],
  },
  {
    id: 'cockroachdb',
    title: 'CockroachDB log',
    specification: [{ title: 'CockroachDB: log formats, crdb-v1 and crdb-v2', url: 'https://www.cockroachlabs.com/docs/stable/log-formats' }],
    fields: [
      THREAD_ID, field('cockroachdb.channel', 'integer', 'Channel of the log.', { capture: 'channel', facet: true }), FILE, LINE,
      field('cockroachdb.tags', 'string', 'Tags of the context: tenant, node, client.', { capture: 'tags' }), field('cockroachdb.entry', 'integer', 'Number of the entry.', { capture: 'entry' }),
    ],
    lines: [String.raw`(?<level>[IWEF])(?<time>\d{6} \d\d:\d\d:\d\d\.\d{6}) (?<tid>\d+) (?:(?<channel>\d+)@)?(?<file>[^ :]+):(?<line>\d+) {1,3}(?:⋮ )?(?:\[(?<tags>[^\]]*)\] {1,2})?(?:(?<entry>\d+) )?[ =+|!]{0,2}(?<body>.*)`],
    time: { forms: ['%y%m%d %H:%M:%S.%f'], zone: 'UTC' },
    level: { values: { I: 'info', W: 'warn', E: 'error', F: 'fatal' } },
    missing: ['-'],
    continuation: 'belongs',
    samples: [
      { line: 'I261014 10:34:11.204567 4711 1@server/server.go:1234 ⋮ [T1,n1] 12  node connected via gossip', time: '2026-10-14T10:34:11.204567Z', level: 'info', body: 'node connected via gossip', fields: { 'thread.id': 4711, 'cockroachdb.channel': 1, 'code.file.path': 'server/server.go', 'code.line.number': 1234, 'cockroachdb.tags': 'T1,n1', 'cockroachdb.entry': 12 } },
      { line: 'W261014 10:34:12.000001 88 kv/kvserver/store.go:77  [n1,s1] slow range RPC', time: '2026-10-14T10:34:12.000001Z', level: 'warn', body: 'slow range RPC' },
    ],
  },
  {
    id: 'sqlserver-errorlog',
    title: 'SQL Server error log',
    specification: [{ title: 'SQL Server: view the error log', url: 'https://learn.microsoft.com/sql/relational-databases/performance/view-the-sql-server-error-log-sql-server-management-studio' }],
    extensions: ['ERRORLOG', '1', '2', 'log', 'txt'],
    fields: [
      field('sqlserver.source', 'string', 'spid of the session, Server, Logon, Backup.', { capture: 'source' }),
      field('sqlserver.error_number', 'integer', 'Number of the error.', { capture: 'number', facet: true }),
      field('sqlserver.error_severity', 'integer', 'Severity of the error, 0 to 25.', { capture: 'severity', facet: true }),
      field('sqlserver.error_state', 'integer', 'State of the error.', { capture: 'state' }), USER, CLIENT,
    ],
    lines: [
      { pattern: String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\d) (?<source>spid\d{1,6}s?|Server|Logon|Backup|Service Broker) {1,10}(?<body>Error: (?<number>\d{1,9}), Severity: (?<severity>1[7-9]|2[0-5]), State: (?<state>\d{1,5})\.?)`, level: 'fatal' },
      { pattern: String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\d) (?<source>spid\d{1,6}s?|Server|Logon|Backup|Service Broker) {1,10}(?<body>Error: (?<number>\d{1,9}), Severity: (?<severity>\d{1,2}), State: (?<state>\d{1,5})\.?)`, level: 'error' },
      { pattern: String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\d) (?<source>Logon) {1,10}(?<body>Login failed for user '(?<user>.{0,128}?)'\.(?: [^\[]{0,900})?\[CLIENT: (?<client>[^\]]{1,64})\])`, level: 'warn' },
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\d) (?<source>spid\d{1,6}s?|Server|Logon|Backup|Service Broker) {1,10}(?<body>[^ ].*)`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S.%f'] },
    level: { otherwise: 'info' },
    missing: [''],
    continuation: 'belongs',
    samples: [
      { line: '2026-10-14 10:34:11.20 Server      Microsoft SQL Server 2022 (RTM) - 16.0.1000.6 (X64)\n\tOct  8 2022 05:58:25\n\tCopyright (C) 2022 Microsoft Corporation', time: '2026-10-14T10:34:11.2Z', level: 'info', fields: { 'sqlserver.source': 'Server' } },
      { line: '2026-10-14 10:34:12.05 Logon       Error: 18456, Severity: 14, State: 8.', time: '2026-10-14T10:34:12.05Z', level: 'error', fields: { 'sqlserver.error_number': 18456, 'sqlserver.error_severity': 14, 'sqlserver.error_state': 8 } },
      { line: "2026-10-14 10:34:12.05 Logon       Login failed for user 'sa'. Reason: Password did not match that for the login provided. [CLIENT: 10.0.0.66]", time: '2026-10-14T10:34:12.05Z', level: 'warn', fields: { 'user.name': 'sa', 'client.address': '10.0.0.66' } },
      { line: '2026-10-14 10:34:13.00 spid52      Error: 823, Severity: 24, State: 2.', time: '2026-10-14T10:34:13Z', level: 'fatal', fields: { 'sqlserver.source': 'spid52' } },
      { line: '2026-10-14 10:34:14.33 spid7s      Recovery is complete. This is an informational message only.', time: '2026-10-14T10:34:14.33Z', level: 'info' },
    ],
  },
  {
    id: 'pgbouncer',
    title: 'PgBouncer log',
    specification: [{ title: 'PgBouncer: configuration, log settings', url: 'https://www.pgbouncer.org/config.html#log-settings' }],
    fields: [
      PID, field('pgbouncer.socket', 'string', 'C client, S server, and its address in memory.', { capture: 'socket' }), DATABASE, USER, CLIENT, CLIENT_PORT,
    ],
    lines: [
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? [A-Z]{2,5}) \[(?<pid>\d+)\] (?<level>LOG|NOISE|DEBUG|WARNING|ERROR|FATAL) (?<socket>[CS]-0x[\da-f]{1,16}): (?<database>[^ /]{1,64})/(?<user>[^ @]{1,64})@(?<client>[^ ]{1,200}):(?<client_port>\d{1,5}) (?<body>.*)`,
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? [A-Z]{2,5}) \[(?<pid>\d+)\] (?<level>LOG|NOISE|DEBUG|WARNING|ERROR|FATAL) (?<body>[^ ].*)`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S%.f %z'] },
    level: { values: { LOG: 'info', NOISE: 'trace' } },
    missing: ['(nodb)', '(nouser)'],
    samples: [
      { line: '2026-10-14 10:34:11.204 UTC [4711] LOG C-0x55d0e0a8b0: shop/app@10.0.0.7:50122 login attempt: db=shop user=app tls=no', time: '2026-10-14T10:34:11.204Z', level: 'info', body: 'login attempt: db=shop user=app tls=no', fields: { 'db.namespace': 'shop', 'user.name': 'app', 'client.address': '10.0.0.7', 'client.port': 50122, 'process.pid': 4711 } },
      { line: '2026-10-14 10:34:12.000 UTC [4711] WARNING C-0x55d0e0a8b1: (nodb)/(nouser)@10.0.0.7:50123 pooler error: no such database: shpo', time: '2026-10-14T10:34:12Z', level: 'warn' },
      { line: '2026-10-14 10:34:13.000 UTC [4711] LOG stats: 12 xacts/s, 12 queries/s, in 512 B/s, out 900 B/s, xact 204 us', time: '2026-10-14T10:34:13Z', level: 'info' },
    ],
  },
  {
    id: 'proxysql',
    title: 'ProxySQL log',
    specification: [{ title: 'ProxySQL: error log', url: 'https://proxysql.com/documentation/' }],
    fields: [FILE, LINE, field('code.function.name', 'string', 'Function that wrote the record.', { capture: 'function' })],
    lines: [
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?<file>\w[\w.-]{0,80}\.c(?:pp)?):(?<line>\d+):(?<function>[\w:~]{1,100})\(\): \[(?<level>[A-Z]+)\] ?${BODY}`,
      // Of lines without a place only those that are its own: a time and a level in brackets are everybody's.
      String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[(?<level>[A-Z]+)\] (?<body>(?:ProxySQL |Current RLIMIT|Dumping |Computed checksum|New mysql_|Cluster: |Received [A-Z]|Standard ProxySQL|Angel process|Loading (?:MySQL|Admin)).*)`,
    ],
    time: { forms: ['%Y-%m-%d %H:%M:%S'] },
    confidence: 0.7,
    continuation: 'belongs',
    samples: [
      { line: '2026-10-14 10:34:11 MySQL_HostGroups_Manager.cpp:1234:connect(): [ERROR] Shunning server 10.0.0.3:3306 with 5 errors/sec.', time: '2026-10-14T10:34:11Z', level: 'error', body: 'Shunning server 10.0.0.3:3306 with 5 errors/sec.', fields: { 'code.function.name': 'connect', 'code.line.number': 1234 } },
      { line: '2026-10-14 10:34:12 MySQL_Monitor.cpp:77:monitor_ping(): [WARNING] Got error. mmsd 0x7f', time: '2026-10-14T10:34:12Z', level: 'warn' },
    ],
  },
  {
    id: 'elasticsearch-slow',
    title: 'Elasticsearch and OpenSearch slow log',
    specification: [{ title: 'Elasticsearch: slow log', url: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/index-modules-slowlog.html' }],
    fields: [
      field('elasticsearch.slowlog.took', 'double', 'Seconds it took.', { capture: 'took', scale: 0.001 }),
      field('elasticsearch.slowlog.kind', 'string', 'query, fetch, index.', { capture: 'kind', facet: true }),
      field('elasticsearch.index', 'string', 'Index.', { capture: 'index', facet: true }), field('elasticsearch.shard', 'integer', 'Shard.', { capture: 'shard' }),
      field('elasticsearch.node.name', 'string', 'Node.', { capture: 'node', facet: true }), LOGGER,
    ],
    lines: [
      String.raw`\[(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d,\d{3})\]\[(?<level>[A-Z]+) *\]\[(?<logger>(?:i|index)\.(?:s|search|i|indexing)\.(?:s|slowlog)\.(?<kind>query|fetch|index))(?:\.[\w-]{1,60})? *\] ?\[(?<node>[^\]]*)\] ?(?<body>\[(?<index>[^\]/]*)(?:/[^\]]*)?\](?:\[(?<shard>\d+)\])? took\[[^\]]*\], took_millis\[(?<took>\d+)\],? ?.*)`,
    ],
    time: { forms: ['%Y-%m-%dT%H:%M:%S,%f', '%Y-%m-%d %H:%M:%S,%f'] },
    continuation: 'belongs',
    confidence: 0.98,
    narrows: ['elasticsearch'],
    samples: [
      { line: '[2026-10-14T10:34:11,204][WARN ][i.s.s.query              ] [node-1] [orders][0] took[1.2s], took_millis[1204], total_hits[12 hits], types[], stats[], search_type[QUERY_THEN_FETCH], total_shards[5], source[{"query":{"match_all":{}}}], id[],', time: '2026-10-14T10:34:11.204Z', level: 'warn', fields: { 'elasticsearch.slowlog.took': 1.204, 'elasticsearch.slowlog.kind': 'query', 'elasticsearch.index': 'orders', 'elasticsearch.shard': 0, 'elasticsearch.node.name': 'node-1' } },
      { line: '[2026-10-14T10:34:12,000][INFO ][index.indexing.slowlog.index] [node-1] [orders/a1B2] took[505ms], took_millis[505], type[_doc], id[7], routing[], source[{"a":1}]', time: '2026-10-14T10:34:12Z', level: 'info', fields: { 'elasticsearch.slowlog.kind': 'index', 'elasticsearch.index': 'orders' } },
    ],
  },
  {
    id: 'hashicorp',
    title: 'Consul, Nomad, Vault and Terraform log',
    specification: [{ title: 'hclog: intlogger.go', url: 'https://github.com/hashicorp/go-hclog/blob/main/intlogger.go' }],
    fields: [LOGGER],
    lines: [
      // Levels are padded to seven characters; where that adds nothing, the name of the logger must be one of theirs.
      String.raw` {0,8}(?<time>${ISO}) \[(?<level>INFO|WARN)\] {2}(?<logger>[a-z][\w.@/-]{0,80}(?: \([^)]{1,60}\))?): (?<body>.*)`,
      String.raw` {0,8}(?<time>${ISO}) \[(?<level>TRACE|DEBUG|ERROR)\] (?<logger>(?:agent|consul|nomad|vault|core|raft|serf|memberlist|expiration|rollback|identity|storage|secrets|auth|audit|provider|terraform|backend|client|server|worker|connect|replication|plugin|http)(?:[.@/_-][\w.@/-]{0,80})?(?: \([^)]{1,60}\))?): (?<body>.*)`,
      // Before hclog: Go's log package and a filter for levels.
      String.raw` {4}(?<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) \[(?<level>TRACE|DEBUG|INFO|WARN|ERR|ERROR)\] (?<logger>[a-z][\w.-]{0,40}): (?<body>.*)`,
    ],
    time: { forms: ['%Y-%m-%dT%H:%M:%S%.f%?z', '%Y/%m/%d %H:%M:%S'] },
    continuation: 'belongs',
    confidence: 0.7,
    samples: [
      { line: '2026-10-14T10:34:11.204Z [INFO]  agent.server.raft: entering follower state: follower="Node at 10.0.0.3:8300 [Follower]" leader-address= leader-id=', time: '2026-10-14T10:34:11.204Z', level: 'info', fields: { 'logger.name': 'agent.server.raft' } },
      { line: '2026-10-14T12:34:12.204+0200 [ERROR] core: failed to unseal: error="invalid key"', time: '2026-10-14T10:34:12.204Z', level: 'error', body: 'failed to unseal: error="invalid key"' },
      { line: '    2026/10/14 10:34:13 [WARN] consul: error getting server health from "c2"', time: '2026-10-14T10:34:13Z', level: 'warn' },
    ],
  },
  {
    id: 'oracle-listener',
    title: 'Oracle listener log',
    specification: [{ title: 'Oracle Net Services: listener log file', url: 'https://docs.oracle.com/en/database/oracle/oracle-database/19/netag/troubleshooting-oracle-net-services.html' }],
    fields: [
      field('oracle.service_name', 'string', 'Service or SID that was asked for.', { capture: 'sid', facet: true }),
      CLIENT, CLIENT_PORT, field('oracle.event', 'string', 'establish, status, service_update …', { capture: 'event', facet: true }), field('oracle.return_code', 'integer', 'TNS code; 0 is success.', { capture: 'code', facet: true }),
    ],
    lines: [
      { pattern: String.raw`(?<time>\d\d-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d) \* (?<body>\(CONNECT_DATA=[^*]{1,900}\* \(ADDRESS=[^*]{0,200}\(HOST=(?<client>[^)]{1,200})\)\(PORT=(?<client_port>\d{1,5})\)\) \* (?<event>\w{1,40}) \* (?<sid>[^ ]{1,100}) \* (?<code>0))`, level: 'info' },
      { pattern: String.raw`(?<time>\d\d-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d) \* (?<body>\(CONNECT_DATA=[^*]{1,900}\* \(ADDRESS=[^*]{0,200}\(HOST=(?<client>[^)]{1,200})\)\(PORT=(?<client_port>\d{1,5})\)\) \* (?<event>\w{1,40}) \* (?<sid>[^ ]{1,100}) \* (?<code>\d{1,6}))`, level: 'error' },
      { pattern: String.raw`(?<time>\d\d-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d) \* (?<body>\([^*]{0,900}\* (?<event>\w{1,40}) \* (?<code>0))`, level: 'info' },
      { pattern: String.raw`(?<time>\d\d-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d) \* (?<body>\([^*]{0,900}\* (?<event>\w{1,40}) \* (?<code>\d{1,6}))`, level: 'error' },
      { pattern: String.raw`(?<time>\d\d-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d) \* (?<body>(?<event>\w{1,40}) \* [^ ]{1,100} \* (?<code>\d{1,6}))`, level: 'info' },
    ],
    time: { forms: ['%d-%b-%Y %H:%M:%S'] },
    continuation: 'belongs',
    samples: [
      { line: '14-OCT-2026 10:34:11 * (CONNECT_DATA=(SID=shop)(CID=(PROGRAM=sqlplus)(HOST=web-3)(USER=app))) * (ADDRESS=(PROTOCOL=tcp)(HOST=10.0.0.7)(PORT=50122)) * establish * shop * 0', time: '2026-10-14T10:34:11Z', level: 'info', fields: { 'client.address': '10.0.0.7', 'client.port': 50122, 'oracle.service_name': 'shop', 'oracle.event': 'establish', 'oracle.return_code': 0 } },
      { line: '14-OCT-2026 10:34:12 * (CONNECT_DATA=(SERVICE_NAME=shpo)(CID=(PROGRAM=x)(HOST=web-3)(USER=app))) * (ADDRESS=(PROTOCOL=tcp)(HOST=10.0.0.7)(PORT=50123)) * establish * shpo * 12514\nTNS-12514: TNS:listener does not currently know of service requested in connect descriptor', time: '2026-10-14T10:34:12Z', level: 'error', fields: { 'oracle.return_code': 12514 } },
      { line: '14-OCT-2026 10:34:13 * service_update * shop * 0', time: '2026-10-14T10:34:13Z', level: 'info', fields: { 'oracle.event': 'service_update' } },
    ],
  },
];
