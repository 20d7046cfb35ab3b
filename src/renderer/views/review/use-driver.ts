import { useState } from 'react';
import { PROMPTS, type AgendaItem, type Prompt, type Review } from '../../../model/review.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import type { Command } from '../../ui/index.ts';
import type { Live } from './live.ts';
import { FORMS, standing, startPart, useLive, type CaptureForm, type ReviewData } from './use-review.ts';
import { FORM_KEY, FORM_TITLE } from './words.ts';

/** How a running review is driven, from the stage as from the presenter's window: one set of keys. */
export interface Driver {
  readonly live: Live;
  readonly part: AgendaItem | undefined;
  readonly partIndex: number;
  readonly entry: TimelineEntry | undefined;
  readonly entryIndex: number;
  /** The part on shows the timeline: arrows go from entry to entry. */
  readonly onTimeline: boolean;
  readonly capture: CaptureForm | undefined;
  readonly raising: boolean;
  readonly commands: readonly Command[];
  readonly step: (by: 1 | -1) => void;
  readonly toPart: (id: string) => void;
  readonly nextPart: () => void;
  readonly toEntry: (id: string) => void;
  readonly ask: (prompt: Prompt | undefined) => void;
  readonly setHands: (hands: readonly string[]) => void;
  readonly setCapture: (form: CaptureForm | undefined) => void;
  readonly setRaising: (raising: boolean) => void;
}

export function useDriver(data: ReviewData, review: Review): Driver {
  const { live, set } = useLive(review.id);
  const [capture, setCapture] = useState<CaptureForm>();
  const [raising, setRaising] = useState(false);
  const at = standing({ review, entries: data.entries }, live);
  const onTimeline = at.part?.shows === 'timeline';
  const toPart = (id: string): void => set(startPart(id));
  const byPart = (by: number): void => {
    const part = review.agenda[at.partIndex + by];
    if (part) toPart(part.id);
  };
  const toEntry = (id: string): void => set({ entryId: id, prompt: undefined });
  const step = (by: 1 | -1): void => {
    if (!onTimeline) return byPart(by);
    const entry = data.entries[at.entryIndex + by];
    if (entry) toEntry(entry.id);
    return undefined;
  };
  const ask = (prompt: Prompt | undefined): void => set({ prompt: prompt === live.prompt ? undefined : prompt });
  const command = (id: string, label: string, keys: string, run: () => void, when?: () => boolean): Command => ({ id: `review.${id}`, label, keys, run, group: 'Review', ...(when ? { when } : {}) });
  const commands = [
    command('next', onTimeline ? 'Next entry' : 'Next part', 'Right', () => step(1)),
    command('previous', onTimeline ? 'Previous entry' : 'Previous part', 'Left', () => step(-1)),
    command('next-part', 'Next part of the agenda', 'PageDown', () => byPart(1)),
    command('previous-part', 'Previous part of the agenda', 'PageUp', () => byPart(-1)),
    command('known', 'What was known then', 'k', () => set({ knownThen: !live.knownThen }), () => onTimeline),
    ...PROMPTS.map((prompt, i) => command(`prompt-${prompt}`, `Ask for the ${prompt}`, String(i + 1), () => ask(prompt), () => onTimeline)),
    ...FORMS.map((form) => command(`capture-${form}`, `Write down: ${FORM_TITLE[form].toLowerCase()}`, FORM_KEY[form], () => { setRaising(false); setCapture(form); })),
    command('hand', 'Raise a hand', 'h', () => { setCapture(undefined); setRaising(true); }),
    command('next-hand', 'The next hand has spoken', 'H', () => set({ hands: live.hands.slice(1) }), () => live.hands.length > 0),
  ];
  return {
    live, ...at, onTimeline, capture, raising, commands, step, toPart, nextPart: () => byPart(1), toEntry, ask, setHands: (hands) => set({ hands }), setCapture, setRaising,
  };
}
