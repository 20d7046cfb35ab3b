import { parseTimeText } from '../contract-time.ts';
import { blankRecord, emptyAttributes } from '../contract-record.ts';
import type { Format, Head } from '../contract.ts';
import { imageType, readStructure, type ImageFacts } from './structure.ts';

/** Pictures as evidence: screenshots of dashboards, photos of screens. One record each; pixels are for the screen alone. */
export const image: Format = {
  id: 'image',
  title: 'Image',
  extensions: ['png', 'jpg', 'jpeg', 'gif', 'webp'],
  magic: ['89 50 4e 47 0d 0a 1a 0a at 0 (PNG)', 'ff d8 ff at 0 (JPEG)', '"GIF87a" or "GIF89a" at 0', '"RIFF" at 0 and "WEBP" at 8'],
  specification: [
    { title: 'PNG (third edition)', url: 'https://www.w3.org/TR/png-3/' },
    { title: 'ITU-T T.81: JPEG', url: 'https://www.w3.org/Graphics/JPEG/itu-t81.pdf' },
    { title: 'CIPA DC-008: Exif 2.32', url: 'https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf' },
    { title: 'GIF89a', url: 'https://www.w3.org/Graphics/GIF/spec-gif89a.txt' },
    { title: 'WebP container', url: 'https://developers.google.com/speed/webp/docs/riff_container' },
  ],
  fields: [
    { name: 'image.type', type: 'string', description: 'PNG, JPEG, GIF or WebP.', facet: true },
    { name: 'image.width', type: 'integer', description: 'Pixels from left to right, as stored.' },
    { name: 'image.height', type: 'integer', description: 'Pixels from top to bottom, as stored.' },
  ],
  detect(head: Head) {
    const type = imageType(head.bytes);
    return type && { confidence: 1, reason: `the first bytes are those of ${type === 'JPEG' ? 'a JPEG' : `a ${type}`} image` };
  },
  async parse(source, sink, options, signal) {
    const facts = await readStructure(source, signal);
    if (!facts) {
      if (source.sizeBytes > 0) sink.diagnostic({ code: 'image/not-understood', severity: 'warning', message: 'The first bytes are of no image that is known.', offsetBytes: 0, lengthBytes: source.sizeBytes });
      return { counts: { images: 0 }, summary: {} };
    }
    const { type, width, height } = facts;
    const record = blankRecord();
    const time = timeOf(facts, options.zone);
    const attributes = emptyAttributes();
    for (const [name, text] of facts.texts) attributes[`image.text.${name}`] = text;
    const { make, model, software, description, orientation } = facts.exif ?? {};
    for (const [name, value] of Object.entries({ make, model, software, description, orientation })) if (value !== undefined) attributes[`exif.${name}`] = value;
    if (time) attributes['image.time_from'] = time.from;
    Object.assign(record, {
      offsetBytes: 0, lengthBytes: source.sizeBytes, timeNs: time?.ns, timeText: time?.text, body: width === undefined || height === undefined ? `${type} image` : `${width}×${height} ${type}`,
      fields: [type, width, height], attributes: Object.keys(attributes).length > 0 ? attributes : undefined, understood: width !== undefined && height !== undefined,
    });
    sink.record(record);
    if (facts.damage) {
      const { message, offsetBytes } = facts.damage;
      sink.diagnostic({ code: 'image/damaged', severity: 'warning', message, offsetBytes, lengthBytes: Math.min(16, source.sizeBytes - offsetBytes) });
    }
    return { counts: { images: 1 }, summary: { type, width, height, ...(time ? { timeFrom: time.from } : {}) } };
  },
};

/** Exif's form of a time: `2026:10:14 10:34:11`, with fraction and offset where they are said. */
const EXIF_TIME = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)((?:[+-]\d\d:\d\d)?)$/;

/**
 * When the picture was made: Exif's original time, else what the file says of its creation, else when it was last
 * changed. Exif names a zone seldom: such a time is read in `zone`, and its text shows that it says none.
 */
function timeOf({ exif, texts, modified }: ImageFacts, zone: string): { ns: bigint; text: string; from: string } | undefined {
  const m = EXIF_TIME.exec(exif?.dateTime ?? '');
  const shot = m && parseTimeText(`${m[1]}-${m[2]}-${m[3]} ${m[4]}${m[5]}`, zone);
  if (shot !== undefined && shot !== null) return { ns: shot, text: exif!.dateTime!, from: 'Exif' };
  for (const name of ['Creation Time', 'create-date', 'date:create', 'creation_time']) {
    const text = texts.get(name)?.trim();
    const ns = text === undefined ? undefined : parseTimeText(text, zone);
    if (ns !== undefined) return { ns, text: text!, from: `text “${name}”` };
  }
  const changed = modified === undefined ? undefined : parseTimeText(modified, 'UTC');
  return changed === undefined ? undefined : { ns: changed, text: modified!, from: 'tIME: last changed' };
}
