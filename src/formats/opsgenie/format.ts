import { readEventDocuments } from '../contract-json-events.ts';
import { documentHead } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import type { DocumentPlan } from '../contract-json-stream.ts';
import { INCIDENT_FIELDS } from '../contract-people.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { isThing, readThing } from './record.ts';

/** Alerts of Opsgenie, what happened to them, and what it sends to webhooks. */
export const opsgenie: Format = {
  id: 'opsgenie',
  title: 'Opsgenie',
  extensions: ['json', 'jsonl'],
  magic: ['{"data": [{"tinyId": …', '{"data": [{"log": …', '{"action": "Acknowledge", "alert": {"alertId": …'],
  specification: [
    { title: 'Opsgenie alert API: list alerts, logs, notes', url: 'https://docs.opsgenie.com/docs/alert-api' },
    { title: 'Opsgenie webhook integration', url: 'https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/' },
  ],
  fields: INCIDENT_FIELDS,
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const found = shape({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes });
    const kinds = { alerts: 0, logs: 0, notes: 0, webhooks: 0 };
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'opsgenie', noun: 'records', plan: found?.plan ?? { elements: ['data[]'] },
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

function shape(head: Head): { plan: DocumentPlan; reason: string } | undefined {
  const first = documentHead(head)?.first;
  if (Array.isArray(first)) return first.length > 0 && isThing(first[0]) ? { plan: { elements: ['[]'] }, reason: 'a list of what Opsgenie keeps' } : undefined;
  if (!isObject(first)) return undefined;
  const { data } = first;
  if (Array.isArray(data)) return data.length > 0 && isThing(data[0]) ? { plan: { elements: ['data[]'] }, reason: 'an answer of Opsgenie' } : undefined;
  if (isThing(data)) return { plan: { elements: ['data'] }, reason: 'an answer of Opsgenie: one alert' };
  return isThing(first) ? { plan: { elements: [''] }, reason: 'what Opsgenie sends to webhooks' } : undefined;
}

function detect(head: Head): Detection | undefined {
  const found = shape(head);
  return found && { confidence: 1, reason: found.reason };
}
