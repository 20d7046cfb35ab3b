import fc from 'fast-check';
import { ACTION_STATES, ACTION_TYPES, type Action } from '../../model/action.ts';
import type { ActionsInput } from './input.ts';

export function sampleAction(id: string, change: Partial<Action> = {}): Action {
  return {
    kind: 'action', id, title: `Action ${id}`, note: '', type: 'prevent', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs: 0n, ...change,
  };
}

export function sampleInput(actions: readonly Action[], change: Partial<ActionsInput> = {}): ActionsInput {
  return { title: 'Checkout outage', incidentId: 'INC-7', actions, entryTitles: new Map(), paths: new Map(), asOfNs: 1_792_000_000_123_456_789n, ...change };
}

/** What people paste into titles, and what other programs would run. */
const HOSTILE = ['"', ',', ';', '\\', '\r\n', '\n', '\t', '\u0000', '\u0007', '=1+1', '+', '-', '@here', '#12', '|', '*', '_', '[x](y)', '<b>', '&amp;', 'BEGIN:VTODO', 'END:VCALENDAR', 'é', '日本語', '👩‍🚀', '\u202e', '\u2028', '\ud800', ' ', 'a', 'Ω', '%n', '/close', ':'];
export const hostileText = fc.oneof(
  fc.string({ maxLength: 120 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.constantFrom(...HOSTILE), { maxLength: 30 }).map((parts) => parts.join('')),
);
const title = hostileText.map((text) => text.slice(0, 500)).filter((text) => text !== '');

/** Actions with ids 0…n-1 that wait for some before them, hostile in every text. */
export const hostileActions: fc.Arbitrary<Action[]> = fc.array(fc.record({
  title, note: hostileText, ownerRole: hostileText, doneWhen: hostileText, reason: hostileText, state: fc.constantFrom(...ACTION_STATES), type: fc.constantFrom(...ACTION_TYPES),
  due: fc.constantFrom('', '2026-12-01', '2028-02-29'), before: fc.array(fc.nat(9), { maxLength: 3 }), score: fc.integer({ min: 1, max: 5 }), isScored: fc.boolean(),
}), { minLength: 1, maxLength: 8 }).map((all) => all.map(({ before, score, isScored, ...rest }, i) => sampleAction(`0199-${i}`, {
  ...rest, dependsOn: [...new Set(before.filter((n) => n < i))].map((n) => `0199-${n}`), ...(isScored ? { recurrence: score, impact: 6 - score, effort: 2 } : {}),
})));
