import { stat } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { EventIndex } from '../../index/contract.ts';
import { CONNECTION_LOST, onlyWhenCancelled } from '../../../protocol/connection-lost.ts';
import type { Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Custody } from '../../casefile/contract.ts';
import { toArtifact } from '../../ingest/artifact.ts';
import { resolveAll } from '../../ingest/citations.ts';
import type { IngestState } from '../../ingest/contract.ts';
import { readEvidence } from '../../ingest/evidence-bytes.ts';
import { columnsOf } from '../../ingest/columns.ts';
import { UNREAD } from '../../ingest/parse-artifact.ts';
import { presenceOf } from '../../ingest/presence.ts';
import { providedSums } from '../../ingest/provided-sums.ts';
import { imageSizeOf } from '../../ingest/regions.ts';
import { findMoved } from '../../ingest/relink.ts';
import { receiveUpload } from '../../ingest/uploads.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';

export type EvidenceHandlers = Pick<Handlers<Api, Session>, 'addEvidence' | 'uploadEvidence' | 'watchIngest' | 'cancelIngest' | 'listEvidence' | 'listDiagnostics' | 'readBytes' | 'resolveCitations'
  | 'evidenceTrust' | 'evidenceIntegrity' | 'relinkEvidence' | 'rereadEvidence' | 'tableColumns'>;

/** Evidence: taking it in, what is there, and its bytes. */
export function evidenceHandlers(engine: EngineContext): EvidenceHandlers {
  return {
    async addEvidence({ paths, storage, zone, showFirst }, { session, signal, item, progress }) {
      const { ingest } = session.requireCase();
      // Who asked may close the tab: what was asked for goes on, and the session holds the case until it is done.
      return ingest.add({ paths, storage, zone, showFirst, author: session.author }, {
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
      return ok(await resolveAll(dir, work, (sha256) => kinds.get(sha256) ?? 'unknown', citations, (sha256) => imageSizeOf(index, sha256), recordText(index)));
    },

    async evidenceTrust(_input, { session }) {
      return ok(await session.requireCase().index.trust());
    },

    async evidenceIntegrity({ sha256, hash }, { session, signal }) {
      const { dir, work, index, ingest } = session.requireCase();
      const custody = work.custody();
      const asked = sha256 === undefined ? custody : custody.filter((c) => c.sha256 === sha256);
      if (sha256 !== undefined && asked.length === 0) return unknownArtifact(sha256);
      const sums = await providedSums(dir, custody);
      const found: OutputOf<Api['evidenceIntegrity']> = [];
      const unread = new Set(index.facts().filter((f) => f.kind === UNREAD).map((f) => f.sha256));
      let isBack = false;
      for (const one of asked) {
        signal.throwIfAborted();
        const file = one.storage === 'referenced' || sha256 !== undefined || unread.has(one.sha256) ? await presenceOf(dir, one, hash) : undefined;
        isBack ||= unread.has(one.sha256) && file?.state === 'here';
        const sum = sums.get(one.sha256);
        if ((file && file.state !== 'here') || sum) found.push({ sha256: one.sha256, ...(file && file.state !== 'here' ? { file } : {}), ...(sum ? { sum } : {}) });
      }
      if (isBack) void logged(engine, ingest.readAgain());
      return ok(found);
    },

    async relinkEvidence({ place, sha256 }, { session, signal, progress }) {
      const open = session.requireCase();
      const { dir, work, ingest, closing } = open;
      const wanted: Custody[] = [];
      for (const one of work.custody()) {
        if (one.storage !== 'referenced' || (sha256 !== undefined && one.sha256 !== sha256)) continue;
        if ((await presenceOf(dir, one, false)).state !== 'here') wanted.push(one);
      }
      if (wanted.length === 0) return fail('evidence/nothing-to-relink', 'All referenced evidence lies where the case has it.');
      const there = await stat(place).catch(() => undefined);
      if (!there) return fail('file/not-found', `There is nothing at ${place}. Check the path.`, { path: place });
      const { links, refused } = await findMoved(wanted, place, AbortSignal.any([signal, closing]), progress);
      if (links.length > 0) {
        const run = work.run({ name: 'evidence.relink', input: { links } }, session.author);
        if (!run.ok) return run;
        open.changed();
        void logged(engine, ingest.readAgain());
      }
      const found = new Set(links.map((link) => link.sha256));
      return ok({ linked: links.map((link) => ({ ...link })), notFound: wanted.filter((c) => !found.has(c.sha256)).map((c) => c.sha256), refused: refused.map((one) => ({ ...one })) });
    },

    tableColumns: ({ sha256, ...options }, { session }) => {
      const { dir, work } = session.requireCase();
      const custody = work.artifact(sha256);
      return custody ? columnsOf(dir, custody, options) : Promise.resolve(unknownArtifact(sha256));
    },

    async rereadEvidence({ sha256 }, { session }) {
      const { dir, work, ingest } = session.requireCase();
      const custody = work.artifact(sha256);
      if (!custody) return unknownArtifact(sha256);
      const there = await readEvidence(dir, custody, 0, 0);
      if (!there.ok) return there;
      void logged(engine, ingest.readAgain(new Set([sha256])));
      return ok({});
    },
  };
}

async function logged(engine: EngineContext, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    engine.options.log({ level: 'error', message: 'Evidence could not be read again', data: { error: String(error) } });
  }
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

/** What a record says, for citations of binary records: their bytes say nothing to a person. */
function recordText(index: EventIndex): (sha256: string, offsetBytes: number, lengthBytes: number) => Promise<string | undefined> {
  return async (sha256, offsetBytes, lengthBytes) => {
    const found = await index.event({ sha256, offsetBytes });
    return found?.lengthBytes === lengthBytes ? found.fullBody || found.body : undefined;
  };
}
