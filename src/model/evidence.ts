import { z } from 'zod';
import { Count, Nanoseconds, Sha256 } from './primitives.ts';

/**
 * Where in an artifact the proof lies. New kinds of evidence add a variant here and its text form below;
 * nothing else in the house knows how many there are.
 */
export const Locator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('artifact') }),
  z.object({
    kind: z.literal('bytes'),
    offsetBytes: Count,
    lengthBytes: Count.min(1),
    /** 1-based physical line of the first byte, where the format has lines. Descriptive: the bytes decide. */
    line: Count.min(1).optional(),
  }),
  /** A rectangle of an image, in pixels of the image from its top left corner. */
  z.object({ kind: z.literal('region'), x: Count, y: Count, width: Count.min(1), height: Count.min(1) }),
]);
export type Locator = z.infer<typeof Locator>;

/**
 * The one primitive that carries proof. Entries, sentences of the postmortem and actions all cite it;
 * clicking it anywhere opens the bytes. `excerpt` is what a person saw when citing (decoded text, at most
 * 4,000 characters), kept so that a claim can be read where the evidence is not at hand.
 */
export const EvidenceReference = z.object({
  sha256: Sha256,
  locator: Locator,
  excerpt: z.string().max(4000),
  addedBy: z.string(),
  addedAtNs: Nanoseconds,
});
export type EvidenceReference = z.infer<typeof EvidenceReference>;

/**
 * Text form of a locator: `0x219e2e0+412` for bytes, `xywh=10,20,300,200` for a region as Media Fragments URI 1.0
 * writes it (https://www.w3.org/TR/media-frags/#naming-space), empty for a whole artifact.
 */
export function formatLocator(locator: Locator): string {
  if (locator.kind === 'bytes') return `0x${locator.offsetBytes.toString(16)}+${locator.lengthBytes}`;
  return locator.kind === 'region' ? `xywh=${locator.x},${locator.y},${locator.width},${locator.height}` : '';
}

/** Reads the text form of a locator (hex or decimal offset); `undefined` when it is not one. */
export function parseLocator(text: string): Locator | undefined {
  if (text === '') return { kind: 'artifact' };
  const region = /^xywh=(?:pixel:)?(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})$/i.exec(text);
  if (region) {
    const [x, y, width, height] = region.slice(1).map(Number);
    const read = Locator.safeParse({ kind: 'region', x, y, width, height });
    return read.success ? read.data : undefined;
  }
  const m = /^(0x[0-9a-f]{1,14}|\d{1,16})\+(\d{1,16})$/i.exec(text);
  if (!m) return undefined;
  const parsed = Locator.safeParse({ kind: 'bytes', offsetBytes: Number(m[1]), lengthBytes: Number(m[2]) });
  return parsed.success ? parsed.data : undefined;
}

/** What a region shows, as text: "Region 300×200 at 10,20 of chart.png". The excerpt of a citation of one. */
export function regionWords(region: Extract<Locator, { kind: 'region' }>, path: string): string {
  return `Region ${region.width}×${region.height} at ${region.x},${region.y} of ${path.split('/').at(-1) ?? path}`;
}

/** Identity of a reference within a case: `<64 hex>:<locator>`. Two citations of the same bytes are the same reference. */
export function referenceKey(reference: Pick<EvidenceReference, 'sha256' | 'locator'>): string {
  return `${reference.sha256}:${formatLocator(reference.locator)}`;
}

/** The citation as people read it, `3be1d07a @0x219e2e0+412`, with a hash of eight digits. */
export function citationLabel(reference: Pick<EvidenceReference, 'sha256' | 'locator'>): string {
  const locator = formatLocator(reference.locator);
  return locator === '' ? reference.sha256.slice(0, 8) : `${reference.sha256.slice(0, 8)} @${locator}`;
}

/** A citation as it stands in Markdown: `[@3be1d07a:0x219e2e0+412]`, `[@3be1d07a]` for a whole artifact. */
export function formatCitation(reference: Pick<EvidenceReference, 'sha256' | 'locator'>, hashDigits = 8): string {
  const locator = formatLocator(reference.locator);
  const hash = reference.sha256.slice(0, hashDigits);
  return locator === '' ? `[@${hash}]` : `[@${hash}:${locator}]`;
}

/** A citation found in text. `hashPrefix` has 8–64 hex digits; offsets are UTF-16 units of the text. */
export interface Citation {
  readonly hashPrefix: string;
  readonly locator: Locator;
  readonly start: number;
  readonly end: number;
}

const CITATION = /\[@([0-9a-f]{8,64})(?::([0-9a-fx+]+|xywh=[\d,]+))?\]/gi;

/** Every well-formed citation in a text, in order. */
export function findCitations(text: string): Citation[] {
  const found: Citation[] = [];
  for (const m of text.matchAll(CITATION)) {
    const locator = parseLocator(m[2] ?? '');
    if (locator) found.push({ hashPrefix: m[1]!.toLowerCase(), locator, start: m.index, end: m.index + m[0].length });
  }
  return found;
}
