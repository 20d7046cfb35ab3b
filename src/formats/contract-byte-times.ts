import { textOf, twoAt } from './contract-direct.ts';

/** A time as it is read of its text. */
export interface TextTime {
  /** Of the wall clock where `isLocal`, else since 1970. */
  readonly seconds: number;
  readonly nanosecond: number;
  readonly isLocal: boolean;
  /** Later times of the same minute cannot be told from it: they have no date. */
  readonly isAlone: boolean;
  readonly inferred: Readonly<Record<string, unknown>> | undefined;
}

/** Reads times of their texts. */
export interface TextTimes {
  /** `undefined` when it is none. */
  timeOf(text: string): TextTime | undefined;
  /** Seconds and nanoseconds that a text says, without placing it: of any day, but the same for all of one minute. */
  clockOf(text: string): { readonly seconds: number; readonly nanosecond: number } | undefined;
  /** Seconds since 1970 of a wall clock's. */
  localSeconds(seconds: number): number;
}

const POWERS = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];
const CLOCK = /\d\d:\d\d:(\d\d)(?:([.,])(\d{1,9})(?!\d))?/;
/** Nanoseconds of more do not fit 64 bits. */
const MAX_SECONDS = 9_000_000_000;
/** Before, zones moved at odd seconds. */
const REGULAR = 400_000_000;
const ZERO = 0x30;

/**
 * Times of lines by their bytes: what stands before the seconds and behind their fraction is mostly as it was in the line before, and
 * then the digits alone say the time. Any other time is read of its text, and tried with other seconds, so that nothing is
 * supposed of its form.
 */
export class ByteTimes {
  seconds = 0;
  nanosecond = 0;
  inferred: Readonly<Record<string, unknown>> | undefined;
  private known: Uint8Array = new Uint8Array();
  /** Where the seconds stand in `known`; -1: it says nothing of others. */
  private secondAt = -1;
  /** Length of the fraction, with its mark; 0: none. */
  private fraction = 0;
  private minute = 0;
  private second = -1;
  private isLocal = false;
  private readonly times: TextTimes;
  private readonly least: number;
  private readonly most: number;

  /** Times outside `least` to `most`, in seconds as the text has them, are not read. */
  constructor(times: TextTimes, least = -MAX_SECONDS, most = MAX_SECONDS) {
    this.times = times;
    this.least = least;
    this.most = most;
  }

  forget(): void {
    this.known = new Uint8Array();
    this.secondAt = -1;
  }

  /** False when it is no time, or one beyond what can be held. */
  read(b: Uint8Array, from: number, to: number): boolean {
    const { known, secondAt } = this;
    if (secondAt < 0) return this.isKnown(b, from, to, 0, known.length, to - from) || this.learn(b, from, to);
    if (!this.isKnown(b, from, to, 0, secondAt, secondAt)) return this.learn(b, from, to);
    let p = from + secondAt;
    const second = twoAt(b, p);
    p += 2;
    let nanosecond = 0;
    if (this.fraction > 0) {
      if (b[p] !== known[secondAt + 2]) return this.learn(b, from, to);
      const digits = ++p;
      for (let digit = b[p]! - ZERO; p < to && digit >= 0 && digit <= 9; digit = b[++p]! - ZERO) nanosecond = nanosecond * 10 + digit;
      if (p === digits || p - digits > 9) return this.learn(b, from, to);
      nanosecond *= POWERS[p - digits]!;
    }
    const rest = secondAt + 2 + this.fraction;
    if (!(second <= 59) || !this.isKnown(b, p, to, rest, known.length, to - p)) return this.learn(b, from, to);
    this.nanosecond = nanosecond;
    if (second !== this.second) {
      this.second = second;
      this.seconds = this.isLocal ? this.times.localSeconds(this.minute + second) : this.minute + second;
    }
    return true;
  }

  /** Whether `length` bytes from a place on, and no more where they are the last, are those of `known`. */
  private isKnown(b: Uint8Array, from: number, to: number, knownFrom: number, knownTo: number, length: number): boolean {
    if (length !== knownTo - knownFrom || from + length > to || length === 0 && knownTo === 0) return false;
    const { known } = this;
    for (let i = 0; i < length; i++) if (b[from + i] !== known[knownFrom + i]) return false;
    return true;
  }

  private learn(b: Uint8Array, from: number, to: number): boolean {
    this.forget();
    const text = textOf(b, from, to);
    const time = this.times.timeOf(text);
    if (!time || !(time.seconds >= this.least && time.seconds <= this.most)) return false;
    const seconds = time.isLocal ? this.times.localSeconds(time.seconds) : time.seconds;
    this.seconds = seconds;
    this.nanosecond = time.nanosecond;
    this.inferred = time.inferred;
    if (time.isAlone) return true;
    this.known = Uint8Array.from(b.subarray(from, to));
    this.isLocal = time.isLocal;
    if (text.length === to - from && seconds > REGULAR) this.tryOthers(text, time);
    return true;
  }

  /** Whether other seconds and another fraction change the time as digits of seconds do. */
  private tryOthers(text: string, time: TextTime): void {
    const m = CLOCK.exec(text);
    if (!m) return;
    const second = Number(m[1]);
    if (second > 59) return;
    const secondAt = m.index + 6;
    const other = (second + 7) % 60;
    const mark = m[2] ?? '';
    const digits = m[3] ?? '';
    const otherDigits = digits.replace(/\d/g, (digit) => String((Number(digit) + 3) % 10));
    const end = secondAt + 2 + mark.length + digits.length;
    const here = this.times.clockOf(text);
    const there = this.times.clockOf(`${text.slice(0, secondAt)}${String(other).padStart(2, '0')}${mark}${otherDigits}${text.slice(end)}`);
    if (!here || !there || there.seconds - here.seconds !== other - second) return;
    if (here.nanosecond !== Number(digits.padEnd(9, '0')) || there.nanosecond !== Number(otherDigits.padEnd(9, '0')) || here.nanosecond !== time.nanosecond) return;
    this.secondAt = secondAt;
    this.fraction = mark.length + digits.length;
    this.minute = time.seconds - second;
    this.second = second;
  }
}
