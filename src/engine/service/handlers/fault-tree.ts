import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree-result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { Progress } from '../../analyse/fault-tree/control.ts';
import type { EngineContext } from '../context.ts';
import { analystOf } from '../fault-tree-analyst.ts';
import type { Session } from '../session.ts';
import { faultTreeOf } from './fault-tree-files.ts';

export type FaultTreeHandlers = Pick<Handlers<Api, Session>, 'analyseFaultTree' | 'analyseFaultTreeFile'>;

/** Models have some megabytes at most; what is larger is not one. */
const MOST_BYTES = 64 * 1024 * 1024;

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
      const file = await readModel(path);
      if (!file.ok) return file;
      const { readFaultTree } = await import('../../fault-tree-files/read.ts');
      const { documents, problems, kind } = readFaultTree(file.value.bytes, basename(path), (name) => file.value.beside.get(name));
      const usable = documents.filter((document) => document.nodes.length > 0);
      if (usable.length === 0) {
        const first = problems.find((problem) => problem.fatal) ?? problems[0];
        const where = first?.line === undefined ? '' : `, line ${first.line}`;
        return fail('fault-tree/not-understood', `${basename(path)} holds no fault tree that can be read${where}. ${first?.message ?? ''}`.trim(), { fileName: basename(path), problems });
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

interface Model { readonly bytes: Uint8Array; readonly beside: ReadonlyMap<string, Uint8Array> }

/** The file with those beside it that it names: what XInclude brings in, and the database of an OpenFTA tree. */
async function readModel(path: string): Promise<Result<Model>> {
  if (!isAbsolute(path)) return fail('fault-tree/not-readable', `${path} is not an absolute path. Give the whole path of the file.`, { path });
  const bytes = await readWhole(path);
  if (!bytes.ok) return bytes;
  const beside = new Map<string, Uint8Array>();
  const text = new TextDecoder().decode(bytes.value);
  if (/\.fta$/i.test(path)) {
    const named = basename((text.split(/\r?\n/)[0] ?? '').replaceAll('\\', '/').trim());
    const database = /\.ped$/i.test(named) ? await readWhole(join(dirname(path), named)) : undefined;
    if (database?.ok === true) beside.set(named, database.value);
  }
  if (!INCLUDE.test(text)) return ok({ bytes: bytes.value, beside });
  const whole = await withIncludes(text, dirname(path), new Set([basename(path)]));
  return ok({ bytes: new TextEncoder().encode(whole), beside });
}

/** XInclude of a whole document, as SCRAM's own models use it. */
const INCLUDE = /<xi:include\b[^>]*?\bhref="([^"<>]{1,300})"[^>]*?(?:\/>|>\s*<\/xi:include>)/;
const MOST_INCLUDED = 100;

/** Puts the contents of included files of the same folder in their places, each once; what is not there stays for the reader to say. */
async function withIncludes(text: string, folder: string, seen: Set<string>): Promise<string> {
  let whole = text;
  const commentless = whole.replace(/<!--[\s\S]*?-->/g, '');
  for (const [element, href] of commentless.matchAll(new RegExp(INCLUDE, 'g'))) {
    const name = basename(href!);
    if (name !== href || seen.size > MOST_INCLUDED) continue;
    if (seen.has(name)) {
      whole = whole.replace(element, () => '');
      continue;
    }
    seen.add(name);
    const file = await readWhole(join(folder, name));
    if (!file.ok) continue;
    const inside = /<opsa-mef\b[^>]*>([\s\S]*)<\/opsa-mef>/.exec(new TextDecoder().decode(file.value))?.[1];
    if (inside === undefined) continue;
    const content = await withIncludes(inside, folder, seen);
    whole = whole.replace(element, () => content);
  }
  return whole;
}

async function readWhole(path: string): Promise<Result<Uint8Array>> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail('fault-tree/not-readable', `${path} is not a file.`, { path });
    if (found.size > MOST_BYTES) return fail('fault-tree/too-large', `${path} is larger than ${MOST_BYTES / 1024 / 1024} MB, which no model of a fault tree is.`, { path });
    return ok(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return fail('fault-tree/not-readable', code === 'ENOENT' ? `${path} is not there.` : `${path} could not be read${code === '' ? '' : ` (${code})`}.`, { path });
  }
}
