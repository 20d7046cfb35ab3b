import { basename, isAbsolute, join } from 'node:path';
import { plural } from '../../../base/text.ts';
import { uuidv7 } from '../../../base/ids.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { NS_PER_MS } from '../../../base/time.ts';
import { itemsOf } from '../../../model/item.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { FaultTreeFileFormat } from '../../../protocol/methods/fault-tree-files.ts';
import type { CaseReader } from '../../casefile/contract.ts';
import { freshIds } from '../../fault-tree-files/fresh-ids.ts';
import type { EngineContext } from '../context.ts';
import { treeAnalysis } from '../fault-tree-analyst.ts';
import type { FaultTreeAnswer, FaultTreeTask } from '../fault-tree-task.ts';
import { readFaultTreeSource } from '../fault-tree-source.ts';
import { replaceFile } from '../replace-file.ts';
import { ReportWorker } from '../report-process.ts';
import type { Session } from '../session.ts';
import { fileName, lastChangeNs } from './report.ts';

export type FaultTreeFileHandlers = Pick<Handlers<Api, Session>, 'importFaultTree' | 'renderFaultTree' | 'writeFaultTree'>;

const FILES: Readonly<Record<FaultTreeFileFormat, { readonly mediaType: string; readonly extension: string }>> = {
  mef: { mediaType: 'application/xml', extension: 'xml' }, galileo: { mediaType: 'text/plain; charset=utf-8', extension: 'dft' }, aralia: { mediaType: 'text/plain; charset=utf-8', extension: 'txt' },
  svg: { mediaType: 'image/svg+xml', extension: 'svg' }, pdf: { mediaType: 'application/pdf', extension: 'pdf' }, md: { mediaType: 'text/markdown; charset=utf-8', extension: 'md' },
};

/** Formats that show what the analysis found. */
const NUMBERED: ReadonlySet<FaultTreeFileFormat> = new Set(['svg', 'pdf', 'md']);

/** Fault trees on their way in and out as files. */
export function faultTreeFileHandlers(engine: EngineContext): FaultTreeFileHandlers {
  const ask = async (task: FaultTreeTask, signal: AbortSignal): Promise<Result<FaultTreeAnswer>> => {
    const worker = new ReportWorker(engine.options.createReportWorker(), signal);
    try {
      const answer = await worker.ask(task);
      if (answer.kind === 'cancelled') return fail('cancelled', 'It was cancelled.');
      if (answer.kind === 'fault-tree-read' || answer.kind === 'fault-tree-rendered') return ok(answer);
      engine.options.log({ level: 'error', message: 'A file of a fault tree could not be made or read', data: { task: task.kind, answer: answer.kind === 'failed' ? answer.message : answer.kind } });
      return fail('report/failed', 'The file could not be made. The log has the reason.');
    } finally {
      worker.end();
    }
  };

  const render = async (which: { treeId: string; format: FaultTreeFileFormat; pageId?: string | undefined; dark?: boolean | undefined }, session: Session, signal: AbortSignal): Promise<Result<Extract<FaultTreeAnswer, { kind: 'fault-tree-rendered' }>>> => {
    const { work } = session.requireCase();
    const document = faultTreeOf(work, which.treeId);
    if (!document) return fail('fault-tree/not-found', 'This fault tree is no longer in the case.', { treeId: which.treeId });
    const analysis = NUMBERED.has(which.format) ? await treeAnalysis(engine)(document, signal) : undefined;
    const answer = await ask({
      kind: 'fault-tree-render', format: which.format, document, analysis, pageId: which.pageId, dark: which.dark === true, asOfNs: lastChangeNs(work), fontsDir: join(engine.options.resourcesDir, 'fonts'),
    }, signal);
    if (!answer.ok) return answer;
    return answer.value.kind === 'fault-tree-rendered' ? ok(answer.value) : fail('report/failed', 'The file could not be made.');
  };

  return {
    importFaultTree: async (input, { session, signal }) => {
      const open = session.requireCase();
      const given = 'path' in input ? await readFaultTreeSource(input.path) : ok({ bytes: input.bytes, fileName: basename(input.fileName), beside: {} });
      if (!given.ok) return given;
      const answer = await ask({ kind: 'fault-tree-read', ...given.value }, signal);
      if (!answer.ok) return answer;
      if (answer.value.kind !== 'fault-tree-read') return fail('report/failed', 'The file could not be read.');
      const { documents, problems, kind } = answer.value.read;
      const first = problems.find((problem) => problem.fatal) ?? problems[0];
      const usable = documents.filter((document) => document.nodes.length > 0);
      if (usable.length === 0) {
        const where = first?.line === undefined ? '' : `, line ${first.line}`;
        return fail('fault-tree/not-understood', `${given.value.fileName} holds no fault tree that can be read${where}. ${first?.message ?? ''}`.trim(), { fileName: given.value.fileName, problems });
      }
      if (problems.some((problem) => problem.fatal && LOOP.test(problem.message))) return fail('fault-tree/not-understood', `${given.value.fileName} has a gate that is under itself, so it is no tree. Mend it there first.`, { fileName: given.value.fileName, problems });
      const nowNs = BigInt(Date.now()) * NS_PER_MS;
      const fresh = usable.map((document) => freshIds(document, () => uuidv7(), nowNs));
      const commands = fresh.flatMap(({ tree, nodes }) => [tree, ...nodes]).map((item) => ({ name: 'item.save' as const, input: { item } }));
      const titles = fresh.map(({ tree }) => `“${tree.title}”`).slice(0, 3).join(', ');
      const done = open.work.run({ name: 'batch', input: { label: `Imported ${titles}${fresh.length > 3 ? ' and others' : ''} from ${given.value.fileName}`, commands } }, session.author);
      if (!done.ok) return done;
      open.changed();
      return ok({ trees: fresh.map(({ tree, nodes }) => ({ id: tree.id, title: tree.title, nodes: nodes.length })), problems: [...problems], kind });
    },

    renderFaultTree: async (which, { session, signal }) => {
      const answer = await render(which, session, signal);
      if (!answer.ok) return answer;
      const { mediaType, extension } = FILES[which.format];
      return ok({ bytes: answer.value.bytes, mediaType, fileName: fileName(session.requireCase().work, 'fault-tree', extension), left: [...answer.value.left] });
    },

    writeFaultTree: async ({ path, ...which }, { session, signal }) => {
      if (!isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const open = session.requireCase();
      const answer = await render(which, session, signal);
      if (!answer.ok) return answer;
      const { bytes, left } = answer.value;
      const replaced = await replaceFile(path, bytes);
      if (!replaced.ok) return replaced;
      open.work.note('fault-tree.write', `Wrote a fault tree to ${basename(path)}, ${plural(bytes.length, 'byte')}`, { path, ...which, bytes: bytes.length }, session.author);
      open.changed();
      return ok({ path, bytes: bytes.length, left: [...left] });
    },
  };
}

const LOOP = /is under itself/;

/** A tree with its nodes; `undefined`: the case has none of this id. */
export function faultTreeOf(work: CaseReader, treeId: string): FaultTreeDocument | undefined {
  const items = work.items(['fault-tree', 'fault-node']);
  const tree = itemsOf(items, 'fault-tree').find((one) => one.id === treeId);
  return tree && { tree, nodes: itemsOf(items, 'fault-node').filter((node) => node.treeId === treeId) };
}
