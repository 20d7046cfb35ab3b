import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { itemsOf } from '../../model/item.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const MODEL = `<?xml version="1.0"?>
<opsa-mef>
  <define-fault-tree name="Pumps">
    <label>Both trains fail</label>
    <define-gate name="Top"><and><gate name="TrainOne"/><gate name="TrainTwo"/></and></define-gate>
    <define-gate name="TrainOne"><or><basic-event name="PumpOne"/><basic-event name="ValveOne"/></or></define-gate>
    <define-gate name="TrainTwo"><or><basic-event name="PumpTwo"/><basic-event name="ValveTwo"/></or></define-gate>
    <define-basic-event name="ValveOne"><float value="0.01"/></define-basic-event>
    <define-basic-event name="ValveTwo"><exponential><float value="1e-6"/><system-mission-time/></exponential></define-basic-event>
  </define-fault-tree>
  <define-CCF-group name="PumpCcf" model="beta-factor">
    <members><basic-event name="PumpOne"/><basic-event name="PumpTwo"/></members>
    <distribution><float value="0.1"/></distribution>
    <factor level="2"><float value="0.2"/></factor>
  </define-CCF-group>
</opsa-mef>
`;

async function openCase(): Promise<{ client: Connection; folder: string; errors: string[] }> {
  const { client, errors } = testEngine();
  const folder = temporaryFolder();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path: join(folder, 'x.tephra'), title: 'Pumps' }));
  return { client: ada, folder, errors };
}

test('a file becomes a tree in one step of undo, and comes out again in every format', async () => {
  const { client, folder, errors } = await openCase();
  const path = join(folder, 'pumps.xml');
  writeFileSync(path, MODEL);
  const { trees, problems, kind } = unwrap(await client.call(api.importFaultTree, { path }));
  expect(kind).toBe('mef');
  expect(trees).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/), title: 'Both trains fail', nodes: 7 }]);
  expect(problems.map((one) => one.message)).toEqual(['The file does not say its mission time. 8760 hours are taken, as SCRAM does.']);
  const treeId = trees[0]!.id;
  const items = unwrap(await client.call(api.listItems, { kinds: ['fault-tree', 'fault-node'] }));
  expect(itemsOf(items, 'fault-tree')[0]).toMatchObject({ missionTimeHours: 8760, commonCauses: [{ name: 'PumpCcf', model: 'beta-factor', factors: ['0.2'] }] });
  expect(itemsOf(items, 'fault-node').map((node) => node.name).toSorted()).toEqual(['PumpOne', 'PumpTwo', 'Top', 'TrainOne', 'TrainTwo', 'ValveOne', 'ValveTwo']);

  for (const [format, starts] of [['mef', '<?xml'], ['galileo', 'toplevel "Top";'], ['aralia', 'Both_trains_fail'], ['svg', '<svg'], ['pdf', '%PDF-'], ['md', '# Both trains fail']] as const) {
    const once = unwrap(await client.call(api.renderFaultTree, { treeId, format }));
    expect(new TextDecoder('latin1').decode(once.bytes.subarray(0, 100)).startsWith(starts), format).toBe(true);
    expect(unwrap(await client.call(api.renderFaultTree, { treeId, format })).bytes, format).toEqual(once.bytes);
    const target = join(folder, once.fileName);
    expect(unwrap(await client.call(api.writeFaultTree, { treeId, format, path: target })).bytes).toBe(once.bytes.length);
    expect(new Uint8Array(readFileSync(target))).toEqual(new Uint8Array(once.bytes));
  }
  const report = new TextDecoder().decode(unwrap(await client.call(api.renderFaultTree, { treeId, format: 'md' })).bytes);
  // P(both trains) with pumps of a common cause, by hand: 0.02 + (1 - 0.02) P(one of pump or valve) P(the other).
  expect(report).toContain('Probability **0.027695**, exact.');
  expect(report).toMatch(/5 minimal cut sets\.\n\n\|  \| Events \| Probability \| Observed \|\n/);
  expect(report).toContain('| 1 | \\[PumpOne PumpTwo\\] | 0.02 | open |');
  const [block] = unwrap(await client.call(api.resolveBlocks, { blocks: [{ info: 'fault-tree Both trains show=cut-sets', body: '' }] }));
  expect(block).toMatchObject({ kind: 'tree', tree: { id: treeId }, show: ['cut-sets'], numbers: { tops: [{ count: 5n, method: 'exact' }] } });
  const galileo = unwrap(await client.call(api.renderFaultTree, { treeId, format: 'galileo' }));
  expect(galileo.left).toContain('Common-cause groups are left out: the format has none.');

  unwrap(await client.call(api.undo, {}));
  expect(unwrap(await client.call(api.listItems, { kinds: ['fault-tree', 'fault-node'] }))).toEqual([]);
  expect(await client.call(api.renderFaultTree, { treeId, format: 'md' })).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-found' } });
  expect(errors).toEqual([]);
}, 60_000);

test('what is no tree is refused with the place of what is wrong, and changes nothing', async () => {
  const { client, folder } = await openCase();
  const fileName = 'bad.xml';
  const refused = async (text: string): Promise<unknown> => client.call(api.importFaultTree, { fileName, bytes: new TextEncoder().encode(text) });
  expect(await refused('just words')).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-understood', message: expect.stringMatching(/^bad\.xml holds no fault tree that can be read\. This is no fault tree that Tephra reads/) } });
  expect(await refused('<opsa-mef>\n<model-data/></opsa-mef>')).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-understood', message: expect.stringContaining('line 1') } });
  expect(await refused('<opsa-mef><define-fault-tree name="T"><define-gate name="a"><gate name="b"/></define-gate><define-gate name="b"><gate name="a"/></define-gate></define-fault-tree></opsa-mef>')).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-understood', message: expect.stringContaining('under itself') } });
  expect(await client.call(api.importFaultTree, { path: join(folder, 'none.xml') })).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-readable', message: expect.stringMatching(/none\.xml is not there\.$/) } });
  expect(await client.call(api.importFaultTree, { path: folder })).toMatchObject({ ok: false, failure: { code: 'fault-tree/not-readable' } });
  expect(unwrap(await client.call(api.listItems, { kinds: ['fault-tree', 'fault-node'] }))).toEqual([]);
}, 60_000);

test('an OpenFTA tree brings the database of events that lies beside it', async () => {
  const { client, folder } = await openCase();
  writeFileSync(join(folder, 'lift.fta'), 'lift.ped\nS NULL 0\n0\nM NULL 1 \n10 Door fails\nO NULL 2 \nB D1 0 \nU D2 0 \n');
  writeFileSync(join(folder, 'lift.ped'), 'D1;;B\0;Motor fails;1.000000e-06;\0;\nD2;;U\0;Door bends;2.000000e-03;L;\n');
  const { problems } = unwrap(await client.call(api.importFaultTree, { path: join(folder, 'lift.fta') }));
  expect(problems).toEqual([]);
  const nodes = itemsOf(unwrap(await client.call(api.listItems, { kinds: ['fault-node'] })), 'fault-node');
  expect(nodes.map((node) => [node.name, node.title, node.type === 'event' ? node.probability : node.gate])).toEqual(expect.arrayContaining([
    ['G1', 'Door fails', 'or'], ['D1', 'Motor fails', '0.000001'], ['D2', 'Door bends', 'exponential(0.002, mission-time)'],
  ]));
}, 60_000);

test('what a model includes whole from its folder is read with it, each once, and nothing from elsewhere', async () => {
  const { client, folder } = await openCase();
  const include = (href: string): string => `<xi:include href="${href}" xpointer="xpointer(/opsa-mef/*)"/>`;
  writeFileSync(join(folder, 'one.xml'), `<?xml version="1.0"?><opsa-mef xmlns:xi="http://www.w3.org/2001/XInclude"><!-- ${include('commented.xml')} --><define-fault-tree name="One"><define-gate name="A"><and><event name="B"/><event name="c"/></and></define-gate></define-fault-tree>${include('two.xml')}${include('two.xml')}${include('../secret.xml')}</opsa-mef>`);
  writeFileSync(join(folder, 'two.xml'), `<opsa-mef><define-fault-tree name="Two"><define-gate name="B"><event name="c"/></define-gate></define-fault-tree><model-data><define-basic-event name="c"><float value="0.5"/></define-basic-event></model-data>${include('one.xml')}</opsa-mef>`);
  const { trees, problems } = unwrap(await client.call(api.importFaultTree, { path: join(folder, 'one.xml') }));
  expect(trees).toMatchObject([{ title: 'One, Two', nodes: 3 }]);
  expect(problems.map((one) => one.message)).toEqual(['The file includes “../secret.xml”, which is not read: import it too, or put its contents here.']);
}, 60_000);
