import { at, integerOf, knownJsonFormat, setRest, setTime, textOf } from '../contract-json-known-format.ts';
import type { Json } from '../contract-json-object.ts';
import type { EventRecord, FieldDefinition, FieldValue } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'event.name', type: 'string', description: 'Type of the event: alert, dns, http, tls, flow, fileinfo, anomaly, stats …', facet: true },
  { name: 'event.action', type: 'string', description: 'Whether the packet was allowed or blocked.', facet: true },
  { name: 'rule.id', type: 'string', description: 'Rule of an alert: generator, signature and revision.', facet: true },
  { name: 'rule.category', type: 'string', description: 'Classification of the rule.', facet: true },
  { name: 'alert.priority', type: 'integer', description: 'Priority of the rule, 1 the gravest.', facet: true },
  { name: 'network.transport', type: 'string', description: 'Protocol, in small letters.', facet: true },
  { name: 'network.protocol.name', type: 'string', description: 'Protocol of the application.', facet: true },
  { name: 'source.address', type: 'string', description: 'Where it came from.', facet: true },
  { name: 'source.port', type: 'integer', description: 'Its port.' },
  { name: 'destination.address', type: 'string', description: 'Where it went.', facet: true },
  { name: 'destination.port', type: 'integer', description: 'Its port.', facet: true },
  { name: 'server.address', type: 'string', description: 'Name that was asked for: of DNS, HTTP or TLS.', facet: true },
  { name: 'suricata.flow_id', type: 'integer', description: 'The same for all events of one flow.' },
];
const F = { name: 0, action: 1, rule: 2, category: 3, priority: 4, transport: 5, protocol: 6, source: 7, sourcePort: 8, destination: 9, destinationPort: 10, server: 11, flow: 12 } as const;

/** EVE, what Suricata writes: alerts, protocols, flows and statistics as JSON lines. */
export const suricataEve = knownJsonFormat({
  id: 'suricata-eve',
  title: 'Suricata EVE',
  noun: 'events of Suricata',
  extensions: ['json', 'jsonl', 'log'],
  magic: ['{"timestamp":…,"flow_id":…,"event_type":"alert",…'],
  specification: [{ title: 'Suricata: EVE JSON format', url: 'https://docs.suricata.io/en/latest/output/eve/eve-json-format.html' }],
  fields,
  read,
});

const TAKEN = new Set(['timestamp', 'event_type', 'proto', 'app_proto', 'src_ip', 'src_port', 'dest_ip', 'dest_port', 'flow_id', 'host']);

function read(object: Json, record: EventRecord, values: FieldValue[], zone: string): void {
  setTime(record, zone, object['timestamp']);
  const name = textOf(object['event_type'])!;
  const alert = object['alert'];
  const signature = integerOf(at(alert, 'signature_id'));
  values[F.name] = name;
  values[F.action] = textOf(at(alert, 'action'));
  if (signature !== undefined) values[F.rule] = `${integerOf(at(alert, 'gid')) ?? 1}:${signature}:${integerOf(at(alert, 'rev')) ?? 0}`;
  values[F.category] = textOf(at(alert, 'category'));
  values[F.priority] = integerOf(at(alert, 'severity'));
  values[F.transport] = textOf(object['proto'])?.toLowerCase();
  values[F.protocol] = textOf(object['app_proto']);
  values[F.source] = textOf(object['src_ip']);
  values[F.sourcePort] = integerOf(object['src_port']);
  values[F.destination] = textOf(object['dest_ip']);
  values[F.destinationPort] = integerOf(object['dest_port']);
  const query: unknown = at(object, 'dns', 'queries');
  values[F.server] = textOf(at(object, 'dns', 'rrname')) ?? textOf(at(Array.isArray(query) ? query[0] : undefined, 'rrname')) ?? textOf(at(object, 'http', 'hostname')) ?? textOf(at(object, 'tls', 'sni'));
  values[F.flow] = integerOf(object['flow_id']);
  record.hostName = textOf(object['host']);
  const priority = values[F.priority];
  if (alert !== undefined) {
    record.severityNumber = priority === 1 ? 17 : priority === 2 ? 13 : 9;
    record.severityText = typeof priority === 'number' ? `priority ${priority}` : undefined;
  }
  const from = end(values[F.source], values[F.sourcePort]);
  const to = end(values[F.destination], values[F.destinationPort]);
  record.body = [`${name}: ${whatOf(object, values) ?? ''}`.replace(/: $/, ''), from === undefined || to === undefined ? undefined : `${from} -> ${to}`].filter((part) => part !== undefined).join(', ');
  setRest(record, object, TAKEN);
}

/** What happened, in the words of its own protocol. */
function whatOf(object: Json, values: readonly FieldValue[]): string | undefined {
  const signature = textOf(at(object, 'alert', 'signature'));
  if (signature !== undefined) return signature;
  const server = values[F.server];
  const method = textOf(at(object, 'http', 'http_method'));
  if (method !== undefined) {
    const status = integerOf(at(object, 'http', 'status'));
    return `${method} ${typeof server === 'string' ? server : ''}${textOf(at(object, 'http', 'url')) ?? ''}${status === undefined ? '' : ` ${status}`}`;
  }
  const type = textOf(at(object, 'dns', 'type'));
  if (typeof server === 'string') return type === undefined ? server : `${type} ${server}${textOf(at(object, 'dns', 'rcode')) === undefined ? '' : ` ${textOf(at(object, 'dns', 'rcode'))!}`}`;
  return textOf(at(object, 'fileinfo', 'filename')) ?? textOf(at(object, 'anomaly', 'event')) ?? textOf(at(object, 'flow', 'state')) ?? textOf(at(object, 'engine', 'message'));
}

function end(address: FieldValue, port: FieldValue): string | undefined {
  if (typeof address !== 'string') return undefined;
  return typeof port !== 'number' ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
