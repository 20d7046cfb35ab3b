/** A question that can be asked of any case. */
export interface Example {
  readonly title: string;
  readonly sentence: string;
  readonly sql: string;
  /** Best seen as a picture. */
  readonly chart?: true;
}

export const EXAMPLES: readonly Example[] = [
  {
    title: 'Errors per minute', sentence: 'Records from severity 17 on, by minute and service.', chart: true,
    sql: `SELECT time_bucket(INTERVAL '1 minute', time) AS minute,
  coalesce(service_name, path) AS source, count(*) AS errors
FROM events
WHERE severity_number >= 17 AND time IS NOT NULL
GROUP BY ALL
ORDER BY minute`,
  },
  {
    title: 'What the case is made of', sentence: 'Records by kind, with the first and the last time of each.',
    sql: `SELECT kind, count(*) AS records, count_if(NOT understood) AS text_only,
  min(time) AS first_time, max(time) AS last_time
FROM events
GROUP BY kind
ORDER BY records DESC`,
  },
  {
    title: 'Top talkers', sentence: 'Who sent the most requests, and how many of them failed.', chart: true,
    sql: `SELECT attributes->>'$."client.address"' AS client,
  count(*) AS requests, count_if(severity_number >= 17) AS failed
FROM events
WHERE (attributes->>'$."client.address"') IS NOT NULL
GROUP BY client
ORDER BY requests DESC
LIMIT 20`,
  },
  {
    title: 'First appearance', sentence: 'Warnings and errors with their numbers taken out: the newest kind of message first, with the bytes it was first said in.',
    sql: `SELECT regexp_replace(body, '[0-9]+', '#', 'g') AS message, min(time) AS first_time, count(*) AS times,
  arg_min(artifact, time_ns) AS artifact,
  arg_min(offset_bytes, time_ns) AS offset_bytes,
  arg_min(length_bytes, time_ns) AS length_bytes
FROM events
WHERE severity_number >= 13 AND time IS NOT NULL
GROUP BY message
ORDER BY first_time DESC
LIMIT 500`,
  },
  {
    title: 'Slowest spans', sentence: 'The hundred that took longest, with what called them.',
    sql: `SELECT s.start_time, s.service_name, s.name, round(s.duration_ns / 1e6, 3) AS duration_ms,
  s.status_code, p.service_name AS called_by, s.trace_id,
  s.artifact, s.offset_bytes, s.length_bytes
FROM spans s
LEFT JOIN spans p ON p.trace_id = s.trace_id AND p.span_id = s.parent_span_id
ORDER BY s.duration_ns DESC
LIMIT 100`,
  },
  {
    title: 'Latency by service', sentence: 'The slow tail (99 %) of spans, each minute.', chart: true,
    sql: `SELECT time_bucket(INTERVAL '1 minute', start_time) AS minute, service_name,
  quantile_cont(duration_ns, 0.99) / 1e6 AS p99_ms
FROM spans
GROUP BY ALL
ORDER BY minute`,
  },
  {
    title: 'Logs of slow traces', sentence: 'What was logged under the trace id of spans that failed.',
    sql: `SELECT e.time, e.service_name, s.name AS span, s.status_message, e.body,
  e.artifact, e.offset_bytes, e.length_bytes
FROM spans s
JOIN events e ON e.trace_id = s.trace_id
  AND (e.artifact, e.offset_bytes) <> (s.artifact, s.offset_bytes)
WHERE s.status_code = 'ERROR'
ORDER BY e.time
LIMIT 1000`,
  },
  {
    title: 'Metrics as series', sentence: 'Every metric by minute: the mean of its points.', chart: true,
    sql: `SELECT time_bucket(INTERVAL '1 minute', time) AS minute, name, avg(value) AS value
FROM metric_points
GROUP BY ALL
ORDER BY minute`,
  },
  {
    title: 'Said just before', sentence: 'For each error the latest warning before it, wherever it was logged (ASOF JOIN).',
    sql: `WITH warnings AS (
  SELECT * FROM events WHERE severity_number BETWEEN 13 AND 16 AND time_ns IS NOT NULL),
errors AS (
  SELECT * FROM events WHERE severity_number >= 17 AND time_ns IS NOT NULL)
SELECT e.time, e.body AS error, (e.time_ns - w.time_ns) / 1e9 AS seconds_before,
  w.body AS warning, w.path, e.artifact, e.offset_bytes, e.length_bytes
FROM errors e
ASOF JOIN warnings w ON e.time_ns >= w.time_ns
ORDER BY e.time
LIMIT 1000`,
  },
  {
    title: 'Gaps per source', sentence: 'The longest silence of each piece of evidence, and the record that ended it.',
    sql: `SELECT path, make_timestamp_ns(before_ns) AS silent_from, time AS silent_to,
  round((time_ns - before_ns) / 1e9, 3) AS seconds, artifact, offset_bytes, length_bytes
FROM (
  SELECT *, lag(time_ns) OVER (PARTITION BY artifact ORDER BY time_ns) AS before_ns
  FROM events WHERE time_ns IS NOT NULL)
WHERE before_ns IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY artifact ORDER BY time_ns - before_ns DESC) = 1
ORDER BY seconds DESC`,
  },
  {
    title: 'Not understood', sentence: 'Evidence that no format reads, and records that are kept as text alone.',
    sql: `SELECT path, kind, status, reason, not_understood, records, sha256
FROM artifacts
WHERE kind IS NULL OR kind = 'unknown' OR not_understood > 0
ORDER BY not_understood DESC, path`,
  },
  {
    title: 'What is wrong with the evidence', sentence: 'Every diagnostic, with the bytes it is about.',
    sql: `SELECT severity, code, message, path, artifact, offset_bytes, length_bytes
FROM diagnostics
ORDER BY severity, path, offset_bytes`,
  },
];
