import { readLines, sniffText } from '../contract-lines.ts';
import type { ByteSource, RecordSink } from '../contract.ts';
import { readKernelLine } from './line.ts';

/** When the machine booted, and by which line that is known. */
export interface Boot {
  readonly seconds: number;
  readonly from: 'audit' | 'clock';
}

/** The clock that the kernel read when it started: "rtc_cmos 00:03: setting system clock to 2026-10-14T10:30:00 UTC (1791973800)". */
const CLOCK = /setting system clock to [^(]{10,40}\((\d{9,11})\)/;
/** A record of the audit subsystem has its time: "audit: type=1400 audit(1791973801.123:2): …". */
const AUDIT = /audit\((\d{9,11})\.(\d{3}):\d{1,18}\)/;
/** A console log of several boots: the time since boot falls back by more than this. */
const FALLS_BACK_S = 5;
const MAX_BOOTS = 10_000;

/** Follows the boots in a log: their number, from 0 on. */
export class BootCounter {
  boot = 0;
  private last = 0;

  at(uptime: number): number {
    if (uptime < this.last - FALLS_BACK_S) this.boot++;
    this.last = uptime;
    return this.boot;
  }
}

/**
 * Finds when each boot of a log was: by the last record of the audit subsystem in it, whose clock is the one that was
 * corrected since; else by the clock that the kernel started with, whole seconds.
 */
export async function findBoots(source: ByteSource, sink: Pick<RecordSink, 'room'>, signal: AbortSignal): Promise<ReadonlyMap<number, Boot>> {
  const boots = new Map<number, Boot>();
  const counter = new BootCounter();
  const kind = sniffText(await source.read(0, 4096), source.sizeBytes <= 4096);
  const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
  await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, ({ text }) => {
    const line = readKernelLine(text.length > 1000 ? text.slice(0, 1000) : text, undefined);
    if (line?.uptime === undefined) return;
    const boot = counter.at(line.uptime);
    if (boots.size >= MAX_BOOTS) return;
    const audit = line.message.includes('audit(') ? AUDIT.exec(line.message) : null;
    if (audit) boots.set(boot, { seconds: Number(audit[1]) + Number(audit[2]) / 1000 - line.uptime, from: 'audit' });
    else if (!boots.has(boot) && line.message.includes('setting system clock')) {
      const clock = CLOCK.exec(line.message);
      if (clock) boots.set(boot, { seconds: Number(clock[1]) - line.uptime, from: 'clock' });
    }
  });
  return boots;
}
