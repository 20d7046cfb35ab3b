import { useMemo } from 'react';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree-result.ts';
import { api } from '../../../protocol/api.ts';
import { useRead, type Reading } from '../../rpc/react.tsx';

/** More are neither read nor drawn in a moment. */
const LISTED = 200;

/** What follows from a tree as it is on disk; the answer before stays while the next is on its way, and one that nobody waits for any more is cancelled. */
export function useAnalysis(treeId: string, uncertainty: { readonly samples: number; readonly seed: number } | undefined): Reading<FaultTreeAnalysis> {
  const options = useMemo((): FaultTreeAnalysisOptions => ({ listMost: LISTED, ...(uncertainty && { uncertainty }) }), [uncertainty]);
  return useRead(api.analyseFaultTree, { treeId, options }, { dependsOn: 'work' });
}
