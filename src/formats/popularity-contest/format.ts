import { formatRfc3339, NS_PER_S } from '../../base/time.ts';
import { headLines } from '../contract-lines.ts';
import { lineLogFormat, type LineLogContext } from '../contract-line-log.ts';

/*
 * popularity-contest of Debian, popularity-contest(8) and its README: between `POPULARITY-CONTEST-0 TIME:… ID:…` and
 * `END-POPULARITY-CONTEST-0 TIME:…` a line for each package, `<atime> <ctime> <package> <mru-program> <tag>`: the last
 * access of the program that was used last, and when it was put there.
 */
const BEGIN = /^POPULARITY-CONTEST-(\d{1,6}) TIME:(\d{1,10}) ID:(\S{1,64})(?: (.*))?$/;
const END = /^END-POPULARITY-CONTEST-\d{1,6} TIME:\d{1,10}\s*$/;
const LINE = /^(\d{1,10}) (\d{1,10}) (\S{1,256})(?: (?!<)(\S{1,4096}))?(?: <([\w-]{1,32})>)?\s*$/;

/** What is installed and when it was used, as Debian's popularity-contest sends it. */
export const popularityContest = lineLogFormat({
  id: 'popularity-contest',
  title: 'Popularity contest',
  extensions: ['log', 'popularity-contest'],
  magic: ['POPULARITY-CONTEST-0 TIME:seconds ID:…'],
  specification: [{ title: 'Debian: popularity-contest(8)', url: 'https://manpages.debian.org/unstable/popularity-contest/popularity-contest.8.en.html' }],
  fields: [
    { name: 'package.name', type: 'string', description: 'Package.', facet: true },
    { name: 'file.path', type: 'string', description: 'Program of it that was used last.' },
    { name: 'file.accessed', type: 'string', description: 'Its last access.' },
    { name: 'file.changed', type: 'string', description: 'Last change of its metadata: when it was installed.' },
    { name: 'popcon.tag', type: 'string', description: 'OLD, RECENT-CTIME or NOFILES.', facet: true },
  ],
  detect: (head) => {
    const first = headLines(head, 1)[0];
    return first !== undefined && BEGIN.test(first) ? { confidence: 0.99, reason: 'begins with the heading of a popularity contest' } : undefined;
  },
  reader: (context) => ({ line: (text) => read(text, context), below: (text) => (END.test(text) ? 'head' : 'other') }),
});

function read(text: string, context: LineLogContext): boolean {
  const session = BEGIN.exec(text);
  if (session) {
    const record = context.begin();
    record.timeText = session[2];
    record.timeNs = secondsNs(session[2]!);
    record.body = text;
    record.attributes = { 'popcon.id': session[3], ...(session[4] === undefined ? {} : { 'popcon.details': session[4] }) };
    return true;
  }
  const m = LINE.exec(text);
  if (!m) return false;
  const record = context.begin();
  const accessed = secondsNs(m[1]!);
  const changed = secondsNs(m[2]!);
  record.timeNs = accessed ?? changed;
  record.timeText = m[1] === '0' ? m[2] : m[1];
  if (record.timeNs === undefined) record.timeText = undefined;
  record.body = m[4] === undefined ? m[3]! : `${m[3]} ${m[4]}`;
  record.fields = [m[3], m[4], accessed && formatRfc3339(accessed), changed && formatRfc3339(changed), m[5]];
  return true;
}

/** 0 is no time. */
function secondsNs(text: string): bigint | undefined {
  return Number(text) === 0 ? undefined : BigInt(text) * NS_PER_S;
}
