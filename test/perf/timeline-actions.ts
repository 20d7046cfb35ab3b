import type { Locator, Page } from '@playwright/test';

/** Something a person does to a timeline, named for the report. */
export interface Action {
  readonly what: string;
  readonly act: (page: Page) => Promise<void>;
}

const lanes = (page: Page): Locator => page.getByRole('listbox', { name: 'Lanes of the timeline' });
const list = (page: Page): Locator => page.getByRole('grid', { name: 'Entries of the timeline' });
const form = (page: Page, name: string): Locator => page.getByRole('form', { name });
const drawer = (page: Page, name: string): Locator => page.getByRole('complementary', { name });

/** What is asked for later (the address after 160 ms, the records behind the lanes after 200) belongs to the action too. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('status').filter({ hasText: 'All changes saved' }).waitFor();
  await page.waitForTimeout(400);
}

async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) {
    await page.keyboard.press(key);
    await page.waitForTimeout(30);
  }
}

/** With Tab alone, as somebody without a mouse goes there. */
async function tabTo(page: Page, field: Locator): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text, { delay: 20 });

async function retype(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await type(page, text);
}

/** A closed list under the focus: letters choose in it. */
async function chooseKind(page: Page, within: Locator, letters: string): Promise<void> {
  await tabTo(page, within.getByRole('button', { name: /Kind/ }));
  await page.keyboard.press('Space');
  await type(page, letters);
  await page.keyboard.press('Enter');
}

export const byKeyboard: readonly Action[] = [
  { what: 'next and previous entry', act: async (page) => { await press(page, '.', 15); await press(page, ',', 5); await press(page, 'ArrowRight', 10); await press(page, 'ArrowLeft', 5); } },
  {
    what: 'new entry', act: async (page) => {
      await press(page, 'n');
      const at = form(page, 'New entry');
      await at.waitFor();
      await type(page, 'Somebody asked whether the coupon was loaded at all');
      await retype(page, at.getByLabel('At', { exact: true }), '2026-10-08 20:15:30');
      await page.keyboard.press('Enter');
      await at.waitFor({ state: 'hidden' });
    },
  },
  {
    what: 'time and kind of an entry', act: async (page) => {
      await press(page, 'Enter');
      const at = form(page, 'Edit entry');
      await at.waitFor();
      await chooseKind(page, at, 'dec');
      await retype(page, at.getByLabel('At', { exact: true }), '2026-10-08 20:16:10');
      await page.keyboard.press('ControlOrMeta+Enter');
      await at.waitFor({ state: 'hidden' });
    },
  },
  { what: 'move an entry', act: async (page) => { await press(page, 'Alt+ArrowRight', 6); await press(page, 'Alt+ArrowLeft', 6); } },
  { what: 'zoom', act: async (page) => { await press(page, 'w', 9); await press(page, 's', 6); } },
  { what: 'pan', act: async (page) => { await press(page, 'a', 12); await press(page, 'd', 20); } },
  { what: 'fit', act: (page) => press(page, 'f') },
  { what: 'select several', act: async (page) => { await press(page, 'Shift+ArrowRight', 12); await press(page, 'Shift+ArrowLeft', 4); } },
  {
    what: 'change several', act: async (page) => {
      await press(page, 'Enter');
      const at = form(page, 'Change selected entries');
      await retype(page, at.getByLabel('Who, as a role'), 'second responder');
      await retype(page, at.getByLabel('Move by'), '+90 s');
      await page.keyboard.press('ControlOrMeta+Enter');
      await settled(page);
      await page.keyboard.press('Escape');
    },
  },
  { what: 'select all and let go', act: async (page) => { await press(page, 'ControlOrMeta+a'); await drawer(page, 'Selected entries').waitFor(); await press(page, 'Escape'); } },
  { what: 'merge two', act: async (page) => { await press(page, 'Shift+ArrowRight'); await press(page, 'm'); await drawer(page, 'Entry').waitFor(); } },
  {
    what: 'split one', act: async (page) => {
      await press(page, 'x');
      await page.getByRole('form', { name: /^(Split|Edit) entry$/ }).waitFor();
      // What lasts is asked where; a moment is two at once.
      if (await form(page, 'Split entry').isVisible()) await press(page, 'Enter');
      await form(page, 'Edit entry').waitFor();
      await press(page, 'Escape');
    },
  },
  { what: 'remove', act: async (page) => { await press(page, 'Delete'); await settled(page); await press(page, 'Delete'); } },
  { what: 'remove and change all, taken back', act: async (page) => {
    await press(page, 'ControlOrMeta+a');
    await press(page, 'Delete');
    await page.getByText('No timeline entries yet').waitFor();
    await press(page, 'ControlOrMeta+z');
    await lanes(page).waitFor();
    await lanes(page).focus();
    await press(page, 'ControlOrMeta+a');
    await press(page, 'Alt+ArrowRight', 3);
    await settled(page);
    await press(page, 'ControlOrMeta+z', 3);
    await press(page, 'Escape');
  } },
  { what: 'undo', act: (page) => press(page, 'ControlOrMeta+z', 6) },
  { what: 'redo', act: (page) => press(page, 'ControlOrMeta+Shift+z', 6) },
  { what: 'without hindsight', act: (page) => press(page, 'h', 2) },
  { what: 'fold a lane', act: async (page) => { await lanes(page).focus(); await press(page, '.'); await press(page, 'o', 2); } },
  {
    what: 'filter', act: async (page) => {
      await press(page, '/');
      await type(page, 'gateway');
      await settled(page);
      await press(page, 'Escape');
      await settled(page);
      await press(page, 'Escape');
      await page.keyboard.press('Tab');
    },
  },
  { what: 'show the list', act: async (page) => { await lanes(page).focus(); await press(page, 'l'); await list(page).waitFor(); } },
  {
    what: 'walk the list', act: async (page) => {
      await list(page).focus();
      await press(page, 'ArrowDown', 25);
      await press(page, 'PageDown', 10);
      await press(page, 'End');
      await press(page, 'Home');
      await press(page, 'Shift+ArrowDown', 6);
    },
  },
  { what: 'change several in the list', act: async (page) => {
    await press(page, 'Alt+ArrowRight', 2);
    await settled(page);
    await press(page, 'ControlOrMeta+z', 2);
    await press(page, 'Escape');
  } },
  { what: 'back to the lanes', act: async (page) => { await press(page, 'l'); await lanes(page).waitFor(); } },
];

async function middleOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = (await page.locator('.tl-body').boundingBox())!;
  const plot = (await lanes(page).boundingBox())!;
  return { x: plot.x, y: box.y, width: plot.width, height: Math.min(box.height, plot.height) };
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number], steps = 30): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  for (let i = 1; i <= steps; i++) {
    await page.mouse.move(from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps);
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

/** Where marks can be taken hold of: well inside the plot and under nothing else; of what was known at the time, so that any two can be merged. */
async function marks(page: Page, count: number): Promise<ReadonlyArray<readonly [number, number]>> {
  const found = await page.evaluate((wanted) => {
    const body = document.querySelector('.tl-body')!.getBoundingClientRect();
    const plot = document.querySelector('.tl-plot')!.getBoundingClientRect();
    const spots = [...document.querySelectorAll('.tl-mark:not([aria-label*="not known"])')].flatMap((mark) => {
      const box = mark.getBoundingClientRect();
      const y = box.y + box.height / 2;
      const x = [0.2, 0.4, 0.6, 0.8].map((share) => box.x + box.width * share)
        .find((at) => at > plot.left + 40 && at < plot.right - 130 && y > body.top + 10 && y < body.bottom - 20 && document.elementFromPoint(at, y)?.closest('.tl-mark') === mark);
      return x === undefined ? [] : [[x, y] as const];
    });
    return spots.slice(0, wanted);
  }, count);
  if (found.length < count) throw new Error(`Only ${found.length} of ${count} marks can be taken hold of.`);
  return found;
}

/** A spot of the lanes where nothing is. */
async function emptySpot(page: Page): Promise<readonly [number, number]> {
  return page.evaluate(() => {
    const body = document.querySelector('.tl-body')!.getBoundingClientRect();
    const plot = document.querySelector('.tl-plot')!.getBoundingClientRect();
    for (let y = body.top + 60; y < body.bottom - 60; y += 7) {
      for (let x = plot.left + 60; x < plot.right - 60; x += 11) {
        if (document.elementFromPoint(x, y)?.closest('[data-entry],[data-flag],[data-fold]') === null) return [x, y] as const;
      }
    }
    throw new Error('There is no empty spot in the lanes.');
  });
}

const pressed = (within: Locator, name: RegExp): Promise<void> => within.getByRole('button', { name }).first().click();

async function chooseByMouse(page: Page, within: Locator, kind: string): Promise<void> {
  await within.getByRole('button', { name: /Kind/ }).click();
  await page.locator('.pop').getByRole('option', { name: kind }).click();
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await drawer(page, 'Entry').getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

export const byMouse: readonly Action[] = [
  {
    what: 'move over the lanes', act: async (page) => {
      const { x, y, width, height } = await middleOf(page);
      for (let i = 0; i < 60; i++) {
        await page.mouse.move(x + (width * i) / 60, y + height * (0.2 + 0.6 * ((i % 20) / 20)));
        await page.waitForTimeout(16);
      }
    },
  },
  { what: 'select', act: async (page) => { for (const [x, y] of await marks(page, 8)) await page.mouse.click(x, y); } },
  {
    what: 'wheel: zoom', act: async (page) => {
      const { x, y, width, height } = await middleOf(page);
      await page.mouse.move(x + width / 2, y + height / 2);
      for (let i = 0; i < 50; i++) {
        await page.mouse.wheel(0, i < 30 ? -100 : 100);
        await page.waitForTimeout(16);
      }
    },
  },
  {
    what: 'drag the lanes', act: async (page) => {
      const [x, y] = await emptySpot(page);
      const { x: left, width } = await middleOf(page);
      await drag(page, [x, y], [left + width - 40, y]);
      await drag(page, await emptySpot(page), [left + 40, y]);
    },
  },
  {
    what: 'minimap', act: async (page) => {
      const box = (await page.locator('.tl-minimap').boundingBox())!;
      await drag(page, [box.x + box.width * 0.45, box.y + 16], [box.x + box.width * 0.6, box.y + 16]);
      await drag(page, [box.x + box.width * 0.6, box.y + 16], [box.x + box.width * 0.45, box.y + 16]);
    },
  },
  { what: 'fit', act: (page) => page.getByRole('button', { name: /^Fit all entries/ }).click() },
  { what: 'drag an entry', act: async (page) => { const [spot] = await marks(page, 1); await drag(page, spot!, [spot![0] + 120, spot![1]]); } },
  {
    what: 'double-click and edit', act: async (page) => {
      const [spot] = await marks(page, 4);
      await page.mouse.dblclick(...spot!);
      const at = form(page, 'Edit entry');
      await at.waitFor();
      await chooseByMouse(page, at, 'Decision');
      await pressed(at, /^Save/);
      await at.waitFor({ state: 'hidden' });
    },
  },
  {
    what: 'new entry where nothing is', act: async (page) => {
      await page.mouse.dblclick(...await emptySpot(page));
      const at = form(page, 'New entry');
      await at.waitFor();
      await type(page, 'Written where the pointer was');
      await pressed(at, /^Add entry/);
      await at.waitFor({ state: 'hidden' });
    },
  },
  {
    what: 'select with a band', act: async (page) => {
      const { x, y, width, height } = await middleOf(page);
      const from = await emptySpot(page);
      await page.keyboard.down('Shift');
      await drag(page, from, [x + width * 0.85, y + height - 30]);
      await page.keyboard.up('Shift');
      await drawer(page, 'Selected entries').waitFor();
    },
  },
  {
    what: 'change several', act: async (page) => {
      const at = form(page, 'Change selected entries');
      await chooseByMouse(page, at, 'Action');
      await pressed(at, /^Change/);
    },
  },
  {
    what: 'drag several', act: async (page) => {
      await pressed(page.getByRole('main'), /^Fit all entries/);
      await settled(page);
      const [held, ...others] = await marks(page, 4);
      await page.mouse.click(...held!);
      await page.keyboard.down('Control');
      for (const spot of others) await page.mouse.click(...spot);
      await page.keyboard.up('Control');
      await drag(page, held!, [held![0] + 60, held![1]]);
    },
  },
  { what: 'let go of them', act: (page) => pressed(drawer(page, 'Selected entries'), /^Close/) },
  {
    what: 'merge two', act: async (page) => {
      const [a, , b] = await marks(page, 3);
      await page.mouse.click(...a!);
      await page.keyboard.down('Control');
      await page.mouse.click(...b!);
      await page.keyboard.up('Control');
      await pressed(drawer(page, 'Selected entries'), /^Merge/);
    },
  },
  {
    what: 'split one', act: async (page) => {
      await drawer(page, 'Entry').waitFor();
      await fromMenu(page, 'Split in two');
      await page.getByRole('form', { name: /^(Split|Edit) entry$/ }).waitFor();
      if (await form(page, 'Split entry').isVisible()) await pressed(form(page, 'Split entry'), /^Split/);
      await form(page, 'Edit entry').waitFor();
      await pressed(form(page, 'Edit entry'), /^Cancel/);
    },
  },
  { what: 'remove', act: (page) => fromMenu(page, 'Remove') },
  { what: 'undo and redo', act: async (page) => {
    const bar = page.getByRole('banner');
    for (const name of [/^Undo/, /^Undo/, /^Undo/, /^Undo/, /^Redo/, /^Redo/, /^Redo/, /^Redo/]) {
      await pressed(bar, name);
      await page.waitForTimeout(60);
    }
  } },
  { what: 'show the list', act: async (page) => { await page.getByRole('radio', { name: 'List' }).click(); await list(page).waitFor(); } },
  {
    what: 'scroll the list', act: async (page) => {
      const box = (await list(page).boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      for (let i = 0; i < 60; i++) {
        await page.mouse.wheel(0, i < 40 ? 400 : -200);
        await page.waitForTimeout(16);
      }
    },
  },
  {
    what: 'select rows by dragging', act: async (page) => {
      const box = (await list(page).boundingBox())!;
      await drag(page, [box.x + 400, box.y + 80], [box.x + 400, box.y + box.height - 80]);
    },
  },
  { what: 'back to the lanes', act: async (page) => { await page.getByRole('radio', { name: 'Lanes' }).click(); await lanes(page).waitFor(); } },
];
