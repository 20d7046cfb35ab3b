import type { Action, ActionState } from '../../../model/action.ts';
import type { TrackerProposal } from '../../../protocol/methods/actions.ts';

/** What somebody decided about a proposal. */
export interface Choice {
  readonly isTaken: boolean;
  readonly state: ActionState;
}

/** The action with what the tracker says of it. Its own reason for being declined is kept; without one the tracker's word is it. */
export function proposedAction(action: Action, { tracker, reason }: TrackerProposal, { state }: Choice): Action {
  const why = action.reason.trim() === '' && state === 'declined' ? reason || `${tracker.key}: ${tracker.status}` : action.reason;
  return { ...action, state, reason: why, tracker };
}

/** The same state, key and status as were read before: only the moment of reading would change. */
export function saysNothingNew(action: Action, proposal: TrackerProposal, choice: Choice): boolean {
  const { tracker } = action;
  return tracker !== undefined && choice.state === action.state && tracker.system === proposal.tracker.system && tracker.key === proposal.tracker.key
    && tracker.status === proposal.tracker.status && tracker.url === proposal.tracker.url;
}
