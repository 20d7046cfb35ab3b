import type { Clock } from '../../model/clock.ts';
import type { Catalog } from './catalog.ts';
import { changedClocks, writeClocks } from './clocks.ts';
import type { Control } from './control.ts';
import { rows, whileWanted } from './duck.ts';
import type { FormatTables } from './format-tables.ts';
import { orderTail } from './order-tail.ts';
import type { ResultLists } from './result-lists.ts';
import { inFileOrder, ORDER_TABLE, ORDERED } from './schema.ts';

/** The order of events in `store.ord`, and the clocks that correct their times: setting one moves events. */
export class EventOrder {
  private readonly control: Control;
  private readonly catalog: Catalog;
  private readonly tables: FormatTables;
  private readonly lists: ResultLists;

  constructor(control: Control, catalog: Catalog, tables: FormatTables, lists: ResultLists) {
    this.control = control;
    this.catalog = catalog;
    this.tables = tables;
    this.lists = lists;
  }

  async renew(signal: AbortSignal): Promise<void> {
    await this.control.exclusively(async () => {
      this.control.markWritten();
      await whileWanted(this.control.connection, signal, () => this.orderAll(this.catalog.hasClocks()));
      this.changed();
    });
  }

  /** The same when only these artifacts, by SHA-256, came in since: cheap where their events are the newest. */
  async add(artifacts: readonly string[], signal: AbortSignal): Promise<void> {
    const isDone = await this.control.exclusively(async () => {
      this.control.markWritten();
      signal.throwIfAborted();
      const { catalog } = this;
      const fresh = artifacts.flatMap((sha256) => catalog.get(sha256) ?? []);
      if (!(await orderTail(this.control.connection, catalog.formats, catalog.artifacts(), fresh, catalog.hasClocks()))) return false;
      await this.count();
      this.changed();
      return true;
    });
    if (!isDone) await this.renew(signal);
  }

  /** Clocks of artifacts, by SHA-256, in place of those before; true when anything is different. */
  async useClocks(said: ReadonlyMap<string, Clock>): Promise<boolean> {
    const { catalog, control } = this;
    return control.exclusively(async () => {
      const clocks = new Map<number, Clock>();
      for (const { sha256, id } of catalog.artifacts()) {
        const clock = said.get(sha256);
        if (clock) clocks.set(id, { offsetNs: clock.offsetNs, uncertaintyNs: clock.uncertaintyNs });
      }
      const { any, moved } = changedClocks(catalog.clocks, clocks);
      if (!any) return false;
      const hasClocks = clocks.size > 0;
      const [ordered] = moved.length === 0 ? [] : await rows(control.connection, `SELECT 1 FROM store.ord WHERE artifact IN (${moved.join(', ')}) LIMIT 1`);
      // Clocks, the views that ask for them and the order are one: whoever reads meanwhile sees all as it was.
      await control.inTransaction(async () => {
        await writeClocks(control.connection, clocks);
        if (hasClocks !== catalog.hasClocks()) await this.tables.makeViews(hasClocks);
        if (ordered) await this.orderAll(hasClocks);
      });
      catalog.clocks = clocks;
      this.changed();
      return true;
    });
  }

  private async orderAll(hasClocks: boolean): Promise<void> {
    // All threads are given back before rows are put in order.
    await this.control.threadsSet();
    const parts = this.catalog.eventFormats().map((f) => ORDERED(f, hasClocks));
    if (parts.length > 0) await this.control.connection.run(ORDER_TABLE(parts.join(' UNION ALL '), inFileOrder(this.catalog.artifacts())));
    await this.count();
  }

  /** Every page says how many there are. */
  private async count(): Promise<void> {
    const [all] = await rows(this.control.connection, 'SELECT count(*) FROM store.ord');
    this.catalog.orderedEvents = Number(all![0]);
  }

  private changed(): void {
    this.catalog.revise();
    this.lists.forget();
  }
}
