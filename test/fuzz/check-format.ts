import { isUtf8 } from 'node:buffer';
import { sniffText } from '../../src/formats/contract-lines.ts';
import type { Format } from '../../src/formats/contract.ts';
import { readAll, said } from '../../src/formats/direct.testing.ts';
import { detectFormat, rankFormats } from '../../src/formats/index.ts';
import { familyOf } from './families.ts';
import { headOf, memorySource, parseAll, type Parsed } from '../support/formats.ts';
import type { Random } from './random.ts';

const CHUNKS = [1, 2, 3, 7, 16, 61, 1000, 4096, 65_536];
const NEWEST_NS = 1_796_083_200_000_000_000n;

/**
 * Holds the contract of a format against one input; throws an error that says what was broken. Formats are those that
 * claim the input, and one of the family that need not: a person may have chosen it.
 */
export async function checkFormats(family: readonly Format[], bytes: Uint8Array, random: Random): Promise<void> {
  const head = headOf(bytes, 'input');
  const ranked = rankFormats(head);
  const again = rankFormats(head);
  claim(same(ranked.map((r) => [r.format.id, r.confidence, r.reason]), again.map((r) => [r.format.id, r.confidence, r.reason])), 'detection is not deterministic');
  for (const { confidence, format } of ranked) claim(confidence >= 0 && confidence <= 1, `${format.id} is ${confidence} sure`);
  const wanted = new Set<Format>();
  const detected = detectFormat(head).format;
  if (detected) wanted.add(detected);
  if (family.length > 0) wanted.add(random.pick(family));
  for (const format of wanted) await checkFormat(format, bytes, random);
}

async function checkFormat(format: Format, bytes: Uint8Array, random: Random): Promise<void> {
  const parsed = await parseAll(format, bytes, { chunkBytes: 1 << 20 });
  checkRecords(format, bytes, parsed);
  // Small chunks of a large input take long and say nothing more.
  const fitting = CHUNKS.filter((size) => bytes.length / size < 20_000);
  const chunkBytes = random.pick(fitting);
  const other = await parseAll(format, bytes, { chunkBytes });
  claim(same(comparable(parsed), comparable(other)), `${format.id}: in chunks of ${chunkBytes} the result is another: ${difference(parsed, other)}`);
  if (format.bodyParts) await checkRanges(format, bytes, parsed, chunkBytes);
}

function checkRecords(format: Format, bytes: Uint8Array, { records, diagnostics }: Parsed): void {
  const id = format.id;
  const covered = new Uint8Array(bytes.length);
  let end = 0;
  let line = 0;
  for (const record of records) {
    const { offsetBytes, lengthBytes } = record;
    claim(Number.isSafeInteger(offsetBytes) && Number.isSafeInteger(lengthBytes), `${id}: a range is not of whole numbers: ${offsetBytes}+${lengthBytes}`);
    claim(offsetBytes >= end, `${id}: the record at ${offsetBytes} begins before the one before ends (${end})`);
    claim(lengthBytes > 0, `${id}: the record at ${offsetBytes} is empty`);
    end = offsetBytes + lengthBytes;
    claim(end <= bytes.length, `${id}: the record at ${offsetBytes} ends at ${end}, behind the file (${bytes.length})`);
    claim(record.line >= line || record.line === 0, `${id}: line ${record.line} comes after line ${line}`);
    line = record.line;
    claim(record.severityNumber >= 0 && record.severityNumber <= 24 && Number.isInteger(record.severityNumber), `${id}: severity ${record.severityNumber}`);
    claim(record.fields.length <= format.fields.length, `${id}: ${record.fields.length} fields where there are ${format.fields.length}`);
    record.fields.forEach((value, i) => checkField(id, format.fields[i]!, value));
    covered.fill(1, offsetBytes, end);
  }
  for (const { offsetBytes, lengthBytes, message, code } of diagnostics) {
    claim(Number.isSafeInteger(offsetBytes) && Number.isSafeInteger(lengthBytes) && offsetBytes >= 0 && lengthBytes >= 0, `${id}: ${code} is at ${offsetBytes}+${lengthBytes}`);
    claim(offsetBytes + lengthBytes <= bytes.length, `${id}: ${code} ends at ${offsetBytes + lengthBytes}, behind the file (${bytes.length})`);
    claim(message !== '' && code.includes('/'), `${id}: a diagnostic says "${code}" "${message}"`);
    covered.fill(1, offsetBytes, offsetBytes + lengthBytes);
  }
  // What is carried and is no text is read by nobody (contract.ts, `carried`).
  if (!isEnveloped(format, bytes) && !(format.carried === true && records.length === 0)) checkRest(id, bytes, covered);
}

/** An object a line, or a document around them. */
const LINES_OR_DOCUMENT = new Set(['aws-cloudtrail', 'gcp-logging', 'azure-monitor', 'hashicorp-audit', 'okta-system-log', 'github-audit', 'kubernetes-audit', 'kubernetes-events', 'suricata-eve', 'microsoft365-audit']);

/** Whether records are elements of something: what holds them together is in no record (contract.ts, `parse`). */
function isEnveloped(format: Format, bytes: Uint8Array): boolean {
  if (format.id === 'json-lines') return Buffer.from(bytes).includes('esourceLogs');
  if (LINES_OR_DOCUMENT.has(format.id)) return true;
  return format.growsByLine !== true && ['json', 'tables', 'binary'].includes(familyOf(format));
}

/** Bytes that neither a record nor a diagnostic covers are white space. */
function checkRest(id: string, bytes: Uint8Array, covered: Uint8Array): void {
  const rest = bytes.filter((_, i) => covered[i] === 0);
  // Line ends and blanks, of two bytes each as well.
  if (rest.every((c) => c === 0 || c === 0x20 || (c >= 0x09 && c <= 0x0d))) return;
  const head = bytes.subarray(0, 65_536);
  const kind = sniffText(head, bytes.length <= head.length);
  const encoding = kind.text && kind.encoding.startsWith('utf-16') ? kind.encoding : isUtf8(rest) ? 'utf-8' : 'windows-1252';
  const left = new TextDecoder(encoding).decode(rest).trim();
  if (left === '') return;
  const at = bytes.findIndex((c, i) => covered[i] === 0 && c > 0x20);
  claim(false, `${id}: bytes belong to nothing, from ${at} on: ${JSON.stringify(left.slice(0, 60))}`);
}

function checkField(id: string, field: Format['fields'][number], value: unknown): void {
  if (value === undefined) return;
  const fits =
    field.type === 'string' ? typeof value === 'string'
    : field.type === 'boolean' ? typeof value === 'boolean'
    : field.type === 'integer' ? typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
    : typeof value === 'number' || typeof value === 'bigint';
  claim(fits, `${id}: ${field.name} (${field.type}) is ${typeof value} ${text(value).slice(0, 40)}`);
}

/** Records that come as ranges are the same ones. */
async function checkRanges(format: Format, bytes: Uint8Array, parsed: Parsed, chunkBytes: number): Promise<void> {
  const read = await readAll(format, memorySource(bytes, chunkBytes), true, { name: 'input', zone: 'UTC', newestNs: NEWEST_NS });
  claim(same(read.said, parsed.records.map((record) => said(format, record))), `${format.id}: as ranges the records are others`);
  claim(same(read.diagnostics, parsed.diagnostics), `${format.id}: as ranges the diagnostics are others`);
}

function comparable(parsed: Parsed): unknown {
  return [parsed.records, parsed.diagnostics, parsed.summary];
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? `${v}n` : typeof v === 'number' && !Number.isFinite(v) ? String(v) : v));
}

function same(a: unknown, b: unknown): boolean {
  return text(a) === text(b);
}

function difference(a: Parsed, b: Parsed): string {
  for (const key of ['records', 'diagnostics'] as const) {
    if (a[key].length !== b[key].length) return `${a[key].length} and ${b[key].length} ${key}`;
    const at = a[key].findIndex((one, i) => !same(one, b[key][i]));
    if (at >= 0) return `${key} ${at}: ${text(a[key][at]).slice(0, 300)} and ${text(b[key][at]).slice(0, 300)}`;
  }
  return `${text(a.summary).slice(0, 200)} and ${text(b.summary).slice(0, 200)}`;
}

function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
