import { crc32, deflateRawSync } from 'node:zlib';

/** Archives as tests need them, damaged and hostile ones included: written byte by byte, so that nothing makes them right. */
export interface TarMember {
  readonly name: string | Buffer;
  readonly bytes?: string | Uint8Array;
  /** ustar type flag; `0` a file. */
  readonly type?: string;
  readonly linkName?: string;
}

export function tar(members: readonly TarMember[], { end = true } = {}): Buffer {
  const parts: Buffer[] = [];
  for (const { name, bytes = '', type = '0', linkName = '' } of members) {
    const body = Buffer.from(bytes);
    const header = Buffer.alloc(512);
    Buffer.from(name).copy(header, 0, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(linkName, 157);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    parts.push(header, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(end ? 1024 : 0)]);
}

/** A pax header for the member after it. */
export function pax(records: Record<string, string>): TarMember {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length++;
    return `${length}${rest}`;
  });
  return { name: 'pax', type: 'x', bytes: lines.join('') };
}

export interface ZipMemberToWrite {
  readonly name: string;
  readonly bytes?: string | Uint8Array;
  /** Instead of deflate. */
  readonly method?: number;
  /** Data as it is, for a method of one's own. */
  readonly packed?: Uint8Array;
  readonly flags?: number;
  readonly crc?: number;
  readonly unixMode?: number;
  /** Sizes behind the data, as programs write that write to a pipe. */
  readonly streamed?: boolean;
}

export function zip(members: readonly ZipMemberToWrite[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, bytes = '', method = 8, packed, flags = 0, crc, unixMode = 0o100644, streamed = false } of members) {
    const body = Buffer.from(bytes);
    const data = Buffer.from(packed ?? (method === 8 ? deflateRawSync(body) : body));
    const sum = crc ?? crc32(body);
    const allFlags = flags | (streamed ? 8 : 0) | 0x800;
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(allFlags, 6);
    local.writeUInt16LE(method, 8);
    if (!streamed) {
      local.writeUInt32LE(sum, 14);
      local.writeUInt32LE(data.length, 18);
      local.writeUInt32LE(body.length, 22);
    }
    local.writeUInt16LE(title.length, 26);
    const descriptor = Buffer.alloc(streamed ? 16 : 0);
    if (streamed) {
      descriptor.writeUInt32LE(0x08074b50, 0);
      descriptor.writeUInt32LE(sum, 4);
      descriptor.writeUInt32LE(data.length, 8);
      descriptor.writeUInt32LE(body.length, 12);
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(0x0314, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(allFlags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(sum, 16);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(body.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE((unixMode << 16) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    central.push(entry, title);
    parts.push(local, title, data, descriptor);
    at += 30 + title.length + data.length + descriptor.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** Three lines of an access log; `BZIP2_TWICE` and `XZ_TWICE` are two streams of it, one after the other, by bzip2 1.0.8 and xz 5.4. */
export const LOG = [1, 2, 3].map((i) => `10.0.0.${i} - - [14/Oct/2026:10:00:0${i} +0000] "GET /item/${i} HTTP/1.1" 200 ${i}\n`).join('');
export const BZIP2_TWICE = Buffer.from('QlpoOTFBWSZTWffwMSoAAD/fgEAQUAv9EALAxAoKIgQAIABoR6iR6h6TQBoAr/VKaPSQDTExNF5OJ1GaTM0HI6QK7u5IhELQYVPai/C6jsKJZUXOqGTRSqMF6YnOEM0uEzM1QquitbMV9GrZmxWaNkN17dw1WcuX5/F3JFOFCQ9/AxKgQlpoOTFBWSZTWffwMSoAAD/fgEAQUAv9EALAxAoKIgQAIABoR6iR6h6TQBoAr/VKaPSQDTExNF5OJ1GaTM0HI6QK7u5IhELQYVPai/C6jsKJZUXOqGTRSqMF6YnOEM0uEzM1QquitbMV9GrZmxWaNkN17dw1WcuX5/F3JFOFCQ9/AxKg', 'base64');
export const XZ_TWICE = Buffer.from('/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ADUAFddABiMAg0AxDOTFymn0Ut5qx5JnBk9U2l7TRZDLG7tbWENWVKDlpUnGonUILV7mT/cQ/6CV4vg3fwMhX8wETeDYdobFhQLQnLbzudmbMfj87w3AC+XRG9gAAAAMOve9HViMZ0AAXPVAQAAAP48SrexxGf7AgAAAAAEWVr9N3pYWgAABObWtEYCACEBFgAAAHQv5aPgANQAV10AGIwCDQDEM5MXKafRS3mrHkmcGT1TaXtNFkMsbu1tYQ1ZUoOWlScaidQgtXuZP9xD/oJXi+Dd/AyFfzARN4Nh2hsWFAtCctvO52Zsx+PzvDcAL5dEb2AAAAAw6970dWIxnQABc9UBAAAA/jxKt7HEZ/sCAAAAAARZWg==', 'base64');
/** Three million times `a`: runs of the block coder. */
export const BZIP2_RUNS = Buffer.from('QlpoOTFBWSZTWaQp0GoAFvoBCKAAQAAACCAAMMwJqmmpAi2pIEXi7kinChIUhToNQA==', 'base64');
