import { parseRfc3339 } from '../../base/time.ts';
import { htmlText } from '../contract-html.ts';
import { clipBody, firstText, NO_FINDINGS, readEventDocuments, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { CHAT_FIELDS } from '../contract-people.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** Messages of Microsoft Teams as Microsoft Graph gives them, by its export interfaces too. */
export const teamsExport: Format = {
  id: 'teams-export',
  title: 'Teams messages',
  extensions: ['json', 'jsonl'],
  magic: ['{"value": [{"messageType": "message", "createdDateTime": …, "body": {"content": …'],
  specification: [
    { title: 'Microsoft Graph: chatMessage resource type', url: 'https://learn.microsoft.com/en-us/graph/api/resources/chatmessage' },
    { title: 'Microsoft Teams: export content with the export APIs', url: 'https://learn.microsoft.com/en-us/microsoftteams/export-teams-content' },
  ],
  fields: CHAT_FIELDS,
  detect,
  async parse(source, sink, options, signal) {
    const people = new Set<string>();
    const head = await source.read(0, 64 * 1024);
    const plan = { elements: [pathOf({ bytes: head, complete: source.sizeBytes <= head.length, name: options.name, sizeBytes: source.sizeBytes })?.path ?? 'value[]'] };
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'teams-export', noun: 'messages', plan,
      read: (element, record) => {
        if (!isMessage(element.value)) return undefined;
        const findings = readMessage(element.value, record);
        const who = record.fields[1] ?? record.fields[2];
        if (who !== undefined) people.add(String(who));
        return findings;
      },
    });
    return { counts: { messages: counts.events, people: people.size, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function isMessage(value: unknown): value is Json {
  return isObject(value) && typeof value['createdDateTime'] === 'string' && isObject(value['body']) && 'content' in value['body'] && ('messageType' in value || 'channelIdentity' in value || 'chatId' in value);
}

const READ = new Set(['body', 'createdDateTime', 'from', 'messageType', 'replyToId', 'lastEditedDateTime', 'reactions', 'attachments', 'channelIdentity', 'etag', 'locale']);

function readMessage(message: Json, record: EventRecord): readonly EventFinding[] {
  const created = String(message['createdDateTime']);
  record.timeNs = parseRfc3339(created);
  record.timeText = created;
  const body: Json = isObject(message['body']) ? message['body'] : emptyAttributes();
  const content = firstText(body['content']) ?? '';
  const said = body['contentType'] === 'html' || body['contentType'] === 1 ? htmlText(content) : content;
  const type = firstText(message['messageType']);
  const event = isObject(message['eventDetail']) ? firstText(message['eventDetail']['@odata.type']) : undefined;
  record.body = clipBody([firstText(message['subject']), said === '' ? undefined : said].filter((part) => part !== undefined).join('\n') || (event?.split('.').at(-1) ?? type ?? 'message'));
  const who = sender(message['from']);
  const channel = isObject(message['channelIdentity']) ? firstText(message['channelIdentity']['channelId']) : undefined;
  const { reactions, attachments } = message;
  record.fields = [
    'chat.message', who.id, who.name, channel ?? firstText(message['chatId']), firstText(message['replyToId']), type === 'message' ? undefined : (event?.split('.').at(-1) ?? type),
    firstText(message['lastEditedDateTime']), Array.isArray(reactions) && reactions.length > 0 ? reactions.length : undefined, Array.isArray(attachments) && attachments.length > 0 ? attachments.length : undefined,
  ];
  const attributes = emptyAttributes();
  for (const key in message) {
    const value = message[key];
    if (!READ.has(key) && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)) attributes[key] = value;
  }
  if (isObject(message['channelIdentity'])) attributes['channelIdentity'] = message['channelIdentity'];
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  return record.timeNs === undefined ? [{ code: 'unreadable-time', message: `"${created.slice(0, 60)}" is not a time of RFC 3339; the message has no time.` }] : NO_FINDINGS;
}

/** A person, an application or a device; the system says nothing of itself. */
function sender(from: unknown): { id: string | undefined; name: string | undefined } {
  if (isObject(from)) {
    for (const key of ['user', 'application', 'device', 'conversation']) {
      const one = from[key];
      if (isObject(one)) return { id: firstText(one['id']), name: firstText(one['displayName']) };
    }
  }
  return { id: undefined, name: undefined };
}

function pathOf(head: Head): { path: string; messages: number; of: number } | undefined {
  const found = documentHead(head);
  const first = found?.first;
  const [path, list]: [string, readonly unknown[]] = Array.isArray(first) ? ['[]', first]
    : isObject(first) && Array.isArray(first['value']) ? ['value[]', first['value']]
      : ['', found?.documents ?? []];
  const messages = list.filter(isMessage).length;
  return messages > 0 && messages >= (list.length - 1) * 0.8 ? { path, messages, of: list.length } : undefined;
}

function detect(head: Head): Detection | undefined {
  const found = pathOf(head);
  return found && { confidence: 1, reason: `${found.messages} of ${found.of} sampled objects are messages of Microsoft Teams` };
}
