import { useMemo } from 'react';
import { formatCount } from '../../../base/text.ts';
import { completionPlace, type CompletionPlace } from '../../../model/filter-completion.ts';
import type { Filter } from '../../../model/filter.ts';
import { formatTimeRange } from '../../../model/filter-text.ts';
import { NS_PER_MIN } from '../../../base/time.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import type { TimeRange } from '../../state/place.ts';
import { useLater } from './use-later.ts';

export interface Suggestion {
  /** What is put in. */
  readonly insert: string;
  readonly label: string;
  /** At the right: how often, or what it is. */
  readonly aside: string;
}

export interface Completions {
  readonly place: CompletionPlace | undefined;
  readonly suggestions: readonly Suggestion[];
  /** What they are, for a heading: "Fields", "Values of service". */
  readonly heading: string;
}

const MOST = 12;
const PAUSE_MS = 120;
const NO_FIELD = 'level';

/** What can be put in at the caret of the filter bar. Values are asked for after a short pause in typing. */
export function useCompletions(text: string, caret: number, enabled: boolean, filter: Filter, whole: TimeRange | undefined, around: () => bigint | undefined): Completions {
  const place = useMemo(() => (enabled ? completionPlace(text, caret) : undefined), [enabled, text, caret]);
  const fields = useRead(api.listFields, {}, { dependsOn: 'index', enabled }).data;
  const isTime = place?.kind === 'value' && place.field === 'time';
  const wanted = place?.kind === 'value' && !isTime ? place : undefined;
  const contains = useLater(wanted?.prefix ?? '', PAUSE_MS);
  const asked = useMemo((): Filter => ({
    ...filter, terms: filter.terms.filter((t) => t.kind !== 'field' || t.field !== wanted?.field || t.negated),
  }), [filter, wanted?.field]);
  const values = useRead(api.fieldValues, { filter: asked, field: wanted?.field ?? NO_FIELD, contains: contains.replaceAll('*', ''), limit: MOST }, { dependsOn: 'index', enabled: wanted !== undefined });

  return useMemo((): Completions => {
    if (!place) return { place, suggestions: [], heading: '' };
    if (place.kind === 'field') {
      const typed = place.prefix.toLowerCase();
      const known = [...(fields ?? []), TIME_FIELD].flatMap((f) => {
        const name = f.field.toLowerCase();
        const rank = name === typed ? 0 : name.startsWith(typed) ? 1 : name.split(/[._-]/).some((part) => part.startsWith(typed)) ? 2 : name.includes(typed) ? 3 : undefined;
        return rank === undefined ? [] : [{ rank, suggestion: { insert: f.field, label: f.field, aside: f.description } }];
      });
      return { place, heading: 'Fields', suggestions: known.sort((a, b) => a.rank - b.rank).slice(0, MOST).map((k) => k.suggestion) };
    }
    if (isTime) return { place, heading: 'Times', suggestions: times(whole, around()) };
    // While the answer for what was just typed is on its way, the one before is narrowed: the list never blinks.
    const own = values.data?.field === place.field ? values.data : undefined;
    const typed = place.prefix.replaceAll('*', '').toLowerCase();
    const fitting = own?.values.filter((v) => v.value.toLowerCase().includes(typed) || v.label.toLowerCase().includes(typed)) ?? [];
    return {
      place, heading: own && own.distinct > own.values.length ? `${formatCount(own.values.length)} of ${formatCount(own.distinct)} values of ${place.field}` : `Values of ${place.field}`,
      suggestions: fitting.map((v) => ({ insert: v.value, label: v.label, aside: formatCount(v.count) })),
    };
  }, [place, fields, isTime, whole, around, values.data]);
}

const TIME_FIELD = { field: 'time', description: 'From and to: time:10:33..10:36' } as const;

/** Ranges that people ask for: around the record in hand, the ends of the case. */
function times(whole: TimeRange | undefined, around: bigint | undefined): Suggestion[] {
  const range = (fromNs: bigint, toNs: bigint, label: string): Suggestion => {
    const insert = formatTimeRange(fromNs, toNs).slice('time:'.length);
    return { insert, label, aside: insert };
  };
  return [
    ...(around === undefined ? [] : [1n, 5n, 30n].map((n) => range(around - n * NS_PER_MIN, around + n * NS_PER_MIN + 1n, `${n} min before and after the record`))),
    ...(whole === undefined ? [] : [
      range(whole.toNs - 15n * NS_PER_MIN, whole.toNs + 1n, 'Last 15 min of the case'),
      range(whole.toNs - 60n * NS_PER_MIN, whole.toNs + 1n, 'Last hour of the case'),
      range(whole.fromNs, whole.fromNs + 15n * NS_PER_MIN, 'First 15 min of the case'),
    ]),
  ];
}
