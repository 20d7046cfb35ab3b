export interface OverviewRun { readonly from: number; readonly to: number; readonly cls: number; readonly widthPx: number }

/** Widths of a stripe: a single error among thousands is a line, a stretch of nothing but errors is as wide as it goes. */
const NARROWEST_PX = 2;
const WIDEST_PX = 8;

/**
 * Stretches that look the same next to one another, as few shapes as there are changes. `share`: which part of a stretch
 * is of its class, in 255ths. Class 0 (no level) is drawn as nothing.
 */
export function overviewRuns(worst: Uint8Array, share: Uint8Array): OverviewRun[] {
  const runs: Array<{ from: number; to: number; cls: number; widthPx: number }> = [];
  for (let b = 0; b < worst.length; b++) {
    const cls = worst[b]!;
    if (cls === 0) continue;
    const widthPx = NARROWEST_PX + Math.round(Math.sqrt(share[b]! / 255) * (WIDEST_PX - NARROWEST_PX));
    const last = runs.at(-1);
    if (last && last.cls === cls && last.widthPx === widthPx && last.to === b) last.to = b + 1;
    else runs.push({ from: b, to: b + 1, cls, widthPx });
  }
  return runs;
}
