import { FileProblems, type FaultTreeFileKind, type ReadFaultTrees } from './file-problem.ts';
import { readMef } from './mef-read.ts';
import { textOf } from './text.ts';

/**
 * Fault trees of a file, whatever it holds: Open-PSA MEF (XML). What kind it is tells its content first and its name where
 * the content leaves it open. Never throws; what is wrong is a problem with its place.
 */
export function readFaultTree(bytes: Uint8Array, fileName: string): ReadFaultTrees {
  const problems = new FileProblems();
  const text = textOf(bytes);
  const kind = kindOfText(text);
  if (kind === undefined) {
    problems.fatal('This is no fault tree that Tephra reads: Open-PSA MEF (XML), Galileo (.dft), Aralia or OpenFTA (.fta).');
    return { documents: [], problems: problems.all(), kind: 'unknown' };
  }
  const documents = readMef(text, fileName, problems);
  return { documents, problems: problems.all(), kind };
}

function kindOfText(text: string): FaultTreeFileKind | undefined {
  if (/^\s*</.test(text)) return 'mef';
  return undefined;
}
