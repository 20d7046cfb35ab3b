import { ZERO, type Edge } from './bdd.ts';
import { LimitError, stopIfAborted, type Control } from './control.ts';
import type { Diagram } from './diagram.ts';
import { lengthened } from './node-store.ts';
import { EMPTY, NONE, Zbdd, type Family } from './zbdd.ts';

/**
 * The minimal cut sets or prime implicants of a diagram, module by module: where a set names a module's level, each of the
 * module's own sets stands for it.
 */
export interface Families {
  readonly zbdd: Zbdd;
  /** Of the function. */
  readonly root: Family;
  readonly modules: readonly ModuleFamilies[];
  /** What a level is: `leaves` of the diagram, at `level / stride`; with stride 2 odd levels are complements. */
  readonly leaves: readonly number[];
  readonly stride: 1 | 2;
}

export interface ModuleFamilies {
  /** What makes the module happen. */
  readonly plain: Family;
  /** What keeps it from happening; `NONE` where it is not asked for. */
  readonly complement: Family;
  readonly start: number;
  readonly end: number;
}

/**
 * Minimal cut sets: the smallest sets of events of which it may be that they happened and no other did (A. Rauzy: New
 * algorithms for fault trees analysis, Reliability Engineering and System Safety 40, 1993: minimal solutions, with
 * `without`). Of a coherent function these are its prime implicants, and a plain difference does for `without`: a minimal
 * set of f(1) that contains one of f(0), which makes f(1) true too, is that one.
 */
export function minimalCutSets(diagram: Diagram, limit: number, control: Control): Families {
  const zbdd = new Zbdd(limit);
  const { bdd, coherent } = diagram;
  let memo = new Int32Array(0);
  let base = 0;
  let steps = 0;
  const minimal = (edge: Edge): Family => {
    if (edge >> 1 === 0) return edge === ZERO ? NONE : EMPTY;
    const known = memo[edge - base]!;
    if (known >= 0) return known;
    if ((++steps & 0xfff) === 0) stopIfAborted(control);
    const without = minimal(bdd.low(edge));
    const high = minimal(bdd.high(edge));
    const family = zbdd.make(bdd.level(edge), without, coherent ? zbdd.difference(high, without) : zbdd.without(high, without));
    memo[edge - base] = family;
    return family;
  };
  const modules = diagram.modules.map((module, n): ModuleFamilies => {
    control.onProgress?.({ phase: 'cut sets', done: n / diagram.modules.length });
    base = module.start << 1;
    memo = new Int32Array((module.end - module.start) << 1).fill(-1);
    const start = zbdd.nodes.size;
    const plain = deep(() => minimal(module.edge));
    return { plain: zbdd.compact(start, [plain])[0]!, complement: EMPTY, start, end: zbdd.nodes.size };
  });
  return { zbdd, root: rootOf(diagram, modules, EMPTY), modules, leaves: diagram.leaves, stride: 1 };
}

/**
 * Prime implicants: the smallest sets of events that happen and events that do not which make the function true whatever
 * else does (O. Coudert, J. C. Madre: Implicit and incremental computation of primes and essential primes of Boolean
 * functions, DAC 1992): those of f(0) ∧ f(1), and with the event or its complement those of f(1) and f(0) that are not.
 * The modules' levels are literals as events are, because disjoint functions put in for the variables of another have the
 * primes that putting in their primes gives.
 */
export function primeImplicants(diagram: Diagram, limit: number, control: Control): Families {
  const zbdd = new Zbdd(limit);
  const { bdd } = diagram;
  let memo = new Int32Array(1024);
  let steps = 0;
  const primes = (edge: Edge): Family => {
    if (edge >> 1 === 0) return edge === ZERO ? NONE : EMPTY;
    if (edge < memo.length) {
      // Memory that was never written is 0; what is kept is one more than the family.
      const known = memo[edge]!;
      if (known > 0) return known - 1;
    }
    if ((++steps & 0xfff) === 0) stopIfAborted(control);
    const low = bdd.low(edge);
    const high = bdd.high(edge);
    const level = bdd.level(edge);
    const both = primes(bdd.and(low, high));
    const withEvent = zbdd.difference(primes(high), both);
    const withComplement = zbdd.difference(primes(low), both);
    const family = zbdd.make(2 * level, zbdd.make(2 * level + 1, both, withComplement), withEvent);
    if (edge >= memo.length) memo = lengthened(memo, Math.max(memo.length * 2, edge + 1));
    memo[edge] = family + 1;
    return family;
  };
  // Conjunctions that are made on the way are nodes of the diagram's table; they go when this is done.
  const size = bdd.nodes.size;
  try {
    const modules = diagram.modules.map((module, n): ModuleFamilies => {
      control.onProgress?.({ phase: 'cut sets', done: n / diagram.modules.length });
      memo.fill(0);
      const start = zbdd.nodes.size;
      const both = deep(() => {
        const plain = primes(module.edge);
        return [plain, primes(module.edge ^ 1)];
      });
      const [plain, complement] = zbdd.compact(start, both);
      bdd.truncate(size);
      return { plain: plain!, complement: complement!, start, end: zbdd.nodes.size };
    });
    return { zbdd, root: rootOf(diagram, modules, undefined), modules, leaves: diagram.leaves, stride: 2 };
  } finally {
    bdd.truncate(size);
  }
}

function rootOf(diagram: Diagram, modules: readonly ModuleFamilies[], ofComplement: Family | undefined): Family {
  const last = modules.at(-1);
  if (!last) return diagram.root === ZERO ? NONE : EMPTY;
  return diagram.root === diagram.modules.at(-1)!.edge ? last.plain : (ofComplement ?? last.complement);
}

function deep<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof RangeError ? new LimitError('depth') : error;
  }
}
