import { readEventDocuments } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import type { DocumentPlan } from '../contract-json-stream.ts';
import { INCIDENT_FIELDS } from '../contract-people.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { isThing, readThing } from './record.ts';

const LISTS = ['log_entries', 'incidents', 'alerts', 'change_events'];
const SINGLE = ['log_entry', 'incident', 'alert', 'change_event'];
const RELATED = ['past_incidents', 'related_incidents'];
const plan: DocumentPlan = { elements: ['event', '[]', ...LISTS.map((name) => `${name}[]`), ...SINGLE, ...RELATED.map((name) => `${name}[].incident`)] };

/** What PagerDuty knows: incidents, their log entries, alerts, changes; and what it sends to webhooks. */
export const pagerduty: Format = {
  id: 'pagerduty',
  title: 'PagerDuty',
  extensions: ['json', 'jsonl'],
  magic: ['{"log_entries": [{"type": "trigger_log_entry", …', '{"incidents": [{"type": "incident", …', '{"event": {"event_type": "incident.triggered", …'],
  specification: [
    { title: 'PagerDuty REST API v2', url: 'https://developer.pagerduty.com/api-reference/' },
    { title: 'PagerDuty webhooks v3', url: 'https://developer.pagerduty.com/docs/webhooks-overview' },
  ],
  fields: INCIDENT_FIELDS,
  detect,
  async parse(source, sink, _options, signal) {
    const kinds = { logEntries: 0, incidents: 0, alerts: 0, changes: 0, webhooks: 0 };
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'pagerduty', noun: 'records', plan,
      read: (element, record) => {
        const read = readThing(element.value, record);
        if (!read) return undefined;
        kinds[read.is]++;
        return read.findings;
      },
    });
    return { counts: { ...kinds, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function detect(head: Head): Detection | undefined {
  const first = documentHead(head)?.first;
  if (Array.isArray(first)) return first.length > 0 && isThing(first[0]) ? found('a list of what PagerDuty keeps') : undefined;
  if (!isObject(first)) return undefined;
  for (const name of LISTS) {
    const list = first[name];
    if (Array.isArray(list) && list.length > 0 && isThing(list[0])) return found(`an answer of PagerDuty: ${name.replace('_', ' ')}`);
  }
  for (const name of RELATED) {
    const list = first[name];
    if (Array.isArray(list) && list.some((one: unknown) => isObject(one) && isObject(one['incident']) && 'created_at' in one['incident'])) return found(`an answer of PagerDuty: ${name.replace('_', ' ')}`);
  }
  for (const name of SINGLE) if (isThing(first[name])) return found(`an answer of PagerDuty: one ${name.replace('_', ' ')}`);
  return isThing(first['event']) ? found('what PagerDuty sends to webhooks') : undefined;
}

function found(reason: string): Detection {
  return { confidence: 1, reason };
}
