import { z } from 'zod';
import type { Failure } from '../base/result.ts';
import { STREAM_WINDOW_ITEMS } from './limits.ts';

/** A call's number, chosen by the client and never used twice on a connection. */
const CallId = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const Credit = z.number().int().min(0).max(1024);

const FailureShape = z.object({
  code: z.string().max(200),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<Failure>;

/** The first frame of a connection. `version` is read before anything else of it is trusted. */
export const HelloFrame = z.object({
  type: z.literal('hello'),
  version: z.number().int(),
  /** Who is there, for the log: `tephra-cli`, `tephra-renderer`. */
  client: z.string().min(1).max(200),
  /** Name that changes made over this connection are journalled under. */
  author: z.string().min(1).max(200).optional(),
  /** Secret of a server that asks for one. */
  token: z.string().max(1000).optional(),
});

const CallFrame = z.object({
  type: z.literal('call'),
  id: CallId,
  method: z.string().max(200),
  input: z.unknown(),
  /** Items the client has room for. */
  credit: Credit.default(STREAM_WINDOW_ITEMS),
});
const CancelFrame = z.object({ type: z.literal('cancel'), id: CallId });
/** Room for more: `items` were consumed, and the last progress was when `progress` is set. */
const CreditFrame = z.object({ type: z.literal('credit'), id: CallId, items: Credit.default(0), progress: z.boolean().default(false) });
/** The last frame of a side that ends the connection and has a reason. */
const CloseFrame = z.object({ type: z.literal('close'), failure: FailureShape });

const HelloResultFrame = z.object({ type: z.literal('helloResult'), version: z.number().int(), server: z.string().max(200) });
const ItemFrame = z.object({ type: z.literal('item'), id: CallId, item: z.unknown() });
const ProgressFrame = z.object({ type: z.literal('progress'), id: CallId, progress: z.unknown() });
const ResultFrame = z.object({ type: z.literal('result'), id: CallId, value: z.unknown() });
const ErrorFrame = z.object({ type: z.literal('error'), id: CallId, failure: FailureShape });

/** What a client sends. */
export const ClientFrame = z.discriminatedUnion('type', [HelloFrame, CallFrame, CancelFrame, CreditFrame, CloseFrame]);
export type ClientFrame = z.infer<typeof ClientFrame>;
/** What a server sends. */
export const ServerFrame = z.discriminatedUnion('type', [HelloResultFrame, ItemFrame, ProgressFrame, ResultFrame, ErrorFrame, CloseFrame]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export type Hello = z.infer<typeof HelloFrame>;
export type Call = z.infer<typeof CallFrame>;

/** The first issue of a failed parse as one phrase with its path: `rows[3].count: expected number`. */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'not valid';
  let path = '';
  for (const key of issue.path) {
    path += typeof key === 'number' ? `[${key}]` : path === '' ? String(key) : `.${String(key)}`;
  }
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
