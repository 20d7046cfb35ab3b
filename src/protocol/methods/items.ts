import { z } from 'zod';
import { Item, ItemKind } from '../../model/item.ts';
import { defineMethod } from '../define.ts';

/** Items of these kinds, by kind and id. Changed by commands (`work.do` with `item.save`, `item.remove`). */
export const listItems = defineMethod({
  name: 'item.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({ kinds: z.array(ItemKind).min(1) }),
  output: z.array(Item),
});
