import type { LineFormatSource } from '../../model/line-format.ts';

/** Quoted, with quotes inside escaped by a backslash. */
const QUOTED = String.raw`[^"\\]*(?:\\.[^"\\]*){0,200}`;

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
];
