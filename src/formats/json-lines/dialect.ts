import { isObject, type Json } from '../contract-json-object.ts';

/**
 * Whose layout an object has, by the members that the writer always writes. The ids are for ever; the words are for people.
 *
 * bunyan: https://github.com/trentm/node-bunyan#core-fields · pino: https://getpino.io/#/docs/api?id=logger · ECS:
 * https://www.elastic.co/docs/reference/ecs · Caddy: https://caddyserver.com/docs/logging · Cloudflare Logpush:
 * https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/ · zap: https://pkg.go.dev/go.uber.org/zap
 * CLEF: https://clef-json.org/ · GELF: https://go2docs.graylog.org/current/getting_in_log_data/gelf.html · Nextcloud:
 * https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/logging_configuration.html · Traefik:
 * https://doc.traefik.io/traefik/observe/logs-and-access-logs/ · PostgreSQL jsonlog: https://www.postgresql.org/docs/current/runtime-config-logging.html
 */
interface Dialect {
  readonly id: string;
  readonly words: string;
  is(object: Json): boolean;
}

const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
const number = (value: unknown): value is number => typeof value === 'number';
const all = (object: Json, ...names: readonly string[]): boolean => names.every((name) => name in object);

/** The narrower first. */
const DIALECTS: readonly Dialect[] = [
  { id: 'cloudflare', words: 'Cloudflare', is: (o) => 'RayID' in o && ['EdgeStartTimestamp', 'EdgeResponseStatus', 'ClientRequestHost', 'Datetime'].some((name) => name in o) },
  { id: 'traefik', words: 'Traefik', is: (o) => all(o, 'RequestMethod', 'DownstreamStatus') || all(o, 'ClientAddr', 'RequestPath', 'StartUTC') },
  { id: 'envoy', words: 'Envoy or Istio', is: (o) => all(o, 'response_flags', 'response_code') },
  { id: 'caddy', words: 'Caddy', is: (o) => number(o['ts']) && (text(o['logger']) && /^(?:http|admin|tls|caddy|pki|docker_proxy)(?:\.|$)/.test(o['logger']) || isObject(o['request']) && 'remote_ip' in o['request']) },
  { id: 'github-events', words: 'GitHub’s events', is: (o) => text(o['type']) && o['type'].endsWith('Event') && all(o, 'actor', 'repo', 'created_at') },
  { id: 'nextcloud', words: 'Nextcloud', is: (o) => all(o, 'reqId', 'remoteAddr', 'app', 'message') },
  { id: 'papertrail', words: 'Papertrail', is: (o) => all(o, 'received_at', 'program', 'message') && ('source_name' in o || 'hostname' in o) },
  { id: 'postgresql', words: 'PostgreSQL (jsonlog)', is: (o) => all(o, 'error_severity', 'pid') && ('backend_type' in o || 'session_id' in o) },
  { id: 'elasticsearch', words: 'Elasticsearch', is: (o) => all(o, 'cluster.name', 'node.name') || all(o, 'elasticsearch.cluster.name') },
  { id: 'bunyan', words: 'bunyan', is: (o) => o['v'] === 0 && number(o['level']) && all(o, 'name', 'hostname', 'pid', 'time', 'msg') },
  { id: 'pino', words: 'pino', is: (o) => (number(o['level']) || text(o['level'])) && number(o['time']) && all(o, 'pid', 'hostname') },
  { id: 'ecs', words: 'the Elastic Common Schema', is: (o) => '@timestamp' in o && ('ecs.version' in o || isObject(o['ecs']) && 'version' in o['ecs']) },
  { id: 'logstash-logback', words: 'the Logstash encoder of logback', is: (o) => '@timestamp' in o && all(o, 'logger_name', 'thread_name') },
  { id: 'logstash', words: 'Logstash', is: (o) => all(o, '@timestamp', '@version') },
  { id: 'clef', words: 'Serilog (CLEF)', is: (o) => '@t' in o && ('@m' in o || '@mt' in o || '@i' in o) },
  { id: 'gelf', words: 'GELF', is: (o) => all(o, 'version', 'host', 'short_message') },
  { id: 'rust-tracing', words: 'tracing_subscriber (Rust)', is: (o) => text(o['timestamp']) && text(o['level']) && text(o['target']) && (isObject(o['fields']) || 'message' in o) },
  { id: 'log4j2', words: 'Log4j 2', is: (o) => all(o, 'level', 'loggerName') && ('instant' in o || 'timeMillis' in o) },
  { id: 'otel-collector', words: 'the OpenTelemetry Collector', is: (o) => all(o, 'level', 'ts', 'msg') && ('otelcol.component.id' in o || 'otelcol.component.kind' in o || all(o, 'kind', 'name') && text(o['kind'])) },
  { id: 'zap', words: 'zap', is: (o) => all(o, 'level', 'ts', 'caller', 'msg') },
  { id: 'python-json-logger', words: 'python-json-logger', is: (o) => all(o, 'levelname', 'message') && ('asctime' in o || 'name' in o) },
  { id: 'structlog', words: 'structlog', is: (o) => text(o['event']) && all(o, 'level', 'timestamp') },
  { id: 'slog', words: 'slog (Go)', is: (o) => text(o['time']) && text(o['msg']) && text(o['level']) && /^(?:DEBUG|INFO|WARN|ERROR)(?:[+-]\d+)?$/.test(o['level']) },
  { id: 'logrus', words: 'logrus', is: (o) => text(o['time']) && typeof o['msg'] === 'string' && text(o['level']) && /^(?:trace|debug|info|warning|error|fatal|panic)$/.test(o['level']) },
  { id: 'winston', words: 'winston', is: (o) => text(o['level']) && typeof o['message'] === 'string' && text(o['timestamp']) && !('logger' in o) },
];

/** The dialect of most of some objects; `undefined` when it is that of no more than half of them. */
export function dialectOf(objects: readonly Json[]): { readonly id: string; readonly words: string } | undefined {
  const counts = new Map<Dialect, number>();
  for (const object of objects) {
    const dialect = DIALECTS.find((one) => one.is(object));
    if (dialect) counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
  }
  for (const [dialect, count] of counts) if (count * 2 > objects.length) return dialect;
  return undefined;
}
