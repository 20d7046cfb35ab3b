import type { EventRow } from '../../model/event.ts';

/** A record that was picked: enough to show it, to cite its bytes and to compare its time as it stands in the evidence. */
export interface PickedEvent extends Pick<EventRow, 'sha256' | 'offsetBytes' | 'lengthBytes' | 'line' | 'body' | 'source'> {
  readonly recordedNs: bigint;
}

/** The same moment in two sources; `there` is still to be picked. */
export interface PickedMoment {
  readonly here: PickedEvent;
  readonly there: PickedEvent | undefined;
}

/** `undefined`: a record without a time is no moment. */
export function pickedEvent(row: EventRow): PickedEvent | undefined {
  const { sha256, offsetBytes, lengthBytes, line, body, source, timeNs, clock } = row;
  return timeNs === undefined ? undefined : { sha256, offsetBytes, lengthBytes, line, body: body.slice(0, 500), source, recordedNs: timeNs - (clock?.offsetNs ?? 0n) };
}

export interface Picked {
  readonly state: 'first' | 'again' | 'complete';
  readonly moments: readonly PickedMoment[];
}

/**
 * What picking `event` makes of the moments so far: the first of a pair, the first again (it is of the same source), or
 * a complete pair. Pairs stand the same way round; a pair of other sources begins anew.
 */
export function pickMoment(moments: readonly PickedMoment[], event: PickedEvent, sourceOf: (sha256: string) => string): Picked {
  const open = moments.find((one) => one.there === undefined);
  const complete = moments.filter((one) => one.there !== undefined);
  if (!open) return { state: 'first', moments: [...complete, { here: event, there: undefined }] };
  const [from, to] = [sourceOf(open.here.sha256), sourceOf(event.sha256)];
  if (open.here.sha256 === event.sha256 || from === to) return { state: 'again', moments: [...complete, { here: event, there: undefined }] };
  const [before] = complete;
  if (!before) return { state: 'complete', moments: [{ here: open.here, there: event }] };
  const [here, there] = [sourceOf(before.here.sha256), sourceOf(before.there!.sha256)];
  if (here === from && there === to) return { state: 'complete', moments: [...complete, { here: open.here, there: event }] };
  if (here === to && there === from) return { state: 'complete', moments: [...complete, { here: event, there: open.here }] };
  return { state: 'complete', moments: [{ here: open.here, there: event }] };
}
