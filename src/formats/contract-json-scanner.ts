import { parseJson } from './contract-json.ts';
import { Capture, Enclosing, type PlanNode } from './contract-json-plan.ts';

/**
 * Walks JSON (RFC 8259) as it arrives, byte by byte, in constant memory: it checks the grammar and knows where it is,
 * but makes values only of the elements a plan asks for. All structure of JSON is ASCII, so its offsets are byte
 * offsets. Documents may follow one another with white space, commas or record separators (RFC 7464) between.
 *
 * Damage is data. Where the grammar breaks, what comes after is read again from the next place that can be trusted: a
 * line that begins with a bracket, which is a new document, or an object that begins with the same member as the
 * elements before it, which is an element whose surroundings are no longer certain.
 */

export interface FoundElement {
  readonly kind: 'element';
  readonly path: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** 1-based line of its first byte. */
  readonly line: number;
  /** All its bytes, or the first of them when there are too many; valid until the next push. */
  readonly bytes: Uint8Array;
  readonly enclosing: Enclosing | undefined;
  readonly problem: 'too-long' | 'too-deep' | undefined;
}

export interface FoundDocument {
  readonly kind: 'document';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly elements: number;
  /** Names of its members, the first few; empty for a list. */
  readonly keys: readonly string[];
}

/** Bytes that could not be read as JSON. */
export interface FoundDamage {
  readonly kind: 'damage';
  readonly what: 'truncated' | 'damaged' | 'not-json';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly line: number;
  /** Where the grammar breaks. */
  readonly atByte: number;
  /** The element that was being read; its beginning. */
  readonly element: Uint8Array | undefined;
}

export type Found = FoundElement | FoundDocument | FoundDamage;

/** Longest element that is made a value of. */
export const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;
/** Deepest element that is made a value of: beyond, reading it would need a stack as deep. */
export const MAX_ELEMENT_DEPTH = 500;
/** Deepest nesting that is followed at all. */
const MAX_DEPTH = 1 << 20;
const MAX_MEMBER_BYTES = 1024 * 1024;
const MAX_KEY_BYTES = 256;
const MAX_KEYS = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LF = 0x0a;
const RECORD_SEPARATOR = 0x1e;

const OBJECT = 1;
const ARRAY = 2;

const TOP = 0;
const VALUE = 1;
const VALUE_OR_END = 2;
const KEY = 3;
const KEY_OR_END = 4;
const AFTER_KEY = 5;
const AFTER_VALUE = 6;
const STRING = 7;
const ESCAPE = 8;
const SCALAR = 9;
const RESYNC = 10;
const MATCH = 11;

const NO_BYTES = new Uint8Array();

export class JsonScanner {
  /** What was found, in order; the caller takes it after every push. */
  found: Found[] = [];
  documents = 0;
  /** In a second look at one object: it has ended, or cannot be read any further. */
  finished = false;

  private state = TOP;
  private depth = 0;
  private types = new Uint8Array(256);
  private nodes: Array<PlanNode | undefined> = [];
  private enclosings: Array<Enclosing | undefined> = [];
  /** Depth at which the current value of no further interest began; -1 between them. */
  private opaque = -1;
  private capturing: 'element' | 'member' | undefined;
  private element = '';
  private member = '';
  private readonly capture = new Capture();
  private stringIsKey = false;
  private key = new Uint8Array(MAX_KEY_BYTES);
  /** Bytes of the key so far; -1: not wanted. */
  private keyLength = -1;
  private keyText = '';
  private signatureOf: PlanNode | undefined;
  private tokenOffset = 0;

  private documentOffset = 0;
  private documentElements = 0;
  private documentKeys: string[] = [];

  private damageAt = 0;
  private damageFrom = 0;
  private damageLine = 0;
  private damageElement: Uint8Array | undefined;
  private damageWhat: 'damaged' | 'not-json' = 'damaged';
  private lastByte = LF;
  private matched = 0;
  private matchOffset = 0;

  private base: number;
  private line = 1;
  /** The next line end of the chunk that is not counted yet; -1: not sought yet. */
  private nextLine = -1;
  private chunk: Uint8Array = NO_BYTES;
  private readonly root: PlanNode;
  private readonly only: Enclosing | undefined;

  /** With `only`, a second look at that one object for the members it lacks. */
  constructor(root: PlanNode, fromBytes: number, only?: Enclosing) {
    this.root = root;
    this.base = fromBytes;
    this.only = only;
  }

  push(chunk: Uint8Array): void {
    this.chunk = chunk;
    this.nextLine = -1;
    this.capture.from = 0;
    this.scan(chunk);
    this.countLines(chunk.length);
    this.capture.hold(chunk);
    if (chunk.length > 0) this.lastByte = chunk[chunk.length - 1]!;
    this.base += chunk.length;
  }

  end(): void {
    this.chunk = NO_BYTES;
    this.nextLine = -1;
    this.capture.from = 0;
    if (this.state === TOP) return;
    const end = this.base;
    if (this.state === RESYNC || this.state === MATCH) {
      this.reportDamage(end);
      return;
    }
    this.settleAll();
    const inElement = this.capture.active && this.capturing === 'element';
    const token = this.state === STRING || this.state === ESCAPE || this.state === SCALAR;
    // Whether a member is kept depends on how far a second look was: it says nothing here.
    const from = inElement ? this.capture.offset : token ? this.tokenOffset : Math.max(0, end - 1);
    const line = inElement ? this.capture.line : this.line;
    this.found.push({
      kind: 'damage', what: 'truncated', offsetBytes: from, lengthBytes: end - from, line, atByte: end,
      element: inElement ? this.capture.end(NO_BYTES, 0).bytes : undefined,
    });
  }

  private scan(bytes: Uint8Array): void {
    const n = bytes.length;
    let i = 0;
    while (i < n && !this.finished) {
      const c = bytes[i]!;
      switch (this.state) {
        case STRING: {
          const from = i;
          let d = c;
          while (d !== QUOTE && d !== BACKSLASH && d !== LF && ++i < n) d = bytes[i]!;
          if (this.keyLength >= 0) this.addKey(bytes, from, i);
          if (i >= n) break;
          if (d === QUOTE) {
            i++;
            if (this.stringIsKey) {
              if (this.keyLength >= 0) this.endKey();
              this.state = AFTER_KEY;
            } else this.endValue(i);
          } else if (d === BACKSLASH) {
            if (this.keyLength >= 0) this.addKey(bytes, i, i + 1);
            this.state = ESCAPE;
            i++;
          } else this.damage(i);
          break;
        }
        case ESCAPE:
          if (c === LF) {
            this.damage(i);
            break;
          }
          if (this.keyLength >= 0) this.addKey(bytes, i, i + 1);
          this.state = STRING;
          i++;
          break;
        case SCALAR: {
          let d = c;
          while (isScalar(d) && ++i < n) d = bytes[i]!;
          if (i < n) this.endValue(i);
          break;
        }
        case AFTER_VALUE:
          if (c === COMMA) {
            this.state = this.types[this.depth - 1] === OBJECT ? KEY : VALUE;
            i++;
          } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) i = this.close(i, c);
          else if (isSpace(c)) i++;
          else this.damage(i);
          break;
        case AFTER_KEY:
          if (c === COLON) {
            this.state = VALUE;
            i++;
          } else if (isSpace(c)) i++;
          else this.damage(i);
          break;
        case KEY:
        case KEY_OR_END:
          if (c === QUOTE) {
            this.beginKey(i);
            i++;
          } else if (isSpace(c)) i++;
          else if (c === CLOSE_BRACE && this.state === KEY_OR_END) i = this.close(i, c);
          else this.damage(i);
          break;
        case VALUE:
        case VALUE_OR_END:
          if (isSpace(c)) i++;
          else if (c === CLOSE_BRACKET && this.state === VALUE_OR_END) i = this.close(i, c);
          else if (c === QUOTE) {
            this.beginValue(i, 0);
            this.stringIsKey = false;
            this.keyLength = -1;
            this.tokenOffset = this.base + i;
            this.state = STRING;
            i++;
          } else if (c === OPEN_BRACE || c === OPEN_BRACKET) i = this.open(i, c);
          else if (isScalar(c)) {
            this.beginValue(i, 0);
            this.tokenOffset = this.base + i;
            this.state = SCALAR;
            i++;
          } else this.damage(i);
          break;
        case TOP:
          if (c === OPEN_BRACE || c === OPEN_BRACKET) i = this.openDocument(i, c);
          else if (isSpace(c) || c === RECORD_SEPARATOR || (c === COMMA && this.documents > 0)) i++;
          else if (this.base + i < 3 && BOM[this.base + i] === c) i++;
          else this.damage(i);
          break;
        case RESYNC:
          i = this.resync(bytes, i, c);
          break;
        default:
          i = this.match(bytes, i, c);
      }
    }
  }

  private openDocument(i: number, c: number): number {
    this.depth = 0;
    this.nodes.length = 0;
    this.enclosings.length = 0;
    this.opaque = -1;
    this.capturing = undefined;
    this.documentOffset = this.base + i;
    this.documentElements = 0;
    this.documentKeys = [];
    return this.open(i, c);
  }

  private open(i: number, c: number): number {
    const type = c === OPEN_BRACE ? OBJECT : ARRAY;
    const node = this.beginValue(i, type);
    if (this.depth >= MAX_DEPTH) {
      this.damage(i);
      return i + 1;
    }
    if (this.depth === this.types.length) {
      const more = new Uint8Array(this.types.length * 4);
      more.set(this.types);
      this.types = more;
    }
    this.types[this.depth] = type;
    if (this.opaque < 0) {
      const parent = this.enclosings[this.depth - 1];
      this.nodes[this.depth] = node;
      this.enclosings[this.depth] = type === OBJECT && node!.keep.size > 0
        ? (this.depth === 0 && this.only) || new Enclosing(node!, parent, this.base + i)
        : parent;
    }
    this.depth++;
    if (this.depth > this.capture.maxDepth) this.capture.maxDepth = this.depth;
    this.state = type === OBJECT ? KEY_OR_END : VALUE_OR_END;
    return i + 1;
  }

  private close(i: number, c: number): number {
    if (this.types[this.depth - 1] !== (c === CLOSE_BRACE ? OBJECT : ARRAY)) {
      this.damage(i);
      return i;
    }
    this.depth--;
    if (this.opaque < 0) {
      const enclosing = this.enclosings[this.depth];
      if (enclosing && enclosing !== this.enclosings[this.depth - 1]) enclosing.settled = true;
    }
    this.endValue(i + 1);
    return i + 1;
  }

  /** A value begins: an element, a member to keep, on the way to one of them, or nothing of interest. */
  private beginValue(i: number, type: number): PlanNode | undefined {
    if (this.opaque >= 0) return undefined;
    const parent = this.depth === 0 ? undefined : this.nodes[this.depth - 1];
    const inObject = this.depth > 0 && this.types[this.depth - 1] === OBJECT;
    const node = this.depth === 0 ? this.root : inObject ? parent!.members.get(this.keyText) : parent!.item;
    if (node?.element !== undefined && !this.only) {
      this.capturing = 'element';
      this.element = node.element;
      this.capture.begin(this.base + i, i, this.countLines(i), MAX_ELEMENT_BYTES);
      this.opaque = this.depth;
      if (type === OBJECT && !node.signature) this.signatureOf = node;
      return node;
    }
    const enclosing = this.enclosings[this.depth - 1];
    if (inObject && enclosing && !enclosing.settled && enclosing.node === parent && parent.keep.has(this.keyText)) {
      this.capturing = 'member';
      this.member = this.keyText;
      this.capture.begin(this.base + i, i, this.countLines(i), MAX_MEMBER_BYTES);
      this.opaque = this.depth;
      return node;
    }
    if (this.only && this.depth > 0) this.opaque = this.depth;
    else if (!node || (type === OBJECT ? node.members.size === 0 && node.keep.size === 0 : type !== ARRAY || !node.item)) this.opaque = this.depth;
    return node;
  }

  private endValue(to: number): void {
    if (this.opaque === this.depth) {
      this.opaque = -1;
      if (this.capturing !== undefined) this.endCapture(to);
    }
    if (this.depth > 0) {
      this.state = AFTER_VALUE;
      return;
    }
    this.state = TOP;
    this.documents++;
    if (this.only) this.finished = true;
    else {
      this.found.push({
        kind: 'document', offsetBytes: this.documentOffset, lengthBytes: this.base + to - this.documentOffset,
        elements: this.documentElements, keys: this.documentKeys,
      });
    }
  }

  private endCapture(to: number): void {
    const { bytes, size, long } = this.capture.end(this.chunk, to);
    const deep = this.capture.maxDepth - this.depth > MAX_ELEMENT_DEPTH;
    const enclosing = this.enclosings[this.depth - 1];
    const capturing = this.capturing;
    this.capturing = undefined;
    this.signatureOf = undefined;
    if (capturing === 'element') {
      this.documentElements++;
      this.found.push({
        kind: 'element', path: this.element, offsetBytes: this.capture.offset, lengthBytes: size, line: this.capture.line, bytes, enclosing,
        problem: long ? 'too-long' : deep ? 'too-deep' : undefined,
      });
      return;
    }
    if (!enclosing) return;
    const value = long || deep ? undefined : tryJson(bytes);
    if (value === undefined) enclosing.lose(this.member);
    else enclosing.keep(this.member, value);
    if (this.only?.settled === true) this.finished = true;
  }

  private beginKey(i: number): void {
    this.state = STRING;
    this.stringIsKey = true;
    this.tokenOffset = this.base + i;
    this.keyLength = this.opaque < 0 || this.signatureOf !== undefined ? 0 : -1;
  }

  private addKey(bytes: Uint8Array, from: number, to: number): void {
    const length = Math.min(to - from, MAX_KEY_BYTES - this.keyLength);
    if (length > 0) {
      this.key.set(bytes.subarray(from, from + length), this.keyLength);
      this.keyLength += length;
    }
  }

  private endKey(): void {
    const bytes = this.key.subarray(0, this.keyLength);
    if (this.signatureOf) {
      const signature = new Uint8Array(bytes.length + 2);
      signature[0] = QUOTE;
      signature.set(bytes, 1);
      signature[bytes.length + 1] = QUOTE;
      if (this.keyLength > 0 && this.keyLength < MAX_KEY_BYTES) this.signatureOf.signature = signature;
      this.signatureOf = undefined;
    }
    if (this.opaque >= 0) return;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const plain = text.includes('\\') ? tryJson(new TextEncoder().encode(`"${text}"`)) : text;
    this.keyText = typeof plain === 'string' ? plain : text;
    if (this.depth === 1 && this.documentKeys.length < MAX_KEYS) this.documentKeys.push(this.keyText);
  }

  /** The grammar breaks at this byte. */
  private damage(i: number): void {
    const at = this.base + i;
    const top = this.state === TOP;
    const inElement = this.capture.active && this.capturing === 'element';
    const token = this.state === STRING || this.state === ESCAPE || this.state === SCALAR;
    this.settleAll();
    if (this.only) {
      this.finished = true;
      return;
    }
    this.damageWhat = top ? 'not-json' : 'damaged';
    this.damageAt = at;
    this.damageFrom = inElement ? this.capture.offset : token ? this.tokenOffset : at;
    this.damageLine = inElement ? this.capture.line : this.countLines(i);
    this.damageElement = inElement ? Uint8Array.from(this.capture.end(this.chunk, i).bytes) : undefined;
    this.capture.active = false;
    this.capturing = undefined;
    this.signatureOf = undefined;
    // What lies within the value that broke is gone; the containers on the way to it may go on.
    if (this.opaque >= 0) this.depth = this.opaque;
    this.opaque = -1;
    this.state = RESYNC;
    this.matched = -1;
  }

  private settleAll(): void {
    for (let depth = 0; depth < this.depth && depth < this.enclosings.length; depth++) {
      const enclosing = this.enclosings[depth];
      if (enclosing) enclosing.settled = true;
    }
  }

  /** The list that elements were being read from when the damage came. */
  private openList(): PlanNode | undefined {
    const node = this.depth > 0 && this.types[this.depth - 1] === ARRAY ? this.nodes[this.depth - 1]?.item : undefined;
    return node?.signature ? node : undefined;
  }

  private resync(bytes: Uint8Array, i: number, c: number): number {
    const before = i > 0 ? bytes[i - 1]! : this.lastByte;
    const lineStart = before === LF || before === RECORD_SEPARATOR;
    if (c === OPEN_BRACE && this.openList()) {
      // Begins to copy: it may be an element.
      this.capture.begin(this.base + i, i, this.countLines(i), MAX_ELEMENT_BYTES);
      this.matchOffset = lineStart ? this.base + i : -1;
      this.matched = 0;
      this.state = MATCH;
      return i + 1;
    }
    if (lineStart && (c === OPEN_BRACE || c === OPEN_BRACKET)) {
      this.reportDamage(this.base + i);
      return this.openDocument(i, c);
    }
    if (c === OPEN_BRACE || c === OPEN_BRACKET || c === LF) return i + 1;
    let next = i + 1;
    while (next < bytes.length) {
      const d = bytes[next]!;
      if (d === OPEN_BRACE || d === OPEN_BRACKET) break;
      next++;
    }
    return next;
  }

  /** Behind a brace: does the member follow that elements begin with? */
  private match(_bytes: Uint8Array, i: number, c: number): number {
    const node = this.openList()!;
    const signature = node.signature!;
    if (this.matched === 0 && isSpace(c)) return i + 1;
    if (signature[this.matched] === c) {
      this.matched++;
      if (this.matched < signature.length) return i + 1;
      this.reportDamage(this.capture.offset);
      const lost = new Enclosing(node, undefined, this.capture.offset);
      lost.settled = true;
      this.enclosings[this.depth - 1] = lost;
      this.opaque = this.depth;
      this.types[this.depth] = OBJECT;
      this.depth++;
      this.capture.maxDepth = this.depth;
      this.capturing = 'element';
      this.element = node.element!;
      this.state = AFTER_KEY;
      return i + 1;
    }
    this.capture.active = false;
    if (this.matchOffset >= 0 && (c === QUOTE || this.matched > 0)) {
      // No element of the list, but an object at the beginning of a line: a document of its own, read from here on.
      return this.restart(i);
    }
    this.state = RESYNC;
    return i;
  }

  /** A document whose brace, and the beginning of whose first member, have passed. */
  private restart(i: number): number {
    const signature = this.openList()!.signature!.slice(0, this.matched);
    const offset = this.matchOffset;
    this.reportDamage(offset);
    this.depth = 0;
    this.openDocument(offset - this.base, OPEN_BRACE);
    if (signature.length === 0) return i;
    // A member that begins like that of the elements.
    this.beginKey(i - signature.length);
    if (this.keyLength >= 0) this.addKey(signature, 1, signature.length);
    return i;
  }

  private reportDamage(to: number): void {
    this.found.push({
      kind: 'damage', what: this.damageWhat, offsetBytes: this.damageFrom, lengthBytes: to - this.damageFrom, line: this.damageLine,
      atByte: this.damageAt, element: this.damageElement,
    });
    this.damageElement = undefined;
  }

  /** Line of a place in the chunk. Lines are counted forward only, and each of them is sought once. */
  private countLines(to: number): number {
    if (this.nextLine < 0) this.nextLine = this.lineEndFrom(0);
    while (this.nextLine < to) {
      this.line++;
      this.nextLine = this.lineEndFrom(this.nextLine + 1);
    }
    return this.line;
  }

  private lineEndFrom(from: number): number {
    const at = this.chunk.indexOf(LF, from);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  }
}

const BOM = [0xef, 0xbb, 0xbf];

function isSpace(c: number): boolean {
  return c === 0x20 || c === LF || c === 0x0d || c === 0x09;
}

/** Digits, letters, signs and points: numbers and literals, right or wrong; whoever makes the value knows. */
function isScalar(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || c === 0x2d || c === 0x2b || c === 0x2e;
}

function tryJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch {
    return undefined;
  }
}
