import type { ComponentType } from 'react';
import type { IconName } from './icons.tsx';

/**
 * A command of the app. Menu, palette, shortcuts and the sheet of keys all derive from this one object.
 */
export interface Command {
  /** Stable, `<view or area>.<verb>`: "timeline.new-entry". The native menu knows it by this. */
  readonly id: string;
  /** What it does, as in a menu: "New entry". */
  readonly label: string;
  readonly icon?: IconName;
  /**
   * "Ctrl+Shift+P", "n", "?", "Shift+E". `Ctrl` is Command on a Mac. A key without Ctrl or Alt does nothing while
   * one types in a field. Several alternatives are parted by a space: "j Down".
   */
  readonly keys?: string;
  /** Group in the sheet of keys; the title of the view by default. */
  readonly group?: string;
  /** Whether it can be run now; asked each time. */
  readonly when?: () => boolean;
  /** Left out of the palette (moving a cursor, say) but not of the sheet of keys. */
  readonly hidden?: boolean;
  readonly run: () => void | Promise<void>;
}

export type Navigate = (view: string, params?: Readonly<Record<string, string | undefined>>) => void;

/** A view as the app lists it. Its folder exports one as `view`. */
export interface ViewDefinition {
  /** Also its place in the URL. */
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Key that goes there: "Ctrl+1". */
  readonly keys: string;
  readonly component: ComponentType;
  /** Whether it takes the whole window, without the bars around it, at a place with these parameters. */
  readonly fillsWindow?: (params: Readonly<Record<string, string>>) => boolean;
  /** Commands that work from anywhere in the case. Those that need the view's state register with `useCommands`. */
  readonly commands?: (navigate: Navigate) => readonly Command[];
}

export interface CommandRegistry {
  /** Adds commands (a later one with the same id wins) until the returned function is called. */
  register(source: () => readonly Command[]): () => void;
  all(): readonly Command[];
  /** The command a key event means now, if any. */
  match(event: KeyEventLike): Command | undefined;
  subscribe(listener: () => void): () => void;
}

export interface KeyEventLike {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly target: EventTarget | null;
}

export function createCommandRegistry(isMac: boolean): CommandRegistry {
  const sources: Array<() => readonly Command[]> = [];
  const listeners = new Set<() => void>();
  const notify = (): void => { for (const l of listeners) l(); };
  const all = (): readonly Command[] => {
    const byId = new Map<string, Command>();
    for (const source of sources) for (const command of source()) { byId.delete(command.id); byId.set(command.id, command); }
    return [...byId.values()];
  };
  return {
    register(source) {
      sources.push(source);
      notify();
      return () => {
        sources.splice(sources.indexOf(source), 1);
        notify();
      };
    },
    all,
    match(event) {
      // The latest registered comes first: the view in front outranks the app.
      return all().toReversed().find((c) => c.keys !== undefined && matchesKeys(c.keys, event, isMac) && (c.when?.() ?? true));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Whether an event is one of the alternatives of `keys`. */
export function matchesKeys(keys: string, event: KeyEventLike, isMac: boolean): boolean {
  return keys.split(' ').some((alternative) => matchesOne(alternative, event, isMac));
}

function matchesOne(keys: string, event: KeyEventLike, isMac: boolean): boolean {
  const parts = keys.split(/\+(?=.)/);
  const key = parts[parts.length - 1]!;
  const wants = new Set(parts.slice(0, -1));
  const primary = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (wants.has('Ctrl') !== primary || other || wants.has('Alt') !== event.altKey) return false;
  if (!wants.has('Ctrl') && !wants.has('Alt') && isTyping(event.target) && key !== 'Escape' && !/^F\d/.test(key)) return false;
  const named = NAMED[key] ?? key;
  if (named.length === 1 && /[a-z]/i.test(named)) {
    // Letters: case stands for Shift, so that caps lock does not turn "e" into "E".
    const shift = wants.has('Shift') || (wants.size === 0 && named !== named.toLowerCase());
    return event.shiftKey === shift && event.key.toLowerCase() === named.toLowerCase();
  }
  if (named.length === 1) return event.key === named;
  return event.shiftKey === wants.has('Shift') && event.key === named;
}

const NAMED: Record<string, string> = {
  Up: 'ArrowUp', Down: 'ArrowDown', Left: 'ArrowLeft', Right: 'ArrowRight', Space: ' ',
};

function isTyping(target: EventTarget | null): boolean {
  if (typeof HTMLElement === 'undefined' || !(target instanceof HTMLElement)) return false;
  // Menus, lists that float over the page and sheets find by letters, or own them; a list in a view has the view's keys.
  if (target.closest('[role=menu],[role=dialog],[role=listbox]:not(main *)')) return true;
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type));
}

/** How well `text` answers what was typed: each word must occur; starts of words and early hits weigh more. `undefined`: not at all. */
export function matchScore(typed: string, text: string): number | undefined {
  const words = typed.toLowerCase().split(/\s+/).filter((w) => w !== '');
  const lower = text.toLowerCase();
  let score = 0;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return undefined;
    const start = new RegExp(`(?:^|[^\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'u').test(lower);
    score += (start ? 100 : 10) - Math.min(at, 50) / 10;
  }
  return score - text.length / 100;
}
