import { api } from '../../protocol/api.ts';
import { formatCount } from '../../base/text.ts';
import { required } from '../arguments.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { SQL } from '../specs.ts';
import { formatTable } from '../table.ts';
import { withCase } from '../with-case.ts';

/** Rows beyond this are an export and not an answer; the cut is said. */
const MAX_ROWS = 1_000_000;
/** JSON of a large answer is written in parts: one string of it may be more than a string can hold. */
const ROWS_PER_WRITE = 1000;

export async function sql(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  const dir = required(SQL, options, 'case');
  if (options['schema'] === true) {
    if (operands.length > 0) throw usageError('sql', '--schema takes no query');
    return schema(context, dir);
  }
  const [query] = operands;
  if (query === undefined || query.trim() === '') throw usageError('sql', 'sql needs a query, or --schema');
  if (operands.length > 1) throw usageError('sql', 'sql takes one query; put it in quotes');
  return withCase(context, dir, async (client) => {
    const rows: unknown[][] = [];
    const answer = must(await client.call(api.streamSql, { sql: query, maxRows: MAX_ROWS }, {
      signal: io.signal,
      onItem: (item) => { for (const row of item.rows) rows.push(row); },
    }));
    if (answer.truncated) await io.stderr.write(`tephra: the answer was cut after ${formatCount(rows.length)} rows; add a LIMIT or narrow the query.\n`);
    if (context.json) {
      await io.stdout.write(`{"columns":${toJson(answer.columns)},"rows":[`);
      for (let at = 0; at < rows.length; at += ROWS_PER_WRITE) {
        const part = toJson(rows.slice(at, at + ROWS_PER_WRITE));
        await io.stdout.write(`${at === 0 ? '' : ','}${part.slice(1, -1)}`);
      }
      await io.stdout.write(`],"truncated":${answer.truncated},"seconds":${answer.seconds}}\n`);
    } else {
      await io.stdout.write(sqlText(answer.columns, rows, io.stdout.isTTY));
    }
    return EXIT.done;
  });
}

async function schema(context: CommandContext, dir: string): Promise<number> {
  const { io } = context;
  return withCase(context, dir, async (client) => {
    const tables = must(await client.call(api.sqlSchema, {}, { signal: io.signal }));
    if (context.json) {
      await io.stdout.write(`${toJson({ tables })}\n`);
      return EXIT.done;
    }
    const parts = tables.map((t) => `${t.table}: ${t.description}\n${formatTable(
      [{ title: '  COLUMN' }, { title: 'TYPE' }, { title: 'MEANING' }],
      t.columns.map((c) => [`  ${c.name}`, c.type, c.description]),
    )}`);
    await io.stdout.write(parts.join('\n'));
    return EXIT.done;
  });
}

const NUMERIC = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

export function sqlText(columns: ReadonlyArray<{ readonly name: string; readonly type: string }>, rows: ReadonlyArray<readonly unknown[]>, forTerminal: boolean): string {
  return formatTable(
    columns.map((c) => ({ title: c.name, align: NUMERIC.test(c.type) ? ('right' as const) : ('left' as const) })),
    rows.map((row) => row.map(cellText)),
    forTerminal ? 200 : undefined,
  );
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return toJson(value);
}

