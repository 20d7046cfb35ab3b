import type { Barrier, Factor, FactorPart, Why } from './cause.ts';
import { saveItem, type ItemChange } from './item-change.ts';

/** Contributing factors and barriers: what their parts are called, and how they are made from what is known. */

export const FACTOR_PART_TITLE: Readonly<Record<FactorPart, string>> = {
  trigger: 'Trigger', enabler: 'Enabler', latent: 'Latent', detection: 'Detection', response: 'Response', mitigator: 'Mitigator', luck: 'Luck',
};

export const FACTOR_PART_ABOUT: Readonly<Record<FactorPart, string>> = {
  trigger: 'What set it off', enabler: 'What let it happen then', latent: 'What was there long before', detection: 'What decided when it was noticed',
  response: 'What decided how it was met', mitigator: 'What kept it smaller', luck: 'What could have gone otherwise',
};

export function newFactor(id: string, title: string, part: FactorPart, createdAtNs: bigint, more: Partial<Omit<Factor, 'kind' | 'id' | 'title' | 'part' | 'createdAtNs'>> = {}): Factor {
  return { kind: 'factor', id, title, note: '', part, tags: [], evidence: [], whys: [], entries: [], nodes: [], actions: [], createdAtNs, ...more };
}

/** A step of whys as a factor, with its evidence and the entries it stands for. A step at the end of a branch was there before: latent. */
export function factorOfWhy(id: string, why: Why, isLeaf: boolean, createdAtNs: bigint): Factor {
  return newFactor(id, why.statement.slice(0, 500), isLeaf ? 'latent' : 'enabler', createdAtNs, { evidence: why.evidence, whys: [why.id], entries: why.entries });
}

export const BARRIER_STATE_TITLE: Readonly<Record<Barrier['state'], string>> = { held: 'Held', failed: 'Failed', bypassed: 'Bypassed', missing: 'Missing', unknown: 'Not known' };
export const BARRIER_STATE_ABOUT: Readonly<Record<Barrier['state'], string>> = {
  held: 'It stopped the hazard', failed: 'It was there and did not stop it', bypassed: 'The hazard went around it, or it was switched off', missing: 'It could have stood here', unknown: 'Nobody has said yet',
};
export const BARRIER_FUNCTION_TITLE: Readonly<Record<Barrier['function'], string>> = { prevent: 'Prevents', detect: 'Detects', contain: 'Contains', recover: 'Recovers' };

export function newBarrier(id: string, title: string, createdAtNs: bigint, more: Partial<Omit<Barrier, 'kind' | 'id' | 'title' | 'createdAtNs'>> = {}): Barrier {
  return { kind: 'barrier', id, title, note: '', hazard: '', target: '', function: 'prevent', state: 'unknown', order: 0, evidence: [], actions: [], createdAtNs, ...more };
}

/** Barriers between one hazard and one target, in the order the hazard meets them. */
export interface BarrierLine {
  readonly hazard: string;
  readonly target: string;
  readonly barriers: readonly Barrier[];
}

const byPlace = (a: Barrier, b: Barrier): number => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Lines in the order of their first barriers. The same words with other spaces or letters are the same hazard. */
export function barrierLines(barriers: readonly Barrier[]): BarrierLine[] {
  const flat = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const lines = new Map<string, Barrier[]>();
  for (const barrier of barriers.toSorted(byPlace)) {
    const key = JSON.stringify([flat(barrier.hazard), flat(barrier.target)]);
    lines.set(key, [...(lines.get(key) ?? []), barrier]);
  }
  return [...lines.values()].map((of) => ({ hazard: of[0]!.hazard.trim(), target: of[0]!.target.trim(), barriers: of }));
}

/** Moves a barrier among those of its line; numbers are given anew where two are at one place. */
export function moveBarrier(barriers: readonly Barrier[], id: string, by: -1 | 1): ItemChange {
  const line = barrierLines(barriers).find((one) => one.barriers.some((barrier) => barrier.id === id))?.barriers ?? [];
  const at = line.findIndex((barrier) => barrier.id === id);
  const moved = line[at];
  if (!moved || !line[at + by]) return { label: '', commands: [] };
  const order = line.toSpliced(at, 1).toSpliced(at + by, 0, moved);
  const places = line.map((barrier) => barrier.order);
  const distinct = new Set(places).size === places.length;
  const first = Math.max(0, ...barriers.map((barrier) => barrier.order)) + 1;
  return {
    label: `Moved “${moved.title.slice(0, 60)}”`,
    commands: order.flatMap((barrier, i) => { const place = distinct ? places[i]! : first + i; return barrier.order === place ? [] : [saveItem({ ...barrier, order: place })]; }),
  };
}

/** A barrier after the others of its line, or after all. */
export function addBarrier(barriers: readonly Barrier[], barrier: Barrier): ItemChange {
  return { label: `Added the barrier “${barrier.title.slice(0, 60)}”`, commands: [saveItem({ ...barrier, order: Math.max(-1, ...barriers.map((one) => one.order)) + 1 })] };
}
