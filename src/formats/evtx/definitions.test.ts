import { expect, it } from 'vitest';
import { parseAll } from '../../../test/support/formats.ts';
import { event, guidOf } from '../../../test/support/evtx-samples.ts';
import { chunkOf, fileHeader, val, type EvtxRecord, type Template } from '../../../test/support/evtx-writer.ts';
import { evtx } from './index.ts';

const data = (guid: number, ...names: string[]): Template => ({ guid: guidOf(guid), root: { name: 'EventData', content: names.map((name, i) => ({ name: 'Data', attributes: [['Name', name]], content: [{ sub: i, type: 1 }] })) } });
const user = (guid: number, name: string): Template => ({ guid: guidOf(guid), root: { name, content: [{ name: 'One', content: [{ sub: 0, type: 1 }] }] } });
let id = 0n;
const record = (template: Template, inUserData: boolean, ...values: string[]): EvtxRecord =>
  event(++id, 1_791_974_038_000_000_000n + id, { provider: 'p', eventId: 1, channel: 'c', data: template, inUserData, values: values.map(val.string) });

async function attributes(...chunks: EvtxRecord[][]): Promise<unknown[]> {
  const { records, diagnostics } = await parseAll(evtx, Buffer.concat([fileHeader(chunks.length, id), ...chunks.map((records) => chunkOf(records).bytes)]));
  expect(diagnostics).toEqual([]);
  return records.map((one) => ({ ...one.attributes }));
}

it('definitions that are the same in every chunk are the same, wherever their names stand', async () => {
  const a = data(1, 'First', 'Second');
  const b = data(2, 'Second', 'Third');
  const expected = [{ First: '1', Second: '2' }, { Second: '3', Third: '4' }];
  const one = (): EvtxRecord => record(a, false, '1', '2');
  const other = (): EvtxRecord => record(b, false, '3', '4');
  expect(await attributes([one(), other()], [other(), one()], [one(), other()])).toEqual([...expected, ...expected.toReversed(), ...expected]);
});

it('one that has the GUID and the length of another, and other names or texts, is another', async () => {
  expect(await attributes([record(data(1, 'Alpha'), false, '1')], [record(data(1, 'Gamma'), false, '2')], [record(data(1, 'Alpha'), false, '3')])).toEqual([{ Alpha: '1' }, { Gamma: '2' }, { Alpha: '3' }]);
  expect(await attributes([record(user(3, 'Alpha'), true, '1')], [record(user(3, 'Gamma'), true, '2')])).toEqual([{ UserData: 'Alpha', One: '1' }, { UserData: 'Gamma', One: '2' }]);
});

it('what a value was in the chunk before says nothing of what stands there now', async () => {
  const template = data(1, 'Name');
  expect(await attributes([record(template, false, 'aaaa')], [record(template, false, 'bbbb')])).toEqual([{ Name: 'aaaa' }, { Name: 'bbbb' }]);
});
