import { ok } from '../../../base/result.ts';
import { api } from '../../../protocol/api.ts';
import type { CaseSession } from '../../rpc/case-session.ts';
import { createConsole, type SqlConsole } from './console.ts';

const bySession = new WeakMap<CaseSession, SqlConsole>();

/** The console of an open case. It belongs to the session: who looks elsewhere and comes back finds the answer still there. */
export function consoleOf(session: CaseSession): SqlConsole {
  const existing = bySession.get(session);
  if (existing) return existing;
  const made = createConsole({
    async run(sql, maxRows, signal, onRows) {
      const ended = await session.call(api.streamSql, { sql, maxRows }, { signal, onItem: ({ rows }) => onRows(rows) });
      return ended.ok ? ok({ columns: ended.value.columns, truncated: ended.value.truncated, seconds: ended.value.seconds }) : ended;
    },
    indexRevision: () => session.state.getState().info?.indexRevision ?? 0,
    storage: storageOf(),
    storageKey: `tephra.sql.${session.path}`,
    nowMs: () => performance.timeOrigin + performance.now(),
  });
  bySession.set(session, made);
  return made;
}

/** A browser may forbid even asking. */
function storageOf(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
