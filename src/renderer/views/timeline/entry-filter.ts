import { ENTRY_KINDS, isHindsight, type EntryKind, type TimelineEntry } from '../../../model/timeline.ts';
import { KIND_TITLE } from './words.ts';

/** Which entries are shown, as it stands in the address. */
export interface EntryFilter {
  readonly query: string;
  /** Empty: all. */
  readonly kinds: readonly EntryKind[];
  /** Empty: all. '' is "nobody named". */
  readonly roles: readonly string[];
  readonly evidence: 'any' | 'with' | 'without';
  readonly asKnownThen: boolean;
}

/** What the address holds of it. */
export type FilterParams = Readonly<Record<'q' | 'kinds' | 'roles' | 'unsupported' | 'known', string | undefined>>;

export function filterOf(params: FilterParams): EntryFilter {
  return {
    query: params.q ?? '',
    kinds: ENTRY_KINDS.filter((kind) => (params.kinds ?? '').split(',').includes(kind)),
    roles: params.roles === undefined ? [] : params.roles.split('\n'),
    evidence: params.unsupported === '1' ? 'without' : params.unsupported === '0' ? 'with' : 'any',
    asKnownThen: params.known === 'then',
  };
}

export function paramsOf(filter: Partial<EntryFilter>): Partial<FilterParams> {
  const params: { -readonly [K in keyof FilterParams]?: FilterParams[K] } = {};
  if (filter.query !== undefined) params.q = filter.query === '' ? undefined : filter.query;
  if (filter.kinds) params.kinds = filter.kinds.length === 0 ? undefined : filter.kinds.join(',');
  if (filter.roles) params.roles = filter.roles.length === 0 ? undefined : filter.roles.join('\n');
  if (filter.evidence) params.unsupported = { any: undefined, without: '1', with: '0' }[filter.evidence];
  if (filter.asKnownThen !== undefined) params.known = filter.asKnownThen ? 'then' : undefined;
  return params;
}

/** Every part must hold; of each part any of what it names. */
export function passes(entry: TimelineEntry, filter: EntryFilter): boolean {
  return (filter.kinds.length === 0 || filter.kinds.includes(entry.kind))
    && (filter.roles.length === 0 || filter.roles.includes(entry.role))
    && (filter.evidence === 'any' || (filter.evidence === 'with') === entry.evidence.length > 0)
    && (!filter.asKnownThen || !isHindsight(entry))
    && matches(entry, filter.query);
}

function matches(entry: TimelineEntry, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter((w) => w !== '');
  if (words.length === 0) return true;
  const text = `${entry.title}\n${entry.note}\n${entry.role}\n${KIND_TITLE[entry.kind]}\n${entry.milestone ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
