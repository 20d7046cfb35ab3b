import { headLines, readLines, sniffText } from '../contract-lines.ts';
import { METRIC_FIELDS } from '../contract-metric.ts';
import { readTextLog } from '../contract-text.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { Survey, TableReader, toolOf, type Tool } from './reader.ts';

/** What sar, mpstat, iostat, vmstat and top print, a cell of their tables a metric point. */
export const systemStats: Format = {
  id: 'system-stats',
  title: 'Output of sar, iostat, vmstat or top',
  extensions: ['txt', 'log', 'out'],
  magic: ['Linux … (host) date … (n CPU)', 'procs ---memory---', 'top - hh:mm:ss up'],
  specification: [
    { title: 'sar(1)', url: 'https://man7.org/linux/man-pages/man1/sar.1.html' },
    { title: 'iostat(1)', url: 'https://man7.org/linux/man-pages/man1/iostat.1.html' },
    { title: 'vmstat(8)', url: 'https://man7.org/linux/man-pages/man8/vmstat.8.html' },
    { title: 'top(1)', url: 'https://man7.org/linux/man-pages/man1/top.1.html' },
  ],
  fields: METRIC_FIELDS,
  signal: 'metric-points',
  detect,
  async parse(source, sink, options, signal) {
    const survey = new Survey();
    const head = await source.read(0, 65_536);
    const kind = sniffText(head, source.sizeBytes <= 65_536);
    // Times of top name no day: the last of them says which.
    const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
    if (Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes('top - ')) {
      await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => survey.line(line.text));
    }
    const reader = new TableReader(sink, options, survey);
    const counts = await readTextLog('system-stats', source, sink, signal, (text, line) => reader.read(text, line));
    return { counts: { ...counts, ...reader.counts }, summary: { tools: [...reader.tools] } };
  },
};

const NAMES: Readonly<Record<Tool, string>> = { sar: 'sysstat', iostat: 'iostat', vmstat: 'vmstat', top: 'top' };

function detect(head: Head): Detection | undefined {
  for (const line of headLines(head, 3)) {
    const tool = toolOf(line);
    if (tool !== undefined) return { confidence: 0.95, reason: `begins as output of ${NAMES[tool]}` };
  }
  return undefined;
}
