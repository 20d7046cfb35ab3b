import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Why } from './cause.ts';
import type { EvidenceReference } from './evidence.ts';
import { itemsAfter, type ItemChange } from './item-change.ts';
import { itemsOf } from './item.ts';
import { addAnswer, addSet, changeWhy, moveWhy, moveWhyTo, newWhy, removeWhy, setStrict, setWhyEvidence, setWhyState, WHY_MOVES } from './why-edit.ts';
import { countWhys, findWhy, whyForest, whySteps } from './why.ts';

const PROOF: EvidenceReference = { sha256: 'a'.repeat(64), locator: { kind: 'artifact' }, excerpt: '', addedBy: 'ada', addedAtNs: 0n };

const after = (whys: readonly Why[], change: ItemChange): Why[] => itemsOf(itemsAfter(whys, change.commands), 'why');
const state = (whys: readonly Why[], id: string, to: Why['state']): ItemChange => {
  const done = setWhyState(whys, id, to);
  return done.ok ? done.value : { label: '', commands: [] };
};

/** Sets as text: depth, id. What stands where, and nothing else. */
const outline = (whys: readonly Why[]): string[] => whyForest(whys).flatMap(whySteps).map((node) => `${'.'.repeat(node.depth)}${node.why.id}`);

type Step = { readonly edit: 'set' | 'answer' | 'after' | 'words' | 'open' | 'close' | 'rule-out' | 'prove' | 'unprove' | 'strict' | 'lax' | 'remove' | 'to' | (typeof WHY_MOVES)[number]; readonly at: number; readonly to: number };

const steps = fc.array(fc.record<Step>({
  edit: fc.constantFrom('set', 'answer', 'answer', 'answer', 'after', 'after', 'words', 'open', 'close', 'rule-out', 'prove', 'unprove', 'strict', 'lax', 'remove', 'to', ...WHY_MOVES),
  at: fc.nat(30), to: fc.nat(30),
}), { maxLength: 60 });

function run(whys: readonly Why[], { edit, at, to }: Step, n: number): ItemChange {
  const made = newWhy(`w${String(n).padStart(3, '0')}`, `Because of ${n}`, BigInt(n));
  const one = whys[at % Math.max(1, whys.length)];
  if (edit === 'set' || !one) return addSet(whys, made);
  switch (edit) {
    case 'answer': return addAnswer(whys, one.id, made);
    case 'after': return one.parentId === undefined ? addAnswer(whys, one.id, made) : addAnswer(whys, one.parentId, made, one.id);
    case 'words': return changeWhy(whys, one.id, { statement: `Said ${n}`, join: to % 2 === 0 ? 'all' : 'any' });
    case 'open': return state(whys, one.id, 'open');
    case 'close': return state(whys, one.id, 'closed');
    case 'rule-out': return state(whys, one.id, 'ruled-out');
    case 'prove': return setWhyEvidence(whys, one.id, [PROOF]);
    case 'unprove': return setWhyEvidence(whys, one.id, []);
    case 'strict': return setStrict(whys, one.id, true);
    case 'lax': return setStrict(whys, one.id, false);
    case 'remove': return removeWhy(whys, one.id);
    case 'to': return moveWhyTo(whys, one.id, whys[to % whys.length]!.id, to % 3 === 0 ? 'first' : undefined);
    default: return moveWhy(whys, one.id, edit);
  }
}

const playing = (check: (before: readonly Why[], change: ItemChange, now: readonly Why[], step: Step) => void) => fc.property(steps, (all) => {
  let whys: readonly Why[] = [];
  all.forEach((step, n) => {
    const change = run(whys, step, n);
    const now = after(whys, change);
    check(whys, change, now, step);
    whys = now;
  });
});

describe('edits of whys', () => {
  test('every step stands in exactly one set, and no two answers at one place', () => {
    fc.assert(playing((_, __, now) => {
      const nodes = whyForest(now).flatMap(whySteps);
      expect(nodes.map(({ why }) => why.id).toSorted()).toEqual(now.map(({ id }) => id).toSorted());
      for (const node of nodes) expect(node.why.parentId).toBe(node.parent?.why.id);
      for (const beside of [whyForest(now), ...nodes.map((node) => node.children)]) expect(new Set(beside.map(({ why }) => why.order)).size).toBe(beside.length);
    }));
  });

  test('what the commands say back to front takes them back', () => {
    fc.assert(playing((before, change, now) => {
      const undo = change.commands.toReversed().map((command) => {
        if (command.name === 'item.save') return before.find(({ id }) => id === command.input.item.id) ?? command.input.item.id;
        return before.find(({ id }) => command.name === 'item.remove' && id === command.input.id)!;
      });
      let back = now;
      for (const one of undo) back = typeof one === 'string' ? back.filter(({ id }) => id !== one) : [...back.filter(({ id }) => id !== one.id), one];
      expect(outline(back)).toEqual(outline(before));
      expect(change.commands.length === 0).toBe(change.label === '');
    }));
  });

  test('a strict set never has a closed step without evidence', () => {
    fc.assert(playing((before, _, now, step) => {
      // Moving a step between sets is judged where it arrives, when somebody closes it there.
      if (['to', ...WHY_MOVES].includes(step.edit)) return;
      const bad = (whys: readonly Why[]): string[] => whyForest(whys).filter((root) => root.why.strict).flatMap(whySteps).filter(({ why }) => why.state === 'closed' && why.evidence.length === 0).map(({ why }) => why.id);
      expect(bad(now).filter((id) => !bad(before).includes(id))).toEqual([]);
    }));
  });

  test('moving up and down are each other’s way back, in and out too', () => {
    fc.assert(playing((_, __, now) => {
      for (const { id } of now.slice(0, 6)) {
        for (const [there, back] of [['up', 'down'], ['down', 'up'], ['in', 'out']] as const) {
          const moved = moveWhy(now, id, there);
          if (moved.commands.length === 0) continue;
          const then = after(now, moved);
          expect(outline(then)).not.toEqual(outline(now));
          expect(outline(after(then, moveWhy(then, id, back)))).toEqual(outline(now));
        }
      }
    }), { numRuns: 40 });
  });
});

const [root, left, right] = [newWhy('a', 'Checkout failed', 0n), newWhy('b', 'The pool was empty', 1n, { parentId: 'a', order: 0 }), newWhy('c', 'Nobody was paged', 2n, { parentId: 'a', order: 1 })];

test('a strict set says why a step cannot be closed; ruling it out or citing evidence is the way', () => {
  const strict = after([root, left, right], setStrict([root, left, right], 'b', true));
  expect(setWhyState(strict, 'b', 'closed')).toEqual({ ok: false, failure: { code: 'why/without-evidence', message: 'This set is strict: a step without evidence cannot be closed. Cite what shows it, or rule it out.' } });
  expect(setWhyState(strict, 'b', 'ruled-out').ok).toBe(true);
  const proved = after(strict, setWhyEvidence(strict, 'b', [PROOF]));
  const closed = after(proved, state(proved, 'b', 'closed'));
  expect(closed.find(({ id }) => id === 'b')?.state).toBe('closed');
  expect(after(closed, setWhyEvidence(closed, 'b', [])).find(({ id }) => id === 'b')?.state).toBe('open');
});

test('making a set strict opens what was closed without evidence, in the same step', () => {
  const closed = [root, { ...left, state: 'closed' as const }, { ...right, state: 'ruled-out' as const }];
  const change = setStrict(closed, 'a', true);
  expect(after(closed, change).map((why) => why.state)).toEqual(['open', 'open', 'ruled-out']);
  expect(change.commands).toHaveLength(2);
});

test('orphans and circles are sets of their own: nothing is hidden', () => {
  const lost = newWhy('x', 'Lost', 0n, { parentId: 'gone' });
  const circle = [newWhy('y', 'One', 0n, { parentId: 'z' }), newWhy('z', 'Two', 0n, { parentId: 'y' })];
  expect(outline([lost, ...circle, newWhy('s', 'Self', 0n, { parentId: 's' })])).toEqual(['s', 'x', 'y', '.z']);
});

test('a step cannot become an answer to one below itself, nor a first step an answer', () => {
  const whys = [root, left, newWhy('d', 'A leak', 3n, { parentId: 'b' })];
  expect(moveWhyTo(whys, 'b', 'd').commands).toEqual([]);
  expect(moveWhyTo(whys, 'a', 'b').commands).toEqual([]);
  expect(outline(after(whys, moveWhyTo(whys, 'd', 'a')))).toEqual(['a', '.b', '.d']);
});

test('counts name what is open and what nothing shows', () => {
  const node = findWhy(whyForest([root, { ...left, evidence: [PROOF] }, { ...right, state: 'ruled-out' }]), 'a');
  expect(node && countWhys(node)).toEqual({ steps: 3, open: 2, withoutEvidence: 1 });
});
