/** Functions of DuckDB that questions about an incident are made of. Each one was run against the version we ship (functions.test.ts). */
export interface FunctionDoc {
  readonly name: string;
  /** As it is called. */
  readonly call: string;
  readonly doc: string;
  /** Something that runs as it stands. */
  readonly example: string;
  readonly group: 'time' | 'text' | 'aggregate' | 'json' | 'window' | 'list' | 'other';
}

const f = (group: FunctionDoc['group'], name: string, args: string, doc: string, example: string): FunctionDoc => ({ name, call: `${name}(${args})`, doc, example, group });

export const FUNCTIONS: readonly FunctionDoc[] = [
  f('time', 'time_bucket', "INTERVAL '1 minute', time", 'The beginning of the bucket a time is in.', "time_bucket(INTERVAL '1 minute', TIMESTAMP '2026-10-14 10:33:12')"),
  f('time', 'date_trunc', "'hour', time", 'A time cut to the hour, day, week …', "date_trunc('hour', TIMESTAMP '2026-10-14 10:33:12')"),
  f('time', 'date_diff', "'second', start, end", 'How many boundaries of a unit lie between two times.', "date_diff('second', TIMESTAMP '2026-10-14 10:33:00', TIMESTAMP '2026-10-14 10:34:00')"),
  f('time', 'date_part', "'hour', time", 'One part of a time as a number.', "date_part('hour', TIMESTAMP '2026-10-14 10:33:12')"),
  f('time', 'epoch_ns', 'time', 'Nanoseconds since 1970.', "epoch_ns(TIMESTAMP_NS '2026-10-14 10:33:12.000000001')"),
  f('time', 'epoch_ms', 'time', 'Milliseconds since 1970; of a number the time it stands for.', 'epoch_ms(1760000000000)'),
  f('time', 'make_timestamp_ns', 'nanoseconds', 'The time of nanoseconds since 1970: turns time_ns into a time.', 'make_timestamp_ns(1760000000000000001)'),
  f('time', 'strftime', "time, '%H:%M'", 'A time as text by a pattern.', "strftime(TIMESTAMP '2026-10-14 10:33:12', '%H:%M')"),
  f('time', 'strptime', "text, '%Y-%m-%d'", 'Text as a time by a pattern; fails where the text is none (try_strptime gives NULL).', "strptime('2026-10-14', '%Y-%m-%d')"),
  f('time', 'try_strptime', "text, '%Y-%m-%d'", 'Text as a time by a pattern, NULL where it is none.', "try_strptime('x', '%Y-%m-%d')"),
  f('text', 'contains', 'text, part', 'Whether a text holds another, letter by letter.', "contains('connection reset', 'reset')"),
  f('text', 'starts_with', 'text, start', 'Whether a text begins with another.', "starts_with('/api/orders', '/api')"),
  f('text', 'regexp_matches', 'text, pattern', 'Whether a pattern (RE2) is found in a text.', "regexp_matches('took 412 ms', '\\d+ ms')"),
  f('text', 'regexp_extract', 'text, pattern, group', 'What a group of a pattern (RE2) caught; nothing where it is not found.', "regexp_extract('took 412 ms', '(\\d+) ms', 1)"),
  f('text', 'regexp_extract_all', 'text, pattern, group', 'Every catch of a group, as a list.', "regexp_extract_all('a1b22', '\\d+')"),
  f('text', 'regexp_replace', "text, pattern, replacement, 'g'", 'Text with what a pattern finds replaced; g replaces all of it.', "regexp_replace('id=42', '\\d+', '#', 'g')"),
  f('text', 'lower', 'text', 'In small letters.', "lower('ERROR')"),
  f('text', 'upper', 'text', 'In capital letters.', "upper('error')"),
  f('text', 'length', 'text', 'How many characters.', "length('abc')"),
  f('text', 'left', 'text, n', 'The first n characters.', "left('abcdef', 3)"),
  f('text', 'split_part', 'text, separator, n', 'The n-th part of a text, from 1.', "split_part('/a/b/c', '/', 3)"),
  f('text', 'string_split', 'text, separator', 'The parts of a text as a list.', "string_split('a,b', ',')"),
  f('text', 'replace', 'text, from, to', 'Text with another text replaced.', "replace('a-b', '-', '_')"),
  f('text', 'trim', 'text', 'Without space at its ends.', "trim('  a ')"),
  f('text', 'concat_ws', "separator, a, b", 'Texts put together with something between; NULLs are left out.', "concat_ws(', ', 'a', NULL, 'b')"),
  f('text', 'format', "'{} of {}', a, b", 'Text with values put in.', "format('{} of {}', 1, 2)"),
  f('text', 'levenshtein', 'a, b', 'How many letters differ.', "levenshtein('kitten', 'sitting')"),
  f('aggregate', 'count', '*', 'How many rows; of a column how many are not NULL.', 'count(*)'),
  f('aggregate', 'count_if', 'condition', 'How many rows hold a condition.', 'count_if(true)'),
  f('aggregate', 'sum', 'n', 'All added up.', 'sum(1)'),
  f('aggregate', 'avg', 'n', 'The mean. For latencies ask quantile_cont too.', 'avg(1)'),
  f('aggregate', 'min', 'x', 'The smallest; min(x, n) the n smallest.', 'min(1)'),
  f('aggregate', 'max', 'x', 'The largest; max(x, n) the n largest.', 'max(1)'),
  f('aggregate', 'median', 'x', 'The middle.', 'median(1)'),
  f('aggregate', 'quantile_cont', 'n, 0.99', 'A quantile, between two values where it falls there; a list of quantiles gives a list.', 'quantile_cont(x, 0.99) FROM range(100) t(x)'),
  f('aggregate', 'quantile_disc', 'x, 0.99', 'A quantile that is one of the values.', 'quantile_disc(x, 0.99) FROM range(100) t(x)'),
  f('aggregate', 'approx_count_distinct', 'x', 'About how many different values: fast.', 'approx_count_distinct(1)'),
  f('aggregate', 'approx_quantile', 'n, 0.99', 'About a quantile: fast.', 'approx_quantile(1, 0.99)'),
  f('aggregate', 'stddev', 'n', 'How far values lie from their mean.', 'stddev(x) FROM range(9) t(x)'),
  f('aggregate', 'mode', 'x', 'The most frequent value.', 'mode(1)'),
  f('aggregate', 'arg_min', 'a, by', 'a of the row with the smallest b: the first message, say.', 'arg_min(1, 2)'),
  f('aggregate', 'arg_max', 'a, by', 'a of the row with the largest b: the latest state, say.', 'arg_max(1, 2)'),
  f('aggregate', 'any_value', 'x', 'Some value that is not NULL.', 'any_value(1)'),
  f('aggregate', 'string_agg', "text, ', '", 'Texts in one.', "string_agg('a', ', ')"),
  f('aggregate', 'list', 'x', 'Values as a list; list(DISTINCT x) each once.', 'list(1)'),
  f('aggregate', 'histogram', 'x', 'A map from value to how often.', 'histogram(1)'),
  f('aggregate', 'corr', 'y, x', 'How two numbers go together, −1 to 1.', 'corr(x, x) FROM range(9) t(x)'),
  f('aggregate', 'bool_or', 'condition', 'Whether any row holds it.', 'bool_or(true)'),
  f('json', 'json_extract_string', "json, '$.key'", "A value of JSON as text: the same as (json->>'$.key').", `json_extract_string('{"a": {"b": 1}}', '$.a.b')`),
  f('json', 'json_extract', "json, '$.key'", "A value of JSON as JSON: the same as json->'$.key'.", `json_extract('{"a": [1, 2]}', '$.a')`),
  f('json', 'json_keys', 'json', 'Names of a JSON object, as a list.', `json_keys('{"a": 1}')`),
  f('json', 'json_array_length', 'json', 'How many elements.', "json_array_length('[1, 2]')"),
  f('json', 'json_valid', 'text', 'Whether a text is JSON.', "json_valid('{')"),
  f('window', 'row_number', ') OVER (ORDER BY time', 'The number of a row in its order.', 'row_number() OVER ()'),
  f('window', 'rank', ') OVER (ORDER BY n DESC', 'The rank; equals share it.', 'rank() OVER (ORDER BY 1)'),
  f('window', 'lag', 'x) OVER (ORDER BY time', 'x of the row before: time_ns - lag(time_ns) is a gap.', 'lag(x) OVER (ORDER BY x) FROM range(3) t(x)'),
  f('window', 'lead', 'x) OVER (ORDER BY time', 'x of the row after.', 'lead(x) OVER (ORDER BY x) FROM range(3) t(x)'),
  f('window', 'first_value', 'x) OVER (ORDER BY time', 'x of the first row of the window.', 'first_value(x) OVER (ORDER BY x) FROM range(3) t(x)'),
  f('list', 'unnest', 'list', 'A row for each element.', 'unnest([1, 2])'),
  f('list', 'len', 'list', 'How many elements.', 'len([1, 2])'),
  f('list', 'list_contains', 'list, x', 'Whether x is in it.', 'list_contains([1, 2], 1)'),
  f('list', 'list_distinct', 'list', 'Each element once.', 'list_distinct([1, 1])'),
  f('list', 'range', 'from, to, step', 'Numbers, as rows in FROM, else as a list.', 'range(0, 10, 2)'),
  f('list', 'generate_series', 'from, to, step', 'Numbers or times with the last one, as rows in FROM: joins buckets in which nothing happened.', 'generate_series(1, 3)'),
  f('other', 'coalesce', 'a, b', 'The first that is not NULL.', 'coalesce(NULL, 1)'),
  f('other', 'nullif', 'a, b', 'a, or NULL where it equals b: guards a division.', 'nullif(0, 0)'),
  f('other', 'greatest', 'a, b', 'The largest of its arguments.', 'greatest(1, 2)'),
  f('other', 'least', 'a, b', 'The smallest of its arguments.', 'least(1, 2)'),
  f('other', 'round', 'n, digits', 'Rounded.', 'round(1.2345, 2)'),
  f('other', 'abs', 'n', 'Without its sign.', 'abs(-1)'),
  f('other', 'floor', 'n', 'The next whole number below.', 'floor(1.5)'),
  f('other', 'ceil', 'n', 'The next whole number above.', 'ceil(1.5)'),
  f('other', 'try_cast', 'x AS DOUBLE', 'x as another type, NULL where it is none.', "try_cast('x' AS DOUBLE)"),
];

/** Words and turns of SQL, DuckDB's own among them. A turn has a sentence; where to put what is marked `${n:…}` for the editor. */
export const PHRASES: ReadonlyArray<{ readonly label: string; readonly insert?: string; readonly doc?: string }> = [
  ...('SELECT FROM WHERE GROUP_BY ORDER_BY LIMIT HAVING DISTINCT AS AND OR NOT IN IS_NULL IS_NOT_NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END ASC DESC NULLS_LAST '
    + 'JOIN LEFT_JOIN FULL_JOIN CROSS_JOIN ON USING UNION_ALL WITH INTERVAL OVER PARTITION_BY OFFSET EXISTS EXPLAIN EXPLAIN_ANALYZE').split(' ').map((word) => ({ label: word.replaceAll('_', ' ') })),
  { label: 'GROUP BY ALL', doc: 'Groups by every column that is not aggregated.' },
  { label: 'ORDER BY ALL', doc: 'Sorts by all columns, from left to right.' },
  { label: 'QUALIFY', doc: 'WHERE for window functions: QUALIFY row_number() OVER (PARTITION BY service_name ORDER BY time) = 1.' },
  { label: 'FILTER (WHERE …)', insert: 'FILTER (WHERE $1)', doc: 'An aggregate over some of the rows: count(*) FILTER (WHERE severity_number >= 17).' },
  { label: 'EXCLUDE', doc: 'All columns but some: SELECT * EXCLUDE (attributes).' },
  { label: 'SUMMARIZE', doc: 'Every column with its range, distinct values and share of NULL: FROM (SUMMARIZE events).' },
  { label: 'USING SAMPLE', doc: 'Some of the rows: USING SAMPLE 1000 ROWS.' },
  {
    label: 'ASOF JOIN', insert: 'ASOF JOIN ${1:changes} c ON ${2:e}.time_ns >= c.time_ns',
    doc: 'To each row the latest one of another table at or before it: what was true just before. Compare time_ns, exact to the nanosecond.',
  },
  { label: 'PIVOT', insert: 'PIVOT (${1:SELECT 1 AS k, 2 AS v}) ON ${2:k} USING sum(${3:v})', doc: 'Values of a column become columns. In FROM, between parentheses.' },
];
