import { formatCount } from '../../base/text.ts';
import type { FaultNode } from '../../model/fault-tree/document.ts';
import type { TreeNumbers, TreePart } from '../../model/live-block.ts';
import { formatProbability } from '../probability-text.ts';
import { nameAndTitle } from './words.ts';

/** What the analysis of a fault tree found as tables of words, the same for screen and report. */
export interface FaultTreeTable {
  readonly part: Exclude<TreePart, 'tree'>;
  /** Of which top event. */
  readonly topId: string;
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
  /** Columns of numbers. */
  readonly right: readonly number[];
}

const STATE = { evidenced: 'happened', excluded: 'excluded', open: 'open' } as const;
const METHOD = { exact: '', 'rare-event': ' at most', 'min-cut-upper-bound': ' at most', 'lower-bound': ' at least' } as const;

export function faultTreeTables(nodes: readonly FaultNode[], { tops, commonCauses }: TreeNumbers, show: readonly TreePart[]): FaultTreeTable[] {
  const plain = (text: string): string => text;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const members = new Map(commonCauses.map((one) => [one.id, one.members]));
  const nameOf = (id: string): string => byId.get(id)?.name ?? `[${(members.get(id) ?? []).map((member) => byId.get(member)?.name ?? member).join(' ')}]`;
  const wordsOf = (id: string): string => {
    const node = byId.get(id);
    return node === undefined ? nameOf(id) : nameAndTitle(node, plain);
  };
  const optional = (value: number | undefined): string => (value === undefined ? '' : formatProbability(value));
  return tops.flatMap((top) => {
    const of = tops.length > 1 ? ` of ${nameOf(top.id)}` : '';
    const says = top.probability === undefined ? '' : `; probability${METHOD[top.method]} ${formatProbability(top.probability)}`;
    const word = top.coherent ? 'minimal cut set' : 'prime implicant';
    const counted = top.count === undefined ? `${word}s, not counted` : `${formatCount(top.count)} ${word}${top.count === 1n ? '' : 's'}`;
    const tables: FaultTreeTable[] = [];
    if (show.includes('cut-sets')) {
      tables.push({
        part: 'cut-sets', topId: top.id, right: [1], header: ['Events', 'Probability', 'Observed'],
        caption: `${counted[0]!.toUpperCase()}${counted.slice(1)}${of}${top.more ? `, the first ${formatCount(top.sets.length)} listed` : ''}${says}${top.notes.length === 0 ? '' : `. ${top.notes.join('. ')}`}`,
        rows: top.sets.map((set) => [set.events.map(({ id, complement }) => `${complement ? 'not ' : ''}${wordsOf(id)}`).join('; '), optional(set.probability), STATE[set.state]]),
      });
    }
    if (show.includes('importance')) {
      tables.push({
        part: 'importance', topId: top.id, right: [1, 2, 3, 4, 5], header: ['Event', 'Probability', 'Fussell–Vesely', 'Birnbaum', 'RAW', 'RRW'], caption: `Which events matter${of}`,
        rows: top.importance.map((one) => [wordsOf(one.id), formatProbability(one.probability), optional(one.fussellVesely), formatProbability(one.birnbaum), optional(one.raw), optional(one.rrw)]),
      });
    }
    return tables;
  });
}
