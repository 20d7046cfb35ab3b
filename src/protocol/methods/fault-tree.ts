import { z } from 'zod';
import { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../model/fault-tree/result.ts';
import { defineMethod } from '../define.ts';
import { FaultTreeFileProblem } from './fault-tree-files.ts';

const Progress = z.object({ phase: z.enum(['preparing', 'diagrams', 'cut sets', 'importance', 'uncertainty']), done: z.number() });

/** Analyses a tree of the case as it is now. What is wrong with the tree is in the answer's `problems`. */
export const analyseFaultTree = defineMethod({
  name: 'fault-tree.analyse', kind: 'call', scope: 'case', errors: ['fault-tree/not-found', 'fault-tree/failed'],
  input: z.object({ treeId: z.string().min(1), options: FaultTreeAnalysisOptions }),
  output: FaultTreeAnalysis,
  progress: Progress,
});

/**
 * Analyses each model of a file, without a case. `names`: of all its nodes and common-cause events, by id. A file without a
 * model fails with `fault-tree/not-understood`.
 */
export const analyseFaultTreeFile = defineMethod({
  name: 'fault-tree.analyseFile', kind: 'call', scope: 'shell', errors: ['fault-tree/not-readable', 'fault-tree/not-understood', 'fault-tree/too-large', 'fault-tree/failed'],
  input: z.object({ path: z.string().min(1), options: FaultTreeAnalysisOptions }),
  output: z.object({
    models: z.array(z.object({ title: z.string(), names: z.array(z.object({ id: z.string(), name: z.string() })), analysis: FaultTreeAnalysis })),
    kind: z.string(), problems: z.array(FaultTreeFileProblem),
  }),
  progress: Progress,
});
