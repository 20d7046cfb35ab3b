import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '../base/text.ts';
import { parseRfc3339 } from '../base/time.ts';
import { ENTRY_KINDS, LANES, MILESTONES, type EntryTime, type TimelineEntry } from '../model/timeline.ts';
import { fitText, textWidthPx } from './text-metrics.ts';
import { escapeXml } from './svg.ts';
import { timelineFigure } from './timeline-figure.ts';
import { layoutTimeline, timelineSpan, type TimelineLayout, type TimelineLayoutInput } from './timeline-layout.ts';

const S = 1_000_000_000n;
const at = (time: string): bigint => parseRfc3339(`2026-10-14T${time}Z`)!;

function entry(id: string, patch: Partial<Omit<TimelineEntry, 'time'>> & { time: Partial<EntryTime> & { startNs: bigint } }): TimelineEntry {
  const { time, ...rest } = patch;
  return {
    id, kind: 'observation', title: id, note: '', role: '', evidence: [], ...rest,
    time: { form: 'point', uncertaintyNs: 0n, basis: 'stated', zone: 'UTC', ...time },
  };
}

const SMALL: TimelineEntry[] = [
  entry('a', { kind: 'impact', title: 'Orders failing', milestone: 'impact-start', time: { form: 'interval', startNs: at('10:34:12'), endNs: at('11:21:10') } }),
  entry('b', { kind: 'detection', title: 'Page <latency> & "more"', milestone: 'detected', time: { startNs: at('10:41:03'), uncertaintyNs: 30n * S } }),
  entry('c', { kind: 'change', title: 'Retry flag', time: { form: 'between', startNs: at('10:29:00'), endNs: at('10:33:00') } }),
];

describe('timelineFigure', () => {
  it('draws a small case as it stands in the golden file', async () => {
    await expect(timelineFigure(SMALL, { zone: 'Europe/Berlin', widthPx: 640 }).svg.replaceAll('><', '>\n<')).toMatchFileSnapshot('fixtures/small-timeline.svg');
  });
  it('says in words what it shows', () => {
    expect(timelineFigure(SMALL, { zone: 'UTC' }).alt).toBe(
      'Timeline from 2026-10-14 10:26:23 to 2026-10-14 11:23:46 UTC with 3 entries. '
      + 'Impact start 2026-10-14 10:34:12, Detected 2026-10-14 10:41:03. Time to detect 6 min 51 s ±30 s.',
    );
  });
  it('draws a case with nothing on record', () => {
    const figure = timelineFigure([], { zone: 'UTC', fromNs: at('10:00:00'), toNs: at('11:00:00') });
    expect(figure.alt).toContain('0 entries');
    expect(figure.heightPx).toBeLessThan(40);
  });
  it('keeps to the lanes and the span asked for, and still measures from milestones outside it', () => {
    const figure = timelineFigure(SMALL, { zone: 'UTC', fromNs: at('10:40:00'), toNs: at('10:50:00'), lanes: ['detection'] });
    expect(figure.svg).not.toContain('Retry flag');
    expect(figure.svg).not.toContain('Orders failing');
    expect(figure.svg).toContain('TTD 6 min 51 s');
    expect(figure.svg).not.toContain('>Impact start<');
  });
  it('marks what was learned later, and leaves it out when asked for what was known then', () => {
    const late = entry('l', { kind: 'change', title: 'Wrong flag', knownSinceNs: at('11:40:00'), time: { startNs: at('10:30:00') } });
    const both = timelineFigure([...SMALL, late], { zone: 'UTC', widthPx: 1200 });
    expect(both.svg).toContain('Wrong flag');
    expect(both.svg).toContain('learned 11:40');
    const then = timelineFigure([...SMALL, late], { zone: 'UTC', asKnownThen: true });
    expect(then.svg).not.toContain('Wrong flag');
    expect(then.alt).toContain('As known at the time: 1 entry learned later is left out.');
    expect(timelineFigure(SMALL, { zone: 'UTC', asKnownThen: true }).svg).toBe(timelineFigure(SMALL, { zone: 'UTC' }).svg);
  });
  it('tells repeats as one mark with their count and span, and counts each of them', () => {
    const alerts = [0, 60, 120, 260].map((s, i) => entry(`r${i}`, { kind: 'detection', title: `Pool full on api-${i}`, time: { startNs: at('10:36:00') + BigInt(s) * S } }));
    const { svg, alt } = timelineFigure([...SMALL, ...alerts], { zone: 'UTC', widthPx: 1200 });
    expect(svg).toContain('×4 Pool full on api-…');
    expect(svg).toContain('4 min 20 s');
    expect(svg).not.toContain('api-1');
    expect(svg.match(/<polygon/g)).toHaveLength(timelineFigure(SMALL, { zone: 'UTC', widthPx: 1200 }).svg.match(/<polygon/g)!.length + 4);
    expect(alt).toContain(`${SMALL.length + 4} entries`);
  });
  it('draws what is hostile as text', () => {
    const title = '</text><script>alert(1)</script> \u202Egnp.exe \u0000\u001b[31m 日本語 🙂';
    const { svg } = timelineFigure([entry('x', { title, time: { startNs: at('10:00:00') } })], { zone: 'UTC', widthPx: 1600 });
    expect(svg).not.toContain('<script');
    // oxlint-disable-next-line no-control-regex
    expect(svg).not.toMatch(/[\u0000-\u0008\u200e\u202e]/);
    expect(svg).toContain('日本語');
  });
  it('lets the caller decide which characters may appear', () => {
    const ascii = (text: string): string => visibleText(text).replace(/[^ -~]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
    const { svg } = timelineFigure([entry('x', { title: '日本', time: { startNs: at('10:00:00') } })], { zone: 'UTC', showText: ascii });
    expect(svg).toContain('\\u{65e5}\\u{672c}');
    expect(svg).not.toContain('日');
  });
});

const titles = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), fc.string({ minLength: 1, maxLength: 80 }),
  fc.constantFrom('障害が発生しました', 'مرحبا بالعالم', '👩‍👩‍👧‍👦 family', 'e\u0301e\u0301', '<![CDATA[', '&amp;'),
);
const entries = fc.array(
  fc.record({
    kind: fc.constantFrom(...ENTRY_KINDS), title: titles, milestone: fc.option(fc.constantFrom(...MILESTONES), { nil: undefined, freq: 4 }),
    start: fc.integer({ min: 0, max: 7200 }), length: fc.integer({ min: 0, max: 3000 }), form: fc.constantFrom<EntryTime['form']>('point', 'interval', 'between'),
    uncertainty: fc.constantFrom(0, 0, 1, 20, 300),
  }),
  { maxLength: 30 },
).map((list) => list.map((e, i) => entry(String(i), {
  kind: e.kind, title: e.title, milestone: e.milestone,
  time: {
    form: e.form, startNs: at('10:00:00') + BigInt(e.start) * S, uncertaintyNs: BigInt(e.uncertainty) * S,
    endNs: e.form === 'point' ? undefined : at('10:00:00') + BigInt(e.start + e.length) * S,
  },
})));

function layoutOf(list: readonly TimelineEntry[], over: Partial<TimelineLayoutInput> = {}): TimelineLayout {
  const span = timelineSpan(list, at('10:00:00'));
  return layoutTimeline({
    entries: list, fromNs: span.fromNs, nsPerPx: Number(span.toNs - span.fromNs) / 700, zone: 'UTC', lanes: LANES, milestones: true, rowPx: 24, fontPx: 12,
    bounds: { left: 0, right: 700 }, times: true, maxRows: 5, maxLabelPx: 260, showText: visibleText, ...over,
  });
}

function overlaps(a: { left: number; right: number }, b: { left: number; right: number }): boolean {
  return a.left < b.right - 1e-6 && b.left < a.right - 1e-6;
}

describe('layout, for any entries', () => {
  it('never lets marks and labels of a row overlap, and keeps all of them in the box', () => {
    fc.assert(fc.property(entries, (list) => {
      const layout = layoutOf(list);
      for (const lane of layout.lanes) {
        for (const mark of lane.marks) {
          expect(mark.extent.left).toBeGreaterThanOrEqual(-1e-6);
          expect(mark.extent.right).toBeLessThanOrEqual(700 + 1e-6);
          expect(mark.y).toBeGreaterThan(lane.y);
          expect(mark.y).toBeLessThan(lane.y + lane.heightPx);
          for (const other of lane.marks) expect(other !== mark && other.row === mark.row && overlaps(mark.extent, other.extent)).toBe(false);
        }
        for (const fold of lane.folds) {
          for (const other of lane.folds) expect(other !== fold && overlaps(fold.extent, other.extent) && fold.extent.right < 699).toBe(false);
        }
        expect(lane.marks.length + lane.folds.reduce((sum, f) => sum + f.entries.length, 0)).toBe(lane.count);
      }
      expect(layout.lanes.reduce((sum, lane) => sum + lane.count, 0)).toBe(list.length);
      for (const flag of layout.milestones?.flags ?? []) {
        for (const other of layout.milestones!.flags) expect(other !== flag && other.y === flag.y && overlaps(flag.extent, other.extent)).toBe(false);
        expect(flag.extent.left).toBeGreaterThanOrEqual(-1e-6);
        expect(flag.extent.right).toBeLessThanOrEqual(700 + 1e-6);
      }
      for (const line of layout.milestones?.dimensions ?? []) {
        for (const other of layout.milestones!.dimensions) expect(other !== line && other.y === line.y && overlaps(line.extent, other.extent)).toBe(false);
      }
    }), { numRuns: 150 });
  });
  it('without bounds depends on the scale alone: panning keeps every row and moves every x alike', () => {
    fc.assert(fc.property(entries, fc.bigInt(-10_000n, 10_000n), (list, seconds) => {
      const from = at('10:00:00');
      const a = layoutOf(list, { bounds: undefined, fromNs: from, nsPerPx: 1e9 });
      const b = layoutOf(list, { bounds: undefined, fromNs: from + seconds * S, nsPerPx: 1e9 });
      for (const [i, lane] of a.lanes.entries()) {
        expect(b.lanes[i]!.heightPx).toBe(lane.heightPx);
        for (const [j, mark] of lane.marks.entries()) {
          const moved = b.lanes[i]!.marks[j]!;
          expect(moved.row).toBe(mark.row);
          expect(moved.startX).toBeCloseTo(mark.startX - Number(seconds), 3);
          expect(moved.label.side).toBe(mark.label.side);
        }
      }
    }), { numRuns: 60 });
  });
  it('draws the same bytes twice, whatever the order given, as one well-formed element', () => {
    fc.assert(fc.property(entries, fc.integer({ min: 320, max: 1600 }), (list, widthPx) => {
      const unique = list.map((e, i) => ({ ...e, milestone: list.findIndex((o) => o.milestone === e.milestone) === i ? e.milestone : undefined }));
      const figure = timelineFigure(unique, { zone: 'UTC', widthPx });
      expect(timelineFigure(unique.toReversed(), { zone: 'UTC', widthPx }).svg).toBe(figure.svg);
      expect(figure.widthPx).toBe(widthPx);
      const drawing = figure.svg.replace(/aria-label="[^"]*"/, '').replace(/>[^<]+</g, '><');
      expect(drawing).not.toMatch(/NaN|Infinity|undefined|\d\.\d{3}|e-\d/);
      expectBalanced(figure.svg);
    }), { numRuns: 60 });
  });
});

/** Every tag opened is closed in order; text holds no bare markup. Enough of XML for what the writer makes. */
function expectBalanced(svg: string): void {
  const open: string[] = [];
  let rest = 0;
  for (const m of svg.matchAll(/<(\/?)([a-z]+)((?:\s[^\s=]+="[^"<]*")*)(\/?)>/g)) {
    expect(svg.slice(rest, m.index)).not.toMatch(/[<>]/);
    rest = m.index + m[0].length;
    if (m[1] === '/') expect(open.pop()).toBe(m[2]);
    else if (m[4] !== '/') open.push(m[2]!);
  }
  expect(rest).toBe(svg.length);
  expect(open).toEqual([]);
}

describe('text', () => {
  it('fits what it promises', () => {
    fc.assert(fc.property(titles, fc.integer({ min: 0, max: 300 }), (text, max) => {
      const fitted = fitText(text, max, 12);
      expect(fitted === '' || textWidthPx(fitted, 12) <= max).toBe(true);
      expect(fitted === text || fitted === '' || fitted.endsWith('…')).toBe(true);
    }));
  });
  it('never cuts a letter from its accent or an emoji in half', () => {
    expect(fitText('e\u0301'.repeat(30), 60, 12)).toMatch(/^(?:e\u0301)+…$/);
    expect(fitText('👩‍👩‍👧‍👦'.repeat(9), 150, 12)).toMatch(/^(?:👩‍👩‍👧‍👦)+…$/u);
  });
  it('escapes for element and attribute alike and drops what XML forbids', () => {
    expect(escapeXml('<a b="c">\u0000\ud800&\'')).toBe('&#60;a b=&#34;c&#34;&#62;&#38;&#39;');
  });
});
