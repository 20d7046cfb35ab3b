/** Stretches of one class next to one another, as few shapes as there are changes. Class 0 (no level) is drawn as nothing. */
export function overviewRuns(worst: Uint8Array): Array<{ readonly from: number; readonly to: number; readonly cls: number }> {
  const runs: Array<{ from: number; to: number; cls: number }> = [];
  for (let b = 0; b < worst.length; b++) {
    const cls = worst[b]!;
    if (cls === 0) continue;
    const last = runs.at(-1);
    if (last && last.cls === cls && last.to === b) last.to = b + 1;
    else runs.push({ from: b, to: b + 1, cls });
  }
  return runs;
}
