/**
 * Numbers of records count up by one in each log of each machine: what is missing between the first and the last was
 * overwritten, filtered out of an export, cleared, or removed. Chunks are a ring, so numbers come in runs that are put
 * in order at the end.
 */
export class RecordIds {
  private readonly logs = new Map<string, Run[]>();
  private runs = 0;
  private complete = true;
  private host: string | undefined;
  private channel: string | undefined;
  private log: Run[] | undefined;

  add(host: string | undefined, channel: string | undefined, id: number): void {
    if (this.log === undefined || host !== this.host || channel !== this.channel) {
      this.host = host;
      this.channel = channel;
      const key = `${host ?? ''}\0${channel ?? ''}`;
      let log = this.logs.get(key);
      if (!log) this.logs.set(key, (log = []));
      this.log = log;
    }
    const last = this.log.at(-1);
    if (last?.to === id - 1) last.to = id;
    else if (this.runs < MOST_RUNS) {
      this.runs++;
      this.log.push({ from: id, to: id });
    } else this.complete = false;
  }

  /** How many numbers lack, in how many ranges, the longest of them. */
  missing(): { count: number; ranges: number; longest: readonly Run[] } {
    let count = 0;
    const gaps: Run[] = [];
    if (this.complete) {
      for (const log of this.logs.values()) {
        const sorted = log.toSorted((a, b) => a.from - b.from);
        let end = sorted[0]?.to ?? 0;
        for (const { from, to } of sorted) {
          if (from > end + 1) {
            count += from - end - 1;
            gaps.push({ from: end + 1, to: from - 1 });
          }
          if (to > end) end = to;
        }
      }
    }
    return { count, ranges: gaps.length, longest: gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from).slice(0, SHOWN) };
  }

  summary(): Readonly<Record<string, unknown>> {
    const { count, ranges, longest } = this.missing();
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const log of this.logs.values()) {
      for (const { from, to } of log) {
        if (from < first) first = from;
        if (to > last) last = to;
      }
    }
    return {
      logs: this.logs.size, ...(first <= last ? { first, last } : {}),
      ...(this.complete ? { missing: count, missingRanges: ranges, longestMissing: longest.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)) } : {}),
    };
  }
}

interface Run {
  from: number;
  to: number;
}

/** Numbers in such disorder say nothing of what is missing. */
const MOST_RUNS = 200_000;
const SHOWN = 10;
