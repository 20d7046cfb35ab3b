import { captureOf } from '../model/line-format.ts';
import { ByteWords, DirectLines } from './contract-direct.ts';
import { ByteTimes, type TextTimes } from './contract-byte-times.ts';
import type { LineFormatParts } from './contract-line-format.ts';
import type { LineScan } from './contract-line-scan.ts';
import { MAX_BODY } from './contract-record.ts';
import type { FieldValue, RangeSink } from './contract.ts';

/** What the reader of strings knows of values; so that both say the same. */
export interface LineValues extends TextTimes {
  /** Severity of a level's text, of lines whose pattern has that level otherwise. */
  severityOf(text: string, otherwise: number): { readonly number: number; readonly text: string | undefined };
  typed(field: number, text: string | undefined): FieldValue;
}

interface Places {
  readonly starts: readonly boolean[];
  readonly startsOther: boolean;
  /** `undefined`: its lines are read as strings. */
  readonly scan: LineScan | undefined;
  readonly time: number;
  readonly level: number;
  readonly service: number;
  readonly host: number;
  readonly body: number;
  readonly fields: readonly number[];
  readonly otherwise: number;
  readonly severities: ByteWords<{ readonly number: number; readonly text: string | undefined }>;
}

/** What numbers below this are with their scale is kept. */
const KEPT_NUMBERS = 4096;
const MOST_DIGITS = 15;
/** Groups whose values are made into attributes. */
const OF_STRINGS = ['clock', 'trace_id', 'span_id', 'pairs', 'json'];

/** Lines of a declared format from their bytes. `line-formats/direct.prop.test.ts` holds it together with `LineLogReader`. */
export class LineLogDirect extends DirectLines {
  private readonly places: readonly Places[];
  private readonly types: readonly string[];
  private readonly missing: readonly Uint8Array[];
  private readonly values: LineValues;
  private readonly numbers: ReadonlyArray<Float64Array | undefined>;
  /** Integers that stand as they are. */
  private readonly isPlain: readonly boolean[];
  private readonly times: ByteTimes;
  /** Texts in a body that say more than its line: where the next one stands in the block. */
  private readonly hints: Array<{ readonly text: string; at: number }>;

  constructor(parts: LineFormatParts, sink: RangeSink, values: LineValues, before: () => void) {
    const { definition, patterns } = parts;
    super(sink, definition.fields.length, definition.continuation === 'belongs', before);
    this.values = values;
    this.types = definition.fields.map(({ type }) => type);
    this.missing = definition.missing.map((text) => new TextEncoder().encode(text));
    this.numbers = definition.fields.map(({ type }) => (type === 'integer' || type === 'double' ? new Float64Array(KEPT_NUMBERS).fill(Number.NaN) : undefined));
    this.isPlain = definition.fields.map(({ type, scale }) => type === 'integer' && (scale ?? 1) === 1);
    this.times = new ByteTimes(values);
    this.hints = definition.fields.some(({ name }) => name === 'exception.type' || name === 'exception.message') ? ['trace', '[object] ('].map((text) => ({ text, at: -1 })) : [];
    const isTruth = definition.fields.some(({ type }) => type === 'boolean');
    this.places = patterns.map((pattern) => {
      const { groups, starts, startsOther } = pattern;
      const at = (name: string): number => groups.get(name) ?? 0;
      const otherwise = pattern.otherwise(definition);
      return {
        starts, startsOther, scan: isTruth || at('time') === 0 || OF_STRINGS.some((name) => groups.has(name)) ? undefined : pattern.scan(),
        time: at('time'), level: at(definition.level?.capture ?? 'level'), service: at('service'), host: at('host'), body: at('body'),
        fields: definition.fields.map((field) => at(captureOf(field))), otherwise, severities: new ByteWords((text) => values.severityOf(text, otherwise)),
      };
    });
  }

  /** Whether any line can be read so. */
  get reads(): boolean {
    return this.places.some(({ scan }) => scan !== undefined);
  }

  override block(bytes: Uint8Array, offsetBytes: number): void {
    super.block(bytes, offsetBytes);
    for (const hint of this.hints) hint.at = -1;
  }

  /** A line that was read as a string may have moved the clock. */
  forget(): void {
    this.times.forget();
  }

  protected read(from: number, to: number): boolean {
    if (to === from || to - from > MAX_BODY) return false;
    const first = this.b[from]!;
    for (const place of this.places) {
      if (first < 128 ? !place.starts[first]! : !place.startsOther) continue;
      const { scan } = place;
      if (!scan) return false;
      const matches = scan.match(this.b, from, to);
      if (matches === 'no') continue;
      return matches === 'yes' && this.fill(place, scan.groups, from, to);
    }
    return false;
  }

  private fill(place: Places, groups: Int32Array, from: number, to: number): boolean {
    const { b, row, times } = this;
    const timeFrom = groups[place.time * 2]!;
    const timeTo = groups[place.time * 2 + 1]!;
    if (timeFrom < 0 || timeTo === timeFrom) return false;
    const { body } = place;
    const isWhole = body === 0 || groups[body * 2]! < 0;
    row.bodyFrom = isWhole ? from : groups[body * 2]!;
    row.bodyTo = isWhole ? to : groups[body * 2 + 1]!;
    for (const hint of this.hints) if (this.stands(hint, row.bodyFrom, row.bodyTo)) return false;
    row.serviceFrom = this.valueAt(groups, place.service);
    row.serviceTo = groups[place.service * 2 + 1]!;
    row.hostFrom = this.valueAt(groups, place.host);
    row.hostTo = groups[place.host * 2 + 1]!;
    const level = this.valueAt(groups, place.level);
    if (level < 0) {
      row.severityText = undefined;
      row.severityNumber = place.otherwise;
    } else {
      const severity = place.severities.get(b, level, groups[place.level * 2 + 1]!);
      row.severityText = severity.text;
      row.severityNumber = severity.number;
    }
    const { fields } = place;
    for (let i = 0; i < fields.length; i++) {
      const at = this.valueAt(groups, fields[i]!);
      const end = groups[fields[i]! * 2 + 1]!;
      if (this.types[i] === 'string') {
        row.ranges[i * 2] = at;
        row.ranges[i * 2 + 1] = end;
      } else if (at < 0) row.numbers[i] = Number.NaN;
      else if (!this.number(i, at, end)) return false;
    }
    if (!times.read(b, timeFrom, timeTo)) return false;
    row.timeSeconds = times.seconds;
    row.timeNanosecond = times.nanosecond;
    row.attributes = times.inferred;
    row.timeTextFrom = timeFrom;
    row.timeTextTo = timeTo;
    return true;
  }

  /** Where a group's value begins; -1 where it stands for nothing. */
  private valueAt(groups: Int32Array, group: number): number {
    if (group === 0) return -1;
    const from = groups[group * 2]!;
    const to = groups[group * 2 + 1]!;
    if (from < 0 || from === to) return -1;
    const { b, missing } = this;
    for (const text of missing) {
      const { length } = text;
      if (length !== to - from) continue;
      let i = 0;
      while (i < length && text[i] === b[from + i]) i++;
      if (i === length) return -1;
    }
    return from;
  }

  private number(field: number, from: number, to: number): boolean {
    const { b, row } = this;
    const kept = this.numbers[field]!;
    let whole = to - from <= MOST_DIGITS ? 0 : -1;
    for (let p = from; p < to && whole >= 0; p++) whole = b[p]! >= 0x30 && b[p]! <= 0x39 ? whole * 10 + b[p]! - 0x30 : -1;
    if (whole >= 0 && this.isPlain[field]!) {
      row.numbers[field] = whole;
      return true;
    }
    if (whole >= 0 && whole < KEPT_NUMBERS && !Number.isNaN(kept[whole]!)) {
      row.numbers[field] = kept[whole]!;
      return true;
    }
    const value = this.values.typed(field, this.text(from, to));
    if (value !== undefined && typeof value !== 'number') return false;
    row.numbers[field] = value ?? Number.NaN;
    if (whole >= 0 && whole < KEPT_NUMBERS) kept[whole] = row.numbers[field]!;
    return true;
  }

  /** Whether a text stands in a stretch; stretches come in order. */
  private stands(hint: { readonly text: string; at: number }, from: number, to: number): boolean {
    if (hint.at < from) hint.at = this.next(hint.text, from);
    return hint.at < to;
  }
}
