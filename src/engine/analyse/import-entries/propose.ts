import { truncate, visibleText } from '../../../base/text.ts';
import { isZone, parseRfc3339 } from '../../../base/time.ts';
import { referenceOf } from '../../../model/pin.ts';
import { recordTitle } from '../../../model/record-title.ts';
import { EntryKind, EntryTime, Milestone, type TimelineEntry } from '../../../model/timeline.ts';
import type { FullRecord } from '../../index/contract.ts';

/** What an entry of a record would be, for a person to look at. */
export interface Proposal {
  readonly entry: TimelineEntry;
  /** Who acted or spoke, as the evidence names them: people give them a role. Undefined: nobody. */
  readonly who: Actor | undefined;
  /** False for what is rarely worth an entry: somebody joined a channel, a notification went out, output of a command. */
  readonly suggested: boolean;
}

/** At least one of them is there. A record may have the id alone, and another of the case the name to it. */
export interface Actor {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** What is imported of a record. */
export type ImportRecord = Pick<FullRecord, 'timeNs' | 'body' | 'kind' | 'sha256' | 'line' | 'offsetBytes' | 'lengthBytes' | 'attributes'>;

const MAX_TITLE = 500;
/** The bytes have the rest: thousands of entries may come at once. */
const MAX_EXCERPT = 1000;

/** Longest title that is a message. */
const MAX_MESSAGE = 200;
const MESSAGES = new Set(['timesketch', 'l2tcsv', 'dynamic-csv']);

interface Meaning {
  readonly kind: EntryKind;
  /** Before the incident's title, for what happened to one. */
  readonly what?: string;
  readonly rarely?: boolean;
}

/** By what is behind the last full stop of `event.name`. */
const INCIDENT_EVENTS: Readonly<Record<string, Meaning>> = {
  triggered: { kind: 'detection', what: 'Page' }, reopened: { kind: 'detection', what: 'Opened again' }, acknowledged: { kind: 'action', what: 'Acknowledged' },
  unacknowledged: { kind: 'action', what: 'Acknowledgement taken back' }, escalated: { kind: 'action', what: 'Escalated' }, reassigned: { kind: 'action', what: 'Assigned' }, delegated: { kind: 'action', what: 'Handed over' },
  snoozed: { kind: 'action', what: 'Snoozed' }, merged: { kind: 'action', what: 'Merged' }, resolved: { kind: 'recovery', what: 'Resolved' },
  annotated: { kind: 'communication' }, status_update_published: { kind: 'communication' }, notified: { kind: 'detection', what: 'Notified', rarely: true },
};

const FORMATS: Readonly<Record<string, Meaning>> = {
  'slack-export': { kind: 'communication' }, 'teams-export': { kind: 'communication' }, email: { kind: 'communication' }, statuspage: { kind: 'communication' },
  alerts: { kind: 'detection' }, 'deploy-records': { kind: 'change' }, 'git-log': { kind: 'change' }, 'shell-history': { kind: 'action' },
  'slack-directory': { kind: 'observation', rarely: true },
};

/** `undefined`: the record has no time, and no entry can be made of it. `clockNs`: ± of the clock that wrote it, where people set one. */
export function propose(record: ImportRecord, nowNs: bigint, clockNs = 0n): Proposal | undefined {
  if (record.timeNs === undefined) return undefined;
  const said = attributesOf(record.attributes);
  const own = text(said['tephra.kind']);
  const meaning = own === undefined ? meaningOf(record.kind, said) : { kind: EntryKind.catch('observation').parse(own) };
  // What Tephra wrote is as a person typed it.
  const title = own === undefined ? visibleText(titleOf(record, said, meaning)).trim() : visibleText(record.body.replace(/\s*[\r\n]+\s*/g, ' '), true).trim();
  const milestone = Milestone.safeParse(said['tephra.milestone']);
  const knownSinceNs = parseRfc3339(text(said['tephra.known_since']) ?? '');
  const entry: TimelineEntry = {
    id: idOf(record, own === undefined ? undefined : text(said['tephra.id'])),
    kind: meaning.kind,
    title: truncate(title === '' ? 'Record' : title, MAX_TITLE),
    note: text(said['tephra.note']) ?? '',
    time: timeOf(record.timeNs, record.kind, said, clockNs),
    role: (text(said['tephra.role']) ?? '').slice(0, 200),
    ...(milestone.success ? { milestone: milestone.data } : {}),
    ...(knownSinceNs === undefined ? {} : { knownSinceNs }),
    evidence: [referenceOf(record, truncate(record.body, MAX_EXCERPT), nowNs)],
  };
  return { entry, who: own === undefined ? whoOf(record.kind, said) : undefined, suggested: meaning.rarely !== true };
}

/** The same record is the same entry, however often it is imported. */
function idOf({ sha256, offsetBytes }: ImportRecord, own: string | undefined): string {
  return own !== undefined && /^[\w.-]{1,64}$/.test(own) ? own : `import-${sha256.slice(0, 24)}-${offsetBytes.toString(36)}`;
}

function meaningOf(kind: string, said: Readonly<Record<string, unknown>>): Meaning {
  const event = text(said['event.name']);
  if (kind === 'pagerduty' || kind === 'opsgenie') {
    if (event === 'change') return { kind: 'change' };
    return INCIDENT_EVENTS[event?.split('.').at(-1) ?? ''] ?? { kind: 'observation', rarely: true };
  }
  // Lines of a terminal are what a command wrote; with a command line they are the command.
  if (kind === 'asciicast' || kind === 'script-recording') return text(said['process.command_line']) === undefined ? { kind: 'observation', rarely: true } : { kind: 'action' };
  const meaning = FORMATS[kind] ?? { kind: 'observation' };
  // Nobody wrote what a chat says of itself; what a bot says may matter.
  const subtype = text(said['chat.subtype']);
  return subtype !== undefined && !/^(?:bot_message|thread_broadcast|me_message|file_share)$/.test(subtype) ? { ...meaning, rarely: true } : meaning;
}

function titleOf(record: ImportRecord, said: Readonly<Record<string, unknown>>, { what }: Meaning): string {
  const incident = text(said['incident.title']);
  if (what !== undefined && incident !== undefined) return `${what}: ${incident}`;
  const note = noteOf(said);
  if (note !== undefined) return recordTitle(note);
  // What a timeline tool wrote is a message, and no line of a log with a time and a level before it.
  if (MESSAGES.has(record.kind)) return truncate(record.body.replace(/\s+/g, ' '), MAX_MESSAGE);
  if (record.kind === 'email') return text(said['email.subject']) ?? recordTitle(record.body);
  return text(said['process.command_line']) ?? recordTitle(record.body, said);
}

/** What somebody wrote on an incident: what a service says around it names them. */
function noteOf(said: Readonly<Record<string, unknown>>): string | undefined {
  if (!/\.(?:annotated|status_update_published)$/.test(text(said['event.name']) ?? '')) return undefined;
  for (const [member, names] of NOTES) {
    const around = member === undefined ? said : said[member];
    if (!isObject(around)) continue;
    for (const name of names) {
      const note = text(around[name]);
      if (note !== undefined) return note;
    }
  }
  return undefined;
}

/** Where PagerDuty (log entries, webhooks) and Opsgenie (webhooks) keep what was written. */
const NOTES: ReadonlyArray<readonly [string | undefined, readonly string[]]> = [['channel', ['content', 'summary']], ['data', ['content', 'message']], ['alert', ['note']], [undefined, ['message']]];

/** Nobody acted where a machine noticed. */
function whoOf(kind: string, said: Readonly<Record<string, unknown>>): Actor | undefined {
  const name = shown(text(said['user.full_name']) ?? text(said['email.from.address']));
  const id = shown(text(said['user.id']));
  const event = text(said['event.name']) ?? '';
  // The name beside an incident is that of who touched it last.
  return (name === undefined && id === undefined) || event.endsWith('.triggered') || kind === 'alerts' ? undefined : { id, name };
}

function shown(name: string | undefined): string | undefined {
  return name === undefined ? undefined : visibleText(name).slice(0, 200);
}

function timeOf(startNs: bigint, kind: string, said: Readonly<Record<string, unknown>>, clockNs: bigint): EntryTime {
  const zoneSaid = text(said['tephra.zone']) ?? text(said['email.zone']);
  const zone = zoneSaid !== undefined && isZone(zoneSaid) ? zoneSaid : 'UTC';
  const end = text(said['tephra.end']);
  const duration = kind === 'shell-history' ? Number(said['duration_ns'] ?? 0) : 0;
  const endNs = end === undefined ? (Number.isSafeInteger(duration) && duration > 0 ? startNs + BigInt(duration) : undefined) : parseRfc3339(end);
  const point: EntryTime = { form: 'point', startNs, uncertaintyNs: [uncertainty(said), clockNs].reduce((a, b) => (a > b ? a : b)), basis: 'evidence', zone };
  const form = text(said['tephra.form']) ?? (endNs === undefined ? 'point' : 'interval');
  const basis = text(said['tephra.basis']) ?? 'evidence';
  const whole = EntryTime.safeParse({ ...point, form, basis, ...(endNs === undefined ? {} : { endNs }) });
  return whole.success ? whole.data : point;
}

function uncertainty(said: Readonly<Record<string, unknown>>): bigint {
  const ns = text(said['tephra.uncertainty_ns']) ?? '';
  return /^\d{1,18}$/.test(ns) ? BigInt(ns) : 0n;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function attributesOf(json: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(json);
  return isObject(parsed) ? parsed : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
