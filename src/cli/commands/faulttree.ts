import { resolve } from 'node:path';
import { formatCount, visibleText } from '../../base/text.ts';
import type { CutSet, FaultTreeAnalysisOptions, TopEventResult } from '../../model/fault-tree/result.ts';
import { api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import { optional, wholeNumber } from '../arguments.ts';
import { CliError, EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { ProgressLine } from '../progress.ts';
import { FAULTTREE } from '../specs.ts';
import { formatFacts, formatTable } from '../table.ts';
import { withEngine } from '../with-case.ts';

type Analysed = OutputOf<typeof api.analyseFaultTreeFile>;
type Name = (id: string) => string;

export async function faulttree(context: CommandContext): Promise<number> {
  const { io, operands, json, options } = context;
  const [file] = operands;
  if (file === undefined || operands.length > 1) throw usageError('faulttree', 'faulttree takes one model');
  const asked = optionsOf(context);
  const started = performance.now();
  return withEngine(context, async (client) => {
    const line = new ProgressLine(io.stderr);
    const answer = await client.call(api.analyseFaultTreeFile, { path: resolve(io.cwd, file), options: asked }, {
      signal: io.signal, onProgress: ({ phase, done }) => line.show(`${phase}: ${Math.floor(done * 100)} %`),
    });
    line.clear();
    const found = must(answer, { 'fault-tree/not-readable': EXIT.nothingReadable, 'fault-tree/not-understood': EXIT.nothingReadable, 'fault-tree/too-large': EXIT.nothingReadable });
    const tops = found.models.flatMap(({ analysis }) => analysis.tops);
    const problems = [...found.problems, ...found.models.flatMap(({ analysis }) => analysis.problems)];
    if (tops.length === 0) {
      const reason = problems.find((problem) => problem.fatal) ?? problems[0];
      throw new CliError(EXIT.failed, 'fault-tree/unusable', reason?.message ?? 'The model has no top event.', { problems });
    }
    if (json) await io.stdout.write(`${toJson({ ...modelJson(found, options['list'] !== '0'), seconds: (performance.now() - started) / 1000 })}\n`);
    else {
      for (const { message } of problems) await io.stderr.write(`tephra: ${visibleText(message)}\n`);
      await io.stdout.write(found.models.map(modelText).join('\n'));
    }
    return EXIT.done;
  });
}

const MOST_LISTED = 100_000;

function optionsOf({ options, json }: CommandContext): FaultTreeAnalysisOptions {
  const number = (key: string, min: number, max: number): number | undefined => {
    const text = optional(options, key);
    return text === undefined ? undefined : wholeNumber(FAULTTREE, key, text, min, max);
  };
  const least = optional(options, 'min-probability');
  const minProbability = least === undefined ? undefined : Number(least);
  if (minProbability !== undefined && (least!.trim() === '' || !(minProbability >= 0 && minProbability <= 1))) throw usageError('faulttree', '--min-probability takes a number from 0 to 1');
  const samples = number('samples', 1, 1_000_000);
  const seed = number('seed', 0, Number.MAX_SAFE_INTEGER);
  if (seed !== undefined && samples === undefined) throw usageError('faulttree', '--seed goes with --samples');
  return {
    maxOrder: number('max-order', 1, 1000), minProbability, products: options['prime-implicants'] === true ? 'prime-implicants' as const : 'minimal-cut-sets' as const,
    listMost: number('list', 0, MOST_LISTED) ?? (json ? 100 : 20), uncertainty: samples === undefined ? undefined : { samples, seed: seed ?? 1 },
  };
}

/**
 * cli.md: `{model, topEvents:[{name, probability, cutSets:{count, byOrder, truncated, list?}, importance:[{event, …}]}], seconds}`.
 * What is not known is null; what divides by zero is left out. A file of several models gives the tops of all.
 */
function modelJson(found: Analysed, lists: boolean): Record<string, unknown> {
  return {
    model: found.models[0]!.title,
    topEvents: found.models.flatMap(({ title, names, analysis }) => {
      const name = namer(names);
      return analysis.tops.map((top) => topJson(top, name, title, lists));
    }),
    problems: [...found.problems, ...found.models.flatMap(({ analysis }) => analysis.problems)],
  };
}

function topJson(top: TopEventResult, name: Name, model: string, lists: boolean): unknown {
  const { cutSets } = top;
  return {
    name: name(top.id), model, probability: top.probability ?? null, method: top.method, bounds: top.bounds, rareEvent: top.rareEvent, minCutUpperBound: top.minCutUpperBound,
    coherent: top.coherent, withoutProbability: top.withoutProbability.map(name), approximations: top.approximations, uncertainty: top.uncertainty,
    cutSets: {
      count: cutSets.count ?? null, kind: cutSets.kind, byOrder: Object.fromEntries(cutSets.byOrder.map(({ order, count }) => [order, count])),
      truncated: cutSets.truncated.length > 0, notes: cutSets.truncated, more: cutSets.more,
      list: lists ? cutSets.list.map((set) => setJson(set, name)) : undefined,
    },
    importance: top.importance.map(({ id, ...of }) => ({ event: name(id), ...of })),
  };
}

function setJson({ events, probability }: CutSet, name: Name): unknown {
  const complements = events.filter((event) => event.complement).map(({ id }) => name(id));
  return { events: events.filter((event) => !event.complement).map(({ id }) => name(id)), ...(complements.length > 0 ? { complements } : {}), probability: probability ?? null };
}

function namer(names: Analysed['models'][number]['names']): Name {
  const byId = new Map(names.map(({ id, name }) => [id, name]));
  return (id) => byId.get(id) ?? id;
}

const SHOWN_EVENTS = 20;

function modelText({ title, names, analysis }: Analysed['models'][number]): string {
  const name = namer(names);
  return `${visibleText(title)}\n\n${analysis.tops.map((top) => topText(top, name)).join('\n')}`;
}

function topText(top: TopEventResult, name: Name): string {
  const { cutSets } = top;
  const what = cutSets.kind === 'prime-implicants' && !top.coherent ? 'prime implicants' : 'cut sets';
  const facts: Array<readonly [string, string]> = [['probability', probabilityText(top)]];
  if (top.rareEvent !== undefined && top.minCutUpperBound !== undefined) facts.push(['over cut sets', `${short(top.rareEvent)} their sum, ${short(top.minCutUpperBound)} their upper bound`]);
  if (top.uncertainty) {
    const { mean, sigma, p05, median, p95, samples } = top.uncertainty;
    facts.push(['uncertainty', `mean ${short(mean)}, sigma ${short(sigma)}, 5 % ${short(p05)}, median ${short(median)}, 95 % ${short(p95)} (${formatCount(samples)} trials)`]);
  }
  if (!top.coherent) facts.push(['coherent', 'no: events that do not happen matter too']);
  facts.push([what, cutSets.count === undefined ? 'not counted' : many(cutSets.count)]);
  const notes = [...cutSets.truncated, ...top.approximations].map((note) => `  ${visibleText(note)}\n`).join('');
  const orders = cutSets.byOrder.length === 0 ? '' : `\n${formatTable([{ title: 'EVENTS', align: 'right' }, { title: what.toUpperCase(), align: 'right' }], cutSets.byOrder.map(({ order, count }) => [String(order), many(count)]))}`;
  const list = cutSets.list.length === 0 ? '' : `\n${formatTable(
    [{ title: 'PROBABILITY', align: 'right' }, { title: what === 'cut sets' ? 'CUT SET' : 'PRIME IMPLICANT' }],
    cutSets.list.map(({ events, probability }) => [probability === undefined ? '-' : short(probability), events.length === 0 ? '(always)' : events.map(({ id, complement }) => `${complement ? 'not ' : ''}${name(id)}`).join(', ')]),
  )}${cutSets.more ? '  and more; --list N shows more of them\n' : ''}`;
  return `${visibleText(name(top.id))}\n${formatFacts(facts, '  ')}${notes}${orders}${list}${importanceText(top, name)}`;
}

function probabilityText(top: TopEventResult): string {
  if (top.probability === undefined) {
    const missing = top.withoutProbability.length;
    return missing === 0 ? 'not known' : `not known: ${formatCount(missing)} ${missing === 1 ? 'event has' : 'events have'} no probability`;
  }
  const said = { exact: 'exact', 'rare-event': 'sum over cut sets', 'min-cut-upper-bound': 'upper bound over cut sets', 'lower-bound': 'at least' }[top.method];
  return `${short(top.probability)} (${said}${top.bounds ? `; between ${short(top.bounds.lower)} and ${short(top.bounds.upper)}` : ''})`;
}

function importanceText({ importance }: TopEventResult, name: Name): string {
  if (importance.length === 0) return '';
  const sorted = importance.toSorted((a, b) => (b.fussellVesely ?? b.criticality ?? 0) - (a.fussellVesely ?? a.criticality ?? 0));
  const number = (value: number | undefined): string => (value === undefined ? '-' : short(value));
  return `\n${formatTable(
    [{ title: 'EVENT' }, ...['PROBABILITY', 'CUT SETS', 'BIRNBAUM', 'CRITICALITY', 'FUSSELL-VESELY', 'DIAGNOSTIC', 'RAW', 'RRW'].map((title) => ({ title, align: 'right' as const }))],
    sorted.slice(0, SHOWN_EVENTS).map((of) => [name(of.id), short(of.probability), many(of.cutSets), short(of.birnbaum), number(of.criticality), number(of.fussellVesely), number(of.diagnostic), number(of.raw), number(of.rrw)]),
  )}${sorted.length > SHOWN_EVENTS ? `  and ${formatCount(sorted.length - SHOWN_EVENTS)} more events; --json lists all\n` : ''}`;
}

function many(count: bigint): string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? formatCount(Number(count)) : String(count);
}

/** Six digits, as many as models give. */
function short(value: number): string {
  const digits = Number(value.toPrecision(6));
  return digits !== 0 && Math.abs(digits) < 1e-3 ? digits.toExponential() : String(digits);
}
