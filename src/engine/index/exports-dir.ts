import { dirname, join, resolve } from 'node:path';

/** Where exports are made, beside the index: `derived/exports` of the case. */
export function exportsDirOf(indexPath: string): string {
  return join(dirname(resolve(indexPath)), 'derived', 'exports');
}
