import { unescapeEntities } from '../contract-html.ts';
import { clipBody, firstText, NO_FINDINGS, type EventFinding } from '../contract-json-events.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { DocumentElement } from '../contract-json-stream.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseEpoch } from '../contract-time.ts';
import type { EventRecord } from '../contract.ts';

const TS = /^\d{9,11}\.\d{1,9}$/;

export function isMessage(value: unknown): value is Json & { readonly ts: string } {
  return isObject(value) && typeof value['ts'] === 'string' && TS.test(value['ts']) && (value['type'] === 'message' || 'user' in value || 'bot_id' in value) && typeof value['type'] === 'string';
}

/** Became a field or the body, or says how a client shows the message. */
const READ = new Set([
  'type', 'ts', 'text', 'user', 'username', 'user_profile', 'thread_ts', 'subtype', 'reactions', 'blocks', 'attachments', 'client_msg_id', 'team', 'user_team', 'source_team', 'last_read',
  'subscribed', 'replace_original', 'delete_original', 'metadata', 'reply_users_count', 'display_as_bot', 'upload', 'is_locked', 'bot_profile',
]);

export function readMessage(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined {
  const message = element.value;
  if (!isMessage(message)) return undefined;
  record.timeText = message.ts;
  record.timeNs = parseEpoch(message.ts);
  const profile = isObject(message['user_profile']) ? message['user_profile'] : emptyAttributes();
  const bot = isObject(message['bot_profile']) ? message['bot_profile'] : emptyAttributes();
  const user = firstText(message['user'], message['bot_id']);
  const edited = message['edited'];
  record.body = clipBody(textOf(message) ?? firstText(message['subtype']) ?? element.text);
  const around = element.enclosing?.members;
  record.fields = [
    'chat.message', user, firstText(profile['real_name'], profile['display_name'], profile['name'], message['username'], bot['name']), firstText(around?.['name'], around?.['channel'], around?.['channel_id']),
    firstText(message['thread_ts']), firstText(message['subtype']), isObject(edited) ? firstText(edited['ts']) : undefined, reactions(message['reactions']), listLength(message['files']),
  ];
  const attributes = emptyAttributes();
  for (const key in message) if (!READ.has(key) && !isEmpty(message[key])) attributes[key] = message[key];
  if (Array.isArray(message['reactions'])) attributes['reactions'] = message['reactions'].flatMap((r: unknown) => (isObject(r) ? `${String(r['name'])} ${Number(r['count']) || listLength(r['users']) || 1}` : []));
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  return NO_FINDINGS;
}

/** What it says: its text; of a message that is all blocks or attachments, their text. */
function textOf(message: Json): string | undefined {
  const text = firstText(message['text']);
  if (text !== undefined) return plainText(text);
  const parts: string[] = [];
  const attachments: unknown = message['attachments'];
  if (Array.isArray(attachments)) {
    for (const one of attachments as unknown[]) {
      const said = isObject(one) ? [one['pretext'], one['title'], firstText(one['text'], one['fallback'])].filter((part) => typeof part === 'string' && part !== '') : [];
      if (said.length > 0) parts.push(said.join('\n'));
    }
  }
  collectTexts(message['blocks'], parts, 0);
  return parts.length === 0 ? undefined : plainText(parts.join('\n'));
}

/** Block Kit keeps text in members named so, however deep. */
function collectTexts(value: unknown, parts: string[], depth: number): void {
  if (depth > 12 || parts.length > 200) return;
  if (Array.isArray(value)) for (const one of value as unknown[]) collectTexts(one, parts, depth + 1);
  else if (isObject(value)) {
    if (typeof value['text'] === 'string') parts.push(value['text']);
    else for (const key of ['text', 'elements', 'fields']) collectTexts(value[key], parts, depth + 1);
  }
}

/** Slack's own marks as people read them: `<@U1|ana>` is @ana, `<https://x|y>` is y (https://x). */
export function plainText(text: string): string {
  return unescapeEntities(text.replace(/<([@#!]?)([^<>|]{1,4000})(?:\|([^<>]{0,4000}))?>/g, (_whole, mark: string, target: string, label: string | undefined) => {
    if (mark === '@' || mark === '#') return mark + (label === undefined || label === '' ? target : label.replace(/^[@#]/, ''));
    if (mark === '!') return label === undefined || label === '' ? `@${target.replace(/^subteam\^/, '')}` : label;
    const address = target.replace(/^mailto:/, '');
    return label === undefined || label === '' || label === address || address.endsWith(`//${label}`) ? address : `${label} (${address})`;
  }));
}

function reactions(value: unknown): number | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return (value as unknown[]).reduce<number>((sum, one) => sum + (isObject(one) ? (typeof one['count'] === 'number' && Number.isSafeInteger(one['count']) ? one['count'] : (listLength(one['users']) ?? 1)) : 0), 0);
}

function listLength(value: unknown): number | undefined {
  return Array.isArray(value) && value.length > 0 ? value.length : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}
