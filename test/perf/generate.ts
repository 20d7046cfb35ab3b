import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Deterministic (xorshift32), so that two machines and two days measure the same bytes. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Stands in one line of every generated file, near its end. */
export const NEEDLE = 'zq-7731904562';

const START = Date.UTC(2026, 9, 8, 10, 0, 0);
const TEN_DAYS = 864_000_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT'];
const STATUSES = [200, 200, 200, 200, 200, 200, 200, 200, 204, 301, 302, 304, 304, 404, 404, 403, 499, 500, 502, 503];
const PAGES = ['', 'index.html', 'api/v1/items', 'api/v1/cart', 'api/v1/checkout', 'assets/app.css', 'assets/app.js', 'images/logo.svg', 'search', 'login'];
const SERVICES = ['checkout', 'cart', 'payments', 'catalogue', 'gateway'];
const MESSAGES = ['request completed', 'request received', 'cache miss', 'retrying after a timeout', 'connection reset by peer', 'payment accepted'];

const two = (n: number): string => String(n).padStart(2, '0');

/** A combined access log: 25 requests a second from 20,000 addresses for 100,000 paths by 200 user agents. */
export function accessLines(seed: number): (index: number) => string {
  const random = randomNumbers(seed);
  const agents = Array.from({ length: 200 }, () => `Mozilla/5.0 (X11; Linux x86_64; rv:${random(40) + 90}.0) AppleWebKit/537.${random(90)} Chrome/${random(60) + 80}.0.${random(9000)}`);
  let second = -1;
  let clock = '';
  return (index) => {
    const at = Math.floor(index / 25);
    if (at !== second) {
      second = at;
      const time = new Date(START + at * 1000);
      clock = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
    }
    const client = random(20_000);
    const page = PAGES[random(PAGES.length)]!;
    const target = page.startsWith('api') ? `${page}/${random(100_000)}` : page === 'search' ? `search?q=term-${random(50_000)}` : page;
    const referer = random(3) === 0 ? '-' : `https://shop.example/${PAGES[random(PAGES.length)]!}`;
    return `10.${client >> 10}.${(client >> 4) & 63}.${client & 15} - - [${clock}] "${METHODS[random(METHODS.length)]!} /${target} HTTP/1.1" ${STATUSES[random(STATUSES.length)]!} ${random(60_000)} "${referer}" "${agents[random(agents.length)]!}"\n`;
  };
}

/** pino's JSON lines of five services. */
export function jsonLines(seed: number): (index: number) => string {
  const random = randomNumbers(seed);
  return (index) => {
    const level = [30, 30, 30, 30, 30, 30, 30, 20, 40, 50][random(10)]!;
    return `{"level":${level},"time":${START + index * 7},"pid":${4000 + random(5)},"hostname":"node-${random(12)}","name":"${SERVICES[random(5)]!}","reqId":"req-${random(1 << 30).toString(36)}","responseTime":${random(2000)},"msg":"${MESSAGES[random(MESSAGES.length)]!}"}\n`;
  };
}

const PROGRAMS = ['sshd', 'systemd', 'kernel', 'cron', 'postfix/smtpd', 'shop-cart', 'shop-checkout', 'haproxy', 'dockerd', 'rsyslogd'];
const SAID = [
  'Accepted publickey for deploy from 10.0.3.17 port 50122 ssh2', 'Started Session 4121 of user deploy.', 'request /api/v1/cart took 1204 ms, more than 1000 ms', 'connection from unknown[203.0.113.9]',
  'error: cannot reach payments: connection refused', 'TCP: request_sock_TCP: Possible SYN flooding on port 443.', 'cache: 1234 hits, 56 misses', 'warning: queue is 87 percent full', '(root) CMD (/usr/local/bin/rotate)',
];

/** What stands before the message of each family of syslog. */
const SYSLOG_HEADS = {
  'syslog': (time: Date, host: string, program: string, pid: number) => `${MONTHS[time.getUTCMonth()]!} ${String(time.getUTCDate()).padStart(2)} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} ${host} ${program}[${pid}]: `,
  'rsyslog': (time: Date, host: string, program: string, pid: number) => `${time.toISOString().replace('Z', '123+00:00')} ${host} ${program}[${pid}]: `,
  'syslog-5424': (time: Date, host: string, program: string, pid: number) => `<${pid % 190}>1 ${time.toISOString()} ${host} ${program} ${pid} - - `,
};
export type SyslogFamily = keyof typeof SYSLOG_HEADS;

/** System logs of twelve machines, 40 lines a second: as files have had them since BSD, as rsyslog writes them, as RFC 5424 does. */
export function syslogLines(seed: number, family: SyslogFamily): (index: number) => string {
  const random = randomNumbers(seed);
  const head = SYSLOG_HEADS[family];
  return (index) => `${head(new Date(START + index * 25), `node-${random(12)}`, PROGRAMS[random(PROGRAMS.length)]!, 400 + random(30_000))}${SAID[random(SAID.length)]!} id=${random(1 << 24)}\n`;
}

/** HAProxy's requests as they come through syslog: a format told in data. Of days with two digits: lnav takes others for syslog alone. */
export function haproxyLines(seed: number): (index: number) => string {
  const random = randomNumbers(seed);
  const head = SYSLOG_HEADS.syslog;
  return (index) => {
    const time = new Date(START + TEN_DAYS + index * 20);
    const clock = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]!}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}.${String(time.getUTCMilliseconds()).padStart(3, '0')}`;
    return `${head(time, 'lb-1', 'haproxy', 7)}203.0.113.${random(250)}:${1024 + random(60_000)} [${clock}] shop_in~ shop_out/web-${random(8)} 0/0/${random(9)}/${random(900)}/${random(1000)} ${STATUSES[random(STATUSES.length)]!} ${random(60_000)} - - ---- ${random(90)}/${random(90)}/0/0/0 0/0 "GET /${PAGES[random(PAGES.length)]!}/${random(100_000)} HTTP/1.1"\n`;
  };
}

/** glog's lines of one process. */
export function glogLines(seed: number): (index: number) => string {
  const random = randomNumbers(seed);
  return (index) => {
    const time = new Date(START + index * 11);
    return `${'IIIIIIWE'[random(8)]!}${two(time.getUTCMonth() + 1)}${two(time.getUTCDate())} ${time.toISOString().slice(11, 23)}${String(random(1000)).padStart(3, '0')} ${String(100 + random(900)).padStart(7)} ${'server pool cache rpc'.split(' ')[random(4)]!}.cc:${random(900)}] ${SAID[random(SAID.length)]!} id=${random(1 << 24)}\n`;
  };
}

/** Records of 28 bytes: what costs is the number of them. */
export function shortLines(seed: number): (index: number) => string {
  const random = randomNumbers(seed);
  let second = -1;
  let clock = '';
  return (index) => {
    const at = Math.floor(index / 100);
    if (at !== second) {
      second = at;
      clock = new Date(START + at * 1000).toISOString().slice(0, 19).replace('T', ' ');
    }
    return `${clock} ok ${String(random(9999)).padStart(4, '0')}\n`;
  };
}

/** Writes lines until the file has `bytes`; the needle stands in a line of its own kind about a tenth before the end. */
export function writeLines(path: string, bytes: number, line: (index: number) => string): { readonly bytes: number; readonly lines: number } {
  const file = openSync(path, 'w');
  let written = 0;
  let index = 0;
  let needle = false;
  try {
    while (written < bytes) {
      let part = '';
      while (part.length < 4_000_000 && written + part.length < bytes) {
        const text = line(index++);
        const rare: boolean = !needle && written + part.length > bytes * 0.9;
        needle ||= rare;
        part += rare ? text.replace(/"GET \/|"msg":"| id=| ok /, (before) => `${before}${NEEDLE}/`) : text;
        if (rare && !part.includes(NEEDLE)) needle = false;
      }
      const block = Buffer.from(part, 'latin1');
      for (let at = 0; at < block.length; ) at += writeSync(file, block, at);
      written += block.length;
    }
  } finally {
    closeSync(file);
  }
  return { bytes: written, lines: index };
}

/** A folder of so many access logs of a megabyte, as many machines leave them. */
export function writeSources(folder: string, count: number): number {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let i = 0; i < count; i++) bytes += writeLines(join(folder, `host-${String(i).padStart(3, '0')}.log`), 1_000_000, accessLines(1000 + i)).bytes;
  return bytes;
}
