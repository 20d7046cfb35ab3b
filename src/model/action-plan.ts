import { ACTION_STATES, actionPriority, type Action, type ActionState } from './action.ts';

/** What follows from actions taken together: what waits for what, what is late, how priorities read in three steps. */

export function isOpenAction(action: Pick<Action, 'state'>): boolean {
  return action.state !== 'done' && action.state !== 'declined';
}

/** Late: still open on a day after its due date. `today` is a calendar day, `2026-11-20`. */
export function isOverdue(action: Pick<Action, 'state' | 'due'>, today: string): boolean {
  return isOpenAction(action) && action.due !== '' && action.due < today;
}

/** Whole days from one calendar day to another; negative when `to` is the earlier one. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The actions it depends on that are not done yet. A declined one counts: it will never be done, and somebody has to say what then. */
export function waitsFor(action: Action, byId: ReadonlyMap<string, Action>): Action[] {
  return action.dependsOn.flatMap((id) => {
    const other = byId.get(id);
    return other && other.state !== 'done' ? [other] : [];
  });
}

/** Ids from `dependsOn` back to `id` that would close a circle if `id` came to depend on it; `undefined`: none. */
export function circleOf(id: string, dependsOn: string, byId: ReadonlyMap<string, Pick<Action, 'dependsOn'>>): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[dependsOn, undefined]]);
  const queue = [dependsOn];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === id) {
      const path: string[] = [];
      for (let at: string | undefined = next; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
      return path;
    }
    for (const before of byId.get(next)?.dependsOn ?? []) {
      if (cameFrom.has(before)) continue;
      cameFrom.set(before, next);
      queue.push(before);
    }
  }
  return undefined;
}

export interface DependencyRow {
  readonly action: Action;
  /** 0: waits for nothing that is listed. */
  readonly depth: number;
}

/**
 * Actions that hang together, as an indented list: what has to be done first stands above what waits for it, one step
 * further in than the deepest of those. Each action once; those without any dependency are left out. Old files may
 * hold a circle: its actions stand where the walk first met them.
 */
export function dependencyRows(actions: readonly Action[]): DependencyRow[] {
  const byId = new Map(actions.map((a) => [a.id, a]));
  const needed = new Set(actions.flatMap((a) => a.dependsOn.filter((id) => byId.has(id))));
  const depths = new Map<string, number>();
  const depthOf = (id: string, path: ReadonlySet<string>): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const before = (byId.get(id)?.dependsOn ?? []).filter((other) => byId.has(other) && !path.has(other));
    const depth = before.reduce((deepest, other) => Math.max(deepest, depthOf(other, new Set([...path, id])) + 1), 0);
    depths.set(id, depth);
    return depth;
  };
  const rows: DependencyRow[] = [];
  const placed = new Set<string>();
  const place = (action: Action): void => {
    if (placed.has(action.id)) return;
    placed.add(action.id);
    for (const id of action.dependsOn) {
      const before = byId.get(id);
      if (before) place(before);
    }
    rows.push({ action, depth: depthOf(action.id, new Set([action.id])) });
  };
  for (const action of actions) if (needed.has(action.id) || action.dependsOn.some((id) => byId.has(id))) place(action);
  return rows;
}

/** The state `by` columns to the right (left when negative), held at the ends of the board. */
export function stateBeside(state: ActionState, by: number): ActionState {
  const at = ACTION_STATES.indexOf(state) + by;
  return ACTION_STATES[Math.max(0, Math.min(ACTION_STATES.length - 1, at))]!;
}

export type ActionLevel = 'high' | 'medium' | 'low';

/**
 * The priority in the three steps that trackers and calendars know. 5 × 4 ÷ 2 is high; 3 × 3 ÷ 3 is medium: at least
 * as much gained as it costs; what costs more than it gains is low. `undefined` until the priority is said.
 */
export function actionLevel(action: Pick<Action, 'recurrence' | 'impact' | 'effort'>): ActionLevel | undefined {
  const priority = actionPriority(action);
  if (priority === undefined) return undefined;
  return priority >= 8 ? 'high' : priority >= 3 ? 'medium' : 'low';
}

/** "12.5", "3", "0.2". */
export function priorityText(priority: number): string {
  return String(Math.round(priority * 10) / 10);
}

/** Roles somebody has named in the case, each once, as written most often first seen. */
export function rolesIn(...lists: ReadonlyArray<readonly string[]>): string[] {
  const roles = new Map<string, string>();
  for (const role of lists.flat()) {
    const trimmed = role.trim();
    if (trimmed !== '' && !roles.has(trimmed.toLowerCase())) roles.set(trimmed.toLowerCase(), trimmed);
  }
  return [...roles.values()].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
