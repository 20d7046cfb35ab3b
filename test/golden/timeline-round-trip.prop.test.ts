import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '../../src/base/text.ts';
import { propose } from '../../src/engine/analyse/import-entries/propose.ts';
import { TIMELINE_EXPORTERS } from '../../src/engine/report/timeline/render-timeline.ts';
import { detectFormat, formatById } from '../../src/formats/index.ts';
import { ENTRY_KINDS, MILESTONES, TimelineEntry } from '../../src/model/timeline.ts';
import { headOf, parseAll } from '../support/formats.ts';

/**
 * The timeline leaves in a format of others and comes back through the format that reads it. What each cannot carry:
 * all: evidence (it is cited anew, in the file that was read), the wording of the time. Tables: control characters come
 * back in their visible form; l2tcsv and dynamic CSV: line breaks of notes become blanks, a lone hyphen is nothing.
 */
const text = fc.string({ unit: fc.constantFrom(...'abc ,;:"\'=+-@\t<>|\\[]{}'.split(''), 'é', '支', '🔥', '\u001b'), maxLength: 40 });
const ns = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 62n });

const anyEntry: fc.Arbitrary<TimelineEntry> = fc.record({
  id: fc.uuid(), kind: fc.constantFrom(...ENTRY_KINDS), title: text.filter((t) => t.trim() !== ''), note: text, role: text, start: ns, length: fc.bigInt({ min: 0n, max: 2n ** 50n }),
  form: fc.constantFrom('point' as const, 'interval' as const, 'between' as const), uncertaintyNs: fc.bigInt({ min: 0n, max: 10n ** 17n }),
  basis: fc.constantFrom('evidence' as const, 'stated' as const, 'estimated' as const), zone: fc.constantFrom('UTC', 'Europe/Berlin', '+02:00', 'America/St_Johns'),
  knownSinceNs: fc.option(ns, { nil: undefined }),
}).map(({ knownSinceNs, start, length, form, uncertaintyNs, basis, zone, ...rest }) => TimelineEntry.parse({
  ...rest, ...(knownSinceNs === undefined ? {} : { knownSinceNs }), evidence: [], time: { form, startNs: start, ...(form === 'point' ? {} : { endNs: start + length }), uncertaintyNs, basis, zone },
}));

/** A timeline: ids are its own, and at most one entry holds each milestone. */
const timeline = fc.tuple(fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 6, selector: (e) => e.id }), fc.array(fc.constantFrom(...MILESTONES, undefined), { maxLength: 6 }))
  .map(([entries, held]) => entries.map((entry, i): TimelineEntry => {
    const milestone = held[i];
    return milestone !== undefined && held.indexOf(milestone) === i ? { ...entry, milestone } : entry;
  }));

async function comeBack(exported: string): Promise<{ kind: string | undefined; entries: TimelineEntry[] }> {
  const bytes = new TextEncoder().encode(exported);
  const { format } = detectFormat(headOf(bytes, 'timeline'));
  const { records, diagnostics } = await parseAll(formatById(format!.id)!, bytes);
  expect(diagnostics).toEqual([]);
  return {
    kind: format?.id,
    entries: records.map((record) => {
      const fields = Object.fromEntries(format!.fields.flatMap(({ name }, i) => (record.fields[i] === undefined ? [] : [[name, String(record.fields[i])]])));
      const proposal = propose({ ...record, kind: format!.id, sha256: 'a'.repeat(64), attributes: JSON.stringify({ ...fields, ...record.attributes }) }, 0n);
      return TimelineEntry.parse(proposal!.entry);
    }),
  };
}

/** What comes back of an entry; `words`: how the format writes text. */
function carried({ id, kind, title, note, role, time, milestone, knownSinceNs }: TimelineEntry, words: (t: string) => string): unknown {
  // Titles are lines: blanks at their ends say nothing, and a terminal's control characters are shown.
  return { id, kind, title: visibleText(title, true).trim(), note: words(note), role: words(role), time, milestone, knownSinceNs };
}

const byId = (a: TimelineEntry, b: TimelineEntry): number => (a.id < b.id ? -1 : 1);
const asWritten = (t: string): string => (t.trim() === '' ? '' : t);
const shown = (t: string): string => asWritten(visibleText(t, true));

describe.each([
  ['timesketch-jsonl', 'timesketch', asWritten],
  ['timesketch-csv', 'timesketch', shown],
  ['l2tcsv', 'l2tcsv', shown],
  ['dynamic-csv', 'dynamic-csv', shown],
] as const)('%s', (name, kind, words) => {
  it('what leaves comes back: time, zone, uncertainty, title, kind, note, role, milestone and since when it was known', async () => {
    await fc.assert(fc.asyncProperty(timeline, async (entries) => {
      const exported = TIMELINE_EXPORTERS[name].render({ title: 't', incidentId: 'i', zone: 'UTC', entries, paths: new Map() });
      const back = await comeBack(exported);
      expect(back.kind).toBe(kind);
      expect(back.entries.sort(byId).map((e) => carried(e, asWritten))).toEqual([...entries].sort(byId).map((e) => carried(e, words)));
      // Going round again changes nothing more.
      const again = TIMELINE_EXPORTERS[name].render({ title: 't', incidentId: 'i', zone: 'UTC', entries: back.entries.map((e) => ({ ...e, evidence: [] })), paths: new Map() });
      expect((await comeBack(again)).entries.map((e) => carried(e, asWritten))).toEqual(back.entries.sort((a, b) => (a.time.startNs < b.time.startNs ? -1 : a.time.startNs > b.time.startNs ? 1 : byId(a, b))).map((e) => carried(e, asWritten)));
    }), { numRuns: 200 });
  });
});
