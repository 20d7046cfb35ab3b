import { BinXmlReader, isElement, MOST_DEPTH, TOKEN, type Element, type Part, type Substitution } from './binxml.ts';
import { Damage, type Block, type Budget } from './block.ts';
import { Definitions } from './definitions.ts';
import { emptyObject, isObject, put, said, textOf, type Json, type JsonObject } from './json.ts';
import { isNamespace, planSystem, SLOT, SLOTS, type ChildPlan, type DataPlan, type DataStep, type EventPlan, type Memo, type SystemStep } from './plan.ts';
import { Frame, NO_VALUES, Template } from './template.ts';
import { ARRAY, fileTimeNs, readValue, systemTimeNs, TYPE, type Value } from './values.ts';

/** Reads the binary XML of one record after the other. What it found stands in its members until the next one. */
export class EventReader {
  /** By `SLOT`; the time is in `timeNs`. */
  readonly system: Array<string | number | bigint | boolean | undefined> = Array.from({ length: SLOTS }, () => undefined);
  timeNs: bigint | undefined;
  /** Whether it is the one that the record's header has. */
  timeOfHeader = false;
  /** The time, where it stands as text. */
  timeText: string | undefined;
  attributes: JsonObject | undefined;
  /** ` name=value name=value`. */
  pairs = '';
  /** What the machine that forwarded it rendered. */
  message: string | undefined;
  levelText: string | undefined;

  private readonly block: Block;
  private readonly budget: Budget;
  private readonly xml: BinXmlReader;
  private readonly definitions: Definitions;
  private chunk = 0;
  private readonly frames: Frame[] = [];
  /** Where the instance that was read last ends. */
  private end = 0;
  private written = 0;
  /** Whether `attributes` is the reused object of a plan. */
  private reused = false;

  constructor(block: Block, budget: Budget) {
    this.block = block;
    this.budget = budget;
    this.xml = new BinXmlReader(block, budget);
    this.definitions = new Definitions(block, budget, this.xml);
  }

  startChunk(): void {
    this.chunk++;
    this.definitions.startChunk();
    this.xml.startChunk();
  }

  /**
   * Reads the document from `from` to `end`; `written` is where the header of its record has a FILETIME. Throws
   * `Damage`; what was read until then stands in the members.
   */
  read(from: number, end: number, written: number): void {
    this.system.fill(undefined);
    this.written = written;
    this.timeOfHeader = false;
    this.timeNs = undefined;
    this.timeText = undefined;
    this.attributes = undefined;
    this.reused = false;
    this.pairs = '';
    this.message = undefined;
    this.levelText = undefined;
    let events = 0;
    this.roots(from, end, 0, (template, frame) => {
      if (template.root.name !== 'Event') return;
      events++;
      this.event(template.event, frame);
    });
    if (events === 0) throw new Damage('there is no event in it');
  }

  /** MS-EVEN6 §2.2.12, `Document`: fragments, each an element or the instance of a template; several follow one another in some values. */
  private roots(from: number, end: number, depth: number, found: (template: Template, frame: Frame) => void): void {
    if (depth > MOST_DEPTH) throw new Damage('its values are nested too deep');
    const { block, xml } = this;
    for (let at = from; at < end; ) {
      const token = block.u8(at) & 0x3f;
      if (token === TOKEN.endOfStream) return;
      if (token === TOKEN.fragmentHeader) at += 4;
      else if (token === TOKEN.templateInstance) {
        const frame = (this.frames[depth] ??= new Frame());
        const template = this.instance(at, end, frame);
        at = this.end;
        found(template, frame);
      } else if (token === TOKEN.openStartElement) {
        xml.at = at;
        const template = new Template(xml.element(end, false, depth));
        at = xml.at;
        found(template, NO_VALUES);
      } else if (token === TOKEN.piTarget || token === TOKEN.piData) {
        xml.at = at;
        xml.instruction();
        at = xml.at;
      } else throw new Damage(`there is nothing known at ${at}`);
    }
  }

  /** libyal EVTX, "Template instance": the definition stands here the first time, later it is referred to. */
  private instance(at: number, end: number, frame: Frame): Template {
    const { block } = this;
    const id = block.u32(at + 2);
    const definition = block.u32(at + 6);
    let next = at + 10;
    const template = this.definitions.at(definition, id);
    if (definition === next) next += 24 + block.u32(definition + 20);
    const count = block.u32(next);
    next += 4;
    if (next + count * 4 > end) throw new Damage('it has more values than room');
    this.budget.spend(count);
    frame.room(count);
    const { view } = block;
    const { at: offsets, size: sizes, type: types } = frame;
    let value = next + count * 4;
    for (let i = 0; i < count; i++, next += 4) {
      const size = view.getUint16(next, true);
      offsets[i] = value;
      sizes[i] = size;
      types[i] = block.bytes[next + 2]!;
      value += size;
    }
    if (value > end) throw new Damage('its values are longer than the record');
    this.end = value;
    return template;
  }

  private event(plan: EventPlan, frame: Frame): void {
    for (const step of plan.system) this.systemStep(step, frame);
    for (const child of plan.children) this.child(child, frame, 1);
  }

  private systemStep(step: SystemStep, frame: Frame): void {
    const { index, slot } = step;
    if (slot === SLOT.time) {
      this.time(step, frame);
      return;
    }
    const value = index >= 0 ? this.scalar(index, frame, step) : this.text(step.parts, frame);
    if (value === undefined || value === '') return;
    if (slot >= 0) this.system[slot] = typeof value === 'object' ? textOf(value) : value;
    else this.attribute(step.name.replace('@', '.'), value);
  }

  private time(step: SystemStep, frame: Frame): void {
    const { index } = step;
    const type = index >= 0 && index < frame.count ? frame.type[index]! : 0;
    if (type === TYPE.fileTime && frame.size[index] === 8) {
      const { view } = this.block;
      const at = frame.at[index]!;
      // Most are the same: one number of 64 bits less to make.
      this.timeOfHeader = view.getUint32(at, true) === view.getUint32(this.written, true) && view.getUint32(at + 4, true) === view.getUint32(this.written + 4, true);
      this.timeNs = fileTimeNs(this.block, at);
    } else if (type === TYPE.systemTime && frame.size[index] === 16) this.timeNs = systemTimeNs(this.block, frame.at[index]!);
    else {
      const text = textOf(index >= 0 ? this.scalar(index, frame, step) : this.text(step.parts, frame));
      if (text !== '') this.timeText = text;
    }
  }

  /** Value of an instance; of one that is binary XML, nothing. */
  private scalar(index: number, frame: Frame, memo: Memo): Value | undefined {
    if (index >= frame.count) return undefined;
    const type = frame.type[index]!;
    const at = frame.at[index]!;
    const size = frame.size[index]!;
    this.budget.spend(1);
    if (type !== TYPE.string && type !== TYPE.sid && type !== TYPE.guid && type !== TYPE.hexInt64) {
      return type === TYPE.binXml ? undefined : readValue(this.block, type, at, size, this.budget);
    }
    if (memo.chunk === this.chunk && memo.size === size && same(this.block.bytes, memo.at, at, size)) return memo.value;
    const value = readValue(this.block, type, at, size, this.budget);
    if (typeof value === 'string') {
      memo.chunk = this.chunk;
      memo.at = at;
      memo.size = size;
      memo.value = value;
    }
    return value;
  }

  private child(plan: ChildPlan, frame: Frame, depth: number): void {
    switch (plan.kind) {
      case 'data':
        this.data(plan.data, frame, depth);
        break;
      case 'user':
        for (const part of plan.parts) this.user(part, frame, depth);
        break;
      case 'value': {
        const { index } = plan.substitution;
        if (index >= frame.count || frame.type[index] !== TYPE.binXml) break;
        this.roots(frame.at[index]!, frame.at[index]! + frame.size[index]!, depth, (template, values) => {
          if (template.root.name === 'System') for (const step of planSystem(template.root)) this.systemStep(step, values);
          else this.child(template.child, values, depth + 1);
        });
        break;
      }
      default:
        this.other(plan.element, frame, depth);
    }
  }

  private user(part: DataPlan | Substitution, frame: Frame, depth: number): void {
    if ('steps' in part) this.data(part, frame, depth);
    else if (part.index < frame.count && frame.type[part.index] === TYPE.binXml) {
      const at = frame.at[part.index]!;
      this.roots(at, at + frame.size[part.index]!, depth, (template, values) => this.data(template.user, values, depth + 1));
    } else {
      const value = this.value(part.index, frame, depth);
      if (value !== undefined && value !== '') this.attribute('UserData', value);
    }
  }

  /** `RenderingInfo`, `ProcessingErrorData`, `DebugData`, `BinaryEventData`, and what else there may be. */
  private other(element: Element, frame: Frame, depth: number): void {
    const value = this.element(element, frame, depth);
    if (value === undefined) return;
    if (element.name === 'RenderingInfo' && isObject(value)) {
      const { Message: message, Level: level, ...rest } = value;
      if (typeof message === 'string' && message !== '') this.message = message;
      // Machines that could not render it say the number again.
      if (typeof level === 'string' && /\D/.test(level)) this.levelText = level;
      if (Object.keys(rest).length > 0) this.attribute('RenderingInfo', rest);
      return;
    }
    if (value === '') return;
    this.attribute(element.name, value);
    this.pairs += ` ${element.name}=${said(value)}`;
  }

  private data(plan: DataPlan, frame: Frame, depth: number): void {
    const { reused } = plan;
    let into: JsonObject;
    if (reused && this.attributes === undefined) {
      into = this.attributes = reused;
      this.reused = true;
    } else into = this.own();
    let { pairs } = this;
    // What stands there is of the record before.
    if (plan.several && into === reused) for (const name of plan.several) into[name] = undefined;
    for (const step of plan.steps) {
      const { name, index } = step;
      let value: Json | undefined;
      if (index >= 0) {
        const type = index < frame.count ? frame.type[index]! : TYPE.null;
        value = type === TYPE.binXml ? this.nested(index, frame, depth) : this.scalar(index, frame, step);
        if (value === undefined && !step.optional && type === TYPE.null) value = '';
      } else if (name === '') {
        this.pairs = pairs;
        this.unnamed(step, frame, depth, into);
        ({ pairs } = this);
        continue;
      } else value = typeof step.part === 'string' ? step.part : isElement(step.part) ? this.element(step.part, frame, depth) : undefined;
      if (step.many) put(into, name, value);
      else into[name] = value;
      if (value !== undefined && value !== '' && name !== 'UserData') pairs += step.prefix + said(value);
    }
    this.pairs = pairs;
  }

  /** Data whose name is a value, and values that may be elements. */
  private unnamed({ part }: DataStep, frame: Frame, depth: number, into: JsonObject): void {
    if (typeof part === 'string') return;
    if (isElement(part)) {
      const named = part.attributes.find((attribute) => attribute.name === 'Name');
      const name = (named ? textOf(this.text(named.parts, frame)) : '') || part.name;
      const value = this.element({ ...part, attributes: part.attributes.filter((attribute) => attribute !== named) }, frame, depth);
      if (value === undefined) return;
      put(into, name, value);
      if (value !== '') this.pairs += ` ${name}=${said(value)}`;
      return;
    }
    const value = this.value(part.index, frame, depth);
    if (value === undefined || value === '') return;
    if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        put(into, name, inner);
        this.pairs += ` ${name}=${said(inner)}`;
      }
    } else {
      put(into, '#text', value);
      this.pairs += ` ${said(value)}`;
    }
  }

  /** An attribute beside the data. */
  private attribute(name: string, value: Json): void {
    put(this.own(), name, value);
  }

  /** Attributes that belong to this record alone. */
  private own(): JsonObject {
    if (this.attributes === undefined) this.attributes = emptyObject();
    else if (this.reused) this.attributes = Object.assign(emptyObject(), this.attributes);
    this.reused = false;
    return this.attributes;
  }

  /** An element as JSON: its text, or its attributes and elements by name. `undefined`: it is not there. */
  private element(element: Element, frame: Frame, depth: number): Json | undefined {
    if (depth > 2 * MOST_DEPTH) throw new Damage('its elements are nested too deep');
    this.budget.spend(1);
    const { attributes, content, dependency } = element;
    if (dependency >= 0 && this.isNull(dependency, frame)) return undefined;
    // MS-EVEN6 §3.1.4.7.2: not even if it has attributes.
    for (const part of content) if (typeof part !== 'string' && !isElement(part) && part.optional && this.isNull(part.index, frame)) return undefined;
    let members: JsonObject | undefined;
    for (const { name, parts } of attributes) {
      if (isNamespace(name)) continue;
      const value = this.text(parts, frame);
      if (value !== undefined) put((members ??= emptyObject()), name, value);
    }
    let text: Json | undefined;
    for (const part of content) {
      if (typeof part === 'string') text = text === undefined ? part : textOf(text) + part;
      else if (isElement(part)) {
        const value = this.element(part, frame, depth + 1);
        if (value !== undefined) put((members ??= emptyObject()), part.name, value);
      } else {
        const value = this.value(part.index, frame, depth);
        if (value === undefined) continue;
        if (isObject(value)) for (const [name, inner] of Object.entries(value)) put((members ??= emptyObject()), name, inner);
        else text = text === undefined ? value : textOf(text) + textOf(value);
      }
    }
    if (!members) return text ?? '';
    if (text !== undefined && text !== '') put(members, '#text', text);
    return members;
  }

  /** Text of parts that hold no elements; `undefined` when an optional value is NULL, or there is nothing. */
  private text(parts: readonly Part[], frame: Frame): Json | undefined {
    let text: Json | undefined;
    for (const part of parts) {
      let more: Json | undefined;
      if (typeof part === 'string') more = part;
      else if (isElement(part)) continue;
      else {
        if (part.optional && this.isNull(part.index, frame)) return undefined;
        more = this.value(part.index, frame, MOST_DEPTH);
      }
      if (more !== undefined) text = text === undefined ? more : textOf(text) + textOf(more);
    }
    return text;
  }

  private isNull(index: number, frame: Frame): boolean {
    return index >= frame.count || frame.type[index] === TYPE.null;
  }

  private value(index: number, frame: Frame, depth: number): Json | undefined {
    if (index >= frame.count) return undefined;
    const type = frame.type[index]!;
    this.budget.spend(1);
    if ((type & ~ARRAY) === TYPE.binXml) return this.nested(index, frame, depth);
    return readValue(this.block, type, frame.at[index]!, frame.size[index]!, this.budget);
  }

  /** A value that is binary XML again (MS-EVEN6 §3.1.4.7.4 "BinXml type"): elements by name. */
  private nested(index: number, frame: Frame, depth: number): Json | undefined {
    if (depth >= MOST_DEPTH) return undefined;
    const at = frame.at[index]!;
    let members: JsonObject | undefined;
    this.roots(at, at + frame.size[index]!, depth + 1, (template, values) => {
      const value = this.element(template.root, values, depth + 1);
      if (value !== undefined) put((members ??= emptyObject()), template.root.name, value);
    });
    return members;
  }
}

function same(bytes: Uint8Array, a: number, b: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
