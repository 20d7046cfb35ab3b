import type { FaultTreeAnalysis } from '../../../model/fault-tree-result.ts';
import type { Reading } from '../../rpc/react.tsx';

export function useAnalysis(_treeId: string, _sampling: { readonly samples: number; readonly seed: number } | undefined): Reading<FaultTreeAnalysis> {
  return { data: undefined, failure: undefined, loading: true, outdated: false, reload: () => undefined };
}
