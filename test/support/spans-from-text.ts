/** A span as tests write it: times in nanoseconds. */
export interface DraftSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly startNs: bigint | undefined;
  readonly durationNs: bigint | undefined;
  readonly error: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TextOptions {
  readonly traceId?: string;
  /** Where the leftmost bar begins. */
  readonly baseNs?: bigint;
  /** What one column stands for. */
  readonly columnNs?: bigint;
}

/** An id as tests write it, in the sixteen digits of W3C. */
export function spanId(id: string): string {
  return id.padStart(16, '0');
}

/**
 * Spans as a picture: a line for each, with service, name, a bar over time and what else is said of it. Indentation
 * says which span it is part of; columns are milliseconds.
 *
 *     web GET /cart      |----------|
 *       cart load          |-----|      kind=SERVER
 *         db SELECT         |--|        error db.system=postgresql
 *
 * `|` alone takes no time, `|-->` never ended, no bar has no time. `id=`, `parent=` (an id, or `none`), `kind=`, `error`
 * and `trace=` are the span's; other words with `=` are attributes. Ids are given by line, from 1.
 */
export function spansFromText(text: string, options: TextOptions = {}): DraftSpan[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const bars = lines.map((line) => /\|(?:-*(\||>))?/.exec(line));
  const left = Math.min(...bars.flatMap((bar) => (bar ? [bar.index] : [])));
  const open: Array<{ indent: number; id: string }> = [];
  return lines.map((line, i) => {
    const bar = bars[i];
    const head = (bar ? line.slice(0, bar.index) : line.replace(/\s(?:error|\S+=\S*)(?=\s|$)/g, '')).trim();
    const words = (bar ? line.slice(bar.index + bar[0].length) : line).split(/\s+/).filter((word) => word === 'error' || word.includes('='));
    const { id, parent, kind, error, trace, ...attributes } = saidIn(words);
    const indent = line.search(/\S/);
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const mine = id ?? String(i + 1);
    const above = parent === 'none' ? undefined : parent ?? open.at(-1)?.id;
    open.push({ indent, id: mine });
    const [service, ...name] = head.split(' ');
    const columnNs = options.columnNs ?? 1_000_000n;
    const length = bar ? (bar[0].endsWith('>') ? undefined : BigInt(bar[0].length - 1) * columnNs) : undefined;
    return {
      traceId: trace ?? options.traceId ?? '0af7651916cd43dd8448eb211c80319c', spanId: spanId(mine), parentId: above === undefined ? undefined : spanId(above),
      service: service!, name: name.join(' '), kind: kindOf(kind), error: error !== undefined,
      startNs: bar ? (options.baseNs ?? 0n) + BigInt(bar.index - left) * columnNs : undefined, durationNs: length,
      attributes,
    };
  });
}

type Said = Partial<Record<'id' | 'parent' | 'kind' | 'error' | 'trace', string>> & Record<string, string>;

function saidIn(words: readonly string[]): Said {
  const said: Said = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 0) said[word] = 'true';
    else said[word.slice(0, at)] = word.slice(at + 1);
  }
  return said;
}

function kindOf(kind: string | undefined): DraftSpan['kind'] {
  return kind === 'SERVER' || kind === 'CLIENT' || kind === 'PRODUCER' || kind === 'CONSUMER' ? kind : 'INTERNAL';
}
