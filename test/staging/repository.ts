import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './processes.ts';

const PEOPLE = {
  mira: 'Mira Okafor <mira@shop.example>', jonas: 'Jonas Weber <jonas@shop.example>', ana: 'Ana Lima <ana@shop.example>', sam: 'Sam Whitfield <sam@shop.example>',
} as const;

interface Commit {
  /** Hours before the staging. */
  readonly hoursAgo: number;
  readonly author: keyof typeof PEOPLE;
  readonly message: string;
  readonly tag?: string;
  change(folder: string): Promise<void>;
}

/** A repository with the history of the service up to the release that fails; its dates are before the staging's own. */
export async function makeRepository(folder: string, shop: string, release: string, now: Date): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('git', ['init', '-q', '-b', 'main'], { cwd: folder });
  const append = (file: string, text: string) => async (dir: string): Promise<void> => {
    await writeFile(join(dir, file), text, { flag: 'a' });
  };
  const version = (to: string) => async (dir: string): Promise<void> => {
    const file = join(dir, 'package.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"version": "[^"]+"/, `"version": "${to}"`));
  };
  const overlay = (...names: string[]) => async (dir: string): Promise<void> => {
    for (const name of names) await cp(join(release, name), join(dir, name));
  };
  const commits: Commit[] = [
    { hoursAgo: 21 * 24 + 3, author: 'jonas', message: 'Checkout service: prices, coupons, orders', tag: 'v2.30.2', change: async (dir) => {
      await cp(shop, dir, { recursive: true, filter: (path) => !path.includes('node_modules') });
      await version('2.30.2')(dir);
    } },
    { hoursAgo: 14 * 24 + 5, author: 'ana', message: 'Runbook: where to look when checkout fails', change: append('RUNBOOK.md', '# Checkout\n\nErrors: look at the pool gauge, then at pg_stat_activity.\n') },
    { hoursAgo: 9 * 24 + 2, author: 'mira', message: 'Log the state of the pool every ten seconds', tag: 'v2.30.3', change: version('2.30.3') },
    { hoursAgo: 6 * 24 + 7, author: 'sam', message: 'edge: keep 32 connections to checkout open', change: append('edge/upstream.conf', 'keepalive 32;\n') },
    { hoursAgo: 4 * 24 + 1, author: 'jonas', message: 'Wait at most 3 s for a database connection\n\nWithout it a request waits for ever when the pool is empty.', tag: 'v2.30.4', change: version('2.30.4') },
    { hoursAgo: 27, author: 'ana', message: 'Count uses of coupons in the same transaction\n\nThe account of coupons was off by a few a day. Takes a client of its own so that both\nstatements are one transaction.', change: overlay('coupons.cjs', 'migration.sql') },
    { hoursAgo: 25, author: 'mira', message: 'Show a customer the price they saw before\n\nKeeps what was rendered by session and article.', change: overlay('prices.cjs') },
    { hoursAgo: 2, author: 'sam', message: 'edge: buffer the access log', change: append('edge/logging.conf', 'access_log buffer=32k flush=5s;\n') },
    { hoursAgo: 1, author: 'jonas', message: 'Release 2.31.0', tag: 'v2.31.0', change: version('2.31.0') },
  ];
  await mkdir(join(folder, 'edge'), { recursive: true });
  for (const commit of commits) {
    await commit.change(folder);
    const date = new Date(now.getTime() - commit.hoursAgo * 3_600_000).toISOString();
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(PEOPLE[commit.author]) ?? [];
    const env = {
      ...process.env, GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date,
    };
    await run('git', ['add', '-A'], { cwd: folder, env });
    await run('git', ['commit', '-q', '-m', commit.message], { cwd: folder, env });
    if (commit.tag !== undefined) await run('git', ['tag', commit.tag], { cwd: folder, env });
  }
}
