import { Reader } from './bytes.ts';

/** What of an Exif block tells when and by what a picture was made. Texts as they stand. */
export interface Exif {
  /** `2026:10:14 10:34:11`, with fractions and offset behind it where it has them. */
  readonly dateTime: string | undefined;
  readonly make: string | undefined;
  readonly model: string | undefined;
  readonly software: string | undefined;
  readonly description: string | undefined;
  /** 1–8, TIFF 6.0 `Orientation`. */
  readonly orientation: number | undefined;
}

/*
 * Exif 2.32 (CIPA DC-008) in TIFF 6.0: IFD0 0x010e ImageDescription, 0x010f Make, 0x0110 Model, 0x0112 Orientation,
 * 0x0131 Software, 0x0132 DateTime, 0x8769 pointer to the Exif IFD: 0x9003 DateTimeOriginal, 0x9010/0x9011 offsets of
 * DateTime and DateTimeOriginal, 0x9290/0x9291 their fractions.
 */
const MAX_ENTRIES = 200;

/** Reads a TIFF block. Damage anywhere costs only what it holds. */
export function readExif(tiff: Uint8Array): Exif | undefined {
  const mark = tiff[0] === 0x49 && tiff[1] === 0x49 ? 'little' : tiff[0] === 0x4d && tiff[1] === 0x4d ? 'big' : undefined;
  if (mark === undefined) return undefined;
  const reader = new Reader(tiff, mark === 'little');
  if (reader.u16(2) !== 42) return undefined;
  const first = directory(reader, reader.u32(4));
  const exif = directory(reader, first.get(0x8769)?.number);
  const original = exif.get(0x9003)?.text;
  const dateTime = original ?? first.get(0x0132)?.text;
  const fraction = exif.get(original === undefined ? 0x9290 : 0x9291)?.text;
  const offset = exif.get(original === undefined ? 0x9010 : 0x9011)?.text;
  return {
    dateTime: dateTime === undefined ? undefined : `${dateTime}${fraction !== undefined && /^\d+$/.test(fraction) ? `.${fraction}` : ''}${offset !== undefined && /^[+-]\d\d:\d\d$/.test(offset) ? offset : ''}`,
    make: first.get(0x010f)?.text, model: first.get(0x0110)?.text, software: first.get(0x0131)?.text, description: first.get(0x010e)?.text,
    orientation: first.get(0x0112)?.number,
  };
}

function directory(reader: Reader, at: number | undefined): Map<number, { number: number | undefined; text: string | undefined }> {
  const found = new Map<number, { number: number | undefined; text: string | undefined }>();
  const count = at === undefined || at < 8 ? undefined : reader.u16(at);
  for (let i = 0; i < Math.min(count ?? 0, MAX_ENTRIES); i++) {
    const entry = at! + 2 + i * 12;
    const [tag, type, length] = [reader.u16(entry), reader.u16(entry + 2), reader.u32(entry + 4)];
    if (tag === undefined || type === undefined || length === undefined) break;
    // 2: ASCII; up to four bytes stand in place, more where the value points.
    if (type === 2) {
      const from = length <= 4 ? entry + 8 : reader.u32(entry + 8);
      const text = from === undefined ? '' : reader.ascii(from, Math.min(length, 1000)).replace(/\0[^]*$/, '').trim();
      if (text !== '') found.set(tag, { number: undefined, text });
    } else if (type === 3) found.set(tag, { number: reader.u16(entry + 8), text: undefined });
    else if (type === 4) found.set(tag, { number: reader.u32(entry + 8), text: undefined });
  }
  return found;
}
