import { randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../../base/result.ts';
import { STAND_IN, standInOf } from '../../model/stand-in.ts';

interface Name {
  /** Resolves when it is known, or never will be. */
  readonly settled: Promise<void>;
  sha256: string | undefined;
}

/**
 * What evidence is called whose records can be seen before its SHA-256 is known (early-parse.ts): a stand-in, which who
 * asks about those records gives back. Kept as long as the case is open: a link may hold one a while longer.
 */
export class EvidenceNames {
  private readonly names = new Map<string, Name>();
  private readonly open = new Set<Name>();

  /** A stand-in for a name that is known later; `undefined`: never, what was seen under it is gone. */
  add(sha256: Promise<string | undefined>): string {
    const standIn = standInOf(randomBytes(16).toString('hex'));
    const settle = async (): Promise<void> => {
      name.sha256 = await sha256.catch(() => undefined);
      this.open.delete(name);
    };
    const name: Name = { sha256: undefined, settled: Promise.resolve() };
    this.open.add(name);
    this.names.set(standIn, Object.assign(name, { settled: settle() }));
    return standIn;
  }

  /** `value` with names in the place of stand-ins, as far as they are known; itself where it holds none. */
  inPlace<T>(value: T): T {
    return this.names.size === 0 ? value : replaced(value, (standIn) => this.names.get(standIn)?.sha256 ?? standIn);
  }

  /** The same when all of its names are known. Fails with `evidence/not-found` where one never will be. */
  async whenKnown<T>(value: T, signal: AbortSignal): Promise<Result<T>> {
    if (this.names.size === 0) return ok(value);
    const held: Name[] = [];
    replaced(value, (standIn) => {
      const name = this.names.get(standIn);
      if (name) held.push(name);
      return standIn;
    });
    await this.wait(held, signal);
    if (held.some(({ sha256 }) => sha256 === undefined)) return fail('evidence/not-found', 'The evidence of this record was not taken in: reading it was broken off.');
    return ok(this.inPlace(value));
  }

  /** Resolves when everything that can be seen has its name. */
  allKnown(signal: AbortSignal): Promise<void> {
    return this.wait([...this.open], signal);
  }

  private async wait(names: readonly Name[], signal: AbortSignal): Promise<void> {
    if (names.every((name) => !this.open.has(name))) return;
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const stop = (): void => aborted.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([aborted.promise, Promise.all(names.map(({ settled }) => settled))]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}

/** Plain data with its stand-ins replaced, wherever they stand in its text; the same objects where there are none. */
function replaced<T>(value: T, replace: (standIn: string) => string): T {
  // Members keep their types: text becomes text.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return anyReplaced(value, replace) as T;
}

function anyReplaced(value: unknown, replace: (standIn: string) => string): unknown {
  if (typeof value === 'string') return value.includes(STAND_IN.beginning) ? value.replaceAll(STAND_IN.pattern, replace) : value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const next = items.map((item) => anyReplaced(item, replace));
    return next.every((item, i) => item === items[i]) ? value : next;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const members = Object.entries(value).map(([key, item]: [string, unknown]) => [key, item, anyReplaced(item, replace)] as const);
  return members.every(([, before, after]) => before === after) ? value : Object.fromEntries(members.map(([key, , after]) => [key, after]));
}
