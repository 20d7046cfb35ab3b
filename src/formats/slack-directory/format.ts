import { clipBody, firstText, NO_FINDINGS, readEventDocuments, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import { emptyAttributes } from '../contract-record.ts';
import { epochOfNumber } from '../contract-time.ts';
import { USER_ID, USER_NAME } from '../contract-people.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** Who and where: the users and channels of a Slack export. They tell what ids in messages stand for. */
export const slackDirectory: Format = {
  id: 'slack-directory',
  title: 'Slack users and channels',
  extensions: ['json'],
  magic: ['[{"id": "U…", "team_id": …, "profile": …', '[{"id": "C…", "created": …, "members": […'],
  specification: [
    { title: 'Slack: how to read Slack data exports', url: 'https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports' },
    { title: 'Slack API: user object', url: 'https://docs.slack.dev/reference/objects/user-object' },
    { title: 'Slack API: conversation object', url: 'https://docs.slack.dev/reference/objects/conversation-object' },
  ],
  fields: [
    { name: 'slack.object', type: 'string', description: 'user or channel.', facet: true }, USER_ID, USER_NAME,
    { name: 'chat.channel', type: 'string', description: 'Name of the channel.' },
    { name: 'slack.members', type: 'integer', description: 'Members that are listed.' },
    { name: 'user.timezone', type: 'string', description: 'Zone of the user.' },
  ],
  detect,
  async parse(source, sink, _options, signal) {
    let users = 0;
    let channels = 0;
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'slack-directory', noun: 'users or channels', plan: { elements: ['[]'] },
      read: (element, record) => {
        if (isUser(element.value)) users++;
        else if (isChannel(element.value)) channels++;
        else return undefined;
        return readOne(element.value, record);
      },
    });
    return { counts: { users, channels, brokenElements: counts.brokenElements }, summary: {} };
  },
};

/** A user of the list: `profile` and the name of an account. */
function isUser(value: unknown): value is Json {
  return isObject(value) && typeof value['id'] === 'string' && isObject(value['profile']) && typeof value['name'] === 'string' && !('ts' in value) && ('team_id' in value || 'is_bot' in value || 'deleted' in value);
}

/** Channels, groups and conversations of several have when they began and who is in them. */
function isChannel(value: unknown): value is Json {
  return isObject(value) && typeof value['id'] === 'string' && /^[CDG][A-Z0-9]+$/.test(value['id']) && typeof value['created'] === 'number' && Array.isArray(value['members']);
}

function readOne(value: Json, record: EventRecord): readonly EventFinding[] {
  const attributes = emptyAttributes();
  if (isUser(value)) {
    const profile: Json = isObject(value['profile']) ? value['profile'] : emptyAttributes();
    const name = firstText(profile['real_name'], value['real_name'], profile['display_name'], value['name']);
    record.body = clipBody(`User ${name ?? String(value['id'])}`);
    record.fields = ['user', firstText(value['id']), name, undefined, undefined, firstText(value['tz'])];
    for (const key of ['name', 'deleted', 'is_bot', 'is_admin', 'is_owner']) if (value[key] !== undefined && value[key] !== false) attributes[key] = value[key];
    const title = firstText(profile['title']);
    if (title !== undefined) attributes['title'] = title;
  } else {
    const name = firstText(value['name'], value['name_normalized']);
    const topic = isObject(value['topic']) ? firstText(value['topic']['value']) : undefined;
    // A number of seconds, once of milliseconds for shared channels.
    record.timeNs = epochOfNumber(Number(value['created']));
    record.timeText = record.timeNs === undefined ? undefined : String(value['created']);
    record.body = clipBody(`Channel ${name === undefined ? String(value['id']) : `#${name}`}${topic === undefined ? '' : `: ${topic}`}`);
    record.fields = ['channel', undefined, undefined, name, membersOf(value), undefined];
    for (const key of ['id', 'creator', 'is_archived', 'purpose', 'members']) if (value[key] !== undefined && value[key] !== false) attributes[key] = value[key];
  }
  record.attributes = attributes;
  return NO_FINDINGS;
}

function membersOf(value: Json): number | undefined {
  const { members } = value;
  return Array.isArray(members) ? members.length : undefined;
}

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  if (!Array.isArray(first) || first.length === 0) return undefined;
  const list: readonly unknown[] = first;
  for (const [is, words] of [[isUser, 'users'], [isChannel, 'channels']] as const) {
    const found = list.filter((one) => is(one)).length;
    if (found > 0 && found >= (list.length - 1) * 0.8) return { confidence: 1, reason: `${found} of ${list.length} sampled objects are ${words} of Slack` };
  }
  return undefined;
}
