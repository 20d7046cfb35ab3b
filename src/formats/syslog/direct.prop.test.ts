import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunked, readAll } from '../direct.testing.ts';
import { syslog } from './index.ts';

const NEWEST_NS = 1_791_974_051_204_000_000n;
const oneOf = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const often = (most: fc.Arbitrary<string>, ...values: string[]): fc.Arbitrary<string> => fc.oneof({ weight: 8, arbitrary: most }, { weight: 1, arbitrary: oneOf(...values) });

const bsd = often(
  oneOf('Oct 11 22:14:15', 'Oct 11 22:14:16', 'Oct  3 00:00:00', 'Jan  1 00:00:01', 'Dec 31 23:59:60', 'Mar 29 02:30:00'),
  'Feb 29 10:00:00', 'Oct 32 10:00:00', 'Oct 1 10:00:00', 'Oct 11 25:00:00', 'Okt 11 10:00:00', 'Oct 11 22:14:15.123', 'Oct 11 2026 22:14:15', 'Oct 11 22:14:15 2026', '*Oct 11 22:14:15', '12: Oct 11 22:14:15', 'Oct 11 22:14:15 UTC:', 'Oct 11 22:14:15:',
);
const iso = often(
  oneOf('2026-10-11T22:14:15.003Z', '2026-10-11T22:14:15.003004+02:00', '2026-10-25T02:30:00-0730', '2026-10-11T22:14:15Z', '2026-10-25T02:30:00', '2026-10-25T01:59:59'),
  '2026-02-31T00:00:00Z', '2026-10-11 22:14:15', '2026-10-11T22:14:15.Z', '2026-10-11T22:14:15.1234567891Z', '2026-10-11t22:14:15z', '2026-10-11T22:14:60Z', '2026-10-11T22:14', '-',
);
const priority = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 3, arbitrary: oneOf('<0>', '<34>', '<191>', '<7>') }, { weight: 1, arbitrary: oneOf('<192>', '<>', '<1234>', '83 <34>', '< 4>', '<034>') });
const host = often(oneOf('node-1', 'a', '10.0.0.7', 'fe80::1', 'Lb.example'), 'INFO', 'last', '-', 'h,st', 'Message', '(x)', '%SYS', '[a]', 'héte', 'node-1:', '10.0.0.7:', '', 'x'.repeat(300), 'h\x01', 'ERROR');
const tag = often(
  oneOf('sshd[24200]:', 'kernel:', 'cron[7]:', 'postfix/smtpd[12345]:', 'app[0012]:', 'sshd:', 'systemd[1]:'),
  'sshd(pam_unix)[19939]:', 'a[b]:', 'syslogd 1.4.1:', 'x[1]', 'x[12345678901]:', ':', '[3]:', 'a:b:', 'a::', 'x[1] (y[2]) <Notice>:', 'x[]:', 'tag', 'é:', 'y'.repeat(140) + ':', 'a[1]:b', '-', 'Message forwarded from b:',
);
const message = fc.oneof(
  { weight: 4, arbitrary: oneOf('Started Session 4 of user a.', 'accepted', 'x', 'connection from unknown[203.0.113.9]', 'Failed password for invalid user root from 10.0.0.7 port 22 ssh2', 'TCP: request', '(root) CMD (x)', 'Grüße 日本 \u{1f600}') },
  { weight: 2, arbitrary: oneOf('error: x', 'ERROR x', 'Error x', '[warn] x', '[warn]', 'info', 'WARNING', 'warning: ', 'I0517 15:04:22.619632 1952 f.go:2] x', 'time="x" level=warning msg=y', 'level=error', 'debug5: x', 'criticality: x', 'err:x') },
  { weight: 2, arbitrary: oneOf('last message repeated 5 times', 'message repeated 3 times: [ x]', '--- last message repeated 1 time ---', '%SYS-5-CONFIG_I: x', '%ASA-6-302013', '[ID 540533 kern.notice] x', '[ 12.000000] BUG: soft lockup', 'BUG: KASAN: use-after-free in foo+0x1', 'pam_unix(sshd:auth): authentication failure; rhost=10.0.0.7  user=root', '(pam_unix) user=a', '') },
  { weight: 1, arbitrary: oneOf(' two blanks', 'tab\tthere', 'nul\0there', '\u001b[31mred\u001b[0m', 'carriage\rreturn', '\ufeffmark', 'trailing ') },
);
const old = fc.tuple(priority, fc.oneof({ weight: 3, arbitrary: bsd }, { weight: 2, arbitrary: iso }), host, tag, oneOf(' ', ' ', ' ', '', '  '), message).map(([p, time, h, t, gap, m]) => `${p}${time} ${h} ${t}${gap}${m}`);
const fresh = fc.tuple(
  oneOf('<34>1', '<165>1', '<0>9', '<34>0', '<34>12'), iso, often(oneOf('node-1', '-'), '', 'é', 'a\x7fb'), often(oneOf('sshd', 'kernel', '-'), '', 'a b'), often(oneOf('12', '-', '0007'), 'x1', '12345678901', ''), often(oneOf('-', 'ID47'), ''),
  often(oneOf('-'), '[a@1 b="c"]', '[a b="c\\"]"][d]', '[open', '- ', ''), message,
).map((parts) => parts.join(' '));
const line = fc.oneof({ weight: 10, arbitrary: old }, { weight: 5, arbitrary: fresh }, { weight: 2, arbitrary: oneOf('', ' ', '\tat a.b.c(D.java:1)', 'not of the family', '\0\0Oct 11 22:14:15 h t: x', '-- Reboot --', '-- Logs begin at Mon 2026-10-05 10:00:00 UTC, end at Mon 2026-10-12 10:00:00 UTC. --', 'x'.repeat(5000)) });
const log = fc.array(fc.tuple(line, oneOf('\n', '\n', '\n', '\r\n', '\r\r\n')), { maxLength: 30 }).map((lines) => lines.map(([text, end]) => text + end).join(''));

/** The bytes, some of them damaged. */
const bytes = fc.tuple(log, fc.boolean(), fc.array(fc.tuple(fc.nat(100_000), fc.constantFrom(0xff, 0xc3, 0x80, 0)), { maxLength: 2 }), fc.boolean()).map(([text, ended, damage, damaged]) => {
  const all = new TextEncoder().encode(ended ? text : text.trimEnd());
  if (damaged && all.length > 0) for (const [at, byte] of damage) all[at % all.length] = byte;
  return all;
});

test('lines read from their bytes say what the same lines say when they are read as text', async () => {
  await fc.assert(fc.asyncProperty(bytes, fc.constantFrom('UTC', 'Europe/Berlin'), fc.integer({ min: 1, max: 3000 }), async (all, zone, chunkBytes) => {
    const options = { name: 'messages', zone, newestNs: NEWEST_NS };
    const slow = await readAll(syslog, chunked(all, chunkBytes), false, options);
    const fast = await readAll(syslog, chunked(all, chunkBytes), true, options);
    expect(fast.said).toEqual(slow.said);
    expect(fast.diagnostics).toEqual(slow.diagnostics);
    expect(fast.summary).toEqual(slow.summary);
  }), { numRuns: Number(process.env['TEPHRA_DIRECT_RUNS'] ?? 400) });
});

test.each([
  ['Oct 11 22:14:15 node-1 sshd[24200]: Failed password for root from 10.0.0.7 port 22 ssh2'],
  ['2026-10-11T22:14:15.003004+02:00 node-1 shop: ERROR cannot reach payments'],
  ['<34>1 2026-10-11T22:14:15.003Z node-1 app 12 ID47 - Grüße'],
  ['<34>Oct 11 22:14:15 node-1 cron[7]: (root) CMD (x)'],
])('%s is read from its bytes, all but the last of a block', async (text) => {
  const all = new TextEncoder().encode(`${text}\n`.repeat(50));
  expect((await readAll(syslog, chunked(all, all.length), true, { name: 'messages', zone: 'UTC', newestNs: NEWEST_NS })).direct).toBe(49);
});
