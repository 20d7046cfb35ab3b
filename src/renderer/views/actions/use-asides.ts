import { useMemo } from 'react';
import type { Action } from '../../../model/action.ts';
import { lintAction, type ActionFinding } from '../../../model/action-lint.ts';
import { waitsFor } from '../../../model/action-plan.ts';
import type { Person } from '../../../model/person.ts';
import { spokenAction } from './words.ts';

/** What is worked out about an action and shown beside it, in board, list and drawer alike. */
export interface Aside {
  readonly waits: readonly Action[];
  readonly findings: readonly ActionFinding[];
  readonly comments: number;
  readonly spoken: string;
}

export function useAsides(actions: readonly Action[], { today, people, comments, show }: { today: string; people: readonly Person[]; comments: ReadonlyMap<string, number>; show: (text: string) => string }): ReadonlyMap<string, Aside> {
  return useMemo(() => {
    const byId = new Map(actions.map((action) => [action.id, action]));
    return new Map(actions.map((action): [string, Aside] => {
      const waits = waitsFor(action, byId);
      const findings = lintAction(action, people);
      const open = comments.get(action.id) ?? 0;
      return [action.id, { waits, findings, comments: open, spoken: spokenAction(action, { today, waits: waits.length, findings: findings.length, comments: open, show }) }];
    }));
  }, [actions, today, people, comments, show]);
}
