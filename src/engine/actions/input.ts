import type { Action, ActionState } from '../../model/action.ts';
import { peopleAsRoles, type Person } from '../../model/person.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** What every exporter of actions gets: all it may say, and nothing of the machine it runs on. */
export interface ActionsInput {
  readonly title: string;
  /** "INC-2417"; '' when there is none. */
  readonly incidentId: string;
  /** In the order they are written in. */
  readonly actions: readonly Action[];
  /** Titles of the entries that may be told, by id; what is internal is left out. */
  readonly entryTitles: ReadonlyMap<string, string>;
  /** Original path of cited evidence, by hash. */
  readonly paths: ReadonlyMap<string, string>;
  /** The last time somebody changed the case: every stamp in a file, so that the same case gives the same bytes. */
  readonly asOfNs: bigint;
}

/** Titles that may leave the case: those of entries which are not internal. */
export function entryTitlesOf(entries: ReadonlyArray<Pick<TimelineEntry, 'id' | 'title' | 'internal'>>): Map<string, string> {
  return new Map(entries.flatMap((entry) => (entry.internal ? [] : [[entry.id, entry.title]])));
}

/** The same with people as roles in all that somebody wrote; ids, keys, paths and addresses stay. */
export function withRoles(input: ActionsInput, people: readonly Person[]): ActionsInput {
  const shown = (text: string): string => peopleAsRoles(text, people);
  return {
    ...input, title: shown(input.title), entryTitles: new Map([...input.entryTitles].map(([id, title]) => [id, shown(title)])),
    actions: input.actions.map((action) => ({
      ...action, title: shown(action.title), note: shown(action.note), ownerRole: shown(action.ownerRole), doneWhen: shown(action.doneWhen), reason: shown(action.reason),
      links: action.links.map(({ title, url }) => ({ title: shown(title), url })),
    })),
  };
}

/** What Jira calls the states in the workflow that a new project begins with; the resolution says which end was reached. */
export const JIRA_STATUS: Readonly<Record<ActionState, string>> = { proposed: 'To Do', accepted: 'To Do', 'in-progress': 'In Progress', done: 'Done', declined: 'Done' };
export const JIRA_RESOLUTION: Readonly<Record<ActionState, string>> = { proposed: '', accepted: '', 'in-progress': '', done: 'Done', declined: "Won't Do" };

/** A label without spaces, which neither Jira nor GitHub's search would keep whole. */
export function labelsOf({ incidentId }: Pick<ActionsInput, 'incidentId'>, action: Action): string[] {
  const incident = incidentId.trim().replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  return ['postmortem', `action-${action.type}`, ...(incident === '' ? [] : [incident])];
}

const MARKER = /\btephra:([A-Za-z0-9_.-]{1,64})(?![A-Za-z0-9_.-])/g;

/** What stands in the description of every exported action, so that reading back finds it again whatever its title became. */
export function markerOf(action: Pick<Action, 'id'>): string {
  return `tephra:${action.id}`;
}

/** The id that a description names, last where the note names one too; `undefined` where none does. */
export function idInMarker(text: string): string | undefined {
  return [...text.matchAll(MARKER)].at(-1)?.[1];
}
