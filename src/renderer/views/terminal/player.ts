import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure, Result } from '../../../base/result.ts';
import { RECORDING_KINDS, type RecordingBatch, type RecordingPosition } from '../../../protocol/methods/recordings.ts';
import { drawableSize, eventText, indexAtTime, lastBefore, type Marker } from './events.ts';

/** What the player draws on; the terminal of the page, or a test's. */
export interface PlayerScreen {
  write(text: string): Promise<void>;
  clear(columns: number, rows: number): void;
  resize(columns: number, rows: number): void;
  picture(): string | undefined;
  restore(picture: string, columns: number, rows: number): Promise<void>;
}

/** Where events come from. */
export interface PlayerSource {
  /** The whole recording without its text, in order: times, places, markers. */
  outline(onBatch: (batch: RecordingBatch) => void, signal: AbortSignal): Promise<Result<unknown>>;
  batch(from: RecordingPosition, signal: AbortSignal): Promise<Result<RecordingBatch>>;
}

export interface PlayerState {
  /** `loading` until the outline is whole: what is known of the end grows until then. */
  readonly status: 'loading' | 'ready' | 'failed';
  readonly failure: Failure | undefined;
  readonly durationNs: number;
  readonly atNs: number;
  readonly playing: boolean;
  readonly speed: number;
  /** Longest time without output that is played; `undefined`: all of it. */
  readonly idleLimitNs: number | undefined;
  /** Idle time that was left out last, and how often since playing began. */
  readonly skippedNs: number;
  /** How far a long seek has come, 0 to 1. */
  readonly seeking: number | undefined;
  readonly columns: number;
  readonly rows: number;
  /** The recording asks for a size that no terminal has. */
  readonly isClamped: boolean;
  readonly markers: readonly Marker[];
  /** Events whose text is cut. */
  readonly cut: number;
  /** Byte of the last event that is on the screen; -1 before the first. */
  readonly eventByte: number;
}

interface Part { readonly from: RecordingPosition; readonly firstNs: number; readonly lastNs: number; readonly units: number }
interface Picture { readonly part: number; readonly event: number; readonly atNs: number; readonly eventNs: number; readonly eventByte: number; readonly screen: string; readonly columns: number; readonly rows: number }

const OUTPUT = RECORDING_KINDS.indexOf('output');
const RESIZE = RECORDING_KINDS.indexOf('resize');
/** Output between two pictures of the screen, in UTF-16 units: a seek draws this much at most, once it was there. */
const PICTURE_UNITS = 512 * 1024;
const WRITE_UNITS = 64 * 1024;
/** Batches kept: about 16 MB of evidence. */
const KEPT_BATCHES = 64;
const TELL_MS = 60;

/** Plays a recording on a screen. Reads what it needs when it needs it; nothing is held whole. */
export class Player {
  readonly store: StoreApi<PlayerState>;
  private readonly source: PlayerSource;
  private readonly screen: PlayerScreen;
  private readonly initial: ReturnType<typeof drawableSize>;
  private readonly ending = new AbortController();
  private readonly parts: Part[] = [];
  private readonly batches = new Map<number, Promise<Result<RecordingBatch>>>();
  private readonly pictures: Picture[] = [];
  /** The next event to draw. */
  private part = 0;
  private event = 0;
  private atNs = 0;
  private eventNs = 0;
  private eventByte = -1;
  private unitsSincePicture = 0;
  private seekNumber = 0;
  private work: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;
  private toldMs = 0;
  private stepping = false;

  constructor(source: PlayerSource, screen: PlayerScreen, size: { columns: number | undefined; rows: number | undefined }, idleLimitNs: number | undefined) {
    this.source = source;
    this.screen = screen;
    const drawn = drawableSize(size.columns ?? 80, size.rows ?? 24);
    this.initial = drawn;
    this.store = createStore<PlayerState>(() => ({
      status: 'loading', failure: undefined, durationNs: 0, atNs: 0, playing: false, speed: 1, idleLimitNs, skippedNs: 0, seeking: undefined,
      columns: drawn.columns, rows: drawn.rows, isClamped: drawn.isClamped, markers: [], cut: 0, eventByte: -1,
    }));
    screen.clear(drawn.columns, drawn.rows);
  }

  async load(): Promise<void> {
    const markers: Marker[] = [];
    const loaded = await this.source.outline((batch) => {
      const count = batch.atNs.length;
      if (count === 0) return;
      this.parts.push({ from: batch.from, firstNs: batch.atNs[0]!, lastNs: batch.atNs[count - 1]!, units: batch.outputUnits });
      for (let i = 0; i < count; i++) {
        if (RECORDING_KINDS[batch.kinds[i]!] === 'marker' && markers.length < 10_000) markers.push({ atNs: batch.atNs[i]!, label: eventText(batch, i) });
      }
      this.store.setState((s) => ({ durationNs: batch.atNs[count - 1]!, cut: s.cut + batch.cut, ...(markers.length === s.markers.length ? {} : { markers: [...markers] }) }));
      this.rouse();
    }, this.ending.signal);
    if (this.ending.signal.aborted) return;
    this.store.setState(loaded.ok ? { status: 'ready' } : { status: 'failed', failure: loaded.failure, playing: false });
    this.rouse();
  }

  close(): void {
    this.ending.abort();
    this.rouse();
  }

  setSpeed(speed: number): void {
    this.store.setState({ speed });
  }

  setIdleLimit(idleLimitNs: number | undefined): void {
    this.store.setState({ idleLimitNs });
  }

  play(): void {
    const { durationNs, status } = this.store.getState();
    if (this.atNs >= durationNs && status === 'ready') void this.seek(0);
    this.store.setState({ playing: true, skippedNs: 0 });
  }

  pause(): void {
    this.store.setState({ playing: false });
    this.tell(true);
  }

  /** Draws the screen as it was at a moment. Only the last of several seeks is carried out to its end. */
  seek(toNs: number): Promise<void> {
    const mine = ++this.seekNumber;
    // Told at once: the next key counts from where this one goes, however long the drawing takes.
    this.store.setState((s) => ({ atNs: Math.max(0, s.status === 'loading' ? toNs : Math.min(toNs, s.durationNs)) }));
    return this.queue(async () => {
      if (mine !== this.seekNumber) return;
      const target = Math.max(0, toNs);
      await this.returnTo(target);
      await this.drawUntil(target, () => mine !== this.seekNumber, true);
      if (mine === this.seekNumber) this.atNs = Math.min(target, Math.max(this.store.getState().durationNs, 0));
      this.store.setState({ seeking: undefined });
      this.tell(true);
    });
  }

  /** The event before or after, with the screen as it is right after it. */
  async step(direction: 1 | -1): Promise<void> {
    this.pause();
    await this.work;
    const at = direction === 1 ? await this.timeOfNext() : await this.timeBefore(this.atNs);
    if (at !== undefined) await this.seek(at);
  }

  /** To be called for each frame while it plays. `elapsedMs`: since the call before. */
  async tick(elapsedMs: number): Promise<void> {
    const { playing } = this.store.getState();
    if (!playing || this.stepping) return;
    this.stepping = true;
    try {
      const mine = this.seekNumber;
      await this.queue(() => this.advance(elapsedMs, () => mine !== this.seekNumber || !this.store.getState().playing));
    } finally {
      this.stepping = false;
    }
  }

  /** When the event that holds a byte was recorded. */
  async timeOfByte(byte: number): Promise<number | undefined> {
    const part = lastBefore(this.parts.length, (i) => this.parts[i]!.from.offsetBytes <= byte);
    const batch = part < 0 ? undefined : await this.batch(part);
    if (!batch?.ok) return undefined;
    const { offsetBytes, atNs } = batch.value;
    const event = lastBefore(offsetBytes.length, (i) => offsetBytes[i]! <= byte);
    return event < 0 ? atNs[0] : atNs[event];
  }

  private queue(job: () => Promise<void>): Promise<void> {
    this.work = this.work.then(() => (this.ending.signal.aborted ? undefined : job())).catch((error: unknown) => {
      if (!this.ending.signal.aborted) throw error;
    });
    return this.work;
  }

  private async advance(elapsedMs: number, stale: () => boolean): Promise<void> {
    const { speed, idleLimitNs, durationNs, status } = this.store.getState();
    let target = this.atNs + elapsedMs * 1e6 * speed;
    const next = await this.timeOfNext();
    if (stale()) return;
    if (next !== undefined && idleLimitNs !== undefined && next > target && target - this.eventNs > idleLimitNs) {
      this.store.setState({ skippedNs: next - target });
      target = next;
    }
    await this.drawUntil(target, stale, false);
    if (stale()) return;
    this.atNs = target;
    if (next === undefined && status === 'ready' && target >= durationNs) {
      this.atNs = durationNs;
      this.store.setState({ playing: false });
      this.tell(true);
    } else this.tell(false);
  }

  /** Brings the screen to the nearest moment before `target` from which drawing can go on. */
  private async returnTo(target: number): Promise<void> {
    const picture = this.pictures[lastBefore(this.pictures.length, (i) => this.pictures[i]!.atNs <= target)];
    // An event at the very time is drawn whole: of several at one time the first that is missing decides.
    const here = target >= this.atNs && target >= this.eventNs;
    if (here && (!picture || picture.part < this.part || (picture.part === this.part && picture.event <= this.event))) return;
    if (picture) {
      await this.screen.restore(picture.screen, picture.columns, picture.rows);
      [this.part, this.event, this.atNs, this.eventNs, this.eventByte] = [picture.part, picture.event, picture.atNs, picture.eventNs, picture.eventByte];
      this.store.setState({ columns: picture.columns, rows: picture.rows });
    } else {
      this.screen.clear(this.initial.columns, this.initial.rows);
      [this.part, this.event, this.atNs, this.eventNs, this.eventByte] = [0, 0, 0, 0, -1];
      this.store.setState({ columns: this.initial.columns, rows: this.initial.rows, isClamped: this.initial.isClamped });
    }
    this.unitsSincePicture = 0;
  }

  private async drawUntil(target: number, stale: () => boolean, tells: boolean): Promise<void> {
    const first = this.part;
    const last = Math.max(first + 1, lastBefore(this.parts.length, (i) => this.parts[i]!.firstNs <= target));
    while (!stale()) {
      if (!await this.hasPart(this.part)) return;
      if (this.parts[this.part]!.firstNs > target) return;
      const read = await this.batch(this.part);
      if (stale()) return;
      if (!read.ok) {
        this.store.setState({ status: 'failed', failure: read.failure, playing: false });
        return;
      }
      void this.batch(this.part + 1);
      const batch = read.value;
      const end = indexAtTime(batch.atNs, target);
      await this.drawEvents(batch, end, stale);
      if (this.event < batch.atNs.length) return;
      this.part++;
      this.event = 0;
      if (tells && last - first > 2) this.store.setState({ seeking: Math.min(1, (this.part - first) / (last - first)) });
    }
  }

  /** Draws events of the part one is in, up to (not with) `end`. */
  private async drawEvents(batch: RecordingBatch, end: number, stale: () => boolean): Promise<void> {
    let text = '';
    const flush = async (): Promise<void> => {
      if (text === '') return;
      const written = text;
      text = '';
      await this.screen.write(written);
    };
    while (this.event < end) {
      const i = this.event++;
      this.eventNs = batch.atNs[i]!;
      this.eventByte = batch.offsetBytes[i]!;
      if (batch.kinds[i] === OUTPUT) text += eventText(batch, i);
      else if (batch.kinds[i] === RESIZE) {
        await flush();
        this.resize(eventText(batch, i));
      }
      if (text.length < WRITE_UNITS) continue;
      this.unitsSincePicture += text.length;
      await flush();
      if (this.unitsSincePicture >= PICTURE_UNITS) this.takePicture();
      if (stale()) return;
    }
    this.unitsSincePicture += text.length;
    await flush();
    if (this.unitsSincePicture >= PICTURE_UNITS) this.takePicture();
  }

  private resize(data: string): void {
    const m = /^(\d{1,9})x(\d{1,9})$/.exec(data);
    if (!m || Number(m[1]) === 0 || Number(m[2]) === 0) return;
    const size = drawableSize(Number(m[1]), Number(m[2]));
    this.screen.resize(size.columns, size.rows);
    this.store.setState((s) => ({ columns: size.columns, rows: size.rows, isClamped: s.isClamped || size.isClamped }));
  }

  private takePicture(): void {
    const after = this.pictures.at(-1);
    if (after && (after.part > this.part || (after.part === this.part && after.event >= this.event))) {
      this.unitsSincePicture = 0;
      return;
    }
    const screen = this.screen.picture();
    if (screen === undefined) return;
    const { columns, rows } = this.store.getState();
    this.unitsSincePicture = 0;
    this.pictures.push({ part: this.part, event: this.event, atNs: this.eventNs, eventNs: this.eventNs, eventByte: this.eventByte, screen, columns, rows });
  }

  private async timeOfNext(): Promise<number | undefined> {
    if (!await this.hasPart(this.part)) return undefined;
    if (this.event === 0) return this.parts[this.part]!.firstNs;
    const batch = await this.batch(this.part);
    if (!batch.ok) return undefined;
    if (this.event < batch.value.atNs.length) return batch.value.atNs[this.event];
    return await this.hasPart(this.part + 1) ? this.parts[this.part + 1]!.firstNs : undefined;
  }

  /** The last time before `ns` at which something was recorded; 0 before the first. */
  private async timeBefore(ns: number): Promise<number> {
    const part = lastBefore(this.parts.length, (i) => this.parts[i]!.firstNs < ns);
    const batch = part < 0 ? undefined : await this.batch(part);
    if (!batch?.ok) return 0;
    return batch.value.atNs[lastBefore(batch.value.atNs.length, (i) => batch.value.atNs[i]! < ns)] ?? 0;
  }

  /** Whether there is such a part, once that is known. */
  private async hasPart(part: number): Promise<boolean> {
    while (part >= this.parts.length && this.store.getState().status === 'loading' && !this.ending.signal.aborted) {
      await new Promise<void>((resolve) => {
        const before = this.wake;
        this.wake = () => {
          before?.();
          resolve();
        };
      });
    }
    return part < this.parts.length;
  }

  private rouse(): void {
    const { wake } = this;
    this.wake = undefined;
    wake?.();
  }

  private batch(part: number): Promise<Result<RecordingBatch>> {
    const known = this.batches.get(part);
    if (known) {
      this.batches.delete(part);
      this.batches.set(part, known);
      return known;
    }
    const place = this.parts[part];
    if (!place) return Promise.resolve({ ok: false, failure: { code: 'cancelled', message: 'There is no such part.' } });
    const read = this.source.batch(place.from, this.ending.signal);
    this.batches.set(part, read);
    // What failed may succeed later.
    void read.then((result) => (result.ok ? undefined : this.batches.delete(part)));
    while (this.batches.size > KEPT_BATCHES) this.batches.delete(this.batches.keys().next().value!);
    return read;
  }

  /** Tells of the moment, not more often than eyes can follow. */
  private tell(now: boolean): void {
    const ms = performance.now();
    if (!now && ms - this.toldMs < TELL_MS) return;
    this.toldMs = ms;
    this.store.setState({ atNs: this.atNs, eventByte: this.eventByte });
  }
}
