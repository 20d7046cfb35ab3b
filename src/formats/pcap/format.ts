import { carriedFormat } from '../contract-carried.ts';

/** Packet captures of tcpdump and Wireshark. Known by magic, not read yet. */
export const pcap = carriedFormat({
  id: 'pcap',
  title: 'Packet capture',
  extensions: ['pcap', 'pcapng', 'cap'],
  magic: ['a1 b2 c3 d4 or a1 b2 3c 4d at 0, in either order (pcap)', '0a 0d 0d 0a at 0 and 1a 2b 3c 4d at 8, in either order (pcapng)'],
  specification: [
    { title: 'PCAP capture file format, IETF draft', url: 'https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/' },
    { title: 'PCAP Now Generic (pcapng), IETF draft', url: 'https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/' },
  ],
  detect({ bytes }) {
    if (bytes.length < 24) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const little of [true, false]) {
      const magic = view.getUint32(0, little);
      // 2.4 is the only version in use.
      if ((magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) && view.getUint16(4, little) === 2) return { confidence: 1, reason: `the first bytes are those of a pcap capture (times in ${magic === 0xa1b2c3d4 ? 'microseconds' : 'nanoseconds'})` };
      if (magic === 0x0a0d0d0a && view.getUint32(8, little) === 0x1a2b3c4d) return { confidence: 1, reason: 'the first bytes are those of a pcapng capture' };
    }
    return undefined;
  },
});
