import { textsIn } from '../../../base/bytes.ts';
import { plural, truncate } from '../../../base/text.ts';
import type { EventRow } from '../../../model/event.ts';
import { formatCitation, type EvidenceReference } from '../../../model/evidence.ts';
import { entryOf, referenceOf } from '../../../model/pin.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { useActions, useOpenBytes, usePlaceStore } from '../../state/react.tsx';
import { useToast } from '../../ui/index.ts';
import { cellText, kindOf, timeOf, type Column, type Row } from './cells.ts';
import type { SqlAnswer } from './console.ts';
import { HOW_TO_REFER, referenceColumns, rowReference } from '../../../model/row-reference.ts';

/** Most rows of one pin: more than that are a query, not a finding. */
const MOST_PINNED = 50;

export interface RowActions {
  readonly open: (row: Row) => void;
  readonly cite: (row: Row) => Promise<void>;
  readonly pin: (rows: readonly Row[]) => Promise<void>;
  readonly explore: (row: Row) => void;
}

/** What can be done with rows that say where in the evidence they stand. */
export function useRowActions(answer: SqlAnswer | undefined): RowActions {
  const session = useCaseSession();
  const actions = useActions();
  const toast = useToast();
  const place = usePlaceStore();
  const openBytes = useOpenBytes();
  const where = answer && referenceColumns(answer.columns);

  function referenceOrSay(row: Row): Pick<EvidenceReference, 'sha256' | 'locator'> | undefined {
    const reference = where && rowReference(row, where);
    if (!reference) toast({ text: HOW_TO_REFER });
    return reference;
  }

  async function excerptOf(reference: Pick<EvidenceReference, 'sha256' | 'locator'>): Promise<string> {
    if (reference.locator.kind !== 'bytes') return '';
    const { sha256, locator: { offsetBytes, lengthBytes } } = reference;
    const read = await session.read(api.readBytes, { sha256, offsetBytes, lengthBytes: Math.min(lengthBytes, 16_384) });
    if (!read.ok) return '';
    const { bytes } = read.value;
    if (!bytes.includes(0)) return new TextDecoder().decode(bytes);
    // The bytes of a binary record are nothing to read.
    const record = await session.read(api.getEvent, { sha256, offsetBytes });
    return record.ok && record.value.lengthBytes === lengthBytes ? record.value.fullBody || record.value.body : textsIn(bytes);
  }

  /** The record that begins there; where none does (a diagnostic, a point of a metric) what the row itself says. */
  async function recordOf(row: Row): Promise<{ event: EventRow; timeText: string | undefined } | undefined> {
    const reference = where && rowReference(row, where);
    if (!answer || reference?.locator.kind !== 'bytes') return undefined;
    const { offsetBytes, lengthBytes } = reference.locator;
    const found = await session.read(api.getEvent, { sha256: reference.sha256, offsetBytes });
    if (found.ok) return { event: found.value, timeText: found.value.timeText };
    const timeNs = firstTime(answer.columns, row);
    const event = { sha256: reference.sha256, offsetBytes, lengthBytes, line: 0, severityNumber: 0, source: '', body: titleOf(answer.columns, row) };
    return { event: timeNs === undefined ? event : { ...event, timeNs }, timeText: undefined };
  }

  return {
    open(row) {
      const reference = referenceOrSay(row);
      if (reference) openBytes(reference);
    },
    explore(row) {
      const reference = referenceOrSay(row);
      if (reference?.locator.kind === 'bytes') place.go('explore', { sel: `${reference.sha256}:${reference.locator.offsetBytes}`, from: undefined, to: undefined });
      else if (reference) place.go('explore', { filter: `artifact:${reference.sha256}`, from: undefined, to: undefined });
    },
    async cite(row) {
      const found = referenceOrSay(row);
      if (!found) return;
      const reference: EvidenceReference = { ...found, excerpt: truncate(await excerptOf(found), 4000), addedBy: '', addedAtNs: BigInt(Date.now()) * 1_000_000n };
      const done = await session.run({ name: 'evidence.cite', input: { reference } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      await actions.copy(formatCitation(reference), 'Citation copied. Paste it into the postmortem.');
    },
    async pin(rows) {
      const [first] = rows;
      if (!first) return toast({ text: 'Select a row first, then pin it.' });
      if (!referenceOrSay(first)) return;
      const found = (await Promise.all(rows.slice(0, MOST_PINNED).map(recordOf))).filter((one) => one !== undefined);
      const nowNs = BigInt(Date.now()) * 1_000_000n;
      const references = await Promise.all(found.map(async ({ event }) => referenceOf(event, await excerptOf(referenceOf(event, '', nowNs)), nowNs)));
      const entry = entryOf(found.map(({ event }) => event), references, found[0]?.timeText);
      if (!entry) return toast({ kind: 'failed', text: 'This row has no time of its own. Make an entry in the timeline and cite the row there.' });
      const done = await session.run({ name: 'timeline.add', input: { entry } });
      if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
      toast({
        text: found.length === 1 ? 'Pinned to the timeline.' : `Pinned ${plural(found.length, 'row')} to the timeline as one entry${rows.length > MOST_PINNED ? `, the first of ${plural(rows.length, 'row')}` : ''}.`,
        actions: [
          { label: 'Undo', run: () => void session.run({ name: 'timeline.remove', input: { id: entry.id } }) },
          { label: 'Open', run: () => place.go('timeline', { sel: entry.id }) },
        ],
      });
    },
  };
}

function firstTime(columns: readonly Column[], row: Row): bigint | undefined {
  const at = columns.findIndex((c, i) => kindOf(c.type) === 'time' && timeOf(row[i]) !== undefined);
  return at < 0 ? undefined : timeOf(row[at]);
}

/** What a row is about, in a line: its message where it has one, else its texts. */
function titleOf(columns: readonly Column[], row: Row): string {
  const named = columns.findIndex((c, i) => /^(?:body|message|name|title)$/.test(c.name) && typeof row[i] === 'string');
  if (named >= 0) return cellText(row[named]) ?? '';
  return row.filter((value, i) => typeof value === 'string' && kindOf(columns[i]!.type) === 'text' && !/^[0-9a-f]{64}$/.test(value)).join(', ');
}
