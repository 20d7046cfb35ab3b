import { civilToNs, isValidCivil, localToInstant, nsToCivil, NS_PER_DAY, type Civil } from '../../base/time.ts';
import { SEVERITY_NUMBER, severityFromText } from '../../model/severity.ts';
import { parseJson } from '../contract-json.ts';
import { isObject } from '../contract-json-object.ts';
import { meaning } from '../contract-json-keys.ts';
import { readObject } from '../contract-json-reading.ts';
import { emptyAttributes, MAX_BODY } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { readPairs } from './pairs.ts';

/** Fields of a record that come from the message: logger, thread, pid, file, line. */
export const INNER_FIELDS = 5;

export type InnerKind = 'json' | 'logfmt' | 'klog' | 'text';

/**
 * Reads what the program in the container wrote: a JSON log, logfmt, klog's header, or text. Fills time, level,
 * message, ids, attributes and the first `INNER_FIELDS` values of `fields`.
 */
export function readInner(text: string, record: EventRecord, outerNs: bigint | undefined, zone: string): InnerKind {
  const first = text.charCodeAt(0);
  if (first === 0x7b) {
    const object = objectOf(text);
    if (object) {
      readObject(object, record, zone);
      if (record.body === '') record.body = clip(text);
      record.fields = [...record.fields, undefined, undefined];
      return 'json';
    }
  } else if ((first === 0x49 || first === 0x57 || first === 0x45 || first === 0x46) && readKlog(text, record, outerNs, zone)) return 'klog';
  else if (text.includes('=') && readLogfmt(text, record, zone)) return 'logfmt';
  record.body = clip(text);
  record.fields = NO_FIELDS;
  const level = LEVEL.exec(text.length > 200 ? text.slice(0, 200) : text);
  if (level) {
    record.severityText = level[1] ?? level[2]!;
    record.severityNumber = severityFromText(record.severityText);
  }
  return 'text';
}

const NO_FIELDS: readonly FieldValue[] = [undefined, undefined, undefined, undefined, undefined];

function objectOf(text: string): Record<string, unknown> | undefined {
  if (text.trimEnd().at(-1) !== '}') return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** logfmt (https://brandur.org/logfmt), when it says at least one thing that a log says. */
function readLogfmt(text: string, record: EventRecord, zone: string): boolean {
  const pairs = readPairs(text);
  if (!pairs) return false;
  let known = 0;
  for (const key of Object.keys(pairs)) {
    const { role } = meaning(key);
    if (role === 'time' || role === 'level' || role === 'message') known++;
  }
  if (known < 2) return false;
  readObject(pairs, record, zone);
  if (record.body === '') record.body = clip(text);
  record.fields = [...record.fields, undefined, undefined];
  return true;
}

/** klog (https://github.com/kubernetes/klog): `Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg`. The year is that of the runtime's own time. */
const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) +(\d{1,10}) ([^\s:\]]+):(\d{1,9})\] ?/;
const KLOG_LEVEL: Record<string, readonly [string, number]> = {
  I: ['INFO', SEVERITY_NUMBER.info], W: ['WARNING', SEVERITY_NUMBER.warn], E: ['ERROR', SEVERITY_NUMBER.error], F: ['FATAL', SEVERITY_NUMBER.fatal],
};

function readKlog(text: string, record: EventRecord, outerNs: bigint | undefined, zone: string): boolean {
  const m = KLOG.exec(text);
  if (!m) return false;
  const [severityText, severityNumber] = KLOG_LEVEL[m[1]!]!;
  record.severityText = severityText;
  record.severityNumber = severityNumber;
  record.body = clip(text.slice(m[0].length));
  record.fields = [undefined, undefined, undefined, m[9], Number(m[10])];
  record.attributes = Object.assign(emptyAttributes(), { 'thread.id': Number(m[8]) });
  if (outerNs === undefined) return true;
  const ns = nearest({
    year: nsToCivil(outerNs).year, month: Number(m[2]), day: Number(m[3]), hour: Number(m[4]), minute: Number(m[5]), second: Number(m[6]),
    nanosecond: Number(m[7]!.padEnd(9, '0')),
  }, outerNs, zone);
  if (ns !== undefined) {
    record.timeNs = ns;
    record.timeText = text.slice(1, text.indexOf(' ', 6));
  }
  return true;
}

/** The reading of a time without a year that lies nearest to an instant: around New Year it is not that of the same year. */
function nearest(civil: Civil, ns: bigint, zone: string): bigint | undefined {
  let best: { civil: Civil; distance: bigint } | undefined;
  for (const year of [civil.year, civil.year - 1, civil.year + 1]) {
    const candidate = { ...civil, year };
    if (!isValidCivil(candidate)) continue;
    const difference = civilToNs(candidate) - ns;
    const distance = difference < 0n ? -difference : difference;
    if (!best || distance < best.distance) best = { civil: candidate, distance };
    if (distance < 30n * NS_PER_DAY) break;
  }
  if (!best) return undefined;
  return zone === 'UTC' ? civilToNs(best.civil) : localToInstant(best.civil, zone).ns;
}

function clip(text: string): string {
  return text.length > MAX_BODY ? text.slice(0, MAX_BODY) : text;
}

/** A capital word that stands alone where levels stand, or a word in brackets in any case. */
const LEVEL = /(?:^|[\s[(|<])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC)(?=[\s\])|>:]|$)|\[(trace|debug|info|notice|warn|warning|error|crit|alert|emerg|fatal)\]/;
