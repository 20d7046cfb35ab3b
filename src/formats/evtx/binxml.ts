import { Damage, type Block, type Budget } from './block.ts';
import { textOf } from './json.ts';
import { readValue, TYPE, type Value } from './values.ts';

/** Tokens, MS-EVEN6 §2.2.12, libyal EVTX "Token types". 0x40 on top: more follows. */
export const TOKEN = {
  endOfStream: 0x00, openStartElement: 0x01, closeStartElement: 0x02, closeEmptyElement: 0x03, endElement: 0x04, value: 0x05, attribute: 0x06,
  cdata: 0x07, characterReference: 0x08, entityReference: 0x09, piTarget: 0x0a, piData: 0x0b, templateInstance: 0x0c, normalSubstitution: 0x0d,
  optionalSubstitution: 0x0e, fragmentHeader: 0x0f,
} as const;

/** An element as a template (or a fragment without one) has it. */
export interface Element {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly content: readonly Part[];
  /** Value without which the element is not there; -1: always. */
  readonly dependency: number;
}

export interface Attribute {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Text as it stands, a value of the template's instance, an element. */
export type Part = string | Substitution | Element;

export interface Substitution {
  readonly index: number;
  /** What encloses it is not there when the value is NULL (MS-EVEN6 §3.1.4.7.2). */
  readonly optional: boolean;
}

/** Where the offset of a name stands, the name, and whether the name itself follows. */
export interface Reference {
  readonly at: number;
  readonly name: string;
  readonly here: boolean;
}

export function isElement(part: Part): part is Element {
  return typeof part !== 'string' && 'name' in part;
}

/** Nesting of elements, and of binary XML in values. Events as they are written have five levels. */
export const MOST_DEPTH = 64;
const MOST_NAME = 4096;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads elements of binary XML in one chunk. Names are stored once in a chunk and referred to by offset. */
export class BinXmlReader {
  /** Where reading is. */
  at = 0;
  /** Where names are referred to, while somebody wants to know. */
  references: Reference[] | undefined;
  /** What offsets of references count from. */
  base = 0;
  private readonly block: Block;
  private readonly budget: Budget;
  private readonly names = new Map<number, string>();

  constructor(block: Block, budget: Budget) {
    this.block = block;
    this.budget = budget;
  }

  startChunk(): void {
    this.names.clear();
  }

  /** The element at `at`, which is moved behind it. `inTemplate`: elements of definitions have a dependency id, others none. */
  element(end: number, inTemplate: boolean, depth: number): Element {
    if (depth > MOST_DEPTH) throw new Damage('its elements are nested too deep');
    this.budget.spend(1);
    const { block } = this;
    const token = block.u8(this.at);
    if ((token & 0x0f) !== TOKEN.openStartElement) throw new Damage(`there is no element at ${this.at}`);
    const depends = this.hasDependency(end, inTemplate);
    const dependency = depends ? block.u16(this.at + 1) : 0xffff;
    this.at += depends ? 7 : 5;
    const name = this.name();
    const attributes: Attribute[] = [];
    if ((token & 0x40) !== 0) {
      this.at += 4;
      while ((block.u8(this.at) & 0x3f) === TOKEN.attribute) {
        if (this.at >= end) throw new Damage('an element has no end');
        this.at++;
        const attribute = this.name();
        attributes.push({ name: attribute, parts: this.parts(end, inTemplate, depth, false) });
      }
    }
    const close = block.u8(this.at++);
    let content: readonly Part[] = [];
    if (close === TOKEN.closeStartElement) {
      content = this.parts(end, inTemplate, depth, true);
      if (block.u8(this.at++) !== TOKEN.endElement) throw new Damage(`an element has no end at ${this.at - 1}`);
    } else if (close !== TOKEN.closeEmptyElement) throw new Damage(`an element does not go on at ${this.at - 1}`);
    return { name, attributes, content, dependency: dependency === 0xffff ? -1 : dependency };
  }

  /**
   * MS-EVEN6 §2.2.12 has dependency ids in template definitions only. Writers differ where there is no template, so what
   * stands there decides: the name must be one.
   */
  private hasDependency(end: number, inTemplate: boolean): boolean {
    const fits = (header: number): boolean => {
      const at = this.at + header;
      return at <= end && this.isName(this.block.u32(at - 4), at) && this.block.u32(at - 8) <= end - at + 4;
    };
    if (inTemplate) return true;
    return !fits(9) && fits(11);
  }

  private isName(offset: number, behind: number): boolean {
    if (offset !== behind && this.names.has(offset)) return true;
    const { view, length } = this.block;
    if (offset + 10 > length) return false;
    const characters = view.getUint16(offset + 6, true);
    const nul = offset + 8 + characters * 2;
    return characters > 0 && characters <= MOST_NAME && nul + 2 <= length && view.getUint16(nul, true) === 0;
  }

  /** Name at the offset that stands at `at`; one that is stored here for the first time is skipped (libyal EVTX, "Name"). */
  name(): string {
    const { block } = this;
    const offset = block.u32(this.at);
    const at = this.at - this.base;
    this.at += 4;
    let name = this.names.get(offset);
    const here = offset === this.at;
    if (name === undefined || here) {
      const characters = block.u16(offset + 6);
      if (characters > MOST_NAME) throw new Damage(`the name at ${offset} is no name`);
      if (name === undefined) {
        this.budget.spend(1 + (characters >> 3));
        name = block.utf16(offset + 8, characters);
        this.names.set(offset, name);
      }
      if (here) this.at += 10 + characters * 2;
    }
    this.references?.push({ at, name, here });
    return name;
  }

  /** Content of an element, or data of an attribute, up to what ends it. Neighbouring texts are one. */
  private parts(end: number, inTemplate: boolean, depth: number, elements: boolean): Part[] {
    const { block, budget } = this;
    const parts: Part[] = [];
    const text = (more: string): void => {
      const last = parts.length - 1;
      if (typeof parts[last] === 'string') parts[last] += more;
      else if (more !== '') parts.push(more);
    };
    for (;;) {
      if (this.at >= end) throw new Damage('an element has no end');
      budget.spend(1);
      const token = block.u8(this.at) & 0x3f;
      switch (token) {
        case TOKEN.value: {
          const type = block.u8(this.at + 1);
          this.at += 2;
          text(type === TYPE.string ? this.counted() : textOf(this.fixed(type)));
          break;
        }
        case TOKEN.normalSubstitution: case TOKEN.optionalSubstitution:
          parts.push({ index: block.u16(this.at + 1), optional: token === TOKEN.optionalSubstitution });
          this.at += 4;
          break;
        case TOKEN.characterReference:
          text(String.fromCharCode(block.u16(this.at + 1)));
          this.at += 3;
          break;
        case TOKEN.entityReference: {
          this.at++;
          const name = this.name();
          text(Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : `&${name};`);
          break;
        }
        case TOKEN.cdata:
          this.at++;
          text(this.counted());
          break;
        case TOKEN.piTarget:
          this.at++;
          this.name();
          break;
        case TOKEN.piData:
          this.at++;
          this.counted();
          break;
        case TOKEN.openStartElement:
          if (!elements) throw new Damage(`an attribute has an element in it at ${this.at}`);
          parts.push(this.element(end, inTemplate, depth + 1));
          break;
        default:
          return parts;
      }
    }
  }

  /** Skips what may stand before or behind the element of a document: processing instructions. */
  instruction(): void {
    const token = this.block.u8(this.at++);
    if (token === TOKEN.piTarget) this.name();
    else this.counted();
  }

  /** A text with its number of characters before it (libyal EVTX, "Unicode text string"). */
  private counted(): string {
    const characters = this.block.u16(this.at);
    this.budget.spend(1 + (characters >> 3));
    const value = this.block.utf16(this.at + 2, characters);
    this.at += 2 + characters * 2;
    return value;
  }

  /** A value that stands in the text itself. MS-EVEN6 has strings only; widths of the others follow from their types. */
  private fixed(type: number): Value | undefined {
    const width = FIXED[type];
    if (width === undefined) throw new Damage(`a text is of type ${type} at ${this.at}`);
    if (this.at + width > this.block.length) throw new Damage('it leads out of its chunk');
    const value = readValue(this.block, type, this.at, width, this.budget);
    this.at += width;
    return value;
  }
}

const FIXED: Readonly<Record<number, number>> = {
  [TYPE.null]: 0, [TYPE.int8]: 1, [TYPE.uint8]: 1, [TYPE.int16]: 2, [TYPE.uint16]: 2, [TYPE.int32]: 4, [TYPE.uint32]: 4, [TYPE.int64]: 8, [TYPE.uint64]: 8,
  [TYPE.real32]: 4, [TYPE.real64]: 8, [TYPE.bool]: 4, [TYPE.guid]: 16, [TYPE.fileTime]: 8, [TYPE.systemTime]: 16, [TYPE.hexInt32]: 4, [TYPE.hexInt64]: 8,
};
