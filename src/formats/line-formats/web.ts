import type { LineFormatSource } from '../../model/line-format.ts';
import { BSD, BSD_FORM, CLIENT, CLIENT_PORT, field, ISO, ISO_FORMS, METHOD, PID, QUOTED, SENT, STATUS, URL_PATH, USER } from './pieces.ts';

/** Time, host and no priority, as a relay writes them. */
const SYSLOG_HEAD = String.raw`(?:<\d{1,3}>)?(?<time>${BSD}|${ISO}) (?<host>[^ ]+) `;

/** Load balancers, object stores and content networks of clouds, as they write requests. */
export const web: readonly LineFormatSource[] = [
  {
    id: 'aws-alb',
    title: 'AWS Application Load Balancer access log',
    specification: [{ title: 'Access logs for your Application Load Balancer', url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html' }],
    fields: [
      { name: 'aws.alb.type', type: 'string', description: 'http, https, h2, grpcs, ws or wss.', facet: true },
      { name: 'aws.alb.name', type: 'string', description: 'The load balancer.', facet: true },
      { name: 'client.address', type: 'string', description: 'Who asked.' },
      { name: 'client.port', type: 'integer', description: 'Its port.' },
      { name: 'server.address', type: 'string', description: 'The target that answered.', facet: true },
      { name: 'aws.alb.request_processing_time', type: 'double', description: 'Seconds until the request was sent to a target; -1 where it was not.' },
      { name: 'aws.alb.target_processing_time', type: 'double', description: 'Seconds until the target began to answer; -1 where it did not.' },
      { name: 'aws.alb.response_processing_time', type: 'double', description: 'Seconds until the answer was sent on; -1 where it was not.' },
      { name: 'http.response.status_code', type: 'integer', description: 'Status the client got.', facet: true },
      { name: 'aws.alb.target_status_code', type: 'integer', description: 'Status the target answered.', facet: true },
      { name: 'http.request.body.size', type: 'integer', description: 'Bytes received from the client.', capture: 'received' },
      { name: 'http.response.body.size', type: 'integer', description: 'Bytes sent to it.', capture: 'sent' },
      { name: 'http.request.method', type: 'string', description: 'Method.', facet: true },
      { name: 'url.full', type: 'string', description: 'What was asked for.' },
      { name: 'network.protocol.version', type: 'string', description: 'Version of HTTP.' },
      { name: 'user_agent.original', type: 'string', description: 'What asked.' },
      { name: 'tls.cipher', type: 'string', description: 'Cipher of TLS.' },
      { name: 'tls.protocol.version', type: 'string', description: 'Version of TLS.' },
      { name: 'aws.alb.target_group', type: 'string', description: 'ARN of the target group.' },
      { name: 'aws.alb.trace_id', type: 'string', description: 'X-Amzn-Trace-Id.' },
    ],
    lines: [
      String.raw`(?<aws_alb_type>https?|h2|grpcs|wss?) (?<time>\d{4}-[\dT:.-]+Z) (?<aws_alb_name>[^ ]+) (?<client_address>[^ ]{1,45}):(?<client_port>\d+) (?<server_address>[^ ]+) (?<aws_alb_request_processing_time>-?[\d.]+) (?<aws_alb_target_processing_time>-?[\d.]+) (?<aws_alb_response_processing_time>-?[\d.]+) (?<http_response_status_code>\d{3}|-) (?<aws_alb_target_status_code>\d{3}|-) (?<received>\d+) (?<sent>\d+) "(?<http_request_method>[^ "]+) (?<url_full>[^ "]+) (?:HTTP/(?<network_protocol_version>[\d.]+)|- ?)" "(?<user_agent_original>${QUOTED})" (?<tls_cipher>[^ ]+) (?<tls_protocol_version>[^ ]+) (?<aws_alb_target_group>[^ ]+) "(?<aws_alb_trace_id>[^"]*)".*`,
    ],
    level: { capture: 'http_response_status_code', httpStatus: true },
    missing: ['-'],
    confidence: 0.97,
    samples: [
      {
        line: 'https 2026-10-14T08:34:11.204567Z app/front/50dc6c495c0c9188 203.0.113.9:46532 10.0.0.12:8080 0.001 1.204 0.000 502 502 312 610 "POST https://shop.example:443/checkout?step=2 HTTP/2.0" "Mozilla/5.0 (X11; Linux x86_64)" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/73e2d6bc24d8a067 "Root=1-68ee0d23-1d84f3d73c47ec4e58577259" "shop.example" "session-reused" 3 2026-10-14T08:34:09.999000Z "forward" "-" "-" "10.0.0.12:8080" "502" "-" "-"',
        time: '2026-10-14T08:34:11.204567Z', level: 'error', fields: { 'http.response.status_code': 502, 'client.port': 46_532, 'aws.alb.target_processing_time': 1.204, 'url.full': 'https://shop.example:443/checkout?step=2' },
      },
    ],
  },
  {
    id: 'aws-elb',
    title: 'AWS Classic Load Balancer access log',
    specification: [{ title: 'Access logs for your Classic Load Balancer', url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html' }],
    fields: [
      { name: 'aws.elb.name', type: 'string', description: 'The load balancer.', facet: true },
      { name: 'client.address', type: 'string', description: 'Who asked.' },
      { name: 'client.port', type: 'integer', description: 'Its port.' },
      { name: 'server.address', type: 'string', description: 'The backend that answered, with its port.', facet: true },
      { name: 'aws.elb.request_processing_time', type: 'double', description: 'Seconds until the request was sent to a backend; -1 where it was not.' },
      { name: 'aws.elb.backend_processing_time', type: 'double', description: 'Seconds until the backend began to answer; -1 where it did not.' },
      { name: 'aws.elb.response_processing_time', type: 'double', description: 'Seconds until the answer was sent on; -1 where it was not.' },
      { name: 'http.response.status_code', type: 'integer', description: 'Status the client got; none for TCP.', facet: true },
      { name: 'aws.elb.backend_status_code', type: 'integer', description: 'Status the backend answered.', facet: true },
      { name: 'http.request.body.size', type: 'integer', description: 'Bytes received from the client.', capture: 'received' },
      { name: 'http.response.body.size', type: 'integer', description: 'Bytes sent to it.', capture: 'sent' },
      { name: 'http.request.method', type: 'string', description: 'Method.', facet: true },
      { name: 'url.full', type: 'string', description: 'What was asked for.' },
      { name: 'network.protocol.version', type: 'string', description: 'Version of HTTP.' },
      { name: 'user_agent.original', type: 'string', description: 'What asked.' },
      { name: 'tls.cipher', type: 'string', description: 'Cipher of TLS.' },
      { name: 'tls.protocol.version', type: 'string', description: 'Version of TLS.' },
    ],
    lines: [
      // User agent, cipher and protocol came later: old logs end behind the request.
      String.raw`(?<time>\d{4}-[\dT:.-]+Z) (?<aws_elb_name>[^ ]+) (?<client_address>[^ ]{1,45}):(?<client_port>\d+) (?<server_address>[^ ]+) (?<aws_elb_request_processing_time>-?[\d.]+) (?<aws_elb_backend_processing_time>-?[\d.]+) (?<aws_elb_response_processing_time>-?[\d.]+) (?<http_response_status_code>\d{1,3}|-) (?<aws_elb_backend_status_code>\d{1,3}|-) (?<received>\d+) (?<sent>\d+) "(?<http_request_method>[^ "]+) (?<url_full>[^ "]+) (?:HTTP/(?<network_protocol_version>[\d.]+)|-)? ?"(?: "(?<user_agent_original>${QUOTED})" (?<tls_cipher>[^ ]+) (?<tls_protocol_version>[^ ]+))? ?`,
    ],
    level: { capture: 'http_response_status_code', httpStatus: true },
    missing: ['-'],
    confidence: 0.97,
    samples: [
      {
        line: '2026-10-14T08:34:11.204567Z front-classic 203.0.113.9:46532 10.0.0.12:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://shop.example:80/cart HTTP/1.1" "curl/8.5.0" - -',
        time: '2026-10-14T08:34:11.204567Z', level: 'info', fields: { 'aws.elb.name': 'front-classic', 'client.port': 46_532, 'url.full': 'http://shop.example:80/cart', 'http.response.body.size': 29 },
      },
      {
        line: '2026-10-14T08:34:12.8Z front-classic 203.0.113.9:46533 - -1 -1 -1 504 0 0 0 "GET http://shop.example:80/cart HTTP/1.1"',
        time: '2026-10-14T08:34:12.8Z', level: 'error', fields: { 'http.response.status_code': 504, 'aws.elb.backend_processing_time': -1 },
      },
      {
        line: '2026-10-14T08:34:13.100000Z front-tcp 203.0.113.9:2817 10.0.0.12:443 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" - -',
        time: '2026-10-14T08:34:13.1Z', fields: { 'http.response.body.size': 305 },
      },
    ],
  },
  {
    id: 'aws-s3',
    title: 'Amazon S3 server access log',
    specification: [{ title: 'Amazon S3 server access log format', url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html' }],
    fields: [
      { name: 'aws.s3.bucket_owner', type: 'string', description: 'Canonical user id of the owner of the bucket.' },
      { name: 'aws.s3.bucket', type: 'string', description: 'Bucket.', facet: true },
      { name: 'client.address', type: 'string', description: 'Who asked.' },
      { name: 'user.name', type: 'string', description: 'Requester: canonical user id, or ARN of a role or user.' },
      { name: 'aws.request_id', type: 'string', description: 'Request id.' },
      { name: 'aws.s3.operation', type: 'string', description: 'REST.GET.OBJECT, WEBSITE.GET.OBJECT, S3.EXPIRE.OBJECT and their like.', facet: true },
      { name: 'aws.s3.key', type: 'string', description: 'Key of the object.' },
      { name: 'http.request.method', type: 'string', description: 'Method.', facet: true },
      { name: 'url.path', type: 'string', description: 'What was asked for.' },
      { name: 'http.response.status_code', type: 'integer', description: 'Status.', facet: true },
      { name: 'error.type', type: 'string', description: 'Error code of S3.', facet: true },
      { name: 'http.response.body.size', type: 'integer', description: 'Bytes sent.', capture: 'sent' },
      { name: 'aws.s3.object_size', type: 'integer', description: 'Size of the object in bytes.' },
      { name: 'aws.s3.total_time', type: 'double', description: 'Seconds the request was in flight.', scale: 0.001 },
      { name: 'aws.s3.turn_around_time', type: 'double', description: 'Seconds S3 took to begin the answer.', scale: 0.001 },
      { name: 'http.request.header.referer', type: 'string', description: 'Referer.' },
      { name: 'user_agent.original', type: 'string', description: 'What asked.' },
      { name: 'aws.s3.version_id', type: 'string', description: 'Version of the object.' },
    ],
    lines: [
      String.raw`(?<aws_s3_bucket_owner>[^ ]+) (?<aws_s3_bucket>[^ ]+) \[(?<time>\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] (?<client_address>[^ ]+) (?<user_name>[^ ]+) (?<aws_request_id>[^ ]+) (?<aws_s3_operation>(?:REST|WEBSITE|BATCH|S3)\.[^ ]+) (?<aws_s3_key>[^ ]+) (?:"(?<http_request_method>[^ "]+) (?<url_path>${QUOTED})"|-|"-") (?<http_response_status_code>\d{3}|-) (?<error_type>[^ ]+) (?<sent>\d+|-) (?<aws_s3_object_size>\d+|-) (?<aws_s3_total_time>\d+|-) (?<aws_s3_turn_around_time>\d+|-) (?:"(?<http_request_header_referer>${QUOTED})"|-) (?:"(?<user_agent_original>${QUOTED})"|-)(?: (?<aws_s3_version_id>[^ ]+)(?: .*)?)?`,
    ],
    level: { capture: 'http_response_status_code', httpStatus: true },
    missing: ['-'],
    confidence: 0.97,
    samples: [
      {
        line: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-assets [14/Oct/2026:08:34:11 +0000] 203.0.113.9 - 3E57427F3EXAMPLE REST.GET.OBJECT img/logo.png "GET /shop-assets/img/logo.png HTTP/1.1" 404 NoSuchKey 243 - 17 - "-" "aws-cli/2.15" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader shop-assets.s3.eu-central-1.amazonaws.com TLSv1.3 - -',
        time: '2026-10-14T08:34:11Z', level: 'warn', fields: { 'aws.s3.bucket': 'shop-assets', 'error.type': 'NoSuchKey', 'http.response.status_code': 404, 'aws.s3.total_time': 0.017 },
      },
      {
        line: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-assets [14/Oct/2026:08:34:12 +0000] - AmazonS3 7B4A0FABBEXAMPLE S3.EXPIRE.OBJECT tmp/a "-" - - - 512 - - "-" "-" -',
        time: '2026-10-14T08:34:12Z', fields: { 'aws.s3.operation': 'S3.EXPIRE.OBJECT', 'aws.s3.object_size': 512 },
      },
    ],
  },
  {
    id: 'haproxy',
    title: 'HAProxy log',
    specification: [{ title: 'HAProxy: configuration manual, 8. Logging', url: 'https://docs.haproxy.org/3.0/configuration.html#8' }],
    fields: [
      PID, CLIENT, CLIENT_PORT, field('haproxy.frontend', 'string', 'Frontend; ~ behind it: over TLS.', { capture: 'frontend', facet: true }), field('haproxy.backend', 'string', 'Backend.', { capture: 'backend', facet: true }), field('server.address', 'string', 'Server of the backend.', { capture: 'server', facet: true }),
      field('haproxy.time_request', 'double', 'TR: seconds until the request was there; negative where it never was.', { capture: 'request_time', scale: 0.001 }), field('haproxy.time_queue', 'double', 'Tw: seconds in queues.', { capture: 'queue_time', scale: 0.001 }), field('haproxy.time_connect', 'double', 'Tc: seconds to connect to the server.', { capture: 'connect_time', scale: 0.001 }),
      field('haproxy.time_response', 'double', 'Tr: seconds until the server answered.', { capture: 'response_time', scale: 0.001 }), field('haproxy.time_total', 'double', 'Ta or Tt: seconds in all.', { capture: 'total_time', scale: 0.001 }),
      STATUS, SENT, field('haproxy.termination_state', 'string', 'How the session ended: ---- as it should.', { capture: 'termination', facet: true }), METHOD, URL_PATH, field('network.protocol.version', 'string', 'Version of HTTP.', { capture: 'version' }),
      field('haproxy.connections', 'string', 'Connections: process, frontend, backend, server, retries.', { capture: 'connections' }),
    ],
    lines: [
      // HTTP
      String.raw`${SYSLOG_HEAD}haproxy\[(?<pid>\d+)\]: (?<body>(?<client>[^ ]{1,45}):(?<client_port>\d+) \[[^\]]*\] (?<frontend>[^ ]+) (?<backend>[^ /]+)/(?<server>[^ ]+) (?<request_time>[+-]?\d+)/(?<queue_time>[+-]?\d+)/(?<connect_time>[+-]?\d+)/(?<response_time>[+-]?\d+)/(?<total_time>[+-]?\d+) (?<status>-?\d{1,3}) \+?(?<sent>\d+) [^ ]+ [^ ]+ (?<termination>[^ ]{4}) (?<connections>[\d+/]+) [\d/]+ (?:\{[^}]*\} ){0,2}"(?:(?<method>[A-Z]+) (?<path>[^ "]+)(?: HTTP/(?<version>[\d.]+))?|[^"]*)(?:".*)?)`,
      // TCP
      String.raw`${SYSLOG_HEAD}haproxy\[(?<pid>\d+)\]: (?<body>(?<client>[^ ]{1,45}):(?<client_port>\d+) \[[^\]]*\] (?<frontend>[^ ]+) (?<backend>[^ /]+)/(?<server>[^ ]+) (?<queue_time>[+-]?\d+)/(?<connect_time>[+-]?\d+)/(?<total_time>[+-]?\d+) \+?(?<sent>\d+) (?<termination>[^ ]{2}) (?<connections>[\d+/]+) [\d/]+(?: .*)?)`,
      // Errors of connections
      String.raw`${SYSLOG_HEAD}haproxy\[(?<pid>\d+)\]: (?<body>(?<client>[^ ]{1,45}):(?<client_port>\d+) \[[^\]]*\] (?<frontend>[^ :/]+)/(?<server>[^ :]+): .*)`,
      // What the process itself says
      String.raw`${SYSLOG_HEAD}haproxy\[(?<pid>\d+)\]: (?<body>(?:Proxy|Server|Stopping|Pausing|Resuming|Backup|Health check|backend|Reexecuting|Loading|New worker|Enabling|Process|Setting|\[).*)`,
    ],
    time: { forms: [BSD_FORM, '%Y-%m-%dT%H:%M:%S%.f%z'] },
    level: { capture: 'status', httpStatus: true },
    missing: ['<NOSRV>', '-1', '-'],
    narrows: ['syslog'],
    samples: [
      { line: 'Oct 14 10:34:11 lb-1 haproxy[7]: 203.0.113.9:50210 [14/Oct/2026:10:34:10.326] shop_in~ shop_out/web-1 0/0/1/48/49 503 3313 - - SC-- 3/2/0/0/0 0/0 {curl/8} {} "POST /checkout?step=2 HTTP/1.1"', time: '2026-10-14T10:34:11Z', level: 'error', fields: { 'http.response.status_code': 503, 'haproxy.backend': 'shop_out', 'server.address': 'web-1', 'haproxy.time_response': 0.048, 'http.request.method': 'POST', 'haproxy.termination_state': 'SC--' } },
      { line: 'Oct 14 10:34:12 lb-1 haproxy[7]: 203.0.113.9:50211 [14/Oct/2026:10:34:11.321] ssh_in ssh_out/ssh1 1/1/861 1485 -- 2/1/0/0/0 0/0', time: '2026-10-14T10:34:12Z', fields: { 'haproxy.time_total': 0.861, 'http.response.body.size': 1485 } },
      { line: '2026-10-14T10:34:13.001+00:00 lb-1 haproxy[7]: 203.0.113.9:50212 [14/Oct/2026:10:34:12.266] shop_in/1: Connection closed during SSL handshake', time: '2026-10-14T10:34:13.001Z', fields: { 'client.port': 50_212 } },
      { line: 'Oct 14 10:34:14 lb-1 haproxy[1]: Proxy shop_in started.', time: '2026-10-14T10:34:14Z', body: 'Proxy shop_in started.' },
    ],
  },
  {
    id: 'squid',
    title: 'Squid access log, native',
    specification: [{ title: 'Squid: log files, access.log', url: 'https://wiki.squid-cache.org/Features/LogFormat' }],
    fields: [
      field('http.server.request.duration', 'double', 'Seconds the request was busy.', { capture: 'took', scale: 0.001 }), CLIENT, field('squid.result', 'string', 'TCP_MISS, TCP_HIT, TCP_DENIED and their like.', { capture: 'result', facet: true }), STATUS, SENT, METHOD,
      field('url.full', 'string', 'What was asked for.', { capture: 'url' }), USER, field('squid.hierarchy', 'string', 'How it was fetched.', { capture: 'hierarchy', facet: true }), field('server.address', 'string', 'Where from.', { capture: 'server' }), field('http.response.header.content-type', 'string', 'Content type.', { capture: 'content' }),
    ],
    lines: [String.raw`(?<time>\d{9,10}\.\d{3}) +(?<took>-?\d+) (?<client>[^ ]+) (?<result>[A-Z_]+)/(?<status>\d{3}) (?<sent>\d+) (?<method>[A-Z_-]+|-) (?<url>[^ ]+) (?<user>[^ ]+) (?<hierarchy>[A-Z_]+)/(?<server>[^ ]+)(?: (?<content>[^ ]+)(?: .*)?)?`],
    time: { forms: ['%s'] },
    level: { capture: 'status', httpStatus: true },
    missing: ['-'],
    confidence: 0.97,
    samples: [{ line: '1791974051.204    119 192.0.2.17 TCP_MISS/404 1024 GET http://shop.example/cart alice HIER_DIRECT/203.0.113.1 text/html', time: '2026-10-14T10:34:11.204Z', level: 'warn', fields: { 'squid.result': 'TCP_MISS', 'http.server.request.duration': 0.119, 'user.name': 'alice' } }],
  },
  {
    id: 'envoy-access',
    title: 'Envoy and Istio access log',
    specification: [{ title: 'Envoy: access logging, default format string', url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage' }, { title: 'Istio: Envoy access logs', url: 'https://istio.io/latest/docs/tasks/observability/logs/access-log/' }],
    fields: [
      METHOD, URL_PATH, field('network.protocol.name', 'string', 'Protocol.', { capture: 'protocol' }), STATUS, field('envoy.response_flags', 'string', 'What went wrong: UF, UO, NR, URX, DC; none where nothing did.', { capture: 'flags', facet: true }), field('envoy.response_code_details', 'string', 'Why the answer is this one.', { capture: 'details', facet: true }),
      field('http.request.body.size', 'integer', 'Bytes received.', { capture: 'received' }), SENT, field('http.server.request.duration', 'double', 'Seconds.', { capture: 'took', scale: 0.001 }), field('envoy.upstream_service_time', 'double', 'Seconds the upstream took.', { capture: 'upstream_time', scale: 0.001 }),
      field('client.address', 'string', 'X-Forwarded-For.', { capture: 'client' }), field('user_agent.original', 'string', 'What asked.', { capture: 'agent' }), field('request.id', 'string', 'X-Request-Id.', { capture: 'request' }), field('url.domain', 'string', 'Authority.', { capture: 'authority', facet: true }), field('server.address', 'string', 'Upstream host.', { capture: 'upstream' }), field('envoy.upstream_cluster', 'string', 'Upstream cluster.', { capture: 'cluster', facet: true }),
    ],
    lines: [
      String.raw`\[(?<time>${ISO})\] "(?<method>[^ "]+) (?<path>[^ "]*) (?<protocol>[^ "]+)" (?<status>\d{1,3}) (?<flags>[^ ]+) (?<details>[^ ]+) [^ ]+ "[^"]*" (?<received>\d+) (?<sent>\d+) (?<took>\d+|-) (?<upstream_time>\d+|-) "(?<client>[^"]*)" "(?<agent>${QUOTED})" "(?<request>[^"]*)" "(?<authority>[^"]*)" "(?<upstream>[^"]*)"(?: (?<cluster>[^ ]+)(?: .*)?)?`,
      String.raw`\[(?<time>${ISO})\] "(?<method>[^ "]+) (?<path>[^ "]*) (?<protocol>[^ "]+)" (?<status>\d{1,3}) (?<flags>[^ ]+) (?<received>\d+) (?<sent>\d+) (?<took>\d+|-) (?<upstream_time>\d+|-) "(?<client>[^"]*)" "(?<agent>${QUOTED})" "(?<request>[^"]*)" "(?<authority>[^"]*)" "(?<upstream>[^"]*)"(?: (?<cluster>[^ ]+)(?: .*)?)?`,
      // TCP has neither request nor status.
      String.raw`\[(?<time>${ISO})\] "- - -" 0 (?<flags>[^ ]+) (?<details>[^ ]+) [^ ]+ "[^"]*" (?<received>\d+) (?<sent>\d+) .*`,
    ],
    time: { forms: ISO_FORMS },
    level: { capture: 'status', httpStatus: true },
    missing: ['-'],
    samples: [
      { line: '[2026-10-14T10:34:11.204Z] "GET /cart?id=1 HTTP/1.1" 503 UF,URX via_upstream - "-" 0 95 12 11 "-" "curl/8.5.0" "f3a1-1" "cart:8080" "10.0.0.12:8080" outbound|8080||cart.shop.svc.cluster.local 10.0.0.7:4 10.0.0.9:8080 10.0.0.7:5 - default', time: '2026-10-14T10:34:11.204Z', level: 'error', fields: { 'envoy.response_flags': 'UF,URX', 'http.server.request.duration': 0.012, 'envoy.upstream_cluster': 'outbound|8080||cart.shop.svc.cluster.local' } },
      { line: '[2026-10-14T10:34:12.204Z] "POST /api HTTP/2" 204 - 154 0 226 100 "192.0.2.1" "agent" "id" "shop" "tcp://10.0.2.1:80"', time: '2026-10-14T10:34:12.204Z', level: 'info', fields: { 'client.address': '192.0.2.1' } },
    ],
  },
  {
    id: 'uwsgi',
    title: 'uWSGI request log',
    specification: [{ title: 'uWSGI: formatting requests logs', url: 'https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html' }],
    fields: [
      PID, field('uwsgi.app', 'integer', 'Application.', { capture: 'app' }), CLIENT, USER, field('http.request.body.size', 'integer', 'Bytes of the request.', { capture: 'received' }), METHOD, URL_PATH, SENT, field('http.server.request.duration', 'double', 'Seconds.', { capture: 'took', scale: 0.001 }), field('network.protocol.name', 'string', 'Protocol.', { capture: 'protocol' }), STATUS,
    ],
    lines: [String.raw`\[pid: (?<pid>\d+)\|app: (?<app>-?\d+)\|req: [^\]]+\] (?<client>[^ ]+) \((?<user>[^)]*)\) \{\d+ vars in (?<received>\d+) bytes\} \[(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\] (?<method>[A-Z]+) (?<path>[^ ]*) => generated (?<sent>\d+) bytes in (?<took>\d+) msecs \((?<protocol>[^ )]+) (?<status>\d{3})\).*`],
    time: { forms: ['%a %b %d %H:%M:%S %Y'] },
    level: { capture: 'status', httpStatus: true },
    continuation: 'belongs',
    confidence: 0.97,
    samples: [{ line: '[pid: 24|app: 0|req: 482/482] 192.0.2.1 () {44 vars in 675 bytes} [Wed Oct 14 10:34:11 2026] GET /cart => generated 123 bytes in 10 msecs (HTTP/1.1 500) 2 headers in 79 bytes (1 switches on core 0)', time: '2026-10-14T10:34:11Z', level: 'error', fields: { 'process.pid': 24, 'http.server.request.duration': 0.01, 'url.path': '/cart' } }],
  },
  {
    id: 'http-access-iso',
    title: 'Access log with the time first',
    specification: [{ title: 'OpenTelemetry semantic conventions for HTTP', url: 'https://opentelemetry.io/docs/specs/semconv/http/http-spans/' }],
    fields: [CLIENT, USER, METHOD, URL_PATH, field('http.request.body.size', 'integer', 'Bytes received.', { capture: 'received' }), STATUS, SENT, field('http.request.header.referer', 'string', 'Referer.', { capture: 'referer' }), field('user_agent.original', 'string', 'What asked.', { capture: 'agent' })],
    lines: [String.raw`(?<time>${ISO}) (?<client>[^ ]+) (?<user>[^ ]+) (?<method>GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|CONNECT|TRACE|PROPFIND) (?:"(?<path>[^"]*)"|[^ "]+) (?<received>-?\d+|-) (?<status>\d{3}) (?<sent>\d+|-)(?: "(?<referer>${QUOTED})" "(?<agent>${QUOTED})"(?: .*)?)?`],
    time: { forms: ISO_FORMS },
    level: { capture: 'status', httpStatus: true },
    missing: ['-', '-1'],
    samples: [{ line: '2026-10-14T10:34:11 192.0.2.1 - GET "/cart" -1 500 5778 "-" "Mozilla/5.0 (X11)"', time: '2026-10-14T10:34:11Z', level: 'error', fields: { 'client.address': '192.0.2.1', 'url.path': '/cart', 'http.response.body.size': 5778 } }],
  },
  {
    id: 'coredns-query',
    title: 'CoreDNS query log',
    specification: [{ title: 'CoreDNS: log plugin', url: 'https://coredns.io/plugins/log/' }],
    fields: [
      CLIENT, CLIENT_PORT, field('dns.id', 'integer', 'Id of the query.', { capture: 'id' }), field('dns.question.type', 'string', 'A, AAAA, SRV.', { capture: 'type', facet: true }), field('dns.question.name', 'string', 'What was asked for.', { capture: 'name' }), field('network.transport', 'string', 'udp or tcp.', { capture: 'transport' }),
      field('dns.response_code', 'string', 'NOERROR, NXDOMAIN, SERVFAIL.', { capture: 'code', facet: true }), field('dns.flags', 'string', 'Flags of the answer.', { capture: 'flags' }), SENT, field('dns.duration', 'double', 'Seconds.', { capture: 'took' }),
    ],
    lines: [String.raw`(?:(?<time>${ISO}) )?\[(?<level>INFO|DEBUG|WARNING|ERROR)\] (?<body>(?<client>[^ ]{1,50}):(?<client_port>\d+) - (?<id>\d+) "(?<type>[A-Z\d]+) [A-Z]+ (?<name>[^ ]+) (?<transport>udp|tcp) [^"]*" (?<code>[A-Z]+) (?<flags>[^ ]+) (?<sent>\d+) (?<took>[\d.]+)s)`, String.raw`(?:(?<time>${ISO}) )?\[(?<level>INFO|DEBUG|WARNING|ERROR|FATAL)\] (?<body>(?:plugin/|Reloading|SIGTERM|Shutting down|CoreDNS-).*)`],
    time: { forms: ISO_FORMS },
    samples: [
      { line: '2026-10-14T10:34:11.204Z [INFO] 10.0.0.7:50759 - 29008 "A IN cart.shop.svc.cluster.local. udp 41 false 512" NXDOMAIN qr,aa,rd 134 0.000298s', time: '2026-10-14T10:34:11.204Z', level: 'info', fields: { 'dns.response_code': 'NXDOMAIN', 'dns.question.name': 'cart.shop.svc.cluster.local.', 'dns.duration': 0.000298 } },
      { line: '2026-10-14T10:34:12.204Z [ERROR] plugin/errors: 2 cart. A: read udp: i/o timeout', time: '2026-10-14T10:34:12.204Z', level: 'error' },
    ],
  },
];
