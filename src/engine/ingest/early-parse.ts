import type { CopyReader } from '../intake/take-in.ts';
import type { Custody } from '../casefile/contract.ts';
import type { Growing } from './messages.ts';

/** From this size on it pays to parse a file while it is hashed. */
export const EARLY_BYTES = 8 * 1024 * 1024;
/**
 * A file that is parsed while it is being hashed and copied: from the copy, so that what is parsed is what is kept. What
 * comes of it counts once the SHA-256 is known, and is dropped if the case has the bytes already.
 */
export class EarlyParse implements CopyReader {
  readonly shownPath: string;
  readonly zone: string;
  /** When the evidence comes in, for custody too. */
  readonly addedAtNs: bigint;
  readonly sizeBytes: number;
  /** Of a file that is not copied nothing grows. */
  readonly growing: Growing | undefined;
  /** What to read from. */
  readonly path: Promise<string>;
  /** `undefined`: it is not wanted. */
  readonly custody: Promise<Custody | undefined>;
  private readonly isOpened: Promise<void>;
  private writtenBytes = 0;
  private settled = false;
  private setPath!: (path: string) => void;
  private setOpened!: () => void;
  private setCustody!: (custody: Custody | undefined) => void;

  constructor(file: { readonly path: string; readonly shownPath: string; readonly sizeBytes: number }, how: { copied: boolean; zone: string; addedAtNs: bigint }) {
    this.shownPath = file.shownPath;
    this.sizeBytes = file.sizeBytes;
    this.zone = how.zone;
    this.addedAtNs = how.addedAtNs;
    this.growing = how.copied ? { sizeBytes: file.sizeBytes, written: new BigInt64Array(new SharedArrayBuffer(8)) } : undefined;
    this.path = new Promise((resolve) => {
      this.setPath = resolve;
    });
    this.custody = new Promise((resolve) => {
      this.setCustody = resolve;
    });
    this.isOpened = new Promise((resolve) => {
      this.setOpened = resolve;
    });
    if (!how.copied) this.begun(file.path);
  }

  begun(path: string): void {
    this.setPath(path);
  }

  opened(): Promise<void> {
    return this.isOpened;
  }

  /** Bytes of the copy are there. */
  wrote(bytes: number): void {
    if (!this.growing || this.settled) return;
    this.writtenBytes += bytes;
    Atomics.store(this.growing.written, 0, BigInt(this.writtenBytes));
  }

  /** The worker has the file open, or will not open it any more. */
  settleOpened(): void {
    this.setOpened();
  }

  identify(custody: Custody): void {
    this.settled = true;
    this.setCustody(custody);
  }

  /** Ends a parse that waits for bytes or for its name; nothing once it has its name. */
  drop(): void {
    if (this.settled) return;
    this.settled = true;
    if (this.growing) Atomics.store(this.growing.written, 0, -1n);
    this.setCustody(undefined);
    // Nothing was begun when the file could not even be opened.
    this.setPath('');
  }
}
