/**
 * Where a file has other records here than plaso has events, and why. Each holds for this number of records only: when
 * it changes, somebody looks again.
 */
export const EXPLAINED: Readonly<Record<string, { readonly records: number; readonly why: string }>> = {
  'popcontest1.log': { records: 13, why: 'two sessions and 11 packages; the package without files has no time, and plaso leaves it out' },
  'postgresql.log': { records: 18, why: 'the two DETAIL lines belong to the FATAL above them; plaso makes an event of each' },
  'skydrive_v1.log': { records: 16, why: 'four lines without a time belong to the record above (plaso: three events of their own, at the time above, and one that it skips), and the record with the impossible date stays, without a time (plaso: a warning)' },
  'applesystemlog.asl': { records: 2, why: 'two messages; plaso counts the creation of the database as an event of its own' },
};
