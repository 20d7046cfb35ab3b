/**
 * Where a file has other records here than plaso has events, and why. Each holds for this number of records only: when
 * it changes, somebody looks again.
 */
export const EXPLAINED: Readonly<Record<string, { readonly records: number; readonly why: string }>> = {
};
