import type { EventType, FaultTreeDocument, GateType } from '../../model/fault-tree/document.ts';
import { DocumentBuilder } from './document-builder.ts';
import type { FileProblems, Place } from './file-problem.ts';

/**
 * OpenFTA's trees (.fta) and databases of primary events (.ped), as OpenFTA 1.0 writes them (its item.c, treeUtil.c and
 * primary_event.c). A tree: the name of its database, `S NULL 0` with a note, then each item before what is under it:
 * `TYPE ID COUNT`, an intermediate event (M) followed by `LENGTH TEXT`. A database: `ID;GROUP;TYPE DORMANT;TEXT;PROBABILITY;L;`
 * a line, `L` for a probability by unit of time.
 */

/** Gives a file that stands beside the one read, by its name. */
export type Beside = (fileName: string) => Uint8Array | undefined;

interface Primary {
  readonly type: string;
  readonly text: string;
  readonly probability: string;
}

const GATES: ReadonlyMap<string, GateType> = new Map([['A', 'and'], ['O', 'or'], ['X', 'xor'], ['P', 'pand'], ['H', 'inhibit']]);
const EVENTS: ReadonlyMap<string, EventType> = new Map([['B', 'basic'], ['E', 'basic'], ['U', 'undeveloped'], ['C', 'conditioning'], ['N', 'conditioning'], ['D', 'basic']]);
const DATABASE_LINE = /^([^;\n]*);([^;\n]*);([BEUCN])([^;\n]?);([\s\S]{0,600}?);([+-]?[\d.]{1,40}(?:[eE][+-]?\d{1,4})?);([^;\n]?);[ \t]*\r?$/gm;

export function isOpenFtaTree(text: string): boolean {
  return /^[^\n]*\r?\nS \S+ \d+[ \t]*\r?\n\d/.test(text);
}

export function isOpenFtaDatabase(text: string): boolean {
  return /^[^;\n]{0,200};[^;\n]{0,200};[BEUCN][^;\n]?;/.test(text);
}

export function readOpenFtaDatabase(text: string, fileName: string, problems: FileProblems): FaultTreeDocument[] {
  const builder = new DocumentBuilder(problems);
  const events = databaseOf(text);
  if (events.size === 0) problems.fatal('No line of this database of events can be read.');
  for (const [id, primary] of events) builder.event(id, eventOf(primary.type, primary));
  return [builder.finish({ title: fileName.replace(/\.[^.]*$/, '') })];
}

function databaseOf(text: string): Map<string, Primary> {
  return new Map([...text.matchAll(DATABASE_LINE)].map(([, id = '', , type = 'B', , words = '', probability = '', byTime = '']) => {
    const value = String(Number(probability));
    return [id.trim(), { type, text: words.replace(/\s+/g, ' ').trim(), probability: byTime === 'L' ? `exponential(${value}, mission-time)` : value }];
  }));
}

function eventOf(type: string, primary: Primary | undefined): Parameters<DocumentBuilder['event']>[1] {
  const title = primary === undefined || primary.text === '' ? {} : { title: primary.text };
  // An external event is expected: on or off, where its probability says so.
  if (type === 'E' && (primary?.probability === '0' || primary?.probability === '1')) return { event: 'house', on: primary.probability === '1', ...title };
  return { event: EVENTS.get(type) ?? 'basic', probability: primary?.probability ?? '', ...title };
}

export function readOpenFta(text: string, fileName: string, problems: FileProblems, beside: Beside | undefined, decode: (bytes: Uint8Array) => string): FaultTreeDocument[] {
  return [new TreeReader(text, problems, beside, decode).read(fileName)];
}

/** An item with what is under it. */
interface Item {
  readonly type: string;
  readonly id: string;
  readonly title: string;
  readonly children: Item[];
  readonly at: Place;
}

class TreeReader {
  readonly #text: string;
  readonly #problems: FileProblems;
  readonly #builder: DocumentBuilder;
  readonly #database: Map<string, Primary>;
  #at = 0;
  #line = 1;
  #unnamed = 0;

  constructor(text: string, problems: FileProblems, beside: Beside | undefined, decode: (bytes: Uint8Array) => string) {
    this.#text = text.replace(/\r\n?/g, '\n');
    this.#problems = problems;
    this.#builder = new DocumentBuilder(problems);
    const database = this.#takeLine().trim();
    const found = database === 'NULL' ? undefined : beside?.(database.split(/[\\/]/).at(-1)!);
    this.#database = found === undefined ? new Map<string, Primary>() : databaseOf(decode(found));
    if (found === undefined && database !== 'NULL' && database !== '') problems.add(`Probabilities and descriptions of events stand in “${database}”, which is not read.`, { line: 1, column: 1 });
  }

  read(fileName: string): FaultTreeDocument {
    this.#takeLine();
    const note = this.#takeText();
    const top = this.#items();
    const key = top === undefined ? undefined : this.#build(top);
    return this.#builder.finish({ title: fileName.replace(/\.[^.]*$/, ''), note, ...(key === undefined ? {} : { tops: [key] }) });
  }

  #takeLine(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const line = this.#text.slice(this.#at, end < 0 ? this.#text.length : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    this.#line++;
    return line;
  }

  /** `LENGTH TEXT`, where the text may have lines. */
  #takeText(): string {
    const match = /^(\d{1,6})/.exec(this.#text.slice(this.#at, this.#at + 8));
    if (match === null) return '';
    const length = Number(match[1]);
    const from = this.#at + match[1]!.length + (length > 0 ? 1 : 0);
    const text = this.#text.slice(from, from + length);
    this.#line += text.split('\n').length - 1;
    this.#at = from + length;
    // What is left of the line, and empty lines.
    for (let c = this.#text[this.#at]; c === '\n' || c === ' ' || c === '\t'; c = this.#text[++this.#at]) if (c === '\n') this.#line++;
    return text.trim();
  }

  /** All items, each with what is under it; the first. */
  #items(): Item | undefined {
    let top: Item | undefined;
    const open: Array<{ readonly item: Item; left: number }> = [];
    while (this.#at < this.#text.length) {
      const at = { line: this.#line, column: 1 };
      const line = this.#takeLine();
      if (line.trim() === '') continue;
      const [, type, id, count] = /^(\S)\S? (\S{1,300}) (\d{1,5})\s*$/.exec(line) ?? [];
      if (type === undefined || id === undefined) {
        this.#problems.fatal('This line is no item of a tree (type, name and count). It and what follows is left out.', at);
        break;
      }
      const item: Item = { type, id, title: type === 'M' ? this.#takeText() : '', children: [], at };
      top ??= item;
      const parent = open.at(-1);
      parent?.item.children.push(item);
      if (parent !== undefined) parent.left--;
      if (isGate(item) && Number(count) > 0) open.push({ item, left: Number(count) });
      while (open.length > 0 && open.at(-1)!.left <= 0) open.pop();
      if (open.length === 0) break;
    }
    if (open.length > 0) this.#problems.fatal('The file ends within the tree: some of its gates lack what they take in.', { line: this.#line, column: 1 });
    return top;
  }

  /** Gates and events of the items, those above first. An intermediate event and the one gate under it are one gate. */
  #build(top: Item): string {
    const keys = new Map<Item, string>();
    const first = this.#shown(top);
    const waiting = [first];
    keys.set(first, this.#keyOf(first));
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const key = keys.get(item)!;
      if (!isGate(item)) {
        if (!this.#builder.has(key)) this.#event(item, key);
        continue;
      }
      const inner = gateOf(item);
      const children = underneath(inner).map((child) => this.#shown(child));
      for (const child of children) keys.set(child, this.#keyOf(child));
      const inputs = children.map((child) => ({ key: keys.get(child)!, complement: false }));
      this.#builder.gate(key, { gate: GATES.get(inner.type) ?? (children.length === 1 ? 'null' : 'or'), inputs, ...(item.title === '' ? {} : { title: item.title }) }, item.at);
      waiting.push(...children.toReversed());
    }
    return keys.get(first)!;
  }

  /** A box without a name over one event is that event's words. */
  #shown(item: Item): Item {
    const [only, ...others] = underneath(item);
    if (item.type !== 'M' || item.id !== 'NULL' || only === undefined || others.length > 0 || isGate(only)) return item;
    if (!this.#words.has(only.id)) this.#words.set(only.id, item.title);
    return only;
  }
  readonly #words = new Map<string, string>();

  /** Gates of one name in several places are boxes of their own; events of one name are the same. */
  #keyOf(item: Item): string {
    if (!isGate(item)) {
      this.#builder.mention(item.id, item.at);
      return item.id;
    }
    const inner = gateOf(item).id;
    const said = item.id !== 'NULL' ? item.id : inner !== 'NULL' ? inner : `G${++this.#unnamed}`;
    const key = `gate\0${this.#boxes++}`;
    this.#builder.mention(key, item.at, said);
    return key;
  }
  #boxes = 0;

  #event({ type, id, at }: Item, key: string): void {
    if (type === 'I') this.#problems.add(`“${id}” is a tree in a file of its own, which is not read: it stands here as an undeveloped event.`, at);
    else if (!EVENTS.has(type)) this.#problems.fatal(`“${type}” is no type of item: “${id}” is taken as a basic event.`, at);
    const primary = this.#database.get(id);
    const words = this.#words.get(id);
    this.#builder.event(key, { ...(words === undefined || words === '' ? {} : { title: words }), ...eventOf(type === 'I' ? 'U' : primary?.type ?? type, primary) }, at);
  }
}

function isGate(item: Item): boolean {
  return item.type === 'M' || GATES.has(item.type);
}

/** Without the marks of what is transferred elsewhere. */
function underneath(item: Item): Item[] {
  return item.children.filter((child) => child.type !== 'T');
}

/** The gate under an intermediate event, where there is one alone. */
function gateOf(item: Item): Item {
  const [only, ...others] = underneath(item);
  return item.type === 'M' && only !== undefined && others.length === 0 && GATES.has(only.type) ? only : item;
}
