import { basename } from 'node:path';
import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import { readEvidence } from '../../ingest/evidence-bytes.ts';
import { knownFormats } from '../../ingest/known-formats.ts';
import type { EngineContext } from '../context.ts';
import { readDefinition } from '../format-library.ts';
import type { Session } from '../session.ts';

export type FormatHandlers = Pick<Handlers<Api, Session>, 'ownFormats' | 'addOwnFormat' | 'removeOwnFormat' | 'tryFormat'>;

const PREVIEW_BYTES = 256 * 1024;

/** Formats that people describe. */
export function formatHandlers({ library }: EngineContext): FormatHandlers {
  return {
    ownFormats: async () => ok((await library.list()).map(({ id, title, file, problems }) => ({ id, title, file, problems }))),
    addOwnFormat: ({ text }) => library.add(text),
    removeOwnFormat: ({ id }) => library.remove(id),
    async tryFormat({ sha256, text, rows }, { session }) {
      const { dir, work } = session.requireCase();
      const custody = work.artifact(sha256);
      if (!custody) return fail('evidence/not-found', `There is no evidence ${sha256.slice(0, 8)} in this case.`, { sha256 });
      const bytes = await readEvidence(dir, custody, 0, PREVIEW_BYTES);
      if (!bytes.ok) return bytes;
      const complete = bytes.value.length === custody.sizeBytes;
      const { checkLineFormat, draftLineFormat, tryLineFormat } = await knownFormats();
      const shown = text ?? JSON.stringify(custody.reading?.format ?? draftLineFormat(basename(custody.paths[0] ?? 'log'), firstLines(bytes.value)), undefined, 2);
      const { definition, problems } = await readDefinition(shown);
      // One id is one table.
      const other = definition && work.custody().find((one) => one.sha256 !== sha256 && one.reading?.format?.id === definition.id && JSON.stringify(one.reading.format.fields) !== JSON.stringify(definition.fields));
      if (other) problems.push(`${basename(other.paths[0] ?? '')} is read with a format of the id ${definition.id} whose fields are others; take another id.`);
      // Patterns that may take for ever are not tried; samples that do not fit yet are no reason not to look.
      const sound = definition !== undefined && checkLineFormat(definition).length === 0;
      const tried = sound ? await tryLineFormat(definition, bytes.value, complete, { zone: custody.zone, newestNs: custody.addedAtNs, rows }) : undefined;
      return ok({
        text: shown, problems, ...(definition === undefined ? {} : { definition }), bytesRead: bytes.value.length, records: tried?.records ?? 0, notUnderstood: tried?.notUnderstood ?? 0,
        lines: tried
          ? tried.lines.map(({ text: line, groups, is, timeNs, severityNumber, problem }) => ({
            text: line, groups: groups.map((group) => ({ ...group })), is, severityNumber, ...(timeNs === undefined ? {} : { timeNs }), ...(problem === undefined ? {} : { problem }),
          }))
          : firstLines(bytes.value).slice(0, rows).map((line) => ({ text: line.slice(0, 400), groups: [], is: 'other' as const, severityNumber: 0 })),
      });
    },
  };
}

function firstLines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes.subarray(0, 16_384)).split(/\r?\n/).filter((line) => line.trim() !== '').slice(0, 200);
}
