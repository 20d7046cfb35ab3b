import type { Command } from '../../model/command.ts';
import type { EntryKind, TimelineEntry } from '../../model/timeline.ts';
import { plural } from '../../base/text.ts';

/** A record as an entry that may be added. */
export interface Proposal {
  readonly entry: TimelineEntry;
  readonly who?: string | undefined;
  readonly suggested: boolean;
  readonly standing: boolean;
  /** Title of another entry that cites the record. */
  readonly citedBy?: string | undefined;
}

/** What a person changed about the proposals; what is not in here is as proposed. */
export interface ImportDraft {
  readonly chosen: ReadonlyMap<string, boolean>;
  readonly kinds: ReadonlyMap<string, EntryKind>;
  /** Roles by the names that the evidence has. */
  readonly roles: ReadonlyMap<string, string>;
}

export const EMPTY_DRAFT: ImportDraft = { chosen: new Map(), kinds: new Map(), roles: new Map() };

/** An entry that is in the timeline cannot be added again; a record that another entry cites is added only where a person says so. */
export function isChosen(proposal: Proposal, draft: ImportDraft): boolean {
  return !proposal.standing && (draft.chosen.get(proposal.entry.id) ?? (proposal.suggested && proposal.citedBy === undefined));
}

/** More entries than this are nothing that a person adds unasked: a timeline is what somebody chose. */
export const MOST_UNASKED = 50;

/** What is chosen before anybody chose: what is suggested, and of very many nothing. */
export function firstDraft(proposals: readonly Proposal[]): ImportDraft {
  return proposals.filter((p) => isChosen(p, EMPTY_DRAFT)).length > MOST_UNASKED ? chooseAll(proposals, EMPTY_DRAFT, false) : EMPTY_DRAFT;
}

export function kindOf({ entry }: Proposal, draft: ImportDraft): EntryKind {
  return draft.kinds.get(entry.id) ?? entry.kind;
}

export function chooseAll(proposals: readonly Proposal[], draft: ImportDraft, chosen: boolean): ImportDraft {
  return { ...draft, chosen: new Map(proposals.map((p) => [p.entry.id, chosen])) };
}

/** Who acts or speaks in what is chosen, those with most entries first. */
export function people(proposals: readonly Proposal[], draft: ImportDraft): Array<{ readonly who: string; readonly entries: number }> {
  const counts = new Map<string, number>();
  for (const proposal of proposals) if (proposal.who !== undefined && isChosen(proposal, draft)) counts.set(proposal.who, (counts.get(proposal.who) ?? 0) + 1);
  return [...counts].map(([who, entries]) => ({ who, entries })).sort((a, b) => b.entries - a.entries || (a.who < b.who ? -1 : 1));
}

/** The chosen entries as one step of undo; `undefined` when none is. Names stay out: an entry has the role that was typed for its name, or none. */
export function importCommand(proposals: readonly Proposal[], draft: ImportDraft, about: string): Extract<Command, { name: 'batch' }> | undefined {
  const entries = proposals.filter((p) => isChosen(p, draft)).map((p): TimelineEntry => {
    const role = p.who === undefined ? '' : (draft.roles.get(p.who) ?? '').trim();
    return { ...p.entry, kind: kindOf(p, draft), ...(role === '' ? {} : { role }) };
  });
  if (entries.length === 0) return undefined;
  return {
    name: 'batch',
    input: { label: `Added ${plural(entries.length, 'entry', 'entries')} from ${about}`, commands: entries.map((entry) => ({ name: 'timeline.add', input: { entry } })) },
  };
}
