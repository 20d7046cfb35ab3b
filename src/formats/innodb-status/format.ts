import { headLines } from '../contract-lines.ts';
import { readTextLog } from '../contract-text.ts';
import type { Detection, FieldDefinition, Format, Head } from '../contract.ts';
import { MONITOR, StatusParser, TITLES } from './parser.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'innodb.section', type: 'string', description: 'Section of the output: TRANSACTIONS, LATEST DETECTED DEADLOCK …', facet: true },
  { name: 'innodb.transaction_id', type: 'string', description: 'Transaction, where the record is one.' },
  { name: 'innodb.active_seconds', type: 'integer', description: 'Seconds the transaction was active.' },
  { name: 'mysql.thread_id', type: 'integer', description: 'Connection of the transaction.' },
  { name: 'user.name', type: 'string', description: 'User of the transaction.', facet: true },
];

/** What SHOW ENGINE INNODB STATUS and the InnoDB monitor print. */
export const innodbStatus: Format = {
  id: 'innodb-status',
  title: 'InnoDB status',
  extensions: ['txt', 'log', 'innodbstatus'],
  magic: ['a line that ends in INNODB MONITOR OUTPUT between two of equals signs', 'a title such as LATEST DETECTED DEADLOCK between two lines of dashes'],
  specification: [{ title: 'MySQL: InnoDB standard monitor and lock monitor output', url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-standard-monitor.html' }],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const parser = new StatusParser(sink, options.zone, fields.length);
    const counts = await readTextLog('innodb-status', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, outputs: parser.outputs, notStatus: parser.notStatus }, summary: { sections: parser.sections } };
  },
};

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, 60);
  for (const [i, line] of lines.slice(0, 14).entries()) {
    const first = line.charCodeAt(0);
    if (first === 61 && MONITOR.test(lines[i + 1] ?? '')) return { confidence: 0.95, reason: 'the output of an InnoDB monitor' };
    if (first === 45 && /^-{4,}$/.test(line) && TITLES.has(lines[i + 1] ?? '')) return { confidence: 0.95, reason: `a section of an InnoDB monitor: ${lines[i + 1]!}` };
    // An error log that has such outputs in it.
    if (first >= 48 && first <= 57 && !MONITOR.test(line)) return undefined;
  }
  return undefined;
}
