import { headLines, readLines } from '../contract-lines.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import { EVENT_NAME, USER_NAME } from '../contract-people.ts';
import { clipBody } from '../contract-json-events.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { dateOf } from './date.ts';
import { decodeHeader } from './decode.ts';
import { Message } from './message.ts';

/** What parts messages in an mbox (RFC 4155): the sender's address and a date in the form of asctime. */
const SEPARATOR = /^From \S+ .*\b\d\d:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b/;

/** E-mail: one message, or a mailbox of them. */
export const email: Format = {
  id: 'email',
  title: 'E-mail',
  extensions: ['eml', 'mbox', 'mbx'],
  magic: ['headers From: and Date:, Message-ID: or Received:', 'From address date, then headers (mbox)'],
  specification: [
    { title: 'RFC 5322: Internet message format', url: 'https://www.rfc-editor.org/rfc/rfc5322' },
    { title: 'RFC 2045: MIME, format of message bodies', url: 'https://www.rfc-editor.org/rfc/rfc2045' },
    { title: 'RFC 2047: MIME, message header extensions for non-ASCII text', url: 'https://www.rfc-editor.org/rfc/rfc2047' },
    { title: 'RFC 4155: the application/mbox media type', url: 'https://www.rfc-editor.org/rfc/rfc4155' },
  ],
  fields: [
    EVENT_NAME, USER_NAME,
    { name: 'email.from.address', type: 'string', description: 'Address of the sender.', facet: true },
    { name: 'email.to.address', type: 'string', description: 'Header To, as it stands.' },
    { name: 'email.subject', type: 'string', description: 'Header Subject.' },
    { name: 'email.message_id', type: 'string', description: 'Header Message-ID.' },
    { name: 'email.in_reply_to', type: 'string', description: 'The message it answers.' },
    { name: 'email.zone', type: 'string', description: 'Zone of the sender, from the date.' },
    { name: 'email.attachments', type: 'integer', description: 'Parts that are no text of the message.' },
  ],
  detect,
  async parse(source, sink, options, signal) {
    const record = blankRecord();
    const counts = { messages: 0, attachments: 0, errors: 0 };
    let message: Message | undefined;
    let isMailbox = false;
    let afterBlank = true;
    const finish = (): void => {
      if (!message) return;
      clearRecord(record);
      record.offsetBytes = message.offsetBytes;
      record.lengthBytes = message.endBytes - message.offsetBytes;
      record.line = message.line;
      const { headers, parts } = message;
      const from = decodeHeader(headers.get('from') ?? '');
      const subject = decodeHeader(headers.get('subject') ?? '').trim();
      const dateText = headers.get('date')?.trim();
      const date = dateText === undefined ? undefined : dateOf(dateText, options.zone);
      record.timeNs = date?.ns;
      record.timeText = dateText?.slice(0, 200);
      record.understood = headers.has('from');
      const text = message.text();
      record.body = clipBody(record.understood ? [subject, text].filter((part) => part !== '').join('\n\n') || '(empty message)' : message.asText());
      const { address, name } = mailbox(from);
      record.fields = [
        'email.message', name, address, decodeHeader(headers.get('to') ?? '').trim() || undefined, subject || undefined, headers.get('message-id')?.trim(), headers.get('in-reply-to')?.trim(),
        date?.zone, parts.length > 0 ? parts.length : undefined,
      ];
      const attributes = emptyAttributes();
      for (const key of ['cc', 'reply-to', 'list-id', 'x-mailer']) {
        const value = headers.get(key);
        if (value !== undefined) attributes[key] = decodeHeader(value).trim();
      }
      if (parts.length > 0) attributes['attachments'] = parts.map(({ name: file, type, sizeBytes }) => ({ name: file, type, sizeBytes }));
      record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
      const at = { offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes };
      if (!record.understood) sink.diagnostic({ code: 'email/no-headers', severity: 'warning', message: 'No header From: stands here; kept as text.', ...at });
      else if (record.timeNs === undefined) sink.diagnostic({ code: 'email/unreadable-time', severity: 'warning', message: dateText === undefined ? 'The message has no header Date.' : `"${dateText.slice(0, 60)}" is no date of RFC 5322; the message has no time.`, ...at });
      if (record.understood) counts.messages++;
      else counts.errors++;
      counts.attachments += parts.length;
      sink.record(record);
      message = undefined;
    };
    // A character is a byte: each part says itself what its bytes mean.
    const { lines } = await readLines(source, { encoding: 'latin1', skipBytes: 0 }, sink, signal, (line) => {
      const isBlank = line.text.trim() === '';
      const isSeparator = afterBlank && SEPARATOR.test(line.text);
      if (!message && isBlank) return;
      if (!message) {
        isMailbox = isSeparator;
        message = new Message(line, isSeparator);
      } else if (isMailbox && isSeparator) {
        finish();
        message = new Message(line, true);
      } else message.add(line, isBlank, isMailbox);
      afterBlank = isBlank;
    });
    finish();
    return { counts: { ...counts, lines }, summary: { form: isMailbox ? 'mbox' : 'message' } };
  },
};

/** `Ana Example <ana@example.org>`, the first of several. */
function mailbox(text: string): { address: string | undefined; name: string | undefined } {
  const angle = /^\s*"?([^"<]{0,500}?)"?\s*<([^<>\s]{1,500})>/.exec(text);
  if (angle) return { address: angle[2], name: angle[1]!.trim() || undefined };
  const bare = /([^\s<>(),;:"]{1,300}@[^\s<>(),;:"]{1,300})\s*(?:\(([^()]{1,200})\))?/.exec(text);
  return { address: bare?.[1], name: bare?.[2] };
}

const HEADER = /^([!-9;-~]{1,100}):/;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, 200);
  const isMailbox = SEPARATOR.test(lines[0] ?? '');
  const names = new Set<string>();
  for (const line of isMailbox ? lines.slice(1) : lines) {
    if (/^[ \t]/.test(line) && names.size > 0) continue;
    const name = HEADER.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) break;
    names.add(name);
  }
  const telling = ['date', 'message-id', 'received', 'to', 'subject', 'mime-version'].filter((name) => names.has(name));
  if (!names.has('from') || telling.length < 2) return undefined;
  return { confidence: 0.98, reason: `${isMailbox ? 'a mailbox' : 'a message'} with the headers from, ${telling.join(', ')}` };
}
