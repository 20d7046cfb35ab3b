import type { FieldDefinition } from './contract.ts';

/**
 * Fields of what people and paging services say. `event.name` is what imports into the timeline go by; its values are
 * `chat.message`, `incident.triggered`, `incident.acknowledged`, `incident.resolved`, `change`, … as the READMEs have them.
 */
export const EVENT_NAME: FieldDefinition = { name: 'event.name', type: 'string', description: 'What happened: chat.message, incident.acknowledged and the like.', facet: true };
export const USER_ID: FieldDefinition = { name: 'user.id', type: 'string', description: 'Id of who wrote or did it.' };
export const USER_NAME: FieldDefinition = { name: 'user.full_name', type: 'string', description: 'Name of who wrote or did it, where the evidence has it.', facet: true };

/** Messages of chats. */
export const CHAT_FIELDS: readonly FieldDefinition[] = [
  EVENT_NAME, USER_ID, USER_NAME,
  { name: 'chat.channel', type: 'string', description: 'Channel or conversation, where the file names it.', facet: true },
  { name: 'chat.thread', type: 'string', description: 'Id of the message that the thread begins with.' },
  { name: 'chat.subtype', type: 'string', description: 'What the message is when nobody wrote it: somebody joined, a call began.', facet: true },
  { name: 'chat.edited_at', type: 'string', description: 'When it was last edited, as the evidence has it.' },
  { name: 'chat.reactions', type: 'integer', description: 'How many reactions it has.' },
  { name: 'chat.files', type: 'integer', description: 'How many files are attached; they are not part of the export file.' },
];

/** Incidents and alerts of paging services and status pages, and what happened to them. */
export const INCIDENT_FIELDS: readonly FieldDefinition[] = [
  EVENT_NAME,
  { name: 'incident.id', type: 'string', description: 'Id or number of the incident or alert.', facet: true },
  { name: 'incident.title', type: 'string', description: 'Its title.' },
  { name: 'incident.status', type: 'string', description: 'Its status, as the evidence has it.', facet: true },
  { name: 'incident.priority', type: 'string', description: 'Priority, severity, urgency or impact.', facet: true },
  USER_NAME,
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from begin to end, of what is over.' },
];
