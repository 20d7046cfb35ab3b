import { COMPLETE, type ArtifactTable } from './artifact-table.ts';
import type { Catalog } from './catalog.ts';
import { readClocks } from './clocks.ts';
import type { Control } from './control.ts';
import { rows, runAll } from './duck.ts';
import type { FormatTables } from './format-tables.ts';
import { CUSTODY_TABLES, type Members } from './members.ts';
import { holdsEvents, storeTable } from './schema.ts';

/**
 * What is on disk, into memory. Rows of artifacts that were never finished go: they will be parsed again. Answers whether
 * every event is in the order.
 */
export async function load(control: Control, catalog: Catalog, tables: FormatTables, artifacts: ArtifactTable, members: Members): Promise<boolean> {
  const { connection } = control;
  await tables.load();
  await runAll(connection, CUSTODY_TABLES);
  catalog.clocks = await readClocks(connection);
  await members.load();
  await artifacts.load();
  const [unclean] = await rows(connection, "SELECT 1 FROM store.meta WHERE key = 'unclean'");
  if (unclean) await removeUnsigned(control, catalog);
  await tables.renewViews();
  // Rows have an artifact of their kind: the others were removed just now.
  const counted = catalog.formatsPresent().map((f) => `SELECT max(id), count(*), ${holdsEvents(f)} FROM ${storeTable(f.id)}`);
  const [counts] = await rows(connection, `SELECT (SELECT count(*) FROM store.ord), coalesce(sum(n) FILTER (events), 0), max(id)
    FROM (${counted.length === 0 ? 'SELECT NULL::BIGINT, 0, false' : counted.join(' UNION ALL ')}) t (id, n, events)`);
  const [ordered, events, lastId] = counts!;
  catalog.orderedEvents = Number(ordered);
  if (lastId !== null) catalog.eventsUpTo(Number(lastId));
  return Number(ordered) === Number(events);
}

/** Removes rows of artifacts that were not complete when the process ended. */
async function removeUnsigned(control: Control, catalog: Catalog): Promise<void> {
  const unsigned = `artifact NOT IN (SELECT id FROM store.artifact WHERE status IN ${COMPLETE})`;
  await control.inTransaction(async () => {
    for (const format of catalog.formats) await control.connection.run(`DELETE FROM ${storeTable(format.id)} WHERE ${unsigned}`);
    await control.connection.run(`DELETE FROM store.diagnostic WHERE ${unsigned}`);
    await control.connection.run("DELETE FROM store.meta WHERE key = 'unclean'");
  });
}
