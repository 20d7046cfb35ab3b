import { z } from 'zod';
import { Artifact } from '../../model/artifact.ts';
import { Count, Nanoseconds, Zone } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';
import { addEvidence } from './evidence.ts';

/** Chosen by who asks, so that it can be stopped from anywhere. */
const FollowId = z.string().min(1).max(64);

/** A source that is taken in while it grows: a log file that is being written, or a stream such as standard input. */
export const FollowedSource = z.object({
  followId: FollowId,
  kind: z.enum(['file', 'stream']),
  /** What its slices are shown under in evidence. */
  name: z.string(),
  /** A file's absolute path, a stream's name. */
  location: z.string(),
  /** `waiting`: there is no file of that name now. */
  state: z.enum(['following', 'waiting', 'ended']),
  /** Taken in since the follow began. */
  bytes: Count,
  records: Count,
  /** When something last came in. */
  lastNs: Nanoseconds.optional(),
  /** What a person should know: rotated, truncated, why it ended. */
  note: z.string().optional(),
});

/**
 * Takes files in and goes on as they grow, as `tail -F` does, until `evidence.stopFollowing` or the end of the
 * connection. What came is kept in slices, each an artifact, under the name of the file. What the case has of a file is
 * not taken in twice. An item per slice as it is indexed.
 */
export const followEvidence = defineMethod({
  name: 'evidence.follow', kind: 'stream', scope: 'case',
  errors: ['file/not-found', 'file/not-readable', 'file/not-writable', 'evidence/not-followable', 'evidence/followed-already'],
  input: z.object({ followId: FollowId, paths: z.array(z.string()).min(1), zone: Zone.default('UTC') }),
  item: Artifact,
  progress: z.array(FollowedSource),
  output: addEvidence.output,
});

/** The same as a call that answers at once: the follow goes on until it is stopped or the case is closed. */
export const startFollowing = defineMethod({
  name: 'evidence.startFollowing', kind: 'call', scope: 'case', errors: followEvidence.errors,
  input: z.object({ followId: FollowId, paths: z.array(z.string()).min(1), zone: Zone.default('UTC') }),
  output: z.object({ followId: FollowId }),
});

/** Ends a follow; what came before is taken in first. `followEvidence` then answers with its summary. */
export const stopFollowing = defineMethod({
  name: 'evidence.stopFollowing', kind: 'call', scope: 'case', errors: [],
  input: z.object({ followId: FollowId }),
  output: z.object({ stopped: z.boolean() }),
});

/** Sources that are followed in this case, whoever asked: now and after every change. */
export const watchFollowed = defineMethod({
  name: 'evidence.watchFollowed', kind: 'stream', scope: 'case', errors: [],
  input: z.object({}),
  item: z.array(FollowedSource),
  output: z.object({}),
});

/**
 * Bytes that come without a path, taken in as they come (`appendStream`) until `endStream`. A stream of the same name
 * that begins with what the case has of it goes on there; one that does not is another run of it.
 */
export const openStream = defineMethod({
  name: 'evidence.openStream', kind: 'call', scope: 'case', errors: ['evidence/followed-already'],
  input: z.object({ name: z.string().min(1).max(255), zone: Zone.default('UTC') }),
  output: z.object({ streamId: z.string() }),
});

/** At most 4 MiB a call, in order; answers when there is room for more. */
export const appendStream = defineMethod({
  name: 'evidence.appendStream', kind: 'call', scope: 'case', errors: ['evidence/stream-not-found', 'file/not-writable'],
  input: z.object({ streamId: z.string().max(64), bytes: z.instanceof(Uint8Array) }),
  /** Of the stream so far; `whole`: its kind can only be read as a whole, when it ends. */
  output: z.object({ bytes: Count, records: Count, whole: z.boolean() }),
});

/** Nothing more comes: the rest is taken in. `cancelled`: what could only be read as a whole is not. */
export const endStream = defineMethod({
  name: 'evidence.endStream', kind: 'call', scope: 'case', errors: ['evidence/stream-not-found', 'evidence/nothing-readable', 'file/not-writable'],
  input: z.object({ streamId: z.string().max(64), cancelled: z.boolean().default(false) }),
  output: addEvidence.output,
});
