import { formatRfc3339, parseRfc3339 } from '../../base/time.ts';
import { severityFromText } from '../../model/severity.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import { checkLineFormat } from '../contract-line-check.ts';
import { lineFormat } from '../contract-line-format.ts';
import { readLinePattern } from '../contract-line-pattern.ts';
import { headLines, sniffText } from '../contract-lines.ts';
import type { ByteSource, EventRecord, FieldValue, Format } from '../contract.ts';

/** Formats of people by what they say: a worker meets the same one with every file. */
const made = new Map<string, Format>();
const MOST_MADE = 200;

export function ownFormat(definition: LineFormatDefinition): Format {
  const key = JSON.stringify(definition);
  let format = made.get(key);
  if (!format) {
    const [problem] = checkLineFormat(definition);
    if (problem !== undefined) throw new Error(`The format "${definition.title}" cannot be used: ${problem}`);
    if (made.size >= MOST_MADE) made.clear();
    format = lineFormat(definition);
    made.set(key, format);
  }
  return format;
}

interface Read {
  readonly records: readonly EventRecord[];
  readonly problems: readonly { readonly message: string; readonly offsetBytes: number }[];
}

async function read(format: Format, bytes: Uint8Array, zone: string, newestNs: bigint): Promise<Read> {
  const records: EventRecord[] = [];
  const problems: Array<{ message: string; offsetBytes: number }> = [];
  const source: ByteSource = {
    sizeBytes: bytes.length,
    async *chunks(from) {
      yield bytes.subarray(from);
    },
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
  await format.parse(source, {
    record: (record) => {
      records.push({ ...record, fields: [...record.fields] });
    },
    diagnostic: ({ message, offsetBytes }) => {
      problems.push({ message, offsetBytes });
    },
    room: () => undefined,
  }, { name: 'sample.log', zone, newestNs }, new AbortController().signal);
  return { records, problems };
}

/** Where nothing says what is newest: later than any year a definition's samples name. */
const NEWEST_NS = 4_102_444_800_000_000_000n;

/** What is wrong with a definition of a person, in words: its patterns, and samples that are not read as they say. */
export async function proveLineFormat(definition: LineFormatDefinition): Promise<string[]> {
  const problems = checkLineFormat(definition);
  if (problems.length > 0) return problems;
  const format = lineFormat(definition);
  for (const [i, sample] of definition.samples.entries()) {
    const which = definition.samples.length === 1 ? 'The sample' : `Sample ${i + 1}`;
    const expected = sample.time === undefined ? undefined : parseRfc3339(sample.time);
    if (sample.time !== undefined && expected === undefined) {
      problems.push(`${which}: "${sample.time}" is no RFC 3339 time.`);
      continue;
    }
    const { records, problems: said } = await read(format, new TextEncoder().encode(`${sample.line}\n`), 'UTC', expected === undefined ? NEWEST_NS : expected + 1_000_000_000n);
    const [record] = records;
    if (said[0]) problems.push(`${which}: ${said[0].message}`);
    else if (!record || records.length > 1) problems.push(`${which} makes ${records.length} records; a sample is one.`);
    else problems.push(...differences(definition, sample, record).map((difference) => `${which}: ${difference}`));
  }
  return problems;
}

function differences(definition: LineFormatDefinition, sample: LineFormatDefinition['samples'][number], record: EventRecord): string[] {
  const found: string[] = [];
  const time = record.timeNs === undefined ? 'none' : formatRfc3339(record.timeNs);
  const wanted = sample.time === undefined ? undefined : formatRfc3339(parseRfc3339(sample.time)!);
  if (wanted !== undefined && time !== wanted) found.push(`its time is ${time}, and should be ${wanted}.`);
  if (sample.level !== undefined && record.severityNumber !== (sample.level === 'unset' ? 0 : severityFromText(sample.level))) {
    found.push(`its level is ${record.severityText ?? 'none'} (severity ${record.severityNumber}), and should be ${sample.level}.`);
  }
  if (sample.body !== undefined && record.body !== sample.body) found.push(`its body is "${record.body.slice(0, 200)}", and should be "${sample.body.slice(0, 200)}".`);
  for (const [name, value] of Object.entries(sample.fields ?? {})) {
    const at = definition.fields.findIndex((field) => field.name === name);
    const is: FieldValue = at < 0 ? undefined : record.fields[at];
    if (at < 0) found.push(`it names the field ${name}, which the format does not have.`);
    else if (is !== value) found.push(`${name} is ${is === undefined ? 'missing' : String(is)}, and should be ${String(value)}.`);
  }
  return found;
}

export interface LineTry {
  /** Lines of the beginning, with where each group stands in them. */
  readonly lines: ReadonlyArray<{
    readonly text: string;
    readonly groups: ReadonlyArray<{ readonly name: string; readonly from: number; readonly to: number }>;
    /** `belongs`: of the record above. `other`: not read. */
    readonly is: 'record' | 'belongs' | 'other';
    readonly timeNs: bigint | undefined;
    readonly severityNumber: number;
    readonly problem: string | undefined;
  }>;
  readonly records: number;
  readonly notUnderstood: number;
}

/** Longest line that a preview shows. */
const SHOWN = 400;

/** The beginning of a text as a definition reads it. The patterns are sound (`checkLineFormat`). */
export async function tryLineFormat(definition: LineFormatDefinition, bytes: Uint8Array, complete: boolean, options: { readonly zone: string; readonly newestNs: bigint; readonly rows: number }): Promise<LineTry> {
  const end = complete ? bytes.length : bytes.lastIndexOf(0x0a) + 1 || bytes.length;
  const part = bytes.subarray(0, end);
  const { records, problems } = await read(lineFormat(definition), part, options.zone, options.newestNs);
  const patterns = definition.lines.map((line) => {
    const { names, source } = readLinePattern(typeof line === 'string' ? line : line.pattern);
    return { names, regex: new RegExp(`${source}$`, 'sdy') };
  });
  const kind = sniffText(part.subarray(0, 4096), complete && part.length <= 4096);
  const offsets = new Map(records.map((record) => [record.line, record]));
  const said = new Map(problems.map(({ offsetBytes, message }) => [offsetBytes, message]));
  const texts = kind.text && !kind.encoding.startsWith('utf-16') ? new TextDecoder(kind.encoding === 'latin1' ? 'windows-1252' : 'utf-8').decode(part).split(/\r?\n/) : headLines({ bytes: part, complete: true }, options.rows);
  const lines = texts.slice(0, options.rows * 2).flatMap((text, i): Array<LineTry['lines'][number]> => {
    if (text.trim() === '') return [];
    const record = offsets.get(i + 1);
    return [{
      text: text.slice(0, SHOWN), groups: groupsIn(text, patterns), is: record === undefined ? 'belongs' : record.understood ? 'record' : 'other',
      timeNs: record?.timeNs, severityNumber: record?.severityNumber ?? 0, problem: record && said.get(record.offsetBytes),
    }];
  });
  return { lines: lines.slice(0, options.rows), records: records.length, notUnderstood: records.filter(({ understood }) => !understood).length };
}

function groupsIn(text: string, patterns: ReadonlyArray<{ readonly names: readonly string[]; readonly regex: RegExp }>): Array<{ name: string; from: number; to: number }> {
  for (const { names, regex } of patterns) {
    regex.lastIndex = 0;
    const places = regex.exec(text)?.indices;
    if (!places) continue;
    return names.flatMap((name, i) => {
      const place = places[i + 1];
      return place && place[0] < SHOWN ? [{ name, from: place[0], to: Math.min(place[1], SHOWN) }] : [];
    });
  }
  return [];
}
