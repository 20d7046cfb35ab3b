import type { IngestProgress } from './contract.ts';

/** Milliseconds between two words of progress within one phase. */
const TELL_MS = 100;

/** How far a job is, counted by those who do its work. */
export class JobProgress {
  hashedBytes = 0;
  records = 0;
  private phase: IngestProgress['phase'] = 'walk';
  private path = '';
  private files = 0;
  private filesDone = 0;
  private bytesTotal = 0;
  /** Of artifacts that are being parsed. */
  private readonly parsing = new Map<object, number>();
  private parsedDone = 0;
  private readonly started = performance.now();
  private lastTold = 0;
  private readonly told = new Set<IngestProgress['phase']>();
  private readonly listen: (progress: IngestProgress) => void;

  constructor(listen: (progress: IngestProgress) => void) {
    this.listen = listen;
  }

  addFiles(count: number): void {
    this.files += count;
  }

  addBytes(count: number): void {
    this.bytesTotal += count;
  }

  parsed(what: object, doneBytes: number): void {
    this.parsing.set(what, doneBytes);
  }

  parseEnded(what: object): void {
    this.parsing.delete(what);
  }

  /** Nothing is left to do for a file of so many bytes. */
  done(sizeBytes: number): void {
    this.parsedDone += sizeBytes;
    this.filesDone++;
  }

  state(): IngestProgress {
    const parsing = [...this.parsing.values()].reduce((sum, bytes) => sum + bytes, 0);
    return {
      phase: this.phase, path: this.path, files: this.files, filesDone: this.filesDone, bytesTotal: this.bytesTotal,
      // Hashing and parsing each read every byte: together they are the work there is.
      bytesDone: Math.min(this.bytesTotal, Math.floor((this.hashedBytes + this.parsedDone + parsing) / 2)),
      records: this.records, seconds: (performance.now() - this.started) / 1000,
    };
  }

  tell(phase: IngestProgress['phase'], path: string, always = false): void {
    this.phase = phase;
    const first = !this.told.has(phase);
    this.told.add(phase);
    if (path !== '') this.path = path;
    const now = performance.now();
    if (!always && !first && now - this.lastTold < TELL_MS) return;
    this.lastTold = now;
    this.listen(this.state());
  }
}
