import type { DuckDBConnection } from '@duckdb/node-api';
import { fail, ok, type Result } from '../../base/result.ts';
import { duckMessage, rows } from './duck.ts';

/**
 * Table functions that read nothing but their arguments, the index and DuckDB's own documentation. Everything else is
 * refused before it is bound: `arrow_scan` takes raw pointers, `enable_profiling` and `enable_logging` write,
 * `checkpoint` disturbs an ingest, `query` and `json_execute_serialized_sql` would run text that nobody has looked at.
 */
const TABLE_FUNCTIONS = new Set([
  'range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree', 'summary', 'icu_calendar_names', 'pg_timezone_names',
  'duckdb_columns', 'duckdb_constraints', 'duckdb_functions', 'duckdb_keywords', 'duckdb_schemas', 'duckdb_tables', 'duckdb_types', 'duckdb_views',
  'pragma_table_info', 'pragma_version', 'pragma_collations', 'pragma_database_size', 'pragma_storage_info', 'pragma_show', 'sql_auto_complete',
]);

/** Scalar functions that do more than compute. */
const REFUSED_SCALARS = new Set(['write_log', 'nextval', 'getenv']);

const EXPLAIN = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*explain\b(?:\s+analyze\b)?(?:\s*\([^)]*\))?/i;

/**
 * Whether a statement is a SELECT, or an EXPLAIN of one, that calls nothing but what is safe. Looks at DuckDB's own parse
 * of it, which binds and runs nothing.
 */
export async function guard(connection: DuckDBConnection, query: string): Promise<Result<undefined>> {
  const [row] = await rows(connection, 'SELECT json_serialize_sql($1::VARCHAR)', [query.replace(EXPLAIN, '')]);
  const tree: unknown = JSON.parse(String(row![0]));
  if (!isNode(tree) || tree['error'] === true) {
    const message = isNode(tree) && typeof tree['error_message'] === 'string' ? tree['error_message'] : '';
    if (isNode(tree) && tree['error_type'] === 'parser') return fail('sql/invalid', duckMessage(new Error(message)));
    return fail('sql/not-a-select', 'Only SELECT and EXPLAIN of a SELECT run here: the index is derived from evidence and read-only.');
  }
  const refused = refusedFunction(tree);
  if (refused !== undefined) return fail('sql/refused', `The function ${refused} is not for queries of a case: they read the index and nothing else.`);
  return ok(undefined);
}

type Node = Record<string, unknown>;

/** The first function in a parse tree that may not run. Without recursion: the tree is as deep as the query likes. */
function refusedFunction(tree: Node): string | undefined {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) open.push(...node);
    else if (isNode(node)) {
      if (node['type'] === 'TABLE_FUNCTION') {
        const called = node['function'];
        const name = isNode(called) ? functionName(called) : undefined;
        if (name === undefined || !TABLE_FUNCTIONS.has(name)) return name ?? '(without a name)';
        if (isNode(called)) open.push(called['children']);
        continue;
      }
      // DuckDB reads a file where a table's name is a path; one folder, that of exports, it could.
      if (node['type'] === 'BASE_TABLE' && [node['table_name'], node['schema_name'], node['catalog_name']].some((part) => typeof part === 'string' && /[\\/]/.test(part))) {
        return `that reads ${String(node['table_name'])}`;
      }
      const name = functionName(node);
      if (name !== undefined && REFUSED_SCALARS.has(name)) return name;
      open.push(...Object.values(node));
    }
  }
  return undefined;
}

function functionName(node: Node): string | undefined {
  return typeof node['function_name'] === 'string' ? node['function_name'].toLowerCase() : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
