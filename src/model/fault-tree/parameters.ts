import { ExpressionProblem } from './expression-problem.ts';
import { valueOf } from './evaluation.ts';
import type { RandomNumbers } from './deviates.ts';
import { namesIn, parseExpression, type ExpressionTree } from './expression.ts';
import type { FaultTree } from './document.ts';

/** The parameters of a tree, ready to be worked out any number of times. */

interface Ready {
  readonly name: string;
  readonly tree: ExpressionTree;
  /** A deviate is in it, or in what it names. */
  readonly varies: boolean;
  readonly mean: number;
}

export interface ParameterProblem {
  readonly name: string;
  readonly message: string;
}

const DEVIATES: ReadonlySet<string> = new Set(['uniform-deviate', 'normal-deviate', 'lognormal-deviate', 'gamma-deviate', 'beta-deviate', 'histogram']);

export class ParameterValues {
  readonly problems: ParameterProblem[] = [];
  readonly missionTimeHours: number | undefined;
  /** Each behind those that it names. */
  readonly #ready: Ready[] = [];
  readonly #means = new Map<string, number>();
  readonly #varying = new Set<string>();
  /** Named, and without a value: what is wrong is said once, of the parameter. */
  readonly #broken = new Set<string>();

  constructor(tree: FaultTree, missionTimeHours = tree.missionTimeHours) {
    this.missionTimeHours = missionTimeHours;
    const trees = this.#parse(tree);
    for (const name of this.#inOrder(trees)) this.#prepare(name, trees.get(name)!);
  }

  #parse(tree: FaultTree): Map<string, ExpressionTree> {
    const trees = new Map<string, ExpressionTree>();
    const seen = new Set<string>();
    for (const { name, expression } of tree.parameters) {
      const problem = seen.has(name) ? 'there are two of this name: the first is taken' : undefined;
      if (problem !== undefined) this.problems.push({ name, message: `Of the parameter “${name}” ${problem}.` });
      if (seen.has(name)) continue;
      seen.add(name);
      const parsed = parseExpression(expression);
      if ('expression' in parsed) trees.set(name, parsed.expression);
      else this.#break(name, expression.trim() === '' ? 'has no expression' : `cannot be read: ${parsed.problem} (character ${parsed.offset + 1})`);
    }
    return trees;
  }

  #break(name: string, message: string): void {
    this.#broken.add(name);
    this.problems.push({ name, message: `The parameter “${name}” ${message}.` });
  }

  /** Names before those that need them; those in a loop, and what is above it, are broken. Without recursion: chains are long. */
  #inOrder(trees: ReadonlyMap<string, ExpressionTree>): string[] {
    const state = new Map<string, 'open' | 'done'>();
    const order: string[] = [];
    for (const start of trees.keys()) {
      if (state.has(start)) continue;
      const path = [{ name: start, left: [...namesIn(trees.get(start)!)] }];
      state.set(start, 'open');
      for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
        const next = at.left.shift();
        if (next === undefined) {
          state.set(at.name, 'done');
          order.push(at.name);
          path.pop();
        } else if (state.get(next) === 'open') {
          const loop = path.slice(path.findIndex((step) => step.name === next)).map((step) => step.name);
          if (!this.#broken.has(next)) this.#break(next, `is defined by itself: ${[...loop.slice(0, 10), ...(loop.length > 10 ? ['…'] : []), next].join(' → ')}`);
        } else if (trees.has(next) && !state.has(next)) {
          state.set(next, 'open');
          path.push({ name: next, left: [...namesIn(trees.get(next)!)] });
        }
      }
    }
    return order;
  }

  #prepare(name: string, tree: ExpressionTree): void {
    if (this.#broken.has(name)) return;
    const mean = this.mean(tree);
    if (typeof mean !== 'number') {
      if (mean.message === '') this.#broken.add(name);
      else this.#break(name, `has no value: ${mean.message}`);
      return;
    }
    const varies = this.varies(tree);
    if (varies) this.#varying.add(name);
    this.#means.set(name, mean);
    this.#ready.push({ name, tree, varies, mean });
  }

  /** Whether a deviate decides on its value. */
  varies(tree: ExpressionTree): boolean {
    if (tree.kind === 'name') return this.#varying.has(tree.name);
    return tree.kind === 'call' && (DEVIATES.has(tree.name) || tree.args.some((arg) => this.varies(arg)));
  }

  /** The mean value of an expression, or what is wrong; an empty message: it is said of a parameter already. */
  mean(tree: ExpressionTree): number | { readonly message: string } {
    try {
      return valueOf(tree, { missionTimeHours: this.missionTimeHours, parameter: (name) => this.#mean(name) });
    } catch (error) {
      if (error instanceof ExpressionProblem) return { message: error.message };
      throw error;
    }
  }

  #mean(name: string): number {
    const mean = this.#means.get(name);
    if (mean !== undefined) return mean;
    throw new ExpressionProblem(this.#broken.has(name) ? '' : `there is no parameter “${name}”`);
  }

  /** Draws the parameters anew: the function gives the value of an expression in this trial, its mean where the trial left what a law allows. */
  trial(random: RandomNumbers): (tree: ExpressionTree, mean: number) => number {
    const drawn = new Map<string, number>();
    const scope = { missionTimeHours: this.missionTimeHours, random, parameter: (name: string): number => drawn.get(name) ?? this.#mean(name) };
    const value = (tree: ExpressionTree, mean: number): number => {
      try {
        return valueOf(tree, scope);
      } catch (error) {
        if (error instanceof ExpressionProblem) return mean;
        throw error;
      }
    };
    for (const { name, tree, varies, mean } of this.#ready) if (varies) drawn.set(name, value(tree, mean));
    return value;
  }
}
