import { expect, test } from 'vitest';
import { layoutFaultTree } from '../../../figures/fault-tree/layout.ts';
import { treeOfOutline } from '../../../model/fault-tree/outline.ts';
import { applyEdit, patchNode } from '../../../model/fault-tree/edit.ts';
import { unwrap } from '../../../base/result.ts';
import { UNOBSERVED } from '../../../model/fault-tree/document.ts';
import { looksOf, type LookInput } from './looks.ts';

function ids(): () => string {
  let n = 0;
  return () => `n${++n}`;
}

const document = treeOfOutline('or Top\n  and Left\n    basic A\n    basic B\n  basic C', { title: 'T', createdAtNs: 0n, newId: ids() });
const id = (title: string): string => document.nodes.find((node) => node.title === title)!.id;
const input = (more: Partial<LookInput> = {}): LookInput => ({
  document, layout: layoutFaultTree(more.document ?? document), overlay: 'observed', values: new Map(), shares: new Map(), cutSet: undefined, cutKey: undefined, found: new Set(), problems: new Set(), ...more,
});

test('while nobody said anything no state is shown; then every node has one, and a gate’s follows', () => {
  expect([...looksOf(input(), new Map()).looks.values()].map((look) => look.state)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  const observed = applyEdit(document, unwrap(patchNode(document, id('C'), { observed: { ...UNOBSERVED, state: 'happened' } })));
  const { looks, labels } = looksOf(input({ document: observed }), new Map());
  expect(looks.get(id('Top'))).toMatchObject({ state: 'happened', derived: true });
  expect(labels.get(id('Top'))).toBe('G1 Top, OR gate, happened, as follows from below, 2 inputs');
  expect(labels.get(`${id('Top')}>${id('C')}`)).toBe('E3 C, basic event, happened');
});

test('of a cut set its events are lit and what is above them, the rest is aside', () => {
  const cutSet = { events: [{ id: id('A'), complement: false }], state: 'open' as const, undecided: [id('A')] };
  const { looks } = looksOf(input({ cutSet }), new Map());
  const lit = document.nodes.filter((node) => [...looks].some(([key, look]) => key.endsWith(node.id) && look.lit)).map((node) => node.title);
  expect(lit).toEqual(['Top', 'Left', 'A']);
});

test('a look that says the same stays the same object, so that nothing is drawn again', () => {
  const before = looksOf(input(), new Map()).looks;
  const after = looksOf(input({ found: new Set([id('A')]) }), before).looks;
  expect([...after].filter(([key, look]) => look !== before.get(key)).map(([key]) => key)).toEqual([`${id('Left')}>${id('A')}`]);
});
