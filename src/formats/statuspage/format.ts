import { parseRfc3339 } from '../../base/time.ts';
import { htmlText } from '../contract-html.ts';
import { clipBody, firstText, NO_FINDINGS, readEventDocuments, shortText, type EventFinding } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject, type Json } from '../contract-json-object.ts';
import type { DocumentElement, DocumentPlan } from '../contract-json-stream.ts';
import { severityOfPaging } from '../contract-level.ts';
import { INCIDENT_FIELDS } from '../contract-people.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

/** Where incidents stand: lists of them, one of a webhook, a bare list. */
const PLACES = ['incidents[]', 'scheduled_maintenances[]', 'incident', '[]'];
const plan: DocumentPlan = {
  elements: PLACES.map((place) => `${place}.incident_updates[]`),
  context: Object.fromEntries(PLACES.map((place) => [place, ['id', 'name', 'impact', 'shortlink']])),
};

/** What a status page told its readers: a record per update of an incident. */
export const statuspage: Format = {
  id: 'statuspage',
  title: 'Status page',
  extensions: ['json'],
  magic: ['{"page": …, "incidents": [{"incident_updates": […'],
  specification: [
    { title: 'Statuspage: status API, incidents', url: 'https://metastatuspage.com/api' },
    { title: 'Statuspage: manage API, incidents', url: 'https://developer.statuspage.io/#tag/incidents' },
  ],
  fields: INCIDENT_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const incidents = new Set<string>();
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'statuspage', noun: 'updates', plan,
      read: (element, record) => {
        const findings = readUpdate(element, record);
        if (findings && record.fields[1] !== undefined) incidents.add(String(record.fields[1]));
        return findings;
      },
    });
    return { counts: { updates: counts.events, incidents: incidents.size, brokenElements: counts.brokenElements }, summary: {} };
  },
};

const READ = new Set(['body', 'status', 'created_at', 'display_at', 'incident_id']);

function readUpdate(element: DocumentElement, record: EventRecord): readonly EventFinding[] | undefined {
  const update = element.value;
  if (!isUpdate(update)) return undefined;
  // When readers were shown it; a page can be told of something later.
  const time = firstText(update['display_at'], update['created_at']);
  record.timeNs = time === undefined ? undefined : parseRfc3339(time);
  record.timeText = time;
  const around = element.enclosing?.members;
  const name = firstText(around?.['name']);
  const impact = firstText(around?.['impact']);
  const status = firstText(update['status']);
  const said = htmlText(firstText(update['body']) ?? '');
  record.body = clipBody([name, said === '' ? status : said].filter((part) => part !== undefined).join(': '));
  if (impact !== undefined) {
    record.severityText = impact;
    record.severityNumber = severityOfPaging(impact);
  }
  record.fields = [status === 'resolved' || status === 'completed' ? 'status.resolved' : 'status.update', shortText(around?.['id']) ?? shortText(update['incident_id']), name, status, impact, undefined, undefined];
  const attributes = emptyAttributes();
  for (const key in update) if (!READ.has(key) && update[key] !== null) attributes[key] = update[key];
  if (firstText(around?.['shortlink']) !== undefined) attributes['shortlink'] = around!['shortlink'];
  if (firstText(update['created_at']) !== time) attributes['created_at'] = update['created_at'];
  record.attributes = attributes;
  return record.timeNs === undefined ? [{ code: 'unreadable-time', message: 'The update has no time of RFC 3339.' }] : NO_FINDINGS;
}

function isUpdate(value: unknown): value is Json {
  return isObject(value) && typeof value['status'] === 'string' && ('created_at' in value || 'display_at' in value);
}

/** An incident of a status page has its updates in it. */
function isIncident(value: unknown): boolean {
  return isObject(value) && Array.isArray(value['incident_updates']) && typeof value['name'] === 'string';
}

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  if (Array.isArray(first)) return first.some(isIncident) ? found('a list of incidents of a status page') : undefined;
  if (!isObject(first)) return undefined;
  if (isIncident(first['incident'])) return found('an incident of a status page');
  const lists = [first['incidents'], first['scheduled_maintenances']];
  return lists.some((list: unknown) => Array.isArray(list) && list.some(isIncident)) ? found('incidents of a status page') : undefined;
}

function found(reason: string): Detection {
  return { confidence: 1, reason };
}
