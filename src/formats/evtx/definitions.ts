import { TOKEN, type BinXmlReader, type Reference } from './binxml.ts';
import { Damage, type Block, type Budget } from './block.ts';
import { Template } from './template.ts';

/** A definition as it stood in the chunk it was read from: its bytes, and where they refer to names. */
interface Known {
  readonly bytes: Uint8Array;
  /** Offsets of references within the bytes, ascending. */
  readonly references: readonly Reference[];
  readonly template: Template;
}

/**
 * Definitions of templates. Every chunk has its own copy of those that its records use; they differ in the offsets of
 * names alone, so one that was read in a chunk before is compared and not read again: it costs a tenth.
 */
export class Definitions {
  private readonly block: Block;
  private readonly budget: Budget;
  private readonly xml: BinXmlReader;
  /** Of this chunk, by offset. */
  private readonly here = new Map<number, Template | Damage>();
  /** By GUID and length: names stand where a chunk used them first, so there are several ways to write one. */
  private readonly known = new Map<string, Known[]>();
  private bytes = 0;

  constructor(block: Block, budget: Budget, xml: BinXmlReader) {
    this.block = block;
    this.budget = budget;
    this.xml = xml;
  }

  startChunk(): void {
    this.here.clear();
  }

  /** The template whose definition stands at an offset; `id` is the first word of its GUID, as an instance has it. */
  at(offset: number, id: number): Template {
    const known = this.here.get(offset);
    if (known instanceof Template) return known;
    if (known) throw known;
    try {
      const template = this.read(offset, id);
      this.here.set(offset, template);
      return template;
    } catch (error) {
      this.xml.references = undefined;
      if (error instanceof Damage) this.here.set(offset, error);
      throw error;
    }
  }

  /** libyal EVTX, "Template definition": offset of the next, GUID, length, fragment. */
  private read(offset: number, id: number): Template {
    const { block, budget, xml } = this;
    // Where it is another, something was written over it.
    if (block.u32(offset + 4) !== id) throw new Damage(`its template at ${offset} was overwritten`);
    const from = offset + 24;
    const end = from + block.u32(offset + 20);
    if (end > block.length) throw new Damage('its template leads out of its chunk');
    const key = `${Buffer.from(block.bytes.buffer, block.bytes.byteOffset + offset + 4, 16).toString('latin1')}${end - from}`;
    const ways = this.known.get(key) ?? [];
    for (const known of ways) {
      budget.spend((known.bytes.length >> 4) + known.references.length);
      if (isSame(known, block, from, xml)) return known.template;
    }
    xml.at = block.u8(from) === TOKEN.fragmentHeader ? from + 4 : from;
    xml.base = from;
    const references: Reference[] = [];
    xml.references = references;
    const template = new Template(xml.element(end, true, 0));
    xml.references = undefined;
    this.keep(key, ways, { bytes: Uint8Array.from(block.bytes.subarray(from, end)), references, template });
    return template;
  }

  private keep(key: string, ways: Known[], known: Known): void {
    this.bytes += known.bytes.length;
    if (this.bytes > MOST_BYTES) {
      this.known.clear();
      this.bytes = known.bytes.length;
    }
    if (ways.length >= MOST_WAYS) ways.shift();
    ways.push(known);
    this.known.set(key, ways);
  }
}

const MOST_WAYS = 8;
/** Of machines that log a lot: some thousand definitions. */
const MOST_BYTES = 8 * 1024 * 1024;

function isSame(known: Known, block: Block, from: number, xml: BinXmlReader): boolean {
  const { bytes } = block;
  let at = 0;
  for (const { at: next, name, here } of known.references) {
    if (!same(known.bytes, bytes, from, at, next)) return false;
    xml.at = from + next;
    // Reads it where it is new in this chunk.
    if ((block.u32(xml.at) === xml.at + 4) !== here || xml.name() !== name) return false;
    at = xml.at - from;
  }
  return same(known.bytes, bytes, from, at, known.bytes.length);
}

function same(a: Uint8Array, b: Uint8Array, bFrom: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[i] !== b[bFrom + i]) return false;
  return true;
}
