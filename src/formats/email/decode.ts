import { isUtf8 } from 'node:buffer';

/** Bytes as characters of one byte each, as the reader of lines hands them on. */
type ByteText = string;

/** Text of bytes in a charset; of one that is not known, or of none, UTF-8 where that fits and Windows-1252 else. */
export function decodeBytes(bytes: ByteText, charset?: string): string {
  const buffer = Buffer.from(bytes, 'latin1');
  if (charset !== undefined && !/^(?:us-ascii|ascii)$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(buffer);
    } catch {
      // Not a name of the WHATWG's list.
    }
  }
  return isUtf8(buffer) ? buffer.toString('utf8') : new TextDecoder('windows-1252').decode(buffer);
}

/** RFC 2045 §6.7; `isWord`: the Q encoding of RFC 2047, where an underscore is a blank. */
export function quotedPrintable(bytes: ByteText, isWord = false): ByteText {
  return (isWord ? bytes.replaceAll('_', ' ') : bytes.replace(/=[ \t]*\r?\n/g, ''))
    .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function base64(bytes: ByteText): ByteText {
  return Buffer.from(bytes, 'base64').toString('latin1');
}

/** A header as people read it: encoded words (RFC 2047) decoded, blanks between two of them left out. */
export function decodeHeader(value: ByteText): string {
  const plain = (text: ByteText): string => decodeBytes(text);
  let out = '';
  let at = 0;
  let afterWord = false;
  for (const m of value.matchAll(/=\?([^?\s]{1,60})\?([bq])\?([^?]{0,2000})\?=/gi)) {
    const between = value.slice(at, m.index);
    if (!(afterWord && between.trim() === '')) out += plain(between);
    const charset = m[1]!.replace(/\*.*$/, '');
    out += decodeBytes(m[2]!.toLowerCase() === 'b' ? base64(m[3]!) : quotedPrintable(m[3]!, true), charset);
    at = m.index + m[0].length;
    afterWord = true;
  }
  return out + plain(value.slice(at));
}
