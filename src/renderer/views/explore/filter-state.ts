import { ok, type Failure, type Result } from '../../../base/result.ts';
import type { Filter, FilterTerm } from '../../../model/filter.ts';
import { formatFilter, formatTerm, parseFilter, type FilterTextContext } from '../../../model/filter-text.ts';
import type { TimeRange } from '../../state/place.ts';

/** The filter of a link: its text, and the brush as its time. A text that is not one comes with why. */
export function filterOf(text: string | undefined, range: TimeRange | undefined, context: FilterTextContext): { filter: Filter; failure: Failure | undefined } {
  const parsed = text === undefined ? undefined : parseFilter(text, context);
  const terms: Filter = parsed?.ok ? parsed.value : { terms: [] };
  return {
    filter: { ...terms, fromNs: range?.fromNs ?? terms.fromNs, toNs: range?.toNs ?? terms.toNs },
    failure: parsed && !parsed.ok ? parsed.failure : undefined,
  };
}

/** What a filter stands for in a link: text without time, and time as the brush. */
export interface FilterPlace {
  readonly text: string;
  readonly range: TimeRange | undefined;
}

/** Adds what was typed to a filter. A time that was typed becomes the brush; one open end reaches to that of the case. */
export function addTyped(filter: Filter, typed: string, context: FilterTextContext, whole: TimeRange | undefined): Result<FilterPlace> {
  const parsed = parseFilter(typed, context);
  if (!parsed.ok) return parsed;
  const added = parsed.value;
  const fromNs = added.fromNs ?? filter.fromNs ?? (added.toNs === undefined ? undefined : whole?.fromNs);
  const toNs = added.toNs ?? filter.toNs ?? (added.fromNs === undefined ? undefined : whole && whole.toNs + 1n);
  const terms = [...filter.terms, ...added.terms.filter((t) => !filter.terms.some((old) => sameTerm(old, t)))];
  const artifacts = [...new Set([...(filter.artifacts ?? []), ...(added.artifacts ?? [])])];
  return ok({
    text: textOf({ terms, artifacts }),
    range: fromNs !== undefined && toNs !== undefined && fromNs < toNs ? { fromNs, toNs } : undefined,
  });
}

/** Text of a filter without its time. */
export function textOf(filter: Pick<Filter, 'terms' | 'artifacts'>): string {
  return formatFilter({ terms: filter.terms, artifacts: filter.artifacts });
}

export function sameTerm(a: FilterTerm, b: FilterTerm): boolean {
  return formatTerm(a) === formatTerm(b);
}

export function withoutTerm(filter: Filter, term: FilterTerm): string {
  return textOf({ ...filter, terms: filter.terms.filter((t) => !sameTerm(t, term)) });
}

/** Puts a term in, or takes it out when it is there. Its opposite goes either way. */
export function toggleTerm(filter: Filter, term: FilterTerm): string {
  const opposite = { ...term, negated: !term.negated };
  const rest = filter.terms.filter((t) => !sameTerm(t, opposite));
  return rest.some((t) => sameTerm(t, term)) ? textOf({ ...filter, terms: rest.filter((t) => !sameTerm(t, term)) }) : textOf({ ...filter, terms: [...rest, term] });
}

export function withoutArtifact(filter: Filter, sha256: string): string {
  return textOf({ ...filter, artifacts: (filter.artifacts ?? []).filter((a) => a !== sha256) });
}
