import { z } from 'zod';

/** A query in SQL over the index, kept in the case by name. */
export const KeptQuery = z.object({
  kind: z.literal('query'),
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  sql: z.string().min(1).max(100_000),
});
export type KeptQuery = z.infer<typeof KeptQuery>;

const NAME_LINE = /^--[ \t]*name:[ \t]*(\S.*?)[ \t]*$/i;

/**
 * Queries as one file of SQL that any other tool opens: each begins with a line `-- name: Slowest requests`. The way
 * back is `readQueries`.
 */
export function writeQueries(queries: ReadonlyArray<Pick<KeptQuery, 'name' | 'sql'>>): string {
  return queries.map(({ name, sql }) => `-- name: ${name.replaceAll(/\s+/g, ' ').trim()}\n${sql.trim()}\n`).join('\n');
}

/** What such a file holds. SQL before the first name is a query as well, called `unnamed`; what is too long or empty is left out. */
export function readQueries(text: string, unnamed: string): Array<Pick<KeptQuery, 'name' | 'sql'>> {
  const found: Array<{ name: string; lines: string[] }> = [{ name: unnamed, lines: [] }];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const name = NAME_LINE.exec(line)?.[1];
    if (name === undefined) found.at(-1)!.lines.push(line);
    else found.push({ name: name.slice(0, 200), lines: [] });
  }
  return found.map(({ name, lines }) => ({ name, sql: lines.join('\n').trim() })).filter(({ sql }) => sql !== '' && sql.length <= 100_000);
}
