import { readEventDocuments } from '../contract-json-events.ts';
import { headObject } from '../contract-json-head.ts';
import { isObject } from '../contract-json-object.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { fields, readEntry, readPage } from './entry.ts';

/** HTTP Archive, what browsers and proxies export of their network log. */
export const har: Format = {
  id: 'har',
  title: 'HTTP Archive',
  extensions: ['har', 'json'],
  magic: ['{"log": {"version": "1.2", … "entries": […'],
  specification: [
    { title: 'HAR 1.2', url: 'https://w3c.github.io/web-performance/specs/HAR/Overview.html#sec-har-object-types-log' },
    { title: 'HTTP Archive format, W3C draft', url: 'https://w3c.github.io/web-performance/specs/HAR/Overview.html' },
    { title: 'W3C Trace Context', url: 'https://www.w3.org/TR/trace-context/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    let pages = 0;
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'har', plan: { elements: ['log.entries[]', 'log.pages[]'] }, noun: 'entries',
      read(element, record) {
        if (!isObject(element.value)) return undefined;
        if (element.path === 'log.entries[]') return readEntry(element.value, record, options.zone);
        const found = readPage(element.value, record, options.zone);
        if (found) pages++;
        return found;
      },
    });
    return { counts: { documents: counts.documents, entries: counts.events - pages, pages, brokenElements: counts.brokenElements }, summary: {} };
  },
};

function detect(head: Head): Detection | undefined {
  const log = headObject(head)?.['log'];
  if (!isObject(log)) return undefined;
  const entries = log['entries'];
  if (Array.isArray(entries) && (entries.length === 0 ? 'creator' in log || 'version' in log : isObject(entries[0]) && ('request' in entries[0] || 'startedDateTime' in entries[0]))) {
    return { confidence: 1, reason: 'an HTTP Archive: log.entries' };
  }
  // Long pages or comments can stand before the entries.
  return entries === undefined && isObject(log['creator']) && typeof log['version'] === 'string' ? { confidence: 0.9, reason: 'begins as an HTTP Archive: log.version, log.creator' } : undefined;
}
