import { fail, ok, type Result } from '../../../base/result.ts';
import { CONNECTION_LOST, onlyWhenCancelled } from '../../../protocol/connection-lost.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { toArtifact } from '../../ingest/artifact.ts';
import { resolveAll } from '../../ingest/citations.ts';
import type { IngestState } from '../../ingest/contract.ts';
import { readEvidence } from '../../ingest/evidence-bytes.ts';
import { receiveUpload } from '../../ingest/uploads.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type EvidenceHandlers = Pick<Handlers<Api, Session>, 'addEvidence' | 'uploadEvidence' | 'watchIngest' | 'cancelIngest' | 'listEvidence' | 'listDiagnostics' | 'readBytes' | 'resolveCitations'>;

/** Evidence: taking it in, what is there, and its bytes. */
export function evidenceHandlers(_engine: EngineContext): EvidenceHandlers {
  return {
    async addEvidence({ paths, storage, zone }, { session, signal, item, progress }) {
      const { ingest } = session.requireCase();
      // Who asked may close the tab: what was asked for goes on, and the session holds the case until it is done.
      return ingest.add({ paths, storage, zone, author: session.author }, {
        signal: onlyWhenCancelled(signal),
        item: async (artifact) => {
          try {
            await item(artifact);
          } catch (error) {
            if (signal.reason !== CONNECTION_LOST) throw error;
          }
        },
        progress: (state) => {
          if (!signal.aborted) progress(state);
        },
      });
    },

    async uploadEvidence({ uploadId, name, bytes, last }, { session }) {
      const received = await receiveUpload(session.requireCase().dir, { uploadId, name, bytes });
      if (!received.ok) return received;
      const { path, ...rest } = received.value;
      return ok(last ? { ...rest, path } : rest);
    },

    async watchIngest(_input, { session, signal, item }) {
      const open = session.requireCase();
      const end = AbortSignal.any([signal, open.closing, session.left]);
      await follow(open.ingest.watch.bind(open.ingest), end, item);
      signal.throwIfAborted();
      return ok({});
    },

    async cancelIngest(_input, { session }) {
      return ok({ cancelled: session.requireCase().ingest.cancel() });
    },

    async listEvidence(_input, { session }) {
      const { work, index } = session.requireCase();
      const facts = new Map(index.facts().map((f) => [f.sha256, f]));
      const members = work.memberCounts();
      return ok(work.custody().map((custody) => toArtifact(custody, facts.get(custody.sha256), members.get(custody.sha256))));
    },

    async listDiagnostics({ sha256, limit }, { session }) {
      const { work, index } = session.requireCase();
      return work.artifact(sha256) ? ok(await index.diagnostics(sha256, limit)) : unknownArtifact(sha256);
    },

    async readBytes({ sha256, offsetBytes, lengthBytes }, { session }) {
      const { dir, work } = session.requireCase();
      const custody = work.artifact(sha256);
      if (!custody) return unknownArtifact(sha256);
      const bytes = await readEvidence(dir, custody, offsetBytes, lengthBytes);
      return bytes.ok ? ok({ bytes: bytes.value, sizeBytes: custody.sizeBytes }) : bytes;
    },

    async resolveCitations({ citations }, { session }) {
      const { dir, work, index } = session.requireCase();
      const kinds = new Map(index.facts().map((f) => [f.sha256, f.kind]));
      return ok(await resolveAll(dir, work, (sha256) => kinds.get(sha256) ?? 'unknown', citations));
    },
  };
}

function unknownArtifact(sha256: string): Result<never> {
  return fail('evidence/not-found', `There is no evidence ${sha256.slice(0, 8)} in this case.`, { sha256 });
}

/** Sends the newest state whenever there is one and the receiver has room; states it was too slow for are skipped. */
async function follow(
  watch: (listener: (state: IngestState) => void) => () => void, end: AbortSignal, item: (state: IngestState) => Promise<void>,
): Promise<void> {
  let newest: IngestState | undefined;
  let wake: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  const stop = watch((state) => {
    newest = state;
    rouse();
  });
  end.addEventListener('abort', rouse);
  try {
    while (!end.aborted) {
      if (newest === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const state = newest;
      newest = undefined;
      await item(state);
    }
  } finally {
    stop();
    end.removeEventListener('abort', rouse);
  }
}
