import { formatCount, plural } from '../../../base/text.ts';
import { formatDuration } from '../../../base/time.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { percentText } from './tree.ts';

export type Trust = OutputOf<Api['evidenceTrust']>[number];
export type Integrity = OutputOf<Api['evidenceIntegrity']>[number];

/** Share of records out of order from which a source is not to be trusted with the order of its events. */
const DISORDER = 0.01;

/** What of an artifact's times is assumed and not said. */
export function doubts({ timed, outOfOrder, withoutYear, withoutZone }: Trust): Array<'order' | 'year' | 'zone'> {
  return [
    ...(outOfOrder > timed * DISORDER ? ['order' as const] : []), ...(withoutYear > 0 ? ['year' as const] : []), ...(withoutZone > 0 ? ['zone' as const] : []),
  ];
}

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
    ['Zone', sampled === 0 ? 'not known: its times stand in no text' : withoutZone === 0 ? 'said by its times' : `not said${some(withoutZone)}: read as ${zone}`],
    ...(withoutYear > 0 ? [['Year', `not said${some(withoutYear)}: inferred from when the evidence came in`] as const] : []),
  ];
}

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
