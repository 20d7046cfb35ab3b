import { statSync } from 'node:fs';
import { writeLongLog } from '../e2e/support/evidence.ts';
import type { Measurement } from './bench.ts';
import { tephra } from './cli.ts';

export const title = 'an access log of a million requests, into a case, asked and searched';

const REQUESTS = 1_000_000;

export function run(folder: string): Promise<readonly Measurement[]> {
  const log = writeLongLog(folder, REQUESTS);
  const megabytes = statSync(log).size / 1e6;
  const ingest = tephra(folder, ['ingest', log, '--case', 'bench.tephra']);
  const again = tephra(folder, ['ingest', log, '--case', 'bench.tephra']);
  const group = tephra(folder, ['sql', '--case', 'bench.tephra', 'select host_name, count(*) from events group by all']);
  const search = tephra(folder, ['search', '--case', 'bench.tephra', 'item/999999']);
  return Promise.resolve([
    { what: 'size', value: megabytes, unit: 'MB' },
    { what: 'ingest', value: ingest.seconds, unit: 's' },
    { what: 'ingest', value: REQUESTS / ingest.seconds, unit: 'records/s' },
    { what: 'ingest', value: megabytes / ingest.seconds, unit: 'MB/s' },
    { what: 'the same again', value: again.seconds, unit: 's' },
    { what: 'group by', value: group.seconds, unit: 's' },
    { what: 'search for one line', value: search.seconds, unit: 's' },
  ]);
}
