import type { Result } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import { api } from '../../protocol/api.ts';
import type { CaseSession } from './case-session.ts';

/** The revision a change made; `undefined` when it is only known that it was made. */
export type Changed = { readonly workRevision: number } | undefined;

/**
 * Runs a command whose second arrival does no harm. When the connection is lost on the way it is sent again;
 * `alreadyDone` is the failure that then only says the first one had arrived.
 */
export async function runRepeatable(session: CaseSession, command: Command, alreadyDone?: string): Promise<Result<Changed>> {
  const first = await session.run(command);
  if (first.ok || first.failure.code !== 'protocol/disconnected') return first;
  const again = await session.read(api.doCommand, { command });
  return again.ok || again.failure.code !== alreadyDone ? again : { ok: true, value: undefined };
}
