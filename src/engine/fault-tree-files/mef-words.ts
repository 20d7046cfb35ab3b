import { z } from 'zod';
import { Observation, UNOBSERVED } from '../../model/fault-tree/document.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * What the MEF has no element for stands in its `<attributes>` (MEF 2.0, I.1), under these names. `flavor` is SCRAM's; the
 * others are Tephra's. Other tools keep attributes that they do not know.
 */
export const ATTRIBUTE = {
  /** Of basic events: undeveloped, conditional. Of gates: pand, and inhibit where it has one conditional event, as SCRAM asks. */
  flavor: 'flavor',
  /** Of gates written as an equivalent: the gate, and the inputs in their order, `!` before a complement. */
  gate: 'gate', inputs: 'inputs', min: 'min', max: 'max',
  /** The name, where an XML identifier cannot hold it; the title, where a label cannot. */
  name: 'name', title: 'title', note: 'note', page: 'page', observed: 'observed',
  /** An expression that cannot be read, or that the MEF has no place for; that a parameter has none. */
  expression: 'expression', unsaid: 'unsaid', on: 'on', unit: 'unit',
  tops: 'tops', per: 'per', missionTime: 'mission-time',
} as const;

/** Of the attributes of an element, the first of each name. */
export function attributesIn(element: XmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const list of element.children) {
    if (list.name !== 'attributes') continue;
    for (const { name, attributes } of list.children) {
      const key = attributes['name'];
      if (name === 'attribute' && key !== undefined && !found.has(key)) found.set(key, attributes['value'] ?? '');
    }
  }
  return found;
}

export function labelOf(element: XmlElement): string {
  const label = element.children.find((child) => child.name === 'label');
  return label === undefined ? '' : label.text.replace(/\s+/g, ' ').trim();
}

/** Any text as one line of characters that XML can hold (SCRAM takes no line ends in attributes); `unescaped` is its inverse. */
export function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\\\u0000-\u001f\u007f-\u009f\ufffe\uffff]|^ | $|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu, (c) => c === '\\' ? '\\\\' : c === '\n' ? '\\n' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|n|\\)/g, (whole, hex: string | undefined) => hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : whole === '\\n' ? '\n' : '\\');
}

/** What is observed, without the references to evidence: they mean something in their case alone. */
export function observedText({ state, note, atNs }: Observation): string | undefined {
  if (state === UNOBSERVED.state && note === '' && atNs === undefined) return undefined;
  return JSON.stringify({ state, ...(atNs === undefined ? {} : { atNs: String(atNs) }), ...(note === '' ? {} : { note }) });
}

const ObservedText = z.object({ state: Observation.shape.state, atNs: z.string().regex(/^-?\d{1,25}$/).optional(), note: Observation.shape.note.optional() });

/** `undefined` for what this program did not write. */
export function observedIn(text: string): Observation | undefined {
  try {
    const { state, atNs, note = '' } = ObservedText.parse(JSON.parse(text));
    return { state, note, evidence: [], ...(atNs === undefined ? {} : { atNs: BigInt(atNs) }) };
  } catch {
    return undefined;
  }
}
