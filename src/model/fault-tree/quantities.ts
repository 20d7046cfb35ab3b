import { formatCount } from '../../base/text.ts';
import { choose, commonCauseLevels, mostFactors, subsets } from './common-causes.ts';
import { seededRandom } from './deviates.ts';
import { parseExpression, type ExpressionTree } from './expression.ts';
import { ParameterValues } from './parameters.ts';
import type { FaultTreeProblem } from './result.ts';
import type { CommonCauseGroup, FaultEvent, FaultTreeDocument } from './document.ts';

/** The numbers of a fault tree: what each event's probability is, and the independent events that common causes stand for. */

/** That exactly these members of a group fail together. */
export interface CommonCauseEvent {
  readonly id: string;
  /** `[PumpOne PumpTwo]`, as SCRAM names it. */
  readonly name: string;
  readonly group: string;
  /** Ids of nodes. */
  readonly members: readonly string[];
}

export interface FaultTreeQuantities {
  /** Mean probability of every event that has one, by id of the node or of the common-cause event. House events are not here. */
  readonly probabilities: ReadonlyMap<string, number>;
  readonly commonCauseEvents: readonly CommonCauseEvent[];
  /** A member of a group, by id of its node → the common-cause events of which it is the OR. */
  readonly expanded: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly FaultTreeProblem[];
  /** Whether any probability is uncertain. */
  readonly varies: boolean;
  /**
   * Probabilities of trials of a simulation that `seed` determines: each call of the function draws all parameters and
   * events anew and gives the probabilities of `ids` in their order, within 0 to 1; NaN for those without one.
   */
  sampleProbabilities: (seed: number, ids: readonly string[]) => () => Float64Array;
}

export interface QuantityOptions {
  /** In place of the tree's own. */
  readonly missionTimeHours?: number;
}

/** More sets of members than this are not listed: a group of 20 with 20 factors has a million. */
const MOST_COMMON_CAUSE_EVENTS = 200_000;

export function quantitiesOf(document: FaultTreeDocument, options: QuantityOptions = {}): FaultTreeQuantities {
  return new Quantities(document, options).result();
}

/** A value that is worked out once, and again in each trial when it varies. */
interface Quantity {
  readonly tree: ExpressionTree;
  readonly mean: number;
  readonly varies: boolean;
}

interface ExpandedGroup {
  readonly distribution: Quantity;
  readonly factors: readonly Quantity[];
  /** The event of a set, by its number of members. */
  readonly events: ReadonlyArray<{ readonly id: string; readonly size: number }>;
  readonly shares: (factors: readonly number[]) => ReadonlyMap<number, number>;
}

class Quantities {
  readonly #parameters: ParameterValues;
  readonly #events = new Map<string, FaultEvent>();
  readonly #own = new Map<string, Quantity>();
  readonly #groups: ExpandedGroup[] = [];
  readonly #probabilities = new Map<string, number>();
  readonly #commonCauseEvents: CommonCauseEvent[] = [];
  readonly #expanded = new Map<string, string[]>();
  readonly #problems: FaultTreeProblem[] = [];
  #withoutMissionTime = 0;

  constructor(document: FaultTreeDocument, { missionTimeHours }: QuantityOptions) {
    this.#parameters = new ParameterValues(document.tree, missionTimeHours ?? document.tree.missionTimeHours);
    for (const { name, message } of this.#parameters.problems) this.#problems.push({ name, message, fatal: false });
    for (const node of document.nodes) if (node.type === 'event') this.#events.set(node.id, node);
    document.tree.commonCauses.forEach((group, index) => this.#group(group, index));
    for (const event of this.#events.values()) this.#event(event);
    if (this.#withoutMissionTime > 0) this.#problem(`The tree has no mission time, which ${this.#withoutMissionTime} of its expressions ${this.#withoutMissionTime === 1 ? 'names' : 'name'}.`);
  }

  result(): FaultTreeQuantities {
    const varies = [...this.#own.values()].some((one) => one.varies) || this.#groups.some((group) => group.distribution.varies || group.factors.some((one) => one.varies));
    return {
      probabilities: this.#probabilities, commonCauseEvents: this.#commonCauseEvents, expanded: this.#expanded, problems: this.#problems, varies,
      sampleProbabilities: (seed, ids) => this.#sampler(seed, ids),
    };
  }

  #problem(message: string, of?: { id?: string; name: string }): void {
    this.#problems.push({ ...(of?.id === undefined ? {} : { id: of.id }), ...(of === undefined ? {} : { name: of.name }), message, fatal: false });
  }

  #event(event: FaultEvent): void {
    if (event.event === 'house' || event.probability.trim() === '' || this.#probabilities.has(event.id)) return;
    const quantity = this.#probability(event.probability, `The probability of “${event.name}”`, event);
    if (quantity === undefined) return;
    this.#own.set(event.id, quantity);
    this.#probabilities.set(event.id, quantity.mean);
  }

  /** `undefined`, and a problem that begins with `what`, for no number from 0 to 1. */
  #probability(text: string, what: string, of: { id?: string; name: string }): Quantity | undefined {
    const parsed = parseExpression(text);
    if ('problem' in parsed) {
      this.#problem(`${what} cannot be read: ${parsed.problem} (character ${parsed.offset + 1}).`, of);
      return undefined;
    }
    const mean = this.#parameters.mean(parsed.expression);
    if (typeof mean !== 'number') {
      if (mean.message === NO_MISSION_TIME) this.#withoutMissionTime++;
      else if (mean.message !== '') this.#problem(`${what} has no value: ${mean.message}.`, of);
      return undefined;
    }
    // A last bit too much is of the arithmetic, not of the model.
    if (mean < -ROUNDING || mean > 1 + ROUNDING) {
      this.#problem(`${what} is ${mean}, which is not between 0 and 1.`, of);
      return undefined;
    }
    return { tree: parsed.expression, mean: clamped(mean), varies: this.#parameters.varies(parsed.expression) };
  }

  #group(group: CommonCauseGroup, index: number): void {
    const what = `The common-cause group “${group.name}”`;
    const of = { name: group.name };
    const members = [...new Set(group.members)].filter((id) => this.#isFree(id, what, of));
    const distribution = group.distribution.trim() === '' ? undefined : this.#probability(group.distribution, `The distribution of the common-cause group “${group.name}”`, of);
    if (group.distribution.trim() === '') this.#problem(`${what} has no distribution: its members count as independent.`, of);
    if (members.length < 2) this.#problem(`${what} has fewer than two members.`, of);
    const factors = this.#factors(group, members.length);
    if (members.length < 2 || factors === undefined || distribution === undefined) {
      if (distribution !== undefined) for (const id of members) this.#take(id, distribution);
      return;
    }
    const shares = (values: readonly number[]): Map<number, number> => new Map(commonCauseLevels(group.model, members.length, values).map(({ size, share }) => [size, share]));
    const sizes = [...shares(factors.map((one) => one.mean)).keys()];
    const sets = sizes.reduce((sum, size) => sum + choose(members.length, size), 0);
    if (this.#commonCauseEvents.length + sets > MOST_COMMON_CAUSE_EVENTS) {
      this.#problem(`${what} stands for ${formatCount(sets)} sets of members, too many to take apart: its members count as independent. Give factors of fewer levels.`, of);
      for (const id of members) this.#take(id, distribution);
      return;
    }
    const events = sizes.flatMap((size) => [...subsets(members.length, size)].map((set) => ({ id: this.#commonCause(group, index, set.map((at) => members[at]!)), size })));
    this.#groups.push({ distribution, factors, events, shares });
    const byMean = shares(factors.map((one) => one.mean));
    for (const { id, size } of events) this.#probabilities.set(id, clamped(byMean.get(size)! * distribution.mean));
    for (const id of members) this.#probabilities.set(id, distribution.mean);
  }

  #take(id: string, quantity: Quantity): void {
    this.#own.set(id, quantity);
    this.#probabilities.set(id, quantity.mean);
  }

  #commonCause(group: CommonCauseGroup, index: number, members: readonly string[]): string {
    const id = `ccf-${index + 1}-${this.#commonCauseEvents.length + 1}`;
    this.#commonCauseEvents.push({ id, name: `[${members.map((member) => this.#events.get(member)!.name).join(' ')}]`, group: group.name, members });
    for (const member of members) {
      const of = this.#expanded.get(member);
      if (of === undefined) this.#expanded.set(member, [id]);
      else of.push(id);
    }
    return id;
  }

  #isFree(id: string, what: string, of: { name: string }): boolean {
    const event = this.#events.get(id);
    if (event === undefined || event.event === 'house') {
      this.#problem(`${what} has ${event === undefined ? 'a member that is no event' : `the house event “${event.name}” as a member`}, which is left out.`, of);
      return false;
    }
    if (!this.#expanded.has(id)) return true;
    this.#problem(`“${event.name}” is in two common-cause groups. It counts in the first.`, { id, name: event.name });
    return false;
  }

  /** `undefined`, and a problem, where the model cannot be worked out: members then count as independent. */
  #factors({ name, model, factors }: CommonCauseGroup, members: number): Quantity[] | undefined {
    const what = `The common-cause group “${name}”`;
    const of = { name };
    if (members < 2) return undefined;
    const most = mostFactors(model, members);
    if (factors.length === 0 || factors.length > most) {
      this.#problem(factors.length === 0 ? `${what} has no factors: its members count as independent.` : `${what} has ${factors.length} factors, where its model and ${members} members take ${most}: its members count as independent.`, of);
      return undefined;
    }
    const read = factors.map((factor, at) => this.#probability(factor, `Factor ${at + 1} of the common-cause group “${name}”`, of));
    if (read.some((one) => one === undefined)) return undefined;
    const quantities = read.filter((one) => one !== undefined);
    const sum = quantities.reduce((total, one) => total + one.mean, 0);
    if (model === 'phi-factor' && Math.abs(sum - 1) > PHI_SUM) {
      this.#problem(`The factors of ${what.replace('The', 'the')} add up to ${Number(sum.toPrecision(6))}, where phi factors add up to 1: its members count as independent.`, of);
      return undefined;
    }
    if (model === 'alpha-factor' && sum === 0) {
      this.#problem(`All factors of ${what.replace('The', 'the')} are zero: its members count as independent.`, of);
      return undefined;
    }
    return quantities;
  }

  #sampler(seed: number, ids: readonly string[]): () => Float64Array {
    const random = seededRandom(seed);
    const places = new Map<string, number[]>();
    ids.forEach((id, at) => places.set(id, [...(places.get(id) ?? []), at]));
    const means = Float64Array.from(ids, (id) => this.#probabilities.get(id) ?? Number.NaN);
    const own = [...this.#own].filter(([, quantity]) => quantity.varies);
    const groups = this.#groups.filter((group) => group.distribution.varies || group.factors.some((factor) => factor.varies));
    return () => {
      const out = Float64Array.from(means);
      const value = this.#parameters.trial(random);
      const draw = ({ tree, mean, varies }: Quantity): number => (varies ? clamped(value(tree, mean)) : mean);
      const put = (id: string, probability: number): void => {
        for (const at of places.get(id) ?? []) out[at] = probability;
      };
      for (const [id, quantity] of own) put(id, draw(quantity));
      for (const { distribution, factors, events, shares } of groups) {
        const total = draw(distribution);
        const drawn = shares(factors.map(draw));
        for (const { id, size } of events) put(id, clamped(drawn.get(size)! * total));
      }
      return out;
    };
  }
}

const NO_MISSION_TIME = 'the tree has no mission time';
const ROUNDING = 1e-12;
/** As far from 1 as SCRAM lets the sum of phi factors be. */
const PHI_SUM = 1e-4;

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
