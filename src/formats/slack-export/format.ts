import { readEventDocuments } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import { CHAT_FIELDS } from '../contract-people.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { isMessage, readMessage } from './message.ts';

/** A day of a channel, as Slack exports it. */
export const slackExport: Format = {
  id: 'slack-export',
  title: 'Slack messages',
  extensions: ['json'],
  magic: ['[{"type": "message", "ts": "1791974051.204567", …', '{"messages": [{"type": "message", "ts": …'],
  specification: [
    { title: 'Slack: how to read Slack data exports', url: 'https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports' },
    { title: 'Slack API: message event and its subtypes', url: 'https://docs.slack.dev/reference/events/message' },
    { title: 'Slack API: formatting message text', url: 'https://docs.slack.dev/messaging/formatting-message-text' },
  ],
  fields: CHAT_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const people = new Set<string>();
    const threads = new Set<string>();
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'slack-export', noun: 'messages',
      plan: { elements: ['[]', 'messages[]'], context: { '': ['name', 'channel_id', 'channel'] } },
      read: (element, record) => {
        const findings = readMessage(element, record);
        const [, user, name, , thread] = record.fields;
        if (findings && (user ?? name) !== undefined) people.add(String(user ?? name));
        if (findings && thread !== undefined) threads.add(String(thread));
        return findings;
      },
    });
    return { counts: { messages: counts.events, people: people.size, threads: threads.size, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  const list = Array.isArray(first) ? first : isObject(first) && Array.isArray(first['messages']) ? first['messages'] : undefined;
  if (!list || list.length === 0) return undefined;
  const sampled = list.slice(0, 100);
  const messages = sampled.filter(isMessage).length;
  // The last one may be cut.
  return messages > 0 && messages >= (sampled.length - 1) * 0.8 ? { confidence: 1, reason: `${messages} of ${sampled.length} sampled objects are messages of Slack` } : undefined;
}
