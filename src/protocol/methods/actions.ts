import { z } from 'zod';
import { ActionState, TrackerState } from '../../model/action.ts';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

export const ACTIONS_FORMATS = ['jira-csv', 'jira-json', 'github-json', 'gitlab-csv', 'markdown-table', 'markdown-checklist', 'icalendar', 'csv'] as const;
export const ActionsFormat = z.enum(ACTIONS_FORMATS);
export type ActionsFormat = z.infer<typeof ActionsFormat>;

/** Of which states; all of them when left out. In the order of every list of actions: `byPriority`. `asRoles`: people are named by their roles. */
const Which = z.object({ format: ActionsFormat, states: z.array(ActionState).min(1).optional(), asRoles: z.boolean().default(false) });
const ERRORS = ['actions/none', 'file/not-writable'];

/** Actions as a file for a tracker, a calendar, a document or a spreadsheet. Same case, same bytes. */
export const renderActions = defineMethod({
  name: 'actions.render', kind: 'call', scope: 'case', errors: ERRORS,
  input: Which,
  output: z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string(), fileName: z.string(), actions: Count }),
});

/** Renders and replaces the file at `path` (absolute, on the engine's machine) atomically. On record in the case's history. */
export const writeActions = defineMethod({
  name: 'actions.write', kind: 'call', scope: 'case', errors: ERRORS,
  input: Which.extend({ path: z.string().min(1) }),
  output: z.object({ path: z.string(), bytes: Count, actions: Count }),
});

/** How an issue of a tracker was known to be an action: by its key, by the marker our export wrote, or by the same title. */
export const MatchedBy = z.enum(['key', 'marker', 'title']);
export type MatchedBy = z.infer<typeof MatchedBy>;

/** An action that a tracker's file speaks of, and what would change if one takes that over. */
export const TrackerProposal = z.object({
  actionId: z.string(),
  matchedBy: MatchedBy,
  /** Where it stands in the file: "row 4", "issue 3". */
  place: z.string(),
  title: z.string(),
  tracker: TrackerState,
  /** The state it leads to; `undefined`: the tracker's word is not one Tephra knows, and the state stays. */
  state: ActionState.optional(),
  /** Why it was declined, in the tracker's word; '' otherwise. */
  reason: z.string(),
});
export type TrackerProposal = z.infer<typeof TrackerProposal>;

/** Something of the file that leads to no change, and why. */
export const TrackerProblem = z.object({ place: z.string(), title: z.string(), message: z.string() });
export type TrackerProblem = z.infer<typeof TrackerProblem>;

/**
 * Reads what a tracker exported (Jira's CSV and search JSON, GitHub's issues JSON, GitLab's CSV and JSON) and proposes what follows
 * for the actions. Nothing is changed: who looked at it runs the commands. Every row is either a proposal or a problem.
 */
export const readTracker = defineMethod({
  name: 'actions.read-tracker', kind: 'call', scope: 'case', errors: ['tracker/not-understood'],
  input: z.object({ fileName: z.string().max(1000), text: z.string() }),
  output: z.object({
    /** "Jira CSV". */
    source: z.string(),
    rows: Count,
    proposals: z.array(TrackerProposal),
    problems: z.array(TrackerProblem),
  }),
});
