import type { LineFormatSource } from '../../model/line-format.ts';
import { field } from './pieces.ts';

/** The three times of tcpdump: -tttt, -tt, and without a date. */
const TIMES = [String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6,9}`, String.raw`\d{9,11}\.\d{6,9}`, String.raw`\d\d:\d\d:\d\d\.\d{6,9}`];
/** `-i any` names the interface and the direction. */
const BEFORE = String.raw`(?:[\w.-]{1,40} {1,2}(?:In|Out|B|M|P) {1,3})?(?:vlan \d{1,4}, p \d,(?: DEI,)? (?:ethertype IPv[46], )?)?`;
const V4 = (name: string): string => String.raw`(?<${name}>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:\.(?:(?<${name}_port>\d{1,5})|[a-z][\w-]{0,40}))?`;
const V6 = (name: string): string => String.raw`(?<${name}>[\da-f:]{2,45})(?:\.(?:(?<${name}_port>\d{1,5})|[a-z][\w-]{0,40}))?`;
const PACKETS = [
  `(?<protocol>IP) ${V4('source')} > ${V4('destination')}: .*`,
  `(?<protocol>IP6) ${V6('source')} > ${V6('destination')}: .*`,
  '(?<protocol>IP6?) (?<source>[^ ]+) > (?<destination>[^ :]+): .*',
  // -v has the addresses in the next line.
  String.raw`(?<protocol>IP6?) \(.*`,
  '(?<protocol>ARP), .*',
];

/** What tools of networks print. */
export const network: readonly LineFormatSource[] = [
  {
    id: 'tcpdump',
    title: 'tcpdump output',
    specification: [{ title: 'tcpdump: output format', url: 'https://www.tcpdump.org/manpages/tcpdump.1.html#lbAG' }],
    fields: [
      field('network.type', 'string', 'IP or IP6.', { capture: 'protocol', facet: true }),
      field('source.address', 'string', 'Who sent the packet.', { capture: 'source', facet: true }), field('source.port', 'integer', 'Its port.', { capture: 'source_port' }),
      field('destination.address', 'string', 'Whom it went to.', { capture: 'destination', facet: true }), field('destination.port', 'integer', 'Its port, where it is a number.', { capture: 'destination_port' }),
    ],
    lines: TIMES.flatMap((time) => PACKETS.map((packet) => `(?<time>${time}) ${BEFORE}(?<body>${packet})`)),
    time: { forms: ['%Y-%m-%d %H:%M:%S.%f', '%s', '%H:%M:%S.%f'] },
    continuation: 'belongs',
    samples: [
      { line: '2026-10-14 10:34:11.204567 IP 10.0.0.7.56462 > 10.0.0.3.mysql: tcp 301\n\t0x0000:  4508 0161 7dc5 4000 4006 00c5 c0a8 1cdf', time: '2026-10-14T10:34:11.204567Z', fields: { 'source.address': '10.0.0.7', 'source.port': 56462, 'destination.address': '10.0.0.3' } },
      { line: '1791974052.000001 IP 10.0.0.7 > 10.0.0.3: ICMP echo request, id 1, seq 1, length 64', time: '2026-10-14T10:34:12.000001Z', fields: { 'source.address': '10.0.0.7', 'destination.address': '10.0.0.3' } },
      { line: '10:34:13.204567 eth0  In  IP6 2001:db8::7.50122 > 2001:db8::3.443: Flags [S], seq 1, win 64800, length 0', time: '2026-11-30T10:34:13.204567Z', fields: { 'network.type': 'IP6', 'source.address': '2001:db8::7', 'source.port': 50122, 'destination.port': 443 } },
    ],
  },
];
