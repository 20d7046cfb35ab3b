import { expect, test } from 'vitest';
import { analyse } from '../analyse/fault-tree/analyse.ts';
import { faultTreeMarkdown } from './markdown.ts';
import { readFaultTree } from './read.ts';

const MODEL = `<opsa-mef><define-fault-tree name="T"><label>Orders | fail *now*</label>
  <define-gate name="Top"><label>No orders</label><or><gate name="Pool"/><event name="net"/></or></define-gate>
  <define-gate name="Pool"><atleast min="2"><event name="a"/><event name="b"/><not><event name="net"/></not></atleast></define-gate>
  <define-basic-event name="a"><label>A | B</label><parameter name="p"/></define-basic-event><define-basic-event name="b"><float value="0.2"/></define-basic-event><define-basic-event name="net"><float value="0.0001"/></define-basic-event>
  <define-parameter name="p" unit="float"><mul><float value="0.5"/><float value="0.2"/></mul></define-parameter></define-fault-tree></opsa-mef>`;
const [document] = readFaultTree(new TextEncoder().encode(MODEL), 'x.xml').documents;

test('numbers, sets, importance, events, parameters and the tree, as Markdown that means its words', () => {
  expect(faultTreeMarkdown(document!, analyse(document!))).toMatchInlineSnapshot(`
    "# Orders \\| fail \\*now\\*

    2 gates, 3 events.

    ## Top event

    Probability **0.28007**, exact.

    ### Minimal cut sets

    3 minimal cut sets.

    |  | Events | Probability | Observed |
    | ---: | --- | ---: | --- |
    | 1 | b | 0.2 | open |
    | 2 | a | 0.1 | open |
    | 3 | net | 1e-4 | open |

    ### Importance

    | Event | Sets | Probability | Fussell–Vesely | Birnbaum | Criticality | Diagnostic | RAW | RRW |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | a | 1 | 0.1 | 0.35705 | 0.79992 | 0.28561 | 0.35705 | 3.5705 | 1.3998 |
    | b | 1 | 0.2 | 0.7141 | 0.89991 | 0.64263 | 0.7141 | 3.5705 | 2.7982 |
    | net | 1 | 1e-4 | 3.571e-4 | 0.72 | 2.571e-4 | 3.571e-4 | 3.5705 | 1.0003 |

    ## Events

    | Event | Title | Kind | Probability | From | Observed |
    | --- | --- | --- | ---: | --- | --- |
    | a | A \\| B | basic | 0.1 | \`p\` |  |
    | b |  | basic | 0.2 |  |  |
    | net |  | basic | 1e-4 |  |  |

    ## Parameters

    | Name | Title | Expression | Unit |
    | --- | --- | --- | --- |
    | \`p\` |  | \`0.5 * 0.2\` | float |

    ## Tree

    - **OR** Top: No orders
      - **at least 2 of 3** Pool
        - a: A \\| B
        - b
        - not net
      - net
    "
  `);
});

test('without an analysis it says what is entered; what is wrong is said', () => {
  const wrong = { ...document!, nodes: document!.nodes.map((node) => (node.name === 'b' ? { ...node, probability: 'nobody' } : node)) };
  const text = faultTreeMarkdown(wrong, undefined);
  expect(text).toContain('## What is not right\n\n- The probability of “b” has no value: there is no parameter “nobody”.\n');
  expect(text).toContain('| b |  | basic |  | `nobody` |  |');
  expect(text).not.toContain('Minimal cut sets');
});
