import { FailureError } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import type { CaseFile } from '../casefile/contract.ts';
import type { EventIndex } from '../index/contract.ts';
import type { IngestService } from '../ingest/contract.ts';
import type { Log } from './context.ts';

/** A case that this process holds, shared by every session that has it open. */
export interface OpenCase {
  /** The case folder, by its real path. */
  readonly dir: string;
  readonly work: CaseFile;
  readonly index: EventIndex;
  readonly ingest: IngestService;
  /** Aborted before the case is closed. */
  readonly closing: AbortSignal;
  /** Tells every watcher that something of the case is different now. Cheap: call it after every change. */
  changed(): void;
  /** Runs `listener` after each change; returns the way to stop. */
  onChange(listener: () => void): () => void;
  info(joined: boolean): CaseInfo;
}

export interface OpenCaseParts {
  readonly dir: string;
  readonly work: CaseFile;
  readonly index: EventIndex;
  readonly closing: AbortSignal;
  readonly log: Log;
  /** Makes the ingest, which needs to tell of changes. */
  readonly ingest: (changed: () => void) => IngestService;
}

export function assembleCase({ dir, work, index, closing, ingest, log }: OpenCaseParts): OpenCase {
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const service = ingest(changed);
  // How evidence is read can change in any command, and in undo and redo.
  let readings = work.readings();
  let clocks = work.clocksText();
  listeners.add(() => {
    if (closing.aborted || work.clocksText() === clocks) return;
    clocks = work.clocksText();
    void service.useClocks().catch((error: unknown) => log({ level: 'error', message: 'Clocks could not be applied to the index', data: { dir, error: String(error) } }));
  });
  listeners.add(() => {
    if (closing.aborted || work.readings() === readings) return;
    readings = work.readings();
    void service.readAgain().catch((error: unknown) => log({ level: 'error', message: 'Evidence could not be read again', data: { dir, error: String(error) } }));
  });
  return {
    dir, work, index, closing, changed,
    ingest: service,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    info(joined) {
      const meta = work.meta();
      const { undoLabel, redoLabel } = work.undoState();
      const { records, diagnostics, fromNs, toNs } = index.totals();
      return {
        ...meta, path: dir, workRevision: work.workRevision(), indexRevision: index.revision(), artifacts: work.artifactCount(),
        records, diagnostics, fromNs, toNs,
        canUndo: undoLabel !== undefined, canRedo: redoLabel !== undefined, undoLabel: undoLabel ?? '', redoLabel: redoLabel ?? '', joined,
      };
    },
  };
}

export function caseNotOpen(): FailureError {
  return new FailureError({ code: 'case/not-open', message: 'No case is open. Open a case first.' });
}
