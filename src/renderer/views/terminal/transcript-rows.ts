import { createStore, type StoreApi } from 'zustand/vanilla';
import { ok, type Failure, type Result } from '../../../base/result.ts';

const PAGE_ROWS = 128;
const KEPT_PAGES = 60;

/** A line of the recording. */
export interface TranscriptLine {
  readonly sha256: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly line: number;
  readonly timeNs: bigint | undefined;
  /** Since the start; `undefined` where the recording does not say. */
  readonly offsetNs: number | undefined;
  readonly body: string;
  readonly event: string;
  readonly isCommand: boolean;
}

export interface TranscriptState {
  /** `undefined` until the first answer. */
  readonly total: number | undefined;
  readonly pages: ReadonlyMap<number, readonly TranscriptLine[]>;
  readonly failure: Failure | undefined;
}

/** The index, asked in SQL: lines are wanted in the order of the file, which is not that of times where some have none. */
export type AskSql = (sql: string) => Promise<Result<{ rows: unknown[][] }>>;

/** Lines of a recording, in its order, a page at a time. */
export class TranscriptRows {
  readonly store: StoreApi<TranscriptState> = createStore<TranscriptState>(() => ({ total: undefined, pages: new Map(), failure: undefined }));
  private readonly ask: AskSql;
  private readonly sha256: string;
  private readonly from: string;
  private readonly loading = new Map<number, Promise<void>>();

  /** `table`: that of the recording's format. */
  constructor(ask: AskSql, table: 'asciicast' | 'script_recording', sha256: string) {
    this.ask = ask;
    this.sha256 = sha256;
    this.from = `from ${table} where artifact = ${quoted(sha256)}`;
  }

  want(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < Math.max(end, 1); page++) void this.load(page);
  }

  row(index: number): TranscriptLine | undefined {
    return this.store.getState().pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  async loaded(index: number): Promise<TranscriptLine | undefined> {
    await this.load(Math.floor(index / PAGE_ROWS));
    return this.row(index);
  }

  /** The line that holds a byte, or the last one before it; -1 before the first. */
  async rowOfByte(byte: number): Promise<number> {
    for (const [page, rows] of this.store.getState().pages) {
      const [first, last] = [rows[0], rows.at(-1)];
      if (first && last && first.offsetBytes <= byte && byte < last.offsetBytes + last.lengthBytes) return page * PAGE_ROWS + rows.findLastIndex((r) => r.offsetBytes <= byte);
    }
    const counted = await this.ask(`select count(*) ${this.from} and offset_bytes <= ${Math.trunc(byte)}`);
    return counted.ok ? Number(counted.value.rows[0]?.[0] ?? 0) - 1 : -1;
  }

  /** The next line with a text from a line on, whatever the case of its letters; `undefined` when there is none. */
  async find(text: string, fromRow: number, direction: 'next' | 'previous'): Promise<Result<number | undefined>> {
    const from = fromRow < 0 ? -1 : (await this.loaded(fromRow))?.offsetBytes ?? -1;
    const [after, order] = direction === 'next' ? ['>', 'asc'] : ['<', 'desc'];
    const found = await this.ask(`select offset_bytes ${this.from} and offset_bytes ${after} ${from} and contains(lower(body), lower(${quoted(text)})) order by offset_bytes ${order} limit 1`);
    if (!found.ok) return found;
    const [hit] = found.value.rows;
    return ok(hit === undefined ? undefined : await this.rowOfByte(Number(hit[0])));
  }

  /** Lines that began in a span of time, in its order, at most `most`. */
  async between(fromNs: bigint, toNs: bigint, most: number): Promise<Result<TranscriptLine[]>> {
    const found = await this.ask(`select ${COLUMNS} ${this.from} and time_ns >= ${fromNs} and time_ns < ${toNs} order by offset_bytes limit ${most}`);
    return found.ok ? ok(found.value.rows.map((row) => this.line(row))) : found;
  }

  private load(page: number): Promise<void> {
    if (this.store.getState().pages.has(page)) return Promise.resolve();
    const running = this.loading.get(page);
    if (running) return running;
    const done = this.fetch(page);
    this.loading.set(page, done);
    return done;
  }

  private async fetch(page: number): Promise<void> {
    const { total } = this.store.getState();
    const [lines, counted] = await Promise.all([
      // First where the page lies: to put whole lines in order takes four times as long.
      this.ask(`with page as (select offset_bytes ${this.from} order by offset_bytes limit ${PAGE_ROWS} offset ${page * PAGE_ROWS}) select ${COLUMNS} ${this.from} and offset_bytes between (select min(offset_bytes) from page) and (select max(offset_bytes) from page) order by offset_bytes`),
      total === undefined ? this.ask(`select count(*) ${this.from}`) : undefined,
    ]);
    this.loading.delete(page);
    const failed = !lines.ok ? lines : counted && !counted.ok ? counted : undefined;
    if (failed) this.store.setState({ failure: failed.failure });
    else if (lines.ok) {
      this.store.setState((s) => ({
        failure: undefined, total: counted?.ok ? Number(counted.value.rows[0]?.[0] ?? 0) : s.total,
        pages: new Map([...s.pages].slice(1 - KEPT_PAGES)).set(page, lines.value.rows.map((row) => this.line(row))),
      }));
    }
  }

  private line([offsetBytes, lengthBytes, line, timeNs, offsetNs, body, event, isCommand]: readonly unknown[]): TranscriptLine {
    return {
      sha256: this.sha256, offsetBytes: Number(offsetBytes), lengthBytes: Number(lengthBytes), line: Number(line),
      timeNs: typeof timeNs === 'bigint' || typeof timeNs === 'number' ? BigInt(timeNs) : undefined,
      offsetNs: typeof offsetNs === 'bigint' || typeof offsetNs === 'number' ? Number(offsetNs) : undefined,
      body: typeof body === 'string' ? body : '', event: typeof event === 'string' ? event : '', isCommand: isCommand === true,
    };
  }
}

const COLUMNS = 'offset_bytes, length_bytes, line, time_ns, "session.offset_ns", left(body, 4000), "terminal.event", "process.command_line" is not null';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
