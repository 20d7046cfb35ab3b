/**
 * What keeps an archive or a member from being read to its end. Data, not a failure of ours: it becomes a diagnostic
 * of the archive, and what came out before it is kept.
 */
export class ArchiveDamage extends Error {
  readonly code: `archive/${string}`;
  readonly severity: 'info' | 'warning' | 'error';
  /** Where in the file that is being read; `undefined` where a decoder cannot say. */
  readonly offsetBytes: number | undefined;

  constructor(code: `archive/${string}`, message: string, offsetBytes?: number, severity: 'info' | 'warning' | 'error' = 'error') {
    super(message);
    this.name = 'ArchiveDamage';
    this.code = code;
    this.severity = severity;
    this.offsetBytes = offsetBytes;
  }
}

/** Nothing more is unpacked in this job. */
export class UnpackLimit extends ArchiveDamage {}
