import { describe, expect, test } from 'vitest';
import { spansFromText, type DraftSpan } from '../../../../test/support/spans-from-text.ts';
import { SPAN_FLAG, type SpanFlag } from '../../../model/trace.ts';
import { columnsOf } from './traces.testing.ts';
import { buildWaterfall, type Waterfall } from './waterfall.ts';

const NAMES: readonly SpanFlag[] = ['error', 'missingParent', 'cycle', 'beginsBeforeParent', 'endsAfterParent', 'neverEnded', 'noTime', 'duplicateId', 'endsBeforeStart'];

/** A waterfall as text: a line a row, indented by depth, with self time in ms and what is wrong. */
function drawn(spans: readonly DraftSpan[]): string[] {
  const w = buildWaterfall(columnsOf(spans));
  return Array.from(w.span, (at, row) => {
    const wrong = NAMES.filter((name) => (w.flags[row]! & SPAN_FLAG[name]) !== 0);
    return `${'  '.repeat(w.depth[row]!)}${spans[at]!.name} ${w.selfNs[row]! / 1e6}${wrong.length === 0 ? '' : ` ${wrong.join(' ')}`}`;
  });
}

function waterfall(text: string): Waterfall {
  return buildWaterfall(columnsOf(spansFromText(text)));
}

describe('waterfall', () => {
  test('children stand below their parent in order of their starts, whatever order the evidence has', () => {
    const spans = spansFromText(`
      web root   |---------------|
        cart b           |---|
          db c            |-|
        cart a     |--|
    `);
    expect(drawn(spans)).toEqual(['root 9', '  a 3', '  b 2', '    c 2']);
    expect(drawn(spans.toReversed())).toEqual(drawn(spans));
  });

  test('subtrees are runs of rows and count their errors', () => {
    const w = waterfall(`
      web root   |---------|
        a one      |-|       error
          b two    |         error
        a three       |-|
    `);
    expect([...w.subtree]).toEqual([4, 2, 1, 1]);
    expect([...w.subtreeErrors]).toEqual([2, 2, 1, 0]);
    expect([...w.parent]).toEqual([-1, 0, 1, 0]);
  });

  test('self time leaves out what any child covers, once, and nothing outside the span', () => {
    expect(drawn(spansFromText(`
      web root      |---------|
        a early   |---|
        a overlap    |---|
        a late             |------|
    `))).toEqual(['root 2', '  early 4 beginsBeforeParent', '  overlap 4', '  late 7 endsAfterParent']);
  });

  test('a missing parent makes a root that says so; several roots stand side by side', () => {
    const w = spansFromText(`
      web root      |----|
      jobs orphan     |--|   parent=ff
      web second        |-|
    `);
    expect(drawn(w)).toEqual(['root 5', 'orphan 3 missingParent', 'second 2']);
    expect(buildWaterfall(columnsOf(w)).roots).toBe(3);
  });

  test('a loop of parents is cut at the span that begins first', () => {
    expect(drawn(spansFromText(`
      a one      |---|   id=1 parent=3
      a two     |---|    id=2 parent=1
      a three     |-|    id=3 parent=2
      a below      |     id=4 parent=3
      a itself |-|       id=5 parent=5
    `))).toEqual(['itself 2 cycle', 'two 2 cycle', '  three 0', '    one 4 beginsBeforeParent endsAfterParent', '    below 0']);
  });

  test('an id that stands twice is marked twice; children are below the first', () => {
    expect(drawn(spansFromText(`
      a root     |------|        id=1
      a twice     |---|          id=2 parent=1
      a twice      |---|         id=2 parent=1
      a child      |-|           id=3 parent=2
    `))).toEqual(['root 2', '  twice 2 duplicateId', '    child 2', '  twice 4 duplicateId']);
  });

  test('two ends of a call that share an id, as Zipkin has them, are one below the other', () => {
    expect(drawn(spansFromText(`
      web post      |--------|       id=1 kind=CLIENT
      cart post       |----|         id=1 kind=SERVER parent=none
      cart query        |-|          id=2 kind=CLIENT parent=1
      web note         |             id=3 parent=1
    `))).toEqual(['post 4', '  post 3', '    note 0', '    query 2']);
  });

  test('spans without an end or a time are rows too, and ids may be missing', () => {
    const spans = spansFromText(`
      a root      |-->
        a child    |-|
      a nowhere
    `);
    expect(drawn(spans)).toEqual(['root 0 neverEnded', '  child 2', 'nowhere 0 noTime']);
    expect(drawn(spans.map((s) => ({ ...s, spanId: '', parentId: undefined })))).toEqual(['root 0 neverEnded', 'child 2', 'nowhere 0 noTime']);
  });

  test('a span that ends before it begins takes no time', () => {
    const [root, child] = spansFromText(`
      a root      |------|
        a child     |
    `);
    expect(drawn([root!, { ...child!, durationNs: -5_000_000n }])).toEqual(['root 7', '  child 0 endsBeforeStart']);
  });

  test('no spans are no rows', () => {
    expect(buildWaterfall(columnsOf([])).roots).toBe(0);
  });
});
