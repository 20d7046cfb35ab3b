import { readAralia } from './aralia-read.ts';
import { FileProblems, type FaultTreeFileKind, type ReadFaultTrees } from './file-problem.ts';
import { readGalileo } from './galileo-read.ts';
import { readMef } from './mef-read.ts';
import { isOpenFtaDatabase, isOpenFtaTree, readOpenFta, readOpenFtaDatabase, type Beside } from './openfta-read.ts';
import { textOf } from './text.ts';

/**
 * Fault trees of a file: Open-PSA MEF (XML), Galileo (.dft), Aralia's text, OpenFTA (.fta, .ped). What kind it is, its
 * content tells. Never throws; what is wrong is a problem with its place. `beside` gives the database that an OpenFTA tree names.
 */
export function readFaultTree(bytes: Uint8Array, fileName: string, beside?: Beside): ReadFaultTrees {
  const problems = new FileProblems();
  const text = textOf(bytes);
  const kind = kindOfText(text);
  const documents = kind === 'unknown' ? [] : READERS[kind](text, fileName, problems, beside);
  if (kind === 'unknown') problems.fatal('This is no fault tree that Tephra reads: Open-PSA MEF (XML), Galileo (.dft), Aralia or OpenFTA (.fta, .ped).');
  return { documents, problems: problems.all(), kind };
}

type Read = (text: string, fileName: string, problems: FileProblems, beside: Beside | undefined) => ReadFaultTrees['documents'];

const READERS: Readonly<Record<FaultTreeFileKind, Read>> = {
  mef: readMef,
  galileo: readGalileo,
  aralia: readAralia,
  openfta: (text, fileName, problems, beside) => (isOpenFtaTree(text) ? readOpenFta(text, fileName, problems, beside, textOf) : readOpenFtaDatabase(text, fileName, problems)),
};

/** Formats of text are told apart by what each cannot do without. */
function kindOfText(text: string): ReadFaultTrees['kind'] {
  if (/^\s*</.test(text)) return 'mef';
  if (isOpenFtaTree(text) || isOpenFtaDatabase(text)) return 'openfta';
  if (/(?:^|[;\n\r/])[ \t]*toplevel[ \t]+["\w]/.test(text)) return 'galileo';
  if (/(?:^|[;\n\r/])[ \t]*["\w.-]{1,300}[ \t]*:?=[ \t\r\n]*[(@#~!\w"-]/.test(text)) return 'aralia';
  return 'unknown';
}
