import { mkdir } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { plural } from '../../../base/text.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { LiveBlock } from '../../../model/live-block.ts';
import type { ReportChoices } from '../../../protocol/methods/report.ts';
import type { CitationRequest, ReportImage, ReportInput, ReportOptions, ResolvedCitation } from '../../report/input.ts';
import type { Rendered } from '../../report/job.ts';
import { blockCitations } from '../../report/live.ts';
import { requestKey } from '../../report/register.ts';
import { TIMELINE_EXPORTERS } from '../../report/timeline/render-timeline.ts';
import type { CaseReader } from '../../casefile/contract.ts';
import type { EventIndex } from '../../index/contract.ts';
import { clocksOf } from '../../ingest/clocks.ts';
import type { EngineContext } from '../context.ts';
import { treeAnalysis } from '../fault-tree-analyst.ts';
import { resolveLiveBlocks } from '../live-blocks.ts';
import { replaceFile, writeFailure } from '../replace-file.ts';
import { ReportWorker, type WorkerAnswer } from '../report-process.ts';
import type { Session } from '../session.ts';
import { evidenceHandlers } from './evidence.ts';

export type ReportHandlers = Pick<Handlers<Api, Session>, 'renderReport' | 'writeReport' | 'checkReport' | 'statusTexts' | 'renderTimeline'>;

/** Pictures are carried into the report whole; a larger one is said to be missing. */
const MOST_IMAGE_BYTES = 12 * 1024 * 1024;

export function reportHandlers(engine: EngineContext): ReportHandlers {
  const evidence = evidenceHandlers(engine);

  /** Reads the case, has a worker of its own read the text and do `ask`, and ends the worker. */
  const withInput = async <T>(session: Session, options: ReportOptions, signal: AbortSignal, use: (worker: ReportWorker, input: ReportInput) => Promise<Result<T>>): Promise<Result<T>> => {
    const open = session.requireCase();
    const { work, index } = open;
    const worker = new ReportWorker(engine.options.createReportWorker(), signal);
    try {
      const { title, incidentId, zone } = work.meta();
      const texts = { postmortem: work.postmortem(), entries: work.timeline(), items: work.items(['severity', 'status', 'version', 'person', 'action', 'review', 'minute']) };
      const asOfNs = lastChangeNs(work);
      const read = await worker.ask({ kind: 'read', written: { ...texts, blocks: [] } });
      if (read.kind !== 'read') return failed(read, 'report');
      const blocks = await resolveLiveBlocks(open, read.blocks, signal, treeAnalysis(engine));
      const context = { session, signal, item: async () => {}, progress: () => {} };
      const citations = await evidence.resolveCitations({ citations: withBlocks(read.requests, blocks) }, context);
      if (!citations.ok) return citations;
      const artifacts = await evidence.listEvidence({}, context);
      if (!artifacts.ok) return artifacts;
      return await use(worker, {
        title, incidentId, zone, asOfNs, ...texts, blocks, images: await imagesOf(blocks, artifacts.value, (sha256, lengthBytes) => evidence.readBytes({ sha256, offsetBytes: 0, lengthBytes }, context)),
        references: work.references(), artifacts: artifacts.value, citations: await withLines(citations.value, index), options,
      });
    } catch (error) {
      if (signal.aborted) return fail('cancelled', 'The report was cancelled.');
      throw error;
    } finally {
      worker.end();
    }
  };

  const render = (choices: ReportChoices, figuresFolder: string | undefined, session: Session, signal: AbortSignal): Promise<Result<Rendered>> =>
    withInput(session, optionsOf(choices), signal, async (worker, input) => {
      const answer = await worker.ask({
        kind: 'render',
        job: { format: choices.format, standard: choices.standard ?? 'a-2a', input, fontsDir: join(engine.options.resourcesDir, 'fonts'), ...(figuresFolder === undefined ? {} : { figuresFolder }) },
      });
      return answer.kind === 'rendered' ? ok(answer.rendered) : failed(answer, choices.format);
    });

  const failed = (answer: WorkerAnswer, format: string): Result<never> => {
    if (answer.kind === 'cancelled') return fail('cancelled', 'The report was cancelled.');
    engine.options.log({ level: 'error', message: 'A report could not be made', data: { format, answer: answer.kind === 'failed' ? answer.message : answer.kind } });
    return fail('report/failed', `The report could not be made as ${format.toUpperCase()}. The log has the reason; the other format may work.`, { format });
  };

  return {
    renderReport: async (choices, { session, signal }) => {
      const rendered = await render(choices, undefined, session, signal);
      if (!rendered.ok) return rendered;
      const { bytes, mediaType } = rendered.value;
      return ok({ bytes, mediaType, fileName: reportName(session.requireCase().work, choices) });
    },

    writeReport: async ({ path, ...choices }, { session, signal }) => {
      if (!isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const open = session.requireCase();
      const folder = `${basename(path, extname(path))}-figures`;
      const rendered = await render(choices, folder, session, signal);
      if (!rendered.ok) return rendered;
      const { bytes, files } = rendered.value;
      if (files.length > 0) {
        const made = await makeFolder(join(dirname(path), folder));
        if (!made.ok) return made;
      }
      for (const file of [...files.map((one) => ({ path: join(dirname(path), one.path), bytes: one.bytes })), { path, bytes }]) {
        const replaced = await replaceFile(file.path, file.bytes);
        if (!replaced.ok) return replaced;
      }
      const { format, audience = 'internal' } = choices;
      open.work.note('report.write', `Wrote ${basename(path)}, ${plural(bytes.length, 'byte')}${audience === 'external' ? ', external version' : ''}`, { ...choices, path, bytes: bytes.length, format }, session.author);
      open.changed();
      return ok({ path, bytes: bytes.length, files: files.length });
    },

    checkReport: (choices, { session, signal }) => withInput(session, { ...optionsOf(choices), mask: false }, signal, async (worker, input) => {
      const answer = await worker.ask({ kind: 'check', input });
      return answer.kind === 'checked' ? ok({ findings: [...answer.findings], fileName: reportName(session.requireCase().work, choices) }) : failed(answer, choices.format);
    }),

    statusTexts: (choices, { session, signal }) => withInput(session, optionsOf(choices), signal, async (worker, input) => {
      const answer = await worker.ask({ kind: 'status', input });
      return answer.kind === 'status' ? ok([...answer.texts]) : failed(answer, 'status');
    }),

    renderTimeline: async ({ format }, { session }) => {
      const { work } = session.requireCase();
      const { title, incidentId, zone } = work.meta();
      const paths = new Map(work.custody().map((item) => [item.sha256, item.paths[0] ?? item.sha256]));
      const exporter = TIMELINE_EXPORTERS[format];
      const text = exporter.render({ title, incidentId, zone, entries: work.timeline(), paths, clocks: clocksOf(work) });
      return ok({ bytes: new TextEncoder().encode(text), mediaType: exporter.mediaType, fileName: fileName(work, 'timeline', exporter.extension) });
    },
  };
}

function optionsOf({ audience = 'internal', roles = false, mask = false }: Pick<ReportChoices, 'audience' | 'roles' | 'mask'>): ReportOptions {
  return { audience, roles, mask };
}

/** Citations of the texts, then those of the blocks that no text cites: the order of `citationRequests`. */
function withBlocks(requests: readonly CitationRequest[], blocks: readonly LiveBlock[]): CitationRequest[] {
  const keys = new Set(requests.map(requestKey));
  const more = blockCitations(blocks).filter((request) => {
    const isNew = !keys.has(requestKey(request));
    keys.add(requestKey(request));
    return isNew;
  });
  return [...requests, ...more];
}

/** Bytes of the pictures that blocks show, each artifact once. */
async function imagesOf(
  blocks: readonly LiveBlock[], artifacts: readonly Artifact[], read: (sha256: string, lengthBytes: number) => Promise<Result<{ bytes: Uint8Array }>>,
): Promise<ReportImage[]> {
  const images: ReportImage[] = [];
  for (const sha256 of new Set(blocks.flatMap((block) => (block.kind === 'image' ? [block.sha256] : [])))) {
    const size = artifacts.find((artifact) => artifact.sha256 === sha256)?.sizeBytes;
    if (size === undefined || size > MOST_IMAGE_BYTES) continue;
    const answer = await read(sha256, size);
    if (answer.ok && answer.value.bytes.length === size) images.push({ sha256, bytes: answer.value.bytes });
  }
  return images;
}

async function makeFolder(path: string): Promise<Result<undefined>> {
  try {
    await mkdir(path);
    return ok(undefined);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return ok(undefined);
    const failure = writeFailure(error, path);
    if (!failure) throw error;
    return failure;
  }
}

/** `inc-2417-checkout-outage-postmortem-external.pdf`. */
function reportName(work: CaseReader, { format, audience }: ReportChoices): string {
  const what = { md: 'postmortem', pdf: 'postmortem', html: 'postmortem', deck: 'review-slides', status: 'status' }[format];
  return fileName(work, audience === 'external' ? `${what}-external` : what, { md: 'md', pdf: 'pdf', html: 'html', deck: 'html', status: 'md' }[format]);
}

/** The line of what is cited, where the citation does not say and the bytes are those of a record. */
function withLines(citations: readonly ResolvedCitation[], index: EventIndex): Promise<ResolvedCitation[]> {
  return Promise.all(citations.map(async (citation) => {
    if (citation.state !== 'found' || citation.reference.locator.kind !== 'bytes' || citation.reference.locator.line !== undefined) return citation;
    const { sha256, locator } = citation.reference;
    const event = await index.event({ sha256, offsetBytes: locator.offsetBytes });
    return event && event.line > 0 ? { ...citation, reference: { sha256, locator: { ...locator, line: event.line } } } : citation;
  }));
}

/**
 * The report's date: the last time somebody changed the case. Reports written and verifications are on record too,
 * but change nothing that a report says, and a report must not differ because of the one before it.
 */
export function lastChangeNs(work: CaseReader): bigint {
  let before: number | undefined;
  for (;;) {
    const page = work.history(before, 500);
    const found = page.find((entry) => entry.kind !== 'note' || /^(custody|evidence)\./.test(entry.command));
    if (found) return found.atNs;
    const last = page.at(-1);
    if (!last) return work.meta().createdAtNs;
    before = last.seq;
  }
}

/** `inc-2417-checkout-outage-postmortem.pdf`: letters of any script, nothing that a file system or a shell minds. */
export function fileName(work: CaseReader, what: string, extension: string): string {
  const { incidentId, title } = work.meta();
  const words = `${incidentId} ${title}`.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const stem = Array.from(words).slice(0, 60).join('').replace(/-+$/, '');
  return `${stem === '' ? '' : `${stem}-`}${what}.${extension}`;
}
