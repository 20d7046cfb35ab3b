import { visibleText } from '../../base/text.ts';
import { actionPriority, type Action } from '../../model/action.ts';
import { priorityText } from '../../model/action-plan.ts';
import { citationLabel } from '../../model/evidence.ts';
import { markerOf, type ActionsInput } from './input.ts';

/** A part of what is said about an action beside its title. Exporters word it in their tracker's own markup. */
export interface DescriptionPart {
  readonly title: string;
  /** One paragraph, or the items of a list. */
  readonly lines: readonly string[];
  readonly isList: boolean;
}

export interface Description {
  /** The note as it was written, Markdown; '' for none. */
  readonly note: string;
  readonly parts: readonly DescriptionPart[];
  /** Where it comes from, ending in the marker that reading back looks for. */
  readonly source: string;
}

/** What a tracker's issue says of an action. The title of what it waits for stands in for links that no importer makes. */
export function describe(input: ActionsInput, action: Action): Description {
  const titles = new Map(input.actions.map((other) => [other.id, other.title]));
  const priority = actionPriority(action);
  const paragraph = (title: string, text: string): DescriptionPart[] => (text.trim() === '' ? [] : [{ title, lines: [shown(text.trim())], isList: false }]);
  const list = (title: string, lines: readonly string[]): DescriptionPart[] => (lines.length === 0 ? [] : [{ title, lines: lines.map(shown), isList: true }]);
  const incident = [input.incidentId, input.title].filter((text) => text.trim() !== '').map((text) => oneLine(text)).join(' ');
  return {
    note: visibleText(action.note.trim(), true),
    parts: [
      ...paragraph('Done when', action.doneWhen),
      ...paragraph('Owner', action.ownerRole),
      ...paragraph('Priority', priority === undefined ? '' : `${priorityText(priority)} (recurrence ${action.recurrence} × impact ${action.impact} ÷ effort ${action.effort})`),
      ...paragraph('Declined because', action.state === 'declined' ? action.reason : ''),
      ...list('Waits for', action.dependsOn.flatMap((id) => titles.get(id) ?? [])),
      ...list('Follows from', action.entries.flatMap((id) => input.entryTitles.get(id) ?? [])),
      ...list('Evidence', action.evidence.map((reference) => [input.paths.get(reference.sha256) ?? '', citationLabel(reference)].filter((text) => text !== '').join(' '))),
      ...list('Links', action.links.map(({ title, url }) => [title, url].filter((text) => text !== '').join(' '))),
    ],
    source: `From the postmortem of ${incident}. ${markerOf(action)}`,
  };
}

function shown(text: string): string {
  return visibleText(text, true);
}

/** Text for a place that has one line. */
export function oneLine(text: string): string {
  return visibleText(text.replaceAll(/\s+/g, ' ').trim());
}
