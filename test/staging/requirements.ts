import { access, readdir } from 'node:fs/promises';
import { isOpen, run } from './processes.ts';

/** Commands by the Debian package that brings them. */
const COMMANDS = {
  nginx: 'nginx', prometheus: 'prometheus', tcpdump: 'tcpdump', asciinema: 'asciinema', jq: 'jq', curl: 'curl', git: 'git', npm: 'npm',
  psql: 'postgresql', uptime: 'procps', '/usr/bin/chromium': 'chromium',
} as const;

/** What this machine lacks for a staging, a sentence each: asked before it begins, not when it is needed ten minutes later. */
export async function missing(ports: readonly number[]): Promise<string[]> {
  const found = await Promise.all([
    ...Object.entries(COMMANDS).map(async ([command, debian]) => (await works(() => run('sh', ['-c', `command -v ${command}`]))) ? undefined : `no ${command}: apt install ${debian}`),
    works(() => readdir('/usr/lib/postgresql')).then((there) => there ? undefined : 'no PostgreSQL server: apt install postgresql'),
    works(() => run('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'])).then((there) => there ? undefined : 'no libfaketime: apt install libfaketime'),
    works(() => access(new URL('../../node_modules/@playwright/test/package.json', import.meta.url))).then((there) => there ? undefined : 'packages of the checkout are not installed: npm ci --ignore-scripts'),
    Promise.resolve(process.getuid?.() === 0 ? undefined : 'not root: tcpdump captures, and PostgreSQL runs as a user of its own'),
    ...ports.map(async (port) => (await isOpen(port)) ? `port ${port} is taken on 127.0.0.1` : undefined),
  ]);
  return found.filter((sentence) => sentence !== undefined);
}

async function works(attempt: () => Promise<unknown>): Promise<boolean> {
  return attempt().then(() => true, () => false);
}
