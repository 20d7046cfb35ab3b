import { formatRfc3339 } from '../../base/time.ts';
import { detectLines, fractionNs, lineLogFormat, type LineLogContext } from '../contract-line-log.ts';
import { wholeNumber } from '../contract-number.ts';
import { emptyAttributes } from '../contract-record.ts';

/*
 * The body file of The Sleuth Kit 3: `MD5|name|inode|mode_as_string|UID|GID|size|atime|mtime|ctime|crtime`, times in
 * seconds since 1970, 0 for none. A name may hold the mark itself: columns are counted from both ends.
 */
const TAIL = /\|([^|]{0,32})\|([\w\-/?+.]{0,24})\|(-?\d{0,10})\|(-?\d{0,10})\|(-?\d{0,19})\|(-?\d{0,19}(?:\.\d{0,9})?)\|(-?\d{0,19}(?:\.\d{0,9})?)\|(-?\d{0,19}(?:\.\d{0,9})?)\|(-?\d{0,19}(?:\.\d{0,9})?)\s*$/;
const HEAD = /^(0|[\da-fA-F]{32}|[\da-fA-F]{40}|[\da-fA-F]{64}|)\|/;
/** 2100: a later time is none. */
const LATEST_S = 4_102_444_800;

/** Files with their times, as fls and other tools list them. */
export const bodyfile = lineLogFormat({
  id: 'bodyfile',
  title: 'Body file of The Sleuth Kit',
  extensions: ['body', 'bodyfile', 'txt', 'mactime'],
  magic: ['lines of 11 columns parted by |: MD5, name, inode, mode, UID, GID, size and four times'],
  specification: [{ title: 'SleuthKitWiki: Body file', url: 'https://wiki.sleuthkit.org/index.php?title=Body_file' }],
  fields: [
    { name: 'file.path', type: 'string', description: 'Name as it is listed, escapes resolved.' },
    { name: 'file.size', type: 'integer', description: 'Bytes.' },
    { name: 'file.mode', type: 'string', description: 'Type and permissions.', facet: true },
    { name: 'file.inode', type: 'string', description: 'Number of its metadata; on NTFS with type and id of the attribute.' },
    { name: 'file.owner.id', type: 'string', description: 'Number of the owner.', facet: true },
    { name: 'file.group.id', type: 'string', description: 'Number of the group.', facet: true },
    { name: 'file.accessed', type: 'string', description: 'Last access, where there is one.' },
    { name: 'file.modified', type: 'string', description: 'Last change of its content.' },
    { name: 'file.changed', type: 'string', description: 'Last change of its metadata.' },
    { name: 'file.created', type: 'string', description: 'When it was made.' },
  ],
  detect: (head) => detectLines(head, { begins: (line) => HEAD.test(line) && TAIL.test(line), below: (line) => line.startsWith('#'), what: 'a body file' }),
  reader: (context) => ({ line: (text) => read(text, context), below: (text) => (text.startsWith('#') ? 'head' : 'other') }),
});

function read(text: string, context: LineLogContext): boolean {
  const head = HEAD.exec(text);
  // Nine columns stand behind the name, however long it is.
  const tail = head && TAIL.exec(text);
  if (!head || !tail || tail.index < head[0].length - 1) return false;
  const record = context.begin();
  const name = unescaped(text.slice(head[0].length, Math.max(head[0].length, tail.index)));
  const [accessed, modified, changed, created] = [6, 7, 8, 9].map((index) => nsOf(tail[index]!));
  // One record of a file: it is at the last change of its content; the other times are its fields.
  const basis = modified ?? changed ?? created ?? accessed;
  record.timeNs = basis;
  record.timeText = basis === undefined ? undefined : tail[basis === modified ? 7 : basis === changed ? 8 : basis === created ? 9 : 6];
  record.body = name;
  const words = [accessed, modified, changed, created].map((ns) => (ns === undefined ? undefined : formatRfc3339(ns)));
  record.fields = [
    name, wholeNumber(tail[5]!), tail[2] === '' ? undefined : tail[2], tail[1] === '' ? undefined : tail[1],
    tail[3] === '' ? undefined : tail[3], tail[4] === '' ? undefined : tail[4], ...words,
  ];
  if (head[1]!.length > 1) {
    const attributes = emptyAttributes();
    attributes[`file.hash.${head[1]!.length === 32 ? 'md5' : head[1]!.length === 40 ? 'sha1' : 'sha256'}`] = head[1]!.toLowerCase();
    record.attributes = attributes;
  }
  return true;
}

function nsOf(text: string): bigint | undefined {
  const [whole, fraction] = text.split('.');
  const seconds = Number(whole);
  if (whole === '' || !(seconds > 0) || seconds > LATEST_S) return undefined;
  return BigInt(whole!) * 1_000_000_000n + BigInt(fractionNs(fraction));
}

/** `\x0a`, `\|` and `\\`, as newer versions write what would break a line. */
function unescaped(name: string): string {
  return name.includes('\\') ? name.replace(/\\(?:x([\da-f]{2})|([|\\]))/g, (_, code: string | undefined, mark: string | undefined) => mark ?? String.fromCharCode(Number.parseInt(code!, 16))) : name;
}
