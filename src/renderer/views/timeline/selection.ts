/** Entries taken together. `lead` is the one in hand: the cursor, and what the drawer shows while it is alone. */
export interface Selection {
  readonly lead: string | undefined;
  /** Where a stretch that grows with Shift began. */
  readonly anchor: string | undefined;
  readonly ids: ReadonlySet<string>;
}

/** What a press says: take this one alone, take it in or out, take all from the anchor to it. */
export type Take = 'only' | 'toggle' | 'extend';

export const NONE: Selection = { lead: undefined, anchor: undefined, ids: new Set() };

export function takeOf(event: { readonly ctrlKey: boolean; readonly metaKey: boolean; readonly shiftKey: boolean }): Take {
  return event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

/** `order`: ids as they stand on screen, in time order. */
export function taken(selection: Selection, id: string, take: Take, order: readonly string[]): Selection {
  if (take === 'toggle') return toggled(selection, id);
  const anchor = selection.anchor ?? selection.lead;
  const from = take === 'extend' && anchor !== undefined ? order.indexOf(anchor) : -1;
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return only(id);
  return { lead: id, anchor, ids: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)) };
}

export function only(id: string): Selection {
  return { lead: id, anchor: id, ids: new Set([id]) };
}

/** All of `ids`; the lead stays when it is one of them. */
export function all(selection: Selection, ids: readonly string[]): Selection {
  const lead = selection.lead !== undefined && ids.includes(selection.lead) ? selection.lead : ids[0];
  return { lead, anchor: lead, ids: new Set(ids) };
}

function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) return { lead: id, anchor: id, ids: ids.add(id) };
  const lead = selection.lead === id ? [...ids].at(-1) : selection.lead;
  return { lead, anchor: lead, ids };
}
