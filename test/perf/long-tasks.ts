import type { CDPSession, Page } from '@playwright/test';

/** Tasks of the page's main thread while something was done. */
export interface Tasks {
  /** The longest, by the clock and by the processor's time of the thread: on a busy machine only the second is ours. */
  readonly longestMs: number;
  readonly longestCpuMs: number;
  /** How many took more than 50 ms, either way. */
  readonly over50: number;
  readonly over50Cpu: number;
  /** What ran in the longest frames, as the browser attributes it. */
  readonly worst: readonly string[];
}

interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

interface LongFrame {
  readonly durationMs: number;
  readonly blockingMs: number;
  readonly scripts: readonly string[];
}

declare global {
  interface Window {
    tephraFrames?: LongFrame[];
  }
}

/** Watches the main thread while `act` runs: Chromium's own trace, because it knows the processor's time of each task. */
export async function watchTasks(page: Page, act: () => Promise<void>): Promise<Tasks> {
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(watchFrames);
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => {
    // The protocol does not say what events are; those of a trace are these.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    for (const event of value as unknown as TraceEvent[]) if (event.name === 'RunTask' || event.name === 'thread_name') events.push(event);
  });
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'], recordMode: 'recordContinuously', traceBufferSizeInKb: 200_000 } });
  await act();
  await endTrace(cdp);
  await cdp.detach();
  const frames = await page.evaluate(() => window.tephraFrames ?? []);
  const mains = new Set(events.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map((e) => `${e.pid}/${e.tid}`));
  const tasks = events.filter((e) => e.ph === 'X' && mains.has(`${e.pid}/${e.tid}`)).map((e) => ({ ms: (e.dur ?? 0) / 1000, cpuMs: (e.tdur ?? 0) / 1000 }));
  return {
    longestMs: Math.max(0, ...tasks.map((t) => t.ms)), longestCpuMs: Math.max(0, ...tasks.map((t) => t.cpuMs)),
    over50: tasks.filter((t) => t.ms > 50).length, over50Cpu: tasks.filter((t) => t.cpuMs > 50).length,
    worst: frames.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 3).map((f) => `frame of ${Math.round(f.durationMs)} ms, blocking ${Math.round(f.blockingMs)} ms: ${f.scripts.join('; ') || 'no script'}`),
  };
}

function endTrace(cdp: CDPSession): Promise<void> {
  return new Promise((resolve, reject) => {
    cdp.once('Tracing.tracingComplete', () => resolve());
    cdp.send('Tracing.end').catch(reject);
  });
}

/** Runs in the page: frames that took long, with what the browser says of their scripts. */
function watchFrames(): void {
  const frames: LongFrame[] = [];
  window.tephraFrames = frames;
  if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts = [], blockingDuration = 0 }: { scripts?: Array<{ invoker: string; duration: number; sourceFunctionName: string; forcedStyleAndLayoutDuration: number }>; blockingDuration?: number } & PerformanceEntry = entry;
      frames.push({
        durationMs: entry.duration, blockingMs: blockingDuration,
        scripts: scripts.toSorted((a, b) => b.duration - a.duration).slice(0, 2).map((s) => `${s.invoker} ${s.sourceFunctionName} ${Math.round(s.duration)} ms (layout ${Math.round(s.forcedStyleAndLayoutDuration)} ms)`),
      });
    }
  }).observe({ type: 'long-animation-frame' });
}
