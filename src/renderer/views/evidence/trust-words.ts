import { formatCount, plural } from '../../../base/text.ts';
import { formatDuration } from '../../../base/time.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { doubts } from '../../../model/time-doubts.ts';
import { percentText } from './tree.ts';

export { doubts };

export type Trust = OutputOf<Api['evidenceTrust']>[number];
export type RecordTrust = OutputOf<Api['artifactTrust']>;
export type Integrity = OutputOf<Api['evidenceIntegrity']>[number];

/** For a cell of the table: "1 ms", "1 s, zone?". */
export function trustCell(trust: Trust): string {
  const found = doubts(trust);
  const resolution = trust.resolutionNs === undefined ? 'one time' : formatDuration(trust.resolutionNs);
  return [resolution, ...(found.includes('year') ? ['year?'] : found.includes('zone') ? ['zone?'] : [])].join(', ');
}

/** In full, name by name. */
export function trustFacts(trust: Trust, zone: string): Array<readonly [name: string, text: string]> {
  const { timed, outOfOrder, withoutYear, withoutZone, sampled, resolutionNs } = trust;
  const some = (count: number): string => (count === sampled ? '' : ` by ${formatCount(count)} of the first ${plural(sampled, 'time')}`);
  return [
    ['Resolution', resolutionNs === undefined ? 'all times are the same' : `${formatDuration(resolutionNs)}, by its ${plural(timed, 'time')}`],
    ['Order', outOfOrder === 0 ? 'no record is earlier than the one above it' : `${percentText(1 - outOfOrder / timed)}; ${outOfOrder === 1 ? 'one record is' : `${formatCount(outOfOrder)} records are`} earlier than the one above`],
    ['Zone', sampled === 0 ? 'UTC: its times are numbers, not text' : withoutZone === 0 ? 'said by its times' : `not said${some(withoutZone)}: read as ${zone}`],
    ...(withoutYear > 0 ? [['Year', `not said${some(withoutYear)}: inferred from when the evidence came in`] as const] : []),
  ];
}

/** A fact, and what shows it: a record, or a span of time. */
export interface ShownFact {
  readonly name: string;
  readonly text: string;
  readonly show?: { readonly offsetBytes: number } | { readonly fromNs: bigint; readonly toNs: bigint };
}

/** What its records say beside their times: each number with the place that shows it. */
export function recordFacts(trust: RecordTrust): ShownFact[] {
  const { records, withLevel, withTrace, outOfOrder, firstOutOfOrder, repeated, replays, sequence, gaps, collapses } = trust;
  const share = (count: number): string => (count === 0 ? 'none' : count === records ? 'every record' : percentText(count / records));
  const more = (count: number): string => (count > 1 ? `, ${formatCount(count - 1)} more` : '');
  const [gap] = gaps;
  const [collapse] = collapses;
  const [replay] = replays;
  const [hole] = sequence?.holes ?? [];
  return [
    ...(outOfOrder > 0 && firstOutOfOrder ? [{ name: 'First out of order', text: `of ${plural(outOfOrder, 'record')}`, show: firstOutOfOrder }] : []),
    gap ? { name: 'Silence', text: `${formatDuration(gap.toNs - gap.fromNs)}, where it usually speaks every ${formatDuration(gap.usualNs)}${more(gaps.length)}`, show: gap }
      : { name: 'Silence', text: 'none that its own rate does not explain' },
    ...(collapse ? [{ name: 'Rate', text: `${plural(collapse.count, 'record')} in ${formatDuration(collapse.toNs - collapse.fromNs)}, usually ${formatCount(collapse.usual)}${more(collapses.length)}`, show: collapse }] : []),
    ...(sequence ? [{
      name: 'Sequence', text: sequence.missing === 0 ? `${sequence.field} counts up without a hole${restarts(sequence.restarts)}`
        : `${plural(sequence.missing, 'record')} missing by ${sequence.field}${restarts(sequence.restarts)}${hole ? `; the largest hole is from ${hole.before} to ${hole.after}` : ''}`,
      ...(hole ? { show: hole.at } : {}),
    }] : []),
    ...(replay ? [{ name: 'Sent again', text: `${plural(replay.count, 'record')} on end as they stood before${more(replays.length)}`, show: replay.first }] : []),
    ...(repeated > 0 && !replay ? [{ name: 'Repeated', text: `${plural(repeated, 'record')} equal to one before, time and all` }] : []),
    { name: 'Level', text: share(withLevel) },
    { name: 'Trace id', text: share(withTrace) },
  ];
}

const restarts = (count: number): string => (count === 0 ? '' : ` (it begins anew ${count === 1 ? 'once' : `${formatCount(count)} times`})`);

/** What differs between bytes that were taken in and those that lie there now. */
export function changeFacts(was: { sizeBytes: number; sha256: string; addedAtNs: bigint }, file: NonNullable<Integrity['file']>, words: { size: (bytes: number) => string; time: (ns: bigint) => string }): Array<readonly [name: string, text: string]> {
  if (file.state === 'missing') return [];
  const { now } = file;
  return [
    ['Size', now.sizeBytes === was.sizeBytes ? 'the same' : `${words.size(was.sizeBytes)} then, ${words.size(now.sizeBytes)} now`],
    ['Written', `${words.time(now.modifiedNs)}, ${now.modifiedNs > was.addedAtNs ? 'after' : 'before'} it was taken in`],
    ...(now.sha256 === undefined ? [] : [['SHA-256', now.sha256] as const]),
  ];
}

/** "2 files are not where they were and 1 has other bytes". */
export function absenceSentence(found: readonly Integrity[]): string | undefined {
  const missing = found.filter((one) => one.file?.state === 'missing').length;
  const changed = found.filter((one) => one.file?.state === 'changed').length;
  if (missing + changed === 0) return undefined;
  const parts = [
    ...(missing > 0 ? [`${plural(missing, 'file')} ${missing === 1 ? 'is' : 'are'} not where ${missing === 1 ? 'it was' : 'they were'}`] : []),
    ...(changed > 0 ? [`${plural(changed, 'file')} ${changed === 1 ? 'has' : 'have'} other bytes than ${changed === 1 ? 'was' : 'were'} taken in`] : []),
  ];
  return `${parts.join(', ')}. What was read from ${missing + changed === 1 ? 'it' : 'them'} is kept.`;
}
