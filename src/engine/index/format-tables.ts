import { createHash } from 'node:crypto';
import type { Format } from '../../formats/contract.ts';
import type { Catalog } from './catalog.ts';
import type { Control } from './control.ts';
import { literal, rows, runAll } from './duck.ts';
import { tableName } from '../../formats/contract.ts';
import { formatTable, storeTable, viewStatements, type TableFormat } from './schema.ts';

const TEMPLATED = 'templated';

/** Tables of formats, and the views over them. */
export class FormatTables {
  private readonly control: Control;
  private readonly catalog: Catalog;
  /** Every format there is, for those who ask for one that no evidence is of. */
  private all: () => Promise<readonly Format[]> = () => Promise.resolve([]);

  constructor(control: Control, catalog: Catalog) {
    this.control = control;
    this.catalog = catalog;
  }

  /** Makes tables of formats that are new; one whose fields have changed loses its records. */
  async use(wanted: readonly Format[]): Promise<void> {
    await this.control.exclusively(async () => {
      const changed = wanted.filter((format) => {
        const here = this.catalog.formats.find((f) => f.id === format.id);
        return !here || here.title !== format.title || JSON.stringify([here.fields, here.bodyParts, here.signal]) !== JSON.stringify([format.fields, format.bodyParts, format.signal]);
      });
      if (changed.length > 0) await this.replace(changed.map(({ id, title, fields, bodyParts, signal }) => ({ id, title, fields, bodyParts, signal })));
    });
  }

  /**
   * Formats in place of those that an older Tephra had. Two hundred tables would cost more to make, and to plan queries over, than
   * most evidence to read: one is made when the first evidence of its kind comes, or when somebody asks for it (`missing`).
   * Spans and metric points are asked for as such, whether there are any or not.
   */
  async know(formats: readonly Format[]): Promise<void> {
    const here = new Set(this.catalog.formats.map((f) => f.id));
    await this.use(formats.filter((format) => here.has(format.id) || format.signal !== undefined));
  }

  /** Where formats are found that no evidence is of. */
  knowFrom(all: () => Promise<readonly Format[]>): void {
    this.all = all;
  }

  /** Makes the table that a query asked for and that no evidence has filled yet; false when no format is called so. */
  async missing(name: string): Promise<boolean> {
    if (this.catalog.formats.some((f) => tableName(f.id) === name)) return false;
    const format = (await this.all()).find((f) => tableName(f.id) === name);
    if (format) await this.use([format]);
    return format !== undefined;
  }

  /** Inside a transaction. What stands in `before` is there already. */
  async makeViews(hasClocks: boolean, formats = this.catalog.formats, before: readonly string[] = []): Promise<void> {
    const statements = viewStatements(formats, hasClocks, this.catalog.templated);
    const there = new Set(before);
    await this.control.change(...statements.filter((one) => !there.has(one)), "DELETE FROM store.meta WHERE key = 'views'");
    await this.control.connection.run("INSERT INTO store.meta VALUES ('views', $1)", [digest(statements)]);
  }

  /** Views are made anew when another Tephra made them: to make them each time is half of opening an index. */
  async renewViews(): Promise<void> {
    const hasClocks = this.catalog.hasClocks();
    const [made] = await rows(this.control.connection, "SELECT value FROM store.meta WHERE key = 'views'");
    if (made?.[0] === digest(viewStatements(this.catalog.formats, hasClocks, this.catalog.templated))) return;
    await this.control.inTransaction(() => this.makeViews(hasClocks));
  }

  /** What is on disk, into the catalog. */
  async load(): Promise<void> {
    const formats = await rows(this.control.connection, 'SELECT id, title, fields, body_parts, signal FROM store.format ORDER BY id');
    this.catalog.formats = formats.map(([id, title, fields, parts, signal]) => ({
      id: String(id), title: String(title), fields: JSON.parse(String(fields)), bodyParts: JSON.parse(String(parts)) ?? undefined,
      signal: signal === 'spans' || signal === 'metric-points' ? signal : undefined,
    }));
    const [templated] = await rows(this.control.connection, `SELECT value FROM store.meta WHERE key = '${TEMPLATED}'`);
    this.catalog.templated = new Set(typeof templated?.[0] === 'string' && templated[0] !== '' ? templated[0].split(',') : []);
  }

  /** Inside a transaction: records of these formats say their template from now on. */
  async useTemplates(formats: readonly string[]): Promise<void> {
    this.catalog.templated = new Set(formats);
    await this.control.connection.run(`DELETE FROM store.meta WHERE key = '${TEMPLATED}'`);
    await this.control.connection.run(`INSERT INTO store.meta VALUES ('${TEMPLATED}', ${literal(formats.join(','))})`);
    await this.makeViews(this.catalog.hasClocks());
  }

  /** In one transaction: a process killed in the middle leaves all tables with their entries and views, or none. */
  private async replace(changed: readonly TableFormat[]): Promise<void> {
    const { catalog } = this;
    const { connection } = this.control;
    const had = new Set(catalog.formats.map((f) => f.id).filter((id) => changed.some((f) => f.id === id)));
    const formats = [...catalog.formats.filter((f) => !had.has(f.id)), ...changed].sort((a, b) => (a.id < b.id ? -1 : 1));
    await this.control.inTransaction(async () => {
      for (const id of had) {
        await connection.run(`DROP VIEW IF EXISTS events`);
        await connection.run(`DROP TABLE ${storeTable(id)}`);
        await connection.run('DELETE FROM store.format WHERE id = $1', [id]);
        await connection.run("UPDATE store.artifact SET status = 'pending' WHERE kind = $1", [id]);
      }
      const text = (value: string | undefined): string => (value === undefined ? 'NULL' : literal(value));
      await runAll(connection, changed.flatMap((format) => [
        formatTable(format),
        `INSERT INTO store.format VALUES (${[format.id, format.title, JSON.stringify(format.fields), JSON.stringify(format.bodyParts ?? null), format.signal].map(text).join(', ')})`,
      ]));
      await this.makeViews(catalog.hasClocks(), formats, had.size > 0 ? [] : viewStatements(catalog.formats, catalog.hasClocks(), catalog.templated));
    });
    if (had.size > 0) {
      for (const artifact of catalog.artifacts()) if (had.has(artifact.kind)) artifact.facts = undefined;
      catalog.revise();
    }
    catalog.formats = formats;
  }
}

function digest(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join(';')).digest('hex');
}
