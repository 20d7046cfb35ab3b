import { formatRfc3339 } from '../../base/time.ts';
import { eventFields } from '../contract-kubernetes.ts';
import { readRow, tableHead, tableRow, type TableHead } from '../contract-kubernetes-table.ts';
import { headLines } from '../contract-lines.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import type { FieldValue, Format } from '../contract.ts';

/** Events of Kubernetes as kubectl prints them. */
export const kubectlEvents: Format = {
  id: 'kubectl-events',
  title: 'kubectl events',
  extensions: ['txt', 'log'],
  magic: ['LAST SEEN   TYPE   REASON   OBJECT   MESSAGE'],
  specification: [{ title: 'Kubernetes: kubectl events', url: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_events/' }],
  fields: eventFields,
  detect(head) {
    const lines = headLines(head, 12);
    const at = lines.findIndex((line) => line.includes('LAST SEEN') && tableHead(line) !== undefined);
    return at < 0 ? undefined : { confidence: at < 3 ? 0.95 : 0.85, reason: 'the table of kubectl get events' };
  },
  async parse(source, sink, options, signal) {
    const joined = new JoinedRecord(sink);
    let table: TableHead | undefined;
    let events = 0;
    let others = 0;
    let withoutTime = 0;
    const counts = await readTextLog('kubectl-events', source, sink, signal, (text, line) => {
      const head = text.startsWith('LAST SEEN') || text.startsWith('NAMESPACE') ? tableHead(text) : undefined;
      if (head) {
        joined.end();
        table = head;
        sink.diagnostic({
          code: 'kubectl-events/ages', severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
          message: options.newestNs === undefined ? 'The table says how long ago, and nothing says when it was written: its events have no time.'
            : `The table says how long ago: counted back from ${formatRfc3339(options.newestNs)}, when it was written.`,
        });
        return;
      }
      const row = table && tableRow(text, table);
      if (table && !row && joined.join(text, line)) return;
      const record = joined.begin(line);
      record.body = text;
      if (!row) {
        record.understood = false;
        others++;
        sink.diagnostic({ code: 'kubectl-events/not-understood', severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes, message: 'The line is of no table of events; kept as text.' });
        return;
      }
      const values = Array.from<FieldValue>({ length: eventFields.length });
      readRow(row, options.newestNs, record, values);
      record.fields = values;
      events++;
      if (record.timeNs === undefined) withoutTime++;
    });
    joined.end();
    return { counts: { ...counts, events, withoutTime, notUnderstoodLines: others }, summary: options.newestNs === undefined ? {} : { agesCountedFrom: formatRfc3339(options.newestNs) } };
  },
};
