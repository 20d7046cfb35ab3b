import { z } from 'zod';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

export const FAULT_TREE_FILE_FORMATS = ['mef', 'galileo', 'aralia', 'svg', 'pdf', 'md'] as const;
export const FaultTreeFileFormat = z.enum(FAULT_TREE_FILE_FORMATS);
export type FaultTreeFileFormat = z.infer<typeof FaultTreeFileFormat>;

/** Something in a file that was not taken as it stands. `fatal`: the tree may mean something else than the file. */
export const FaultTreeFileProblem = z.object({ message: z.string(), line: Count.optional(), column: Count.optional(), fatal: z.boolean() });
export type FaultTreeFileProblem = z.infer<typeof FaultTreeFileProblem>;

const Problems = z.array(FaultTreeFileProblem);

/**
 * Reads a file (Open-PSA MEF, Galileo, Aralia, OpenFTA), by its path on the engine's machine or as handed over, and adds its
 * trees as one step of undo. A file without a tree fails with `fault-tree/not-understood`, whose data has the `problems`.
 */
export const importFaultTree = defineMethod({
  name: 'fault-tree.import', kind: 'call', scope: 'case', errors: ['fault-tree/not-readable', 'fault-tree/not-understood', 'fault-tree/too-large'],
  input: z.union([z.object({ path: z.string().min(1) }), z.object({ fileName: z.string().min(1).max(1000), bytes: z.instanceof(Uint8Array) })]),
  output: z.object({ trees: z.array(z.object({ id: z.string(), title: z.string(), nodes: Count })), problems: Problems, kind: z.string() }),
});

/** `pageId`: of an SVG, the page drawn; the first unless said. `dark`: an SVG for a dark ground. */
const Which = { treeId: z.string(), format: FaultTreeFileFormat, pageId: z.string().optional(), dark: z.boolean().optional() };
const ERRORS = ['fault-tree/not-found', 'report/failed', 'file/not-writable'];

/** A tree as a file of another program, a drawing, or a report of its numbers. `left`: what the format cannot say. Same tree, same bytes. */
export const renderFaultTree = defineMethod({
  name: 'fault-tree.render', kind: 'call', scope: 'case', errors: ERRORS,
  input: z.object(Which),
  output: z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string(), fileName: z.string(), left: z.array(z.string()) }),
});

/** Renders and replaces the file at `path` (absolute, on the engine's machine) atomically. On record in the case's history. */
export const writeFaultTree = defineMethod({
  name: 'fault-tree.write', kind: 'call', scope: 'case', errors: ERRORS,
  input: z.object({ ...Which, path: z.string().min(1) }),
  output: z.object({ path: z.string(), bytes: Count, left: z.array(z.string()) }),
});
