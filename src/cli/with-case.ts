import { resolve } from 'node:path';
import type { CaseInfo } from '../model/case.ts';
import { api } from '../protocol/api.ts';
import type { Client } from '../protocol/handler.ts';
import type { CommandContext } from './io.ts';
import { must } from './failure.ts';

/** Runs `use` with a client of an engine, which is closed afterwards whatever happens. */
export async function withEngine<T>(context: CommandContext, use: (client: Client) => Promise<T>, takesIn = false): Promise<T> {
  const connection = await context.deps.connect(takesIn);
  try {
    return await use(connection.client);
  } finally {
    await connection.close();
  }
}

/** Runs `use` on an open case: opened here, or joined where another process has it open. */
export async function withCase<T>(context: CommandContext, dir: string, use: (client: Client, info: CaseInfo) => Promise<T>): Promise<T> {
  return withEngine(context, async (client) => {
    const info = must(await client.call(api.openCase, { path: resolve(context.io.cwd, dir) }, { signal: context.io.signal }));
    return use(client, info);
  });
}
