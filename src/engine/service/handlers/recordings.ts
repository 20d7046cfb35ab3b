import { ok } from '../../../base/result.ts';
import { correctedTime } from '../../../model/clock.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { RECORDING_KINDS, type RecordingBatch } from '../../../protocol/methods/recordings.ts';
import { describeRecording, readRecording, type RecordingCase } from '../../ingest/recordings.ts';
import type { OpenCase } from '../open-case.ts';
import type { Session } from '../session.ts';

export type RecordingsHandlers = Pick<Handlers<Api, Session>, 'describeRecording' | 'readRecording'>;

/** Terminal recordings, for the player. */
export function recordingsHandlers(): RecordingsHandlers {
  return {
    async describeRecording({ sha256 }, { session, signal }) {
      const open = session.requireCase();
      const found = await describeRecording(caseOf(open), sha256, signal);
      const clock = open.index.facts().find((f) => f.sha256 === sha256)?.clock;
      if (!found.ok || !clock) return found;
      const { startNs } = found.value;
      return ok({ ...found.value, clock, ...(startNs === undefined ? {} : { startNs: correctedTime(startNs, clock) }) });
    },

    async readRecording({ sha256, timing, from, items, withText }, { session, signal, item }) {
      let left = items ?? Infinity;
      const read = await readRecording(caseOf(session.requireCase()), { sha256, timing, from }, async (batch) => {
        await item(withText ? whole(batch) : outline(batch));
        return --left > 0;
      }, signal);
      return read.ok ? ok(read.value) : read;
    },
  };
}

function caseOf({ dir, work, index }: OpenCase): RecordingCase {
  const kinds = new Map(index.facts().map((f) => [f.sha256, f.kind]));
  return { dir, work, kindOf: (sha256) => kinds.get(sha256) ?? 'unknown' };
}

const [OUTPUT, INPUT] = [RECORDING_KINDS.indexOf('output'), RECORDING_KINDS.indexOf('input')];

function whole(batch: Omit<RecordingBatch, 'outputUnits'>): RecordingBatch {
  let outputUnits = 0;
  for (let i = 0; i < batch.kinds.length; i++) if (batch.kinds[i] === OUTPUT) outputUnits += batch.ends[i]! - (i === 0 ? 0 : batch.ends[i - 1]!);
  return { ...batch, outputUnits };
}

/** Without what was written and typed: what a player keeps of a whole recording. */
function outline(batch: Omit<RecordingBatch, 'outputUnits'>): RecordingBatch {
  const { outputUnits } = whole(batch);
  const kept: number[] = [];
  const parts: string[] = [];
  for (let i = 0; i < batch.kinds.length; i++) {
    const isText = batch.kinds[i] === OUTPUT || batch.kinds[i] === INPUT;
    // The first and the last say what time the batch spans.
    if (isText && i > 0 && i < batch.kinds.length - 1) continue;
    kept.push(i);
    parts.push(isText ? '' : batch.text.slice(i === 0 ? 0 : batch.ends[i - 1]!, batch.ends[i]).slice(0, 1000));
  }
  const of = (column: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(kept, (i) => column[i]!);
  let length = 0;
  return {
    from: batch.from, cut: batch.cut, outputUnits,
    atNs: of(batch.atNs), kinds: Uint8Array.from(kept, (i) => batch.kinds[i]!), offsetBytes: of(batch.offsetBytes), lengthBytes: of(batch.lengthBytes),
    text: parts.join(''), ends: Uint32Array.from(parts, (part) => (length += part.length)),
  };
}
