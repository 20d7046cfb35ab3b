import { fail, ok, type Result } from '../../../base/result.ts';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Progress } from '../../analyse/fault-tree/control.ts';
import type { EngineContext } from '../context.ts';
import { analystOf } from '../fault-tree-analyst.ts';
import { readFaultTreeSource } from '../fault-tree-source.ts';
import type { Session } from '../session.ts';
import { faultTreeOf } from './fault-tree-files.ts';

export type FaultTreeHandlers = Pick<Handlers<Api, Session>, 'analyseFaultTree' | 'analyseFaultTreeFile'>;

/** Numbers of fault trees, of a case and of a file. */
export function faultTreeHandlers(engine: EngineContext): FaultTreeHandlers {
  const analyst = analystOf(engine);

  const analysed = async (document: FaultTreeDocument, options: FaultTreeAnalysisOptions, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result<FaultTreeAnalysis>> => {
    const answer = await analyst.ask(document, options, signal, onProgress);
    if (answer.kind === 'analysed') return ok(answer.analysis);
    if (answer.kind === 'cancelled') return fail('cancelled', 'It was cancelled.');
    engine.options.log({ level: 'error', message: 'A fault tree could not be analysed', data: { tree: document.tree.id, error: answer.message } });
    return fail('fault-tree/failed', `“${document.tree.title}” could not be analysed. The log has the reason.`);
  };

  return {
    analyseFaultTree: async ({ treeId, options }, { session, signal, progress }) => {
      const document = faultTreeOf(session.requireCase().work, treeId);
      if (!document) return fail('fault-tree/not-found', 'This fault tree is no longer in the case.', { treeId });
      return analysed(document, options, signal, progress);
    },

    analyseFaultTreeFile: async ({ path, options }, { signal, progress }) => {
      const file = await readFaultTreeSource(path);
      if (!file.ok) return file;
      const { bytes, fileName, beside } = file.value;
      const { readFaultTree } = await import('../../fault-tree-files/read.ts');
      const { documents, problems, kind } = readFaultTree(bytes, fileName, (name) => (Object.hasOwn(beside, name) ? beside[name] : undefined));
      const usable = documents.filter((document) => document.nodes.length > 0);
      if (usable.length === 0) {
        const first = problems.find((problem) => problem.fatal) ?? problems[0];
        const where = first?.line === undefined ? '' : `, line ${first.line}`;
        return fail('fault-tree/not-understood', `${fileName} holds no fault tree that can be read${where}. ${first?.message ?? ''}`.trim(), { fileName, problems });
      }
      const models = [];
      for (const document of usable) {
        const analysis = await analysed(document, options, signal, progress);
        if (!analysis.ok) return analysis;
        models.push({ title: document.tree.title, names: namesOf(document, analysis.value), analysis: analysis.value });
      }
      return ok({ models, kind, problems: [...problems] });
    },
  };
}

/** Nodes by their names; common-cause events as SCRAM names them. */
function namesOf(document: FaultTreeDocument, { commonCauseEvents }: FaultTreeAnalysis): Array<{ id: string; name: string }> {
  const names = new Map(document.nodes.map((node) => [node.id, node.name]));
  return [...names].map(([id, name]) => ({ id, name })).concat(commonCauseEvents.map(({ id, members }) => ({ id, name: `[${members.map((member) => names.get(member) ?? member).join(' ')}]` })));
}
