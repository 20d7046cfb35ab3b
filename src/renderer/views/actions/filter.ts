import { ACTION_STATES, ACTION_TYPES, byPriority, type Action, type ActionState, type ActionType } from '../../../model/action.ts';
import { isOverdue } from '../../../model/action-plan.ts';

/** Which actions are shown, as it stands in the address. Empty lists: all. */
export interface ActionFilter {
  readonly query: string;
  readonly states: readonly ActionState[];
  readonly types: readonly ActionType[];
  /** '' is "nobody named". */
  readonly owners: readonly string[];
  readonly late: boolean;
}

export const NO_FILTER: ActionFilter = { query: '', states: [], types: [], owners: [], late: false };

export type FilterParams = Readonly<Record<'q' | 'states' | 'types' | 'owners' | 'late', string | undefined>>;

export function filterOf(params: FilterParams): ActionFilter {
  return {
    query: params.q ?? '',
    states: ACTION_STATES.filter((state) => (params.states ?? '').split(',').includes(state)),
    types: ACTION_TYPES.filter((type) => (params.types ?? '').split(',').includes(type)),
    owners: params.owners === undefined ? [] : params.owners.split('\n').map((owner) => (owner === '-' ? '' : owner)),
    late: params.late === '1',
  };
}

export function paramsOf(filter: Partial<ActionFilter>): Partial<FilterParams> {
  const params: { -readonly [K in keyof FilterParams]?: FilterParams[K] } = {};
  if (filter.query !== undefined) params.q = filter.query === '' ? undefined : filter.query;
  if (filter.states) params.states = filter.states.length === 0 ? undefined : filter.states.join(',');
  if (filter.types) params.types = filter.types.length === 0 ? undefined : filter.types.join(',');
  // An empty value is no value in an address: nobody is a dash.
  if (filter.owners) params.owners = filter.owners.length === 0 ? undefined : filter.owners.map((owner) => (owner === '' ? '-' : owner)).join('\n');
  if (filter.late !== undefined) params.late = filter.late ? '1' : undefined;
  return params;
}

/** Every part must hold; of each part any of what it names. */
export function passes(action: Action, filter: ActionFilter, today: string): boolean {
  return (filter.states.length === 0 || filter.states.includes(action.state))
    && (filter.types.length === 0 || filter.types.includes(action.type))
    && (filter.owners.length === 0 || filter.owners.includes(action.ownerRole.trim()))
    && (!filter.late || isOverdue(action, today))
    && matches(action, filter.query);
}

function matches(action: Action, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return true;
  const text = `${action.title}\n${action.note}\n${action.ownerRole}\n${action.doneWhen}\n${action.tracker?.key ?? ''}\n${action.reason}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export const SORTS = ['priority', 'title', 'state', 'type', 'owner', 'due'] as const;
export type Sort = (typeof SORTS)[number];

/** In the order asked for; by priority where that says nothing. Nothing said stands last. */
export function sorted(actions: readonly Action[], sort: Sort): Action[] {
  const last = '\uffff';
  const key = (action: Action): string => {
    switch (sort) {
      case 'title': return action.title.toLowerCase();
      case 'state': return String(ACTION_STATES.indexOf(action.state));
      case 'type': return String(ACTION_TYPES.indexOf(action.type));
      case 'owner': return action.ownerRole.trim().toLowerCase() || last;
      case 'due': return action.due || last;
      default: return '';
    }
  };
  return actions.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : byPriority(a, b)));
}

