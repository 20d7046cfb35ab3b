import { fail, ok, type Result } from '../base/result.ts';
import {
  formatDate, formatRfc3339, isZone, localToInstant, parseRfc3339, type Civil,
} from '../base/time.ts';
import type { Filter, FilterTerm } from './filter.ts';

/**
 * The filter bar's language.
 *
 * ```
 * level:error              the class: error has ERROR to ERROR4 (17–20)
 * level>=warn              warn and worse
 * status>=500 -host:web-1  numbers compare; a minus turns a term around
 * user_agent:*curl*        * stands for anything
 * "connection reset"       text; one word needs no quotes
 * /timeout after \d+ ms/   RE2; /…/i without regard to case
 * time:10:33..10:36        from ≤ time < to; either end may be left out; times of day mean the day in hand
 * time:2026-10-14T10:33:00Z..2026-10-14T10:36:00Z
 * artifact:3be1…           only this artifact (64 hex digits)
 * ```
 *
 * Terms of the same field and sign are alternatives; everything else must hold together.
 */
export interface FilterTextContext {
  /** Zone of times that name none. */
  readonly zone: string;
  /** An instant on the day that a bare time of day means; without one such times are an error. */
  readonly dayNs?: bigint | undefined;
}

/** Reads a filter. Failure `query/invalid` has `position`, the UTF-16 index of what is wrong. */
export function parseFilter(text: string, context: FilterTextContext = { zone: 'UTC' }): Result<Filter> {
  const reader = new Reader(text, context);
  try {
    return ok(reader.filter());
  } catch (error) {
    if (error instanceof FilterSyntaxError) return fail('query/invalid', error.message, { position: error.position });
    throw error;
  }
}

/** The text of a filter; `parseFilter` reads it back as it was. */
export function formatFilter(filter: Filter): string {
  const parts = filter.terms.map(formatTerm);
  if (filter.fromNs !== undefined || filter.toNs !== undefined) parts.push(formatTimeRange(filter.fromNs, filter.toNs));
  for (const sha256 of filter.artifacts ?? []) parts.push(`artifact:${sha256}`);
  return parts.join(' ');
}

export function formatTimeRange(fromNs: bigint | undefined, toNs: bigint | undefined): string {
  return `time:${fromNs === undefined ? '' : shortTime(fromNs)}..${toNs === undefined ? '' : shortTime(toNs)}`;
}

/** One chip. */
export function formatTerm(term: FilterTerm): string {
  const sign = term.negated ? '-' : '';
  if (term.kind === 'text') return sign + (isBareText(term.text) ? term.text : quote(term.text));
  if (term.kind === 'regex') return `${sign}/${term.pattern.replace(/\\[\s\S]|\//g, (m) => (m === '/' ? '\\/' : m))}/`;
  const field = FIELD_WHOLE.test(term.field) && !RESERVED.has(term.field) ? term.field : quote(term.field);
  return `${sign}${field}${term.op}${formatValue(term.value)}`;
}

/** A value as it stands behind a field's colon: in quotes where it needs them. */
export function formatValue(value: string): string {
  return BARE_VALUE.test(value) ? value : quote(value);
}

/** RFC 3339 in UTC without zeros that say nothing. */
function shortTime(ns: bigint): string {
  const text = formatRfc3339(ns);
  if (parseRfc3339(text) === undefined) return `@${ns}`;
  return text.replace(/\.?0+Z$/, 'Z');
}

const FIELD = /^[A-Za-z_@][\w.@-]*/;
const FIELD_WHOLE = /^[A-Za-z_@][\w.@-]*$/;
const OPERATOR = /^(?::?(>=|<=|>|<)|:)/;
const BARE_VALUE = /^(?![<>=/"])[^\s"]+$/;
const RESERVED = new Set(['time', 'artifact']);

class FilterSyntaxError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly context: FilterTextContext;
  private readonly terms: FilterTerm[] = [];
  private readonly artifacts: string[] = [];
  private fromNs: bigint | undefined;
  private toNs: bigint | undefined;
  private timed = false;

  constructor(text: string, context: FilterTextContext) {
    this.text = text;
    this.context = context;
  }

  filter(): Filter {
    for (this.space(); this.at < this.text.length; this.space()) this.term();
    if (this.terms.length > 100) throw new FilterSyntaxError('A filter holds at most 100 terms.', 0);
    return {
      terms: this.terms,
      ...(this.fromNs === undefined ? {} : { fromNs: this.fromNs }),
      ...(this.toNs === undefined ? {} : { toNs: this.toNs }),
      ...(this.artifacts.length === 0 ? {} : { artifacts: this.artifacts }),
    };
  }

  private term(): void {
    const start = this.at;
    const negated = this.text[this.at] === '-' && this.at + 1 < this.text.length && !/\s/.test(this.text[this.at + 1]!);
    if (negated) this.at++;
    if (this.text[this.at] === '"') {
      const value = this.quoted();
      if (OPERATOR.test(this.text.slice(this.at, this.at + 3))) this.field(value, negated, false);
      else this.plain(value, negated, start);
      return;
    }
    if (this.text[this.at] === '/' && this.regex(negated)) return;
    const field = FIELD.exec(this.text.slice(this.at, this.at + 220))?.[0];
    if (field !== undefined) {
      const rest = this.text.slice(this.at + field.length, this.at + field.length + 3);
      // An address (http://…) is text.
      if (OPERATOR.test(rest) && !rest.startsWith('://')) {
        this.at += field.length;
        this.field(field, negated, true);
        return;
      }
    }
    this.plain(this.word(), negated, start);
  }

  private plain(text: string, negated: boolean, start: number): void {
    if (text === '') throw new FilterSyntaxError('There is no text between the quotes.', start);
    this.terms.push({ kind: 'text', text, negated });
  }

  private field(field: string, negated: boolean, reserved: boolean): void {
    const fieldAt = this.at - field.length;
    const m = OPERATOR.exec(this.text.slice(this.at, this.at + 3))!;
    this.at += m[0].length;
    const valueAt = this.at;
    if (field === '' || field.length > 200) throw new FilterSyntaxError('A field name has 1 to 200 characters.', fieldAt);
    if (reserved && RESERVED.has(field)) {
      if (negated || m[1] !== undefined) throw new FilterSyntaxError(`"${field}" takes a colon and no minus.`, fieldAt);
      if (field === 'time') this.time(this.word(), valueAt);
      else this.artifact(this.word(), valueAt);
      return;
    }
    if (this.at >= this.text.length || /\s/.test(this.text[this.at]!)) {
      throw new FilterSyntaxError(`"${field}${m[0]}" needs a value; an empty one is written "".`, valueAt);
    }
    const value = this.text[this.at] === '"' ? this.quoted() : this.word();
    const op = operator(m[1]);
    if (op !== ':' && field !== 'level' && !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) {
      throw new FilterSyntaxError(`"${field}${op}" compares numbers, and "${value}" is not one.`, valueAt);
    }
    this.terms.push({ kind: 'field', field, op, value, negated });
  }

  /** `/pattern/`; false when no slash closes it, so that a path is text. */
  private regex(negated: boolean): boolean {
    for (let i = this.at + 1; i < this.text.length; i++) {
      const c = this.text[i]!;
      if (c === '\\') i++;
      else if (c === '/') {
        const m = /^(i?)(?=\s|$)/.exec(this.text.slice(i + 1, i + 3));
        if (!m) continue;
        const pattern = this.text.slice(this.at + 1, i).replace(/\\[\s\S]/g, (e) => (e === '\\/' ? '/' : e));
        if (pattern === '') return false;
        this.terms.push({ kind: 'regex', pattern: m[1] === 'i' ? `(?i)${pattern}` : pattern, negated });
        this.at = i + 1 + m[1]!.length;
        return true;
      }
    }
    return false;
  }

  private artifact(value: string, at: number): void {
    if (!/^[0-9a-f]{64}$/.test(value)) throw new FilterSyntaxError('"artifact:" takes the 64 hex digits of a SHA-256.', at);
    this.artifacts.push(value);
  }

  private time(value: string, at: number): void {
    if (this.timed) throw new FilterSyntaxError('There is already a time range.', at);
    const dots = value.indexOf('..');
    if (dots < 0 || value === '..') throw new FilterSyntaxError('A time range is written from..to; either end may be left out.', at);
    this.timed = true;
    this.fromNs = this.instant(value.slice(0, dots), at);
    this.toNs = this.instant(value.slice(dots + 2), at + dots + 2);
    if (this.fromNs !== undefined && this.toNs !== undefined && this.toNs < this.fromNs) {
      throw new FilterSyntaxError('The time range ends before it begins.', at + dots + 2);
    }
  }

  private instant(text: string, at: number): bigint | undefined {
    if (text === '') return undefined;
    const raw = /^@(-?\d{1,19})$/.exec(text);
    const ns = raw ? BigInt(raw[1]!) : (parseRfc3339(text) ?? this.local(text));
    if (ns === undefined || ns < -(2n ** 63n) || ns >= 2n ** 63n) {
      throw new FilterSyntaxError(`"${text}" is not a time. Write 10:33, 2026-10-14T10:33 or 2026-10-14T10:33:00Z.`, at);
    }
    return ns;
  }

  /** A date, a date and time, or a time of day, in the zone of the context. */
  private local(text: string): bigint | undefined {
    const m = /^(?:(\d{4}-\d\d-\d\d)(?:T|$))?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/.exec(text);
    const { zone, dayNs } = this.context;
    if (!m || (m[1] === undefined && m[2] === undefined) || text.endsWith('T') || !isZone(zone)) return undefined;
    if (m[1] === undefined && dayNs === undefined) return undefined;
    const [year, month, day] = (m[1] ?? formatDate(dayNs ?? 0n, zone)).split('-').map(Number);
    const civil: Civil = {
      year: year!, month: month!, day: day!, hour: Number(m[2] ?? 0), minute: Number(m[3] ?? 0), second: Number(m[4] ?? 0),
      nanosecond: Number((m[5] ?? '').padEnd(9, '0')),
    };
    if (parseRfc3339(`${m[1] ?? '2000-01-01'}T${m[2] ?? '00'}:${m[3] ?? '00'}:${m[4] ?? '00'}Z`) === undefined) return undefined;
    return localToInstant(civil, zone).ns;
  }

  private quoted(): string {
    const start = this.at;
    let value = '';
    for (let i = this.at + 1; i < this.text.length; i++) {
      const c = this.text[i]!;
      if (c === '\\' && (this.text[i + 1] === '"' || this.text[i + 1] === '\\')) value += this.text[++i]!;
      else if (c === '"') {
        this.at = i + 1;
        return value;
      } else value += c;
    }
    throw new FilterSyntaxError('This quote is not closed.', start);
  }

  private word(): string {
    const start = this.at;
    while (this.at < this.text.length && !/\s/.test(this.text[this.at]!)) this.at++;
    return this.text.slice(start, this.at);
  }

  private space(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at]!)) this.at++;
  }
}

function operator(text: string | undefined): ':' | '>' | '>=' | '<' | '<=' {
  return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : ':';
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Whether a text reads back as itself without quotes. */
function isBareText(text: string): boolean {
  if (/\s/.test(text) || /^["/-]/.test(text)) return false;
  const field = FIELD.exec(text.slice(0, 220))?.[0];
  if (field === undefined) return true;
  const rest = text.slice(field.length, field.length + 3);
  return !OPERATOR.test(rest) || rest.startsWith('://');
}
