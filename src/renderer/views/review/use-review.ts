import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { uuidv7 } from '../../../base/ids.ts';
import { byPriority, type Action } from '../../../model/action.ts';
import { itemsOf } from '../../../model/item.ts';
import type { Person } from '../../../model/person.ts';
import { currentReview } from '../../../model/review-plan.ts';
import { MINUTE_FORMS, type AgendaItem, type Minute, type MinuteForm, type Review } from '../../../model/review.ts';
import { byTime, type TimelineEntry } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useChange } from '../../parts/use-change.ts';
import { useEditItem } from '../../parts/use-edit-item.ts';
import { useRead } from '../../rpc/react.tsx';
import { createLive, type Live, type LiveStore } from './live.ts';

/** Everything a review is drawn from; `undefined` while it is read. */
export interface ReviewData {
  readonly reviews: readonly Review[];
  readonly review: Review | undefined;
  readonly people: readonly Person[];
  /** Of the review, in the order they were said. */
  readonly minutes: readonly Minute[];
  readonly actions: readonly Action[];
  readonly entries: readonly TimelineEntry[];
}

export function useReviewData(): { readonly data: ReviewData | undefined; readonly failure: { readonly message: string } | undefined; readonly reload: () => void } {
  const items = useRead(api.listItems, { kinds: ['review', 'minute', 'person', 'action'] }, { dependsOn: 'work' });
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' });
  const data = useMemo((): ReviewData | undefined => {
    if (!items.data || !timeline.data) return undefined;
    const reviews = itemsOf(items.data, 'review');
    const review = currentReview(reviews);
    return {
      reviews, review, people: itemsOf(items.data, 'person'), actions: itemsOf(items.data, 'action').toSorted(byPriority),
      minutes: itemsOf(items.data, 'minute').filter((m) => m.reviewId === review?.id), entries: timeline.data.toSorted(byTime),
    };
  }, [items.data, timeline.data]);
  return { data, failure: items.failure ?? timeline.failure, reload: () => { items.reload(); timeline.reload(); } };
}

export type CaptureForm = MinuteForm | 'action';
export const FORMS: readonly CaptureForm[] = ['action', ...MINUTE_FORMS];

export interface ReviewWork {
  /** Makes a review. */
  add(review: Review): Promise<boolean>;
  /** Changes a review as it is on disk by then. */
  edit(id: string, edit: (review: Review) => Review, said?: string): Promise<boolean>;
  /** Puts a sentence on record as what `form` says, with what was on the screen. */
  capture(form: CaptureForm, text: string, about: { readonly reviewId: string; readonly agendaId: string | undefined; readonly entryId: string | undefined; readonly prompt: Minute['prompt'] }): Promise<boolean>;
  change(id: string, edit: (minute: Minute) => Minute): Promise<boolean>;
  remove(minute: Minute): Promise<boolean>;
  addPerson(name: string, role: string, reviewId: string): Promise<boolean>;
}

export function useReviewWork(): ReviewWork {
  const change = useChange();
  const editItem = useEditItem();
  return useMemo(() => ({
    add: (review) => change({ name: 'item.save', input: { item: review } }),
    edit: (id, edit, said) => editItem('review', id, (review) => review && edit(review), said),
    capture: (form, text, { reviewId, agendaId, entryId, prompt }) => {
      const atNs = nowNs();
      const id = uuidv7();
      if (form === 'action') {
        return change({ name: 'item.save', input: { item: {
          kind: 'action', id, title: text, note: '', type: 'prevent', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: entryId === undefined ? [] : [entryId],
          evidence: [], links: [], reason: '', createdAtNs: atNs,
        } } });
      }
      return change({ name: 'item.save', input: { item: {
        kind: 'minute', id, reviewId, form, text, role: '', votes: [], settled: false, atNs,
        ...(agendaId === undefined ? {} : { agendaId }), ...(entryId === undefined ? {} : { entryId }), ...(prompt === undefined ? {} : { prompt }),
      } } });
    },
    change: (id, edit) => editItem('minute', id, (minute) => minute && edit(minute)),
    remove: (minute) => change({ name: 'item.remove', input: { kind: 'minute', id: minute.id } }, 'Took it out of the minutes', 'item/not-found'),
    addPerson: async (name, role, reviewId) => {
      const id = uuidv7();
      return await change({ name: 'item.save', input: { item: { kind: 'person', id, name, aliases: [], role } } })
        && editItem('review', reviewId, (review) => review && { ...review, attendance: [...review.attendance, { personId: id, part: 'participant', present: true }] });
    },
  }), [change, editItem]);
}

/** The live state of a review, shared by every window that shows it. */
export function useLive(reviewId: string): { readonly live: Live; readonly set: (patch: Partial<Live>) => void } {
  const store = useMemo(() => openLive(reviewId), [reviewId]);
  useEffect(() => store.follow(), [store]);
  const live = useStore(store.state);
  return { live, set: (patch) => store.state.setState(patch) };
}

function openLive(reviewId: string): LiveStore {
  return createLive(reviewId, {
    storage: window.localStorage,
    addEventListener: (type, listener) => window.addEventListener(type, listener),
    removeEventListener: (type, listener) => window.removeEventListener(type, listener),
  });
}

/** The part and the entry that are on: what the live state names, as far as it is still there. */
export function standing({ review, entries }: Pick<ReviewData, 'entries'> & { readonly review: Review }, live: Live): { readonly part: AgendaItem | undefined; readonly partIndex: number; readonly entry: TimelineEntry | undefined; readonly entryIndex: number } {
  const partIndex = Math.max(0, review.agenda.findIndex((a) => a.id === live.agendaId));
  const entryIndex = Math.max(0, entries.findIndex((e) => e.id === live.entryId));
  return { part: review.agenda[partIndex], partIndex, entry: entries[entryIndex], entryIndex };
}

/** What it means to begin a part: its clock starts. */
export function startPart(agendaId: string): Partial<Live> {
  return { agendaId, sinceMs: Date.now(), prompt: undefined };
}

export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** Now, again every second: a clock is drawn from it. */
export function useNowMs(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** `23:40`, `1:02:03`; what is over is said by the caller. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
