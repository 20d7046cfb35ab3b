import { isObject, type Json } from './contract-json-object.ts';

/**
 * Objects whose writer is known by their members: each has a format of its own, which knows it better than what reads
 * any structured log. They are told here once, for those formats and for the ones that stand back.
 */
export type KnownJson = 'mongodb';

/** Whose object this is; `undefined` when no format of its own reads it. A few looks at members, nothing more. */
export function knownJson(object: Json): KnownJson | undefined {
  // MongoDB 4.4 and later: {"t":{"$date":…},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":…}
  const { t, s, c, ctx, msg } = object;
  if (isObject(t) && '$date' in t && typeof s === 'string' && typeof c === 'string' && typeof ctx === 'string' && typeof msg === 'string') return 'mongodb';
  return undefined;
}
