import type { Worker } from 'node:worker_threads';
import { basename, isAbsolute, join } from 'node:path';
import { plural } from '../../../base/text.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Rendered, RenderJob, ReportAnswer, ReportTask } from '../../report/job.ts';
import type { ReportInput, ResolvedCitation } from '../../report/model.ts';
import { TIMELINE_EXPORTERS } from '../../report/timeline/render-timeline.ts';
import type { CaseReader } from '../../casefile/contract.ts';
import type { EventIndex } from '../../index/contract.ts';
import { clocksOf } from '../../ingest/clocks.ts';
import type { EngineContext } from '../context.ts';
import { replaceFile } from '../replace-file.ts';
import type { Session } from '../session.ts';
import { evidenceHandlers } from './evidence.ts';

export type ReportHandlers = Pick<Handlers<Api, Session>, 'renderReport' | 'writeReport' | 'renderTimeline'>;

export function reportHandlers(engine: EngineContext): ReportHandlers {
  const evidence = evidenceHandlers(engine);

  const render = async (format: RenderJob['format'], session: Session, signal: AbortSignal): Promise<Result<Rendered>> => {
    const { work, index } = session.requireCase();
    const worker = new ReportWorker(engine.options.createReportWorker(), signal);
    try {
      const { title, incidentId, zone } = work.meta();
      const written = { postmortem: work.postmortem(), entries: work.timeline() };
      const asOfNs = lastChangeNs(work);
      const read = await worker.ask({ kind: 'read', written });
      if (read.kind !== 'citations') return failed(read, format);
      const context = { session, signal, item: async () => {}, progress: () => {} };
      const citations = await evidence.resolveCitations({ citations: [...read.requests] }, context);
      if (!citations.ok) return citations;
      const artifacts = await evidence.listEvidence({}, context);
      if (!artifacts.ok) return artifacts;
      const input: ReportInput = {
        title, incidentId, zone, asOfNs, ...written, references: work.references(), artifacts: artifacts.value,
        citations: await withLines(citations.value, index),
      };
      const answer = await worker.ask({ kind: 'render', job: { format, input, fontsDir: join(engine.options.resourcesDir, 'fonts') } });
      return answer.kind === 'rendered' ? ok(answer.rendered) : failed(answer, format);
    } finally {
      worker.end();
    }
  };

  const failed = (answer: WorkerAnswer, format: string): Result<never> => {
    if (answer.kind === 'cancelled') return fail('cancelled', 'The report was cancelled.');
    engine.options.log({ level: 'error', message: 'A report could not be made', data: { format, answer: answer.kind === 'failed' ? answer.message : answer.kind } });
    return fail('report/failed', `The report could not be made as ${format.toUpperCase()}. The log has the reason; the other format may work.`, { format });
  };

  return {
    renderReport: async ({ format }, { session, signal }) => {
      const rendered = await render(format, session, signal);
      return rendered.ok ? ok({ ...rendered.value, fileName: fileName(session.requireCase().work, 'postmortem', format) }) : rendered;
    },

    writeReport: async ({ format, path }, { session, signal }) => {
      if (!isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const open = session.requireCase();
      const rendered = await render(format, session, signal);
      if (!rendered.ok) return rendered;
      const { bytes } = rendered.value;
      const replaced = await replaceFile(path, bytes);
      if (!replaced.ok) return replaced;
      open.work.note('report.write', `Wrote ${basename(path)}, ${plural(bytes.length, 'byte')}`, { format, path, bytes: bytes.length }, session.author);
      open.changed();
      return ok({ path, bytes: bytes.length });
    },

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

type WorkerAnswer = ReportAnswer | { readonly kind: 'cancelled' };

/** A worker for one report. One question at a time; a worker that dies answers with what killed it. */
class ReportWorker {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  #answered: ((answer: WorkerAnswer) => void) | undefined;
  /** Set once there will be no other answer. */
  #last: WorkerAnswer | undefined;
  readonly #cancel = (): void => this.#settle({ kind: 'cancelled' });

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
    worker.on('message', (answer: ReportAnswer) => this.#answered?.(answer));
    worker.once('error', (error) => this.#settle({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    worker.once('exit', (code) => this.#settle({ kind: 'failed', message: `The report worker ended with code ${code} and no answer.` }));
    signal.addEventListener('abort', this.#cancel, { once: true });
    if (signal.aborted) this.#cancel();
  }

  ask(task: ReportTask): Promise<WorkerAnswer> {
    if (this.#last) return Promise.resolve(this.#last);
    const { promise, resolve } = Promise.withResolvers<WorkerAnswer>();
    this.#answered = resolve;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node, not a window
    this.#worker.postMessage(task);
    return promise;
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#cancel);
    void this.#worker.terminate();
  }

  #settle(answer: WorkerAnswer): void {
    this.#last ??= answer;
    this.#answered?.(this.#last);
  }
}

/** `inc-2417-checkout-outage-postmortem.pdf`: letters of any script, nothing that a file system or a shell minds. */
export function fileName(work: CaseReader, what: string, extension: string): string {
  const { incidentId, title } = work.meta();
  const words = `${incidentId} ${title}`.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const stem = Array.from(words).slice(0, 60).join('').replace(/-+$/, '');
  return `${stem === '' ? '' : `${stem}-`}${what}.${extension}`;
}
