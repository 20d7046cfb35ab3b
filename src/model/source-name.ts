/**
 * Log files that a rotation made out of one (logrotate, logback, nginx by date) are one source. The family is read from
 * the names alone:
 *
 * - `access.log`, `access.log.1`, `access.log.2.gz` … by number, the highest the oldest (logrotate's default)
 * - `access.log-20261014.gz`, `access.log-2026101412`, `access.log.2026-10-14` by date (`dateext`)
 * - `access-20261014.log`, `app.2026-10-14.0.log` by date before the extension (`extension`, logback)
 *
 * - `app.log/run-2/byte-000000000512`: slices of a source that was followed while it grew, by run and by place
 *
 * A compressed file and what is in it (`access.log.2.gz/access.log.2`) are one name.
 */
export interface SourceName {
  /** Path that all of a family share: `logs/access.log`. */
  readonly path: string;
  /** Sorts members of a family from the oldest to the one that is written now. */
  readonly age: string;
}

const PACKED = /\.(?:gz|bz2|xz|zst|z)$/i;
const DATE = /\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])/.source;
/** Hours, minutes and seconds, an epoch, or the number of a file on that day. */
const MORE = /(?:[-T_.]?\d{1,6}|-\d{10})?/.source;
const DATED = new RegExp(`^(.+?)[-._](${DATE}${MORE})$`);
const DATED_INSIDE = new RegExp(`^(.+?)[-._](${DATE}${MORE})((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)$`);
/** Behind a digit it is a version or an address (`v1.2`, `10.0.0.1`). */
const NUMBERED = /^(.*[^.\d])\.(\d{1,4})$/;
const CURRENT = '~';

const SLICE = /^(.+)\/run-(\d+)\/byte-(\d{12,})$/;

/** Path of a slice of a followed source: everything that sorts paths as text sorts slices in order. */
export function slicePath(source: string, run: number, offsetBytes: number): string {
  return `${source}/run-${run}/byte-${String(offsetBytes).padStart(12, '0')}`;
}

/** What the path of a slice says; `undefined` for any other path. */
export function slicePlace(path: string): { readonly source: string; readonly run: number; readonly offsetBytes: number } | undefined {
  const found = SLICE.exec(path);
  return found ? { source: found[1]!, run: Number(found[2]), offsetBytes: Number(found[3]) } : undefined;
}

/** The source that a file belongs to, and its place in it. */
export function sourceName(path: string): SourceName {
  const slice = slicePlace(path);
  if (slice) {
    const whole = sourceName(slice.source);
    return { path: whole.path, age: `${whole.age} ${[slice.run, slice.offsetBytes].map((n) => String(n).padStart(16, '0')).join(' ')}` };
  }
  const parts = path.split('/');
  let name = parts.pop()!;
  // What came out of a compressed file stands below it under the same name.
  const above = parts.at(-1);
  if (above !== undefined && PACKED.test(above) && above.replace(PACKED, '') === name) parts.pop();
  name = name.replace(PACKED, '') || name;
  const join = (family: string): string => [...parts, family].join('/');
  const dated = DATED.exec(name);
  if (dated) return { path: join(dated[1]!), age: `1 ${digits(dated[2]!)}` };
  const inside = DATED_INSIDE.exec(name);
  if (inside) return { path: join(inside[1]! + inside[3]!), age: `1 ${digits(inside[2]!)}` };
  const numbered = NUMBERED.exec(name);
  // The higher the number, the older: counted down, so that text sorts it.
  if (numbered) return { path: join(numbered[1]!), age: `2 ${String(9999 - Number(numbered[2])).padStart(4, '0')}` };
  return { path: join(name), age: CURRENT };
}

function digits(date: string): string {
  const all = date.replace(/[^\d]/g, '');
  // The number of a file on its day counts up: 2 before 10.
  return `${all.slice(0, 8)} ${all.slice(8).padStart(10, '0')}`;
}
