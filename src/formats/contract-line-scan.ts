import { ALL, END, firstOf, parseLinePattern, type PatternNode } from './contract-line-pattern.ts';

/**
 * A pattern of lines as a matcher of their bytes, which finds what the regular expression would find in their text, group by
 * group: alternatives and loops are tried in its order, and most are decided by one byte. Bytes beyond ASCII are passed over by
 * loops without an end over a class that has all of them; wherever else one is looked at, the answer is that it is not known.
 */
export interface LineScan {
  /** Begin and end of each group, by its number; -1 where it took no part. */
  readonly groups: Int32Array;
  match(bytes: Uint8Array, from: number, to: number): 'yes' | 'no' | 'unknown';
}

/** `undefined` for patterns with what is not read here: lookbehind, groups in loops and in lookaheads. */
export function lineScan(pattern: string, groupCount: number): LineScan | undefined {
  const scan = new Scan(groupCount);
  try {
    scan.begin(parseLinePattern(pattern));
  } catch (error) {
    if (error instanceof NotScanned) return undefined;
    throw error;
  }
  return scan;
}

class NotScanned extends Error {}

/** Goes on at a place; answers where the line ends, -1 when it does not match. */
type Next = (at: number) => number;

const NO = 0;
const YES = 1;
const ODD = 2;

const CHAR = 0;
const SET = 1;
const TIMES = 2;
const LOOP = 3;
const SAVE = 4;
const REST = 5;
const AT_END = 6;
const STEP = 4;

const ASCII = (1n << 128n) - 1n;
const BEYOND = ALL & ~ASCII;

class Scan implements LineScan {
  readonly groups: Int32Array;
  private b: Uint8Array = new Uint8Array();
  private from = 0;
  private to = 0;
  private odd = false;
  private root: Next = () => -1;
  private readonly tables: Uint8Array[] = [];

  constructor(groupCount: number) {
    this.groups = new Int32Array((groupCount + 1) * 2);
  }

  begin(node: PatternNode): void {
    this.root = this.make(node, (at) => (at === this.to ? at : -1), END);
  }

  match(bytes: Uint8Array, from: number, to: number): 'yes' | 'no' | 'unknown' {
    this.b = bytes;
    this.from = from;
    this.to = to;
    this.odd = false;
    this.groups.fill(-1);
    const end = this.root(from);
    return this.odd ? 'unknown' : end < 0 ? 'no' : 'yes';
  }

  private make(node: PatternNode, next: Next, follow: bigint): Next {
    const ops: number[] = [];
    // Simple steps are put together, from the end on.
    const made = this.prepend(node, { ops, next, follow });
    return this.steps(made.ops, made.next);
  }

  /** What comes before `tail`: its steps, and what cannot be a step as a closure. */
  private prepend(node: PatternNode, tail: Tail): Tail {
    const { captures } = node;
    let { ops, next } = tail;
    if (captures) ops = [...captures.flatMap((group) => [SAVE, group * 2 + 1, 0, 0]), ...ops];
    let made: Tail;
    if (node.kind === 'sequence') made = node.parts.reduceRight((after: Tail, part) => this.prepend(part, after), { ops, next, follow: tail.follow });
    else {
      const step = this.stepOf(node, tail.follow);
      if (step) made = { ops: [...step, ...ops], next, follow: tail.follow };
      else {
        next = this.closure(node, this.steps(ops, next), tail.follow);
        made = { ops: [], next, follow: tail.follow };
      }
    }
    if (captures) made = { ...made, ops: [...captures.flatMap((group) => [SAVE, group * 2, 0, 0]), ...made.ops] };
    const first = firstOf(node);
    return { ops: made.ops, next: made.next, follow: first.nullable ? first.set | tail.follow : first.set };
  }

  /** One step, where there is one way to take it. */
  private stepOf(node: PatternNode, follow: bigint): readonly number[] | undefined {
    if (node.kind === 'end') return [AT_END, 0, 0, 0];
    if (node.kind === 'chars') {
      const only = onlyCode(node.set);
      return only === undefined ? [SET, this.table(node.set, false), 0, 0] : [CHAR, only, 0, 0];
    }
    if (node.kind !== 'repeat' || node.body.kind !== 'chars' || node.body.captures) return undefined;
    const { set } = node.body;
    const { min, max } = node;
    if (min === max) return [TIMES, this.table(set, false), min, 0];
    if ((set & follow) !== 0n) return undefined;
    if (set === ALL && min === 0 && max === Number.POSITIVE_INFINITY && follow === END) return [REST, 0, 0, 0];
    return max === Number.POSITIVE_INFINITY ? [LOOP, this.table(set, min <= 1), min, 0x7fffffff] : [LOOP, this.table(set, false), min, max];
  }

  private steps(list: readonly number[], next: Next): Next {
    if (list.length === 0) return next;
    const ops = Int32Array.from(list);
    const { tables } = this;
    return (from) => {
      const { b, to, groups } = this;
      let at = from;
      for (let i = 0; i < ops.length; i += STEP) {
        const value = ops[i + 1]!;
        switch (ops[i]) {
          case CHAR:
            if (at >= to || b[at] !== value) return -1;
            at++;
            break;
          case SET: {
            const is = at < to ? tables[value]![b[at]!]! : NO;
            if (is !== YES) return this.refuse(is);
            at++;
            break;
          }
          case TIMES: {
            const table = tables[value]!;
            const end = at + ops[i + 2]!;
            if (end > to) {
              // A byte beyond ASCII on the way would make it another count.
              for (; at < to && table[b[at]!] === YES; at++);
              return this.refuse(at < to ? table[b[at]!]! : NO);
            }
            for (; at < end; at++) {
              const is = table[b[at]!]!;
              if (is !== YES) return this.refuse(is);
            }
            break;
          }
          case LOOP: {
            const table = tables[value]!;
            const begin = at;
            const end = Math.min(to, at + ops[i + 3]!);
            for (; at < end && table[b[at]!] === YES; at++);
            if (at < end && table[b[at]!] === ODD) return this.refuse(ODD);
            if (at - begin < ops[i + 2]!) return -1;
            break;
          }
          case SAVE:
            groups[value] = at;
            break;
          case REST:
            at = to;
            break;
          default:
            if (at !== to) return -1;
        }
      }
      return next(at);
    };
  }

  private refuse(is: number): -1 {
    if (is === ODD) this.odd = true;
    return -1;
  }

  /** What may be taken in several ways. */
  private closure(node: PatternNode, next: Next, follow: bigint): Next {
    switch (node.kind) {
      case 'empty': return this.assertion(node.at, next);
      case 'look': {
        if (node.how.startsWith('<') || groupsIn(node.body).length > 0) throw new NotScanned();
        const ahead = this.make(node.body, (at) => at, ALL | END);
        return node.how === '=' ? (at) => (ahead(at) >= 0 ? next(at) : -1) : (at) => (ahead(at) >= 0 || this.odd ? -1 : next(at));
      }
      case 'choice': return this.choice(node.of, next, follow);
      case 'repeat': return node.body.kind === 'chars' && !node.body.captures ? this.classLoop(node, node.body.set, next, follow) : this.loop(node, next, follow);
      case 'chars': case 'end': case 'sequence':
    }
    throw new NotScanned();
  }

  private assertion(what: '^' | 'b' | 'B', next: Next): Next {
    if (what === '^') return (at) => (at === this.from ? next(at) : -1);
    const isBoundary = what === 'b';
    return (at) => {
      const { b } = this;
      const before = at > this.from && isWord(b[at - 1]!);
      const after = at < this.to && isWord(b[at]!);
      return (before !== after) === isBoundary ? next(at) : -1;
    };
  }

  private choice(of: readonly PatternNode[], next: Next, follow: bigint): Next {
    const ways = of.map((one) => ({ first: this.firstTable(one, follow), match: this.make(one, next, follow), groups: groupsIn(one) }));
    return (at) => {
      const code = at < this.to ? this.b[at]! : 256;
      for (let i = 0; i < ways.length; i++) {
        const { first, match, groups } = ways[i]!;
        if (first[code] === NO) continue;
        const end = match(at);
        if (end >= 0 || this.odd) return end;
        this.clear(groups);
      }
      return -1;
    };
  }

  /** A class again and again, which may end where what follows begins. */
  private classLoop({ min, max, lazy }: { readonly min: number; readonly max: number; readonly lazy: boolean }, set: bigint, next: Next, follow: bigint): Next {
    const table = this.tables[this.table(set, false)]!;
    const after = this.setTable(follow);
    return (at) => {
      const { b, to } = this;
      const limit = Math.min(to, at + max);
      let end = at;
      for (; end < limit && table[b[end]!] === YES; end++);
      // A character of several bytes would be one of the count.
      if (end < limit && table[b[end]!] === ODD) return this.refuse(ODD);
      const least = at + min;
      for (let stop = lazy ? least : end; stop >= least && stop <= end; stop += lazy ? 1 : -1) {
        if (after[stop < to ? b[stop]! : 256] === NO) continue;
        const found = next(stop);
        if (found >= 0 || this.odd) return found;
      }
      return -1;
    };
  }

  private loop({ body, min, max, lazy }: Extract<PatternNode, { kind: 'repeat' }>, next: Next, follow: bigint): Next {
    const first = firstOf(body);
    if (first.nullable) throw new NotScanned();
    const begins = this.setTable(first.set);
    const after = this.setTable(follow);
    const groups = groupsIn(body);
    if (max === 1) {
      const once = this.make(body, next, follow);
      if (min === 1) return once;
      return (at) => {
        if (lazy) {
          const end = next(at);
          if (end >= 0 || this.odd) return end;
        }
        if (at < this.to && begins[this.b[at]!] !== NO) {
          const end = once(at);
          if (end >= 0 || this.odd) return end;
          this.clear(groups);
        }
        return lazy ? -1 : next(at);
      };
    }
    if (groups.length > 0) throw new NotScanned();
    let count = 0;
    const single = lazy ? this.singleTable(body) : undefined;
    const again: Next = (from) => {
      const { b, to } = this;
      const before = count;
      let at = from;
      for (; ; at++) {
        if (lazy && count >= min && after[at < to ? b[at]! : 256] !== NO) {
          const end = next(at);
          if (end >= 0 || this.odd) return end;
        }
        // One byte that only one alternative takes: nothing to come back to.
        if (!single || at >= to || count >= max || single[b[at]!] !== YES) break;
        count++;
      }
      if (count < max && at < to && begins[b[at]!] !== NO) {
        count++;
        const end = one(at);
        if (end >= 0 || this.odd) return end;
        count--;
      }
      const end = lazy || count < min ? -1 : next(at);
      if (end < 0) count = before;
      return end;
    };
    const one = this.make(body, (at) => again(at), first.set | follow);
    return (at) => {
      const outer = count;
      count = 0;
      const end = again(at);
      count = outer;
      return end;
    };
  }

  /** Of a choice that begins with a class: its bytes, where no other alternative begins with one of them. */
  private singleTable(body: PatternNode): Uint8Array | undefined {
    const [first, ...others] = body.kind === 'choice' && !body.captures ? body.of : [];
    if (first?.kind !== 'chars' || first.captures || others.some((other) => (firstOf(other).set & first.set) !== 0n || firstOf(other).nullable)) return undefined;
    return this.tables[this.table(first.set, false)];
  }

  private clear(groups: readonly number[]): void {
    for (const group of groups) {
      this.groups[group * 2] = -1;
      this.groups[group * 2 + 1] = -1;
    }
  }

  private firstTable(node: PatternNode, follow: bigint): Uint8Array {
    const first = firstOf(node);
    return this.setTable(first.nullable ? first.set | follow : first.set);
  }

  /** Bytes that something may begin with; 256: the end of the line. */
  private setTable(set: bigint): Uint8Array {
    const table = new Uint8Array(257);
    for (let code = 0; code < 128; code++) table[code] = has(set, code) ? YES : NO;
    if ((set & BEYOND) !== 0n) table.fill(YES, 128, 256);
    table[256] = (set & END) === 0n ? NO : YES;
    return table;
  }

  /** Bytes of a class. `endless`: taken again and again, so that characters need not be counted. */
  private table(set: bigint, endless: boolean): number {
    const table = new Uint8Array(256);
    for (let code = 0; code < 128; code++) table[code] = has(set, code) ? YES : NO;
    table.fill((set & BEYOND) === 0n ? NO : (set & BEYOND) === BEYOND && endless ? YES : ODD, 128);
    return this.tables.push(table) - 1;
  }
}

interface Tail {
  readonly ops: readonly number[];
  readonly next: Next;
  /** What it may begin with. */
  readonly follow: bigint;
}

function has(set: bigint, code: number): boolean {
  return ((set >> BigInt(code)) & 1n) === 1n;
}

/** The code of a class of one ASCII character. */
function onlyCode(set: bigint): number | undefined {
  if (set === 0n || (set & (set - 1n)) !== 0n || (set & ASCII) === 0n) return undefined;
  return set.toString(2).length - 1;
}

function isWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a);
}

function groupsIn(node: PatternNode): number[] {
  const own = [...(node.captures ?? [])];
  switch (node.kind) {
    case 'sequence': return [...own, ...node.parts.flatMap(groupsIn)];
    case 'choice': return [...own, ...node.of.flatMap(groupsIn)];
    case 'repeat': case 'look': return [...own, ...groupsIn(node.body)];
    case 'chars': case 'empty': case 'end':
  }
  return own;
}
