import { MOST_OFFSET_NS } from '../contract-recording.ts';

/** A line of an asciicast after its header. */
export type EventLine =
  | { readonly what: 'event'; readonly seconds: number; readonly code: string; readonly data: string; readonly extra: boolean }
  | { readonly what: 'damaged'; readonly isArray: boolean; readonly problem: string };

export function readEvent(text: string): EventLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { what: 'damaged', isArray: false, problem: text.startsWith('[') ? 'The event breaks off or is not JSON.' : 'This is no event.' };
  }
  if (!Array.isArray(value)) return { what: 'damaged', isArray: false, problem: 'This is no event: events are lists of time, code and data.' };
  const [time, code, data]: readonly unknown[] = value;
  const problem = typeof time !== 'number' || !Number.isFinite(time) ? 'The time of the event is no number.'
    : typeof code !== 'string' ? 'The code of the event is no text.' : typeof data !== 'string' ? 'The data of the event is no text.' : undefined;
  if (problem !== undefined || typeof time !== 'number' || typeof code !== 'string' || typeof data !== 'string') return { what: 'damaged', isArray: true, problem: problem ?? '' };
  return { what: 'event', seconds: time, code, data, extra: value.length > 3 };
}

/**
 * When events happened. Version 2 counts from the start, version 3 from the event before. A time that lies before the
 * last one, or is absurd, is told of, and the event counts as simultaneous with the last.
 */
export class Clock {
  nowNs: number;
  private readonly version: 2 | 3;

  constructor(version: 2 | 3, nowNs = 0) {
    this.version = version;
    this.nowNs = nowNs;
  }

  /** The event's time; false when its own is not believed. */
  advance(seconds: number): boolean {
    const ns = Math.round(seconds * 1e9) + (this.version === 3 ? this.nowNs : 0);
    if (!(ns >= this.nowNs && ns <= MOST_OFFSET_NS)) return false;
    this.nowNs = ns;
    return true;
  }
}

/** Where the data's text begins in the bytes of an event line: after the quote of its third element. */
export function dataStart(bytes: Uint8Array): number {
  let at = bytes.indexOf(0x2c);
  at = bytes.indexOf(0x22, at + 1);
  // The code: one letter as a rule, but any text may stand there.
  for (at++; at < bytes.length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
  return bytes.indexOf(0x22, at + 1) + 1;
}
