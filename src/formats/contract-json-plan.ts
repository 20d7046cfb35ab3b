import type { Json } from './contract-json-object.ts';
import { emptyAttributes } from './contract-record.ts';

/** What a format wants of documents. Paths look like `data.result[].values[]`; `''` is a whole document. */
export interface DocumentPlan {
  readonly elements: readonly string[];
  /** Small members of objects on the way, by the path of the object: what an element needs to know of where it stands. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export interface PlanNode {
  readonly members: Map<string, PlanNode>;
  item: PlanNode | undefined;
  /** Its path, when values here are elements. */
  element: string | undefined;
  readonly keep: Set<string>;
  /** The member that elements here begin with, as the document writes it. */
  signature: Uint8Array | undefined;
}

export function compilePlan(plan: DocumentPlan): PlanNode {
  const root = planNode();
  const at = (path: string): PlanNode => {
    let node = root;
    for (const [step] of path.matchAll(/[^.[\]]+|\[\]/g)) {
      if (step === '[]') node = node.item ??= planNode();
      else {
        let next = node.members.get(step);
        if (!next) node.members.set(step, (next = planNode()));
        node = next;
      }
    }
    return node;
  };
  for (const path of plan.elements) at(path).element = path;
  for (const [path, names] of Object.entries(plan.context ?? {})) for (const name of names) at(path).keep.add(name);
  return root;
}

function planNode(): PlanNode {
  return { members: new Map(), item: undefined, element: undefined, keep: new Set(), signature: undefined };
}

/** An object on the way to elements, with the members the plan keeps. */
export class Enclosing {
  readonly members: Json = emptyAttributes();
  readonly parent: Enclosing | undefined;
  readonly offsetBytes: number;
  readonly node: PlanNode;
  /** Nothing more will be known of it. */
  settled = false;
  /** Members that are wanted but could not be read. */
  unread: string[] = [];

  constructor(node: PlanNode, parent: Enclosing | undefined, offsetBytes: number) {
    this.node = node;
    this.parent = parent;
    this.offsetBytes = offsetBytes;
  }

  /** The first of two members of one name counts, however much of the document has been seen. */
  keep(name: string, value: unknown): void {
    if (this.settled || name in this.members) return;
    this.members[name] = value;
    if (Object.keys(this.members).length + this.unread.length >= this.node.keep.size) this.settled = true;
  }

  lose(name: string): void {
    if (this.settled || name in this.members || this.unread.includes(name)) return;
    this.unread.push(name);
  }
}

/** Bytes of a value as they pass by, across chunks. */
export class Capture {
  active = false;
  offset = 0;
  line = 0;
  /** Where it goes on in the current chunk. */
  from = 0;
  size = 0;
  maxDepth = 0;
  private parts: Uint8Array[] = [];
  private partsSize = 0;
  private limit = 0;

  begin(offset: number, from: number, line: number, limit: number): void {
    this.active = true;
    this.offset = offset;
    this.from = from;
    this.line = line;
    this.size = 0;
    this.maxDepth = 0;
    this.parts = [];
    this.partsSize = 0;
    this.limit = limit;
  }

  /** The chunk's end has come: what is in it is copied. */
  hold(chunk: Uint8Array): void {
    if (!this.active) return;
    const part = chunk.subarray(this.from);
    const room = this.limit - this.partsSize;
    const kept = part.length <= room ? part : part.subarray(0, Math.max(0, room));
    if (kept.length > 0) {
      this.parts.push(Uint8Array.from(kept));
      this.partsSize += kept.length;
    }
    this.size += part.length;
    this.from = 0;
  }

  /** Bytes up to `to` of the current chunk; `long` when there were more than the limit. */
  end(chunk: Uint8Array, to: number): { bytes: Uint8Array; size: number; long: boolean } {
    this.active = false;
    const last = chunk.subarray(this.from, to);
    const size = this.size + last.length;
    const long = size > this.limit;
    if (this.parts.length === 0) return { bytes: long ? last.subarray(0, this.limit) : last, size, long };
    const bytes = new Uint8Array(Math.min(size, Math.max(this.partsSize, this.limit)));
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    bytes.set(last.subarray(0, bytes.length - at), at);
    this.parts = [];
    return { bytes, size, long };
  }
}
