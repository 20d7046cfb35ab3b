import { TraceFilter, TraceSort, type TraceSort as Sort } from '../../../model/trace.ts';
import type { TimeRange } from '../../state/place.ts';
import { parseDuration } from './words.ts';

/** The filter as the link has it. */
export interface FilterParams {
  readonly service: string | undefined;
  readonly op: string | undefined;
  readonly min: string | undefined;
  readonly errors: string | undefined;
  readonly q: string | undefined;
}

/** A service in a link: those that name none would be a parameter without a value. */
export const NO_SERVICE = '~';

export function filterOf(params: FilterParams, range: TimeRange | undefined): TraceFilter {
  const minDurationNs = params.min === undefined ? undefined : parseDuration(params.min);
  return TraceFilter.parse({
    ...(range ? { fromNs: range.fromNs, toNs: range.toNs } : {}),
    ...(params.service === undefined ? {} : { service: params.service === NO_SERVICE ? '' : params.service }),
    ...(params.op === undefined ? {} : { operation: params.op }),
    ...(minDurationNs === undefined ? {} : { minDurationNs }),
    ...(params.q === undefined ? {} : { text: params.q }),
    errorsOnly: params.errors === '1',
  });
}

export function isFiltered(filter: TraceFilter): boolean {
  const { fromNs: _from, toNs: _to, errorsOnly, ...rest } = filter;
  return errorsOnly || Object.values(rest).some((value) => value !== undefined);
}

export interface SortState { readonly sort: Sort; readonly descending: boolean }

/** `duration`, `-duration`: the second from the largest down. The slowest first by default: they are what one looks for. */
export function parseSort(text: string | undefined): SortState {
  const descending = text?.startsWith('-') ?? true;
  const parsed = TraceSort.safeParse(text?.replace('-', '') ?? 'duration');
  return parsed.success ? { sort: parsed.data, descending } : { sort: 'duration', descending: true };
}

/** Pressing a column's head: its natural order first, the other one next. */
export function nextSort(now: SortState, pressed: Sort): string {
  const natural = pressed !== 'start';
  const descending = now.sort === pressed ? !now.descending : natural;
  return `${descending ? '-' : ''}${pressed}`;
}
