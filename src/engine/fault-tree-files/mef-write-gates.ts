import type { FaultGate, GateInput } from '../../model/fault-tree/document.ts';

/** Formulas as SCRAM 0.16 takes them: and, or, nand, nor of two or more different arguments, xor of two, k of more than k ≥ 2. */

/** Whether the formula says the gate by itself; `inhibit` and `pand` are flavours of `and`, and of an INHIBIT SCRAM asks for exactly one condition. */
export function isDirect({ gate, inputs, min, max }: FaultGate, isCondition: (id: string) => boolean): boolean {
  const n = inputs.length;
  // The same event as it is and complemented are two arguments, one event twice is not.
  if (new Set(inputs.map(({ id, complement }) => `${complement ? '!' : ''}${id}`)).size < n) return false;
  if (gate !== 'atleast' && gate !== 'cardinality' && (min !== undefined || max !== undefined)) return false;
  switch (gate) {
    case 'and': case 'or': case 'nand': case 'nor': case 'pand': return n >= 2;
    case 'inhibit': return n === 2 && inputs.every((input) => !input.complement) && inputs.filter((input) => isCondition(input.id)).length === 1;
    case 'xor': return n === 2;
    case 'not': case 'null': return n === 1 && inputs[0]?.complement === false;
    case 'atleast': return min !== undefined && min >= 2 && n > min && max === undefined;
    default: return false;
  }
}

export type Reference = (id: string) => { readonly element: string; readonly name: string };

/** Lines of a formula that means the gate. */
export function equivalent(gate: FaultGate, reference: Reference, indent: string): string[] {
  return lines(formula(gate, reference), indent);
}

interface Formula {
  readonly tag: string;
  readonly attributes?: string;
  readonly children: readonly Formula[];
}

function lines({ tag, attributes = '', children }: Formula, indent: string): string[] {
  if (children.length === 0) return [`${indent}<${tag}${attributes}/>`];
  return [`${indent}<${tag}${attributes}>`, ...children.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${tag}>`];
}

const constant = (value: boolean): Formula => ({ tag: 'constant', attributes: ` value="${value}"`, children: [] });
const not = (of: Formula): Formula => (of.tag === 'not' ? of.children[0]! : { tag: 'not', children: [of] });
const of = (tag: string, children: readonly Formula[]): Formula => ({ tag, children });

function formula({ gate, inputs, min = 0, max }: FaultGate, reference: Reference): Formula {
  const args = distinct(inputs, reference);
  switch (gate) {
    case 'and': case 'inhibit': case 'pand': return many('and', args, true);
    case 'or': return many('or', args, false);
    case 'nand': return args.length >= 2 ? of('nand', args) : not(many('and', args, true));
    case 'nor': return args.length >= 2 ? of('nor', args) : not(many('or', args, false));
    case 'not': return not(many('or', args, false));
    case 'null': return many('or', args, false);
    case 'xor': return args.length === 0 ? constant(false) : paired(args);
    case 'iff': return args.length < 2 ? keeping(args, true) : not(of('xor', args.slice(0, 2)));
    case 'imply': return args.length < 2 ? keeping(args, true) : of('or', [of('not', [args[0]!]), args[1]!]);
    case 'atleast': return atLeast(min, args);
    default: return max === undefined || max >= args.length ? atLeast(min, args) : of('and', [atLeast(min, args), not(atLeast(max + 1, args))]);
  }
}

/** xor of two and two, so that the formula is not as deep as it is long. */
function paired(args: readonly Formula[]): Formula {
  if (args.length === 1) return args[0]!;
  const half = Math.ceil(args.length / 2);
  return of('xor', [paired(args.slice(0, half)), paired(args.slice(half))]);
}

/** A constant that still names what the gate takes in. */
function keeping(args: readonly Formula[], value: boolean): Formula {
  return args.length === 0 ? constant(value) : value ? of('or', [constant(true), ...args]) : of('and', [constant(false), ...args]);
}

function many(tag: 'and' | 'or', args: readonly Formula[], empty: boolean): Formula {
  return args.length === 0 ? constant(empty) : args.length === 1 ? args[0]! : of(tag, args);
}

function atLeast(k: number, args: readonly Formula[]): Formula {
  if (k <= 0) return keeping(args, true);
  if (k > args.length) return keeping(args, false);
  if (k === 1) return many('or', args, false);
  return k === args.length ? of('and', args) : { tag: 'atleast', attributes: ` min="${k}"`, children: args };
}

/** More often nobody means it; SCRAM then refuses the gate. */
const MOST_REPEATS = 10;

/** An event that comes again stands in a double negation, because a formula takes each argument once. */
function distinct(inputs: readonly GateInput[], reference: Reference): Formula[] {
  const seen = new Map<string, number>();
  return inputs.map(({ id, complement }) => {
    const { element, name } = reference(id);
    const event: Formula = { tag: element, attributes: ` name="${name}"`, children: [] };
    const literal = complement ? of('not', [event]) : event;
    const key = `${complement}${id}`;
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    let wrapped = literal;
    for (let i = 0; i < Math.min(times, MOST_REPEATS); i++) wrapped = of('not', [of('not', [wrapped])]);
    return wrapped;
  });
}
