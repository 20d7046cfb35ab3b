import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { writeAralia } from './aralia-write.ts';
import { writeGalileo } from './galileo-write.ts';
import { writeMef, type WrittenFaultTree } from './mef-write.ts';

export type WritableKind = 'mef' | 'galileo' | 'aralia';

/** A document as a file of another program, and what that file cannot say. The same document gives the same text. */
export function writeFaultTree(document: FaultTreeDocument, kind: WritableKind): WrittenFaultTree {
  return kind === 'mef' ? writeMef(document) : kind === 'galileo' ? writeGalileo(document) : writeAralia(document);
}
