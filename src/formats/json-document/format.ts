import { readEventDocuments } from '../contract-json-events.ts';
import { isObject } from '../contract-json-object.ts';
import { fields } from '../contract-json-reading.ts';
import type { Detection, Format, Head } from '../contract.ts';
import { readRecord } from './record.ts';
import { shapeOf } from './shape.ts';

/** JSON of no kind that is known by name, when its objects say when. */
export const jsonDocument: Format = {
  id: 'json-document',
  title: 'JSON document',
  extensions: ['json'],
  magic: ['{ or [, and objects with a member that is a time'],
  specification: [{ title: 'RFC 8259: JSON', url: 'https://www.rfc-editor.org/rfc/rfc8259' }],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, 64 * 1024);
    const shape = shapeOf({ bytes, complete: source.sizeBytes <= bytes.length, name: options.name, sizeBytes: source.sizeBytes })
      ?? { paths: ['[]'], times: [], latest: false, reason: '' };
    const counts = await readEventDocuments(source, sink, signal, {
      formatId: 'json-document', plan: { elements: shape.paths }, noun: 'records',
      read: (element, record) => (isObject(element.value) ? readRecord(element.value, element.text, shape, options.zone, record) : undefined),
    });
    return {
      counts: { documents: counts.documents, objects: counts.events, brokenElements: counts.brokenElements },
      summary: { paths: shape.paths, times: shape.times.map((path) => path.join('.')), latest: shape.latest },
    };
  },
};

/** Low: whatever knows a document by name wins. */
function detect(head: Head): Detection | undefined {
  const shape = shapeOf(head);
  return shape && { confidence: shape.paths[0] === '' ? 0.55 : 0.6, reason: shape.reason };
}
