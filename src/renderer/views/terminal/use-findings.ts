import { visibleText, plural } from '../../../base/text.ts';
import { citationLabel, formatCitation, type EvidenceReference } from '../../../model/evidence.ts';
import { entryOf, referenceOf } from '../../../model/pin.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { formatEventId } from '../../state/place.ts';
import { useActions, usePlaceStore, useTimeRange } from '../../state/react.tsx';
import { useToast } from '../../ui/index.ts';
import type { Player } from './player.ts';
import type { TranscriptLine, TranscriptRows } from './transcript-rows.ts';
import type { RecordingFacts } from './use-player.ts';

/** Most lines of one pin or copy: more than that are a recording, not a finding. */
const MOST_LINES = 500;

export interface Findings {
  /** Lines or a span of time are chosen: what is pinned is an interval. */
  readonly hasRange: boolean;
  readonly pin: () => Promise<void>;
  readonly cite: () => Promise<void>;
  readonly copy: () => Promise<void>;
  readonly explore: () => Promise<void>;
}

/** What can be done with the moment, or with the lines or the time that are chosen. */
export function useFindings({ sha256, facts, isTimed, player, rows, chosen, current }: {
  sha256: string; facts: RecordingFacts; isTimed: boolean; player: Player; rows: TranscriptRows; chosen: { row: number; end: number } | undefined; current: number;
}): Findings {
  const session = useCaseSession();
  const place = usePlaceStore();
  const actions = useActions();
  const toast = useToast();
  const range = useTimeRange();
  const { startNs } = facts;
  const endNs = startNs === undefined ? undefined : startNs + BigInt(Math.round(player.store.getState().durationNs));
  const lines = chosen && chosen.row !== chosen.end ? { first: Math.min(chosen.row, chosen.end), last: Math.max(chosen.row, chosen.end) } : undefined;
  const span = !lines && range && startNs !== undefined && endNs !== undefined && range.fromNs <= endNs && range.toNs > startNs
    ? { fromNs: range.fromNs > startNs ? range.fromNs : startNs, toNs: range.toNs < endNs ? range.toNs : endNs } : undefined;

  /** The chosen lines, those of the chosen time, or the line that the screen is at. */
  async function findLines(): Promise<TranscriptLine[]> {
    if (span) {
      const found = await rows.between(span.fromNs, span.toNs, MOST_LINES);
      if (!found.ok) toast({ kind: 'failed', text: found.failure.message });
      return found.ok ? found.value : [];
    }
    const [first, last] = lines ? [lines.first, Math.min(lines.last, lines.first + MOST_LINES - 1)] : [Math.max(0, chosen?.row ?? current), Math.max(0, chosen?.row ?? current)];
    const found: TranscriptLine[] = [];
    for (let i = first; i <= last; i++) {
      const row = await rows.loaded(i);
      if (row) found.push(row);
    }
    return found;
  }

  function reference(found: readonly TranscriptLine[]): EvidenceReference {
    const [first, last] = [found[0]!, found.at(-1)!];
    const whole = { ...first, lengthBytes: last.offsetBytes + last.lengthBytes - first.offsetBytes };
    return referenceOf(whole, found.map((row) => row.body).join('\n'), BigInt(Date.now()) * 1_000_000n);
  }

  return {
    hasRange: lines !== undefined || span !== undefined,
    async pin() {
      const found = await findLines();
      if (found.length === 0) return toast({ text: span ? 'No line of this recording lies in the chosen time.' : 'Play or choose a line first, then pin it.' });
      const momentNs = startNs === undefined || !isTimed ? undefined : startNs + BigInt(Math.round(player.store.getState().atNs));
      // A single line that was not chosen stands for what is on the screen now.
      const timed = !lines && !span && chosen === undefined && momentNs !== undefined ? [{ ...found[0]!, timeNs: momentNs }] : found;
      const made = entryOf(timed.map((line) => ({ ...line, severityNumber: 0, source: '', clock: facts.clock })), [reference(found)], undefined);
      if (!made) return toast({ kind: 'failed', text: 'This recording does not say when it began. Make an entry in the timeline and cite the line there.' });
      const entry = span ? { ...made, time: { ...made.time, form: 'interval' as const, startNs: span.fromNs, endNs: span.toNs } } : made;
      const done = await session.run({ name: 'timeline.add', input: { entry } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      toast({
        text: found.length === 1 ? 'Pinned to the timeline.' : `Pinned ${plural(found.length, 'line')} to the timeline as one entry.`,
        actions: [
          { label: 'Undo', run: () => void session.run({ name: 'timeline.remove', input: { id: entry.id } }) },
          { label: 'Open', run: () => place.go('timeline', { sel: entry.id }) },
        ],
      });
    },
    async cite() {
      const found = await findLines();
      if (found.length === 0) return toast({ text: 'Play or choose a line first, then cite it.' });
      const cited = reference(found);
      const done = await session.run({ name: 'evidence.cite', input: { reference: cited } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      await actions.copy(formatCitation(cited), 'Citation copied. Paste it into the postmortem.');
    },
    async copy() {
      const found = await findLines();
      if (found.length === 0) return toast({ text: 'Play or choose a line first, then copy it.' });
      const text = `${found.map((row) => visibleText(row.body, true)).join('\n')}\n${visibleText(facts.path)} ${citationLabel(reference(found))}`;
      await actions.copy(text, `Copied ${plural(found.length, 'line')} with ${found.length === 1 ? 'its' : 'their'} reference.`);
    },
    async explore() {
      const row = await rows.loaded(Math.max(0, chosen?.row ?? current));
      place.go('explore', { filter: `artifact:${sha256}`, sel: row && formatEventId(row), from: undefined, to: undefined });
    },
  };
}
