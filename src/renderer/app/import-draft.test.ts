import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../model/timeline.ts';
import { chooseAll, EMPTY_DRAFT, firstDraft, importCommand, isChosen, MOST_UNASKED, people, type Proposal } from './import-draft.ts';

const entry = (id: string, kind: TimelineEntry['kind'] = 'communication'): TimelineEntry => ({
  id, kind, title: id, note: '', role: '', evidence: [], time: { form: 'point', startNs: 1n, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
});
const proposals: Proposal[] = [
  { entry: entry('a'), who: 'Ana', suggested: true, standing: false },
  { entry: entry('b'), who: 'Ben', suggested: true, standing: false },
  { entry: entry('c'), who: 'Ana', suggested: false, standing: false },
  { entry: entry('d', 'action'), who: 'Ana', suggested: true, standing: false },
  { entry: entry('e'), who: 'Eve', suggested: true, standing: true },
  { entry: { ...entry('f'), role: 'as it left' }, suggested: true, standing: false },
];

test('what is suggested is chosen, what stands is not', () => {
  expect(proposals.filter((p) => isChosen(p, EMPTY_DRAFT)).map((p) => p.entry.id)).toEqual(['a', 'b', 'd', 'f']);
  expect(proposals.filter((p) => isChosen(p, chooseAll(proposals, EMPTY_DRAFT, true))).map((p) => p.entry.id)).toEqual(['a', 'b', 'c', 'd', 'f']);
  expect(importCommand(proposals, chooseAll(proposals, EMPTY_DRAFT, false), 'x')).toBeUndefined();
  expect(people(proposals, EMPTY_DRAFT)).toEqual([{ who: 'Ana', entries: 2 }, { who: 'Ben', entries: 1 }]);
});

test('what another entry cites is taken only where a person says so', () => {
  const cited: Proposal[] = [{ entry: entry('g'), suggested: true, standing: false, citedBy: 'Rolled back' }, { entry: entry('h'), suggested: true, standing: false }];
  expect(cited.filter((p) => isChosen(p, EMPTY_DRAFT)).map((p) => p.entry.id)).toEqual(['h']);
  expect(importCommand(cited, { ...EMPTY_DRAFT, chosen: new Map([['g', true]]) }, 'x')!.input.commands).toHaveLength(2);
});

test('of very many nothing is chosen until a person chooses', () => {
  const many = Array.from({ length: MOST_UNASKED + 1 }, (_, i): Proposal => ({ entry: entry(`m${i}`), suggested: true, standing: false }));
  expect(importCommand(many, firstDraft(many), 'x')).toBeUndefined();
  expect(importCommand(many.slice(1), firstDraft(many.slice(1)), 'x')!.input.commands).toHaveLength(MOST_UNASKED);
  // What cannot be added or is rarely worth it does not count.
  const few = [...many.slice(1), { entry: entry('s'), suggested: true, standing: true }, { entry: entry('r'), suggested: false, standing: false }];
  expect(importCommand(few, firstDraft(few), 'x')!.input.commands).toHaveLength(MOST_UNASKED);
});

test('one step: kinds as changed, roles for names, names nowhere', () => {
  const command = importCommand(proposals, { chosen: new Map([['b', false]]), kinds: new Map([['a', 'decision']]), roles: new Map([['Ana', ' database on-call '], ['Ben', 'not asked for']]) }, 'chat.json')!;
  expect(command.input.label).toBe('Added 3 entries from chat.json');
  expect(command.input.commands.map((c) => (c.name === 'timeline.add' ? [c.input.entry.id, c.input.entry.kind, c.input.entry.role] : []))).toEqual([
    ['a', 'decision', 'database on-call'], ['d', 'action', 'database on-call'], ['f', 'communication', 'as it left'],
  ]);
});
