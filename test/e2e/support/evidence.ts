import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Evidence {
  readonly accessLog: string;
  readonly appLog: string;
  /** The line that the story is about: the first failed request, and where it begins in the access log. */
  readonly firstFailure: { readonly line: string; readonly offsetBytes: number };
  readonly requests: number;
  readonly failures: number;
}

const START = Date.UTC(2026, 9, 8, 10, 0, 0);
/** Requests 120 to 139 fail. */
const isFailure = (index: number): boolean => index >= 120 && index < 140;

/** An outage of twenty requests, told by an access log and by a service's JSON lines. Small enough to read, real enough to parse. */
export function writeEvidence(folder: string): Evidence {
  const dir = join(folder, 'bundle');
  mkdirSync(dir, { recursive: true });
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (n: number): string => String(n).padStart(2, '0');
  const access: string[] = [];
  const app: string[] = [];
  for (let index = 0; index < 300; index++) {
    const at = new Date(START + index * 1_000);
    const clock = `${two(at.getUTCDate())}/${months[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
    const status = isFailure(index) ? 503 : 200;
    access.push(`203.0.113.${index % 50} - - [${clock}] "POST /api/checkout HTTP/1.1" ${status} ${isFailure(index) ? 162 : 1841} "-" "Mozilla/5.0 (X11; Linux x86_64)"`);
    if (index % 10 === 0 || isFailure(index)) {
      app.push(JSON.stringify({ level: isFailure(index) ? 50 : 30, time: at.getTime() + 3, pid: 4711, hostname: 'checkout-1', msg: isFailure(index) ? 'no connection left in the pool' : 'request completed' }));
    }
  }
  const accessLog = join(dir, 'access.log');
  const appLog = join(dir, 'app.jsonl');
  writeFileSync(accessLog, `${access.join('\n')}\n`);
  writeFileSync(appLog, `${app.join('\n')}\n`);
  const first = access.findIndex((_line, index) => isFailure(index));
  return {
    accessLog,
    appLog,
    firstFailure: { line: access[first] ?? '', offsetBytes: Buffer.byteLength(access.slice(0, first).map((line) => `${line}\n`).join('')) },
    requests: access.length,
    failures: access.filter((_line, index) => isFailure(index)).length,
  };
}

/** A message with everything that breaks screens, Markdown and PDF writers: CJK, emoji, NUL, ANSI colour, right-to-left marks. */
export const HOSTILE_MESSAGE = 'disk 磁盘已满 🔥 nul:\u0000 \u001b[31mred\u001b[0m rtl:\u202eabc\u202c 한국어 \u{1f468}\u200d\u{1f4bb} <script>alert(1)</script> [x](javascript:alert(1)) #let';

export function writeHostileEvidence(folder: string): string {
  const path = join(folder, 'hostile.jsonl');
  const lines = [0, 1, 2].map((index) => JSON.stringify({ level: 50, time: START + index * 1_000, msg: index === 1 ? HOSTILE_MESSAGE : `ordinary ${index}` }));
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/**
 * What a service wrote to a terminal: a line in colours, a line that asks the terminal for the clipboard, its title, a
 * link and a repetition without end, and a line of nothing but text.
 */
export function writeTerminalLog(folder: string): string {
  const path = join(folder, 'terminal.log');
  const lines = [
    '2026-10-08T10:00:01Z \u001b[31mERROR\u001b[0m \u001b[1mpool\u001b[0m is empty',
    '2026-10-08T10:00:02Z \u001b]52;c;b3duZWQ=\u0007\u001b]0;owned\u0007\u001b]8;;https://tephra.invalid/\u001b\\the page\u001b]8;;\u001b\\ was\u001b[2147483647b asked \u001b[6nfor',
    '2026-10-08T10:00:03Z INFO nothing but text',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** An access log of so many requests, ten in a second: for what takes a while. */
export function writeLongLog(folder: string, requests: number): string {
  const path = join(folder, 'long.log');
  const file = openSync(path, 'w');
  for (let from = 0; from < requests; from += 10_000) {
    let block = '';
    for (let index = from; index < Math.min(requests, from + 10_000); index++) {
      const clock = new Date(START + index * 100).toISOString();
      block += `198.51.100.${index % 250} - - [08/Oct/2026:${clock.slice(11, 19)} +0000] "GET /item/${index} HTTP/1.1" 200 ${index % 9_000} "-" "probe"\n`;
    }
    writeSync(file, block);
  }
  closeSync(file);
  return path;
}
