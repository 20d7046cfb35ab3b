import { UNOBSERVED, type FaultGate, type FaultNode, type FaultTreeDocument, type GateType } from './document.ts';
import { freeName, newEvent, newGate, type NewId } from './edit.ts';

/**
 * A tree written as an outline, two blanks a level: `or All connections held`, `and …`, `2/3 …` (two of three or more),
 * `inhibit …` (its second line is the condition), and the events `basic`, `undeveloped`, `house`, `conditioning`. After a
 * `|` stands the note. `= words` takes in the node above that has these words: the same event, not a copy.
 */
export function treeOfOutline(outline: string, { title, createdAtNs, newId }: { readonly title: string; readonly createdAtNs: bigint; readonly newId: NewId }): FaultTreeDocument {
  const treeId = newId();
  const taken = new Set<string>();
  const name = (prefix: string): string => {
    const free = freeName(taken, prefix);
    taken.add(free.toLowerCase());
    return free;
  };
  const made: FaultNode[] = [];
  const byWords = new Map<string, FaultNode>();
  const path: FaultGate[] = [];
  const tops: string[] = [];
  for (const line of outline.split('\n').filter((text) => text.trim() !== '')) {
    const level = (/^ */.exec(line)![0].length) / 2;
    const [head = '', note = ''] = line.trim().split(/\s*\|\s*/);
    const [, word = '', words = ''] = /^(\S+)\s*(.*)$/.exec(head) ?? [];
    const node = word === '=' ? byWords.get(words) : nodeOf(word);
    if (!node) throw new Error(`No node is called “${words}”.`);
    const parent = path[level - 1];
    if (parent) parent.inputs.push({ id: node.id, complement: false });
    else tops.push(node.id);
    if (word === '=') continue;
    const worded = { ...node, title: words, note, observed: UNOBSERVED };
    made.push(worded);
    byWords.set(words, worded);
    path.length = level;
    if (worded.type === 'gate') path[level] = worded;
  }
  return { tree: { kind: 'fault-tree', id: treeId, title, note: '', tops, per: '', parameters: [], commonCauses: [], createdAtNs }, nodes: made };

  function nodeOf(word: string): FaultNode {
    const vote = /^(\d+)\/\d+$/.exec(word);
    if (vote) return { ...newGate(treeId, newId(), name('G'), 'atleast', []), min: Number(vote[1]) };
    if (word === 'basic' || word === 'undeveloped') return newEvent(treeId, newId(), name('E'), word);
    if (word === 'house') return newEvent(treeId, newId(), name('H'), word);
    if (word === 'conditioning') return newEvent(treeId, newId(), name('C'), word);
    const gate = GATES[word];
    if (!gate) throw new Error(`“${word}” is no type of node.`);
    return newGate(treeId, newId(), name('G'), gate, []);
  }
}

const GATES: Readonly<Record<string, GateType>> = { or: 'or', and: 'and', xor: 'xor', not: 'not', nand: 'nand', nor: 'nor', inhibit: 'inhibit', pand: 'pand' };
