import { detectLines, lineLogFormat, type LineLogContext } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import { rfc3339Ns } from '../contract-clock.ts';

/*
 * Santa (North Pole Security, formerly Google): `[2026-10-14T10:34:11.204Z] I santad: action=EXEC|decision=ALLOW|…`, pairs
 * parted by `|`; the arguments stand last and may hold one.
 */
const LINE = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)\] ([DIWEF]) (santad?(?:ctl|sync\w*)?): (.*)$/s;
const LEVELS: Readonly<Record<string, number>> = { D: 5, I: 9, W: 13, E: 17, F: 21 };

/** What Santa let run, and what not. */
export const santa = lineLogFormat({
  id: 'santa',
  title: 'Santa log',
  extensions: ['log'],
  magic: ['lines of: [yyyy-mm-ddThh:mm:ss.fffZ] I santad: action=…|…'],
  specification: [{ title: 'Santa: logs', url: 'https://northpole.dev/deployment/troubleshooting' }],
  growsByLine: true,
  fields: [
    { name: 'event.action', type: 'string', description: 'EXEC, EXIT, WRITE, RENAME, DELETE, DISKAPPEAR …', facet: true },
    { name: 'event.outcome', type: 'string', description: 'ALLOW or DENY.', facet: true },
    { name: 'file.path', type: 'string', description: 'What was run, written or deleted; where it was mounted.' },
    { name: 'process.command_line', type: 'string', description: 'Arguments.' },
    { name: 'process.pid', type: 'integer', description: 'Process.' },
    { name: 'process.parent_pid', type: 'integer', description: 'Its parent.' },
    { name: 'user.name', type: 'string', description: 'Whose process it was.', facet: true },
    { name: 'file.hash.sha256', type: 'string', description: 'Hash of what was run.' },
  ],
  detect: (head) => detectLines(head, { begins: (line) => LINE.test(line), what: 'Santa', sure: 0.98 }),
  reader: (context) => ({ line: (text) => read(text, context) }),
});

const IN_FIELDS = new Set(['action', 'decision', 'path', 'mount', 'args', 'pid', 'ppid', 'user', 'sha256']);

function read(text: string, context: LineLogContext): boolean {
  const m = LINE.exec(text);
  if (!m) return false;
  const record = context.begin();
  record.timeText = m[1];
  record.timeNs = rfc3339Ns(m[1]!);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${m[1]}" is not a time; the record has none.`);
  record.severityText = m[2];
  record.severityNumber = LEVELS[m[2]!]!;
  record.serviceName = m[3];
  record.body = m[4]!;
  if (!m[4]!.startsWith('action=')) return true;
  const said = new Map<string, string>();
  const args = m[4]!.indexOf('|args=');
  for (const pair of (args < 0 ? m[4]! : m[4]!.slice(0, args)).split('|')) {
    const equals = pair.indexOf('=');
    if (equals > 0) said.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  if (args >= 0) said.set('args', m[4]!.slice(args + 6));
  const number = (name: string): number | undefined => (/^\d{1,10}$/.test(said.get(name) ?? '') ? Number(said.get(name)) : undefined);
  const value = (name: string): string | undefined => (said.get(name) === '' ? undefined : said.get(name));
  record.fields = [value('action'), value('decision'), value('path') ?? value('mount'), value('args'), number('pid'), number('ppid'), value('user'), value('sha256')];
  const attributes = emptyAttributes();
  let extra = 0;
  for (const [name, content] of said) {
    if (IN_FIELDS.has(name) || content === '') continue;
    attributes[`santa.${name}`] = content;
    extra++;
  }
  if (extra > 0) record.attributes = attributes;
  if (said.get('decision') === 'DENY') record.severityNumber = 13;
  return true;
}
